"""Pages of what is no longer in the plan: they are taken out of the folder of reports, told, and kept aside.

Whose they are stands in ``manifest.json``: only what an earlier run of the same project (:attr:`Plan.project`) wrote,
and what still stands there as it was written, is touched.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pop_analysis.runner.job import NOTEBOOKS, sha256_of
from pop_analysis.runner.manifest import read_manifest, write_content
from pop_analysis.runner.plan import Plan

WITHDRAWN = "withdrawn"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# What is made of a page is called after it, with one of these endings.
ENDINGS = (".html", ".ipynb", ".failed.ipynb", ".pdf", "-fact-sheet.pdf", ".svg", ".png")


@dataclass(frozen=True)
class WithdrawnPage:
    """A page that is no longer made: what it was called, and where it stands now as seen from the folder of reports.

    ``on`` is the day it was withdrawn, where that is known.
    """

    name: str
    title: str
    language: str
    file: str
    on: date | None = None


def withdraw(plan: Plan, out: Path, folders: Sequence[str] = (), *, prune: bool = False) -> list[WithdrawnPage]:
    """Take out of ``out`` what an earlier run made of reports that are not in ``plan`` any more; bring back what is.

    Parameters
    ----------
    plan
        All that its project calls for. One that belongs to no project withdraws nothing.
    out
        The folder of reports, which nobody else may be writing into.
    folders
        Those in ``out``, beside that of the notebooks, that hold what was made of pages.
    prune
        Delete them, and those of earlier runs, instead of moving them to ``withdrawn/``. That there were such pages
        stays known.

    Returns
    -------
    list of WithdrawnPage
        Those of this run; of one that was deleted ``file`` is empty. Raises ``OSError`` where one cannot be moved.
    """
    manifest = read_manifest(out)
    if not plan.project or manifest.get("project") != plan.project:
        return []
    places, names = ("", NOTEBOOKS, *folders), {report.name for report in plan}
    entries = [each for each in manifest["reports"] if isinstance(each, dict)]
    aside = [each for each in manifest.get(WITHDRAWN, []) if isinstance(each, dict)]
    back = [each for each in aside if each.get("name") in names]
    left = [each for each in entries if each.get("name") not in names and _is_as_made(each, out)]
    gone = [each | {"withdrawn_on": f"{date.today()}"} for each in left]
    if not (back or gone or (prune and aside)):
        return []
    for each in back:
        _move(str(each["name"]), out / WITHDRAWN, out, places)
    for each in gone:
        _take_away(str(each["name"]), out, places, prune)
    aside = [*(each for each in aside if each not in back), *gone]
    if prune:
        for each in aside:
            _take_away(str(each["name"]), out / WITHDRAWN, places, prune=True)
    for place in reversed(places):
        with contextlib.suppress(OSError):  # something is in it, or it is not there
            (out / WITHDRAWN / place).rmdir()
    back = [{key: said for key, said in each.items() if key != "withdrawn_on"} for each in back]
    made_again = [each for each in back if each.get("name") not in {entry.get("name") for entry in entries}]
    kept = [each for each in entries if each not in left]
    write_content(out, {**manifest, "reports": [*kept, *made_again], WITHDRAWN: aside})
    return [_page(each, out) for each in gone if each.get("sha256")]


def withdrawn_pages(out: Path) -> list[WithdrawnPage]:
    """Return the pages that stand aside, those of earlier runs too."""
    return [page for page in pages_of_before(out) if page.file]


def pages_of_before(out: Path) -> list[WithdrawnPage]:
    """Return all pages that were withdrawn, those too that were deleted since."""
    entries = read_manifest(out).get(WITHDRAWN, [])
    return [_page(each, out) for each in entries if isinstance(each, dict) and each.get("sha256")]


def _page(entry: Mapping[str, Any], out: Path) -> WithdrawnPage:
    name = str(entry.get("name", ""))
    file = f"{WITHDRAWN}/{name}.html"
    title, language = (str(entry.get(key) or "") for key in ("title", "language"))
    on = str(entry.get("withdrawn_on") or "")
    day = date.fromisoformat(on) if DAY.fullmatch(on) else None
    return WithdrawnPage(name, title, language, file if (out / file).is_file() else "", day)


def _is_as_made(entry: Mapping[str, Any], out: Path) -> bool:
    """Whether nobody has put something else in the place of the page; one that never came to be is ours too."""
    page = out / f"{entry.get('name')}.html"
    return sha256_of(page) == (entry.get("sha256") or "")


def _take_away(name: str, out: Path, places: Iterable[str], prune: bool) -> None:
    if prune:
        for path in _files(name, out, places):
            path.unlink()
    else:
        _move(name, out, out / WITHDRAWN, places)


def _move(name: str, source: Path, target: Path, places: Iterable[str]) -> None:
    for path in _files(name, source, places):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)


def _files(name: str, folder: Path, places: Iterable[str]) -> Iterator[Path]:
    for place in places:
        paths = (folder / place / f"{name}{ending}" for ending in ENDINGS)
        yield from (path for path in paths if path.is_file())
