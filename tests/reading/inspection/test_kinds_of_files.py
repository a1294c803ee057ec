"""A file that cannot be read is named for what it is, with what to do: nobody can save a picture as .xlsx."""

import io
import zipfile

import pytest

from pop_analysis.reading.inspection.file_report import FileRefused
from pop_analysis.reading.inspection.gate import inspect_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def packed(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, b"<x/>")
    return buffer.getvalue()


KINDS = {
    "image": [b"\x89PNG\r\n", b"\xff\xd8\xff\xe1Exif", b"GIF89a", b"II*\0" + bytes(9),
              b"\0\0\0\x18ftypheic", b"RIFF\x24\0\0\0WEBPVP8 "],
    "pdf": [b"%PDF-1.7\n"],
    "word": [OLE + "WordDocument".encode("utf-16-le"), b"{\\rtf1\\ansi", packed("word/document.xml")],
    "slides": [OLE + "PowerPoint Document".encode("utf-16-le"), packed("ppt/presentation.xml")],
    "mail": [OLE + "__substg1.0_1000001F".encode("utf-16-le")],
    "html": [b"<html><table><tr><td>1</td></tr></table></html>",
             b"\xef\xbb\xbf<!DOCTYPE HTML>\n<p>", b"<table><tr><td>1"],
    "sign_in": [
        b"<!doctype html><title>Sign in - Google Accounts</title>",
        b"<html><form action='https://login.microsoftonline.com/x'>",
        b"<html><body><input type='password'>",
    ],
    "online": [b'{"doc_id": "1a", "email": "x@example.org"}', b'{"url": "https://docs.google.com/x"}'],
    "xml_sheet": [b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'],
    "numbers": [packed("Index/Document.iwa", "preview.jpg")],
    "zip": [b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", packed("a.xlsx")],
    "xlsb": [packed("xl/workbook.bin")],
    "text": [b"Kontrata;Nr.\n1;2\n"],
    "unknown": [bytes(range(1, 40)) * 4],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "content"), [(kind, each) for kind, every in KINDS.items() for each in every])
def test_a_file_is_named_for_what_it_is_whatever_its_name_says(tmp_path, model, kind, content):
    (tmp_path / "tirane.xlsx").write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        inspect_file(tmp_path / "tirane.xlsx")
    assert (refused.value.code, refused.value.words) == ("FI-01", {"found": kind})
    for said in model.phrases[kind].values():
        name, advice = said.split("; ", 1)
        assert name
        assert len(advice) > 20
    if kind in ("image", "pdf", "word"):
        assert "pop-analysis template" in model.phrases[kind]["sq"]


def test_a_strict_workbook_is_named_with_how_to_save_it(workbook, contract, read):
    folder = workbook(contract())
    path = folder / "lumas.xlsx"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for old, new in (
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    ):
        parts = {name: content.replace(old, new) for name, content in parts.items()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    finding = read(folder).findings.iloc[0]
    assert (finding["code"], finding["file"]) == ("FI-01", "lumas.xlsx")
    assert "Strict Open XML" in finding["message_en"]
    assert "Excel Workbook (.xlsx)" in finding["message_sq"]


def test_what_a_mac_leaves_beside_a_file_is_a_note_even_when_it_is_asked_about(tmp_path):
    (tmp_path / "._tirane.xlsx").write_bytes(b"\x00\x05\x16\x07\x00\x02\x00\x00" + bytes(300))
    with pytest.raises(FileRefused, match="FI-28"):
        inspect_file(tmp_path / "._tirane.xlsx")
