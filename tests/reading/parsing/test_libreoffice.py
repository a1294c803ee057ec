"""What LibreOffice writes is read as what a person typed: a real LibreOffice, typed into cell by cell."""

from datetime import date

import openpyxl
import pandas as pd
import pytest

from pop_analysis.reading import read_folder
from pop_analysis.synthetic import make_example
from pop_analysis.workbooks.template import save_workbook, tables_of, template

TODAY = date(2025, 6, 1)
ENDINGS = [".xlsx"]  # what the filled-in template is saved as
# Sheet → rows, each field → what is typed. Every kind of field once at least.
TYPED = {
    "workbook": [{"kept_by": "Qendra “Prova”"}],
    "contracts": [
        {"cycle": "2019–2023", "signed_on": "25.6.2019", "observed_from": {"sq": "gusht 2019", "en": "August 2019"}}
        | {"priorities_total": "3", "url": "https://example.org/k.pdf", "note": "- me vizë në fillim"},
        {"cycle": "2023-2027", "signed_on": "2023"},
    ],
    "priorities": [
        {"cycle": "2019–2023", "label": "1", "title_sq": "Ujë i pijshëm", "theme": ("themes", "water")},
        {"cycle": "2019–2023", "label": "1.10", "title_sq": "Çezma në shesh", "competence": ("competences", "own")},
        {"cycle": "2019–2023", "label": "2", "title_sq": "3-5 rrugë me ndriçim", "promises": "2"},
    ],
    "assessments": [
        {"cycle": "2019–2023", "label": "1", "monitoring_year": "1", "status": ("statuses", "fully")}
        | {"period": {"sq": "gusht 2019 – gusht 2020", "en": "August 2019 – August 2020"}},
        {"cycle": "2019–2023", "label": "1.10", "monitoring_year": "1", "status": ("statuses", "partially")}
        | {"reason": "=gjysma u bë"},
        {"cycle": "2019–2023", "label": "2", "monitoring_year": "1", "status": ("statuses", "unverifiable")},
    ],
    "reports": [{"cycle": "2019–2023", "monitoring_year": "1", "presented_on": "12/2020"}],
    "evidence": [
        {"cycle": "2019–2023", "label": "2", "date": {"day": "2020-03-12"}, "kind": ("evidence_kinds", "photo")},
        {"cycle": "2019–2023", "label": "1", "date": "2020", "kind": ("evidence_kinds", "media")},
    ],
    "citizens_scores": [
        {"cycle": "2019–2023", "label": "1", "monitoring_year": "1", "score": "3.4", "score_top": "5"}
        | {"respondents": "24"}
    ],
    "activities": [
        {"type": ("activity_types", "focus_group"), "date": "3.4.2021", "title_sq": "Takim në lagje"}
        | {"participants": "21", "women": "12", "men": "9"}
    ],
    "campaigns": [{"campaign_title": "Drita në lagje", "cycle": "2019–2023", "label": "2"}],
    "campaign_stages": [
        {"campaign_title": "Drita në lagje", "stage": ("campaign_stages", "in_budget"), "date": "2021"}
        | {"amount_all": "3000000", "expected": ("yes_no", "yes")}
    ],
    "statements": [
        {"date": {"sq": "prill 2021", "en": "April 2021"}, "speaker": ("speakers", "citizens")}
        | {"statement_sq": "U shtuan dritat.", "direction": ("directions", "progress")}
    ],
}


def as_typed(model, language):
    """The cells in the order a person fills them in, below the example row."""
    for name, rows in TYPED.items():
        table = model.tables[name]
        fields = list(table.fields)
        for number, row in enumerate(rows, start=2 if name == "workbook" else 3):
            for field, value in row.items():
                place = {"sheet": table.sheet[language], "cell": f"{chr(65 + fields.index(field))}{number}"}
                if isinstance(value, tuple):
                    value = model.label(*value, language)
                if isinstance(value, dict):
                    yield place | (value if "day" in value else {"text": value[language]})
                else:
                    yield place | {"text": value}


