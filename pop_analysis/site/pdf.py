"""Pages on paper: each page as an A4 PDF, and a fact sheet where a page has one, through Chromium."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from pop_analysis.atomic import new_file
from pop_analysis.locale import in_every_language
from pop_analysis.site.browser import NoBrowser, find_browser

PDF = "pdf"
SECONDS = 180
SHEET = "fact-sheet"
HAS_SHEET = '<div class="hero" data-sheet>'


def print_pages(out: Path, names: Iterable[str]) -> Iterator[Path]:
    """Print the pages called ``names`` in ``out`` to ``out/pdf``; return each PDF as it is there.

    Beside ``<name>.pdf`` there is ``<name>-fact-sheet.pdf`` where the page says what belongs to its fact sheet.
    """
    browser = find_browser()
    (out / PDF).mkdir(exist_ok=True)
    for name in names:
        page = out / f"{name}.html"
        if not page.is_file():
            continue
        yield _printed(browser, page.absolute().as_uri(), out / PDF / f"{name}.pdf")
        if HAS_SHEET in page.read_text(encoding="utf-8"):
            yield _printed(browser, f"{page.absolute().as_uri()}#{SHEET}", out / PDF / f"{name}-{SHEET}.pdf")


def photograph(browser: str, drawing: Path, picture: Path, width: int, height: int) -> Path:
    """Return a drawing (SVG or HTML) as PNG, as ``browser`` shows it in a window of that size."""
    asked = [f"--window-size={width},{height}", "--hide-scrollbars", "--force-device-scale-factor=1"]
    return _asked(browser, drawing.absolute().as_uri(), picture, "--screenshot", b"\x89PNG", asked)


def _printed(browser: str, address: str, pdf: Path) -> Path:
    asked = ["--no-pdf-header-footer", "--generate-pdf-document-outline", "--virtual-time-budget=30000"]
    return _asked(browser, address, pdf, "--print-to-pdf", b"%PDF", asked)


def _asked(browser: str, address: str, wanted: Path, verb: str, begins: bytes, more: list[str]) -> Path:
    """Have the browser make a file of a page, off the network, and put it in its place only when it is whole."""
    with new_file(wanted, wanted.parents[1]) as made:
        command = [browser, "--headless", "--disable-gpu", "--disable-background-networking", *more]
        command += ["--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={made.parent}/profile", f"{verb}={made}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")  # Chromium refuses to run as root otherwise
        try:
            done = subprocess.run([*command, address], capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _not_printed(browser, wanted, type(error).__name__) from error
        if done.returncode or not made.is_file() or not made.read_bytes().startswith(begins):
            raise _not_printed(browser, wanted, str(done.returncode))
    return wanted


def _not_printed(browser: str, wanted: Path, why: str) -> NoBrowser:
    named = {"browser": Path(browser).name, "file": wanted.name, "why": why}
    return NoBrowser(in_every_language("wrong_use.pages.not_printed", **named))
