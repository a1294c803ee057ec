"""Everything the library shows: of the real data and of the invented network, in both languages."""

from datetime import date
from types import SimpleNamespace

import pytest

from pop_analysis import exhibits
from pop_analysis.commands import example as make_example
from pop_analysis.exhibits.tables import listings
from pop_analysis.reading import read_folder

TERM = ["2019-2023", "2021-2023"]  # the term before the last of the invented network, monitored for four years
HOSTILE = '<b>x</b><a href="javascript:1">'


def everything(data, language, places, year=2021):
    """Name → block, for every function of the library that shows something."""
    cycles, moving = exhibits.term(data), exhibits.moving_term(data)
    blocks = {
        "network head": exhibits.network_head(data, language=language),
        "review head": exhibits.review_head(data, year, language),
        "stacked bars": exhibits.stacked_bars(data, cycles, language=language),
        "range bars": exhibits.range_bars(data, cycles, language=language),
        "theme heat": exhibits.theme_heat(data, cycles, language=language),
        "beneficiaries heat": exhibits.theme_heat(data, cycles, language=language, by="beneficiaries"),
        "pillar heat": exhibits.theme_heat(data, cycles, language=language, by="pillar"),
        "competence heat": exhibits.theme_heat(data, cycles, language=language, by="competence"),
        "dot plot": exhibits.dot_plot(data, cycles, language=language),
        "sensitivity grid": exhibits.sensitivity_grid(data, cycles, language=language),
        "laboratory": exhibits.laboratory(data, cycles, language=language),
        "survey bars": exhibits.survey_bars(data, language),
        "dot map": exhibits.dot_map(data, language),
        "coverage map": exhibits.coverage_map(data, language=language),
        "ladder": exhibits.ladder(data, language=language),
        "ladder of a year": exhibits.ladder(data, year=year, language=language),
        "timeline": exhibits.timeline(data, language=language),
        "timeline of a year": exhibits.timeline(data, year=year, language=language),
        "audit": exhibits.published_audit(data, language=language),
        "audit of a year": exhibits.published_audit(data, year=year, language=language),
        "slope chart": exhibits.slope_chart(data, moving, language=language),
        "transition flow": exhibits.transition_flow(data, moving, language=language),
        "bridge": exhibits.bridge_chart(data, moving, language=language),
        "cumulative steps": exhibits.cumulative_steps(data, moving, language),
        "regressions": exhibits.regressions(data, moving, language),
        "all contracts compared": exhibits.contracts_compared(data, language=language),
        "monitors agree": exhibits.monitors_agree(data, language),
        "all to adjudicate": exhibits.adjudication(data, language=language),
        "all citizens": exhibits.citizens(data, language=language),
        "outputs": exhibits.outputs(data, f"{year}-01-01", f"{year}-12-31", ("type",), language),
        "outputs by place": exhibits.outputs(data, f"{year}-01-01", f"{year}-12-31", ("municipality",), language),
        "outputs by month": exhibits.outputs(data, f"{year}-01-01", f"{year}-12-31", ("year", "month"), language),
        "outcomes": exhibits.outcomes(data, f"{year}-01-01", f"{year}-12-31", language),
        "decisions": exhibits.decisions(data, f"{year}-01-01", f"{year}-12-31", language),
        "averages": listings.averages(data, cycles, language),
        "members": listings.members(data, language),
        "joined": listings.joined(data, year, language),
        "all contracts": listings.contracts(data, year=year, language=language),
        "all reports": listings.reports(data, year=year, language=language),
        "all statements": listings.statements(data, year=year, speaker="network", language=language),
        "forums": listings.activities(data, ["public_forum"], year=year, language=language),
        "videos": listings.activities(data, ["video"], until=year, language=language),
        "published figures": listings.published_figures(data, year, language),
        "all contradictions": listings.contradictions(data, language=language),
        "all findings": listings.findings(data, language=language),
    }
    # Every figure is computed for the audit of one place too: one place is enough.
    blocks[f"audit of {places[0]}"] = exhibits.published_audit(data, places[0], language=language)
    for place in places:
        cycle = exhibits.chosen_cycle(data, place)
        own = {
            "head": exhibits.municipality_head(data, place, language=language),
            "unit chart": exhibits.unit_chart(data, place, cycle, language=language),
            "status strip": exhibits.status_strip(data, place, cycle, language=language),
            "benchmark strip": exhibits.benchmark_strip(data, place, exhibits.term(data, cycle), language=language),
            "earlier benchmark strip": exhibits.benchmark_strip(data, place, TERM, language=language),
            "ladder": exhibits.ladder(data, place, language=language),
            "timeline": exhibits.timeline(data, place, language=language),
            "coverage map": exhibits.coverage_map(data, place, language),
            "priorities": listings.priorities(data, place, cycle, language),
            "evidence bars": exhibits.evidence_bars(data, place, cycle, language),
            "bridge": exhibits.bridge_chart(data, [cycle], place, language=language),
            "changed between years": exhibits.changed_between_years(data, place, cycle, language),
            "contracts compared": exhibits.contracts_compared(data, place, language),
            "citizens": exhibits.citizens(data, place, language),
            "adjudication": exhibits.adjudication(data, place, language),
            "evidence": listings.evidence(data, place, cycle, language),
            "replies": exhibits.replies(data, place, cycle, language),
            "statements": listings.statements(data, place, language=language),
            "contracts": listings.contracts(data, place, language=language),
            "reports": listings.reports(data, place, language=language),
            "contradictions": listings.contradictions(data, place, language),
            "unknowns": listings.unknowns(data, place, cycle, language),
            "findings": listings.findings(data, place, language),
        }
        blocks |= {f"{name} of {place}": block for name, block in own.items()}
    return blocks


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
    figure = {"figure_period": HOSTILE, "year": 2021, "value": 40, "source": HOSTILE}
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