@pytest.fixture(
    scope="module",
    params=[("sq", ending) for ending in ENDINGS]
    + [pytest.param(("en", ending), marks=pytest.mark.slow) for ending in ENDINGS],
)
def filled_in(request, libreoffice, model, tmp_path_factory, workbook_in):
    """The template of a language as LibreOffice saved it once it was filled in, with the network's file beside it."""
    folder = workbook_in(tmp_path_factory.mktemp("filled") / "raw")()
    language, ending = request.param
    empty, path = folder.parent / "empty.xlsx", folder / f"lumas{ending}"
    save_workbook(template(model, "municipality", language, "Lumas"), empty)
    typed = list(as_typed(model, language))
    shown = libreoffice.type_in(empty, typed, path)
    return path, [(each.get("text"), text) for each, text in zip(typed, shown, strict=True)], language


def test_a_template_filled_in_by_libreoffice_gives_no_finding(filled_in, model):
    path, _, _ = filled_in
    data = read_folder(path.parent, today=TODAY)
    # One of the typed texts looks like code, and it is said that it is read as text.
    assert set(data.findings["code"]) <= {"TX-04", "EX-01"}, data.findings.to_dict("records")
    counted = data.balance[data.balance["file"] == path.name].set_index("table")["counted"].to_dict()
    assert counted == {name: len(rows) for name, rows in TYPED.items()}
    assert set(counted) == set(tables_of(model, "municipality"))


def test_what_was_typed_is_what_is_read(filled_in):
    data = read_folder(filled_in[0].parent, today=TODAY)
    contracts = data.contracts.set_index("cycle")
    assert contracts.loc["2019-2023", "priorities_total"] == 3
    assert contracts.loc["2019-2023", "note"] == "- me vizë në fillim"
    titles = {"1": "Ujë i pijshëm", "1.10": "Çezma në shesh", "2": "3-5 rrugë me ndriçim"}
    assert dict(zip(data.priorities["priority"], data.priorities["title_sq"], strict=True)) == {
        f"lumas/2019-2023/{number}": title for number, title in titles.items()
    }
    verdicts = data.assessments.set_index("priority")
    assert verdicts["status"].to_dict() == {
        "lumas/2019-2023/1": "fully",
        "lumas/2019-2023/1.10": "partially",
        "lumas/2019-2023/2": "unverifiable",
    }
    assert verdicts.loc["lumas/2019-2023/1.10", "reason"] == "=gjysma u bë"
    assert data.activities[["participants", "women", "men"]].values.tolist() == [[21, 12, 9]]
    assert data.citizens_scores[["score", "score_top", "respondents"]].values.tolist() == [[3.4, 5, 24]]
    stage = data.campaign_stages.iloc[0]
    assert (stage["campaign"], stage["amount_all"], stage["expected"]) == ("lumas/drita-ne-lagje", 3_000_000, "yes")


def test_a_date_is_as_exact_as_it_was_typed(filled_in):
    data = read_folder(filled_in[0].parent, today=TODAY)
    contracts = data.contracts.set_index("cycle")
    dates = {
        "25.6.2019": contracts.loc["2019-2023", ["signed_on", "signed_on_end", "signed_on_precision"]],
        "gusht 2019": contracts.loc["2019-2023", ["observed_from", "observed_from_end", "observed_from_precision"]],
        "2023": contracts.loc["2023-2027", ["signed_on", "signed_on_end", "signed_on_precision"]],
        "3.4.2021": data.activities.loc[0, ["date", "date_end", "date_precision"]],
        "prill 2021": data.statements.loc[0, ["date", "date_end", "date_precision"]],
        "gusht 2019 – gusht 2020": data.assessments.set_index("status").loc[
            "fully", ["period_start", "period_end", "period_precision"]
        ],
    }
    assert {
        typed: (f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}", exact) for typed, (first, last, exact) in dates.items()
    } == {
        "25.6.2019": ("2019-06-25", "2019-06-25", "day"),
        "gusht 2019": ("2019-08-01", "2019-08-31", "month"),
        "2023": ("2023-01-01", "2023-12-31", "year"),
        "3.4.2021": ("2021-04-03", "2021-04-03", "day"),
        "prill 2021": ("2021-04-01", "2021-04-30", "month"),
        "gusht 2019 – gusht 2020": ("2019-08-01", "2020-08-31", "range"),
    }
    assert set(data.evidence["date_precision"]) == {"day", "year"}


