"""The pages can be used by everybody: WCAG 2.2 AA, on every kind of page, in both languages and both themes.

The sentences of the markers become docs/accessibility.md (`make accessibility`).
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from pop_analysis.pages.page import render_page
from pop_analysis.runner.job import Result
from pop_analysis.runner.plan import Plan, Report
from pop_analysis.site.index import write_index

pytestmark = pytest.mark.browser

KINDS = ("municipality-fier", "municipality-kukes", "network", "annual-review-2021")
# The quick tests look at what differs most, in one language each, the slow ones at every page in both.
QUICK = ("index", "municipality-fier-sq", "municipality-kukes-en", "network-en")
SLOW = [f"{kind}-{language}" for kind in KINDS for language in ("sq", "en") if f"{kind}-{language}" not in QUICK]
NAMES = [*QUICK, *(pytest.param(name, marks=pytest.mark.slow) for name in SLOW)]
# Of a group of choices one is a stop; the arrows lead to the others.
STOPS = (
    "a[href]:not([tabindex]), button, summary, input:not([type=radio]:not(:checked)), select, textarea, [tabindex='0']"
)
OPEN_ALL = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"

# A notebook of somebody else's: everything a page can hold beside the library's own blocks.
FOREIGN = {
    "cells": [
        {
            "cell_type": "markdown",
            "metadata": {},
            "source": "# Study\n\nText, [a link](https://example.org).\n\n## Part",
        },
        {
            "cell_type": "code",
            "metadata": {},
            "source": "x = 1",
            "outputs": [
                {"output_type": "stream", "name": "stdout", "text": "printed"},
                {"output_type": "error", "ename": "KeyError", "evalue": "'x'", "traceback": []},
                {"output_type": "display_data", "metadata": {}, "data": {"text/html": "<iframe></iframe>"}},
                {
                    "output_type": "display_data",
                    "metadata": {},
                    "data": {"text/html": "<table><tr><th scope=col>a</th></tr><tr><td>1</td></tr></table>"},
                },
                {
                    "output_type": "display_data",
                    "metadata": {},
                    "data": {
                        "application/vnd.plotly.v1+json": {
                            "data": [{"type": "bar", "x": [1, 2], "y": [3, 4]}],
                            "layout": {"title": {"text": "A free chart"}},
                        }
                    },
                },
            ],
        },
        {"cell_type": "markdown", "metadata": {}, "source": "## Other part\n\n- one\n- two"},
    ]
}


@pytest.fixture(scope="module")
def index_of_many(made_once):
    """The index of 24 invented places in four counties: a field to search them, and a fold for each county."""

    def make(folder):
        square = {"colour": "#0B3C5D", "ink": "#FFFFFF", "letter": "F", "label": "fully"}
        reports = [
            Report(
                f"place-{n}-en",
                Path("a.ipynb"),
                {},
                "en",
                f"Invented place {n}",
                card={
                    "point": (41.5 - n / 20, 19.5 + n % 5 / 5),
                    "squares": [square] * (n % 3),
                    "part": f"County {n % 4}",
                },
            )
            for n in range(24)
        ]
        write_index(Plan(reports), [Result(each.name, "made", sha256="a") for each in reports], folder)

    return made_once("index-of-many", make) / "index.html"


def visible_texts(page) -> set[str]:
    """Every text a reader can see, folds opened; within a chart lines are broken as its width wants."""
    page.evaluate(OPEN_ALL)
    return set(
        page.evaluate(
            """() => {
                const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                const texts = [];
                while (walk.nextNode()) {
                    const { parentElement, textContent } = walk.currentNode;
                    if (textContent.trim() && parentElement.checkVisibility() && !parentElement.closest('.chart'))
                        texts.push(textContent.trim());
                }
                return texts;
            }"""
        )
    )


@pytest.mark.wcag(
    "WCAG 2.2 A, AA (axe-core)",
    "Asnjë gjetje e axe-core në asnjë lloj faqeje, sq dhe en, tema e çelët dhe e errët, me palosjet hapur",
    "No finding of axe-core on any kind of page, sq and en, light and dark theme, with its folds open",
)
@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(reports, open_page, axe_on, name, theme):
    opened = open_page(reports.out / f"{name}.html", color_scheme=theme)
    opened.page.evaluate(OPEN_ALL)
    assert axe_on(opened.page) == []


@pytest.mark.wcag(
    "WCAG 2.2 A, AA (axe-core)",
    "Asnjë gjetje e axe-core në telefon dhe në faqen e një fletoreje tjetër",
    "No finding of axe-core on a phone, nor on the page of somebody else's notebook",
)
@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_axe_finds_nothing_on_a_phone_and_on_a_foreign_page(reports, open_page, axe_on, tmp_path, theme):
    foreign = tmp_path / "foreign.html"
    foreign.write_text(render_page(FOREIGN), encoding="utf-8")
    for path in (foreign, reports.out / "index.html", reports.out / "municipality-fier-sq.html"):
        opened = open_page(path, width=360, color_scheme=theme)
        opened.page.evaluate(OPEN_ALL)
        assert axe_on(opened.page) == [], path.name


@pytest.mark.wcag(
    "WCAG 2.2 A, AA (axe-core)",
    "Asnjë gjetje e axe-core në hyrjen e një rrjeti me shumë vende: kërkimi dhe palosjet e qarqeve",
    "No finding of axe-core on the index of many places: its search and the folds of its counties",
)
@pytest.mark.parametrize("width", [360, pytest.param(1280, marks=pytest.mark.slow)])
def test_axe_finds_nothing_on_the_index_of_many_places(index_of_many, open_page, axe_on, width):
    opened = open_page(index_of_many, width=width)
    assert opened.count("details.part") > 2
    assert axe_on(opened.page) == []
    opened.page.fill("input[type=search]", "2")
    opened.page.evaluate(OPEN_ALL)
    assert axe_on(opened.page) == []


@pytest.mark.wcag(
    "2.1.1, 2.1.2, 2.4.1, 2.4.3, 2.4.7, 2.4.11",
    "Vetëm me tastierë: lidhja “kalo te përmbajtja” e para, çdo element arrihet me radhë, asnjë kurth, fokusi duket",
    "By keyboard alone: the skip link comes first, every control is reached in order, no trap, the focus is seen",
)
@pytest.mark.parametrize("name", ["index", "index of many", "municipality-fier-sq", "network-en"])
def test_the_keyboard_reaches_every_control_and_shows_where_it_is(reports, index_of_many, open_page, name):
    path = index_of_many if name == "index of many" else reports.out / f"{name}.html"
    page = open_page(path, reduced_motion="reduce").page
    page.evaluate("scrollTo(0, 0)")
    # A control counts when it can be seen; what is folded away or for narrow screens does not.
    seen = f'[...document.querySelectorAll("{STOPS}")].filter((each) => each.checkVisibility())'
    page.evaluate(f"{seen}.forEach((each, number) => {{ each.dataset.stop = number; }})")
    expected = page.evaluate(f"{seen}.length")
    reached = []
    for _ in range(expected + 5):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => {
                const here = document.activeElement;
                if (!here || here === document.body) return null;
                const seen = here.type === 'radio' ? here.parentElement : here;
                const style = getComputedStyle(seen);
                const box = seen.getClientRects()[0]; // of a link in two lines the first
                return {
                    stop: here.dataset.stop, skip: here.matches('.skip'),
                    outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
                    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
                    // not wholly hidden by something else; what is drawn (the map) does not fill its box
                    onTop: [...Array(49).keys()].some((n) => {
                        const x = box.left + box.width * (n % 7 + 0.5) / 7;
                        const y = box.top + box.height * (Math.floor(n / 7) + 0.5) / 7;
                        return seen.contains(document.elementFromPoint(
                            Math.min(Math.max(x, 1), innerWidth - 1), Math.min(Math.max(y, 1), innerHeight - 1)));
                    }),
                };
            }"""
        )
        if state is None:
            break
        assert state["outline"], state
        assert state["inside"], state
        assert state["onTop"], state
        reached.append(int(state["stop"]))
        assert state["skip"] == (len(reached) == 1)
    assert reached == list(range(expected))


