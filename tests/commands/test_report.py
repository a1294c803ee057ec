"""A network's plan follows from its data, and a report run makes what was asked for and lists all there is."""

import json
import shutil
from collections import Counter
from pathlib import Path

import nbformat
import pytest
from openpyxl import load_workbook

import pop_analysis as pop
from pop_analysis.commands import WrongUse, load, process, report
from pop_analysis.commands.places import notebooks_folder, processed_folder, reports_folder
from pop_analysis.commands.plan_network import network_plan
from pop_analysis.commands.report import MIN_OF_ONE_TERM, part_of, worth_warming_up
from pop_analysis.commands.report_options import ReportOptions
from pop_analysis.exhibits import chosen_cycle, term
from pop_analysis.exhibits.wording import counts_sentence
from pop_analysis.locale import Words
from pop_analysis.measures import certainty


@pytest.fixture
def plan(project):
    return network_plan(load(), notebooks_folder())


def test_every_municipality_year_and_the_network_have_a_page_in_every_language(plan):
    data = load()
    years = sorted(
        {
            int(year)
            for year in data["published_figures"].query("metric == 'advocacy_campaigns'")["calendar_year"].dropna()
        }
    )
    subjects = ["network", *(f"annual-review-{year}" for year in years)]
    subjects += [f"municipality-{code}" for code in data["municipalities"]["municipality"]]
    assert [each.name for each in plan] == [
        f"{subject}-{language}" for subject in subjects for language in ("sq", "en")
    ]
    assert years


def test_a_municipality_with_another_code_now_is_found_under_its_old_address(project):
    data = load()
    network = data.model.declared["network"] | {"moved": {"old-code": "lumebardhe"}}
    own = type(data)(data.tables, type(data.model)({**data.model.declared, "network": network}))
    assert network_plan(own, notebooks_folder()).moved == {
        f"municipality-old-code-{language}": f"municipality-lumebardhe-{language}" for language in ("sq", "en")
    }


def test_parameters_say_which_page_it_is(plan):
    by_name = {each.name: dict(each.parameters) for each in plan}
    assert by_name["municipality-lumebardhe-en"] == {"municipality": "lumebardhe", "cycle": "", "language": "en"}
    assert by_name["network-sq"] == {"cycle": "", "language": "sq"}
    year = next(each.parameters["calendar_year"] for each in plan if "annual" in each.name)
    assert type(year) is int


def test_a_card_counts_what_the_measures_count(plan):
    data = load()
    counts = certainty(data.where(municipality="lumebardhe"))
    last = counts[counts["assessed"] > 0].sort_values(["cycle", "monitoring_year"]).iloc[-1]
    card = next(each.card for each in plan if each.name == "municipality-lumebardhe-sq")
    squares = Counter(square["label"]["en"] for square in card["squares"])
    for status in data.model.scale:
        assert squares[status.label["en"]] == last[status.id]
    assert card["text"]["en"].lower() == counts_sentence(Words(data.model, "en"), last).lower()
    assert f"{last['monitoring_year']}" in card["detail"]["en"]


def test_a_municipality_without_verdicts_is_shown_as_without_verdicts(plan):
    empty = next(each.card for each in plan if each.name == "municipality-henelivadh-en")
    assert empty["text"] == {"sq": "Pa vlerësime në dosje.", "en": "No verdict on file."}
    assert all(square["empty"] for square in empty["squares"])


def test_a_square_without_a_verdict_is_hatched_whatever_the_reason(project, judged):
    plan = network_plan(judged({"lumas": {1: "FN?-"}}), notebooks_folder())
    card = next(each.card for each in plan if each.name == "municipality-lumas-en")
    assert {square["label"]["en"]: square["empty"] for square in card["squares"]} == {
        "fully addressed": False,
        "not addressed": False,
        "unverifiable": True,
        "no verdict on file": True,
    }


