"""Why a verdict is missing is known, or it is not said: leads, lists, index, from workbooks as people fill them."""

import pytest
from page_parts import card, lead

import pop_analysis as pop
from pop_analysis import exhibits
from pop_analysis.commands.plan_network import network_plan
from pop_analysis.exhibits.absences import years_without_verdicts
from pop_analysis.locale import Words
from pop_analysis.reading import Dataset

CYCLE = "2019-2023"
WHOLE = [{"cycle": CYCLE, "priorities_total": 3}]


def verdicts(letters, year=1, **more):
    """Rows of verdicts from letters, one a priority: F P N, ? not verifiable, W withdrawn, - none."""
    status = {"F": "fully", "P": "partially", "N": "not_addressed", "?": "unverifiable", "W": "withdrawn"}
    numbered = enumerate(letters, start=1)
    return [
        {"cycle": CYCLE, "label": number, "monitoring_year": year, "status": status.get(letter, letter)} | more
        for number, letter in numbered
        if letter != "-"
    ]


@pytest.fixture
def place(workbook, contract, read):
    """The data of one invented municipality: its contract of three priorities, and what a test adds to it."""

    def made(**tables):
        return read(workbook(contract("Ujë", "Rrugë", "Shkollë", **tables)))

    return made


@pytest.mark.parametrize(
    ("letters", "said", "state"),
    [
        ("WWW", "Year 1: 3 of 3 were withdrawn.", "withdrawn"),
        ("???", "Year 1: 3 of 3 were looked for and are not verifiable.", "not_verifiable"),
    ],
)
def test_statuses_that_stand_apart_are_told_and_not_called_missing(place, root, letters, said, state):
    data = place(assessments=verdicts(letters))
    assert said in lead(data)
    assert "entered" not in lead(data)
    assert "published" not in lead(data)
    assert pop.coverage(data)["state"].tolist() == [state]
    assert pop.panel(data)["state"].unique().tolist() == [state]
    assert said in card(data, root)
    assert said in repr(exhibits.unit_chart(data, "lumas", CYCLE, language="en"))
    assert said in repr(exhibits.status_strip_chart(data, "lumas", CYCLE, language="en"))
    known = state == "withdrawn"  # nothing is to be mended there
    assert (said in repr(exhibits.unknowns_list(data, "lumas", CYCLE, language="en"))) is not known


@pytest.mark.parametrize(
    ("letters", "mend"),
    [
        ("FFW", None),
        ("FF?", "Enter the evidence, with date and link."),
        ("FFx", "Mend the rows the findings name."),
        ("FF-", "Enter the verdicts of the report"),
        ("F?-", "Enter the verdicts of the report"),
    ],
)
def test_what_would_mend_a_missing_verdict_fits_why_it_is_missing(place, letters, mend):
    data = place(contracts=WHOLE, assessments=verdicts(letters))
    lines = [[span.text for span in line] for line in exhibits.unknowns_list(data, "lumas", CYCLE, language="en").lines]
    of_year = [asked for gap, asked in lines if gap.startswith("Year 1")]
    assert len(of_year) == (mend is not None)
    assert all(mend in asked for asked in of_year)


@pytest.mark.parametrize(("letters", "said"), [("WWW", "withdrawn"), ("???", "not verifiable")])
def test_of_a_report_all_of_whose_verdicts_are_told_nothing_is_said_to_be_missing(place, root, letters, said):
    report = [{"cycle": CYCLE, "monitoring_year": 1, "url": "https://example.org/1"}]
    whole = place(contracts=WHOLE, assessments=verdicts(letters), reports=report)
    for told in (lead(whole), card(whole, root)):
        assert said in told
        assert "report is public" not in told
    part = place(contracts=WHOLE, assessments=verdicts(letters[:2]), reports=report)
    assert said in lead(part)
    assert "the monitoring report is public, its verdicts are not on file" in lead(part)


def test_a_contract_nobody_monitored_says_that_nothing_on_it_is_on_file(place):
    data = place()
    assert lead(data).endswith("no verdict on a priority is on file. Nothing on its monitoring is on file.")
    assert pop.panel(data)["state"].unique().tolist() == ["never_entered"]


