"""A network with verdicts of its own writes a few lines of YAML; no page of it speaks in POP's words."""

import json
import re

import pytest

from pop_analysis import exhibits, measures
from pop_analysis.commands.plan_network import site_words
from pop_analysis.locale import Words
from pop_analysis.model import Model, WrongDeclaration, fold, kept_model, load_model
from pop_analysis.reading import Dataset, read_folder
from pop_analysis.synthetic import make_example

NETWORK = """
short_name: Beacon
name: {en: Beacon network of pledges, sq: Rrjeti i premtimeve “Feneri”}
languages: [en, sq]
"""
STATUSES = """
complete: {label: {en: complete, sq: i përfunduar}, colour: "#1B7F5C", addressed: true}
substantial: {label: {en: substantial, sq: i ecur}, colour: "#8CC9A1", addressed: true}
limited: {label: {en: limited, sq: i kufizuar}, colour: "#F2C14E", addressed: true, worth: [0, 0.5]}
not_started: {label: {en: not started, sq: i pafilluar}, colour: "#5B2A86", addressed: false}
"""
THEMES = """
themes:
  open-budget: {label: {en: Open budget, sq: Buxhet i hapur}}
  schools: {label: {en: Schools, sq: Shkollat}}
"""
LOCALE = """
currency: {none: our own crowns}
municipality: "District of {place}"
"""
NOUNS = """
nouns:
  en:
    unit: ministry
    units: ministries
    a_unit: a ministry
    contract: agreement
    contracts: agreements
    a_contract: an agreement
"""
# What POP calls its units, its promises and its verdicts. “Përmbushur plotësisht” (met in full) is said of any scale.
NOUN = re.compile(r"bashki(?!m)|kryetar|kontrat|municipal|mayor|\bcontracts?\b", re.IGNORECASE)
POPS = re.compile(
    rf"adresu|addressed|pjesërisht|partially|{NOUN.pattern}"
    r"|(?<!përmbushur )(?<!përmbushura )plotësisht|\bfully|(?-i:\bPOP\b)",
    re.IGNORECASE,
)
CYCLE = "2019-2023"
CODES = {"C": "complete", "S": "substantial", "L": "limited", "N": "not_started"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("beacon")
    (folder / "model" / "locale").mkdir(parents=True)
    files = {"network": NETWORK + NOUNS, "statuses": STATUSES, "vocabularies": THEMES, "locale/en": LOCALE}
    for name, text in files.items():
        (folder / "model" / f"{name}.yml").write_text(text, encoding="utf-8")
    make_example(folder, municipalities=4, years=4, model=load_model(folder / "model"))
    return folder


@pytest.fixture(scope="module")
def beacon(folder):
    return read_folder(folder)


@pytest.fixture(scope="module")
def own(folder):
    return load_model(folder / "model")


def test_what_an_earlier_program_did_not_say_yet_is_said_of_the_networks_own_verdicts(own):
    earlier = json.loads(own.to_json())
    for language in own.languages:
        del earlier["words"][language]["slope"]
        earlier["words"][language]["network"] = "kept"
    today = kept_model(json.dumps(earlier))
    for language in own.languages:
        assert today.words[language]["slope"] == own.words[language]["slope"]
        assert today.words[language]["network"] == "kept"


@pytest.fixture(scope="module")
def counted(own, dataset):
    """Ten priorities judged in two years: 3 complete, 2 substantial, 4 limited, 1 not started in the second."""
    first, second = "CSSLLLLLNN", "CCCSSLLLLN"
    key = {"municipality": "lumas", "contract": f"lumas/{CYCLE}", "cycle": CYCLE}
    rows = [key | {"priority": f"lumas/{CYCLE}/{n}", "number": n, "title_sq": f"P{n}"} for n in range(1, 11)]
    verdicts = [
        row | {"monitoring_year": year, "status": CODES[letter]}
        for year, letters in ((1, first), (2, second))
        for row, letter in zip(rows, letters, strict=True)
    ]
    assessments = [{k: v for k, v in row.items() if k not in ("number", "title_sq")} for row in verdicts]
    return dataset(own, contracts=[key | {"priorities_total": 10}], priorities=rows, assessments=assessments)


def every_block(data, language):
    """What the notebooks show of a network and of its first municipality; the survey's answers are the officials'."""
    cycles, moving = exhibits.term(data), exhibits.moving_term(data)
    place = data.municipalities["municipality"].iloc[0]
    cycle = exhibits.chosen_cycle(data, place, "")
    say = {"language": language}
    yield exhibits.network_head(data, "", language=language)
    yield exhibits.municipality_head(data, place, "", language=language)
    yield exhibits.review_head(data, 2021, language=language)
    for draw in (exhibits.stacked_bar_chart, exhibits.range_bar_chart, exhibits.theme_heat_chart, exhibits.laboratory):
        yield draw(data, cycles, **say)
    yield exhibits.theme_heat_chart(data, cycles, by="beneficiaries", **say)
    yield exhibits.sensitivity_chart(data, cycles, **say)
    yield exhibits.interval_chart(data, cycles, **say)
    yield exhibits.averages_table(data, cycles, **say)
    for draw in (
        exhibits.transition_flow_chart,
        exhibits.regressions_table,
        exhibits.slope_chart,
        exhibits.cumulative_steps_chart,
    ):
        yield draw(data, moving, **say)
    yield exhibits.bridge_chart(data, moving, **say)
    yield exhibits.bridge_chart(data, [cycle], place, **say)
    for draw in (
        exhibits.contract_succession_table,
        exhibits.agreement_table,
        exhibits.adjudication_table,
        exhibits.published_audit_chart,
        exhibits.campaign_ladder_chart,
        exhibits.map_chart,
        exhibits.coverage_chart,
        exhibits.timeline_chart,
        exhibits.contradictions_table,
        exhibits.members_table,
        exhibits.findings_table,
        exhibits.statements_table,
        exhibits.channels_list,
        exhibits.donors_list,
    ):
        yield draw(data, **say)
    for draw in (exhibits.unit_chart, exhibits.status_strip_chart, exhibits.priorities_table, exhibits.replies_table):
        yield draw(data, place, cycle, **say)
    for draw in (exhibits.evidence_chart, exhibits.evidence_table, exhibits.year_changes_table, exhibits.unknowns_list):
        yield draw(data, place, cycle, **say)
    yield exhibits.citizens_table(data.where(cycle=cycle), place, **say)
    yield exhibits.benchmark_chart(data, place, cycles, **say)
    yield exhibits.outputs_table(data, "2020-01-01", "2023-12-31", by=("type",), **say)
    yield exhibits.outcomes_table(data, "2020-01-01", "2023-12-31", **say)
    yield exhibits.decisions_table(data, "2020-01-01", "2023-12-31", **say)


# Names of columns and terms in files and claims, addresses, and the program's own name are the same in every network.
NAMES = {"id", "kind", "url", "href", "codebook", "about", "value", "legendgroup", "claims", "written"}
LONG = 6  # letters: what is typed in a cell is not the program's word


def texts(shown):
    """Every text a reader meets in a block or a declaration, without the names that only files have."""
    if isinstance(shown, str):
        yield shown
    elif isinstance(shown, dict):
        for key, each in shown.items():
            yield from () if key in NAMES else texts(each)
    elif isinstance(shown, (list, tuple)):
        for each in shown:
            yield from texts(each)


def in_words(declared):
    """What stands there in a language, and is no name of a column or of a table."""
    for key, each in declared.items() if isinstance(declared, dict) else enumerate(declared):
        if key in ("en", "sq"):
            yield each
        elif isinstance(each, (dict, list)):
            yield from in_words(each)


def foreign(*shown, typed=()):
    """POP's words among the texts, each with the text it stands in, without what somebody typed."""
    said = [re.sub(r"{\w+}|https?://\S+|--\w+", "", text) for each in shown for text in texts(each)]
    own = re.compile("|".join(map(re.escape, sorted(typed, key=len, reverse=True))) or "$.")
    return [text for text in said if POPS.search(text) and POPS.search(own.sub("", text))]


def typed_in(data):
    """Everything longer that stands in a cell."""
    values = (value for table in data.tables.values() for column in table for value in table[column].dropna().unique())
    return {value for value in map(str, values) if len(value) >= LONG}


def test_a_few_lines_declare_a_network_and_it_is_read_without_a_finding(beacon):
    assert beacon.findings.empty, beacon.findings["message_en"].tolist()
    assert beacon.model.levels == list(CODES.values())
    assert beacon.model.website == ""
    assert not beacon.model.channels
    assert not beacon.model.donors
    assert beacon.model.missing == "not_assessed"


def test_what_a_status_leaves_out_is_made_from_what_it_says(own):
    looks = [(s.letter("en"), s.ink, s.addressed, s.worth(0), s.worth(0.5), s.worth(1)) for s in own.scale]
    assert looks == [
        ("C", "#FFFFFF", True, 1, 1, 1),
        ("S", "#10202E", True, 0, 0.5, 1),
        ("L", "#10202E", True, 0, 0.25, 0.5),
        ("N", "#FFFFFF", False, 0, 0, 0),
    ]
    letters = [status.letter("sq") for status in own.statuses.values()]
    assert len(set(letters)) == len(letters)


def test_a_sentence_a_network_says_otherwise_is_the_only_one_it_writes(own):
    english = own.words["en"]
    assert english["currency"]["none"] == "our own crowns"
    assert english["municipality"] == "District of {place}"
    assert english["unit"]["separators"] == ".,"


@pytest.mark.parametrize("language", ["en", "sq"])
def test_no_exhibit_of_another_network_speaks_in_pops_words(beacon, language):
    blocks, typed = list(every_block(beacon, language)), typed_in(beacon)
    assert len(blocks) > 40
    assert [
        getattr(block, "id", type(block).__name__) + ": " + text
        for block in blocks
        for text in foreign(block.to_json(), getattr(block, "figure", None), typed=typed)
    ] == []


def test_no_declared_text_of_another_network_speaks_in_pops_words(own):
    said = own.declared
    assert foreign(said["statuses"], said["vocabularies"]["metrics"], said["vocabularies"]["speakers"]) == []
    assert foreign(*said["words"].values(), list(in_words(said["tables"]["assessments"]))) == []
    texts = [text for part in ("tables", "template", "findings") for text in in_words(said[part])]
    assert len(texts) > 500
    assert [text for text in texts if NOUN.search(re.sub(r"{\w+}|https?://\S+", "", str(text)))] == []
    assert own.label("metrics", "share_partially", "en") == "substantial"
    assert own.label("speakers", "network", "en") == "the Beacon network"


def test_its_units_and_contracts_are_called_as_it_says_and_otherwise_places_and_plans(own, tmp_path):
    assert own.words["en"]["strip"]["none"].startswith("{place}, agreement {cycle}: ")
    assert own.tables["municipalities"].sheet == {"en": "Ministries", "sq": "Zonat"}
    assert own.tables["municipalities"].title["sq"] == "Zonat"
    bare = of(tmp_path, network=NETWORK, statuses=STATUSES)
    assert bare.words["en"]["column"]["municipality"] == "Place"
    assert bare.words["en"]["column"]["contract"] == "Plan"


def test_workbooks_in_pops_names_are_read_by_a_network_with_names_of_its_own(own):
    for name in ("Municipalities", "Bashkitë", "Ministries"):
        assert own.sheets[fold(name)].id == "municipalities"
    headings = own.tables["assessments"].headings
    assert {headings[fold(name)].id for name in ("Contract", "Kontrata", "Agreement")} == {"cycle"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    a_unit: a ministry\n", "", "DC-04"),  # a form the sentences need
        ("unit: ministry", "unti: ministry", "unit"),
        ("units: ministries", "units: members", "DC-14"),  # two sheets of one name
        ("unit: ministry", "unit: theme", "DC-14"),  # two columns of one heading
        ("units: ministries", f"units: {'ministries of ' * 3}all", "DC-18"),  # no name of a sheet
        ("  en:\n    unit", "  it:\n    unit", "DC-05"),
    ],
)
def test_nouns_that_cannot_be_used_are_told_at_network_yml(tmp_path, old, new, said):
    assert old in NOUNS
    with pytest.raises(WrongDeclaration) as wrong:
        of(tmp_path, network=NETWORK + NOUNS.replace(old, new, 1), statuses=STATUSES)
    assert said in str(wrong.value)
    assert "network.yml:" in str(wrong.value)


