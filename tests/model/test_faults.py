"""Whatever is wrong with a declaration is told at its line, all of it in one run, and nothing is read till then."""

import pickle

import pytest
import yaml
from click.testing import CliRunner

import pop_analysis as pop
from pop_analysis.cli import main
from pop_analysis.measures import fulfilment
from pop_analysis.model import WrongDeclaration, load_model
from pop_analysis.model.checks import TAKEN, forms_of
from pop_analysis.model.marked import Unreadable, marked
from pop_analysis.model.own import own_declaration
from pop_analysis.reading import Dataset

NETWORK = "short_name: Beacon\nname: {en: Beacon, sq: Feneri}\nlanguages: [en, sq]\n"
STATUSES = """
kept: {label: {en: kept, sq: i mbajtur}, colour: "#1B7F5C"}
begun: {label: {en: begun, sq: i nisur}, colour: "#F2C14E"}
broken: {label: {en: broken, sq: i thyer}, colour: "#5B2A86"}
"""
FIFTH = 'late: {label: {en: late, sq: vonë}, colour: "#5B2A00"}\n'
# 30 lines that stand for a thousand million entries.
BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30))
FIELD = "members.fields."
TABLE = """
members:
  title: {en: Members, sq: Anëtarët}
  sheet: {en: Members, sq: Anëtarët}
  in: [network]
  unique: [organisation, municipality]
  about: {en: One row a member, sq: Një rresht për anëtar}
  fields:
    organisation: {kind: text, header: {en: Organisation, sq: Organizata}, about: {en: Name, sq: Emri}}
    organisation_en: {kind: text, header: {en: In English, sq: Anglisht}, about: {en: Name, sq: Emri}}
    municipality: {kind: municipality, header: {en: Municipality, sq: Bashkia}, about: {en: Where, sq: Ku}}
    since: {kind: date, header: {en: Since, sq: Nga}, about: {en: Start, sq: Fillimi}}
    until: {kind: date, header: {en: Until, sq: Deri}, about: {en: End, sq: Fundi}}
    website: {kind: url, header: {en: Website, sq: Faqja}, about: {en: Address, sq: Adresa}}
    source: {kind: source, header: {en: Source, sq: Burimi}, about: {en: Where found, sq: Ku u gjet}}
"""


OTHERS = {name: table for name, table in own_declaration()["tables"].items() if name != "members"}
TABLE += yaml.safe_dump(OTHERS, allow_unicode=True, sort_keys=False)


def write(folder, files):
    """Write a folder ``model`` with these files; a name with _ stands in locale/."""
    for name, text in files.items():
        path = folder / "model" / f"{name.replace('locale_', 'locale/')}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "model"


def faults(folder, **files):
    """Code, place and key of every fault of these files."""
    with pytest.raises(WrongDeclaration) as wrong:
        load_model(write(folder, files))
    return [(each.code, each.place.removeprefix("model/"), each.key) for each in wrong.value.faults]


def changed(text, old, new):
    assert old in text
    return text.replace(old, new, 1)


def test_what_the_faults_below_are_put_into_is_sound(tmp_path):
    model = load_model(write(tmp_path, {"network": NETWORK, "statuses": STATUSES, "tables": TABLE}))
    assert model.levels == ["kept", "begun", "broken"]
    assert model.tables["members"].title["en"] == "Members"
    assert model.tables["priorities"].columns == load_model().tables["priorities"].columns


