"""Pages in a browser on a slow processor: ours, and a bare plotly page of the same figures, one after the other.

Chromium's processor is slowed four times. A page is read chart by chart: each is scrolled to, its folds opened.
"""

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

TITLE = "Pages in a browser"
REAL = Path(__file__).parents[1] / "data" / "raw"
SLOWED, WIDTH, HEIGHT, ROUNDS, PATIENCE_MS = 4, 360, 740, 3, 120_000
SIZES = (12, 61, 150)
OF_THE_REAL_DATA = ("municipality-fier-sq", "network-sq", "annual-review-2021-sq")
FIGURE = re.compile(r'<script type="application/json" class="figure">(.*?)</script>', re.DOTALL)
# Counts from the first moment of the page on: when the first chart is there, when all are, and the longest task.
WATCH = """() => {
    window.seen = { longest: 0, blocked: 0 };
    new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) {
            seen.longest = Math.max(seen.longest, duration);
            seen.blocked += duration;
        }
    }).observe({ type: 'longtask', buffered: true });
    const look = () => {
        const there = document.querySelectorAll('.js-plotly-plot:has(.main-svg)').length;
        if (there) seen.first ??= performance.now();
        if (window.expected && there >= window.expected) seen.all ??= performance.now();
        if (!seen.all) requestAnimationFrame(look);
    };
    look();
}"""
# From chart to chart, each with the folds it lies in.
READ = """async (expected) => {
    window.expected = expected;
    const next = () => document.querySelector('figure:has(script.figure):not([data-drawn], [data-failed])');
    while (!seen.all) {
        const figure = next();
        for (let each = figure?.querySelector('.chart'); each; each = each.parentElement) {
            if (each.matches('details')) each.open = true;
        }
        figure?.scrollIntoView({ behavior: 'instant' });
        await new Promise((done) => setTimeout(done, 20));
    }
    return { ...seen, elements: document.querySelectorAll('*').length };
}"""


def measure(quick: bool = False) -> Iterator[dict[str, Any]]:
    """Yield the figures known so far: of each page, ours and the bare one, medians of the rounds."""
    from pop_analysis.commands import report
    from pop_analysis.synthetic import make_example

    figures: dict[str, Any] = {"slowed": SLOWED, "rounds": ROUNDS, "pages": {}}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        report(REAL, folder / "real-tables", folder / "real", languages=["sq"], progress=False)
        pages = {name: folder / "real" / f"{name}.html" for name in OF_THE_REAL_DATA}
        for many in SIZES[:1] if quick else SIZES:
            raw, out = folder / f"raw-{many}", folder / f"pages-{many}"
            make_example(raw, municipalities=many)
            report(raw, folder / f"tables-{many}", out, notebooks=["network"], languages=["en"], progress=False)
            pages[f"network of {many}"] = out / "network-en.html"
        for name, page in pages.items():
            figures["pages"][name] = side_by_side(page, folder)
            yield figures


def side_by_side(page: Path, folder: Path) -> dict[str, Any]:
    """Both pages of the same figures, in turn, several times."""
    ways = {"ours": page, "bare": bare_page(page, folder / "bare.html")}
    found: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, path in ways.items():
            found[way].append(opened(path, len(figures_of(page))))
    return {
        way: {"bytes": ways[way].stat().st_size}
        | {key: round(median(each[key] for each in all_of)) for key in all_of[0]}
        for way, all_of in found.items()
    }


def figures_of(page: Path) -> list[dict[str, Any]]:
    """The figures of one of our pages, as they stand in it."""
    return [json.loads(each) for each in FIGURE.findall(page.read_text(encoding="utf-8"))]


def bare_page(page: Path, path: Path) -> Path:
    """The same figures as plotly itself writes them: one after the other, with its whole script before them."""
    import plotly.io as pio

    drawn = [
        pio.to_html(figure, full_html=False, include_plotlyjs=not number, validate=False)
        for number, figure in enumerate(figures_of(page))
    ]
    path.write_text("<!doctype html><meta charset=utf-8><body>" + "".join(drawn), encoding="utf-8")
    return path


def opened(path: Path, charts: int) -> dict[str, float]:
    """Milliseconds until the first chart and until all are drawn, the longest task, and how many elements there are."""
    from playwright.sync_api import sync_playwright

    from pop_analysis.site.browser import find_browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_default_timeout(PATIENCE_MS)
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        page.add_init_script(f"({WATCH})()")
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_function("window.seen && document.querySelector('main, .plotly-graph-div')")
        seen: dict[str, float] = page.evaluate(READ, charts)
        browser.close()
    return seen


# --- the document -----------------------------------------------------------------------------------------------------

ABOUT = """\
Each page in Chromium at {width} × {height} px, its processor slowed {slowed} times, read chart by chart: each is
scrolled to, the folds it lies in opened. Beside it a bare page with the same figures, as `plotly.io.to_html` writes
them one after the other. Both in turn, the median of {rounds} rounds. “Longest” is the longest task in which a page
answers no finger. On a machine others use the ratio says more than the seconds.
"""


def section(figures: dict[str, Any]) -> list[str]:
    """The part of docs/benchmarks.md."""
    about = ABOUT.format(width=WIDTH, height=HEIGHT, slowed=figures["slowed"], rounds=figures["rounds"])
    lines = [*about.splitlines(), ""]
    lines.append(
        "| page | way | MB | elements | first chart, s | all charts, s | longest task, s | all, against bare |"
    )
    lines.append("| --- | --- | --: | --: | --: | --: | --: | --: |")
    for name, both in figures["pages"].items():
        for way, title in (("ours", "pop-analysis"), ("bare", "bare plotly")):
            own = both[way]
            seconds = " | ".join(f"{own[key] / 1000:.1f}" for key in ("first", "all", "longest"))
            ratio = f"{own['all'] / both['bare']['all']:.2f} ×"
            lines.append(f"| {name} | {title} | {own['bytes'] / 1e6:.1f} | {own['elements']:,} | {seconds} | {ratio} |")
    return lines
