"""Pages in the place of those that are no longer made: where a page is now, or that it was withdrawn, and when."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from markupsafe import Markup

from pop_analysis import atomic
from pop_analysis.locale import sentence, sentences
from pop_analysis.locale.words import day_in_words
from pop_analysis.pages.page import PAGE_ASSETS
from pop_analysis.pages.plotly_bundle import script_hash
from pop_analysis.pages.sanitise import safe_link
from pop_analysis.pages.templates import template
from pop_analysis.runner.plan import Plan
from pop_analysis.runner.withdrawn import pages_of_before
from pop_analysis.site.index import INDEX, SITE_ASSETS

# What says that a page is one of these, so that another run may replace it or take it away.
MARK = '<meta name="generator" content="pop-analysis stub">'
READ_AT_MOST = 2000
# A link to a place on the page leads to the same place there; without a script to its top.
SCRIPT = 'document.querySelector("a.there").hash = location.hash;'


def write_stubs(plan: Plan, out: Path) -> list[Path]:
    """Write a page under the old address of each that has moved or was withdrawn; return those that stand there.

    Parameters
    ----------
    plan
        All that its project calls for: what has moved there (``Plan.moved``), and the words of its languages.
    out
        The folder of reports; its manifest says what was withdrawn from it. No page that is no stub is touched.
    """
    stubs = dict(_stubs(plan, out))
    for path in out.glob("*.html"):
        if path.stem not in stubs and _is_stub(path):
            path.unlink()
    written = [out / f"{name}.html" for name in stubs if _may_stand(out / f"{name}.html")]
    for path in written:
        atomic.write(path, stubs[path.stem])
    return written


def names_of_stubs(plan: Plan, out: Path) -> list[str]:
    """Names under which :func:`write_stubs` would write a page.

    >>> from pop_analysis.runner.plan import Report
    >>> page = Report("a-en", Path("a.ipynb"), {}, "en", "A")
    >>> names_of_stubs(Plan([page], moved={"old-en": "a-en"}), Path("nowhere"))
    ['old-en']
    """
    return [name for name, _ in _stubs(plan, out)]


def _stubs(plan: Plan, out: Path) -> Iterator[tuple[str, str]]:
    """Name of each page that is not made any more → what stands in its place."""
    made = {report.name: report for report in plan}
    for page in pages_of_before(out):
        if page.name not in made:
            words = _words(plan, page.language)
            on = words["withdrawn_on"].format(when=day_in_words(page.on, page.language or "en")) if page.on else ""
            said = [words["withdrawn_text"].format(title=page.title or page.name), on]
            link = {"href": page.file, "label": words["kept"]}
            site = safe_link(words["website"])
            asked = {"href": site, "label": site} if site else {}
            text = " ".join([*filter(None, said), *([words["not_kept"]] if asked and not page.file else [])])
            yield page.name, _stub(words, page.language, words["withdrawn"], text, link if page.file else asked)
    for old, new in plan.moved.items():
        if old not in made and new in made:
            report = made[new]
            words = _words(plan, report.language)
            link = {"href": report.file, "label": report.title}
            text = words["moved_text"].format(title=report.title)
            yield old, _stub(words, report.language, words["moved"], text, link)


def _words(plan: Plan, language: str) -> dict[str, Any]:
    own = plan.words.get(language, {})
    texts = {**sentences("site.stub", language), **own.get("stub", {})}
    return {"website": "", "name": "", **own, **texts, "home": sentence("page.home", language)}


def _stub(words: dict[str, Any], language: str, title: str, text: str, link: dict[str, str]) -> str:
    style = (PAGE_ASSETS / "page.css").read_text(encoding="utf-8")
    html: str = template(SITE_ASSETS, "stub.html.j2").render(
        language=language,
        title=title,
        text=text,
        link=link,
        name=words["name"],
        home={"href": INDEX, "label": words["home"]},
        mark=Markup(MARK),  # noqa: S704 — our own
        stylesheet=Markup(style),  # noqa: S704 — our own file
        script=Markup(SCRIPT),  # noqa: S704 — our own
        script_hash=script_hash(SCRIPT.encode()),
    )
    return html.rstrip() + "\n"


def _may_stand(path: Path) -> bool:
    return not path.exists() or _is_stub(path)


def _is_stub(path: Path) -> bool:
    with path.open(encoding="utf-8", errors="replace") as stream:
        return MARK in stream.read(READ_AT_MOST)
