"""A network of one municipality, one contract, one priority, one of everything: each exhibit is read aloud."""

import pytest
from read_aloud import faults, plural_words

from pop_analysis.reading import read_folder

CYCLE = {"cycle": "2019-2023", "label": 1}
YEARS = {
    "none": [],
    "one": [(1, "adresuar plotësisht")],
    "unverifiable": [(1, "i paverifikueshëm")],
    "two years": [(1, "adresuar plotësisht"), (2, "nuk është adresuar")],
}


@pytest.fixture(scope="module", params=YEARS)
def of_one(request, workbook_in, tmp_path_factory):
    """One of everything, with the verdicts of one priority by year."""
    verdicts = [CYCLE | {"monitoring_year": year, "status": status} for year, status in YEARS[request.param]]
    rows = {
        "contracts": [{"cycle": "2019-2023", "signed_on": "1.6.2019", "priorities_total": 1}],
        "priorities": [CYCLE | {"title_sq": "Ujë", "title_en": "Water", "theme": "Strehim"}],
        "assessments": verdicts,
        "reports": [{"cycle": "2019-2023", "monitoring_year": 1, "period": "gusht 2019 – gusht 2020"}],
        "evidence": [CYCLE | {"kind": "fotografi", "url": "https://example.org/a"}],
        "activities": [{"type": "video", "title_sq": "Po", "title_en": "Yes", "date": "17.4.2021", "participants": 1}],
        "campaigns": [{"campaign_title": "Dritat", "title_en": "Lights"}],
        "campaign_stages": [{"campaign_title": "Dritat", "stage": "Peticion", "date": "2021"}],
        "statements": [{"speaker": "rrjeti POP", "statement_sq": "Po", "statement_en": "Yes", "date": "2021"}],
        "citizens_scores": [CYCLE | {"monitoring_year": 1, "score": 3, "score_top": 5, "respondents": 1}],
    }  # fmt: skip
    write = workbook_in(tmp_path_factory.mktemp("one"))
    return read_folder(write(rows))


def spoken(block, at=""):
    """The texts of a block that somebody reads, with where they stand."""
    if isinstance(block, dict):
        for name, part in block.items():
            if name not in ("figure", "claims", "words", "codebook", "parameters", "about", "url", "id", "kind"):
                yield from spoken(part, f"{at}.{name}")
    elif isinstance(block, list):
        for part in block:
            yield from spoken(part, at)
    elif isinstance(block, str):
        yield at, block


@pytest.mark.parametrize("language", ["sq", "en"])
def test_every_exhibit_of_one_of_everything_reads_well(of_one, everything_of, model, language):
    plurals = plural_words(model.words[language])
    wrong = {
        (name, at, text): found
        for name, block in everything_of(of_one, language, ["lumas"]).items()
        for at, text in spoken(block.to_json())
        if (found := faults(text, plurals))
    }
    assert wrong == {}