def test_who_has_verdicts_of_its_own_has_not_pops_donors(tmp_path):
    assert load_model().donors
    other = of(tmp_path, statuses=STATUSES)
    assert (other.donors, other.channels, other.website) == ([], [], "")


def test_four_verdicts_are_counted_as_by_hand(counted):
    second = measures.fulfilment(counted).set_index("monitoring_year").loc[2]
    assert second[list(CODES.values())].tolist() == [3, 2, 4, 1]
    assert (second["share_top"], second["share_addressed"]) == (0.3, 0.9)
    index = measures.index(counted, w=0.5).set_index("monitoring_year").loc[2]
    assert index["index"] == pytest.approx((3 + 2 * 0.5 + 4 * 0.25) / 10)
    assert index["index_low"] == pytest.approx(0.3)
    assert index["index_high"] == pytest.approx((3 + 2 + 4 * 0.5) / 10)
    sure = measures.certainty(counted).set_index("monitoring_year").loc[2]
    # Wilson's 95 % interval of 3 of 10, from the published formula
    assert (sure["top_wilson_low"], sure["top_wilson_high"]) == pytest.approx((0.1078, 0.6032), abs=5e-4)


def test_a_step_up_a_scale_of_four_is_an_improvement_and_a_step_down_a_fall(counted, own, dataset):
    # C→C, S→C, S→C, L→S, L→S, L→L, L→L, L→L, N→L, N→N
    changed = measures.transitions(counted)["change"].value_counts()
    assert changed.to_dict() == {"improved": 5, "same": 5}
    back = counted.assessments.assign(monitoring_year=3 - counted.assessments["monitoring_year"])
    turned = dataset(
        own,
        contracts=counted.contracts.to_dict("records"),
        priorities=counted.priorities.to_dict("records"),
        assessments=back.to_dict("records"),
    )
    assert measures.transitions(turned)["change"].value_counts().to_dict() == {"regressed": 5, "same": 5}


