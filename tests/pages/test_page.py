"""The page of a notebook: what is promised to its readers, without a browser (those tests are in tests/browser)."""

import base64
import gzip
import hashlib
import io
import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from openpyxl import load_workbook

from pop_analysis.pages.page import english_words, render_page

BLOCK = "application/vnd.pop-analysis.block+json"
PLOTLY = "application/vnd.plotly.v1+json"
FIGURE = {"data": [{"type": "bar", "x": [1, 2], "y": ["a", "b"]}], "layout": {"height": 300}}
TABLE = {
    "columns": [{"id": "place", "label": "Place", "align": "left"}, {"id": "n", "label": "n", "align": "right"}],
    "rows": [[{"text": "Lumas"}, {"text": "7", "value": 7}]],
}
EXHIBIT = {
    "kind": "exhibit",
    "id": "split",
    "headline": "Three of seven were addressed",
    "subtitle": "n = 7",
    "note": "One judgement moves much.",
    "sources": [{"text": "Report", "url": "https://example.org/report.pdf"}, {"text": "Forum", "url": None}],
    "alt": "Bar chart: three of seven.",
    "height": 320,
    "table": TABLE,
}
PAGE = {
    "kind": "page",
    "language": "sq",
    "name": "Rrjeti",
    "kicker": "2019–2023",
    "title": "Lumas",
    "lead": "Tri nga shtatë.",
    "synthetic": None,
    "facts": [{"label": "prioritete", "value": "7", "note": "nënshkruar"}],
    "alternates": [
        {"language": "sq", "label": "Shqip", "href": "lumas-sq.html"},
        {"language": "en", "label": "English", "href": "lumas-en.html"},
    ],
    "home": {"label": "Të gjitha", "href": "index.html"},
    "about": [{"label": "Metoda", "value": "1.0"}],
    "words": {"contents": "Përmbajtja", "table": "Tabela", "code": "Kodi"},
}


def markdown(source, *tags, **more):
    return {"cell_type": "markdown", "metadata": {"tags": list(tags)}, "source": source, **more}


def code(*outputs, source="", tags=()):
    return {"cell_type": "code", "metadata": {"tags": list(tags)}, "source": source, "outputs": list(outputs)}


def shown(data, **metadata):
    return {"output_type": "display_data", "data": data, "metadata": metadata}


def block(block, figure=None):
    beside = {"text/html": "<h1>only for JupyterLab</h1>", "text/plain": "only for JupyterLab"}
    return shown({BLOCK: block, **beside, **({PLOTLY: figure} if figure else {})})


def page_of(*cells, **resources):
    return render_page({"cells": list(cells), "metadata": {}}, {"metadata": resources})