def test_a_public_report_is_named_and_a_published_figure_only_where_there_is_one(place):
    report = place(reports=[{"cycle": CYCLE, "monitoring_year": 2, "url": "https://example.org/r"}])
    assert lead(report).endswith("Year 2: the monitoring report is public, its verdicts are not on file.")
    assert pop.panel(report)["state"].unique().tolist() == ["published_only"]
    assert "share" not in lead(report)


def test_what_the_reader_put_aside_is_counted_and_never_called_not_entered(place):
    data = place(contracts=WHOLE, assessments=verdicts(["F", "mirë", "keq"]))
    states = pop.panel(data).set_index("number")["state"].to_dict()
    assert states == {1: "judged", 2: "put_aside", 3: "put_aside"}
    assert [gap for gap, _ in years_without_verdicts(data, Words(data.model, "en"), "lumas", CYCLE)] == [
        "Year 1: 2 rows with verdicts were put aside when the workbook was read."
    ]
    assert "1 of the contract's 3 priorities was judged" in lead(data)


def test_a_year_of_which_every_verdict_was_put_aside_is_not_a_year_nobody_monitored(place):
    data = place(assessments=verdicts(["mirë", "mirë", "keq"]))
    assert lead(data).endswith("Year 1: 3 rows with verdicts were put aside when the workbook was read.")
    assert lead(data, "sq").endswith("Viti 1: 3 rreshta me vlerësime u lanë mënjanë gjatë leximit.")
    assert pop.coverage(data)["state"].tolist() == ["put_aside"]


def test_a_row_whose_year_cannot_be_read_leaves_open_which_verdict_it_was(place):
    data = place(assessments=verdicts("F") + verdicts("P", "kush e di"))
    assert set(pop.panel(data)["state"]) == {"judged", "not_known"}
    assert "1 row with a verdict, whose contract or monitoring year was not found, was put aside" in repr(
        exhibits.unknowns_list(data, "lumas", CYCLE, language="en")
    )


@pytest.mark.parametrize("lost", [{"monitoring_year": None}, {"cycle": "2015-2019"}])
def test_where_rows_were_put_aside_nobody_says_that_nothing_is_on_file(place, root, lost):
    data = place(assessments=[row | lost for row in verdicts("FPN")])
    assert pop.coverage(data)["state"].tolist() == ["not_known"]
    shown = [lead(data), card(data, root)]
    shown += [repr(exhibits.unknowns_list(data, "lumas", CYCLE, language="en"))]
    shown += [repr(exhibits.unit_chart(data, "lumas", CYCLE, language="en"))]
    for text in shown:
        assert "Nothing on its monitoring" not in text
        assert "3 rows with verdicts, whose contract or monitoring year was not found, were put aside" in text
    chart = exhibits.coverage_chart(data, "lumas", language="en")
    assert chart.headline.startswith("No monitoring year is on file; verdicts may stand among")


def test_the_templates_example_is_nothing_somebody_entered(place):
    assert place().put_aside.empty


def test_no_contract_on_file_leaves_no_hole_in_a_sentence(workbook, read):
    data = read(workbook({"contracts": [{"cycle": "kush e di"}]}))
    for language, said in (("en", "1 row on its contracts was put aside"), ("sq", "1 rresht për kontratat e saj")):
        shown = [lead(data, language), repr(exhibits.unknowns_list(data, "lumas", "", language=language))]
        shown += [repr(exhibits.unit_chart(data, "lumas", "", language=language))]
        shown += [repr(exhibits.status_strip_chart(data, "lumas", "", language=language))]
        assert said in shown[0]
        assert said in shown[1]
        for text in shown:
            assert " :" not in text
            assert "contract )" not in text
            assert "kontrata ," not in text


def test_later_reports_that_are_not_entered_stand_beside_an_old_verdict(place, root):
    report = {"cycle": CYCLE, "monitoring_year": 2, "period": "shtator 2020 – shtator 2021"}
    data = place(assessments=verdicts("FPN"), reports=[report])
    later = "Year 2 (September 2020 – September 2021): the monitoring report is public, its verdicts are not on file."
    assert "monitoring year 1, months not stated" in lead(data)
    assert later in lead(data)
    assert later in card(data, root)
    assert "monitoring year 1" in card(data, root)