def test_libreoffice_shows_what_was_typed(filled_in):
    """No cell turns "1.10" into 1.1, "2019" into a day of 1905, or "3-5" into a date."""
    changed = {typed: shown for typed, shown in filled_in[1] if typed and typed != shown}
    assert set(changed) == {"3000000"}
    assert "".join(filter(str.isdigit, changed["3000000"])) == "3000000"


def test_drop_down_lists_prompts_and_protection_survive_libreoffice(filled_in, model):
    path, _, language = filled_in
    if path.suffix != ".xlsx":
        pytest.skip("openpyxl looks into .xlsx only")
    ours, theirs = template(model, "municipality", language, "Lumas"), openpyxl.load_workbook(path)
    places = {name: each.attr_text.replace("'", "") for name, each in ours.defined_names.items()}
    assert {name: theirs.defined_names[name].attr_text.replace("'", "") for name in places} == places
    for sheet in ours.worksheets[1:-1]:
        kept = {str(rule.sqref): rule for rule in theirs[sheet.title].data_validations.dataValidation}
        for rule in sheet.data_validations.dataValidation:
            other = kept[str(rule.sqref)]
            assert (other.prompt, other.error) == (rule.prompt, rule.error)
            if rule.type:
                assert (other.type, other.formula1) == (rule.type, rule.formula1)
                if rule.formula2:  # LibreOffice writes a million as 1e+06
                    assert float(other.formula2) == float(rule.formula2)
        assert theirs[sheet.title].protection.sheet
        assert not theirs[sheet.title].protection.sort
        assert theirs[sheet.title]["A1"].comment.text == sheet["A1"].comment.text
        assert theirs[sheet.title].freeze_panes == "A2"


@pytest.mark.parametrize("kind", ["municipality", pytest.param("network", marks=pytest.mark.slow)])
def test_nobody_spoils_a_heading_by_accident(libreoffice, model, tmp_path, kind):
    save_workbook(template(model, kind, "sq"), tmp_path / "a.xlsx")
    sheets = [table.sheet["sq"] for table in tables_of(model, kind).values()]
    typed = [{"sheet": sheet, "cell": cell, "text": "xx"} for sheet in sheets for cell in ("A1", "B1", "A3", "XFD3")]
    shown = libreoffice.type_in(tmp_path / "a.xlsx", typed, tmp_path / "b.xlsx")
    assert {cell["cell"] for cell, text in zip(typed, shown, strict=True) if text == "xx"} == {"A3", "XFD3"}


def test_the_real_workbooks_saved_again_by_libreoffice_are_the_same_data(libreoffice, root, data, tmp_path):
    raw = root / "data" / "raw"
    libreoffice.save_again(sorted(raw.glob("*.xlsx")), tmp_path)
    again = read_folder(tmp_path)
    assert again.version == data.version
    pd.testing.assert_frame_equal(again.findings, data.findings)
    pd.testing.assert_frame_equal(again.balance, data.balance)


@pytest.mark.slow
def test_an_invented_network_saved_again_by_libreoffice_is_the_same_data(libreoffice, tmp_path):
    make_example(tmp_path / "made", municipalities=2, years=2)
    libreoffice.save_again(sorted((tmp_path / "made").glob("*.xlsx")), tmp_path / "again")
    made = read_folder(tmp_path / "made")
    again = read_folder(tmp_path / "again", made.model)
    assert again.version == made.version
    assert again.findings.empty