def test_only_replies_may_be_left_out_of_the_tables(tmp_path):
    tables = {name: table for name, table in own_declaration()["tables"].items() if name != "replies"}
    assert "replies" not in load_model(write(tmp_path, {"tables": yaml.safe_dump(tables)})).tables
    del tables["activities"]
    assert faults(tmp_path, tables=yaml.safe_dump(tables)) == [("DC-04", "tables.yml", "")]


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("network", "languages:", "langauges:", "DC-02 3 langauges"),
        ("network", "[en, sq]", "en", "DC-03 3 languages"),
        ("network", "Beacon\n", "yes\n", "DC-03 1 short_name"),
        ("network", "[en, sq]", "[en, sq, it]", "DC-12 3 languages.#3"),
        ("network", "[en, sq]", "[en, xq]", "DC-31 3 languages.#2"),
        ("network", "[en, sq]", "[en, albanian]", "DC-31 3 languages.#2"),
        ("network", ", sq: Feneri", "", "DC-11 2 name"),
        ("network", "sq: Feneri", "sr: Feneri, sq: Feneri", "DC-05 2 name.sr"),
        ("network", "name: {en", "website: [x]\nname: {en", "DC-03 2 website"),
        ("network", "short_name: Beacon\n", "short_name: A\nshort_name: B\n", "DC-13 2 short_name"),
        ("network", "short_name: Beacon\n", "", "DC-04 0 "),
        ("network", "short_name", "first_year: 2030\nlast_year: 2020\nshort_name", "DC-18 2 last_year"),
        ("statuses", 'colour: "#F2C14E"', 'colour: "#F2C14E", adressed: false', "DC-02 3 begun.adressed"),
        ("statuses", 'colour: "#F2C14E"', "colour: '#F2C14E', addressed: 'no'", "DC-03 3 begun.addressed"),
        ("statuses", 'colour: "#F2C14E"', "colour: '#F2C14E', judged: 'no'", "DC-03 3 begun.judged"),
        ("statuses", "#F2C14E", "#F2C14", "DC-06 3 begun.colour"),
        ("statuses", 'colour: "#F2C14E"', "letter: {en: B}", "DC-04 3 begun"),
        ("statuses", "begun:", "Be gun:", "DC-07 3 Be gun"),
        ("statuses", "begun:", "assessed:", "DC-07 3 assessed"),
        ("statuses", "en: begun", "en: kept", "DC-14 3 begun"),
        ("statuses", 'colour: "#F2C14E"', 'colour: "#F2C14E", worth: 3', "DC-18 3 begun.worth"),
        ("statuses", 'colour: "#F2C14E"', 'colour: "#F2C14E", worth: v', "DC-05 3 begun.worth"),
        ("statuses", "sq: i thyer", "sq: i <bst>", "DC-08 4 broken.label"),
        ("tables", "kind: text", "kind: txet", "DC-05 9 fields.organisation.kind"),
        ("tables", "kind: text", "kind: choice", "DC-04 9 fields.organisation"),
        ("tables", "kind: text", "kind: choice, list: thems", "DC-05 9 fields.organisation.list"),
        ("tables", "kind: text", "kind: text, list: themes", "DC-20 9 fields.organisation.list"),
        ("tables", "unique: [org", "unique: [orga", "DC-05 6 members.unique.#1"),
        ("tables", "in: [network]", "in: [networks]", "DC-05 5 members.in.#1"),
        ("tables", "kind: url", "kind: decimal, minimum: 9, maximum: 1", "DC-18 14 fields.website.maximum"),
        ("tables", "kind: url", "kind: url, at_most: top", "DC-05 14 fields.website.at_most"),
        ("tables", "en: In English", "en: Organisation", "DC-14 10 fields.organisation_en"),
        ("tables", "sheet: {en: Members", "sheet: {en: 'A/B'", "DC-18 4 members.sheet.en"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line_and_key(tmp_path, file, old, new, fault):
    sound = {"network": NETWORK, "statuses": STATUSES, "tables": TABLE}
    code, line, key = fault.split(" ", 2)
    place = f"{file}.yml:{line}".removesuffix(":0")
    found = faults(tmp_path, **sound | {file: changed(sound[file], old, new)})
    assert (code, place, key.replace("fields.", FIELD)) in found


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('municipality: "Town {posto}"', ("DC-08", "locale/en.yml:1", "municipality")),
        ('municipality: "Town {place"', ("DC-09", "locale/en.yml:1", "municipality")),
        ("municipality: Town of <bets>", ("DC-08", "locale/en.yml:1", "municipality")),
        ('priorities: {one: "{n} aim"}', ("DC-10", "locale/en.yml:1", "priorities")),
        ('priorities: "{n} aims"', ("DC-03", "locale/en.yml:1", "priorities")),
        ('priorities: {one: "{n} aim", many: 3, other: "{n}"}', ("DC-03", "locale/en.yml:1", "priorities.many")),
        ("ranges: {x: y}", ("DC-02", "locale/en.yml:1", "ranges")),
        ("unit: {heads: crowns}", ("DC-02", "locale/en.yml:1", "unit.heads")),
        ("unit: crowns", ("DC-03", "locale/en.yml:1", "unit")),
        ("unit: {none: no}", ("DC-03", "locale/en.yml:1", "unit.none")),
        ("labels: {thems: {water: Water}}", ("DC-05", "locale/en.yml:1", "labels.thems")),
        ("labels: {themes: {watr: Water}}", ("DC-05", "locale/en.yml:1", "labels.themes.watr")),
        ('speech: {best: "“{bset}”"}', ("DC-08", "locale/en.yml:1", "speech.best")),
        ("[a, b]", ("DC-03", "locale/en.yml", "")),
    ],
)
def test_a_sentence_has_the_keys_the_words_and_the_forms_of_the_english_one(tmp_path, text, fault):
    assert fault in faults(tmp_path, network=NETWORK, locale_en=text)


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ({"speech": "en: {bets: well done}"}, ("DC-02", "speech.yml:1", "en.bets")),
        ({"speech": "fr: {best: bien}"}, ("DC-05", "speech.yml:1", "fr")),
        ({"findings": "FI-1: {severity: note, en: x, sq: y}"}, ("DC-02", "findings.yml:1", "FI-1")),
        ({"findings": "FI-01: {severity: bad, en: x, sq: y}"}, ("DC-05", "findings.yml:1", "FI-01.severity")),
        ({"findings": "FI-01: {severity: note, en: '{fund}', sq: y}"}, ("DC-08", "findings.yml:1", "FI-01.en")),
        ({"vocabularies": "themes: {water: {label: {en: W}}}"}, ("DC-11", "vocabularies.yml:1", "themes.water.label")),
        ({"vocabularies": "yes_no: {'yes': {label: ja}}"}, ("DC-04", "vocabularies.yml:1", "yes_no")),
        ({"vocabularies": "yes_no: {yes: {label: ja}}"}, ("DC-03", "vocabularies.yml:1", "yes_no.True")),
        ({"template": "page: {en: a, sq: b}"}, ("DC-04", "template.yml", "")),
        ({"template": "page: {en: '{pag}', sq: b}"}, ("DC-08", "template.yml:1", "page")),
        ({"status": "a: b"}, ("DC-17", "status.yml", "")),
        ({"locale_pl": "language: Polski"}, ("DC-05", "locale/pl.yml", "")),
        ({"network": "&a {short_name: *a}"}, ("DC-01", "network.yml:1", "")),
        ({"network": "[" * 5000}, ("DC-01", "network.yml", "")),
    ],
)
def test_every_other_file_is_looked_through_too(tmp_path, files, fault):
    found = faults(tmp_path, **{"network": NETWORK} | files)
    assert fault in found or (fault[0], fault[1]) in {(code, place.split(":")[0]) for code, place, _ in found}