@pytest.mark.wcag(
    "2.4.1",
    "Lidhja “kalo te përmbajtja” e çon fokusin te përmbajtja",
    "The skip link takes the focus to the content",
)
def test_the_skip_link_leads_into_the_content(reports, open_page):
    page = open_page(reports.out / "municipality-fier-en.html").page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.wcag(
    "2.1.1, 4.1.2",
    "Palosjet hapen dhe mbyllen me tastierë",
    "Folds open and close by keyboard",
)
def test_folds_open_and_close_by_keyboard(reports, open_page):
    page = open_page(reports.out / "municipality-fier-en.html").page
    fold = page.locator("#campaign-ladder details.data")
    fold.locator("summary").focus()
    for key, is_open in (("Enter", True), ("Space", False)):
        page.keyboard.press(key)
        assert fold.evaluate("(each) => each.open") is is_open


@pytest.mark.wcag(
    "1.4.4, 1.4.10",
    "Në 320 px dhe me zmadhim 200 % asgjë nuk humbet dhe faqja nuk lëviz anash",
    "At 320 px and at 200 % zoom nothing is lost and the page does not scroll sideways",
)
@pytest.mark.parametrize("name", NAMES)
def test_narrow_and_enlarged_pages_hold_the_same_words(reports, open_page, name):
    path = reports.out / f"{name}.html"
    wide = visible_texts(open_page(path, width=1280).page)
    for width, scale in ((640, 2), (320, 1)):
        page = open_page(path, width=width, device_scale_factor=scale).page
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert wide - visible_texts(page) == set(), width


