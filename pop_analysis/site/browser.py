"""Chromium, or a browser made of it: where it is found, for whoever needs one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from pop_analysis.locale import in_every_language

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
VARIABLE, PLAYWRIGHT = "CHROMIUM", "PLAYWRIGHT_BROWSERS_PATH"
# Where Playwright puts the program, by system, below the folder of its version.
OF_PLAYWRIGHT = ("chrome-linux*/chrome", "chrome-mac*/Chromium.app/Contents/MacOS/Chromium", "chrome-win*/chrome.exe")


class NoBrowser(RuntimeError):
    """There is no Chromium to print with, or it did not print."""


def browser_if_any() -> str | None:
    """Return the path of Chromium or a browser made of it, or nothing.

    What the environment variable ``CHROMIUM`` names comes first, then what is installed, then Playwright's newest.
    """
    return (
        os.environ.get(VARIABLE) or next(filter(None, map(shutil.which, NAMES)), None) or next(_of_playwright(), None)
    )


def find_browser() -> str:
    """Return what :func:`browser_if_any` does; raises :class:`NoBrowser` with what to do when there is none."""
    if (found := browser_if_any()) is None:
        raise NoBrowser(in_every_language("wrong_use.pages.no_browser"))
    return found


def _of_playwright() -> Iterator[str]:
    folder = Path(os.environ.get(PLAYWRIGHT) or Path.home() / ".cache" / "ms-playwright")
    versions = sorted(folder.glob("chromium-*"), key=lambda each: (len(each.name), each.name), reverse=True)
    return (str(path) for version in versions for place in OF_PLAYWRIGHT for path in version.glob(place))
