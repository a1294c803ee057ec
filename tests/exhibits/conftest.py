"""Everything the library shows: of the real data and of the invented network, in both languages."""

from datetime import date
from types import SimpleNamespace

import pytest

from pop_analysis import exhibits
from pop_analysis.commands import example as make_example
from pop_analysis.reading import read_folder

TERM = ["2019-2023", "2021-2023"]  # the term before the last of the invented network, monitored for four years
HOSTILE = '<b>x</b><a href="javascript:1">'


def everything(data, language, places, year=2021):
    """Name → block, for every function of the library that shows something."""
    cycles, moving = exhibits.term(data), exhibits.moving_term(data)
    blocks = {
        "network head": exhibits.network_head(data, language=language),
        "evidence head": exhibits.evidence_head(data, language=language),
        "review head": exhibits.review_head(data, year, language=language),
        "stacked bars": exhibits.stacked_bar_chart(data, cycles, language=language),
        "range bars": exhibits.range_bar_chart(data, cycles, language=language),
        "theme heat": exhibits.theme_heat_chart(data, cycles, language=language),
        "beneficiaries heat": exhibits.theme_heat_chart(data, cycles, language=language, by="beneficiaries"),
        "pillar heat": exhibits.theme_heat_chart(data, cycles, language=language, by="pillar"),
        "competence heat": exhibits.theme_heat_chart(data, cycles, language=language, by="competence"),
        "dot plot": exhibits.interval_chart(data, cycles, language=language),
        "sensitivity grid": exhibits.sensitivity_chart(data, cycles, language=language),
        "laboratory": exhibits.laboratory(data, cycles, language=language),
        "survey bars": exhibits.survey_chart(data, language=language),
        "dot map": exhibits.map_chart(data, language=language),
        "coverage map": exhibits.coverage_chart(data, language=language),
        "ladder": exhibits.campaign_ladder_chart(data, language=language),
        "ladder of a year": exhibits.campaign_ladder_chart(data, calendar_year=year, language=language),
        "timeline": exhibits.timeline_chart(data, language=language),
        "timeline of a year": exhibits.timeline_chart(data, calendar_year=year, language=language),
        "audit": exhibits.published_audit_chart(data, language=language),
        "audit of a year": exhibits.published_audit_chart(data, calendar_year=year, language=language),
        "slope chart": exhibits.slope_chart(data, moving, language=language),
        "transition flow": exhibits.transition_flow_chart(data, moving, language=language),
        "bridge": exhibits.bridge_chart(data, moving, language=language),
        "cumulative steps": exhibits.cumulative_steps_chart(data, moving, language=language),
        "regressions": exhibits.regressions_table(data, moving, language=language),
        "all contracts compared": exhibits.contract_succession_table(data, language=language),
        "monitors agree": exhibits.agreement_table(data, language=language),
        "all to adjudicate": exhibits.adjudication_table(data, language=language),
        "all citizens": exhibits.citizens_table(data, language=language),
        "outputs": exhibits.outputs_table(data, f"{year}-01-01", f"{year}-12-31", by=("type",), language=language),
        "outputs by place": exhibits.outputs_table(
            data, f"{year}-01-01", f"{year}-12-31", by=("municipality",), language=language
        ),
        "outputs by month": exhibits.outputs_table(
            data, f"{year}-01-01", f"{year}-12-31", by=("calendar_year", "month"), language=language
        ),
        "outcomes": exhibits.outcomes_table(data, f"{year}-01-01", f"{year}-12-31", language=language),
        "decisions": exhibits.decisions_table(data, f"{year}-01-01", f"{year}-12-31", language=language),
        "averages": exhibits.averages_table(data, cycles, language=language),
        "members": exhibits.members_table(data, language=language),
        "participation": exhibits.participation_table(data, language=language),
        "account": exhibits.accounts_list(data, year, "forums", language=language),
        "joined": exhibits.joined_notice(data, year, language=language),
        "all contracts": exhibits.contracts_table(data, calendar_year=year, language=language),
        "all reports": exhibits.reports_table(data, calendar_year=year, language=language),
        "all statements": exhibits.statements_table(data, calendar_year=year, speaker="network", language=language),
        "forums": exhibits.activities_table(data, ["public_forum"], calendar_year=year, language=language),
        "videos": exhibits.activities_table(data, ["video"], until=year, language=language),
        "published figures": exhibits.published_figures_table(data, year, language=language),
        "all contradictions": exhibits.contradictions_table(data, language=language),
        "all findings": exhibits.findings_table(data, language=language),
    }
    # Every figure is computed for the audit of one place too: one place is enough.
    blocks[f"audit of {places[0]}"] = exhibits.published_audit_chart(data, places[0], language=language)
    for place in places:
        cycle = exhibits.chosen_cycle(data, place)
        own = {
            "head": exhibits.municipality_head(data, place, language=language),
            "unit chart": exhibits.unit_chart(data, place, cycle, language=language),
            "status strip": exhibits.status_strip_chart(data, place, cycle, language=language),
            "benchmark strip": exhibits.benchmark_chart(data, place, exhibits.term(data, cycle), language=language),
            "earlier benchmark strip": exhibits.benchmark_chart(data, place, TERM, language=language),
            "ladder": exhibits.campaign_ladder_chart(data, place, language=language),
            "timeline": exhibits.timeline_chart(data, place, language=language),
            "coverage map": exhibits.coverage_chart(data, place, language=language),
            "stories": exhibits.priority_stories(data, place, cycle, language=language),
            "priorities": exhibits.priorities_table(data, place, cycle, language=language),
            "evidence bars": exhibits.evidence_chart(data, place, cycle, language=language),
            "bridge": exhibits.bridge_chart(data, [cycle], place, language=language),
            "changed between years": exhibits.year_changes_table(data, place, cycle, language=language),
            "contracts compared": exhibits.contract_succession_table(data, place, language=language),
            "citizens": exhibits.citizens_table(data, place, language=language),
            "adjudication": exhibits.adjudication_table(data, place, language=language),
            "evidence": exhibits.evidence_table(data, place, cycle, language=language),
            "replies": exhibits.replies_table(data, place, cycle, language=language),
            "statements": exhibits.statements_table(data, place, language=language),
            "contracts": exhibits.contracts_table(data, place, language=language),
            "reports": exhibits.reports_table(data, place, language=language),
            "contradictions": exhibits.contradictions_table(data, place, language=language),
            "contract": exhibits.contract_notice(data, place, cycle, language=language),
            "unknowns": exhibits.unknowns_list(data, place, cycle, language=language),
            "findings": exhibits.findings_table(data, place, language=language),
        }
        blocks |= {f"{name} of {place}": block for name, block in own.items()}
    return blocks


