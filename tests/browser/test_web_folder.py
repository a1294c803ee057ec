"""The light folder for a web server: pages under 200 KB, one plotly.js, charts drawn, nothing asked of another host."""

from __future__ import annotations

import functools
import http.server
import threading

import pytest

from pop_analysis.site.web_folder import write_web_folder

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def web(reports, tmp_path_factory):
    """The folder made of copies of the real pages."""
    out = tmp_path_factory.mktemp("site")
    for path in reports.out.glob("*.html"):
        (out / path.name).write_bytes(path.read_bytes())
    return write_web_folder(out)


@pytest.fixture
def served(web):
    """A server of files on this machine."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(web)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_every_page_is_light_and_shares_what_all_of_them_need(web, reports):
    pages = list(web.glob("*.html"))
    assert {page.name for page in pages} == {page.name for page in reports.out.glob("*.html")}
    assert {page.name: page.stat().st_size for page in pages if page.stat().st_size >= 220_000} == {}
    shared = sorted(path.name.split("-")[0] + path.suffix for path in (web / "assets").iterdir())
    assert shared == ["page.css", "page.js", "plotly.js"]


@pytest.mark.parametrize("name", ["municipality-fier-sq", "network-en"])
def test_from_a_server_every_chart_is_drawn_and_no_other_host_is_asked(served, browser, name):
    page = browser.new_page()
    requests, complaints = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.goto(f"{served}/{name}.html")
    charts = page.locator("script.figure").count()
    for _ in range(200):
        if page.locator("figure[data-drawn]").count() == charts:
            break
        page.evaluate("document.querySelector('figure:has(script.figure):not([data-drawn])')?.scrollIntoView()")
        page.wait_for_timeout(100)
    assert charts > 1
    assert page.locator("figure[data-drawn]").count() == charts
    assert [url for url in requests if not url.startswith((served, "data:", "blob:"))] == []
    assert complaints == []
    with page.expect_download() as waiting:
        page.locator("#about summary").first.click()
        page.locator("#about > details > .fold-body > .files button").first.click()
    assert waiting.value.suggested_filename == f"{name}.xlsx"
    page.close()


def test_a_changed_script_does_not_run(web, served, browser):
    plotly = next((web / "assets").glob("plotly-*"))
    kept = plotly.read_bytes()
    plotly.write_bytes(b"window.changed = true;" + kept)
    page = browser.new_page()
    page.goto(f"{served}/municipality-fier-en.html")
    page.wait_for_selector("figure[data-failed]")
    assert page.evaluate("window.changed") is None
    assert page.locator("figure table.data:visible").count() > 0
    page.close()
    plotly.write_bytes(kept)