def test_all_faults_of_all_files_are_told_in_one_run(tmp_path):
    found = faults(
        tmp_path,
        network=NETWORK + "langauges: [en]\n",
        statuses=changed(STATUSES, "#F2C14E", "yellow"),
        tables=changed(TABLE, "kind: text", "kind: decimel"),
        locale_en='municipality: "{posto}"',
    )
    assert [code for code, _, _ in found] == ["DC-08", "DC-02", "DC-06", "DC-05"]


def test_the_nearest_known_name_is_offered_in_both_languages(tmp_path):
    with pytest.raises(WrongDeclaration) as wrong:
        load_model(write(tmp_path, {"network": NETWORK + "langauges: [en]\n"}))
    (fault,) = wrong.value.faults
    assert "Did you mean “languages”?" in fault.message["en"]
    assert "Mos është “languages”?" in fault.message["sq"]
    assert str(wrong.value) == fault.said("en")
    assert wrong.value.languages == ("en", "sq")
    assert pickle.loads(pickle.dumps(wrong.value)).faults == wrong.value.faults


# --- roles --------------------------------------------------------------------------------------------------------


def test_with_more_than_three_levels_each_says_whether_it_counts_as_addressed(tmp_path):
    assert [code for code, _, _ in faults(tmp_path, network=NETWORK, statuses=STATUSES + FIFTH)] == ["DC-15"] * 4