def test_the_index_says_that_data_are_invented(plan):
    assert plan.words["sq"]["synthetic"]
    assert plan.words["en"]["synthetic"]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 12),
        ({"languages": ["en"]}, 6),
        ({"municipalities": ["lumebardhe"]}, 2),
        ({"municipalities": ["lumebardhe"], "notebooks": ["network", "municipality"]}, 4),
        ({"notebooks": ["annual_review"], "languages": ["sq"]}, 2),
    ],
)
def test_only_what_is_asked_for_is_made(plan, asked, count):
    assert len(part_of(plan, load(), ReportOptions(**asked))) == count


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"municipalities": ["Lumebardh"]}, "municipality “Lumebardh”.*“lumebardhe”"),
        ({"notebooks": ["annual-review"]}, "notebook “annual-review”.*“annual_review”"),
        ({"languages": ["al"]}, "language “al”.*sq, en"),
    ],
)
def test_a_name_that_is_not_known_is_answered_with_the_nearest_before_anything_runs(project, asked, message):
    with pytest.raises(WrongUse, match=message):
        report(**asked, progress=False)
    assert not (project / "reports").exists()


def test_a_run_leaves_pages_an_index_and_a_manifest_and_a_later_one_adds_to_them(project):
    [first] = report(municipalities=["lumebardhe"], languages=["sq"], jobs=1, progress=False)
    assert (first.name, first.status) == ("municipality-lumebardhe-sq", "made")
    page = (project / "reports" / "municipality-lumebardhe-sq.html").read_text(encoding="utf-8")
    version = json.loads((project / "data" / "processed" / "datapackage.json").read_text(encoding="utf-8"))["version"]
    assert f"sq {version}" in page
    assert 'class="left-out"' not in page
    (project / "notebooks" / "network.ipynb").write_text(
        (project / "notebooks" / "network.ipynb").read_text().replace("print(language", "print(lamguage")
    )
    [second] = report(notebooks=["network"], languages=["en"], jobs=1, progress=False)
    assert (second.status, second.reason) == ("failed", "cell")
    index = (project / "reports" / "index.html").read_text(encoding="utf-8")
    assert 'href="municipality-lumebardhe-sq.html"' in index
    assert "NameError" in index
    manifest = json.loads((project / "reports" / "manifest.json").read_text(encoding="utf-8"))
    assert {entry["name"]: entry["status"] for entry in manifest["reports"]} == {
        "network-en": "failed",
        "municipality-lumebardhe-sq": "made",
    }
    assert manifest["data_version"] == version


def test_the_pages_and_tables_of_other_workbooks_stand_beside_them_and_never_among_those_of_the_project(project):
    shutil.copytree(project / "data" / "raw", project / "trial")
    report("trial", municipalities=["lumebardhe"], languages=["sq"], jobs=1, progress=False)
    assert (project / "trial-pages" / "municipality-lumebardhe-sq.html").is_file()
    assert (project / "trial-tables" / "datapackage.json").is_file()
    assert not (project / "reports").exists()
    assert not (project / "data" / "processed").exists()