class Reader(HTMLParser):
    """Reads a page as a browser's parser does: tags with attributes, and the text of scripts."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.scripts, self.headings, self._open = [], [], [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._open = tag
        if tag == "script":
            self.scripts.append([dict(attrs), ""])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append([int(tag[1]), ""])

    def handle_endtag(self, tag):
        self._open = None

    def handle_data(self, data):
        if self._open == "script":
            self.scripts[-1][1] += data
        elif self._open and re.fullmatch("h[1-6]", self._open):
            self.headings[-1][1] += data

    def every(self, name):
        return [attributes for tag, attributes in self.tags if tag == name]


def visible(html):
    """The text between the tags of the body, without scripts."""
    body = html[html.index("<body>") :]
    return re.sub(r"<script.*?</script>|<[^>]*>", " ", body, flags=re.DOTALL)


WHOLE = (
    code(block(PAGE)),
    markdown("## Çfarë ndodhi\n\nTeksti."),
    code(block(EXHIBIT, FIGURE), source="pop.split()"),
    code(block({"kind": "table", "id": "list", "caption": "Lista", "note": "", "sources": [], "table": TABLE})),
    code(block({"kind": "passage", "style": "list", "items": [[{"text": "një ", "strong": True}, {"text": "dy"}]]})),
    code(block({"kind": "echo", "text": "echoed"})),
)


# --- structure ------------------------------------------------------------------------------------------------------


def test_there_is_one_title_a_language_and_landmarks():
    read = Reader(page_of(*WHOLE))
    assert read.every("html") == [{"lang": "sq"}]
    assert [text for level, text in read.headings if level == 1] == ["Lumas"]
    assert all(len(read.every(tag)) == 1 for tag in ("main", "header", "footer"))
    assert read.every("a")[0] == {"class": "skip", "href": "#main"}


def test_headings_never_skip_a_level():
    html = page_of(
        code(block(PAGE)),
        markdown("#### Deep at once"),
        markdown("## Part\n\n> # quoted\n\n<h1>raw</h1>\n\n##### Deep"),
        code(block(EXHIBIT, FIGURE)),
    )
    levels = [level for level, _ in Reader(html).headings]
    assert levels == [1, 2, 2, 3, 4, 2]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_findings_stand_one_level_below_their_part():
    before, below = page_of(code(block(PAGE)), code(block(EXHIBIT, FIGURE))), page_of(*WHOLE)
    assert [2, EXHIBIT["headline"]] in Reader(before).headings
    assert [3, EXHIBIT["headline"]] in Reader(below).headings


def test_an_exhibit_holds_finding_chart_note_source_words_and_table():
    html = page_of(*WHOLE)
    read = Reader(html)
    figure = next(each for each in read.every("figure"))
    assert figure == {"class": "exhibit", "id": EXHIBIT["id"], "role": "group"}  # its headline is heard once
    chart = next(each for each in read.every("div") if each.get("class") == "chart")
    assert (chart["role"], chart["aria-label"], chart["style"]) == ("img", EXHIBIT["alt"], "height:320px")
    for text in (
        EXHIBIT["subtitle"],
        EXHIBIT["note"],
        f"<p>{EXHIBIT['alt']}</p>",
        '<a href="https://example.org/report.pdf"',
    ):
        assert text in html
    named = (table.get("aria-labelledby") for table in read.every("table") if not table.get("aria-label"))
    assert all(f'id="{name}"' in html for name in named)
    assert {each["scope"] for each in read.every("th")} == {"col", "row"}
    assert 'data-value="7"' in html


def test_ids_are_never_used_twice():
    html = page_of(*WHOLE, *WHOLE[1:], markdown("## Main\n\n## Plotly\n\n## Page words"))
    ids = [attributes["id"] for _, attributes in Reader(html).tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_every_entry_of_the_contents_leads_somewhere():
    read = Reader(page_of(*WHOLE, markdown("## Second part")))
    targets = {each["href"][1:] for each in read.every("a") if each["href"].startswith("#")}
    assert targets <= {attributes.get("id") for _, attributes in read.tags}
    assert len(targets) == 4  # main, two parts, about


def test_words_come_from_the_page_block_and_english_fills_the_gaps():
    html = page_of(*WHOLE)
    assert "<summary>Tabela</summary>" in html
    assert f"<summary>{english_words()['text_alternative']}</summary>" in html


def test_spaces_between_spans_stay():
    assert "<strong>një </strong>dy</li>" in page_of(*WHOLE)


def test_the_other_language_is_a_link_and_its_own_is_not():
    html = page_of(*WHOLE)
    assert '<a href="lumas-en.html" hreflang="en" lang="en">English</a>' in html
    assert 'href="lumas-sq.html"' not in html


def test_invented_data_is_announced_first():
    html = page_of(code(block(PAGE | {"synthetic": "Invented data"})))
    assert html.index("Invented data") < html.index("<h1")


def test_code_is_folded_at_the_end_with_its_parameters():
    html = page_of(code(source='municipality = "lumas"', tags=["parameters"]), *WHOLE)
    assert html.count('<details class="code"') == 1
    assert html.index("pop.split()") > html.index('id="about"')
    assert "municipality = &#34;lumas&#34;" in html


# --- languages ------------------------------------------------------------------------------------------------------

PROSE = (markdown("Fjalë", "sq"), markdown("Words", "en"), markdown("7", "intro"))


@pytest.mark.parametrize(
    ("language", "kept", "gone"),
    [("sq", ["Fjalë", "7"], ["Words"]), ("en", ["Words", "7"], ["Fjalë"]), ("mk", ["Words", "7"], ["Fjalë"])],
)
def test_a_page_shows_the_cells_of_its_language_or_english(language, kept, gone):
    text = visible(page_of(code(block(PAGE | {"language": language})), *PROSE))
    assert all(each in text for each in kept)
    assert not any(each in text for each in gone)


def test_borrowed_english_says_that_it_is_english():
    html = page_of(code(block(PAGE | {"language": "mk"})), *PROSE)
    assert '<div class="prose" lang="en"><p>Words</p>' in html


# --- a file of its own ----------------------------------------------------------------------------------------------


def test_the_policy_comes_first_and_allows_only_our_two_scripts():
    html = page_of(*WHOLE)
    assert re.search(r"<head>\s*<meta http-equiv=\"Content-Security-Policy\"", html)
    assert html.index("<meta charset") < 1024
    policy = Reader(html).every("meta")[0]["content"]
    assert policy.startswith("default-src 'none'; ")
    running = [text for attributes, text in Reader(html).scripts if "type" not in attributes]
    packed = next(text for attributes, text in Reader(html).scripts if attributes.get("id") == "plotly")
    packed = base64.b85decode(packed.translate(str.maketrans(",.", "<&")))
    sources = [running[0].encode(), gzip.decompress(packed)]
    hashes = ["'sha256-" + base64.b64encode(hashlib.sha256(each).digest()).decode() + "'" for each in sources]
    assert len(running) == 1
    assert f"script-src {' '.join(hashes)};" in policy
    assert "'unsafe-inline'" not in policy.replace("style-src 'unsafe-inline'", "")


def test_nothing_is_loaded_from_anywhere():
    html = page_of(*WHOLE, markdown("![p](https://elsewhere.example/p.png) <img src='//elsewhere.example/q.png'>"))
    read = Reader(html)
    loaded = [value for _, each in read.tags for key, value in each.items() if key in ("src", "srcset", "poster")]
    loaded += [each["href"] for each in read.every("link") if each["rel"] != "alternate"]
    assert all(each.startswith("data:") for each in loaded)
    assert "elsewhere.example" not in html
    assert "url(" not in html[html.index("<style>") : html.index("</style>")]
    assert visible(html).count(english_words()["missing_picture"]) == 1


def test_a_page_without_charts_is_light(pinned_plotly):
    assert len(page_of(markdown("# Text"))) < 75_000
    assert 500_000 < len(page_of(*WHOLE)) < 620_000


def test_every_table_of_a_page_stands_in_its_workbook():
    packed = next(text for attributes, text in Reader(page_of(*WHOLE)).scripts if attributes.get("id") == "workbook")
    book = load_workbook(io.BytesIO(base64.b64decode(packed)))
    assert book.sheetnames == ["Lumas", "split", "list"]
    rows = [row for row in book["split"].iter_rows(values_only=True) if any(row)]
    assert rows[0][0] == EXHIBIT["headline"]
    assert rows[-2:] == [("Place", "n"), ("Lumas", 7)]


def test_a_text_in_another_language_is_marked_in_the_workbook_as_on_the_page():
    table = TABLE | {"rows": [[{"text": "Rrugë", "language": "sq"}, {"text": "7", "value": 7, "language": "sq"}]]}
    html = page_of(code(block(PAGE)), code(block(EXHIBIT | {"table": table}, FIGURE)))
    packed = next(text for attributes, text in Reader(html).scripts if attributes.get("id") == "workbook")
    book = load_workbook(io.BytesIO(base64.b64decode(packed)))
    assert list(book["split"].iter_rows(values_only=True))[-1] == ("Rrugë [sq]", 7)


@pytest.mark.parametrize(
    ("text", "value", "held"),
    [
        ("mbi 70", 70, "mbi 70"),
        ("planned 10", 10, "planned 10"),
        ("9 nga 12", 0.75, "9 nga 12"),
        ("15 of 55 (27%)", 0.2727, "15 of 55 (27%)"),
        ("40.0% (n=5)", 40, "40.0% (n=5)"),
        ("–", 4, "–"),
        ("✓", 1, "✓"),
        ("27%", 0.2727, 0.2727),
        ("−2,5 pikë", -2.5, -2.5),
        ("3 000 000 lekë", 3_000_000, 3_000_000),
    ],
)
def test_a_file_holds_no_more_than_the_cell_says(text, value, held):
    """A number stands alone in a file only where it does so on the page: never without its “more than” or its n."""
    table = TABLE | {"rows": [[{"text": "Lumas"}, {"text": text, "value": value}]]}
    html = page_of(code(block(PAGE)), code(block(EXHIBIT | {"table": table}, FIGURE)))
    packed = next(text for attributes, text in Reader(html).scripts if attributes.get("id") == "workbook")
    book = load_workbook(io.BytesIO(base64.b64decode(packed)))
    assert list(book["split"].iter_rows(values_only=True))[-1] == ("Lumas", held)
    assert ("data-value" in html) is (held == value)


def test_no_text_becomes_a_formula_in_the_workbook():
    table = TABLE | {"rows": [[{"text": '=HYPERLINK("javascript:1")'}, {"text": "+1\x00"}]]}
    html = page_of(code(block(PAGE)), code(block(EXHIBIT | {"table": table}, FIGURE)))
    packed = next(text for attributes, text in Reader(html).scripts if attributes.get("id") == "workbook")
    cells = list(load_workbook(io.BytesIO(base64.b64decode(packed)))["split"].iter_rows())[-1]
    assert [(cell.value, cell.data_type) for cell in cells] == [('=HYPERLINK("javascript:1")', "s"), ("+1", "s")]


def test_a_verdict_has_the_mark_of_its_colour_and_nothing_else_becomes_style():
    def row(colour):
        table = TABLE | {"rows": [[{"text": "partially", "colour": colour}, {"text": "7"}]]}
        return page_of(code(block(PAGE)), code(block(EXHIBIT | {"table": table}, FIGURE)))

    assert 'class="swatch" style="--light:#0B3C5D;--dark:#1572B1"' in row("#0B3C5D")
    for wrong in ("red", "#0B3C5D;position:fixed", "url(//elsewhere.example)", 7, None):
        assert 'class="swatch"' not in row(wrong)


def test_an_address_is_shown_without_its_scheme_and_printed_whole():
    table = TABLE | {"rows": [[{"text": (url := "https://example.org/a"), "url": url}, {"text": "7"}]]}
    html = page_of(code(block(PAGE)), code(block(EXHIBIT | {"table": table}, FIGURE)))
    assert f'<a href="{url}" class="bare"><i>https://</i>example.org/a' in html


def test_two_runs_give_the_same_bytes():
    assert page_of(*WHOLE) == page_of(*WHOLE)


# --- what others wrote ----------------------------------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "<!--<script>",
    "--><script>alert(2)</script>",
    "<img src=x onerror=alert(3)>",
    '"><svg onload=alert(4)>',
    "' onmouseover='alert(5)",
    "$\\href{javascript:alert(6)}{x}$",
    '<iframe srcdoc="<script>parent.alert(7)</script>"></iframe>',
    "{{ 7 * 7 }}{% raw %}",
    '<a href="javascript:alert(8)" style="position:fixed">c</a>',
    "</style><style>*{display:none}",
    "</title></textarea></noscript><script>alert(9)</script>",
    '<base href="https://evil.example/"><meta http-equiv="refresh" content="0">',
    "<form action=https://evil.example><button formaction=javascript:alert(1)>x",
    "\u2028\u2029\ud800\x00\x1b[31m",
)
ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//evil.example",
    "file:///etc/passwd",
    'https://ok.example/" onclick="alert(1)',
    "../up.html",
    "beside.html",
)


def hostile_page():
    bad = " ".join(HOSTILE)
    spans = [{"text": bad, "url": address, "strong": True} for address in ADDRESSES]
    table = {
        "columns": [{"id": bad, "label": bad, "align": bad}, {"id": "n", "label": bad, "align": "right"}],
        "rows": [[{"text": bad, "url": address, "value": bad}, {"text": bad, "value": -1.5}] for address in ADDRESSES],
    }
    exhibit = dict.fromkeys(EXHIBIT, bad) | {"kind": "exhibit", "sources": spans, "table": table}
    figure = {
        "data": [{"type": "bar", "name": bad, "y": [bad]}],
        "layout": {"title": bad},
        "config": {"plotlyServerURL": bad},
    }
    page = {
        **dict.fromkeys(("language", "name", "kicker", "title", "lead", "synthetic"), bad),
        "kind": "page",
        "facts": [{"label": bad, "value": bad, "note": bad}],
        "alternates": [{"language": "en", "label": bad, "href": address} for address in ADDRESSES[:-1]],
        "home": {"label": bad, "href": "javascript:alert(1)"},
        "about": [{"label": bad, "value": bad}],
        "words": dict.fromkeys(english_words(), bad),
    }
    return page_of(
        code(block(page)),
        code(block(exhibit, figure)),
        code(shown({PLOTLY: figure})),
        code(block({"kind": "table", "id": bad, "caption": bad, "note": bad, "sources": spans, "table": table})),
        *(
            code(block({"kind": "passage", "style": style, "items": [spans]}))
            for style in ("paragraph", "list", "notice")
        ),
        *(code(block(each)) for each in ({"kind": bad}, {"kind": "exhibit"}, {"kind": "passage", "style": bad}, {})),
        *(markdown(f"{each}\n\n## {each}\n\n- {each}") for each in HOSTILE),
        markdown("\n\n".join(f"[l]({each}) <{each}> ![p]({each})" for each in ADDRESSES)),
        code(
            {"output_type": "stream", "name": "stdout", "text": bad},
            {"output_type": "error", "ename": bad, "evalue": bad, "traceback": [bad]},
            *(
                shown({kind: bad})
                for kind in ("text/html", "text/markdown", "text/plain", "image/png", "image/svg+xml", bad)
            ),
            source=bad,
        ),
    )


def test_nothing_hostile_becomes_a_tag_an_attribute_or_a_link():
    html = hostile_page()
    read = Reader(html)
    allowed = {"application/json", "application/gzip+base85", "application/xlsx+base64", None}
    assert {attributes.get("type") for attributes, _ in read.scripts} == allowed
    assert sum("type" not in attributes for attributes, _ in read.scripts) == 1
    assert len(read.every("style")) == 2  # ours, and the one for browsers without JavaScript
    assert len(read.every("meta")) == 12
    forbidden = {"iframe", "base", "form", "object", "embed", "textarea", "template"}
    assert not forbidden & {tag for tag, _ in read.tags}
    assert not [key for _, each in read.tags for key in each if key.startswith("on") or key == "srcdoc"]
    safe = re.compile(r"https?://[^\s\"<>]+|mailto:[^\s\"<>]+|#[a-z0-9-]+")
    assert [each["href"] for each in read.every("a") if not safe.fullmatch(each.get("href", "#x"))] == []
    assert all("href" not in attributes for attributes in read.every("mrow"))
    assert {each["src"][:10] for each in read.every("img") if "src" in each} <= {"data:image"}
    (root,) = read.every("html")
    assert root["lang"] == "en"
    assert re.fullmatch(r'--on-paper-left: "[^"\\<>{}]*"', root["style"])
    assert sum(level == 1 for level, _ in read.headings) == 1
    html.encode("utf-8")


def test_figures_are_inert_and_say_what_they_said():
    html = page_of(code(block(PAGE)), code(block(EXHIBIT, {"data": [{"name": "</script>&", "y": [float("nan")]}]})))
    text = next(text for attributes, text in Reader(html).scripts if attributes.get("class") == "figure")
    assert not set("<>&") & set(text)
    assert json.loads(text)["data"] == [{"name": "</script>&", "y": [None]}]


def test_a_figure_leaves_its_servers_and_distant_pictures_behind():
    figure = {
        **FIGURE,
        "config": {"plotlyServerURL": "https://plot.ly"},
        "layout": {"images": [{"source": "https://e.example"}]},
    }
    html = page_of(code(block(PAGE)), code(block(EXHIBIT, figure)))
    assert "plot.ly" not in html
    assert "e.example" not in html


def test_charts_cannot_be_sent_to_a_cloud():
    assert "showSendToCloud: false" in page_of(markdown("# Text"))


def test_only_pages_beside_it_are_linked_without_a_host():
    html = page_of(code(block(PAGE | {"home": {"label": "Up", "href": "../index.html"}})), markdown("[x](beside.html)"))
    assert "../index.html" not in html
    assert "beside.html" not in html


# --- notebooks of others, and trouble -------------------------------------------------------------------------------


def test_a_foreign_notebook_becomes_a_page():
    html = page_of(
        markdown("# Study\n\nText with a [link](https://example.org)."),
        markdown("# First\n\n## Detail"),
        code(
            shown(
                {
                    "text/html": "<style>p{}</style><table class='dataframe'><tr><th>a</th></tr></table>",
                    "text/plain": "a",
                }
            ),
            shown({"image/png": "iVBORw0KGgo=", "text/plain": "<Figure>"}),
            shown({PLOTLY: {**FIGURE, "layout": {"title": {"text": "A <b>free</b> chart"}}}}),
            {"output_type": "stream", "name": "stdout", "text": ["one\n", "two"]},
            source=["x = 1\n", "x"],
        ),
        markdown("# Second"),
    )
    read = Reader(html)
    assert read.every("html") == [{"lang": "en"}]
    assert read.headings == [[1, "Study"], [2, "First"], [3, "Detail"], [2, "Second"]]
    assert '<a href="https://example.org" rel="noopener noreferrer">link</a>' in html
    assert '<div class="scroll" tabindex="0"><table>' in html
    assert {"src": "data:image/png;base64,iVBORw0KGgo=", "alt": "Picture"} in read.every("img")
    assert 'aria-label="A free chart"' in html
    assert "one\ntwo</pre>" in html
    assert "Left out" not in visible(html)


def test_the_name_of_the_notebook_is_the_last_resort_for_a_title():
    assert Reader(page_of(code(), name="explore")).headings == [[1, "explore"]]
    assert Reader(render_page({"cells": []})).headings == [[1, "Notebook"]]


def test_what_a_page_cannot_hold_is_named():
    html = page_of(
        code(
            shown({"application/vnd.jupyter.widget-view+json": {}, "text/plain": "HBox()"}),
            shown({"text/html": "<iframe src='https://example.org'></iframe>"}),
            {"output_type": "stream", "name": "stderr", "text": "/home/someone/lib.py: warning"},
        ),
        {"cell_type": "raw", "metadata": {}, "source": "raw"},
        markdown("<video src=x></video>"),
        code(block({"kind": "hologram"})),
    )
    text = visible(html)
    for word in ("widget", "frame", "messages", "raw", "video", "other"):
        assert english_words()[f"missing_{word}"] in text
    assert "hologram" in text
    assert "HBox()" not in text
    assert "/home/someone" not in html


def test_a_block_that_lacks_something_is_a_visible_failure():
    html = page_of(code(block(PAGE)), code(block({key: EXHIBIT[key] for key in EXHIBIT if key != "alt"}, FIGURE)))
    assert 'class="failure"' in html
    assert "field `alt`" in html


def test_a_second_page_block_does_not_go_unnoticed():
    text = visible(page_of(code(block(PAGE)), code(block(PAGE | {"title": "Another"}))))
    assert "Another" not in text
    assert "a second block" in text


def test_what_loading_says_of_the_data_is_no_second_page_and_what_two_loads_say_stands_side_by_side():
    loaded = [
        {"kind": "page", "language": "en", "synthetic": mark, "about": [{"label": "Version", "value": version}]}
        for version, mark in (("spring", None), ("autumn", "Invented data"))
    ]
    titled = visible(page_of(code(block(loaded[0]), block(PAGE)), code(block(loaded[1]))))
    assert "Lumas" in titled
    untitled = visible(page_of(markdown("# A question"), code(block(loaded[0])), code(block(loaded[1]))))
    for said in ("A question", "spring", "autumn", "Invented data"):
        assert said in untitled
    assert "a second block" not in titled + untitled


def test_pictures_pasted_into_a_cell_stay():
    pasted = {"dot.png": {"image/png": "iVBORw0KGgo="}}
    assert 'src="data:image/png;base64,iVBORw0KGgo="' in page_of(
        markdown("![dot](attachment:dot.png)", attachments=pasted)
    )


def test_a_cell_in_another_language_than_the_page_says_so():
    cells = [{"text": "Note"}], [{"text": "Shënim", "language": "sq"}]
    table = {"columns": [{"id": "note", "label": "Note", "align": "left"}], "rows": [list(row) for row in cells]}
    notes = {"kind": "table", "id": "t", "caption": "Notes", "note": "", "sources": [], "table": table}
    html = page_of(code(block(notes)))
    assert 'lang="sq">Shënim' in html
    assert html.count(' lang="sq"') == 1


# --- where it stands in the web --------------------------------------------------------------------------------------

PLACE = "https://example.org/contracts/lumas-en.html"


def shared(html):
    return {
        each.get("property") or each.get("name"): each["content"]
        for each in Reader(html).every("meta")
        if "http-equiv" not in each and "charset" not in each
    }


def test_social_networks_are_told_title_and_sentence_and_an_address_only_where_there_is_one():
    told = shared(page_of(code(block(PAGE | {"synthetic": "Draft: not approved."}))))
    assert told["og:title"] == PAGE["title"]
    assert told["og:description"] == f"Draft: not approved. {PAGE['lead']}"
    assert told["robots"] == "noindex"
    assert "og:url" not in told
    assert "og:image" not in told
    told = shared(
        page_of(code(block({key: each for key, each in PAGE.items() if key != "synthetic"} | {"address": PLACE})))
    )
    assert told["og:url"] == PLACE
    assert "robots" not in told


def test_on_paper_a_page_has_its_address_as_text_and_qr_and_nothing_where_there_is_none():
    pytest.importorskip("segno")
    html = page_of(code(block(PAGE | {"address": PLACE})))
    assert f"<b>{PLACE}</b>" in html
    assert html.count('class="on-web') == 1
    assert "qrcode" not in html
    for address in ("", "javascript:alert(1)", "https://a.al\u2215.b.example/"):
        assert 'class="on-web' not in page_of(code(block(PAGE | {"address": address})))