def with_statuses(folder, text):
    return load_model(write(folder, {"network": NETWORK, "statuses": text}))


def test_up_to_three_levels_all_but_the_last_count_as_addressed(tmp_path):
    model = with_statuses(tmp_path, STATUSES)
    assert (model.best.id, model.addressed, model.missing) == ("kept", ["kept", "begun"], "not_assessed")


def test_a_level_below_nothing_done_is_worth_nothing_and_addressed_by_nobody(tmp_path):
    text = changed(STATUSES, '"#5B2A86"', '"#5B2A86", negative: true')
    model = with_statuses(tmp_path, text)
    assert [(each.id, each.negative, each.addressed, each.worth(0.5)) for each in model.scale] == [
        ("kept", False, True, 1),
        ("begun", False, False, 0),
        ("broken", True, False, 0),
    ]


def test_what_another_promise_has_replaced_is_out_of_every_count(tmp_path):
    merged = "merged: {label: {en: merged, sq: i bashkuar}, judged: false, superseded: true}\n"
    model = with_statuses(tmp_path, STATUSES + merged)
    assert model.statuses["merged"].superseded
    assert model.left_out == {"merged"}
    assert model.missing == "not_assessed"


def test_work_that_goes_on_is_a_role_of_a_level(tmp_path):
    model = with_statuses(tmp_path, changed(STATUSES, '"#F2C14E"', '"#F2C14E", in_progress: true'))
    assert [each.id for each in model.scale if each.in_progress] == ["begun"]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"#1B7F5C"', '"#1B7F5C", addressed: false', "kept"),
        ('"#1B7F5C"', '"#1B7F5C", negative: true', "kept"),
        ('"#1B7F5C"', '"#1B7F5C", in_progress: true', "kept"),
        ('"#F2C14E"', '"#F2C14E", negative: true', "begun.negative"),
        ('"#5B2A86"', '"#5B2A86", negative: true, addressed: true', "broken.negative"),
        ('"#5B2A86"', '"#5B2A86", missing: true', "broken.missing"),
        ('"#5B2A86"', '"#5B2A86", superseded: true', "broken.superseded"),
        ('"#5B2A86"', '"#5B2A86", judged: false, addressed: true', "broken.addressed"),
        ('"#5B2A86"', '"#5B2A86", judged: false, missing: true, left_out: true', "broken.missing"),
        ("broken:", "not_assessed:", "not_assessed"),
        (
            '"#F2C14E"}',
            '"#F2C14E", addressed: false}\nlate: {label: {en: l, sq: v}, colour: "#111111", addressed: true}',
            "late.addressed",
        ),
    ],
)
def test_roles_that_do_not_agree_are_a_fault(tmp_path, old, new, key):
    found = faults(tmp_path, network=NETWORK, statuses=changed(STATUSES, old, new))
    assert ("DC-16", key) in [(code, at) for code, _, at in found]


def test_there_is_exactly_one_status_for_no_verdict_on_file(tmp_path):
    two = "".join(
        f"{key}: {{label: {{en: {key}, sq: {key}}}, judged: false, missing: true}}\n" for key in ("open", "blank")
    )
    assert faults(tmp_path, network=NETWORK, statuses=STATUSES + two) == [("DC-16", "statuses.yml:6", "blank.missing")]


def test_a_scale_has_two_levels_at_least(tmp_path):
    one = "kept: {label: {en: kept, sq: i mbajtur}, colour: '#1B7F5C'}\n"
    assert "DC-16" in [code for code, _, _ in faults(tmp_path, network=NETWORK, statuses=one)]