def test_coverage_travels_with_the_count(place, root):
    data = place(contracts=WHOLE, assessments=verdicts("P--"))
    head = exhibits.municipality_head(data, "lumas", language="en")
    assert "1 of the contract's 3 priorities was judged" in head.lead
    assert "1 of the contract's 3 priorities was judged" in card(data, root)
    assert [gap for gap, _ in years_without_verdicts(data, Words(data.model, "en"), "lumas", CYCLE)] == [
        "Year 1: no verdict was entered for 2 of 3."
    ]


def test_merged_and_split_priorities_are_counted_in_their_own_years(workbook, read):
    titles = ["Ujë", "Rrugë", "Shkollë", "Ujë dhe rrugë", "Shkolla e re", "Shkolla e vjetër"]
    origins = {4: "1; 2", 5: "3", 6: "3"}
    priorities = [
        {"cycle": CYCLE, "label": number, "title_sq": title}
        | ({"comes_from": origins[number], "since_year": 2} if number in origins else {})
        for number, title in enumerate(titles, start=1)
    ]
    rows = {"contracts": [{"cycle": CYCLE, "priorities_total": 3}], "priorities": priorities}
    data = read(workbook(rows | {"assessments": verdicts("PPP") + verdicts("---FPN", 2)}))
    assert pop.coverage(data)[["assessed", "known", "on_file"]].to_numpy().tolist() == [[3, 3, 3], [3, 3, 3]]
    assert pop.transitions(data)["change"].value_counts().to_dict() == {"merged": 3, "split": 3}
    assert "of 3 priorities judged" in lead(data)
    assert pop.panel(data)["state"].unique().tolist() == ["judged"]


def test_declared_links_without_a_year_hold_from_the_first_verdict_on(workbook, read):
    priorities = [
        {"cycle": CYCLE, "label": number, "title_sq": title} | more
        for number, title, more in ((1, "Ujë", {}), (2, "Rrugë", {}), (3, "Ujë dhe rrugë", {"comes_from": "1; 2"}))
    ]
    rows = {"contracts": [{"cycle": CYCLE}], "priorities": priorities}
    data = read(workbook(rows | {"assessments": verdicts("PP") + verdicts("--F", 2)}))
    assert pop.fulfilment(data)[["assessed", "total"]].to_numpy().tolist() == [[2, 2], [1, 1]]


def test_priorities_added_in_the_second_year_are_not_missing_in_the_first(workbook, contract, read):
    rows = contract("Ujë", "Rrugë", "Shkollë", "Park", "Treg", assessments=verdicts("PNF") + verdicts("NNPFF", 2))
    for row in rows["priorities"][3:]:
        row["since_year"] = 2
    rows["contracts"][0]["priorities_total"] = 5
    data = read(workbook(rows))
    assert pop.coverage(data)[["state", "assessed", "known"]].to_numpy().tolist() == [
        ["verdicts", 3, 3],
        ["verdicts", 5, 5],
    ]


def test_a_new_contract_does_not_hide_the_years_of_the_one_before(workbook, read):
    later = "2021-2023"
    rows = {"contracts": [{"cycle": CYCLE}, {"cycle": later}], "priorities": []}
    rows["priorities"] = [{"cycle": each, "label": 1, "title_sq": f"Ujë {each}"} for each in (CYCLE, later)]
    judged = [(CYCLE, 1, "partially"), (CYCLE, 2, "fully"), (CYCLE, 4, "not_addressed"), (later, 1, "fully")]
    rows["assessments"] = [
        {"cycle": cycle, "label": 1, "monitoring_year": year, "status": status} for cycle, year, status in judged
    ]
    data = read(workbook(rows))
    assert "Social contract 2021–2023, monitoring year 1" in lead(data)
    assert "Social contract 2019–2023, monitoring year 4" in lead(data)
    years = exhibits.contract_years_table(data, "lumas", language="en").frame
    assert years["Contract"].tolist() == ["2019–2023"] * 3 + ["2021–2023"]
    assert years["Change"].tolist() == [
        "–",
        "1 priority improved and none went back",
        "no priority improved and 1 went back",
        "–",
    ]
    changed = exhibits.year_changes_table(data, "lumas", later, language="en").caption
    assert changed == "Lumas, contract 2019–2023, from year 2 to year 4: no priority improved and 1 went back."
    assert "from 1 in year 2 to 0 in year 4" in repr(exhibits.bridge_chart(data, [later], "lumas", language="en"))
    assert exhibits.regressions_table(data, [CYCLE], language="en").frame["From year"].tolist() == [2]
    head = exhibits.network_head(data, language="en")
    assert "1 priority was judged" in head.lead
    assert head.lines[0].text == "Counted once, by the last contract judged: Lumas 2021–2023."


