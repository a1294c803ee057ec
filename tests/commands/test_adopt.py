"""A sheet of another network becomes a folder of data whose every guess waits for somebody to look at it."""

import csv
import json
import re

import openpyxl
import pytest
from click.testing import CliRunner

from pop_analysis import exhibits
from pop_analysis.cli import main
from pop_analysis.commands import WrongUse, adopt, report, validate
from pop_analysis.model import load_model
from pop_analysis.model.waiting import without_marks
from pop_analysis.reading import read_folder
from pop_analysis.reading.adoption.columns import level_of

LEVELS = ["Completed", "Substantially complete", "In progress", "Not started", "Broken", "Superseded", ""]
OWNERS = ["Party of the Hills", "River Union"]


def write(path, *rows, separator=","):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    return path


@pytest.fixture
def tracker(tmp_path):
    """A sheet of 28 promises of two parties, four of them with nothing in the column of verdicts."""
    rows = [
        (
            f"C{n}",
            f"Build road {n}",
            OWNERS[n % 2],
            ["Roads", "Schools"][n % 2],
            LEVELS[n % 7],
            f"{14 + n % 9}/2/2024",
            n,
        )
        for n in range(28)
    ]
    headings = ("Ref", "Promise", "Responsible", "Policy area", "Status", "Last updated", "Budget")
    return write(tmp_path / "coalition.csv", headings, *rows)


def look_at(folder):
    """Take every mark away, as somebody does who finds each guess right."""
    for path in folder.rglob("*.yml"):
        path.write_text(without_marks(path.read_text(encoding="utf-8")), encoding="utf-8")


def test_no_page_is_made_while_a_guess_waits_and_each_is_told_at_its_line(tracker):
    made = adopt(tracker)
    found = validate(made.folder)
    assert set(found["code"]) == {"DC-30"}
    assert set(found["file"]) == set(made.guesses)
    for place in made.guesses:
        name, line = place.split(":")
        assert "# to check:" in (made.folder / name).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    done = CliRunner().invoke(main, ["report", "--data", str(made.folder)])
    assert done.exit_code != 0
    assert "This is a guess: status: Status — e.g. “Completed”" in done.output


def test_when_all_were_looked_at_every_verdict_counts_and_pages_are_made(tracker, tmp_path):
    made = adopt(tracker)
    look_at(made.folder)
    found = validate(made.folder)
    assert set(found["severity"]) <= {"note"}
    assert (made.counted, made.verdicts) == (24, 24)
    pages = report(made.folder, tmp_path / "tables", tmp_path / "pages", notebooks=["network"], progress=False)
    assert "Party of the Hills" in (tmp_path / "pages" / "network-en.html").read_text(encoding="utf-8")
    assert pages


def test_a_link_behind_a_verdict_is_called_no_report_where_there_are_none(tmp_path):
    rows = [("North", f"Lamp {n}", ["Kept", "Broken"][n % 2], f"https://lamps.example/{n}") for n in range(4)]
    made = adopt(write(tmp_path / "lamps.csv", ("Party", "Pledge", "Status", "Link"), *rows))
    look_at(made.folder)
    report(made.folder, tmp_path / "tables", tmp_path / "pages", municipalities=["north"], progress=False)
    page = (tmp_path / "pages" / "municipality-north-en.html").read_text(encoding="utf-8")
    assert re.search(r'href="https://lamps.example/0"[^>]*>Source, ', page)
    assert ">Report, " not in page


def test_verdicts_stand_best_first_and_each_says_what_it_counts_as(tracker):
    text = (adopt(tracker).folder / "model" / "statuses.yml").read_text(encoding="utf-8")
    assert re.findall(r"^([a-z-]+): .*addressed: (\w+)", text, re.MULTILINE) == [
        ("completed", "true"),
        ("substantially-complete", "true"),
        ("in-progress", "false"),
        ("not-started", "false"),
        ("broken", "false"),
    ]
    assert re.search(r"^broken: .*negative: true", text, re.MULTILINE)
    assert re.search(r"^superseded: .*judged: false.*superseded: true", text, re.MULTILINE)


