"""An English page is English: every text of a table that is there in Albanian only is marked as such."""

import re

import pytest

from pop_analysis.reading import read_folder

ALBANIAN = re.compile(r"\b(?:dhe|nga|për|të|një|nuk|banorët|raporti|buletini)\b", re.IGNORECASE)


def entries(block):
    """The cells of a block's tables, wherever they are in it."""
    if isinstance(block, dict):
        if "text" in block and isinstance(block["text"], str):
            yield block
        for name, part in block.items():
            if name not in ("figure", "claims", "words", "codebook"):
                yield from entries(part)
    elif isinstance(block, list):
        for part in block:
            yield from entries(part)


def is_marked(cell):
    """Whether a text says of itself that it is Albanian; within a sentence it says so in brackets."""
    return cell.get("language") == "sq" or "[sq]" in cell["text"]


def without_names(text, data):
    """A text without what is called so in every language: municipalities, and what stands in quotation marks."""
    for name in {*data.municipalities["name_sq"], *data.municipalities["name_en"].dropna()}:
        text = text.replace(name, "")
    return re.sub(r"“[^”]*”|https?://\S+|mailto:\S+", "", text)


@pytest.fixture(scope="module")
def untranslated(workbook_in, tmp_path_factory):
    """A network nobody has translated a word of."""
    cycle, text = {"cycle": "2019-2023"}, "Rruga për të rinjtë"
    rows = {
        "contracts": [cycle | {"signatories": text, "source": text, "note": text}],
        "priorities": [
            cycle | {"label": n, "title_sq": f"{text} {n}", "theme": "Strehim", "beneficiaries": "banorët"}
            for n in (1, 2, 3)
        ],
        "assessments": [
            cycle | {"label": n, "monitoring_year": year, "status": status, "reason": text, "source": text}
            for n in (1, 2, 3) for year, status in ((1, "plotësisht"), (2, "pjesërisht"))
        ],
        "reports": [cycle | {"monitoring_year": 1, "source": text, "note": text}],
        "evidence": [cycle | {"label": 1, "kind": "fotografi", "url": "https://example.org/a", "note": text}],
        "activities": [{"type": "forum publik", "title_sq": text, "date": "17.4.2021", "source": text, "note": text}],
        "campaigns": [{"campaign_title": text, "source": text}],
        "campaign_stages": [{"campaign_title": text, "stage": "Peticion", "date": "2021", "note": text}],
        "statements": [{"speaker": "qytetarë", "statement_sq": text, "date": "2021", "source": text}],
    }  # fmt: skip
    return read_folder(workbook_in(tmp_path_factory.mktemp("untranslated"))(rows))


def test_every_albanian_text_of_an_english_table_is_marked(shown):
    if shown.language != "en":
        pytest.skip("asks about the English pages")
    wrong = [
        f"{name}: {cell['text']}"
        for name, block in shown.blocks.items()
        for cell in entries(block.to_json())
        if not is_marked(cell) and ALBANIAN.search(without_names(cell["text"], shown.data))
    ]
    assert wrong == []


def test_where_nothing_is_translated_everything_typed_is_marked(untranslated, everything_of):
    blocks = everything_of(untranslated, "en", ["lumas"])
    cells = [(name, cell) for name, block in blocks.items() for cell in entries(block.to_json())]
    typed = [(name, cell) for name, cell in cells if "rinjtë" in cell["text"]]
    assert len(typed) > 30
    assert [(name, cell["text"]) for name, cell in typed if not is_marked(cell)] == []


def strings(figure):
    """Every text in a figure, and what a line break divides in two as one."""
    if isinstance(figure, str):
        yield figure.replace("<br>", " ").replace("\u00a0", " ")
    elif isinstance(figure, dict | list | tuple):
        for part in figure.values() if isinstance(figure, dict) else figure:
            yield from strings(part)


def test_where_nothing_is_translated_what_is_typed_is_marked_inside_the_charts_too(untranslated, everything_of):
    blocks = everything_of(untranslated, "en", ["lumas"])
    figures = {name: strings(block.figure) for name, block in blocks.items() if hasattr(block, "figure")}
    typed = [(name, text) for name, texts in figures.items() for text in texts if re.search("rinjtë|banorët", text)]
    assert {name.removesuffix(" of lumas") for name, _ in typed} >= {
        "status strip", "evidence bars", "ladder", "timeline", "beneficiaries heat"
    }  # fmt: skip
    assert [(name, text) for name, text in typed if "[sq]" not in text] == []
