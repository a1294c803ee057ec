"""Old reports become drafts: what stands in them is found with its passage, and nothing else is."""

import zipfile
from html import escape

import pytest

pytest.importorskip("pdfplumber", reason="pip install 'pop-analysis[draft]'")

from pop_analysis.reading.conversion.register import Register
from pop_analysis.reading.old_reports.passages import NotRead, read_passages
from pop_analysis.reading.old_reports.statements import statements_of

PLACES = (
    {"municipality": "lumas", "name_sq": "Lumas", "name_en": "Lumas", "aliases": "Lumasi; Lumasit"},
    {"municipality": "gurre", "name_sq": "Gurrë", "name_en": "Gurra", "aliases": "Gurra; Gurrës"},
)


@pytest.fixture
def report(tmp_path, model):
    """What is found in a text on the second year of the municipality Lumas."""

    def found(*texts, name="raporti.txt"):
        path = tmp_path / name
        if texts:
            path.write_text("\n\n".join(texts), encoding="utf-8")
        return statements_of(read_passages(path), "lumas", 2, Register(PLACES), model)

    return found


def verdicts(made):
    return {each.number or each.title: each.status for each in made.found.values()}


def pdf(path, *pages):
    """Write a PDF by hand: on each page (x, y, text), y from below."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for lines in pages:
        stream = "\n".join(f"BT /F1 10 Tf {x} {y} Td ({escaped(text)}) Tj ET" for x, y, text in lines)
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
        kids.append(len(objects) + 1)
        font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            f"/Resources << /Font << /F1 {font} >> >> >>"
        )
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{each} 0 R' for each in kids)}] >>"
    body, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body.encode("cp1252")))
        body += f"{number} 0 obj\n{each}\nendobj\n"
    start = len(body.encode("cp1252"))
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    body += "".join(f"{place:010} 00000 n \n" for place in places)
    body += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    path.write_bytes(body.encode("cp1252"))


def word(path, *blocks):
    """Write a Word file by hand: texts are paragraphs, lists of rows are tables."""

    def paragraph(text):
        runs = "".join(f"<w:r><w:t>{escape(part)}</w:t></w:r>" for part in (text[:9], text[9:]))  # as Word cuts them
        return f"<w:p>{runs}<w:del><w:r><w:delText>u hoq</w:delText></w:r></w:del></w:p>"

    def row(cells):
        return f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in cells)}</w:tr>"

    body = "".join(
        paragraph(each) if isinstance(each, str) else f"<w:tbl>{''.join(map(row, each))}</w:tbl>" for each in blocks
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')


def escaped(text):
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


# --- verdicts in words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("(Adresuar Pjesërisht)", "partially"),
        ("(ADRESUAR PLOTESISHT)", "fully"),
        ("(Adresuar Pjesёrisht)", "partially"),  # Cyrillic ё
        ("(Nuk është Adresuar)", "not_addressed"),
        ("– adresuar plotësisht", "fully"),
        (": i papërmbushur", "not_addressed"),
        ("(nuk është adresuar plotësisht)", ""),
        ("(jo plotësisht)", ""),
        ("(adresuar plotësisht?)", ""),
        ("(pjesërisht → plotësisht)", ""),
        ("(Adresuar Pje", ""),  # cut in the middle of a word: it is not completed
        ("(Adresuar P", ""),
        ("(nuk dihet nëse u adresua)", ""),
        ("", ""),
    ],
)
def test_a_verdict_beside_a_priority_is_read_only_as_the_closed_table_has_it(report, said, status):
    found = report(f"Prioriteti 4: Ujё i pijshëm {said}").found["4"]
    assert found.status == status
    assert found.title == "Ujё i pijshëm"


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Prioritetet 2, 8 dhe 9 u adresuan plotësisht.", {"2": "fully", "8": "fully", "9": "fully"}),
        ("U adresuan pjesërisht prioritetet 2 dhe 3.", {"2": "partially", "3": "partially"}),
        ("Prioriteti 5 nuk është adresuar ende.", {"5": "not_addressed"}),
        ("Prioriteti 5 është i papërmbushur.", {"5": "not_addressed"}),
        ("Prioriteti 5 nuk është adresuar plotësisht.", {"5": ""}),
        ("Prioritetet 2 dhe 3 nuk janë adresuar plotësisht.", {"2": "", "3": ""}),
        ("Nuk mund të thuhet se prioritetet 2 dhe 3 u adresuan plotësisht.", {"2": "", "3": ""}),
        ("Ndoshta prioriteti 2 u adresua plotësisht.", {"2": ""}),
        ("A u adresua plotësisht prioriteti 2?", {"2": ""}),
        ("Prioritetet 1 dhe 2 u adresuan plotësisht, ndërsa prioriteti 3 nuk u adresua.",
         {"1": "fully", "2": "fully", "3": "not_addressed"}),
        ("Prioritetet 1 dhe 2 u adresuan plotësisht ose pjesërisht.", {"1": "", "2": ""}),
        ("Të gjitha prioritetet u adresuan plotësisht, përveç prioritetit 5.", {"5": ""}),
        ("Përveç prioriteteve 5 dhe 6, të gjitha u adresuan plotësisht.", {"5": "", "6": ""}),
        ("Me përjashtim të prioritetit 2 asnjë nuk u adresua.", {"2": ""}),
        ("All priorities were fully addressed except priority 5.", {"5": ""}),
        ("Priorities 4 and 5 were addressed fully.", {"4": "fully", "5": "fully"}),
        ("Sipas prioritetit 17% e qytetit mbetet pa ujë.", {}),
        ("Prioriteti 6 u diskutua me banorët.", {}),
        ("Pritet që prioriteti 4 të jetë adresuar plotësisht.", {"4": ""}),
        ("Prioriteti 4 do të jetë adresuar plotësisht.", {"4": ""}),
        ("Sipas kryetarit, prioriteti 4 u adresua plotësisht.", {"4": ""}),
        ("Në vitin e parë prioriteti 4 u adresua plotësisht.", {"4": ""}),
        ("Në vitin e dytë prioriteti 4 u adresua plotësisht.", {"4": "fully"}),
        ("Në vitin 2021 prioriteti 4 u adresua plotësisht.", {"4": "fully"}),
    ],
)  # fmt: skip
def test_a_verdict_in_prose_is_read_only_where_its_clause_has_just_that(report, sentence, wanted):
    assert verdicts(report(sentence)) == wanted


def test_two_passages_that_differ_give_no_verdict_and_both_are_quoted(report):
    found = report("Prioriteti 1: Ujë (Adresuar Plotësisht)", "Prioriteti 1 u adresua pjesërisht.").found["1"]
    assert found.status == ""
    assert len(found.passages) == 2


def test_a_sentence_that_a_page_tore_in_two_gives_no_verdict(report):
    made = report("Banorët thanë se nuk është e vërtetë që", "prioritetet 2 dhe 3 u adresuan plotësisht.")
    assert verdicts(made) == {"2": "", "3": ""}


def test_what_stands_below_a_priority_is_its_reason_with_links_and_dates(report):
    made = report(
        "Periudha shtator 2020 – shtator 2021",
        "Prioriteti 1: Ujë\nStatusi: Adresuar Pjesërisht\nU shtruan 2 km më 12.5.2021, shih https://example.org/uji.",
        "Puna vijon.",
        "Prioriteti 2: Kopsht",
        "(Nuk është adresuar)",
        "Asgjë.",
    )
    first, second = made.found["1"], made.found["2"]
    assert (first.title, first.status) == ("Ujë", "partially")
    assert first.reasons == ["U shtruan 2 km më 12.5.2021, shih https://example.org/uji.", "Puna vijon."]
    assert (first.links, first.dates) == (["https://example.org/uji"], ["12.5.2021"])
    assert (second.status, second.reasons) == ("not_addressed", ["Asgjë."])
    assert made.periods == ["shtator 2020 – shtator 2021"]


def test_passages_of_another_municipality_are_left_aside(report):
    made = report(
        "Bashkia Gurrë",
        "Prioriteti 1: Rrugë (Adresuar Plotësisht)",
        "Bashkia Lumas",
        "Prioriteti 1: Ujë (Nuk është adresuar)",
        "Bashkia Gurrë: prioriteti 2 u adresua plotësisht.",
    )
    assert verdicts(made) == {"1": "not_addressed"}
    assert made.others == 2


def test_a_part_on_another_year_is_left_aside(report):
    first, second = "Prioriteti 1: Ujë (Adresuar Pjesërisht)", "Prioriteti 1: Ujë (Adresuar Plotësisht)"
    made = report("Viti i parë i monitorimit", first, "VITI II", second)
    assert verdicts(made) == {"1": "fully"}
    assert made.others == 1


def test_a_priority_without_a_number_below_its_place_has_its_title(report):
    """As a newsletter writes it: place, “Prioritet i Kontratës Sociale”, title, what happened."""
    made = report(
        "Gurrë\nPrioritet i Kontratës Sociale \nRruga mes fshatrave.\n Në mars 2021 u buxhetua.",
        "Gurrë + Lumas\nPrioritet i Kontratës Sociale \nNgritja e Këshillit Rinor\nVendor.\nNë 2021 u miratua.",
    )
    assert verdicts(made) == {"Ngritja e Këshillit Rinor Vendor": ""}
    assert next(iter(made.found.values())).reasons == ["Në 2021 u miratua."]


# --- kinds of files ---------------------------------------------------------------------------------------------------


def test_a_table_in_word_is_read_row_by_row(report, tmp_path):
    heads = ["Nr.", "Prioriteti", "Statusi", "Arsyeja"]
    table = [
        heads,
        ["1", "Ujë i pijshëm", "Adresuar pjesërisht", "2 nga 5 km"],
        ["1.5", "Kanal", "Nuk është adresuar plotësisht", ""],
        ["", "3. Kopsht", "Nuk është adresuar", ""],
    ]
    other = [["Shpenzimi", "Lekë"], ["1", "300"]]
    word(tmp_path / "raporti.docx", "Bashkia Lumas", "Prioriteti 7: Treg (Adresuar Plotësisht)", table, other)
    made = report(name="raporti.docx")
    assert verdicts(made) == {"7": "fully", "1": "partially", "1.5": "", "3": "not_addressed"}
    assert made.found["1"].reasons == ["2 nga 5 km"]
    assert [(each.unit, each.number) for each in made.found["1"].passages] == [("row", 2)]
    assert [(each.unit, each.number) for each in made.found["7"].passages] == [("paragraph", 2)]


def test_a_page_of_pdf_in_two_columns_is_read_column_by_column(report, tmp_path):
    left = ["Prioriteti 1: Ujë në fshat", "(Adresuar Pjesërisht)", "Dy nga pesë km u shtruan", "në fshatrat e poshtme."]
    right = ["Prioriteti 2: Kopsht i ri", "(Nuk është adresuar)", "Nuk pati fond për këtë", "vit në buxhet."]
    lines = [(60, 780, "Raporti i monitorimit të Kontratës Sociale për vitin e dytë, bashkia dhe prioritetet e saj")]
    for row, both in enumerate(zip(left, right, strict=True)):  # as they lie on the page: line by line, across
        lines += [(x, 740 - 14 * row, text) for x, text in zip((60, 320), both, strict=True)]
    pdf(tmp_path / "raporti.pdf", lines, [(60, 700, "Prioriteti 3: Treg (Adresuar Pje")])
    made = report(name="raporti.pdf")
    assert verdicts(made) == {"1": "partially", "2": "not_addressed", "3": ""}
    assert made.found["1"].reasons == ["Dy nga pesë km u shtruan në fshatrat e poshtme."]
    assert made.found["2"].reasons == ["Nuk pati fond për këtë vit në buxhet."]
    assert made.found["3"].title == "Treg"
    assert [(each.unit, each.number) for each in made.found["3"].passages] == [("page", 2)]


def test_a_web_page_is_read_also_where_its_tags_are_not_closed(report, tmp_path):
    text = """<html><head><title>Prioriteti 9: x (Adresuar Plotësisht)</title><style>p {}</style><body><div>
    <h2>Bashkia Lumas</h2><p>Prioriteti 1: Ujë <b>(Adresuar Pjesërisht)</b>
    <p>Shih <a href="https://example.org/uji">këtu</a><ul><li>Prioriteti 2: Kopsht<br>Nuk është adresuar</ul>
    <table><tr><th>Nr<th>Titulli<th>Statusi<tr><td>3<td>Treg<td>Adresuar plotësisht</table></div>"""
    (tmp_path / "raporti.html").write_text(text, encoding="utf-8")
    made = report(name="raporti.html")
    assert verdicts(made) == {"1": "partially", "2": "not_addressed", "3": "fully"}
    assert made.found["1"].links == ["https://example.org/uji"]


@pytest.mark.parametrize("heads", [["Prioriteti", "Përshkrimi"], ["Nr.", "Prioriteti"], ["Numri", "Titulli"]])
def test_the_number_and_the_title_of_a_table_are_told_by_both_headings(report, tmp_path, heads):
    word(tmp_path / "raporti.docx", [[*heads, "Vlerësimi"], ["3", "Kanal", "adresuar pjesërisht"]])
    found = report(name="raporti.docx").found
    assert {number: (each.title, each.status) for number, each in found.items()} == {"3": ("Kanal", "partially")}


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.doc", b"x", "other_kind"),
        ("a.pdf", b"no pdf", "broken"),
        ("a.docx", b"PK", "broken"),
        ("a.docx", b"", "broken"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, name, content, why):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(NotRead, match=why):
        read_passages(tmp_path / name)


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NUMBERING = """
<w:numbering xmlns:w="{space}">
 <w:abstractNum w:abstractNumId="4">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Prioriteti %1:"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
 </w:abstractNum>
 <w:abstractNum w:abstractNumId="5">
  <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>
 </w:abstractNum>
 <w:abstractNum w:abstractNumId="6">
  <w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
 </w:abstractNum>
 <w:num w:numId="1"><w:abstractNumId w:val="4"/></w:num>
 <w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num>
 <w:num w:numId="3"><w:abstractNumId w:val="6"/></w:num>
 <w:num w:numId="9">
  <w:abstractNumId w:val="4"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>
 </w:num>
