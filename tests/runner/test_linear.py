"""What a notebook shows may be large, and no text at all: what looks at it takes as long as it is long, not longer."""

import base64
import random
import time
from pathlib import Path

import nbformat
import pytest

from pop_analysis.pages.elements import plain
from pop_analysis.pages.pictures import picture
from pop_analysis.pages.prose import read_markdown
from pop_analysis.pages.sanitise import clean_html, safe_link, safe_page, taken_out, text_within
from pop_analysis.runner.job import run_one
from pop_analysis.runner.machine_paths import MachinePaths
from pop_analysis.runner.plan import Report

LARGE = 10_000_000
SHORT, TIMES = 8_000, 8
MOST_TIMES = 3 * TIMES  # what takes the square of the length takes 64 times as long
QUICK = 0.004  # seconds of the processor too few to be compared
SECONDS = 60  # of the processor for 10 MB: what takes the square of the length would take hours

MINIFIED = '!function(t,e){for(var n=0,r=[];n<t.length;n++)r[n]="/a/b.js?c="+t[n]&&e(_$[n])}(this);var a=1<b&&b>c;'
PATHS = MachinePaths({Path("/srv/network/data"): "data"})
FILTERS = {
    "paths": PATHS.hidden,
    "plain": plain,
    "clean": lambda text: text_within(clean_html(text)),
    "taken_out": taken_out,
    "markdown": lambda text: list(read_markdown(text)),
    "link": lambda text: safe_link(f"https://{text}"),
    "page": safe_page,
    "picture": lambda text: picture("image/png", text),
}
REPEATED = [
    *(
        "<img",
        "<img ",
        '<img "',
        "<img src",
        "<img src=' ",
        "< ",
        "<h1",
        "</h2 ",
        "<script",
        "<b>",
        "<div>",
        "<blockquote><p>",
        "<ul><li>1",
        "<p a='1'b='1' ",
        '<a title=">" a ',
        "<!--",
        "<tr><td>1",
    ),
    *("/a", "/tmp/", "\\a", "file:///a", "https://a", "ipykernel_1", "ipykernel_1/1", "/ipykernel_1/1.py"),
    *("(", "[", "![", "[a](", "*a", "a**b_", "`", "``a ", "~~a ", "|a|b|\n", "> ", "- ", "# a\n", "1. a\n"),
    *("a\u00a0", "a\u00ad", "\x85", "\u00a0<", "&" * 400 + "< ", "\u00a0" * 400 + "> ", "a\n", "<", ">"),
    *(
        "$",
        "$$",
        "$a",
        "$a$ ",
        "\\$",
        "\\\\(",
        "\\begin{align}",
        "\n\\begin{align}\n",
        "\n$$\na\n",
        "[^1]",
        "[^1]: a\n",
    ),
    *(
        "<svg>",
        "<svg",
        "<svg><g>",
        "<style>#a{",
        "<style>#a,",
        "<style>#a{color:red}</style><p id=a>",
        "id='",
        "<img src='",
    ),
    *("x", " ", "\n", "0", "=", "-", "&", "&amp;", "a&b ", '"', "\\", "\x1b[", "\x1b[0;", ".html", "aa-", "@"),
]


