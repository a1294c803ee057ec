"""What the accessibility checks share: axe-core, and the statement that is made from the checks that ran."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_FILE_PATH

import pop_analysis as pop
from pop_analysis.commands import example as make_example

AXE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
AXE_VERSION = re.search(r"axe v([\d.]+)", AXE)[1]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": [
        "violations"
    ],  # of what passes each rule with one place: collecting them all takes most of the time
}
# What is asked for and no more: all axe found on a page is megabytes.
RUN = """async (rules) => {
    // What is inside a chart is a picture to those who hear the page; its text alternative is looked at.
    const found = await axe.run({ exclude: ['.js-plotly-plot .svg-container'] }, rules);
    const told = found.violations.map(({ id, impact, nodes }) => [id, impact, nodes[0].html.slice(0, 200)]);
    return { passed: found.passes.length, told };
}"""
TITLE = "Aksesueshmëria · Accessibility"
STATEMENT = os.environ.get("ACCESSIBILITY_STATEMENT")
HEADS = {
    "sq": (
        "Deklarata e aksesueshmërisë",
        "Faqet synojnë WCAG 2.2, niveli AA. Më poshtë është ajo që u kontrollua vërtet, herën e fundit që u ekzekutuan "
        "testet: çdo rresht është një test në `tests/browser/test_accessibility.py`, në faqet e bëra nga të dhënat e "
        "vërteta, në një shfletues të vërtetë.",
        ("Kriteri", "Çfarë u kontrollua", "Rezultati"),
        {"passed": "në rregull", "failed": "NUK plotësohet"},
        "Çfarë nuk u kontrollua: lexuesit e ekranit nuk u provuan me njerëz; videot dhe dokumentet e lidhura janë të "
        "organizatave që i botuan. Për çdo vështirësi i shkruani rrjetit: adresat janë në fund të faqes së vitit.",
    ),
    "en": (
        "Accessibility statement",
        "The pages aim at WCAG 2.2, level AA. Below stands what was really checked when the tests last ran: each line "
        "is a test in `tests/browser/test_accessibility.py`, on the pages made of the real data, in a real browser.",
        ("Criterion", "What was checked", "Result"),
        {"passed": "holds", "failed": "does NOT hold"},
        "What was not checked: screen readers were not tried with people; linked videos and documents belong to those "
        "who published them. Please tell the network of any difficulty: its addresses are at the end of the annual "
        "review.",
    ),
}
_checks: dict[str, dict] = {}
_browser: list[str] = []


def pytest_configure(config):
    config.addinivalue_line("markers", "wcag(criterion, sq, en): what of WCAG a test checks, in the statement's words")


@pytest.fixture
def axe_on():
    """Run axe-core on an opened page; gives its violations as (rule, impact, first place)."""

    def run(page) -> list[tuple[str, str, str]]:
        page.evaluate(AXE)
        found = page.evaluate(RUN, RULES)
        assert found["passed"] > 15  # a page axe found nothing on would pass too
        return [tuple(each) for each in found["told"]]

    return run


@pytest.fixture(scope="session")
def network_of(made_once):
    """The pages of an invented network in a language, those of its municipalities left out."""

    def pages(many: int, language: str) -> Path:
        notebooks = ["network", "evidence", "annual_review"]
        return (
            made_once(f"network-of-{many}-{language}", lambda folder: _make(folder, many, language, notebooks))
            / "pages"
        )

    return pages


@pytest.fixture(scope="session")
def invented(made_once):
    """The pages of the municipalities of an invented network of twelve, by their names."""
    folder = made_once("invented-municipalities", lambda place: _make(place, 12, "en", ["municipality"]))
    return {path.stem: path for path in sorted((folder / "pages").glob("municipality-*.html"))}


def _make(folder: Path, many: int, language: str, notebooks: list[str]) -> None:
    make_example(folder / "raw", municipalities=many)
    given = {"notebooks": notebooks, "languages": [language], "progress": False}
    pop.report(folder / "raw", folder / "tables", folder / "pages", **given)


@pytest.fixture(autouse=True)
def _name_the_browser(request):
    if STATEMENT and not _browser and "browser" in request.fixturenames:
        _browser.append(request.getfixturevalue("browser").version)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    marker = item.get_closest_marker("wcag")
    if marker is None or (report.when != "call" and report.passed):
        return
    check = _checks.setdefault(item.originalname, {"marker": marker.args, "outcomes": []})
    check["outcomes"].append(report.outcome)


def pytest_sessionfinish(session):
    if STATEMENT and _checks:
        Path(STATEMENT).write_text(statement(), encoding="utf-8", newline="\n")


def statement() -> str:
    """The statement, from the checks that ran: nothing in it was not checked."""
    tools = (
        f"Chromium {_browser[0] if _browser else '?'}, axe-core {AXE_VERSION}, pop-analysis {version('pop-analysis')}"
    )
    parts = [
        "<!-- Made by `make accessibility` from the checks that ran; not written by hand. -->",
        "",
        f"# {TITLE}",
        "",
    ]
    for language, (title, lead, heads, results, rest) in HEADS.items():
        parts += [f"## {title}", "", lead, "", f"{tools}, {datetime.now(UTC):%Y-%m-%d}.", ""]
        parts += [f"| {' | '.join(heads)} |", "| --- | --- | --- |"]
        for check in _checks.values():
            criterion, *said = check["marker"]
            outcome = "passed" if set(check["outcomes"]) == {"passed"} else "failed"
            text = said[list(HEADS).index(language)]
            parts.append(f"| {criterion} | {text} ({len(check['outcomes'])}×) | {results[outcome]} |")
        parts += ["", rest, ""]
    return "\n".join(parts)
