"""A page of somebody else's notebook loses nothing without a word; docs/other-notebooks.md says so row by row."""

import base64
import json
import re
from pathlib import Path

import nbformat
import pytest
from nbconvert.nbconvertapp import NbConvertApp
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

import pop_analysis.pages.page as page_module
from pop_analysis.locale.sentences import sentences
from pop_analysis.pages.page import english_words, render_page
from pop_analysis.pages.page_workbook import page_workbook

DOCUMENT = Path(__file__).parents[2] / "docs" / "other-notebooks.md"
WORDS = english_words()
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
SVG = (
    '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://e.example/svg11.dtd">'
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="x()"><script>1</script>'
    '<style>*{stroke-linejoin: round}</style><use xlink:href="#a"/><image href="https://e.example/p.png"/>'
    '<rect width="9" height="9" style="fill:url(#g)"/><foreignObject><iframe src="x"/></foreignObject></svg>'
)
STATE = {
    "application/vnd.jupyter.widget-state+json": {
        "state": {
            "box": {"model_name": "HBoxModel", "state": {"children": ["IPY_MODEL_a", "IPY_MODEL_b", "IPY_MODEL_c"]}},
            "a": {"model_name": "HTMLModel", "state": {"value": "100%"}},
            "b": {"model_name": "FloatProgressModel", "state": {"value": 3.0, "max": 3.0}},
            "c": {"model_name": "HTMLModel", "state": {"value": " 3/3 [00:01]"}},
            "slider": {"model_name": "IntSliderModel", "state": {"description": "Viti", "value": 3}},
            "out": {
                "model_name": "OutputModel",
                "state": {"outputs": [new_output("stream", name="stdout", text="u bë")]},
            },
            "loop": {"model_name": "VBoxModel", "state": {"children": ["IPY_MODEL_loop", "IPY_MODEL_slider"]}},
        }
    }
}
VIEW = "application/vnd.jupyter.widget-view+json"
PLOTLY = "application/vnd.plotly.v1+json"


def shown(data, **metadata):
    return new_output("display_data", data=data, metadata=metadata)


def page_of(*cells, folder=None, filters=None, **metadata):
    notebook = new_notebook(cells=list(cells), metadata=metadata)
    about = {"metadata": {"name": "n", "path": folder}, "global_content_filter": filters or {}}
    return render_page(notebook, about)


def main_of(html):
    """What stands on a page to be read; scripts are none of it."""
    html = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"<script.*?</script>", "<script/>", html, flags=re.DOTALL)


def code(*outputs, source="x", tags=(), **metadata):
    return new_code_cell(source, outputs=list(outputs), execution_count=1, metadata={"tags": list(tags), **metadata})


def missing(word):
    return WORDS[f"missing_{word}"]


def map_of(**more):
    return {"data": [{"type": "choropleth", "locations": ["ALB"], "z": [1], **more}], "layout": {}}