def test_no_years_to_compare_is_said_of_all_contracts(place):
    data = place(assessments=verdicts("FPN"))
    for shown in (
        exhibits.year_changes_table(data, "lumas", CYCLE, language="en"),
        exhibits.bridge_chart(data, [CYCLE], "lumas", language="en"),
    ):
        assert "no contract has verdicts of two years" in repr(shown)


@pytest.mark.parametrize(
    ("letters", "total", "of"), [("P--", 3, "1 of 3"), ("FPN", None, "3 of ?"), ("FPN", 4, "3 of 4")]
)
def test_no_share_stands_where_too_little_was_judged_or_of_how_many_is_not_known(place, letters, total, of):
    data = place(contracts=[{"cycle": CYCLE, "priorities_total": total}], assessments=verdicts(letters))
    bars = exhibits.stacked_bar_chart(data, [CYCLE], language="en")
    assert bars.frame[["fully", "fully or partially"]].isna().all(axis=None)
    assert [trace["x"] for trace in bars.figure["data"]] == [[None]] * 3
    assert (
        f"Without a bar of shares, for less than 80% was judged, or of how many is not known: Lumas ({of})."
        in bars.note
    )
    assert f"n={of.replace(' of ', '/')}" in [each["text"] for each in bars.figure["layout"]["annotations"]]
    averages = exhibits.averages_table(data, [CYCLE], language="en")
    assert averages.frame["Fully or partially: mean of municipalities"].tolist() == ["–"]
    assert f"is not known: Lumas ({of}, contract 2019–2023, year 1)." in averages.note
    dots = exhibits.interval_chart(data, [CYCLE], language="en")
    assert not any(trace["x"] for trace in dots.figure["data"])
    assert f"Lumas ({of})" in dots.note
    assert exhibits.contract_years_table(data, "lumas", language="en").frame["Judged"].tolist() == [of]
    assert "percentage" not in exhibits.unit_chart(data, "lumas", CYCLE, language="en").note
    assert bars.subtitle.startswith(
        "3 priorities judged, of how many is not known" if total is None else f"{of[0]} priorit"
    )
    assert "%" not in exhibits.range_bar_chart(data, [CYCLE], language="en").headline


@pytest.mark.parametrize(
    ("letters", "of_contract", "of_network"),
    [
        (
            "FPN",
            "was not addressed; how many the contract has is not",
            "was not addressed; how many their contracts have",
        ),
        (
            "FP-",
            "2 priorities were judged, of at least 3 in the",
            "2 priorities were judged, of at least 3 in their",
        ),
        ("P--", "1 priority was judged, of at least 3 in the", "1 priority was judged, of at least 3 in their"),
    ],
)
def test_where_it_is_not_known_how_many_priorities_there_are_every_sentence_says_so(
    place, root, letters, of_contract, of_network
):
    data = place(assessments=verdicts(letters))
    own, network = exhibits.municipality_head(data, "lumas", language="en"), exhibits.network_head(data, language="en")
    chart = exhibits.unit_chart(data, "lumas", CYCLE, language="en")
    for said in (own.lead, card(data, root), chart.headline):
        assert of_contract in said
    assert of_network in network.lead
    notes = [fact.note.split(" · ")[0] for head in (own, network) for fact in head.facts[:2]]
    assert set(notes) == {"of the priorities judged; how many there are is not known"}
    assert "nuk dihet" in lead(data, "sq") or "të paktën 3" in lead(data, "sq")