def test_verdicts_nobody_knows_stay_in_the_order_of_the_sheet(tmp_path):
    rows = [(f"Mend school {n}", ["Amber", "Green", "Red"][n % 3]) for n in range(12)]
    made = adopt(write(tmp_path / "lights.csv", ("Pledge", "Rating"), *rows))
    text = (made.folder / "model" / "statuses.yml").read_text(encoding="utf-8")
    assert re.findall(r"^(\w+): ", text, re.MULTILINE) == ["amber", "green", "red"]
    assert text.count("What does it mean?") == 3


def test_a_column_a_year_is_read_a_year_each_and_its_blank_cells_are_no_verdict(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "About this file"
    sheet = book.create_sheet("Milestones")
    sheet.append(["Open government plan"])
    sheet.append(["No.", "Commitment", "Ministry", "2022", "2023", "Comment"])
    for n in range(1, 13):
        verdicts = [["Complete", "Limited", "Not started"][n % 3], None if n == 5 else "Complete"]
        sheet.append([n, f"Publish list {n}", ["Justice", "Health"][n % 2], *verdicts, f"What was done for {n}"])
    book.save(tmp_path / "ogp.xlsx")
    made = adopt(tmp_path / "ogp.xlsx")
    assert (made.counted, made.verdicts) == (23, 23)
    text = (made.folder / "mapping.yml").read_text(encoding="utf-8")
    assert "cycle: 2022-2023" in text
    assert "# Not used: “Comment”" in text  # nobody knows of which year it is
    look_at(made.folder)
    messages = validate(made.folder).query("code == 'NU-13'")
    assert set(messages["value"]) == {"2022", "2023"}


def test_an_albanian_sheet_is_asked_about_in_albanian(tmp_path):
    rows = [(f"Premtimi {n}", ["Lumas", "Gurrë"][n % 2], ["E realizuar", "Pa nisur"][n % 2]) for n in range(8)]
    sheet = write(tmp_path / "premtimet.csv", ("Premtimi", "Bashkia", "Gjendja"), *rows, separator=";")
    made = adopt(sheet, language="sq")
    assert (made.counted, made.verdicts) == (8, 8)
    assert "për t'u parë: p.sh. “Lumas”, “Gurrë”" in (made.folder / "mapping.yml").read_text(encoding="utf-8")
    assert set(validate(made.folder)["code"]) == {"DC-30"}


@pytest.mark.parametrize(
    "rows", [[("a", "b"), (1, 2)], [("Promise", "Budget"), ("Build a road", 3)], [("Promise", "Status")], [()]]
)
def test_a_sheet_without_promises_or_verdicts_is_refused_and_nothing_is_written(tmp_path, rows):
    sheet = write(tmp_path / "numbers.csv", *rows)
    with pytest.raises(WrongUse, match=r"numbers\.csv"):
        adopt(sheet)
    assert [each.name for each in tmp_path.iterdir()] == ["numbers.csv"]


def test_what_is_there_is_never_written_over(tracker):
    made = adopt(tracker)
    with pytest.raises(WrongUse, match="coalition"):
        adopt(tracker)
    assert (made.folder / "mapping.yml").exists()


def test_a_language_that_is_none_and_a_file_that_is_no_table_are_told(tracker, tmp_path):
    with pytest.raises(WrongUse, match="english"):
        adopt(tracker, language="english")
    (tmp_path / "picture.xlsx").write_bytes(b"\x89PNG\r\n")
    with pytest.raises(WrongUse, match=r"picture\.xlsx"):
        adopt(tmp_path / "picture.xlsx")


def test_what_stands_in_the_sheet_cannot_say_anything_in_the_files(tmp_path):
    hostile = "x]: {y: &a # to check: no"
    rows = [(f"{hostile}\n- file: other.csv {n}", hostile if n % 2 else "Kept") for n in range(8)]
    made = adopt(write(tmp_path / "odd.csv", ("Promise: {a", "Status # b"), *rows))
    look_at(made.folder)
    assert not validate(made.folder)["code"].str.startswith("DC").any()
    assert made.counted == 8


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Fully implemented", "best"),
        ("Not kept", None),
        ("Not yet started", "nothing"),
        ("Partly done", "partly"),
        ("Nuk është adresuar", "nothing"),
        ("In progress – nearly complete", "in_progress"),
        ("Amber", None),
    ],
)
def test_no_verdict_is_taken_for_its_opposite(text, level):
    assert level_of(text) == level