</w:numbering>"""
STYLES = """
<w:styles xmlns:w="{space}">
 <w:style w:styleId="Romak"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
</w:styles>"""


def test_numbers_word_puts_before_paragraphs_by_itself_stand_before_their_texts(tmp_path):
    def paragraph(text, about):
        return f"<w:p><w:pPr>{about}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"

    def listed(number, level=0):
        return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'

    body = [
        paragraph("Rruga", listed(1)),
        paragraph("Trotuari", listed(1, 1)),
        paragraph("Ndriçimi", listed(1, 1)),
        paragraph("pa numër", ""),
        paragraph("Kopshti", listed(1)),
        paragraph("Kanali", listed(1, 1)),
        paragraph("shenjë", listed(2)),
        f"<w:tbl><w:tr><w:tc>{paragraph('', listed(9))}</w:tc><w:tc>{paragraph('Parku', '')}</w:tc></w:tr></w:tbl>",
        paragraph("Ujë", '<w:pStyle w:val="Romak"/>'),
        paragraph("Dritë", '<w:pStyle w:val="Romak"/>'),
        paragraph("jashtë listës", f'<w:pStyle w:val="Romak"/>{listed(0)}'),
    ]
    with zipfile.ZipFile(tmp_path / "raporti.docx", "w") as packed:
        parts = {"document": "<w:document xmlns:w='{space}'><w:body>" + "".join(body) + "</w:body></w:document>"}
        for name, part in (parts | {"numbering": NUMBERING, "styles": STYLES}).items():
            packed.writestr(f"word/{name}.xml", part.strip().replace("{space}", WORD))
    said = [each.text for each in read_passages(tmp_path / "raporti.docx")]
    assert said == [
        "Prioriteti 1: Rruga",
        "1.a) Trotuari",
        "1.b) Ndriçimi",
        "pa numër",
        "Prioriteti 2: Kopshti",
        "2.a) Kanali",
        "shenjë",
        said[7],
        "IV. Ujë",
        "V. Dritë",
        "jashtë listës",
    ]
    assert said[7].split()[:2] == ["Prioriteti", "1:"]
    assert "Parku" in said[7]


@pytest.mark.parametrize("form", ["upperRoman", "lowerLetter"])
def test_a_list_said_to_begin_beyond_reason_has_its_number_in_digits(tmp_path, form):
    numbering = NUMBERING.replace('<w:start w:val="4"/>', f'<w:start w:val="{10**12}"/>').replace("upperRoman", form)
    body = '<w:p><w:pPr><w:pStyle w:val="Romak"/></w:pPr><w:r><w:t>Rruga</w:t></w:r></w:p>'
    parts = {"document": f"<w:document xmlns:w='{WORD}'><w:body>{body}</w:body></w:document>"}
    with zipfile.ZipFile(tmp_path / "raporti.docx", "w") as packed:
        for name, part in (parts | {"numbering": numbering, "styles": STYLES}).items():
            packed.writestr(f"word/{name}.xml", part.strip().replace("{space}", WORD))
    assert [each.text for each in read_passages(tmp_path / "raporti.docx")] == [f"{10**12}. Rruga"]
