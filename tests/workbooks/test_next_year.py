"""The workbook of a next year: contract and priorities come with it, and both workbooks count together."""

import openpyxl
import pytest
from pandas.testing import assert_frame_equal

from pop_analysis.commands import WrongUse, template, validate
from pop_analysis.commands.template import template_from
from pop_analysis.reading import read_folder
from pop_analysis.workbooks.as_typed import AsTyped
from pop_analysis.workbooks.template import filled_workbook, save_workbook

F, P, N, W = "adresuar plotësisht", "adresuar pjesërisht", "nuk është adresuar", "hequr nga kontrata"
CYCLE = "2019–2023"


def verdict(number, year, status, **more):
    return {"cycle": CYCLE, "label": number, "monitoring_year": year, "status": status, **more}


@pytest.fixture
def full(workbook, contract):
    """A folder with a workbook of two years, of which everything that may be carried is filled in."""
    rows = contract("Ujë i pijshëm", "Kopsht i ri", "Treg fshati")
    rows["contracts"] = [{"cycle": CYCLE, "signed_on": "qershor 2019", "observed_from": 2019, "priorities_total": 3}]
    rows["priorities"][0] |= {"label": "1.5", "theme": "Infrastrukturë", "note": "Kёtё vit"}
    rows["priorities"][1] |= {"promises": 2, "source": "https://example.org/k"}
    rows["assessments"] = [verdict("1.5", 1, P), verdict(2, 1, F), verdict(3, 1, N), verdict("1.5", 2, N)]
    rows["assessments"] += [verdict(2, 2, F), verdict(3, 2, W)]
    rows["campaigns"] = [
        {"campaign_title": "Ujë për të gjithë", "cycle": CYCLE, "label": 2},
        {"campaign_title": "Treg"},
    ]
    rows["campaign_stages"] = [{"campaign_title": "Treg", "stage": "Realizuar"}]
    rows["evidence"] = [{"cycle": CYCLE, "label": 2, "kind": "fotografi"}]
    return workbook(rows)


def fill_in(path, status=P):
    """Give every verdict that is waited for, as a person does."""
    book = openpyxl.load_workbook(path)
    sheet = book["Vlerësimet"]
    headings = next(row for row in sheet.iter_rows() if any("Viti i monitorimit" in str(c.value) for c in row))
    columns = [
        c.column for c in headings if "Statusi" in str(c.value) or str(c.value).startswith("Viti i monitorimit ")
    ]
    for row in range(headings[0].row + 1, sheet.max_row + 1):
        sheet.cell(row, columns[0]).value = status
    book.save(path)


@pytest.mark.parametrize("short", [False, True])
def test_filled_in_it_counts_beside_the_workbook_before_and_nothing_of_that_changes(full, read, short):
    before = read(full)
    made = template_from(full / "lumas-3.xlsx", full / "lumas.xlsx", short=short)
    assert (made.place, made.cycle, made.monitoring_year, made.to_judge) == ("Lumas", CYCLE, 3, 2)
    fill_in(made.path)
    after = read(full)
    assert set(after.findings["severity"]) == {"note"}
    for name in ("contracts", "priorities", "campaigns", "campaign_stages", "evidence"):
        assert_frame_equal(after[name], before[name])
    own = after.assessments.query("monitoring_year == 3")
    assert dict(zip(own["priority"], own["status"], strict=True)) == {
        "lumas/2019-2023/1.5": "partially",
        "lumas/2019-2023/2": "partially",
    }
    assert len(after.assessments) == len(before.assessments) + 2
    assert after.put_aside.empty