def test_workbooks_of_a_project_have_their_pages_in_it_wherever_the_command_is_given(project, tmp_path, monkeypatch):
    assert reports_folder(None, "data/raw") == reports_folder() == project / "reports"
    (elsewhere := tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(elsewhere)
    assert reports_folder(None, "../data/raw") == project / "reports"
    assert processed_folder(None, project / "data" / "raw") == project / "data" / "processed"
    assert reports_folder("here", project / "data" / "raw") == Path("here")


def test_a_workbook_that_changed_remakes_the_pages_it_is_on(project):
    def made():
        kinds = ["municipality", "network"]
        return {each.name: each.status for each in report(notebooks=kinds, languages=["sq"], jobs=1, progress=False)}

    def edit(sheet, heading):
        book = load_workbook(project / "data" / "raw" / "lumebardhe.xlsx")
        (column,) = (cell.column for row in book[sheet].iter_rows() for cell in row if cell.value == heading)
        book[sheet].cell(book[sheet].max_row, column, "diçka tjetër")
        book.save(project / "data" / "raw" / "lumebardhe.xlsx")
        process()

    assert set(made().values()) == {"made"}
    assert set(made().values()) == {"kept"}
    others = {f"municipality-{code}-sq" for code in load().stamps} - {"municipality-lumebardhe-sq"}
    edit("Aktivitetet", "Burimi")
    assert {name for name, status in made().items() if status == "kept"} == others
    edit("Vlerësimet", "Arsyeja")  # the others are compared with it
    assert {name for name, status in made().items() if status == "kept"} == set()


def test_a_report_of_each_language_and_of_each_term_is_warmed_up_and_not_many_more(example):
    def term_of(each):
        return tuple(term(example, chosen_cycle(example, each.parameters["municipality"])))

    plan = network_plan(example, notebooks_folder())
    terms = Counter(term_of(each) for each in plan if "municipality" in each.parameters)
    warmups = [each for each in worth_warming_up(plan, example) if "municipality" in each.parameters]
    assert {each.language for each in warmups} == set(example.model.languages)
    assert {term_of(each) for each in warmups} >= {cycles for cycles, n in terms.items() if n >= MIN_OF_ONE_TERM}
    assert len(warmups) <= len(example.model.languages) + len(terms)


SAID = {"per": "network", "title": {"sq": "Burimet", "en": "Sources"}, "text": {"en": "Where the data come from."}}


def drop_notebook(project, name, said, parameters='language: str = "sq"'):
    head = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
    notebook = nbformat.v4.new_notebook(cells=[head], metadata={"pop_analysis": said})
    nbformat.write(notebook, project / "notebooks" / f"{name}.ipynb")


def test_a_notebook_dropped_into_the_folder_gives_its_page_in_every_language_and_stands_on_the_index(project):
    drop_notebook(project, "our_sources", SAID)
    made = report(notebooks=["our_sources"], jobs=1, progress=False)
    assert {each.name: each.status for each in made} == {"our-sources-sq": "made", "our-sources-en": "made"}
    index, english = (
        (project / "reports" / name).read_text(encoding="utf-8") for name in ("index.html", "index-en.html")
    )
    assert all(text in index for text in ("Burimet", 'href="our-sources-sq.html"'))
    assert all(text in english for text in ("Sources", "Where the data come from.", 'href="our-sources-en.html"'))


def test_the_page_of_ones_own_notebook_says_which_data_it_is_made_from_and_how_they_are_cited(project):
    drop_notebook(project, "our_sources", SAID)
    path = project / "notebooks" / "our_sources.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells += [
        nbformat.v4.new_markdown_cell("# What we found"),
        nbformat.v4.new_code_cell("import pop_analysis as pop\ndata = pop.load()"),
    ]
    nbformat.write(notebook, path)
    assert all(each.good for each in report(notebooks=["our_sources"], jobs=1, progress=False))
    for language, label in (("sq", "Si citohen të dhënat"), ("en", "How to cite the data")):
        page = (project / "reports" / f"our-sources-{language}.html").read_text(encoding="utf-8")
        assert f'<html lang="{language}"' in page
        assert "<h1>What we found</h1>" in page
        for said in (label, load().version, f"pop-analysis {pop.__version__}"):
            assert said in page


def test_one_page_a_year_or_a_municipality_is_made_where_a_notebook_says_so(project):
    drop_notebook(project, "a-year", {"per": "calendar_year", "order": 0, "title": {"en": "All of {calendar_year}"}})
    one = {"per": "municipality", "title": {"en": "More on {municipality}"}, "text": {"en": "More."}}
    drop_notebook(project, "more", one)
    plan = network_plan(load(), notebooks_folder())
    titles = {each.name: each.title for each in plan if each.language == "en"}
    assert titles["a-year-2021-en"] == "All of 2021"
    assert titles["more-lumebardhe-en"] == "More on Lumëbardha"
    assert plan.reports[0].notebook.stem == "a-year"
    with pytest.raises(WrongUse, match=r"Known: a-year, network, annual_review, municipality, more\."):
        report(notebooks=["mode"], progress=False)


@pytest.mark.parametrize(
    "said",
    [
        {"per": "country"},
        {"per": "network", "titel": {}},
        {"order": 1},
        "network",
        {"per": "network", "title": {"en": "{place}"}},
    ],
)
def test_a_notebook_that_says_it_wrongly_is_named_before_anything_is_made(project, said):
    drop_notebook(project, "wrong", said)
    with pytest.raises(WrongUse, match=r"wrong\.ipynb"):
        report(progress=False)
    assert not (project / "reports").exists()


@pytest.mark.parametrize(
    ("args", "kwargs", "said"),
    [
        ((), {"languags": ["sq"]}, r"unknown parameter of report “languags”\. Did you mean “languages”"),
        (("a", "b", "c", ["network"]), {}, r"one too many by its place\. Give it by its name: notebooks"),
    ],
)
def test_an_option_that_is_none_is_told_with_what_may_be_given(args, kwargs, said):
    with pytest.raises(WrongUse, match=said):
        report(*args, **kwargs)