# The row of the document → what is on the page, and what is not.
OUTPUTS = {
    "text (`text/plain`, printed)": [
        (code(shown({"text/plain": "{'a': 1}"})), ["{&#39;a&#39;: 1}"], ["left-out"]),
        (code(new_output("stream", name="stdout", text="10%\r50%\r100%\ndone\n")), ["100%\ndone"], ["10%\n", "50%"]),
    ],
    "an object without a form (`<… at 0x7f…>`)": [
        (
            code(shown({"text/plain": "[<matplotlib.lines.Line2D at 0x7f64c0a1>]"})),
            [missing("object"), "Line2D"],
            ["0x7f"],
        ),
        (code(shown({"text/plain": "a, <m.A object at 0x7f64c0a1>"})), ["a, &lt;m.A object&gt;"], ["0x7f"]),
        (code(new_output("stream", name="stdout", text="<__main__.A object at 0x7f64c0a1>\n")), ["A object"], ["0x7f"]),
        (code(shown({"text/html": "<td>&lt;m.A object at 0x7f64c0a1&gt;</td><td>7</td>"})), ["7"], ["0x7f"]),
    ],
    "messages (`stderr`: warnings, logging, progress)": [
        (
            code(new_output("stream", name="stderr", text="/home/someone/b.py: careful")),
            [missing("messages")],
            ["/home/someone"],
        )
    ],
    "an error": [
        (
            code(new_output("error", ename="E", evalue="no <A at 0x7f64c0a1>", traceback=["/home/someone"])),
            ["E: no"],
            ["0x7f"],
        )
    ],
    "HTML: tables, lists, links": [
        (
            code(shown({"text/html": '<table><td>7</td></table><a href="https://a.al">a</a><a href="data.csv">b</a>'})),
            ["<td>7</td>", 'href="https://a.al"', "b"],
            ["data.csv", "left-out"],
        )
    ],
    "colours of a table (pandas' Styler, great_tables)": [
        (
            code(
                shown(
                    {
                        "text/html": "<style>#T_a_row0_col0, #T_a_row1_col0 {background-color: #023858;color: #f1f1f1;"
                        "background: url(https://e.example)} #T_a th {text-align: left} #T_a .b {width:10em;"
                        "background: linear-gradient(90deg, #d65f5f 33.3%, transparent 33.3%);}</style>"
                        "<table id='T_a'><th>h</th><td id='T_a_row0_col0'>7</td><td class='b'>8</td></table>"
                    }
                )
            ),
            [
                'style="background-color:#023858;color:#f1f1f1">7<',
                'style="text-align:left">h<',
                "linear-gradient(90deg, #d65f5f 33.3%, transparent 33.3%)",
                "on-white",
            ],
            ["e.example", "url(", "width:10em"],
        )
    ],
    "HTML with a script (bokeh, altair, itables)": [
        (
            code(
                shown({"text/html": '<div id="vis"></div><script>vegaEmbed()</script>', "text/plain": "alt.Chart(...)"})
            ),
            [missing("script"), "(Vega)"],
            ["alt.Chart"],
        ),
        (code(shown({"text/html": "<div><span>Loading BokehJS ...</span></div>"})), [], ["Loading"]),
        (
            code(
                shown(
                    {
                        "text/html": "<table><thead><th>a</th></thead><tbody><tr><td>Loading ITables v2 from the web..."
                        " (need help?)</td></tr></tbody></table><script>itables()</script>",
                        "text/plain": "   a\n0  7",
                    }
                )
            ),
            [missing("script"), "(itables)", "   a\n0  7"],
            ["Loading"],
        ),
        (
            code(
                shown(
                    {
                        "text/html": "<table><td>Loading ITables from init_notebook_mode...</td></table>"
                        "<table><td>Korçë</td><td>1234</td></table><script>itables()</script>"
                    }
                )
            ),
            ["Korçë", "1234", "(itables)"],
            ["Loading"],
        ),
        (
            code(shown({"text/html": "<table><td>Loading</td><td>7 t</td></table><script>1</script>"})),
            ["Loading", "7 t"],
            [],
        ),
    ],
    "HTML with a frame, a form, sound or video": [
        (
            code(
                shown(
                    {"text/html": "<iframe src='https://e.example'></iframe>", "text/plain": "<I.IFrame at 0x7f64c0a1>"}
                ),
                shown({"text/html": "<audio></audio>"}),
                shown({"text/html": "<video></video><form></form>"}),
            ),
            [missing(word) for word in ("frame", "sound", "video", "form")],
            ["IFrame", "e.example"],
        )
    ],
    "markdown": [(code(shown({"text/markdown": "**b** $x^2$\n\n## h"})), ["<strong>b</strong>", "<msup>"], ["<h2>h"])],
    "a formula (`text/latex`)": [
        (code(shown({"text/latex": r"$\displaystyle \frac{a}{b}$"})), ["<mfrac>"], []),
        (code(shown({"text/latex": r"\alpha"})), ["<mi>α</mi>"], []),
        (code(shown({"text/latex": r"$x^2\,\unheard{y}$"})), [r"<code>$x^2\,\unheard{y}$</code>"], ["<math"]),
    ],
    "PNG, JPEG, GIF, WebP": [
        (
            code(shown({f"image/{kind}": PNG, "text/plain": "<Figure size 9x9 with 1 Axes>"})),
            [f"image/{kind};"],
            ["Axes"],
        )
        for kind in ("png", "jpeg", "gif", "webp")
    ],
    "SVG": [
        (
            code(shown({"image/svg+xml": SVG, "text/plain": "<Figure size 9x9>"})),
            ["data:image/svg+xml;base64,"],
            ["size 9"],
        ),
        (
            code(shown({"text/html": f"<p>7 {SVG[SVG.index('<svg') :]}</p>"})),
            ["data:image/svg+xml;base64,"],
            ["left-out"],
        ),
        (code(shown({"image/svg+xml": "<svg><p>", "text/plain": "<A>"})), [missing("picture")], ["data:image"]),
    ],
    "JSON, GeoJSON": [
        (code(shown({"application/json": {"a": [1]}, "text/plain": "<I.JSON object>"})), ["&#34;a&#34;"], ["I.JSON"]),
        (
            code(shown({"application/geo+json": {"type": "Point"}, "text/plain": "<I.GeoJSON object>"})),
            ["Point"],
            ["I.G"],
        ),
        (code(shown({"application/json": ["a" * 30_000]})), [missing("data")], ["aaaa"]),
    ],
    "JavaScript": [
        (
            code(shown({"application/javascript": "x()", "text/plain": "<I.Javascript object>"})),
            [missing("script")],
            ["I.J"],
        )
    ],
    "a plotly figure": [
        (code(shown({PLOTLY: {"data": [{"type": "bar", "y": [1]}], "layout": {}}})), ["<figure"], ["left-out"]),
        (code(shown({PLOTLY: map_of(geojson={"type": "FeatureCollection"})})), ["<figure"], ["left-out"]),
    ],
    "a plotly map on borders or tiles": [
        (code(shown({PLOTLY: {"data": [{"type": "scattergeo"}], "layout": {}}})), ["<figure", missing("ground")], []),
        (
            code(shown({PLOTLY: map_of() | {"layout": {"title": {"text": "Bashkitë"}}}})),
            [missing("map"), "(Bashkitë)"],
            ["<figure"],
        ),
        (code(shown({PLOTLY: {"data": [{"type": "scattermap"}], "layout": {}}})), [missing("map")], ["<figure"]),
    ],
    "a widget (ipywidgets, tqdm)": [
        (
            code(shown({VIEW: {"model_id": "box"}, "text/plain": "  0%|   | 0/3 [00:00<?]"})),
            ["100% 3/3 [00:01]"],
            ["0%|"],
        ),
        (code(shown({VIEW: {"model_id": "slider"}, "text/plain": "IntSlider()"})), ["Viti: 3"], ["IntSlider"]),
        (code(shown({VIEW: {"model_id": "out"}, "text/plain": "Output()"})), ["u bë"], ["Output()"]),
        (code(shown({VIEW: {"model_id": "loop"}})), ["Viti: 3"], []),
        (code(shown({VIEW: {"model_id": "gone"}, "text/plain": "HBox(children=())"})), [missing("widget")], ["HBox"]),
    ],
    "another type": [
        (
            code(shown({"application/x-own": "1", "text/plain": "seven"})),
            [missing("other"), "application/x-own", "seven"],
            [],
        )
    ],
}
WRITTEN = {
    r"`$x^2$`, `$$…$$`, `\begin{align}`": [
        (
            new_markdown_cell(
                "Me $x^2\\,dx$, $5 dhe $6.\n\n$$\\int_0^1\n= 1$$\n\n\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}"
            ),
            [r'alttext="x^2\,dx"', "$5 dhe $6", "<mtable", 'display="block"'],
            ["(1)", "<em>"],
        ),
        (
            new_markdown_cell(r"$\frac{a$ dhe $a \\ b$"),
            [r"<code>$\frac{a$</code>", r"<code>$a \\ b$</code>"],
            ["<math"],
        ),
    ],
    "task lists": [(new_markdown_cell("- [ ] një\n- [x] dy"), ["☐ një", "☑ dy"], ["[x]"])],
    "footnotes": [
        (
            new_markdown_cell("Tekst[^a] dhe[^a].\n\n[^a]: shënimi"),
            ['href="#note-1-1"', 'id="note-1-1"', "shënimi"],
            ["[^a]"],
        )
    ],
    "`<details>`": [
        (
            new_markdown_cell("<details><summary>Më shumë</summary>\n\nfshehur\n\n</details>"),
            ["<details><summary>"],
            ["left-out"],
        )
    ],
    "`<svg>`": [(new_markdown_cell("Vija <svg><rect/></svg>"), ["data:image/svg+xml;base64,"], ["left-out"])],
    '`<span style="color:red">`': [
        (new_markdown_cell('<span style="color:red;position:fixed">k</span>'), ['style="color:red"'], ["position"])
    ],
    "pasted pictures": [
        (
            new_markdown_cell(
                '![a](attachment:a.png)\n\n<img src="attachment:a.png">', attachments={"a.png": {"image/png": PNG}}
            ),
            ["data:image/png;base64,"],
            ["left-out"],
        )
    ],
    "pictures beside the notebook": [
        (
            new_markdown_cell("![l](img/a%20b.png) <img src='img/v.svg'>"),
            ["data:image/png;", "data:image/svg+xml"],
            ["left-out"],
        ),
        (code(shown({"text/html": "<img src='img/a b.png'>"})), ["data:image/png;base64,"], ["left-out"]),
        (
            new_markdown_cell("![teksti](img/none.png) ![t](img/t.txt) ![r](/etc/passwd)"),
            [missing("picture"), "teksti"],
            ["<img"],
        ),
    ],
    "pictures of another host": [
        (new_markdown_cell("![teksti](https://e.example/a.png)"), [missing("picture"), "teksti"], ["e.example", "<img"])
    ],
    "`[links](#Heading)` to a heading": [
        (new_markdown_cell("[te](#Dy-Fjalë)\n\n## Dy Fjalë"), ['href="#dy-fjale"', 'id="dy-fjale"'], [])
    ],
    "raw cells": [(new_raw_cell("RAW"), [missing("raw")], ["RAW"])],
}
PRINTED = new_output("stream", name="stdout", text="PRINTED")
HIDDEN = {
    "tag `remove-cell`": [
        (code(PRINTED, source="CODE", tags=[tag]), [], ["PRINTED", "CODE"]) for tag in ("remove-cell", "remove_cell")
    ]
    + [(new_markdown_cell("# PROSE", metadata={"tags": ["remove-cell"]}), [], ["PROSE"])],
    "tag `remove-input`": [(code(PRINTED, source="CODE", tags=["remove-input"]), ["PRINTED"], ["CODE"])],
    "tag `remove-output`": [
        (code(PRINTED, source="CODE", tags=["remove-output"]), ["CODE"], ["PRINTED"]),
        (code(new_output("error", ename="E", evalue="v", traceback=[]), tags=["remove-output"]), ["E: v"], []),
    ],
    "tags `hide-cell`, `hide-output`, `hide-input`": [
        (code(PRINTED, tags=[tag]), [f"<summary>{WORDS['hidden_part']}</summary>"], [])
        for tag in ("hide-cell", "hide-output")
    ]
    + [(code(PRINTED, source="CODE", tags=["hide-input"]), ["CODE", "PRINTED"], [WORDS["hidden_part"]])],
    "JupyterLab's `source_hidden`, `outputs_hidden`": [
        (code(PRINTED, jupyter={"outputs_hidden": True}), [f"<summary>{WORDS['hidden_part']}</summary>"], []),
        (code(PRINTED, source="CODE", jupyter={"source_hidden": True}), ["CODE", "PRINTED"], [WORDS["hidden_part"]]),
    ],
    "a tag of two letters that is no language of the page": [
        (new_markdown_cell("PROSE", metadata={"tags": [tag]}), ["PROSE"], []) for tag in ("no", "qa", "it", "db")
    ],
}
ON_THE_COMMAND_LINE = {"`--no-input`", "`--TagRemovePreprocessor…`"}
CASES = [(row, *case) for part in (OUTPUTS, WRITTEN, HIDDEN) for row, cases in part.items() for case in cases]