def test_the_sentence_names_the_networks_own_verdicts(counted):
    chart = exhibits.unit_chart(counted, "lumas", CYCLE, language="en")
    assert "3 “complete”, 2 “substantial”, 4 “limited”, and 1 “not started”" in chart.headline


def test_bars_and_rings_have_the_declared_colours(beacon):
    bars = exhibits.stacked_bar_chart(beacon, exhibits.term(beacon), language="en")
    colours = {trace["name"]: trace["marker"]["color"] for trace in bars.figure["data"]}
    assert colours == {s.label["en"]: s.colour for s in beacon.model.scale}


def test_a_network_with_pops_verdicts_keeps_pops_words(tmp_path):
    (tmp_path / "network.yml").write_text(NETWORK, encoding="utf-8")
    words = load_model(tmp_path).words["en"]
    assert words["range"]["addressed"] == "fully or partially"
    assert words["lab"]["label"] == "A partially addressed priority is worth"


ITALIAN = """
language: Italiano
municipality: Comune di {place}
labels:
  statuses: {fully: realizzata, partially: realizzata in parte, not_addressed: non realizzata}
  themes: {water: Acqua}
"""


def of(folder, **files):
    """The model of a folder that declares these files; a name with _ stands in locale/."""
    for name, text in files.items():
        path = folder / f"{name.replace('locale_', 'locale/')}.yml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_model(folder)


