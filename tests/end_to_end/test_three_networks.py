"""Three invented networks, shaped like real ones, go from a sheet to pages that say nothing in POP's words."""

import csv
import re
import shutil

import openpyxl
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from pop_analysis.cli import main
from pop_analysis.exhibits import unknowns_list
from pop_analysis.measures import fulfilment
from pop_analysis.reading import read_folder

# POP's verdicts, units, promises and name, in both its languages; a notebook's parameters have the names of columns.
POPS = re.compile(
    r"(?<!Un)addressed|partially|\bfully\b|municipal(?!ity = )|mayor|\bcontracts?\b|adresu|pjesërisht|bashki|kontrat"
    r"|kryetar|(?-i:\bPOP\b)|Përballja|Palme|\{\w+\}|<\w+>",
    re.IGNORECASE,
)
NOT_READ = r"<(script|style)\b.*?</\1>|<details class=\"code.*?</details>"

COALITION = {
    "model/network.yml": """
short_name: Veldania Watch
name: Veldania Coalition Watch
languages: [en]
without: [survey, monitors, done, where, campaigns, promises]
nouns:
  en:
    unit: ministry
    units: ministries
    a_unit: a ministry
    contract: agreement
    contracts: agreements
    a_contract: an agreement
    full_contract: coalition agreement
    full_contracts: coalition agreements
""",
    "model/statuses.yml": """
kept: {label: kept, colour: "#1B7F5C", addressed: true}
in_part: {label: kept in part, colour: "#8CC9A1", addressed: true}
on_track: {label: on track, colour: "#BFD8F0", addressed: false, in_progress: true}
delayed: {label: delayed, colour: "#F2C14E", addressed: false, in_progress: true}
not_started: {label: not started, colour: "#9C9C9C", addressed: false}
stalled: {label: stalled, colour: "#B0704A", addressed: false, negative: true}
abandoned: {label: abandoned, colour: "#5B2A86", addressed: false, negative: true}
superseded: {label: superseded, colour: "#EEEEEE", judged: false, superseded: true}
""",
    "model/vocabularies.yml": """
themes:
  housing: {label: Housing}
  transport: {label: Transport}
""",
    "mapping.yml": """
- file: pledges.csv
  table: municipalities
  columns: {municipality: Responsible, name_sq: Responsible}
  split: {municipality: "|"}
- file: pledges.csv
  table: contracts
  columns: {municipality: Responsible}
  constants: {cycle: 2023-2027}
  split: {municipality: "|"}
- file: pledges.csv
  table: priorities
  columns: {municipality: Responsible, label: "No", title_sq: Promise, theme: Area}
  constants: {cycle: 2023-2027}
  split: {municipality: "|"}
- file: pledges.csv
  table: assessments
  columns: {municipality: Responsible, label: "No", status: Progress, period: Checked, reason: Comment}
  constants: {cycle: 2023-2027, monitoring_year: 1, monitor: Veldania Watch}
  dates: d/m/y
  terms: {status: {"": not_started}}
  split: {municipality: "|"}
- file: pledges.csv
  table: evidence
  columns: {municipality: Responsible, label: "No", url: Sources}
  constants: {cycle: 2023-2027, kind: web_page}
  split: {municipality: "|", url: "|"}
""",
}
# Of the ministry of homes: kept 1, in part 2, on track 1, delayed 1, blank 2, abandoned 1, superseded 1.
OF_HOMES = ("Kept", "Kept in part", "Kept in part", "On track", "Delayed", "", "", "Abandoned", "Superseded")
SHARED = ("Stalled", "Kept")  # of two ministries: counted in each, and once in the whole