def book(path, sheets, merged=()):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
    made.save(path)
    return path


def counted(folder, sheet, **options):
    """What counts once every mark is away, level by level and in its order; and what is told."""
    made = adopt(sheet, folder / "adopted", **options)
    look_at(made.folder)
    found = validate(made.folder)
    assert set(found["severity"]) <= {"note"}, found["message_en"].tolist()
    verdicts = read_folder(made.folder).assessments["status"]
    levels = [level for level in load_model(made.folder / "model").statuses if level in set(verdicts)]
    return {level: int((verdicts == level).sum()) for level in levels}, made


def said_in(made, name="mapping.yml"):
    return (made.folder / name).read_text(encoding="utf-8")


def test_a_meter_of_promises_with_american_dates_is_counted_as_by_hand(tmp_path):
    rulings = ["Promise Kept", "Compromise", "Promise Broken", "Stalled", "In the Works", "Not yet rated"]
    rows = [(f"Mend bridge {n}", rulings[n % 6], f"{n % 12 + 1}/{n + 1}/2023") for n in range(24)]
    counts, made = counted(tmp_path, write(tmp_path / "meter.csv", ("Promise", "Ruling", "Ruling date"), *rows))
    assert list(counts.items()) == [(level, 4) for level in (
        "promise-kept", "compromise", "in-the-works", "stalled", "promise-broken", "not-yet-rated",
    )]  # fmt: skip
    assert "dates: m/d/y" in said_in(made)
    assert load_model(made.folder / "model").missing == "not-yet-rated"


def test_dates_that_are_in_both_orders_or_in_none_for_certain_are_asked_about(tmp_path):
    for name, days, asked in (
        ("both", ["25/3/2024", "3/25/2024"], "has both orders"),
        ("none", ["3/4/2024", "5/6/2024"], "d/m/y or m/d/y?"),
        ("iso", ["2024-03-04", "2024-05-06"], None),
    ):
        rows = [(f"Mend bridge {n}", ["Kept", "Broken"][n % 2], days[n % 2]) for n in range(8)]
        text = said_in(adopt(write(tmp_path / f"{name}.csv", ("Promise", "Status", "Date"), *rows)))
        assert (asked in text) if asked else ("dates:" not in text)


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        (["0%", "1%", "49 %", "50%", "99%", "100%"], {"all": 1, "half": 2, "some": 2, "none": 1}),
        (["0/5", "1/5", "2 of 5", "3/5", "4/5", "5/5"], {"all": 1, "half": 2, "some": 2, "none": 1}),
        ([0.0, 0.25, 0.5, 0.75, 0.99, 1.0], {"all": 1, "half": 3, "some": 1, "none": 1}),
    ],
)
def test_shares_and_criteria_met_of_a_maximum_are_put_into_bands_nobody_has_named_yet(tmp_path, cells, counts):
    rows = [(["North", "South"][n % 2], f"Question {n}", cell) for n, cell in enumerate(cells)]
    found, made = counted(tmp_path, write(tmp_path / "card.csv", ("Council", "Question", "Score"), *rows))
    assert found == counts
    assert said_in(made).count("bounds:") == 1
    assert [each.addressed for each in load_model(made.folder / "model").scale] == [True, True, False, False]


def test_scores_in_whole_numbers_are_levels_and_the_highest_is_taken_for_the_best(tmp_path):
    rows = [(["North", "South"][n % 2], f"Measure {n}", n % 5) for n in range(20)]
    counts, _ = counted(tmp_path, write(tmp_path / "scores.csv", ("Agency", "Measure", "Score"), *rows))
    assert list(counts.items()) == [(f"level-{n}", 4) for n in (4, 3, 2, 1, 0)]


