"""What the invented network promises: the same bytes, nothing real, and nothing for reading to find."""

import copy
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pop_analysis.model import Model, fold, load_model
from pop_analysis.reading import Dataset, read_folder
from pop_analysis.synthetic import make_example
from pop_analysis.synthetic.figures import impossible_percentage
from pop_analysis.synthetic.labels import wording
from pop_analysis.synthetic.names import place
from pop_analysis.synthetic.verdicts import SECOND_MONITOR

# Stems, so that inflected forms are found too: Tiranës, Vlora, Kamza.
REAL_NAMES = re.compile(
    r"\b(tiran|durres|fier|vlor|puk[ea]|kukes|shkod[er]|kam[e]?z|pogradec|elbasan|vau i dejes|vaut te dejes|korc)"
)


@pytest.fixture(scope="session")
def example(made_once: Callable[..., Path]) -> Path:
    return made_once("example-of-12", make_example)


@pytest.fixture(scope="session")
def data(example: Path) -> Dataset:
    return read_folder(example)


def test_same_arguments_give_the_same_bytes_in_another_process_with_another_hash_seed_too(tmp_path: Path) -> None:
    made = make_example(tmp_path / "not there yet" / "here", municipalities=3)
    code = "import sys; from pop_analysis.synthetic import make_example; make_example(sys.argv[1], municipalities=3)"
    environment = {"PYTHONHASHSEED": "7", "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "there")], check=True, env=environment)
    assert sorted(path.name for path in made) == sorted(path.name for path in (tmp_path / "there").glob("*.xlsx"))
    assert all(path.read_bytes() == (tmp_path / "there" / path.name).read_bytes() for path in made)


def test_another_seed_gives_other_bytes_under_the_same_names(example: Path, tmp_path: Path) -> None:
    for path in make_example(tmp_path, municipalities=3, seed=1):
        assert path.read_bytes() != (example / path.name).read_bytes()


def test_a_municipality_is_the_same_however_many_there_are(example: Path, tmp_path: Path) -> None:
    _, first, second, _ = make_example(tmp_path, municipalities=3)
    assert first.read_bytes() == (example / first.name).read_bytes()
    assert second.read_bytes() == (example / second.name).read_bytes()


def test_no_real_municipality_is_named(example: Path) -> None:
    for path in example.glob("*.xlsx"):
        with zipfile.ZipFile(path) as book:
            text = fold(" ".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml")))
        assert not REAL_NAMES.findall(text), path.name
    found = REAL_NAMES.findall(fold("Bashkia e Tiranës, Korça, Vau i Dejës, Pukë"))
    assert found == ["tiran", "korc", "vau i dejes", "puke"]


def test_every_address_is_an_example(data: Dataset) -> None:
    for table in data.tables.values():
        for column in table.columns:
            addresses = table[column].dropna().astype(str)
            addresses = addresses[addresses.str.contains("://|www", regex=True)]
            assert addresses.str.startswith("https://example.org/").all(), column


def test_every_file_says_that_it_is_invented(data: Dataset) -> None:
    about = data.tables["workbook"]
    assert len(about) == 13
    assert (about["synthetic"] == "yes").all()
    assert about["note"].str.contains("e shpikur").all()


def test_reading_finds_nothing_to_mend(data: Dataset) -> None:
    assert data.findings.empty, data.findings.to_string()


def written(data: Dataset) -> list[str]:
    """The tables of the invented workbooks: nobody has replied to a verdict yet."""
    return [name for name, table in data.model.tables.items() if table.workbooks != ("reply",)]


@pytest.mark.no_cover  # the same lines again
@pytest.mark.parametrize("years", [1, 2, 5, 8])
def test_reading_finds_nothing_in_shorter_and_longer_ones(tmp_path: Path, years: int) -> None:
    make_example(tmp_path, municipalities=7, years=years, seed=years)
    data = read_folder(tmp_path)
    assert data.findings.empty, data.findings.to_string()
    assert all(len(data.tables[name]) for name in written(data))
    longest = data.tables["assessments"].groupby("contract")["monitoring_year"].max()
    assert longest.groupby(longest.index.str.split("/").str[0]).sum().max() >= years


def test_every_table_has_rows_and_every_column_something(data: Dataset) -> None:
    for name in written(data):
        table = data.tables[name]
        assert len(table), name
        empty = [column for column in table.columns if table[column].isna().all()]
        # A municipality's own rows need no note and each of its promises is its own; nothing else is empty throughout.
        assert not set(empty) - {"note", "shared"}, (name, empty)


def test_every_status_theme_stage_and_kind_occurs(data: Dataset) -> None:
    lists, tables = data.model.lists, data.tables
    assert set(tables["assessments"]["status"]) == set(data.model.statuses) - {data.model.missing}
    assert set(tables["priorities"]["theme"]) == set(lists["themes"])
    assert set(tables["priorities"]["pillar"]) == set(lists["pillars"])
    assert set(tables["priorities"]["competence"]) == set(lists["competences"])
    assert set(tables["campaign_stages"]["stage"]) == set(lists["campaign_stages"])
    assert set(tables["evidence"]["kind"]) == set(lists["evidence_kinds"])
    assert set(tables["activities"]["type"]) == set(lists["activity_types"])
    assert set(tables["activities"]["date_precision"].dropna()) == {"day", "month", "year"}
    assert tables["activities"]["date"].isna().any()


def test_contracts_have_five_to_fourteen_priorities_and_some_points(data: Dataset) -> None:
    priorities = data.tables["priorities"]
    sizes = priorities.groupby("contract").size()
    assert sizes.between(5, 14).all()
    assert priorities["sub_number"].notna().any()
    assert priorities["number"].isna().any()
    assert priorities["promises"].between(1, 4).all()


def test_two_monitors_scored_enough_to_compare(data: Dataset) -> None:
    rows = data.tables["assessments"]
    pairs = rows.groupby(["priority", "monitoring_year"]).filter(lambda group: len(group) == 2)
    judged = {*data.model.levels}
    assert set(pairs["status"]) <= judged
    assert len(pairs) // 2 >= 30
    assert set(pairs.groupby(["priority", "monitoring_year"])["monitor"].nunique()) == {2}
    assert (pairs["monitor"] == SECOND_MONITOR).sum() == len(pairs) // 2


def test_verdicts_improve_regress_and_stay(data: Dataset) -> None:
    rows = data.tables["assessments"]
    rows = rows[rows["monitor"] != SECOND_MONITOR]
    order = {status.id: rank for rank, status in enumerate(data.model.scale)}
    rows = rows.assign(level=rows["status"].map(order))
    wide = rows.pivot(index="priority", columns="monitoring_year", values="level")
    change = (wide[2] - wide[1]).dropna()
    assert (change == 0).any()
    assert (change < 0).sum() > (change > 0).sum() > 0  # towards 0, the best


def test_the_last_municipality_has_signed_and_nothing_else(data: Dataset) -> None:
    last = place(11).municipality
    assert len(data.tables["contracts"].query("municipality == @last")) == 1
    for name in ("priorities", "assessments", "reports", "evidence", "activities", "campaigns", "statements"):
        assert last not in set(data.tables[name]["municipality"]), name


def test_one_year_has_a_report_and_no_verdicts(data: Dataset) -> None:
    key = ["contract", "monitoring_year"]
    reported = set(data.tables["reports"][key].itertuples(index=False, name=None))
    judged = set(data.tables["assessments"][key].itertuples(index=False, name=None))
    assert reported - judged == {(f"{place(3).municipality}/2019-2023", 2)}


def test_a_third_joined_later_and_observed_less(data: Dataset) -> None:
    contracts = data.tables["contracts"]
    later = contracts[contracts["cycle"] == "2021-2023"]
    assert len(later) == 4
    years = data.tables["reports"].groupby("contract")["monitoring_year"].max()
    assert years[years.index.str.endswith("2021-2023")].max() == 2
    assert years[years.index.str.endswith("2019-2023")].min() == 4


def test_some_priorities_are_carried_over_by_title(data: Dataset) -> None:
    priorities = data.tables["priorities"]
    first = priorities[priorities["cycle"] != "2023-2027"]
    second = priorities[priorities["cycle"] == "2023-2027"]
    both = first.merge(second, on=["municipality", "title_sq"])
    assert 0 < len(both) < len(second)


def test_stages_follow_each_other_and_expected_ones_come_last(data: Dataset) -> None:
    ladder = {stage: rung for rung, stage in enumerate(data.model.lists["campaign_stages"])}
    for _, stages in data.tables["campaign_stages"].groupby("campaign"):
        rows = stages.assign(rung=stages["stage"].map(ladder)).sort_values("rung")
        assert (rows["expected"].iloc[:-1] != "yes").all()
        dates = rows.loc[rows["date_precision"] == "day", "date"]
        assert dates.is_monotonic_increasing
        amounts = rows["amount_all"].dropna()
        assert amounts.is_monotonic_decreasing
    expected = data.tables["campaign_stages"].query("expected == 'yes'")["stage"]
    assert "delivered" in set(expected)


def test_published_figures_agree_differ_and_one_is_impossible(data: Dataset) -> None:
    rows = data.tables["assessments"]
    rows = rows[rows["monitor"] != SECOND_MONITOR]
    figures = data.tables["published_figures"]
    first = rows[(rows["cycle"] == "2019-2023") & (rows["monitoring_year"] == 1)]["status"]
    network = figures[figures["municipality"].isna() & (figures["monitoring_year"] == 1)].set_index("metric")["value"]
    assert network["priorities_total"] == len(first)
    for metric, status in (("share_fully", "fully"), ("share_partially", "partially"), ("share_not", "not_addressed")):
        assert network[metric] == round(100 * (first == status).mean())
    agree = Counter()
    for figure in figures[figures["metric"].eq("share_addressed") & figures["municipality"].notna()].itertuples():
        judged = rows[(rows["contract"] == figure.contract) & (rows["monitoring_year"] == 1)]["status"]
        judged = judged[judged.isin(data.model.levels)]
        possible = {round(100 * count / len(judged)) for count in range(len(judged) + 1)}
        agree["same"] += figure.value == round(100 * judged.isin(["fully", "partially"]).mean())
        agree["impossible"] += figure.value not in possible
    assert agree["same"] >= 2
    assert agree["impossible"] >= 1


def test_an_impossible_percentage_comes_from_no_count() -> None:
    for n in range(1, 15):
        percentage = impossible_percentage(60, n)
        assert all(abs(100 * count / n - percentage) >= 1 for count in range(n + 1))


def test_the_survey_was_answered_by_everyone(data: Dataset) -> None:
    survey = data.tables["survey"].groupby("question_sq")
    assert survey.ngroups == 5
    assert set(survey["count"].sum()) == {42}
    assert survey.size().between(4, 5).all()


def test_cells_are_typed_as_people_type_them(example: Path) -> None:
    sheet = load_workbook(example / "lumebardhe.xlsx")["Aktivitetet"]
    dates = [row[2].value for row in sheet.iter_rows(min_row=2)]
    assert any(isinstance(value, date) for value in dates)
    assert any(isinstance(value, str) and re.fullmatch(r"[a-zë]+ \d{4}", value) for value in dates)
    statuses = {row[5].value for row in load_workbook(example / "lumebardhe.xlsx")["Vlerësimet"].iter_rows(min_row=2)}
    assert "adresuar pjesërisht" in statuses


def test_names_are_enough_for_two_thousand_and_none_is_like_another() -> None:
    places = [place(index) for index in range(2000)]
    forms = [{fold(form) for form in (each.name, each.definite, each.genitive, each.municipality)} for each in places]
    assert sum(map(len, forms)) == len(set().union(*forms))
    assert not [each.name for each in places if REAL_NAMES.search(fold(each.name))]
    assert all(abs(each.latitude) < 2 and abs(each.longitude) < 1 for each in places)
    with pytest.raises(ValueError, match="names for"):
        place(100_000)


def test_titles_of_the_catalogue_are_unique_and_complete() -> None:
    entries = wording("priorities")["priorities"]
    titles = [each["sq"] for entry in entries for each in (entry, *entry.get("points", ()))]
    assert len({fold(title) for title in titles}) == len(titles)
    assert len(entries) >= 40
    assert {entry["theme"] for entry in entries} == set(load_model().lists["themes"])


def test_another_network_with_other_words_is_filled_too(tmp_path: Path) -> None:
    declared = copy.deepcopy(dict(load_model().declared))
    declared["network"] = declared["network"] | {"languages": ["en", "sq"]}
    declared["statuses"] = {
        "kept": declared["statuses"]["fully"] | {"label": {"sq": "mbajtur", "en": "kept"}},
        "mostly": declared["statuses"]["partially"] | {"label": {"sq": "kryesisht", "en": "mostly kept"}},
        "hardly": declared["statuses"]["partially"] | {"label": {"sq": "pak", "en": "hardly kept"}},
        "broken": declared["statuses"]["not_addressed"] | {"label": {"sq": "shkelur", "en": "broken"}},
    }
    for status in declared["statuses"].values():
        status["written"] = []
        status["short"] = status["label"]
    declared["vocabularies"] = declared["vocabularies"] | {
        "themes": {"land": {"label": {"sq": "tokë", "en": "land"}}, "sea": {"label": {"sq": "det", "en": "sea"}}}
    }
    model = Model(declared)
    make_example(tmp_path, municipalities=5, model=model)
    data = read_folder(tmp_path, model)
    assert data.findings.empty, data.findings.to_string()
    assert set(data.tables["assessments"]["status"]) == {"kept", "mostly", "hardly", "broken"}
    assert set(data.tables["priorities"]["theme"]) == {"land", "sea"}


@pytest.mark.parametrize("wrong", [{"municipalities": 0}, {"years": 0}, {"years": 9}])
def test_impossible_wishes_are_said(tmp_path: Path, wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="years 1 to 8"):
        make_example(tmp_path, **wrong)


def test_the_invented_network_does_not_speak_in_the_name_of_the_real_one(data: Dataset) -> None:
    real = load_model()
    assert data.model.short_name != real.short_name
    assert set(data.model.name.values()).isdisjoint(real.name.values())
    assert data.model.channels == []
    assert data.model.donors == []
