"""Text of a spreadsheet never runs, fetches, redirects, spoofs a link or breaks a page.

Every text field that the tables declare is filled with every payload, in workbooks; the pages are made of them by the
command a user types, and opened in a real browser — with the page's policy, and once more without it, so that the
policy is seen to be the second wall and not the first.
"""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

import pop_analysis as pop
from pop_analysis.reading import read_folder

pytestmark = pytest.mark.browser

OUTSIDE = "evil.example"
PAYLOADS = (
    "<script>hit()</script>",
    "</script><script>hit()</script>",
    "--></noscript></title></textarea></style></template><script>hit()</script>",
    "<!--<script>",
    "<![CDATA[<script>hit()</script>]]>",
    "<img src=x onerror=hit()>",
    '"><img src=x onerror="hit()">',
    "' onmouseover='hit()' autofocus onfocus='hit()' x='",
    "<svg><script>hit()</script><animate onbegin=hit() attributeName=x dur=1s></svg>",
    "<math><mtext></p><style><img src=x onerror=hit()></style></mtext></math>",
    '<iframe srcdoc="<script>parent.hit()</script>"></iframe>',
    f"<iframe src=https://{OUTSIDE}/frame></iframe><object data=https://{OUTSIDE}/o></object>",
    f'<meta http-equiv="refresh" content="0;url=https://{OUTSIDE}/moved">',
    f'<base href="https://{OUTSIDE}/"><link rel=stylesheet href=https://{OUTSIDE}/s.css>',
    f"<form action=https://{OUTSIDE}><button formaction=javascript:hit()>x</button></form>",
    f"</style><style>*{{display:none}}body{{background:url(https://{OUTSIDE}/b)}}</style>",
    f'<div style="position:fixed;inset:0;background:url(https://{OUTSIDE}/c)">cover</div>',
    f'<a href="https://{OUTSIDE}/spoof">https://popnetwork.al</a>',
    '<a href="javascript:hit()">c</a><a href="https://ok.example" onclick="hit()">d</a>',
    "$\\href{javascript:hit()}{x}$ $$\\style{position:fixed}{x}$$",
    f"[link](javascript:hit()) ![p](https://{OUTSIDE}/p.png) <https://{OUTSIDE}/auto>",
    "# heading\n\n```mermaid\ngraph TD; A-->B; click A call hit()\n```",
    "{{ 7 * 7 }}{% include 'x' %}{{ ''.__class__ }}${hit()}#{hit()}",
    "%{customdata[0]}%{x|hit()}<extra>x</extra><b onmouseover=hit()>y</b>",
    "&lt;script&gt;hit()&lt;/script&gt;&#60;script&#62;hit()&#60;/script&#62;",
    "\\u003cscript\\u003ehit()\\u003c/script\\u003e \\x3cimg src=x onerror=hit()\\x3e",
    "gnp.\u202eexe\u2066 hidden\u2069 \u200b\ufeffend",
    '=HYPERLINK("javascript:hit()","x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "x" * 400,
    "ẍ̴̢͎̠̫́͋" * 12,
)
ADDRESSES = (
    "javascript:hit()",
    "JaVaScRiPt:hit()",
    " javascript:hit()",
    "java\tscript:hit()",
    "javascript://ok.example/%0ahit()",
    "javascript&colon;hit()",
    "&#106;avascript:hit()",
    "data:text/html,<script>hit()</script>",
    "data:text/html;base64,PHNjcmlwdD50b3AuaGl0KCk8L3NjcmlwdD4=",
    "vbscript:hit()",
    "blob:null/hit",
    "view-source:javascript:hit()",
    f"//{OUTSIDE}/x",
    "file:///etc/passwd",
    "../../up.html",
    'https://ok.example/"onclick="hit()',
    "https://ok.example/<script>hit()</script>",
    "https://ok.example/' onmouseover='hit()",
    f"https://popnetwork.al@{OUTSIDE}/",
    f"https://popnetwork.al%2f@{OUTSIDE}",
    "https://ok.example/\u202efdp.exe",
    f"https:\\\\{OUTSIDE}\\x",
    f"http:{OUTSIDE}",
    "mailto:a@b.al?body=%0d%0aBcc:all",
    f"https://popnetwork.al\u2215.{OUTSIDE}/",
    f"https://popnetwork.al\uff0f{OUTSIDE}/",
    "https://popnetwork\u3002al/",
    "https://3627734734/",
    "https://ok.example/\u3164hidden",
    "https://p\u043epnetwork.al/other-letters",
)
TEXT_KINDS = frozenset({"text", "campaign_title", "campaign"})
ADDRESS_KINDS = frozenset({"url", "source"})
CYCLE = "2019-2023"
# What the other fields of a row hold, so that the row is read; {n} is the number of the row.
HELD = {
    "contracts": {"cycle": CYCLE, "signed_on": "25.6.2019"},
    "priorities": {"cycle": CYCLE, "label": "{n}", "theme": "Strehim"},
    "assessments": {"cycle": CYCLE, "label": "{n}", "monitoring_year": 1, "status": "adresuar pjesërisht"},
    "reports": {"cycle": CYCLE, "monitoring_year": 1, "period": "2021"},
    "evidence": {"cycle": CYCLE, "label": "{n}", "kind": "fotografi", "date": "2021"},
    "activities": {"type": "forum publik", "date": "17.4.2021"},
    "campaigns": {"cycle": CYCLE, "label": "{n}"},
    "campaign_stages": {"stage": "Peticion", "date": "2021", "amount_all": 5000},
    "citizens_scores": {"cycle": CYCLE, "label": "{n}", "monitoring_year": 1, "score": 3, "score_top": 5}
    | {"respondents": 24},
    "replies": {"cycle": CYCLE, "label": "{n}", "monitoring_year": 1, "replied_on": "2022"},
    "shown_evidence": {"cycle": CYCLE},
    "statements": {"speaker": "rrjeti POP", "date": "2021", "theme": "Strehim"},
    "survey": {"count": 3, "n": 42},
    "accounts": {"calendar_year": 2021, "section": "forumet publike"},
    "published_figures": {"metric": "fokus grupe", "unit": "numër", "value": 7, "calendar_year": 2021},
}