def test_editions_with_years_between_them_are_the_first_and_the_second_and_it_is_asked(tmp_path):
    headings = ("Council", "Question", "Edition", "Points", "Out of", "Scored on")
    rows = [
        (place, f"Question {n}", year, f"{n}/4", 4, f"{year}-06-01 10:30")
        for place in ("North", "South")
        for year in (2021, 2023)
        for n in range(5)
    ]
    found, made = counted(tmp_path, write(tmp_path / "card.csv", headings, *rows))
    assert found == {"all": 4, "half": 8, "some": 4, "none": 4}
    assert "terms: {monitoring_year: {'2021': '1', '2023': '2'}}" in said_in(made)
    assert "period: Scored on" in said_in(made)


def test_a_column_whose_words_are_verdicts_is_one_whatever_its_heading(tmp_path):
    states = ["Kept", "In progress", "Broken", "Not started", "Superseded", ""]
    rows = [(["A", "B"][n % 2], f"Pledge {n}", state, f"{n + 1}/{n + 1}/2024 9:05") for n, state in enumerate(states)]
    headings = ("Party", "Pledge text", "Where it is now", "Last change")
    found, made = counted(tmp_path, write(tmp_path / "manifesto.csv", headings, *rows, separator=";"))
    assert sum(found.values()) == 5
    assert "period: Last change" in said_in(made)


@pytest.mark.parametrize(
    ("language", "headings", "states", "days"),
    [
        ("fr", "Ministère Engagement État Évalué_le", ("Achevé", "Non commencé"), ("12 avril 2024", "1 août 2024")),
        ("nl", "Dienst Verbintenis Stand Beoordeeld_op", ("Voltooid", "Niet gestart"), ("12 mei 2024", "1 maart 2024")),
    ],
)
def test_a_sheet_in_windows_letters_is_read_in_its_language(tmp_path, language, headings, states, days):
    headings = [each.replace("_", " ") for each in headings.split()]
    names, place = ("Réseau fêtes à côté n° 1", "Tâche très naïve"), ("Santé", "Œuvre")
    rows = [(place[n % 2], f"{names[n % 2]} {n}", states[n % 2], days[n % 2]) for n in range(8)]
    sheet = tmp_path / "plan.csv"
    sheet.write_bytes("\n".join(";".join(row) for row in (headings, *rows)).encode("cp1252"))
    _, made = counted(tmp_path, sheet, language=language)
    levels = said_in(made, "model/statuses.yml")
    assert levels.index("addressed: true") < levels.index("addressed: false")
    assert f"period: {headings[3]}" in said_in(made)
    data = read_folder(made.folder)
    assert data.priorities["title_sq"].str.startswith(names).all()
    assert set(data.contracts["cycle"]) == {"2024"}  # not 2024–2024


def test_years_of_a_review_stand_beside_their_comments_in_one_row_of_headings_or_in_two(tmp_path):
    marks = ["On track", "Stagnation", "Regression"]
    rows = [(f"1.{n}", f"Halve {n}", "Goal 1", marks[n % 3], "a", marks[(n + 1) % 3], "b") for n in range(1, 13)]
    headings = ("Target", "Description", "Goal", "Status 2019", "Comment 2019", "Status 2023", "Comment 2023")
    above = ("Target", "Description", "Goal", "2019", None, "2023", None)
    below = (None, None, None, "Status", "Comment", "Status", "Comment")
    one = book(tmp_path / "one.xlsx", {"Targets": [headings, *rows]})
    two = book(tmp_path / "two.xlsx", {"Targets": [above, below, *rows]}, merged=("D1:E1", "F1:G1"))
    for sheet in (one, two):
        counts, made = counted(tmp_path / sheet.stem, sheet)
        assert sum(counts.values()) == 24
        told = read_folder(made.folder).assessments
        assert told.groupby("monitoring_year")["reason"].agg(set).to_dict() == {1: {"a"}, 2: {"b"}}
        assert set(told["period_start"].dt.year) == {2019, 2023}