@pytest.mark.parametrize(("letters", "total", "drawn"), [("FPN-", 4, False), ("FPN", None, False), ("FPN", 3, True)])
def test_colour_and_ring_stand_for_shares_only_where_one_may_be_said(judged, letters, total, drawn):
    whole = judged({"lumas": {1: letters}})
    places = whole.municipalities.assign(latitude=41.0, longitude=20.0)
    contracts = whole.contracts.assign(priorities_total=total).astype({"priorities_total": "Int64"})
    data = Dataset({**whole.tables, "municipalities": places, "contracts": contracts}, whole.model)
    (cells,) = exhibits.theme_heat_chart(data, [CYCLE], language="en").figure["data"]
    assert (cells["marker"]["color"] != ["#FFFFFF"]) == drawn
    ring = exhibits.map_chart(data, language="en").figure["layout"]["shapes"]
    shown = [shape["name"] for shape in ring if shape["name"] != "outline"]
    assert shown == (["fully", "partially", "not_addressed"] if drawn else ["counts"])


def test_months_are_counted_from_one_origin_which_the_axis_names(workbook, contract, read):
    for name, place, more in (
        ("a.xlsx", "Lumas", {"signed_on": "10.6.2019"}),
        ("b.xlsx", "Gurrë", {"observed_from": "qershor 2019"}),
    ):
        rows = contract("Ujë", assessments=verdicts("F", period="qershor 2019 – maj 2020"))
        rows["contracts"][0] |= more
        data = read(workbook(rows, name=name, municipality=place))
    assert pop.exposure(data)["months_observed"].tolist() == [12, 12]
    bars = exhibits.stacked_bar_chart(data, [CYCLE], language="en")
    headings = [each["text"].replace("<br>", " ") for each in bars.figure["layout"]["annotations"][:2]]
    assert headings == [
        "<i>Year 1 · 12 months observed, counted from the start of monitoring</i>",
        "<i>Year 1 · 12 months observed, counted from the signing</i>",
    ]


@pytest.mark.parametrize(
    ("dates", "code"),
    [({"signed_on": "10.6.2021"}, "DT-06"), ({"observed_from": "gusht 2021"}, "DT-07"), ({}, "DT-08")],
)
def test_a_period_that_ends_before_its_contract_began_is_found_and_gives_no_months(
    workbook, contract, read, dates, code
):
    rows = contract("Ujë", assessments=verdicts("F", period="gusht 2017 – gusht 2018"))
    rows["contracts"][0] |= dates
    data = read(workbook(rows))
    found = data.findings[data.findings["code"].str.startswith("DT-")]
    assert found[["code", "sheet", "cell"]].to_numpy().tolist() == [[code, "Vlerësimet", "E2"]]
    assert len(data.assessments) == 1
    assert pop.exposure(data)["months_observed"].isna().all()


def test_dates_known_only_by_their_year_give_no_months(workbook, contract, read):
    rows = contract("Ujë", assessments=verdicts("F", period="2020"))
    rows["contracts"][0] |= {"signed_on": "2019"}
    data = read(workbook(rows))
    assert pop.exposure(data)["months_observed"].isna().all()
    assert "monitoring year 1, 2020:" in lead(data)


def test_what_was_put_aside_leads_to_the_findings(place):
    spans = [
        span
        for item in exhibits.unknowns_list(place(assessments=verdicts(["mirë"])), "lumas", CYCLE, language="en").items
        if not isinstance(item, str)
        for span in item
    ]
    assert [span.url for span in spans if span.url] == ["#findings"]
    assert "#findings" not in repr(exhibits.unknowns_list(place(), "lumas", CYCLE, language="en").to_json())


def test_nobody_counted_is_not_zero_of_either_sex(place):
    activity = {"type": "trajnim", "title_sq": "Trajnim"}
    data = place(activities=[activity | {"date": "1.2.2021", "women": 14}, activity | {"date": "2.3.2021", "men": 9}])
    counts = pop.activity_counts(data).iloc[0]
    assert counts["with_sex"] == 0
    assert counts[["women", "men"]].isna().all()
    outputs = exhibits.outputs_table(data, "2021-01-01", "2021-12-31", language="en").frame
    assert outputs[["Women", "Men"]].isna().all(axis=None)