def hostile_rows(table):
    """Rows of one table: the n-th holds the n-th payload in every text field the table declares."""
    rows = []
    for number in range(max(len(PAYLOADS), len(ADDRESSES))):
        row = {key: str(value).format(n=number + 1) for key, value in HELD.get(table.id, {}).items()}
        if table.id in ("contracts", "reports"):  # one each contract
            row["cycle"] = CYCLE if number == 0 else f"{2010 + number // 6}-{2020 + number % 6}"
        for name, field in table.fields.items():
            payload, address = PAYLOADS[number % len(PAYLOADS)], ADDRESSES[number % len(ADDRESSES)]
            if name == "campaign_title":  # its stages name it
                row[name] = f"{payload} {number}"
            elif field.kind in TEXT_KINDS:
                row[name] = f"{payload} {table.id} {name} {number}"
            elif field.kind in ADDRESS_KINDS:
                row[name] = address
        rows.append(row)
    return rows


@pytest.fixture(scope="module")
def made(workbook_in, model, made_once):
    """The pages of a network whose every text is hostile: a municipality, the network, a year, in two languages."""
    folder = made_once("hostile-pages", lambda folder: make(folder, workbook_in(folder / "raw"), model))
    out = folder / "reports"
    pages = sorted(path for path in out.glob("*.html") if not path.name.startswith("index"))
    return SimpleNamespace(data=read_folder(folder / "raw"), out=out, pages=pages)


def make(folder, write, model):
    """Write the hostile workbooks and make their pages."""
    own, network, answers = {}, {}, {}
    for name, table in model.tables.items():
        if name not in ("workbook", "municipalities"):
            kinds = {"municipality": own, "network": network, "reply": answers}
            next(kinds[kind] for kind in kinds if kind in table.workbooks)[name] = hostile_rows(table)
    place = f"{PAYLOADS[5]}{PAYLOADS[1]} Lumas"
    register = [
        {
            "municipality": "lumas" if number == 0 else f"place-{number}",
            "name_sq": place if number == 0 else f"{payload} {number}",
            "name_en": f"{payload} en {number}",
            "county": payload,
            "latitude": 41 + number / 50,
            "longitude": 20 - number / 80,
            "joined": 2021,
        }
        for number, payload in enumerate(PAYLOADS)
    ]
    for row, entry in zip(network["members"], register, strict=False):
        row["municipality"] = entry["name_sq"]
    # One figure of the year says that it was reviewed as a whole, so that its page is made.
    network["published_figures"].append({**network["published_figures"][0], "metric": "fushata advokuese"})
    write(own, municipality=place, register=register)
    answers["workbook"] = [{"kind": "përgjigje", "municipality": place}]
    write(answers, kind="reply", name="reply.xlsx", municipality=place, register=register)
    write(network, kind="network", register=register)
    results = pop.report(
        data=folder / "raw",
        processed=folder / "processed",
        out=folder / "reports",
        municipalities=["lumas"],
        notebooks=["municipality", "network", "annual_review"],
        progress=False,
    )
    assert [result.error for result in results if not result.good] == []


KINDS = ("municipality-lumas", "network", "annual-review-2021")
WITH = "with its policy"
WITHOUT = "without any policy"
SLOW = pytest.mark.slow
LOOKED_AT = [*((f"{kind}-sq", ()) for kind in KINDS), *((f"{kind}-en", SLOW) for kind in KINDS)]
NAMES = [pytest.param(name, marks=marks) for name, marks in LOOKED_AT]


def test_every_payload_comes_through_reading_into_every_table(made, model):
    for name, table in model.tables.items():
        texts = [field for field, about in table.fields.items() if about.kind in TEXT_KINDS | ADDRESS_KINDS]
        if texts and name != "workbook":
            assert len(made.data[name]) >= len(ADDRESSES), name