@pytest.fixture
def beside(tmp_path):
    """A folder with pictures beside a notebook."""
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "a b.png").write_bytes(base64.b64decode(PNG))
    (tmp_path / "img" / "v.svg").write_text(SVG)
    (tmp_path / "img" / "t.txt").write_text("text")
    return str(tmp_path)


@pytest.mark.parametrize(
    ("row", "cell", "there", "gone"), CASES, ids=[f"{n}-{row}" for n, (row, *_) in enumerate(CASES)]
)
def test_each_row_of_the_document_is_so(row, cell, there, gone, beside):
    text = main_of(page_of(cell, folder=beside, widgets=STATE))
    assert [each for each in there if each not in text] == []
    assert [each for each in gone if each in text] == []


def test_the_document_has_a_row_for_each_case_and_no_other():
    rows = re.findall(r"^\| (.+?) \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    headings = {"output", "in a markdown cell", "said by", "---"}
    assert set(rows) - headings == {*OUTPUTS, *WRITTEN, *HIDDEN, *ON_THE_COMMAND_LINE}


def test_a_drawing_runs_nothing_and_fetches_nothing():
    html = page_of(code(shown({"image/svg+xml": SVG})))
    packed = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', html)[1]
    drawing = base64.b64decode(packed).decode()
    assert "<rect" in drawing
    assert "stroke-linejoin" in drawing
    assert 'href="#a"' in drawing
    for hostile in ("script", "onload", "e.example", "foreignObject", "iframe"):
        assert hostile not in drawing


def nbconvert(folder, *options):
    app = NbConvertApp()
    app.initialize(["--to", "pop-report", str(folder / "n.ipynb"), "--output-dir", str(folder), *options])
    app.start()
    return main_of((folder / "n.html").read_text(encoding="utf-8"))


@pytest.fixture
def foreign(tmp_path):
    cells = [
        code(PRINTED, source="CODE"),
        code(PRINTED, source="PRIVATE", tags=["private"]),
        new_markdown_cell("PROSE"),
    ]
    nbformat.write(new_notebook(cells=cells), tmp_path / "n.ipynb")
    return tmp_path


def test_no_input_leaves_out_the_code(foreign):
    text = nbconvert(foreign, "--no-input")
    assert "PRINTED" in text
    assert "PROSE" in text
    assert "CODE" not in text


def test_cells_nbconvert_is_told_to_remove_are_removed(foreign):
    text = nbconvert(
        foreign, "--TagRemovePreprocessor.enabled=True", "--TagRemovePreprocessor.remove_cell_tags=private"
    )
    assert "CODE" in text
    assert "PRIVATE" not in text


def test_a_notebook_that_was_not_run_says_so_and_another_does_not():
    assert WORDS["not_run"] in page_of(new_code_cell("1 + 1"))
    for run in (code(PRINTED), new_markdown_cell("PROSE"), code(source="x = 1"), new_code_cell("")):
        assert WORDS["not_run"] not in page_of(run)


def test_what_is_missing_is_said_in_the_language_of_the_page():
    head = {"kind": "page", "language": "sq", "title": "T", "words": sentences("page", "sq")}
    block = shown({"application/vnd.pop-analysis.block+json": head})
    text = main_of(page_of(code(block), code(shown({"text/html": "<iframe></iframe>"}))))
    assert sentences("page", "sq")["missing_frame"] in text
    assert missing("frame") not in text


def table(name):
    rows = [[{"text": "7", "value": 7}]]
    listing = {"columns": [{"id": "n", "label": "n", "align": "right"}], "rows": rows}
    block = {"kind": "table", "id": name, "caption": name, "note": "", "sources": [], "table": listing}
    return code(shown({"application/vnd.pop-analysis.block+json": block}))


@pytest.mark.parametrize("name", ["a" * 30 + "😀", "😀" * 40, "'a'", "History", "a\ud83d", "[:]*?/\\"])
def test_a_title_of_any_letters_names_a_sheet(name):
    head = {"kind": "page", "title": name}
    html = page_of(code(shown({"application/vnd.pop-analysis.block+json": head})), table(name), table(name.upper()))
    assert 'id="workbook"' in html
    assert missing("workbook") not in html


def test_a_workbook_that_cannot_be_made_costs_the_workbook_and_not_the_page(monkeypatch):
    def breaks(*_):
        raise IndexError("sheet")

    monkeypatch.setattr(page_module, "page_workbook", breaks)
    html = page_of(table("t"))
    assert 'id="workbook"' not in html
    assert missing("workbook") in html
    assert "<td" in html
    assert page_workbook("t", [], [])


def test_the_same_notebook_gives_the_same_page_whatever_was_saved_as_lines(beside):
    cells = [cell for _, cell, _, _ in CASES]
    notebook = new_notebook(cells=cells, metadata={"widgets": STATE})
    again = nbformat.reads(json.dumps(notebook), as_version=4)
    about = {"metadata": {"name": "n", "path": beside}}
    assert render_page(notebook, about) == render_page(again, about)