@pytest.mark.parametrize("short", [False, True])
def test_a_shared_promise_stays_shared_beside_the_workbook_that_has_its_mark(workbook, contract, read, short):
    for place in ("Lumas", "Gurrë"):
        rows = contract("Ujë", f"Rrugë në {place}")
        rows["priorities"][0]["shared"] = "A"
        rows["assessments"] = [verdict(1, 1, P), verdict(2, 1, F)]
        folder = workbook(rows, name=f"{place}.xlsx", municipality=place)
    before = read(folder)
    made = template_from(folder / "next.xlsx", folder / "Lumas.xlsx", short=short)
    fill_in(made.path)
    after = read(folder)
    assert after.findings.query("severity != 'note'")["message_en"].tolist() == []
    assert before.priorities["shared"].notna().sum() == 2
    assert_frame_equal(after["priorities"], before["priorities"])


def test_verdicts_evidence_and_finished_campaigns_stay_behind_and_that_is_told(full):
    made = template_from(full / "lumas-3.xlsx", full / "lumas.xlsx", language="en")
    assert made.carried == {"Contracts": 1, "Priorities": 3, "Campaigns": 1}
    assert made.left == {"Assessments": 6, "Evidence": 1, "Campaigns": 1, "Campaign stages": 1}
    book = openpyxl.load_workbook(made.path)
    assert [row[5].value for row in book["Assessments"].iter_rows(min_row=2)] == [None, None]
    kept = [cell for name in ("Contracts", "Priorities", "Campaigns") for cell in book[name][2]]
    assert all(cell.protection.locked for cell in kept)


def test_it_speaks_the_language_of_the_workbook_before_unless_another_is_asked_for(full):
    english = template(full / "lumas-3.xlsx", last=full / "lumas.xlsx", language="en")
    own, asked = template_from(full / "4.xlsx", english), template_from(full / "5.xlsx", english, language="sq")
    assert [made.language for made in (own, asked, template_from(full / "6.xlsx", full / "lumas.xlsx"))] == [
        "en",
        "sq",
        "sq",
    ]
    assert "Assessments" in openpyxl.load_workbook(own.path).sheetnames


def test_a_verdict_nobody_has_entered_is_asked_for_and_no_page_says_that_it_was_put_aside(full, read):
    template(full / "lumas-3.xlsx", last=full / "lumas.xlsx")
    data = read(full)
    asked = data.findings.query("severity == 'rejected'")
    assert asked[["code", "cell"]].to_numpy().tolist() == [["CE-03", "F2"], ["CE-03", "F3"]]
    assert data.put_aside.empty
    assert len(data.assessments) == 6


@pytest.mark.parametrize(
    "lines",
    [
        [
            ["Kontrata", CYCLE],
            [],
            ["Nr.", "Prioriteti", "Viti I", "Viti II"],
            ["1", "Ujë", F, P],
            ["2", "Kopsht", N, F],
        ],
        [["Kontrata", "Prioriteti", "Viti 1", "Viti 2"], [CYCLE, "1. Ujë", F, P], [CYCLE, "2. Kopsht", N, F]],
    ],
)
@pytest.mark.parametrize("short", [False, True])
def test_it_is_made_of_every_layout_that_is_read(workbook, read, lines, short):
    def edit(book):
        del book["Vlerësimet"]
        sheet = book.create_sheet("Vlerësimet")
        for line in lines:
            sheet.append(line)

    folder = workbook({"assessments": []}, edit=edit)
    before = read(folder)
    made = template_from(folder / "lumas-3.xlsx", folder / "lumas.xlsx", short=short)
    fill_in(made.path)
    after = read(folder)
    assert set(after.findings["severity"]) == {"note"}
    assert_frame_equal(after.priorities, before.priorities)
    assert after.assessments["monitoring_year"].tolist() == [1, 2, 3, 1, 2, 3]


def test_what_is_otherwise_in_the_two_is_told_at_its_cell_and_costs_nothing_else(full, read):
    made = template_from(full / "lumas-3.xlsx", full / "lumas.xlsx")
    book = openpyxl.load_workbook(made.path)
    book["Prioritetet"]["C3"].value = "Kopsht i vjetër"
    book.save(made.path)
    fill_in(made.path)
    data = read(full)
    told = data.findings.query("code == 'KE-02'")
    assert set(zip(told["file"], told["cell"], strict=True)) == {("lumas.xlsx", "C3"), ("lumas-3.xlsx", "C3")}
    assert data.priorities["number"].tolist() == [1, 3]
    assert data.assessments.query("monitoring_year == 3")["priority"].tolist() == ["lumas/2019-2023/1.5"]