def test_most_text_fields_are_seen_on_some_page(made):
    """A payload that no page shows proves nothing."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in made.pages)
    fields = {
        f"{name} {field}"
        for name, table in made.data.model.tables.items()
        for field, about in table.fields.items()
        if about.kind == "text"
    }
    assert len([field for field in fields if re.search(rf"\b{field} \d", text)]) >= 20


@pytest.fixture
def watched(browser):
    """Open a page in a browser where anything that runs calls hit(), and every way out of the page is written down."""
    contexts = []

    def open_(path: Path, width: int = 1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        seen = SimpleNamespace(hits=[], requests=[], said=[], visits=[])

        def answer(route):
            if route.request.url.startswith(("file:", "data:image/", "blob:")):
                route.continue_()
            else:
                seen.requests.append(route.request.url)
                route.fulfill(status=204)  # nothing there: the browser stays where it is

        context.route("**/*", answer)
        context.expose_binding("hit", lambda source, *_: seen.hits.append(source["frame"].url))
        page = context.new_page()
        page.on("dialog", lambda dialog: (seen.hits.append(dialog.message), dialog.dismiss()))
        page.on("popup", lambda popup: seen.visits.append(popup.url))
        page.on("console", lambda said: seen.said.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: seen.said.append(str(error)))
        page.on("framenavigated", lambda frame: seen.visits.append(frame.url))
        page.goto(path.as_uri())
        return page, seen

    yield open_
    for context in contexts:
        context.close()


def draw_everything(page):
    """Bring every chart near, open every fold, point at and focus everything that can be."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    for _ in range(300):
        waiting = "figure:has(script.figure):not([data-drawn], [data-failed])"
        if not page.evaluate(
            f"(() => {{ const next = document.querySelector('{waiting}');"
            " next?.scrollIntoView(); return Boolean(next); })()"
        ):
            break
        page.wait_for_timeout(50)
    page.evaluate(
        """() => document.querySelectorAll('main *').forEach((each) => {
            for (const kind of ['mouseover', 'mouseenter', 'pointerover', 'focusin']) {
                each.dispatchEvent(new Event(kind, { bubbles: true }));
            }
        })"""
    )


# Without its policy a page has one wall less; with it one kind of page is quick.
WATCHED = [
    *(pytest.param(name, WITHOUT, marks=marks) for name, marks in LOOKED_AT),
    *(pytest.param(name, WITH, marks=marks if name == "municipality-lumas-sq" else SLOW) for name, marks in LOOKED_AT),
]


@pytest.mark.parametrize(("name", "policy"), WATCHED)
def test_nothing_runs_fetches_or_leaves_and_every_link_leads_where_it_says(made, watched, name, policy):
    path = made.out / f"{name}.html"
    page, seen = watched(path, bypass_csp=policy == WITHOUT)
    draw_everything(page)
    assert seen.hits == []
    assert seen.requests == []
    assert seen.visits == [path.as_uri()]
    assert seen.said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280

    links = page.eval_on_selector_all(
        "a",
        # not innerText: it is empty for what lies far from the screen and is not laid out; <i> holds what is not shown
        """all => all.map((each) => [each.getAttribute('href'), each.href, each.className,
            [...each.childNodes].filter((node) => node.nodeName !== 'I').map((node) => node.textContent).join('')])""",
    )
    assert len(links) > 10
    for written, address, kind, text in links:
        parts = urlsplit(address)
        assert parts.scheme in ("http", "https", "mailto", "file"), address
        assert parts.username is None, address
        assert OUTSIDE not in parts.netloc, address
        assert written.startswith("#") or parts.scheme != "https" or parts.netloc in written, written
        if parts.scheme == "file":
            assert written.startswith("#") or (made.out / written).name == written, written
        if kind == "bare":
            assert text == (written.partition("://")[2] or written)

    page.evaluate(
        """async () => {
            const stay = (event) => { if (event.target.closest('a')?.protocol === 'file:') event.preventDefault(); };
            document.addEventListener('click', stay, true);
            window.print = () => {};
            for (const each of document.querySelectorAll('a[href]:not([href^="mailto:"]), button, summary')) {
                each.click();
                await new Promise((done) => setTimeout(done, 15));
            }
        }"""
    )
    assert seen.hits == []
    assert set(seen.requests) <= {address.split("#")[0] for _, address, _, _ in links}
    assert [url for url in seen.visits if url.split("#")[0] != path.as_uri()] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_text_breaks_the_layout_or_adds_an_element_of_its_own(made, watched, name):
    page, _ = watched(made.out / f"{name}.html", width=320)
    draw_everything(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    own = "form, iframe, object, embed, base, math, template, textarea, main img, main style, main link, main meta"
    assert page.locator(own).count() == 0
    assert page.locator("meta[http-equiv=refresh]").count() == 0
    assert page.locator("h1").count() == 1
    assert page.locator("h1").is_visible()
    covers = "[...document.querySelectorAll('main *')].filter((each) => getComputedStyle(each).position === 'fixed')"
    assert page.evaluate(f"{covers}.length") == 0
    assert page.locator("figure[data-failed]").count() == 0


def test_the_index_of_a_hostile_network_is_harmless_too(made, watched):
    page, seen = watched(made.out / "index.html", bypass_csp=True)
    draw_everything(page)
    assert (seen.hits, seen.requests, seen.said) == ([], [], [])
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
