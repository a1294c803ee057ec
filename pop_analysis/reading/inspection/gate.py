"""The gate: what a file really is and how much it would unpack, before any parser opens it.

A 6 KB workbook with one cell at XFD1048576 takes openpyxl to 10 GB; a zip bomb of 1 MB to 5 GB. The gate reads
the zip directory and streams the XML through expat (:mod:`~pop_analysis.reading.inspection.scan`), with no DTD and no
entities, and says no in time.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.parsers import expat

from pop_analysis.reading.inspection.empty_rows import CHUNK, without_empty_rows
from pop_analysis.reading.inspection.file_report import FileRefused, FileReport
from pop_analysis.reading.inspection.letters import utf_16
from pop_analysis.reading.inspection.open_document_scan import OpenDocumentScan
from pop_analysis.reading.inspection.scan import BEFORE_XML, Scan
from pop_analysis.reading.inspection.sheet_names import name_of_sheet
from pop_analysis.reading.inspection.workbook_scan import WorkbookScan

MAX_FILE_BYTES = 50_000_000
MAX_UNPACKED_BYTES = 400_000_000
MAX_RATIO = 200
SMALL = 5_000_000
MAX_MEMBERS = 1_000
START = 512
# UTF-16 too: expat reads it, and so does openpyxl.
XML_STARTS = (b"<", b"\xff\xfe", b"\xfe\xff")
TEXT_SUFFIXES = frozenset({".csv"})
RECORD_SUFFIXES = frozenset({".json", ".yml", ".yaml"})
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
LOCKED = "EncryptedPackage".encode("utf-16-le")

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    *((start, "image") for start in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")),
    *((start, "html") for start in (b"<!DOCTYPE html", b"<html", b"<head", b"<meta", b"<script", b"<body", b"<table")),
    *((start, "zip") for start in (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")),
    (b"{\\rtf", "word"),
)
INSIDE = {4: (b"ftyphei", b"ftypmif", b"ftypavif"), 8: (b"WEBP",)}  # of pictures, some way from the start
APPLE_DOUBLE = b"\x00\x05\x16\x07"
SIGN_IN = re.compile(
    rb"type=.?password|accounts\.google\.com|login\.microsoftonline|sign[ -]?in\b|log[ -]?in\b", re.IGNORECASE
)
ONLINE = re.compile(rb'^\{[^{}]{0,2000}("doc_id"|https://(docs|drive)\.google\.com)[^{}]{0,2000}\}$')  # .gsheet
XML_SHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
PAGE = 200_000
# What else begins as an old workbook does.
IN_OLD_FORMAT = {"WordDocument": "word", "PowerPoint Document": "slides", "__substg1.0_": "mail"}
OLD_FORMAT = b"\xd0\xcf\x11\xe0"


def inspect_file(path: Path, *, records: bool = False) -> FileReport:
    """Let a workbook through, or raise :class:`FileRefused` with the reason; with ``records``, also .json and .yml.

    Takes under 0.1 s and 30 MB for a file that is refused; about 6 ms for an ordinary one.
    """
    try:
        return _look_at(path, TEXT_SUFFIXES | RECORD_SUFFIXES if records else TEXT_SUFFIXES)
    except OSError as error:  # no right to read it, a broken disk, a share that is gone
        raise FileRefused("FI-11", found=type(error).__name__) from error


def _look_at(path: Path, texts: frozenset[str]) -> FileReport:
    size = path.stat().st_size
    if size == 0:
        raise FileRefused("FI-02")
    if size > MAX_FILE_BYTES:
        raise FileRefused("FI-05", found=_megabytes(size), limit=_megabytes(MAX_FILE_BYTES))
    with path.open("rb") as stream:
        start = stream.read(START)
    if not start.startswith(b"PK"):
        if (suffix := path.suffix.lower()) in texts and _is_text(start):
            return FileReport("records" if suffix in RECORD_SUFFIXES else "text", (path.stem,))
        raise _not_a_workbook(start, path)
    try:
        with zipfile.ZipFile(path) as archive:
            return _look_through(archive)
    except FileRefused as refused:
        if member := refused.words.get("sheet_name"):
            raise FileRefused(refused.code, **{**refused.words, "sheet_name": name_of_sheet(path, member)}) from refused
        raise
    except Exception as error:  # zipfile, zlib, expat and others each say in their own way that something is broken
        locked = isinstance(error, RuntimeError) and "encrypted" in str(error)
        raise FileRefused("FI-15" if locked else "FI-04") from error


def _not_a_workbook(start: bytes, path: Path) -> FileRefused:
    if start.startswith(APPLE_DOUBLE):
        return FileRefused("FI-28")
    if start.startswith(OLD_FORMAT):
        content = path.read_bytes()
        others = [kind for name, kind in IN_OLD_FORMAT.items() if name.encode("utf-16-le") in content]
        locked = LOCKED in content
        return (
            FileRefused("FI-01", found=others[0])
            if others and not locked
            else FileRefused("FI-15" if locked else "FI-03")
        )
    kind = _kind_by_start(start) or ("text" if _is_text(start) else "unknown")
    if kind in ("html", "text"):
        with path.open("rb") as stream:
            kind = _kind_of_text(kind, stream.read(PAGE))
    return FileRefused("FI-01", found=kind)


def _kind_by_start(start: bytes) -> str:
    head = start.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if any(start[at:].startswith(signs) for at, signs in INSIDE.items()):
        return "image"
    return next((kind for signature, kind in SIGNATURES if head.startswith(signature.lower())), "")


def _kind_of_text(kind: str, content: bytes) -> str:
    if kind == "html":
        return "sign_in" if SIGN_IN.search(content) else "html"
    if XML_SHEET in content[:PAGE]:
        return "xml_sheet"
    return "online" if ONLINE.match(content.strip()) else "html" if b"<html" in content[:2000].lower() else "text"


def _is_text(start: bytes) -> bool:
    return not _kind_by_start(start) and bool(
        start.startswith(UTF_16) or utf_16(start) or not any(byte < 9 for byte in start)
    )


def _look_through(archive: zipfile.ZipFile) -> FileReport:
    names = [member.filename for member in archive.infolist()]
    if "xl/workbook.xml" in names:
        _check_directory(archive, names)
        return _stream(archive, WorkbookScan(), lambda _: True)
    if "content.xml" in names and _type_of(archive, names).startswith("application/vnd.oasis.opendocument.spreadsheet"):
        _check_directory(archive, names)
        return _stream(archive, OpenDocumentScan(), lambda name: name == "content.xml")
    raise FileRefused("FI-01", found=_kind_of_zip(names))


def _check_directory(archive: zipfile.ZipFile, names: list[str]) -> None:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise FileRefused("FI-05", found=f"{len(members)}", limit=f"{MAX_MEMBERS}")
    if len(set(names)) < len(names):
        raise FileRefused("FI-06", found="member_twice")
    if any(".." in Path(name).parts or name.startswith(("/", "\\")) for name in names):
        raise FileRefused("FI-06", found="member_path")
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > SMALL and unpacked / packed > MAX_RATIO):
        raise FileRefused("FI-05", found=_megabytes(unpacked), limit=_megabytes(MAX_UNPACKED_BYTES))


def _type_of(archive: zipfile.ZipFile, names: list[str]) -> str:
    """What a file of LibreOffice says that it is."""
    if "mimetype" not in names:
        return ""
    with archive.open("mimetype") as stream:
        return stream.read(100).decode("ascii", "replace")


def _kind_of_zip(names: list[str]) -> str:
    by_member = {"xl/workbook.bin": "xlsb", "word/document.xml": "word", "ppt/presentation.xml": "slides"}
    found = [kind for member, kind in by_member.items() if member in names]
    if any(name.endswith(".iwa") for name in names):
        return "numbers"
    return found[0] if found else "document" if "content.xml" in names else "zip"


def _stream(archive: zipfile.ZipFile, scan: Scan, counted: Callable[[str], bool]) -> FileReport:
    """Stream every member that is XML, whatever its name: a sheet is found through links, not by its ending."""
    for member in sorted(archive.infolist(), key=lambda each: each.filename != scan.first):
        with archive.open(member) as stream:
            chunk = stream.read(CHUNK)
            if not chunk.lstrip(BEFORE_XML).startswith(XML_STARTS):
                continue
            scan.begin(member.filename, chunk)
            parser = scan.parser(member.filename) if counted(member.filename) else _only_safe()
            before = scan.cells
            try:
                for piece, empty in without_empty_rows(stream, chunk):
                    parser.Parse(piece, False)
                    scan.see(member.filename, piece, empty)
                parser.Parse(b"", True)
            except expat.ExpatError:
                # Excel's own drawings of comments (.vml) are not always well-formed, and nobody reads them.
                if scan.cells > before or not member.filename.endswith(".vml"):
                    raise
    return scan.report(archive.namelist())


def _only_safe() -> Any:
    """A parser that looks for nothing but a document type."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_document_type
    return parser


def _refuse_document_type(*_: object) -> None:
    raise FileRefused("FI-06", found="document_type")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB"
