"""A real Chromium with every host blocked. In CI it must be there; elsewhere its absence is said loudly."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser():
    path = chromium()
    if path is None:
        message = "NO BROWSER: the pages were not looked at. Install Chromium (Debian: apt-get install chromium)."
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Opened:
    """A page as it was opened, and everything it did that it should not."""

    page: object
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def count(self, selector: str) -> int:
        return self.page.locator(selector).count()


@pytest.fixture
def open_page(browser):
    """Open a file at a width, walk down it so that every chart comes near, and wait until all have been drawn."""
    contexts = []

    def open_(path: Path, width: int = 1280, **options) -> Opened:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        opened = Opened(page)
        context.route("**/*", lambda route: _only_files(route, opened))
        page.on("console", lambda said: opened.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        page.on("dialog", lambda dialog: opened.complaints.append(dialog.message))
        page.goto(path.as_uri())
        if options.get("java_script_enabled", True):
            _walk(page)
        return opened

    yield open_
    for context in contexts:
        context.close()


def _only_files(route, opened: Opened) -> None:
    if route.request.url.startswith(("file:", "data:", "blob:")):
        route.continue_()
    else:
        opened.requests.append(route.request.url)
        route.abort()


def _walk(page) -> None:
    page.evaluate(
        """async () => {
            for (let y = 0; y < document.documentElement.scrollHeight; y += 600) {
                scrollTo(0, y);
                await new Promise((done) => setTimeout(done, 40));
            }
        }"""
    )
    for _ in range(600):  # the page's policy forbids waiting by a script made from text
        if page.evaluate(
            "document.querySelectorAll('script.figure').length"
            " === document.querySelectorAll('figure[data-drawn=true], figure[data-failed]').length"
        ):
            return
        page.wait_for_timeout(100)
    raise AssertionError("charts were still not drawn after a minute")