@pytest.mark.wcag(
    "1.4.12",
    "Me hapësira më të mëdha ndërmjet shkronjave, fjalëve dhe rreshtave asnjë tekst nuk pritet",
    "With wider spaces between letters, words and lines no text is cut off",
)
def test_wider_spacing_cuts_nothing_off(reports, open_page):
    spacing = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    spacing += " p { margin-bottom: 2em !important }"
    cut = """() => [...document.querySelectorAll('main :is(p, h1, h2, h3, h4, li, dt, dd, summary, button, a)')]
        .filter((each) => each.checkVisibility() && getComputedStyle(each).overflow === 'hidden'
            && !each.closest('table') && !each.closest('.visually-hidden')
            && (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1))
        .map((each) => each.outerHTML.slice(0, 120))"""
    for name in ("index", "municipality-fier-sq", "network-sq"):
        page = open_page(reports.out / f"{name}.html", width=1280).page
        page.evaluate(
            """(css) => {
                const sheet = new CSSStyleSheet();
                sheet.replaceSync(css);
                document.adoptedStyleSheets = [sheet];
            }""",
            spacing,
        )
        assert page.evaluate(cut) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.wcag(
    "2.3.3",
    "Kush kërkon më pak lëvizje, nuk sheh lëvizje: as rrëshqitje, as animacion",
    "Those who ask for less motion see none: no gliding, no animation",
)
def test_with_reduced_motion_nothing_moves(reports, open_page):
    for name in ("index", "municipality-fier-en"):
        page = open_page(reports.out / f"{name}.html", reduced_motion="reduce").page
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
        moving = """[...document.querySelectorAll('body *')].filter((each) => !each.closest('.js-plotly-plot')
            && (parseFloat(getComputedStyle(each).transitionDuration) > 0
                || getComputedStyle(each).animationName !== 'none')).length"""
        assert page.evaluate(moving) == 0
        for layout in page.evaluate(
            "[...document.querySelectorAll('.js-plotly-plot')].map((e) => e.layout.transition)"
        ):
            assert layout == {"duration": 0}


@pytest.mark.wcag(
    "1.4.1, 1.4.11",
    "Me ngjyra të detyruara grafikët ruajnë ngjyrat e tyre dhe çdo buton ka kufi",
    "With forced colours charts keep their own and every button has a border",
)
def test_with_forced_colours_charts_and_controls_are_seen(reports, open_page, axe_on):
    for name in ("index", "municipality-fier-en", "network-sq"):
        page = open_page(reports.out / f"{name}.html", forced_colors="active").page
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        # Colours are the system's then, and axe sees only what the page had asked for.
        assert [found for found in axe_on(page) if found[0] != "color-contrast"] == []
        adjust = (
            "[...document.querySelectorAll('.chart-card, .squares')].map((e) => getComputedStyle(e).forcedColorAdjust)"
        )
        assert set(page.evaluate(adjust)) == {"none"}
        borders = """[...document.querySelectorAll('button, .fold > summary, .card')]
            .filter((each) => each.checkVisibility())
            .map((each) => parseFloat(getComputedStyle(each).borderTopWidth))"""
        assert min(page.evaluate(borders)) >= 1


@pytest.mark.wcag(
    "1.1.1",
    "Çdo grafik ka një alternativë me fjalë që thotë gjetjen, dhe tabelën e asaj që shfaqet",
    "Every chart has an alternative in words that states its headline, and the table of what it shows",
)
@pytest.mark.parametrize("name", NAMES[1:])
def test_every_chart_is_told_in_words_and_stands_in_a_table(reports, open_page, name):
    page = open_page(reports.out / f"{name}.html").page
    for figure in page.locator("figure.exhibit").all():
        headline = figure.locator(".headline").text_content().strip()
        assert figure.locator(".chart").get_attribute("aria-label").strip()
        assert headline in figure.locator(".alternative p").text_content()
        assert figure.locator("table.data tbody tr").count() > 0


@pytest.mark.wcag(
    "3.1.1, 3.1.2",
    "Faqja e thotë gjuhën e vet, dhe teksti në gjuhë tjetër e thotë të tijën",
    "The page says its language, and text in another language says its own",
)
def test_the_language_is_said(reports, open_page):
    for language in ("sq", "en"):
        page = open_page(reports.out / f"municipality-fier-{language}.html").page
        assert page.evaluate("document.documentElement.lang") == language
        other = page.locator("nav.languages a").first
        assert other.get_attribute("lang") == other.get_attribute("hreflang") != language


def test_the_statement_names_the_checks_there_are(root):
    """``make accessibility`` writes it anew from the checks that ran."""
    stated = (root / "docs" / "accessibility.md").read_text(encoding="utf-8")
    tree = ast.parse(Path(__file__).read_text(encoding="utf-8"))
    marked = [
        [argument.value for argument in call.args]
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for call in function.decorator_list
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.mark.wcag"
    ]
    assert len(marked) >= 10
    for criterion, albanian, english in marked:
        assert f"| {criterion} | {albanian} (" in stated
        assert f"| {criterion} | {english} (" in stated
    assert "NOT" not in stated.replace("What was not", "")
