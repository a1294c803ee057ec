"""Pages in the place of those that are no longer made: where a page is now, or that it was withdrawn, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
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
# Whose it is: plans of several projects may write into one folder, and each leaves the others' alone.
OWNER = '<meta name="pop-analysis-project" content="{project}">'
OWNED = re.compile(re.escape(OWNER).replace(re.escape("{project}"), '([^"]*)'))
READ_AT_MOST = 2000
LED_TO = re.compile(r'class="there" href="([^"]*)"')
# A link to a place on the page leads to the same place there; without a script to its top.
SCRIPT = 'document.querySelector("a.there").hash = location.hash;'


def write_stubs(plan: Plan, out: Path) -> list[Path]:
    """Write a page under the old address of each that has moved or was withdrawn; return those that stand there.

    Parameters
    ----------
    plan
        All that its project calls for: what has moved there (``Plan.moved``), and the words of its languages.
    out
        The folder of reports; its manifest says what was withdrawn from it. No page that is no stub is touched, and
        no stub of another project. One of its own is taken away when its page is made again, or when what it leads to
        is gone.
    """
    stubs = dict(_stubs(plan, out))
    for path in out.glob("*.html"):
        if path.stem not in stubs and plan.project and _owner(path) == plan.project and _leads_nowhere(path, plan):
            path.unlink()
    written = [path for path in (out / f"{name}.html" for name in stubs) if _may_stand(path, plan)]
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
            yield (
                page.name,
                _stub(plan.project, words, page.language, words["withdrawn"], text, link if page.file else asked),
            )
    for old, new in plan.moved.items():
        if old not in made and new in made:
            report = made[new]
            words = _words(plan, report.language)
            link = {"href": report.file, "label": report.title}
            text = words["moved_text"].format(title=report.title)
            yield old, _stub(plan.project, words, report.language, words["moved"], text, link)


def _words(plan: Plan, language: str) -> dict[str, Any]:
    own = plan.words.get(language, {})
    texts = {**sentences("site.stub", language), **own.get("stub", {})}
    return {"website": "", "name": "", **own, **texts, "home": sentence("page.home", language)}


def _stub(project: str, words: dict[str, Any], language: str, title: str, text: str, link: dict[str, str]) -> str:
    style = (PAGE_ASSETS / "page.css").read_text(encoding="utf-8")
    html: str = template(SITE_ASSETS, "stub.html.j2").render(
        language=language,
        title=title,
        text=text,
        link=link,
        name=words["name"],
        home={"href": INDEX, "label": words["home"]},
        mark=Markup(MARK),  # noqa: S704 — our own
        owner=Markup(OWNER).format(project=project),  # noqa: S704 — our own; what is filled in is escaped
        stylesheet=Markup(style),  # noqa: S704 — our own file
        script=Markup(SCRIPT),  # noqa: S704 — our own
        script_hash=script_hash(SCRIPT.encode()),
    )
    return html.rstrip() + "\n"


def _may_stand(path: Path, plan: Plan) -> bool:
    return not path.exists() or (MARK in _text(path) and _owner(path) in ("", plan.project))


def _owner(path: Path) -> str | None:
    """The project whose stub stands there; "" where a stub does not say, None where there is none."""
    text = _text(path)
    if MARK not in text:
        return None
    found = OWNED.search(text)
    return unescape(found[1]) if found else ""


def _leads_nowhere(path: Path, plan: Plan) -> bool:
    found = LED_TO.search(_text(path))
    local = unescape(found[1]) if found and "://" not in found[1] else ""
    return path.stem in {report.name for report in plan} or bool(local and not (path.parent / local).is_file())


def _text(path: Path) -> str:
    """The text of a page that may be a stub; "" of one that is none, of which only the beginning is read."""
    with path.open(encoding="utf-8", errors="replace") as stream:
        head = stream.read(READ_AT_MOST)
        return head + stream.read() if MARK in head else ""