def base64_of(length):
    return base64.b64encode(random.Random(1).randbytes(length * 3 // 4)).decode()


def repeated(piece, length):
    return (piece * (length // len(piece) + 1))[:length]


def seconds(look, text):
    began = time.process_time()
    look(text)
    return time.process_time() - began


def grows(look, make):
    """How many times as long it takes for a text so many times as long; the best of three, others use the machine."""
    short, long = make(SHORT), make(SHORT * TIMES)
    best = TIMES * MOST_TIMES
    for _ in range(3):
        best = min(best, seconds(look, long) / max(seconds(look, short), QUICK))
        if best <= MOST_TIMES:
            break
    return best


@pytest.mark.parametrize("name", FILTERS)
def test_no_filter_takes_longer_than_in_proportion_to_a_text_whatever_repeats_in_it(name):
    slow = {
        piece: times
        for piece in (*REPEATED, MINIFIED)
        if (times := grows(FILTERS[name], lambda length: repeated(piece, length))) > MOST_TIMES  # noqa: B023
    }
    assert slow == {}


def test_a_tag_of_very_many_attributes_takes_no_longer_either_and_its_text_is_kept():
    attributes = " ".join(f"a{number}=1" for number in range(60_000))
    assert seconds(clean_html, f"<p {attributes}>text</p>") < SECONDS / 10
    assert text_within(clean_html(f"<p {attributes}>text</p>")) == "text"


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("text", [base64_of(LARGE), repeated(MINIFIED, LARGE)], ids=["base64", "minified"])
def test_ten_megabytes_go_through_every_filter(name, text):
    assert seconds(FILTERS[name], text) < SECONDS


def test_cutting_a_long_text_into_pieces_changes_nothing_of_what_is_read():
    text = "a &amp; b & c &lt;i&gt; " * 2000
    assert text_within(clean_html(text)) == "a & b & c <i> ".strip() + " a & b & c <i>" * 1999
    assert "<!--" not in clean_html(text)


def test_signs_that_the_cleaner_copies_a_text_at_take_no_longer_either():
    assert grows(clean_html, lambda length: "a\u00a0" * (5 * length)) <= MOST_TIMES
    assert clean_html("a\u00a0" * 2000) == "a&nbsp;" * 2000
    assert clean_html("§ " * 2000 + "<b>«»</b>") == "§ " * 2000 + "<b>«»</b>"


def test_a_picture_and_the_numbers_of_a_figure_are_left_alone_and_text_beside_them_is_not():
    packed = "AAAA\n/srv/network/data/AAAA"
    shown = {"image/png": packed, "application/pdf": packed, "text/plain": packed, "image/svg+xml": packed}
    hidden = PATHS.hidden({"data": shown, "figure": {"x": {"bdata": packed, "dtype": "f8"}}})
    assert hidden["data"] == shown | dict.fromkeys(("text/plain", "image/svg+xml"), "AAAA\ndata/AAAA")
    assert hidden["figure"]["x"]["bdata"] == packed


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("/tmp/ipykernel_12/345.py:1: UserWarning", "cell:1: UserWarning"),
        ('File "/x y/ipykernel_1/2.py", line 1', 'File "/x cell", line 1'),
        (r"C:\Temp\ipykernel_1\2.py", "cell"),
        ("ipykernel_launcher.py", "ipykernel_launcher.py"),
    ],
)
def test_the_file_of_a_cell_is_still_hidden_from_where_its_path_begins(text, hidden):
    assert MachinePaths().hidden(text) == hidden


def test_pictures_that_are_fetched_are_told_and_those_that_travel_along_are_not():
    carried = '<img alt="1 < 2 > 1" src="data:image/png;base64,AAAA">'
    assert taken_out(carried) == []
    assert taken_out(carried + "<img alt='x' src='https://elsewhere.example/a.png'>") == ["img"]
    assert taken_out("<img <img <svg") == ["img", "svg"]


def test_a_whole_report_of_large_outputs_takes_no_longer_than_they_are_long(tmp_path):
    sources = [
        "import base64, random, warnings\nfrom IPython.display import display\nwarnings.warn('careful')",
        f"packed = base64.b64encode(random.Random(1).randbytes({LARGE * 3 // 4})).decode()",
        f"script = {MINIFIED!r} * {LARGE // len(MINIFIED)}",
        "display({'image/png': packed, 'text/plain': 'a picture'}, raw=True)\nprint(packed)",
        "display({'text/html': script, 'text/plain': script}, raw=True)",
        "display({'application/vnd.plotly.v1+json': {'data': [{'x': {'bdata': packed, 'dtype': 'f8'}}]}}, raw=True)",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    nbformat.write(notebook, tmp_path / "large.ipynb")
    out, work = tmp_path / "out", tmp_path / "work"
    work.mkdir()
    report = Report("large", tmp_path / "large.ipynb", {}, "en", "Large")
    began = time.process_time()
    result = run_one(report, out, tmp_path, work)
    assert result.status == "made", result.error
    assert time.process_time() - began < SECONDS
    page = (out / "large.html").read_text(encoding="utf-8")
    assert "data:image/png;base64," in page
    assert "ipykernel_" not in (out / "notebooks" / "large.ipynb").read_text(encoding="utf-8")