def with_statuses(tmp_path, status):
    return of(tmp_path, network=NETWORK, statuses=f"{STATUSES}{status}\n", vocabularies=THEMES)


@pytest.mark.parametrize("status", ["dropped: {label: {en: dropped, sq: i hequr}, judged: false}", ""])
def test_a_network_with_its_own_reason_for_no_verdict_keeps_no_verdict_on_file(tmp_path, status):
    model = with_statuses(tmp_path, status)
    assert model.missing == "not_assessed"
    assert model.statuses["not_assessed"].label["en"] == load_model().statuses["not_assessed"].label["en"]
    make_example(tmp_path, municipalities=2, years=2, model=model)
    data = read_folder(tmp_path, model)
    assert measures.fulfilment(data)["assessed"].sum() > 0
    assert measures.panel(data)["status"].notna().all()


def test_what_a_network_says_itself_of_no_verdict_on_file_is_kept(tmp_path):
    model = with_statuses(tmp_path, "not_assessed: {label: {en: nothing yet, sq: asgjë}, judged: false}")
    assert (model.missing, model.statuses["not_assessed"].label["en"]) == ("not_assessed", "nothing yet")
    own = with_statuses(tmp_path, "open: {label: {en: open, sq: hapur}, judged: false, missing: true}")
    assert own.missing == "open"
    assert "not_assessed" not in own.statuses