def test_a_sheet_a_year_and_a_sheet_a_unit_are_read_together_and_other_sheets_are_named(tmp_path):
    rows = [(n, f"Promise {n}", ["Completed", "Ongoing"][n % 2]) for n in range(1, 9)]
    headings = ("No", "Promise", "Status")
    years = {str(year): [headings, *rows] for year in (2021, 2022)}
    counts, made = counted(tmp_path / "a", book(tmp_path / "by-year.xlsx", {**years, "Notes": [("a", "b"), (1, 2)]}))
    assert counts == {"completed": 8, "ongoing": 8}
    assert "# Not used: the sheet “Notes”" in said_in(made)
    units = {name: [headings, *rows] for name in ("Health", "Roads")}
    _, made = counted(tmp_path / "b", book(tmp_path / "by-unit.xlsx", units))
    assert read_folder(made.folder).assessments["municipality"].value_counts().to_dict() == {"health": 8, "roads": 8}


def test_answers_to_a_form_and_records_are_read_by_what_they_are_asked(tmp_path):
    asked = ("Timestamp", "Your name", "Which ministry is responsible?", "What is the promise?", "What is its status?")
    rows = [
        ("x", f"V{n}", ["Health", "Justice"][n % 2], f"Clinic {n}", ["Done", "Not started"][n % 2]) for n in range(8)
    ]
    counts, made = counted(tmp_path / "form", write(tmp_path / "answers.csv", asked, *rows))
    assert counts == {"done": 4, "not-started": 4}
    assert "# Not used: “Timestamp”" in said_in(made)
    owners, states = [{"name": "North council"}, {"name": "South council"}], ["complete", "none"]
    records = [{"id": n, "title": f"Lamp {n}", "owner": owners[n % 2], "status": states[n % 2]} for n in range(8)]
    (tmp_path / "tracker.json").write_text(json.dumps({"promises": records}), encoding="utf-8")
    counts, made = counted(tmp_path / "json", tmp_path / "tracker.json")
    assert counts == {"complete": 4, "none": 4}
    assert "unit: council" in said_in(made, "model/network.yml")


def test_another_language_and_other_letters_are_read_and_the_language_is_asked_about(tmp_path):
    rows = [("N°", "Engagement", "Ministère", "État")]
    rows += [(n, f"École {n}", ["Santé", "Mer"][n % 2], ["Réalisé", "En cours"][n % 2]) for n in range(8)]
    sheet = tmp_path / "engagements.csv"
    sheet.write_bytes("\n".join(";".join(map(str, row)) for row in rows).encode("utf-16"))
    counts, made = counted(tmp_path, sheet, language="fr")
    assert counts == {"realise": 4, "en-cours": 4}
    assert said_in(made, "model/locale/fr.yml") == "language: français\n"


@pytest.mark.parametrize(
    ("heading", "values", "nouns"),
    [
        ("Ministry", ["Health", "Justice"], ("ministry", "ministries", "a ministry")),
        ("Responsible agencies", ["Roads", "Rails"], ("agency", "agencies", "an agency")),
        ("Owner", ["Party of the Hills", "River Party"], ("party", "parties", "a party")),
        ("Owner", ["Ada", "Bo"], ("place", "places", "a place")),
    ],
)
def test_units_are_called_what_their_heading_or_their_cells_say_and_it_is_asked(tmp_path, heading, values, nouns):
    rows = [(values[n % 2], f"Promise {n}", ["Kept", "Broken"][n % 2]) for n in range(8)]
    made = adopt(write(tmp_path / "manifesto_2024.csv", (heading, "Promise", "Status"), *rows))
    asked = sum(place.startswith("model/network.yml") for place in made.guesses)
    look_at(made.folder)
    own = load_model(made.folder / "model").nouns["en"]
    assert (own["unit"], own["units"], own["a_unit"], own["contract"]) == (*nouns, "manifesto")
    assert asked == 5
    assert (
        sum(place.startswith("model/network.yml") and "noun" not in what for place, what in made.guesses.items()) == 5
    )