@pytest.fixture(scope="session")
def everything_of():
    """Every block of a data set, by name: see :func:`everything`."""
    return everything


@pytest.fixture(scope="session")
def example(made_once):
    """The invented network with two municipalities more: four of them may be compared."""
    return read_folder(made_once("example-of-8", lambda folder: make_example(folder, municipalities=8, years=4)))


@pytest.fixture(scope="session", params=[(name, language) for name in ("data", "example") for language in ("sq", "en")])
def shown(request):
    """All blocks of one data set in one language, with the exhibits among them."""
    name, language = request.param
    data = request.getfixturevalue(name)
    # With verdicts, with a report only, with campaigns; and of the invented ones one with
    # verdicts and the one that has signed its contract and has nothing else.
    judged = list(dict.fromkeys(data.assessments["municipality"]))[:1]
    bare = [place for place in data.municipalities["municipality"] if place not in set(data.reports["municipality"])]
    places = ["vlore", "durres", "elbasan"] if name == "data" else judged + bare
    blocks = everything(data, language, places)
    charts = {key: block for key, block in blocks.items() if isinstance(block, exhibits.Exhibit)}
    return SimpleNamespace(data=data, language=language, synthetic=name == "example", blocks=blocks, exhibits=charts)


@pytest.fixture(scope="session")
def hostile(workbook_in, tmp_path_factory, model):
    """A small network whose every text is hostile, read from its workbooks."""
    write = workbook_in(tmp_path_factory.mktemp("hostile"))
    place = f"{HOSTILE}Lumas"
    cycle = {"cycle": "2019-2023"}
    register = [{"municipality": "lumas", "name_sq": place, "latitude": 41, "longitude": 20, "county": HOSTILE}]
    rows = {
        "contracts": [cycle | {"signatories": HOSTILE, "url": "javascript:1", "source": HOSTILE, "note": HOSTILE}],
        "priorities": [
            cycle | {"label": number, "title_sq": f"{HOSTILE}{number}", "theme": "Strehim", "beneficiaries": HOSTILE}
            for number in (1, 2, 3)
        ],
        "assessments": [
            cycle
            | {"label": number, "monitoring_year": year, "status": status}
            | {"reason": HOSTILE, "note": HOSTILE, "source": "javascript:1"}
            for number in (1, 2, 3)
            for year, status in ((1, "adresuar pjesërisht"), (2, "nuk është adresuar"))
        ],
        "reports": [cycle | {"monitoring_year": 1, "period": 2021, "url": "javascript:1", "note": HOSTILE}],
        "evidence": [cycle | {"label": 1, "kind": "fotografi", "url": "javascript:1", "note": HOSTILE}],
        "activities": [
            {"type": "forum publik", "title_sq": HOSTILE, "date": "17.4.2021", "url": "javascript:1"},
            {"type": "video", "title_sq": HOSTILE, "date": "2021", "url": "data:text/html,x"},
        ],
        "campaigns": [{"campaign_title": HOSTILE, "source": "javascript:1"}],
        "campaign_stages": [
            {"campaign_title": HOSTILE, "stage": "Peticion", "amount_all": 5000, "date": "2021", "note": HOSTILE}
        ],
        "statements": [{"speaker": "rrjeti POP", "statement_sq": HOSTILE, "date": "2021", "source": "javascript:1"}],
    }
    share = model.lists["metrics"]["share_addressed"].label["sq"]
    figure = {"figure_period": HOSTILE, "calendar_year": 2021, "value": 40, "source": HOSTILE}
    network = {
        "members": [{"organisation": HOSTILE, "municipality": place, "website": "javascript:1"}],
        "published_figures": [
            figure | cycle | {"municipality": place, "monitoring_year": 1, "metric": share, "unit": "përqindje"},
            figure | {"metric": "fokus grupe", "unit": "numër", "source": "javascript:1"},
        ],
        "survey": [
            {"question_sq": HOSTILE, "option_sq": f"{HOSTILE}{at}", "side": side, "position": at, "count": 5, "n": 10}
            for at, side in enumerate(("në favor", "kundër"), start=1)
        ],
        "accounts": [
            {"calendar_year": 2021, "section": "forumet publike", "text_sq": HOSTILE, "url": "javascript:1"}
            | {"source": HOSTILE}
        ],
        "contradictions": [
            {"subject_sq": HOSTILE, "version_a_sq": HOSTILE, "version_b_sq": HOSTILE}
            | {"source_a": "javascript:1", "source_b": "data:x"}
        ],
    }
    write(rows, municipality=place, register=register)
    reply = {
        "workbook": [{"kind": "përgjigje", "municipality": place}],
        "replies": [
            cycle | {"label": 1, "monitoring_year": 2, "status_shown": "nuk është adresuar"}
            | dict.fromkeys(("title_shown", "reason_shown", "evidence_shown", "reply", "replied_by"), HOSTILE)
            | {"source": "javascript:1"}
        ],
    }  # fmt: skip
    write(reply, kind="reply", name="reply.xlsx", register=register)
    data = read_folder(write(network, kind="network", register=register), today=date(2025, 6, 1))
    assert set(data.findings["severity"]) == {"note"}, data.findings["message_en"].tolist()
    return SimpleNamespace(data=data, blocks=everything(data, "sq", ["lumas"]))