def test_a_place_of_a_flat_sheet_has_its_findings_and_nothing_said_again_was_put_aside(workbook, read):
    folder = workbook({}, kind="network")
    rows = ["1,Ujë,1,adresuar plotësisht", "2,Rrugë,1,gjysmake", "1,Ujë,2,adresuar plotësisht"]
    lines = ["Vendi,Kontrata,Nr,Titulli,Viti,Gjendja", *(f"Lumas,{CYCLE},{row}" for row in rows)]
    (folder / "fletë.csv").write_text("\n".join(lines), encoding="utf-8")
    shared = "municipality: Vendi, cycle: Kontrata"
    entries = {
        "contracts": shared,
        "priorities": f"{shared}, label: Nr, title_sq: Titulli",
        "assessments": f"{shared}, label: Nr, monitoring_year: Viti, status: Gjendja",
    }
    mapping = [f"- {{file: fletë.csv, table: {table}, columns: {{{columns}}}}}" for table, columns in entries.items()]
    (folder / "mapping.yml").write_text("\n".join(mapping), encoding="utf-8")
    data = read(folder)
    assert data.put_aside["table"].tolist() == ["assessments"]
    said = str(exhibits.findings_table(data, "lumas", language="en"))
    assert "gjysmake" in said
    assert "found nothing to mend" not in said


def test_a_verdict_to_be_confirmed_is_marked_on_its_square_of_the_index_too(place, root):
    rows = verdicts("PPN")
    data = place(contracts=WHOLE, assessments=[rows[0], rows[1] | {"to_confirm": "po"}, rows[2]])
    report = next(
        each for each in network_plan(data, root / "notebooks").reports if each.name == "municipality-lumas-en"
    )
    squares = [(each["letter"]["en"], each["label"]["en"]) for each in report.card["squares"]]
    assert squares == [
        ("◐", "partially addressed"),
        ("◐*", "partially addressed (to be confirmed)"),
        ("○", "not addressed"),
    ]
    assert "“*” marks 1 verdict that has yet to be confirmed" in report.card["text"]["en"]
    assert "“*” shënon 1 vlerësim" in report.card["text"]["sq"]


def answered(data, question, language="en"):
    """What the first screen of the page answers to one of the readers' questions."""
    answers = exhibits.municipality_head(data, "lumas", language=language).answers
    return next(each.answer for each in answers if each.question == question)


@pytest.mark.parametrize(
    ("total", "promised", "judged"),
    [
        (None, "on file: 3; how many in all is not known", "fully or partially: 2; judged: 2 of ?"),
        (5, "5 priorities, 3 of them on file", "fully or partially: 2; judged: 2 of 5"),
        (3, "3 priorities", "fully or partially: 2; judged: 2 of 3"),
    ],
)
def test_the_first_screen_says_of_how_many_priorities(place, total, promised, judged):
    data = place(contracts=[{"cycle": CYCLE, "priorities_total": total}], assessments=verdicts("FP-"))
    assert answered(data, "What was promised?") == promised
    assert answered(data, "What became of it?") == judged


def test_the_first_screen_names_the_years_of_a_change_and_says_none_where_nothing_was_judged_twice(place):
    twice = place(assessments=[*verdicts("FPN"), *verdicts("FNN", 2)])
    assert answered(twice, "What changed?") == "none better, 1 worse (from year 1 to year 2)"
    apart = place(assessments=[*verdicts("F--"), *verdicts("-P-", 2)])
    assert answered(apart, "What changed?") == "it cannot be said, no priority was judged in both years"


@pytest.mark.parametrize("letters", ["WWW", "???"])
def test_the_first_screen_gives_no_cause_for_a_missing_verdict(place, letters):
    assert answered(place(assessments=verdicts(letters)), "What became of it?") == "no verdict is on file"


def test_a_county_is_called_as_the_register_calls_a_place_of_that_name_and_no_name_is_made_up(judged, root):
    register = [
        {"municipality": "lumas", "name_sq": "Lumas", "name_en": "Luma", "county": "Lumas"},
        {"municipality": "gurre", "name_sq": "Gurrë", "county": "Bregor"},
        {"municipality": "ura", "name_sq": "Ura", "county": "Gurrë"},
        {"municipality": "fush", "name_sq": "Fush"},
    ]
    data = judged({each["municipality"]: {1: "F"} for each in register}, municipalities=register)
    parts = {
        each.name: each.card["part"] for each in network_plan(data, root / "notebooks") if "part" in (each.card or {})
    }
    assert parts["municipality-lumas-en"] == {"sq": "Lumas", "en": "Luma"}
    assert parts["municipality-gurre-en"] == {"sq": "Bregor"}
    assert parts["municipality-ura-en"] == {"sq": "Gurrë"}
    assert not parts["municipality-fush-en"]