def test_albanian_nouns_stand_in_every_form_where_the_heading_names_one(tmp_path):
    rows = [(["Drejtësia", "Shëndeti"][n % 2], f"Premtimi {n}", ["E mbajtur", "Pa nisur"][n % 2]) for n in range(8)]
    made = adopt(write(tmp_path / "p.csv", ("Ministria", "Premtimi", "Gjendja"), *rows), language="sq")
    look_at(made.folder)
    own = load_model(made.folder / "model").nouns["sq"]
    assert [own[form] for form in ("unit", "the_unit_gen", "the_units", "units_gen")] == [
        "ministri", "ministrisë", "ministritë", "ministrive",
    ]  # fmt: skip


def test_the_best_level_counts_as_addressed_whatever_it_is_called(tmp_path):
    rows = [(f"Promise {n}", "🟢🟡🔴"[n % 3]) for n in range(9)]
    counts, _ = counted(tmp_path, write(tmp_path / "lights.csv", ("Pledge", "Status"), *rows))
    assert list(counts.values()) == [3, 3, 3]


def test_several_units_in_one_cell_are_asked_about_and_a_promise_counts_in_each(tmp_path):
    owners = ["Transport", "Housing", "Transport | Housing"]
    rows = [(f"A{n}", f"Commitment {n}", owners[n % 3], ["Delivered", "Abandoned"][n % 2]) for n in range(12)]
    headings = ("Ref", "Commitment", "Responsible ministries", "Status")
    made = adopt(write(tmp_path / "agreement.csv", headings, *rows))
    assert any("split" in what and "“Transport | Housing”" in what for what in made.guesses.values())
    look_at(made.folder)
    found = validate(made.folder)
    assert set(found["severity"]) <= {"note"}, found["message_en"].tolist()
    counts = read_folder(made.folder).assessments["municipality"].value_counts()
    assert counts.to_dict() == {"transport": 8, "housing": 8}


@pytest.mark.parametrize(
    ("language", "states"),
    [
        ("es", ["Cumplida", "Cumplida parcialmente", "En proceso", "Sin iniciar", "Incumplida"]),
        ("fr", ["Tenue", "Partiellement tenue", "En cours", "Non commencé", "Rompue"]),
        ("de", ["Eingelöst", "Teilweise eingelöst", "In Umsetzung", "Nicht begonnen", "Gebrochen"]),
        ("pt", ["Cumprida", "Em parte", "Em andamento", "Não iniciada", "Descumprida"]),
    ],
)
def test_a_tracker_with_its_verdicts_in_another_form_of_the_word_is_put_in_order(tmp_path, language, states):
    rows = [
        (n, f"Promesa {n}", ("Norte", "Sur")[n % 2], states[(2 * n) % 5], f"{10 + n}-03-2024", f"https://a.example/{n}")
        for n in range(1, 16)
    ]
    heads = ("N°", "Promesa", "Ministerio", "Estado", "Fecha de actualización", "Fuentes")
    made = adopt(write(tmp_path / "promesas.csv", heads, *rows, separator=";"), language=language)
    look_at(made.folder)
    model = load_model(made.folder / "model")
    assert [each.label[language] for each in model.scale] == states
    assert (model.scale[-1].negative, model.scale[2].in_progress) == (True, True)
    data = read_folder(made.folder)
    assert data.priorities["priority"].str.endswith("/1").sum() == 1  # by its number
    assert data.assessments["period_start"].dt.strftime("%m").unique().tolist() == ["03"]
    assert len(data.assessments) == 15


@pytest.mark.parametrize("between", [" | ", "\n", "; "])
def test_several_links_in_a_cell_are_several_and_each_leads_there_from_the_page(tmp_path, between):
    links = ["https://a.example/1", "https://b.example/2"]
    rows = [(n, f"Promise {n}", "Homes", ("Kept", "Broken")[n % 2], between.join(links)) for n in range(1, 7)]
    made = adopt(write(tmp_path / "p.csv", ("No.", "Promise", "Ministry", "Status", "Sources"), *rows))
    look_at(made.folder)
    data = read_folder(made.folder)
    assert set(data.assessments["source"]) == {"; ".join(links)}, data.findings["message_en"].tolist()
    told = exhibits.priority_stories(data, "homes", data.contracts["cycle"].iloc[0], language="en")
    shown = json.dumps(told.to_json())
    assert all(f'"url": "{link}"' in shown for link in links)