def test_a_language_more_is_one_file_and_speaks_pops_own_verdicts(tmp_path):
    network = "short_name: POP\nname: {sq: Rrjeti, en: The network, it: La rete}\nlanguages: [sq, en, it]\n"
    own, pop = of(tmp_path, network=network, locale_it=ITALIAN), load_model()
    assert [status.label["it"] for status in own.scale] == ["realizzata", "realizzata in parte", "non realizzata"]
    assert len({status.letter("it") for status in own.statuses.values()}) == len(own.statuses)
    assert own.statuses["unverifiable"].label["it"] == pop.statuses["unverifiable"].label["en"]
    assert own.label("themes", "water", "it") == "Acqua"
    assert own.label("themes", "youth", "it") == pop.label("themes", "youth", "en")
    words = Words(own, "it")
    assert words("municipality", place="Lumas") == "Comune di Lumas"
    assert words("undated") == Words(pop, "en")("undated")
    for language in ("sq", "en"):  # what was there already stays as it was
        assert own.words[language] == pop.words[language]
        assert [each.extra["counted"][language] for each in own.scale] == [
            each.extra["counted"][language] for each in pop.scale
        ]
    assert site_words(Dataset({}, own), "it")["language"] == "Italiano"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"network": "short_name: A\n\tname: B\n"}, "network.yml:2: This cannot be read"),
        ({"network": "short_name: A: B\n"}, "quotes"),
        (
            {"locale_en": "labels: {themes: {watr: Water}}\n"},
            "locale/en.yml:1 › labels.themes.watr: “watr” nuk njihet. Mos është “water”?",
        ),
        ({"locale_en": "labels: {thems: {water: Water}}\n"}, "Mos është “themes”?"),
        ({"statuses": "- kept\n- broken\n"}, "statuses.yml: Këtu pritet: çelësa me vlera"),
        (
            {"statuses": f"{STATUSES}not_assessed: {{label: none}}\nout: {{label: out, judged: false}}\n"},
            "riemërtojeni",
        ),
    ],
)
def test_a_declaration_that_cannot_be_used_says_which_file_and_why(tmp_path, files, said):
    with pytest.raises(WrongDeclaration) as wrong:
        of(tmp_path, **files)
    assert said in str(wrong.value)


@pytest.mark.parametrize(
    ("languages", "headings"),
    [
        ({"fr": "français", "nl": "Nederlands"}, ["Priority", "Priority (Nederlands)"]),
        ({"sq": "shqip", "nl": "Nederlands"}, ["Priority in Albanian", "Priority (Nederlands)"]),
        ({"nl": "Nederlands", "en": "English"}, ["Priority", "Priority in English"]),
    ],
)
def test_the_columns_of_titles_are_called_after_the_languages_of_the_network(languages, headings):
    own = load_model().declared
    words = {code: {**own["words"]["en"], "language": name} for code, name in languages.items()}
    network = own["network"] | {"languages": [*languages]}
    fields = Model({**own, "network": network, "words": own["words"] | words}).tables["priorities"].fields
    assert [fields[name].header["en"] for name in ("title_sq", "title_en")] == headings
    assert "Priority in English" in (*fields["title_en"].written, *fields["title_en"].header.values())