def test_nothing_is_written_over_and_what_has_no_next_year_is_refused(full, workbook, contract):
    with pytest.raises(WrongUse, match="not written over"):
        template(full / "lumas.xlsx", last=full / "lumas.xlsx")
    with pytest.raises(WrongUse, match="next year is that of"):
        template(full / "new.xlsx", last=full / "lumas.xlsx", kind="network")
    with pytest.raises(WrongUse, match=r"no priority was read from network\.xlsx.*pop-analysis validate"):
        template(full / "new.xlsx", last=full / "network.xlsx")
    with pytest.raises(FileNotFoundError):
        template(full / "new.xlsx", last=full / "gone.xlsx")
    ended = contract("Ujë", assessments=[verdict(1, 5, F)])
    folder = workbook(ended)
    with pytest.raises(WrongUse, match="every monitoring year"):
        template(folder / "new.xlsx", last=folder / "lumas.xlsx")
    assert not (full / "new.xlsx").exists()


def test_of_a_file_of_several_municipalities_one_is_named(workbook, read):
    def edit(book):
        for place in ("Lumas", "Gurrë"):
            sheet = book.create_sheet(place)
            sheet.append(["Kontrata", CYCLE])
            sheet.append(["Nr.", "Prioriteti", "Viti 1"])
            sheet.append([1, "Ujë", F])

    folder = workbook({"workbook": [{"kind": "rrjeti"}]}, name="all.xlsx", edit=edit)
    with pytest.raises(WrongUse, match="--municipality"):
        template(folder / "new.xlsx", last=folder / "all.xlsx")
    assert template_from(folder / "new.xlsx", folder / "all.xlsx", "Gurra").place == "Gurrë"
    with pytest.raises(WrongUse, match="Ura e Vjetër"):
        template(folder / "other.xlsx", municipality="Ura e Vjetër", last=folder / "all.xlsx")


def test_every_table_written_as_it_was_typed_is_read_as_it_was(example, tmp_path, model):
    places = sorted(set(example.contracts["municipality"]))[:2]
    names = [name for name, table in model.tables.items() if "municipality" in table.workbooks]
    for language in model.languages:
        folder = tmp_path / language
        folder.mkdir()
        register = AsTyped(example, language).rows("municipalities", example.municipalities)
        about = {"workbook": [{"kind": "rrjeti"}], "municipalities": register}
        save_workbook(filled_workbook(example.model, about, "network", language), folder / "network.xlsx")
        for place in places:
            own = example.where(municipality=place)
            rows = {name: AsTyped(example, language).rows(name, own[name]) for name in names}
            save_workbook(filled_workbook(example.model, rows, "municipality", language), folder / f"{place}.xlsx")
        data = read_folder(folder, example.model)
        assert set(data.findings["severity"]) <= {"note"}
        for name in set(names) - {"workbook"}:
            wanted = example.where(municipality=places)[name].reset_index(drop=True)
            assert_frame_equal(data[name], wanted)


def test_the_command_says_what_came_with_it_in_both_languages(full):
    from click.testing import CliRunner

    from pop_analysis.cli import main

    for language, words in {"en": "Not carried over, and still in", "sq": "Nuk u kaluan këtu"}.items():
        asked = ["template", str(full / f"{language}.xlsx"), "--from", str(full / "lumas.xlsx"), "--language", language]
        done = CliRunner().invoke(main, asked)
        assert done.exit_code == 0, done.output
        assert words in done.output
    assert (validate(full / "en.xlsx")["severity"] != "refused").all()