PLAN = {
    "model/network.yml": """
short_name: Aperto
name: {it: Osservatorio “Aperto”, de: Beobachtungsstelle „Offen“}
languages: [it, de]
without: [survey, monitors, done, where, campaigns, promises]
nouns:
  it: {unit: ministero, units: ministeri, a_unit: un ministero, contract: piano, contracts: piani, a_contract: un piano}
  de:
    unit: Ministerium
    units: Ministerien
    a_unit: ein Ministerium
    contract: Plan
    contracts: Pläne
    a_contract: ein Plan
""",
    "model/locale/it.yml": "language: Italiano\nnetwork: La rete\nsite: {title: Che cosa è stato delle promesse}\n",
    "model/locale/de.yml": "language: Deutsch\nnetwork: Das Netz\nsite: {title: Was aus den Versprechen wurde}\n",
    "model/statuses.yml": """
complete: {label: {it: completato, de: abgeschlossen}, colour: "#1B7F5C", addressed: true}
substantial: {label: {it: sostanziale, de: wesentlich}, colour: "#8CC9A1", addressed: true}
limited: {label: {it: limitato, de: begrenzt}, colour: "#F2C14E", addressed: false}
not_started: {label: {it: non avviato, de: nicht begonnen}, colour: "#9C9C9C", addressed: false}
stopped: {label: {it: ritirato, de: zurückgezogen}, colour: "#5B2A86", addressed: false, negative: true}
""",
    "model/vocabularies.yml": "themes:\n  open-data: {label: {it: Dati aperti, de: Offene Daten}}\n",
    "mapping.yml": """
- file: ogp.csv
  table: municipalities
  columns: {municipality: Ente, name_sq: Ente}
- file: ogp.csv
  table: contracts
  columns: {municipality: Ente}
  constants: {cycle: 2023-2025}
- file: ogp.csv
  table: priorities
  columns: {municipality: Ente, label: N., title_sq: Impegno, theme: Tema}
  constants: {cycle: 2023-2025}
- file: ogp.csv
  table: assessments
  columns: {municipality: Ente, label: N., monitoring_year: Anno, status: Stato, period: Data}
  constants: {cycle: 2023-2025}
  dates: d/m/y
  terms: {monitoring_year: {2024: "1", 2025: "2"}}
""",
}
STATES = {2024: ("limitato", "non avviato", "sostanziale"), 2025: ("sostanziale", "limitato", "completato")}

SCORECARD = {
    "model/network.yml": """
short_name: Green Card
name: Climate scorecard of councils
languages: [en]
without: [survey, monitors, done, where, campaigns, promises]
nouns:
  en:
    unit: council
    units: councils
    a_unit: a council
    contract: climate plan
    contracts: climate plans
    a_contract: a climate plan
""",
    "model/statuses.yml": """
all_met: {label: all criteria met, colour: "#1B7F5C", addressed: true}
some_met: {label: some criteria met, colour: "#8CC9A1", addressed: true}
few_met: {label: few criteria met, colour: "#F2C14E", addressed: false}
none_met: {label: no criterion met, colour: "#9C9C9C", addressed: false}
""",
    "model/vocabularies.yml": "themes:\n  buildings: {label: Buildings}\n  transport: {label: Transport}\n",
    "mapping.yml": """
- file: scores-*.csv
  table: municipalities
  columns: {municipality: Council, name_sq: Council, county: County}
- file: scores-*.csv
  table: contracts
  columns: {municipality: Council}
  constants: {cycle: 2022-2026}
- file: scores-*.csv
  table: priorities
  columns: {municipality: Council, label: Question, title_sq: Text, theme: Section}
  constants: {cycle: 2022-2026}
- file: scores-2023.csv
  table: assessments
  columns: {municipality: Council, label: Question, status: Criteria met (%)}
  constants: {cycle: 2022-2026, monitoring_year: 1, period: 2023}
  bounds: {status: {0: none_met, 1: few_met, 50: some_met, 100: all_met}}
- file: scores-2025.csv
  table: assessments
  columns: {municipality: Council, label: Question, status: Criteria met (%)}
  constants: {cycle: 2022-2026, monitoring_year: 2, period: 2025}
  bounds: {status: {0: none_met, 1: few_met, 50: some_met, 100: all_met}}
""",
}
COUNCILS = 150


