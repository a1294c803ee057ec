"""Pages on paper: whole charts, page numbers, links spelled out, and a fact sheet of one page."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

import pop_analysis as pop
from pop_analysis.blocks.blocks import (
    BLOCK,
    Answer,
    Chapter,
    Listing,
    PageHead,
    Square,
    Squares,
    Step,
    Stories,
    Story,
    Told,
)
from pop_analysis.blocks.parts import Entry, Mark, Span, Table
from pop_analysis.pages.page import render_page
from pop_analysis.site import pdf as paper

pytestmark = pytest.mark.browser
PLACES = {"fier": "sq", "vau-i-dejes": "en", "kukes": "sq", "puke": "en"}
OTHERS = ("network-sq", "evidence-sq", "annual-review-2021-en")


@pytest.fixture(scope="module")
def printed(browser, reports, made_once):
    """PDF files of some pages: one with verdicts, one without, one with many priorities."""

    def make(out):
        names = [f"municipality-{place}-{language}" for place, language in PLACES.items()]
        for name in [*names, *OTHERS]:
            shutil.copy(reports.out / f"{name}.html", out)
        (out / "printed").write_text("\n".join(map(str, paper.print_pages(out, [*names, *OTHERS, "not-there"]))))

    said = (made_once("paper", make) / "printed").read_text().splitlines()
    return {path.stem: path for path in map(Path, said)}


def text_of(pdf, *options):
    tool = shutil.which("pdftotext") or pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    return subprocess.run([tool, *options, str(pdf), "-"], capture_output=True, text=True, check=True).stdout


def test_every_page_becomes_a_pdf_and_every_municipality_a_fact_sheet(printed):
    sheets = {name for name in printed if name.endswith("fact-sheet")}
    assert len(sheets) == len(PLACES)
    assert len(printed) == 2 * len(PLACES) + len(OTHERS)
    assert all(path.stat().st_size > 30_000 for path in printed.values())


def test_a_fact_sheet_is_one_page(printed):
    for name, pdf in printed.items():
        if name.endswith("fact-sheet"):
            assert text_of(pdf).count("\f") == 1, name


def test_a_full_fact_sheet_with_a_notice_and_a_qr_code_is_one_page_too(browser, tmp_path):
    pop.example(tmp_path / "raw", municipalities=4, years=4)
    (tmp_path / "raw" / "model").mkdir(exist_ok=True)
    network = tmp_path / "raw" / "model" / "network.yml"
    own = network.read_text(encoding="utf-8") if network.exists() else "short_name: X\nname: X\n"
    network.write_text(f"{own}\npages: https://example.org/contracts/\n", encoding="utf-8")
    data = pop.process(tmp_path / "raw", tmp_path / "tables")
    fullest = data["priorities"]["municipality"].value_counts().index[0]
    out = tmp_path / "out"
    pop.report(tmp_path / "raw", tmp_path / "tables", out, municipalities=[fullest], languages=["sq"], progress=False)
    [_, sheet] = paper.print_pages(out, [f"municipality-{fullest}-sq"])
    said = text_of(sheet)
    assert said.count("\f") == 1
    assert "https://example.org/contracts/" in re.sub(r"\s", "", said)


@pytest.mark.parametrize("many", [8, 11, 14, 17, 20, 25, 60, 90, 120])
def test_a_fact_sheet_is_one_page_however_many_promises_there_are_and_however_long_their_texts(browser, tmp_path, many):
    square = Mark("fully addressed (to be confirmed)", 1.0, "#0B3C5D", "#FFFFFF")
    why = Chapter("Why", [Told([Span("because the street was paved to its end " * 12)]), Told([Span("unseen")])])
    path, long = [Step("2021", square, now=True)], " is a title longer than its line is wide" * 4
    stories = [
        Story(
            id=f"p-{n}",
            number=str(n),
            title=Entry(f"This{n}{long}"),
            now=square.label,
            status="fully",
            path=path,
            chapters=[why],
        )
        for n in range(1, many + 1)
    ]
    of_it = [Square(each.number, each.now, f"#{each.id}") for each in stories]
    head = PageHead(
        language="en",
        title="Lumas",
        lead="Of the promises of this contract all were judged, and this is what became of them. " * 3,
        byline=[Span("a monitor of many words " * 40)],
        answers=[Answer("What was promised?", str(many), "#p-1")],
        strip=[Squares(square.label, square, str(many), of_it)],
        sheet=["promises"],
    )
    blocks = (head, Stories(id="promises", caption="promises", stories=stories))
    outputs = [{"output_type": "display_data", "metadata": {}, "data": {BLOCK: each.to_json()}} for each in blocks]
    cell = {"cell_type": "code", "metadata": {}, "source": "", "outputs": outputs}
    part = {"cell_type": "markdown", "metadata": {"tags": ["id=priorities"]}, "source": "## Promises"}
    cells = [{**cell, "outputs": outputs[:1]}, part, {**cell, "outputs": outputs[1:]}]
    (tmp_path / "lumas.html").write_text(render_page({"cells": cells}), encoding="utf-8")
    [_, sheet] = paper.print_pages(tmp_path, ["lumas"])
    said = text_of(sheet)
    assert said.count("\f") == 1
    assert len(re.findall(r"This\d+ is", said)) == many
    assert "unseen" not in said  # one line of a reason is enough here


def test_no_page_is_less_than_half_full_but_the_last(printed, tmp_path):
    """Looked at as pictures: how far down its room for text anything stands on each page."""
    tool = shutil.which("pdftoppm") or pytest.skip("pdftoppm is not installed (Debian: poppler-utils)")
    for name, pdf in printed.items():
        subprocess.run([tool, "-r", "20", "-gray", str(pdf), str(tmp_path / name)], check=True)
        filled = [how_full(path) for path in sorted(tmp_path.glob(f"{name}-*.pgm"))]
        assert all(each > 0.5 for each in filled[:-1]), (name, filled)


def how_full(picture):
    """The lowest line with ink on it, within the margins of A4, as a share of the room."""
    _, size, _, ink = picture.read_bytes().split(b"\n", 3)
    width, height = map(int, size.split())
    top, bottom = int(height * 16 / 297), int(height * (297 - 18) / 297)
    lines = [y for y in range(top, bottom) if min(ink[y * width : (y + 1) * width]) < 245]
    return (lines[-1] - top) / (bottom - top) if lines else 0


def test_pages_are_numbered_and_links_are_spelled_out(printed):
    text = text_of(printed["municipality-fier-sq"])
    pages = text.count("\f")
    assert all(re.search(rf"\b{number} ?/ ?{pages}\b", text) for number in range(1, pages + 1))
    assert "popnetwork.al/kontrata-sociale-fier" in re.sub(r"\s", "", text)


def test_every_chart_is_drawn_on_paper_in_one_piece(printed, reports, tmp_path):
    """Looked at as pictures: a chart leaves its colours on some page, and none is white."""
    tool = shutil.which("pdftoppm") or pytest.skip("pdftoppm is not installed (Debian: poppler-utils)")
    subprocess.run([tool, "-r", "40", str(printed["municipality-fier-sq"]), str(tmp_path / "page")], check=True)
    pages = sorted(tmp_path.glob("*.ppm"))
    blue, rust = bytes((0x74, 0xB3, 0xE8)), bytes((0x9A, 0x34, 0x12))
    seen = [path.read_bytes() for path in pages]
    assert sum(blue in page for page in seen) >= 2
    assert any(rust in page for page in seen)
    assert all(len(set(page)) > 20 for page in seen)


def test_no_pdf_names_a_folder_of_the_machine(printed):
    for name, pdf in printed.items():
        content = pdf.read_bytes()
        parts = [content]
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            try:
                parts.append(zlib.decompressobj().decompress(stream))
            except zlib.error:
                continue
        assert not [part for part in parts if b"file://" in part or str(pdf.parent).encode() in part], name


def test_without_a_browser_it_is_said_what_to_do(monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", "/nowhere")
    with pytest.raises(paper.NoBrowser, match="Install Chromium"):
        paper.find_browser()


def test_a_browser_that_does_not_print_is_not_taken_for_one_that_did(monkeypatch, reports, tmp_path):
    monkeypatch.setenv("CHROMIUM", shutil.which("true"))
    shutil.copy(reports.out / "municipality-fier-sq.html", tmp_path)
    with pytest.raises(paper.NoBrowser, match="did not print municipality-fier-sq"):
        list(paper.print_pages(tmp_path, ["municipality-fier-sq"]))
    assert list((tmp_path / "pdf").iterdir()) == []


def test_on_paper_an_address_in_a_table_is_whole_and_a_column_of_sentences_has_room(browser, tmp_path):
    address = "https://example.org/" + "-".join(f"part{n}" for n in range(40))
    names = ("municipality", "campaign", "stage", "date", "amount", "note", "source")
    said = [Entry("nursery/kindergarten"), *[Entry("December 2021")] * 4, Entry("A sentence that goes on. " * 12)]
    table = Table.of([(name, name) for name in names], [[*said, Entry(address, url=address)]] * 3)
    block = Listing(id="rows", caption="3 rows", table=table)
    outputs = [{"output_type": "display_data", "metadata": {}, "data": {BLOCK: block.to_json()}}]
    cells = [{"cell_type": "code", "metadata": {}, "source": "", "outputs": outputs}]
    (tmp_path / "lumas.html").write_text(render_page({"cells": cells}), encoding="utf-8")
    [printed] = paper.print_pages(tmp_path, ["lumas"])
    assert address in re.sub(r"\s", "", text_of(printed, "-raw"))
    assert max(line.count(" ") for line in text_of(printed, "-raw").splitlines() if "sentence" in line) >= 3