def test_names_of_columns_beside_those_of_the_levels_are_taken(model):
    columns = set(fulfilment(Dataset({}, model)).columns) - {status.id for status in model.scale}
    assert columns <= TAKEN


# --- said and refused ---------------------------------------------------------------------------------------------


@pytest.fixture
def faulty(example_folder, tmp_path):
    """A folder of workbooks whose declaration has one fault, and whose mapping and corrections have one each."""
    folder = tmp_path / "raw"
    folder.mkdir()
    for path in example_folder.glob("*.xlsx"):
        (folder / path.name).write_bytes(path.read_bytes())
    write(folder, {"network": NETWORK + "langauges: [en]\n"})
    (folder / "mapping.yml").write_text("- {file: a.csv, tabel: priorities}\n", encoding="utf-8")
    (folder / "corrections.yml").write_text("- {}\n", encoding="utf-8")
    return folder


def test_validate_lists_every_fault_and_reads_no_workbook_by_them(faulty):
    found = pop.validate(faulty)
    assert set(found["file"]) == {"model/network.yml:4", "mapping.yml:1", "corrections.yml:1"}
    assert set(found["severity"]) == {"refused"}
    assert [name for name in found if name.startswith("message")] == ["message_en", "message_sq"]


@pytest.mark.parametrize("command", [["validate"], ["report", "--data"], ["process", "--data"]])
def test_a_command_says_the_same_lines_and_ends_with_1(faulty, command):
    done = CliRunner().invoke(main, [*command, str(faulty)])
    assert done.exit_code == 1, done.output
    assert (
        "  model/network.yml:4 › langauges: The key “langauges” is not known. Did you mean “languages”?" in done.output
    )
    assert "  mapping.yml:1 › #1.tabel: The key “tabel” is not known. Did you mean “table”?" in done.output
    assert "Traceback" not in done.output
    assert sorted(path.name for path in faulty.parent.iterdir()) == ["raw"]


def test_every_key_knows_its_line():
    found = marked("a:\n  - {b: 1}\n  - c:\n      d: 2\n")
    assert found.lines == {
        ("a",): 1,
        ("a", 0): 2,
        ("a", 0, "b"): 2,
        ("a", 1): 3,
        ("a", 1, "c"): 3,
        ("a", 1, "c", "d"): 4,
    }


@pytest.mark.parametrize("text", ["a: &x [*x]", BOMB, "? [1, 2]\n: 3", "a: !!python/object:os.system {}", "\x00"])
def test_what_is_no_plain_yaml_is_not_read(text):
    with pytest.raises(Unreadable):
        marked(text)


def test_the_plural_forms_of_a_language_are_those_its_numbers_take():
    assert forms_of("en") == forms_of("sq") == forms_of("it") == ["one", "other"]
    assert forms_of("pl") == ["one", "few", "many", "other"]
    assert forms_of("ja") == ["other"]


APART = {
    "all apart": STATUSES.replace("colour", "judged: false, colour"),
    "missing twice": f"{STATUSES}{FIFTH}".replace("colour", "judged: false, missing: true, colour").replace(
        "judged: false, missing: true, colour", "colour", 2
    ),
}


@pytest.mark.parametrize("statuses", APART.values(), ids=APART)
@pytest.mark.parametrize("command", ["validate", "report", "process"])
def test_verdicts_that_cannot_be_are_told_by_every_command_and_nothing_is_read(
    tmp_path, monkeypatch, statuses, command
):
    write(tmp_path / "raw", {"network": NETWORK, "statuses": statuses})
    (tmp_path / "raw" / "fier.csv").write_text("a,b\n")
    monkeypatch.chdir(tmp_path)
    asked = {"validate": ["raw"], "report": ["--data", "raw"], "process": ["--data", "raw"]}[command]
    done = CliRunner().invoke(main, [command, *asked])
    assert isinstance(done.exception, SystemExit), done.output
    assert done.exit_code == 1
    assert "[DC-16]" in done.output
    assert "model/statuses.yml" in done.output
    assert {path.name for path in tmp_path.iterdir()} == {"raw"}