def network(folder, files, **sheets):
    """A folder with a declaration, a mapping and sheets."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name, rows in sheets.items():
        with (folder / f"{name.replace('_', '-')}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


@pytest.fixture(scope="module")
def coalition(tmp_path_factory):
    head = ("Responsible", "No", "Promise", "Area", "Progress", "Checked", "Sources", "Comment")
    owned = [("Homes", verdict) for verdict in OF_HOMES] + [("Homes | Transit", verdict) for verdict in SHARED]
    rows = [
        (
            who,
            n,
            f"Promise {n}",
            "Housing",
            verdict,
            f"{n}/2/2025",
            f"https://a.example/{n} | https://b.example/{n}",
            "why",
        )
        for n, (who, verdict) in enumerate(owned, start=1)
    ]
    return network(tmp_path_factory.mktemp("coalition"), COALITION, pledges=[head, *rows])


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    head = ("Ente", "N.", "Impegno", "Tema", "Anno", "Stato", "Data")
    rows = [
        ("Interni", n, f"Impegno {n}", "Dati aperti", year, state, f"3/4/{year}")
        for year, states in STATES.items()
        for n, state in enumerate(states, start=1)
    ]
    return network(tmp_path_factory.mktemp("plan"), PLAN, ogp=[head, *rows])


@pytest.fixture(scope="module")
def scorecard(tmp_path_factory):
    head = ("Council", "County", "Question", "Text", "Section", "Criteria met (%)")

    def edition(add):
        for n in range(COUNCILS):
            for question in (1, 2):
                score = min(100, (n * 7 + question * 31 + add) % 101)
                section = "Buildings" if question == 1 else "Transport"
                yield (f"Council {n}", f"County {n % 9}", question, f"Question {question}", section, f"{score}%")

    sheets = {"scores_2023": [head, *edition(0)], "scores_2025": [head, *edition(25)]}
    return network(tmp_path_factory.mktemp("scorecard"), SCORECARD, **sheets)


def pages_of(folder, *options):
    out = folder.parent / f"{folder.name}-pages"
    command = ["report", "--data", str(folder), "--processed", f"{folder}-tables", "--out", str(out), *options]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    return {path.stem: read_by_people(path) for path in sorted(out.glob("*.html"))}


def read_by_people(path):
    """The texts of a page."""
    page = re.sub(NOT_READ, "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [" ".join(text.split()) for text in BeautifulSoup(page, "html.parser").stripped_strings]


def in_pops_words(pages):
    return [(name, text) for name, texts in pages.items() for text in texts if POPS.search(text)]


def test_a_coalition_agreement_of_seven_levels_is_counted_as_by_hand(coalition):
    data = read_folder(coalition)
    assert set(data.findings["severity"]) <= {"note"}, data.findings["message_en"].tolist()
    counts = fulfilment(data).set_index("municipality")
    scale = ["kept", "in_part", "on_track", "delayed", "not_started", "stalled", "abandoned"]
    assert counts.loc["homes", scale].astype(int).tolist() == [2, 2, 1, 1, 2, 1, 1]
    assert counts.loc["transit", scale].astype(int).tolist() == [1, 0, 0, 0, 0, 1, 0]
    assert counts.loc["homes", ["addressed", "assessed", "withdrawn"]].astype(int).tolist() == [4, 10, 1]
    whole = fulfilment(data, by="cycle").iloc[0]
    assert whole[scale].astype(int).tolist() == [2, 2, 1, 1, 2, 1, 1]
    assert whole[["addressed", "assessed", "withdrawn"]].astype(int).tolist() == [4, 10, 1]
    assert len(data.evidence) == 2 * len(OF_HOMES + SHARED + SHARED)
    days = data.assessments.set_index("priority")["period_start"]
    assert f"{days['homes/2023-2027/3']:%Y-%m-%d}" == "2025-02-03"  # 3/2/2025


def test_the_pages_of_a_coalition_agreement_say_its_words_and_true_headlines(coalition):
    pages = pages_of(coalition)
    assert set(pages) == {
        "index", "network-en", "evidence-en", "municipality-homes-en", "municipality-transit-en",
    }  # fmt: skip
    assert in_pops_words(pages) == []
    told = " ".join(pages["network-en"])
    # 10 judged: 8 of Homes and 2 of both, which count once; kept 2; at least in part 4.
    assert "Priorities with the verdict “kept” in 2 ministries with verdicts on file: 2 of 10" in told
    assert "at least “kept in part”: 4 of 10" in told
    assert "2 priorities are shared by several ministries: each counts in every one" in told
    assert not re.search(r"at least “?(abandoned|stalled|not started|delayed|on track)", told)
    homes = " ".join(pages["municipality-homes-en"])
    assert "1 priority had been taken out of the agreement, or replaced by another promise by then." in homes
    assert "Veldania Watch" in homes
    for place, other in (("homes", "Transit"), ("transit", "Homes")):
        own = pages[f"municipality-{place}-en"]
        assert f"shared with {other}: it counts in each, and once in the whole" in own
        assert any(text.startswith(f"2 priorities are shared with other ministries ({other}):") for text in own)
    assert "monitoring year 1, 1–11 February 2025" in homes  # each promise was looked at on a day of its own
    for never in ("two monitors", "officials answered", "Campaigns", "activities"):
        assert never not in told + " ".join(pages["evidence-en"]) + homes, never


def test_an_open_government_plan_in_two_other_languages_has_pages_in_both(plan):
    data = read_folder(plan)
    assert set(data.findings["severity"]) <= {"note"}, data.findings.filter(like="message").values.tolist()
    levels = ["complete", "substantial", "limited", "not_started", "stopped"]
    counts = fulfilment(data).set_index("monitoring_year")[levels].astype(int)
    assert counts.apply(list, axis=1).to_dict() == {1: [0, 1, 1, 1, 0], 2: [1, 1, 1, 0, 0]}
    pages = pages_of(plan)
    assert in_pops_words(pages) == []
    assert {name.rpartition("-")[2] for name in pages if name.startswith("network")} == {"it", "de"}
    assert "completato" in " ".join(pages["network-it"])
    assert "abgeschlossen" in " ".join(pages["network-de"])
    assert "Ministerium" in " ".join(pages["index-de"])


def test_a_scorecard_of_150_councils_in_two_editions_is_counted_as_by_hand(scorecard):
    data = read_folder(scorecard)
    assert set(data.findings["severity"]) <= {"note"}, data.findings["message_en"].head().tolist()
    scores = [min(100, (n * 7 + question * 31 + 25) % 101) for n in range(COUNCILS) for question in (1, 2)]
    second = fulfilment(data).query("monitoring_year == 2")
    by_hand = {
        "all_met": sum(score == 100 for score in scores),
        "some_met": sum(50 <= score < 100 for score in scores),
        "few_met": sum(1 <= score < 50 for score in scores),
        "none_met": sum(score == 0 for score in scores),
    }
    assert second[list(by_hand)].sum().to_dict() == by_hand
    assert len(second) == COUNCILS
    assert data.municipalities["county"].nunique() == 9
    pages = pages_of(scorecard, "--notebook", "network", "--notebook", "municipality", "--municipality", "council-7")
    assert in_pops_words(pages) == []
    reached = by_hand["all_met"] + by_hand["some_met"]
    told = " ".join(pages["network-en"])
    assert f"at least “some criteria met”: {reached} of {len(scores)}" in told


# File, what stands there, what somebody wrote instead. Each is told at its file and line, and nobody sees Python.
NET, SCALE, LISTS, MAP = "model/network.yml", "model/statuses.yml", "model/vocabularies.yml", "mapping.yml"
FAULTS = [
    (NET, "short_name", "shortname"),
    (NET, "short_name: Veldania Watch", "short_name: [Veldania]"),
    (NET, "languages: [en]", "languages: en"),
    (NET, "languages: [en]", "languages: [en, xx]"),
    (NET, "languages: [en]", "languages: []"),
    (NET, "name: Veldania Coalition Watch", "name: {sq: Veldania}"),
    (NET, "survey,", "surveys,"),
    (NET, "without: [survey", "without: [2, survey"),
    (NET, "    unit: ministry\n", ""),
    (NET, "    unit: ministry\n", "    unit: 3\n"),
    (NET, "units: ministries", "units: members"),
    (NET, "units: ministries", "units: 'a/b'"),
    (NET, "    a_unit: a ministry", "    an_unit: a ministry"),
    (NET, "nouns:\n  en:", "nouns:\n  fr:"),
    (NET, "nouns:\n", "nouns: ministry\nnoun:\n"),
    (NET, "name: Veldania", "name: *veldania"),
    (SCALE, "addressed: true}\nin_part", "addressed: yes please}\nin_part"),
    (SCALE, "kept: {label: kept", "kept: {lable: kept"),
    (SCALE, '"#1B7F5C"', "green"),
    (SCALE, "in_part: {label: kept in part", "in_part: {label: kept"),
    (SCALE, '"#BFD8F0", addressed: false', '"#BFD8F0"'),
    (SCALE, '"#BFD8F0", addressed: false', '"#BFD8F0", addressed: true, worth: 7'),
    (SCALE, '"#F2C14E", addressed: false', '"#F2C14E", addressed: true'),
    (SCALE, '"#1B7F5C", addressed: true', '"#1B7F5C", addressed: false'),
    (SCALE, "addressed: false, negative: true}\nabandoned", "addressed: true, negative: true}\nabandoned"),
    (SCALE, '"#9C9C9C", addressed: false', '"#9C9C9C", addressed: false, negative: true, in_progress: true'),
    (SCALE, "judged: false, superseded: true", "superseded: true"),
    (SCALE, "stalled: {", "stalled: {{"),
    (SCALE, "abandoned:", "withdrawn:"),
    (SCALE, "kept: {label", "kept: &a {label: *a, old"),
    (LISTS, "housing: {label: Housing}", "housing: Housing"),
    (LISTS, "transport: {label: Transport}", "transport: {label: Housing}"),
    (LISTS, "  housing", "\thousing"),
    (MAP, "file: pledges.csv\n  table: municipalities", "table: municipalities"),
    (MAP, "table: municipalities", "table: ministries"),
    (MAP, "label: \"No\", title_sq", "labl: \"No\", title_sq"),
    (MAP, "Progress, period", "Progres, period"),
    (MAP, "Checked, reason", "Cheked, reason"),
    (MAP, "dates: d/m/y", "dates: day first"),
    (MAP, "dates: d/m/y", "date: d/m/y"),
    (MAP, '{"": not_started}', '{"": notstarted}'),
    (MAP, 'split: {municipality: "|", url: "|"}', "split: {url: 3}"),
    (MAP, 'split: {municipality: "|", url: "|"}', 'split: {municipality: "|", urls: "|"}'),
    (MAP, 'split: {municipality: "|", url: "|"}', "split: '|'"),
    (MAP, 'split: {municipality: "|", url: "|"}', "split: {municipality: ''}"),
    (NET, "languages: [en]", "languages: [en]\nyears: sometimes"),
    (NET, "languages: [en]", "languages: [en]\njudge: {sq: Vëzhguesi}"),
    (NET, "    unit: ministry\n", "    unit: ministry\n    judge: auditor\n"),
    (MAP, "constants: {cycle: 2023-2027, monitoring_year: 1", "constants: {cycle: 2023-2027, monitoring_yaer: 1"),
    (MAP, "- file: pledges.csv\n  table: evidence", "- file: pledge.csv\n  table: evidence"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new"), FAULTS)
def test_what_is_wrong_in_a_declaration_is_told_at_its_line_and_never_in_python(coalition, tmp_path, file, old, new):
    files = dict(COALITION)
    assert old in files[file]
    files[file] = files[file].replace(old, new, 1)
    folder = network(tmp_path / "faulty", files)
    (folder / "pledges.csv").write_bytes((coalition / "pledges.csv").read_bytes())
    told = CliRunner().invoke(main, ["validate", str(folder), "--language", "en"])
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
    assert told.exit_code == 1, told.output
    assert re.search(rf"{file}:\d+[ :]", told.output), told.output


@pytest.mark.parametrize("rows", [[], [("",) * 8]])
def test_a_folder_without_a_unit_is_told_and_ends_in_no_traceback(tmp_path, rows):
    head = ("Responsible", "No", "Promise", "Area", "Progress", "Checked", "Sources", "Comment")
    folder = network(tmp_path / "empty", COALITION, pledges=[head, *rows])
    done = CliRunner().invoke(main, ["report", "--data", str(folder), "--out", str(tmp_path / "out")])
    assert isinstance(done.exception, SystemExit), done.exception
    assert "No page was made" in done.output


# A manifesto has no years: nothing asks for them, and no key, page or workbook says any.
MANIFESTO = {
    name: text.replace("an agreement", "a manifesto").replace("agreement", "manifesto")
    for name, text in COALITION.items()
}
for said in ("cycle: 2023-2027, monitoring_year: 1, ", "cycle: 2023-2027, ", "  constants: {cycle: 2023-2027}\n"):
    MANIFESTO["mapping.yml"] = MANIFESTO["mapping.yml"].replace(said, "")
MANIFESTO["model/network.yml"] += "years: false\njudge: Guild of Observers\n"
MANIFESTO["mapping.yml"] = MANIFESTO["mapping.yml"].replace("  constants: {monitor: Veldania Watch}\n", "")


@pytest.fixture(scope="module")
def manifesto(tmp_path_factory):
    head = ("Responsible", "No", "Promise", "Area", "Progress", "Checked", "Sources", "Comment")
    rows = [
        (who, n, f"Promise {n}", "Housing", verdict, "", f"https://a.example/{n}", "why")
        for n, (who, verdict) in enumerate((("Homes", "Kept"), ("Homes | Transit", "Stalled")), start=1)
    ]
    return network(tmp_path_factory.mktemp("manifesto"), MANIFESTO, pledges=[head, *rows])


def test_a_contract_without_years_is_counted_and_its_pages_say_none(manifesto):
    assert "2023" not in MANIFESTO["mapping.yml"]
    data = read_folder(manifesto)
    assert set(data.findings["severity"]) <= {"note"}, data.findings["message_en"].tolist()
    assert data.priorities["priority"].tolist() == ["homes/undated/1", "homes/undated/2", "transit/undated/2"]
    assert fulfilment(data)["assessed"].tolist() == [2, 1]
    pages = pages_of(manifesto)
    assert in_pops_words(pages) == []
    texts = [text for name in pages for text in pages[name] if not re.search(r"Data version|cycle = |202\d-", text)]
    texts = [text for text in texts if text != "undated"]  # a piece of evidence
    assert not [text for text in texts if re.search(r"undated|9999|manifestos? +[,:;)]|, ,| · ·|\( ", text)]
    homes = " ".join(pages["municipality-homes-en"])
    assert "Coalition manifesto: of 2 priorities judged, 1 “kept”" in homes
    assert "The verdicts on file are those of: Guild of Observers." in homes
    assert "had been observed, so it is not compared" in homes
    assert not [text for name in pages for text in pages[name] if re.search(r"\byears? 1\b", text)]


def test_what_a_part_left_out_by_declaration_would_need_is_asked_of_nobody(manifesto, tmp_path):
    folder = shutil.copytree(manifesto, tmp_path / "raw", ignore=shutil.ignore_patterns("*.xlsx", "reports"))
    asked = re.compile("how many months|two years|may not be compared")
    gaps = [line[0].text for line in unknowns_list(read_folder(folder), "homes", "undated", language="en").lines]
    assert len([gap for gap in gaps if asked.search(gap)]) == 3
    network = folder / "model" / "network.yml"
    network.write_text(network.read_text("utf-8").replace("without: [", "without: [beside, changed, "), "utf-8")
    left = [line[0].text for line in unknowns_list(read_folder(folder), "homes", "undated", language="en").lines]
    assert left == [gap for gap in gaps if not asked.search(gap)]


def test_no_workbook_sent_out_by_a_network_without_years_says_any_and_each_is_read_again(manifesto, tmp_path):
    folder = shutil.copytree(manifesto, tmp_path / "raw", ignore=shutil.ignore_patterns("*.xlsx", "reports"))
    data, files = ["--data", str(folder)], [tmp_path / f"{name}.xlsx" for name in ("next", "reply")]
    coding = ["coding", str(tmp_path), *data, "--municipality", "homes", "--monitoring-year", "1", "--monitor", "A"]
    for asked in (
        ["template", str(files[0]), "--from", str(folder / "pledges.csv"), "--municipality", "Homes", *data],
        ["reply", "export", "Homes", str(files[1]), *data],
        coding,
    ):
        done = CliRunner().invoke(main, asked)
        assert done.exit_code == 0, done.output
        assert not re.search("manifesto (undated|,)", done.output)
    for file in tmp_path.glob("*.xlsx"):
        cells = {str(cell.value) for sheet in openpyxl.load_workbook(file) for row in sheet for cell in row}
        assert not [text for text in cells if re.search(r"undated|anifesto ,", text)], file.name
    book = openpyxl.load_workbook(files[1])
    headings = [cell.value for cell in book["Replies"][1]]
    book["Replies"].cell(2, headings.index("The ministry's reply") + 1, "We did more.")
    book["Replies"].cell(2, headings.index("Office that replies") + 1, "Homes")
    book.save(files[1])
    done = CliRunner().invoke(main, ["reply", "import", str(files[1]), *data])
    assert done.exit_code == 0, done.output
    answered = read_folder(folder).replies.dropna(subset="reply")
    assert answered["priority"].tolist() == ["homes/undated/1"]


def test_a_verdict_on_no_promise_of_a_network_without_years_is_told_without_any(manifesto, tmp_path):
    folder = shutil.copytree(manifesto, tmp_path / "raw", ignore=shutil.ignore_patterns("*.xlsx", "reports"))
    (folder / "more.csv").write_text("Responsible;No;Progress\nHomes;9;Kept\n", encoding="utf-8")
    columns = '{municipality: Responsible, label: "No", status: Progress}'
    more = f"- file: more.csv\n  table: assessments\n  columns: {columns}\n  constants: {{monitoring_year: 2}}\n"
    (folder / "mapping.yml").write_text(MANIFESTO["mapping.yml"] + more, encoding="utf-8")
    told = read_folder(folder).findings.query("severity == 'rejected'")["message_en"].tolist()
    assert [text.partition(" is not")[0] for text in told] == ["Priority “9” of manifesto"]


def test_a_workbook_of_a_network_without_years_asks_for_none_and_is_read(manifesto, tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    shutil.copytree(manifesto / "model", folder / "model")
    data = ["--data", str(manifesto), "--municipality", "Homes"]
    for name, more in (("full.xlsx", []), ("short.xlsx", ["--short"])):
        done = CliRunner().invoke(main, ["template", str(tmp_path / name), *data, *more])
        assert done.exit_code == 0, done.output
    full = openpyxl.load_workbook(tmp_path / "full.xlsx")
    headings = {str(cell.value) for sheet in full for cell in sheet[1]}
    assert not {"Manifesto", "Monitoring year"} & headings
    addresses = {str(cell.value) for sheet in full for row in sheet.iter_rows(max_row=2) for cell in row}
    assert {each for each in addresses if "kontrat" in each or "/contract" in each} == set()
    full["Priorities"].append(["1", "Build homes"])
    full["Assessments"].append(["1", None, None, "Kept"])
    full.save(folder / "homes.xlsx")
    read = read_folder(folder)
    verdicts = ["priority", "monitoring_year", "status"]
    assert read.assessments[verdicts].to_numpy().tolist() == [["homes/undated/1", 1, "kept"]]
    short = openpyxl.load_workbook(tmp_path / "short.xlsx")
    short["Assessments"].cell(4, 1, "Build homes")
    short["Assessments"].cell(4, 3, "Kept")
    short.save(folder / "homes.xlsx")
    read = read_folder(folder)
    assert read.assessments[verdicts].to_numpy().tolist() == [["homes/undated/build-homes", 2, "kept"]]
    assert set(read.findings["severity"]) <= {"note"}, read.findings["message_en"].tolist()


def test_no_file_and_no_message_of_a_network_without_years_says_that_it_has_none(manifesto, tmp_path):
    folder = shutil.copytree(manifesto, tmp_path / "raw", ignore=shutil.ignore_patterns("*.xlsx", "reports"))
    coding = ["coding", str(tmp_path / "c"), "--municipality", "homes", "--monitoring-year", "1"]
    done = CliRunner().invoke(main, [*coding, "--monitor", "A", "--data", str(folder)])
    assert done.exit_code == 0, done.output
    assert [path.name for path in (tmp_path / "c").iterdir()] == ["homes-1-a.xlsx"]
    (folder / "more.csv").write_text("Who;No;Progress\nRoads;9;Kept\n", encoding="utf-8")
    more = "- file: more.csv\n  table: municipalities\n  columns: {municipality: Who, name_sq: Who}\n"
    more += '- file: more.csv\n  table: assessments\n  columns: {municipality: Who, label: "No", status: Progress}\n'
    (folder / "mapping.yml").write_text(MANIFESTO["mapping.yml"] + more, encoding="utf-8")
    told = CliRunner().invoke(main, ["validate", str(folder)]).output
    assert "Manifesto is not on sheet" in told
    assert "undated" not in told


def test_dated_changes_of_a_network_without_years_stand_in_the_year_they_were_made(tmp_path):
    files = dict(MANIFESTO)
    files["mapping.yml"] = files["mapping.yml"].replace("  dates: d/m/y\n", "  dates: d/m/y\n  history: true\n")
    assert "history" in files["mapping.yml"]
    head = ("Responsible", "No", "Promise", "Area", "Progress", "Checked", "Sources", "Comment")
    changes = (("1/3/2023", "On track"), ("5/6/2024", "Kept"))
    rows = [("Homes", 1, "Build", "Housing", said, day, "https://a.example", "why") for day, said in changes]
    folder = network(tmp_path / "changes", files, pledges=[head, *rows])
    data = read_folder(folder)
    verdicts = data.assessments[["priority", "monitoring_year", "status"]].to_numpy().tolist()
    assert verdicts == [["homes/undated/1", 1, "on_track"], ["homes/undated/1", 2, "kept"]]
    assert fulfilment(data).set_index("monitoring_year")["kept"].tolist() == [0, 1]
    pages = pages_of(folder)
    texts = [text for text in pages["municipality-homes-en"] if not re.search(r"Data version|cycle = ", text)]
    texts = [text for text in texts if text != "undated"]  # a piece of evidence
    assert not [text for text in texts if re.search(r"undated|9999", text)]
    assert any("kept" in text and "2024" in text for text in texts)
