"""A page is a draft until somebody has approved just these data by name and date; then it says who and when."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

import pop_analysis as pop
from pop_analysis import exhibits
from pop_analysis.choices import WrongUse
from pop_analysis.cli import main
from pop_analysis.commands.places import notebooks_folder
from pop_analysis.model import WrongDeclaration
from pop_analysis.reading import read_folder
from pop_analysis.reading.approval import FILE
from pop_analysis.runner.manifest import inputs_of
from pop_analysis.runner.plan import Report

TODAY = date(2026, 12, 1)
APPROVED = '- version: "{version}"\n  who: Ana Lika\n  date: 2026-11-30\n'


@pytest.fixture
def raw(workbook, tmp_path):
    """Read a folder of workbooks, after putting ``approval.yml`` with this text into it."""
    priority = {"cycle": "2019–2023", "label": 1, "title_sq": "Ujë"}
    workbook({"contracts": [{"cycle": "2019–2023"}], "priorities": [priority]})

    def read(text=None):
        if text is not None:
            (tmp_path / "raw" / FILE).write_text(text, encoding="utf-8")
        return read_folder(tmp_path / "raw", today=TODAY)

    return read


def said(data):
    head = exhibits.municipality_head(data, "lumas", language="en")
    return head.synthetic or "", {line.label: line.value for line in head.about}.get("Approved by")


def test_where_nobody_keeps_approvals_no_page_is_a_draft(raw):
    data = raw()
    assert not data.draft
    assert "Draft" not in said(data)[0]


@pytest.mark.parametrize("text", ["", "[]", "# nobody yet"])
def test_an_edition_nobody_has_approved_is_a_draft(raw, text):
    data = raw(text)
    assert data.draft
    notice, approved = said(data)
    assert approved is None
    assert "Draft: nobody has approved this edition yet." in notice
    assert "draft, not approved" in exhibits.coverage_chart(data, language="en").subtitle


def test_an_approved_edition_says_who_and_when(raw):
    data = raw(APPROVED.format(version=raw().version))
    assert not data.draft
    assert said(data)[1] == "Ana Lika, 30 November 2026"


def test_when_the_data_change_pages_are_drafts_again_and_say_so(raw):
    data = raw(APPROVED.format(version="0123456789ab"))
    assert data.draft
    assert "Draft: these are not the data that Ana Lika approved on 30 November 2026." in said(data)[0]


def test_what_somebody_has_altered_since_is_not_what_was_approved(raw):
    data = raw(APPROVED.format(version=raw().version))
    altered = data.with_tables({"priorities": data.priorities.assign(theme="water")})
    assert said(altered)[1] is None


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        ('- version: "{version}"\n  who:\n  date: 2026-11-30', "who"),
        ('- version: "{version}"\n  who: Ana Lika\n  date: 2026-12-02', "date"),  # after today
        ('- version: "{version}"\n  who: Ana Lika\n  date: 2026-11-30 10:00:00', "date"),
        ('- version: "{version}"\n  who: Ana Lika\n  date: dje', "date"),
        ('- version: "{version}"\n  who: Ana Lika', "date"),
        ("- version: 1.0\n  who: Ana Lika\n  date: 2026-11-30", "version"),
        ('- version: "all"\n  who: Ana Lika\n  date: 2026-11-30', "version"),
        ('- version: "{version}"\n  by: Ana Lika\n  date: 2026-11-30', "who"),
    ],
)
def test_an_approval_that_is_not_whole_approves_nothing_is_told_and_costs_no_row(raw, entry, key):
    before = raw()
    data = raw(entry.format(version=before.version))
    assert data.draft
    told = data.findings[data.findings["file"].str.startswith(FILE)]
    assert any(key in line for line in [*told["sheet"], *told["message_en"]])
    assert set(told["severity"]) == {"note"}
    assert data.version == before.version


def test_a_file_of_approvals_that_cannot_be_read_stops_everything_with_its_line(raw):
    with pytest.raises(WrongDeclaration, match=r"approval\.yml:1"):
        raw('- version: "x')


def test_tables_remember_the_approval_and_pages_are_made_anew_with_it(raw, tmp_path):
    report = Report("lumas", notebooks_folder() / "municipality.ipynb", {}, "sq", "Lumas", slice="lumas")
    seen, version = set(), raw().version
    for text, preview in ((None, False), (None, True), (APPROVED.format(version=version), True)):
        raw(text)
        pop.process(tmp_path / "raw", tmp_path / "tables", preview)
        seen.add(inputs_of(report, tmp_path / "tables"))
    assert len(seen) == 3
    assert [each.who for each in pop.load(tmp_path / "tables").approved] == ["Ana Lika"]
    assert json.loads((tmp_path / "tables" / "datapackage.json").read_text())["draft"] is False


def test_who_makes_a_draft_is_told_what_to_write_to_approve_it(raw, tmp_path):
    raw()
    folder, out = tmp_path / "raw", tmp_path / "o"
    asked = ["report", "--data", folder, "--processed", tmp_path / "t", "--out", out, "--preview"]
    done = CliRunner().invoke(main, [*map(str, asked), "--municipality", "lumas", "--language", "en"])
    assert done.exit_code == 0, done.output
    for page in ("municipality-lumas-en.html", "index-en.html"):
        assert "Draft: nobody has approved this edition yet." in (out / page).read_text(encoding="utf-8")
    assert "--on-paper-left: &quot;Draft: nobody" in (out / "municipality-lumas-en.html").read_text(encoding="utf-8")
    snippet = done.output[done.output.index("- version") :]
    (folder / FILE).write_text(snippet.replace("who:", "who: Ana Lika").replace("date:", "date: 2026-11-30"))
    assert not raw().draft


def test_a_draft_is_not_published_and_an_approved_edition_is(raw, tmp_path):
    version = raw().version
    pop.process(tmp_path / "raw", tmp_path / "tables", preview=True)
    with pytest.raises(WrongUse, match=f"nobody has approved version {version}"):
        pop.publish("2026", tmp_path / "tables")
    raw(APPROVED.format(version=version))
    pop.process(tmp_path / "raw", tmp_path / "tables")
    assert pop.publish("2026", tmp_path / "tables").is_dir()
