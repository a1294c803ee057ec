"""Files and folders beside the workbooks: whatever is not read is named once, none is passed over in silence."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from mimetypes import MimeTypes
from pathlib import Path

from pop_analysis.model import Model, fold
from pop_analysis.model.text import as_text
from pop_analysis.reading import approval, corrections, shown
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.inspection.file_report import FileRefused
from pop_analysis.reading.inspection.gate import inspect_file
from pop_analysis.reading.layout import mapping
from pop_analysis.reading.layout.unread import lines_with_verdicts, verdict_words
from pop_analysis.reading.workbook_path import WorkbookPath

SETTINGS = (mapping.FILE, corrections.FILE, approval.FILE)
# What belongs beside workbooks, and what systems and programs leave behind; compared in small letters.
COMPANIONS = {*SETTINGS, shown.FILE, "sources.md", ".gitkeep", ".gitignore", ".gitattributes"}
LITTER = {".ds_store", "thumbs.db", "desktop.ini", ".directory", ".localized"}
LOCK_FILES = ("~$", ".~lock.")  # Excel and LibreOffice lay them beside a workbook somebody has open
APPLE_DOUBLE = b"\x00\x05\x16\x07"  # what a Mac lays beside each file on a foreign disk: “._tirane.xlsx”
OF_TOOLS = {
    ".git", ".svn", ".hg", ".ipynb_checkpoints", "__pycache__", "__macosx", ".venv", ".idea", ".vscode", ".cache",
    ".spotlight-v100", ".fseventsd", ".temporaryitems", ".trashes", "$recycle.bin", "system volume information",
}  # fmt: skip
PACKAGES = (".numbers", ".pages", ".key")  # documents of a Mac that may be folders
# Texts people and programs write for themselves: told as read by nobody, unless a verdict stands in them.
NOTES = {".md", ".txt", ".rst", ".log", ".yml", ".yaml", ".toml", ".ini", ".json", ".py", ".ipynb"}
LONGEST_NOTE = 5_000_000
KNOWN_KINDS = {"pdf", "image", "html", "sign_in", "online", "word", "slides", "zip", "document", "xlsb"}
KNOWN_KINDS |= {"numbers", "xml_sheet", "mail", "strict"}
BINARY_OFFICE = {".doc": "word", ".ppt": "slides"}  # they begin as an old workbook does
DESCRIPTOR, DICTIONARY = "datapackage.json", "model.json"  # a folder of tables that we wrote has both
OUR_TABLES = (".csv", ".parquet", ".json")
OUR_LISTS = ('[\n {\n  "code": ', '{\n "old": ')  # findings and comparisons written as JSON
NAMED = 20  # how many files a line names
TYPES = MimeTypes()  # as Python knows them, the same on every machine

Told = tuple[str, str]  # code, and what the file is


def say_what_is_beside(folder: Path, suffixes: Iterable[str], leave: str, findings: Findings) -> None:
    """Tell of what lies in a folder and is not read.

    ``suffixes`` are those of the files that are read, ``leave`` is the folder below that is none of workbooks.
    """
    harmless, is_mapped = [], mapping.records_mapped(folder)
    for path in sorted(WorkbookPath(folder).iterdir()):
        if _is_folder(path):
            if not _is_of_a_tool(path):
                _say_what_is_below(path, suffixes, path.name == leave, findings)
        elif not _is_known(path) and not ((path.suffix.lower() in suffixes or is_mapped(path)) and path.is_file()):
            code, found = _told_as(path, findings.model)
            if code == "FI-23":
                harmless.append(path.name)
            else:
                kind = findings.phrase(found) if found else ""
                findings.add(code, path.name, value=path.suffix if code == "FI-21" else path.name, found=kind)
    if harmless:
        findings.add("FI-23", "./", found=_listed(harmless))


def workbooks_below(folder: Path, suffixes: Iterable[str], leave: str, model: Model) -> dict[str, list[str]]:
    """What may hold verdicts in folders below one of workbooks: folder → the files."""
    below = {}
    for path in sorted(WorkbookPath(folder).iterdir()):
        if _is_folder(path) and not _is_of_a_tool(path):
            unread = _unread_below(path, suffixes, path.name == leave, model)
            below[path.name] = [name for name, code in unread.items() if code != "FI-23"]
    return {name: files for name, files in below.items() if files}


def is_litter(path: Path) -> bool:
    """Whether a file is what a system or a program leaves behind beside others."""
    if path.name.startswith(LOCK_FILES) or path.name.casefold() in LITTER:
        return True
    if not path.name.startswith("._"):
        return False
    try:
        with path.open("rb") as stream:
            return stream.read(len(APPLE_DOUBLE)) == APPLE_DOUBLE
    except OSError:
        return False


def _say_what_is_below(path: Path, suffixes: Iterable[str], is_model: bool, findings: Findings) -> None:
    unread = _unread_below(path, suffixes, is_model, findings.model)
    for code in ("FI-20", "FI-23"):
        names = [name for name, told in unread.items() if (told == "FI-23") == (code == "FI-23")]
        if names and not (is_model and code == "FI-23"):
            findings.add(code, f"{path.name}/", found=_listed(names))


def _unread_below(folder: Path, suffixes: Iterable[str], is_model: bool, model: Model) -> Mapping[str, str]:
    """The files in a folder below and in those below it: name → the code under which it would be told."""
    found = {}
    for path in _files_below(folder):
        if _is_known(path) or _is_ours(path) or (is_model and path.suffix.lower() in NOTES):
            continue
        code, kind = ("FI-20", "") if path.suffix.lower() in suffixes else _told_as(path, model)
        found[as_text(str(path.relative_to(folder)))] = "FI-23" if kind == "image" else code
    return found


def _files_below(folder: Path) -> Iterator[Path]:
    """Every file of a folder; a folder that is a link, a document or closed to us stands for what is in it."""
    closed: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=closed.append):
        inside = {name: WorkbookPath(place) / name for name in sorted(folders)}
        through = {name for name, path in inside.items() if _is_folder(path) and not path.is_symlink()}
        folders[:] = [name for name in inside if name in through and not _is_of_a_tool(inside[name])]
        unread = [name for name in inside if name not in through]
        yield from (WorkbookPath(place) / name for name in sorted([*names, *unread]))
    yield from (WorkbookPath(error.filename) for error in closed)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and path.suffix.lower() not in PACKAGES


def _is_of_a_tool(path: Path) -> bool:
    return path.name.casefold() in OF_TOOLS


def _is_known(path: Path) -> bool:
    name = path.name.casefold()
    if name in SETTINGS and path.name != name:  # Mapping.yml: read where the disk makes no difference of capitals
        own = path.with_name(name)
        return own.exists() and own.samefile(path)
    return name in COMPANIONS or name.partition(".")[0] == "readme" or is_litter(path)


def _is_ours(path: Path) -> bool:
    """Whether a file is one of a folder of tables that this program wrote."""
    if not (path.parent / DICTIONARY).is_file():
        return False
    try:
        package = json.loads((path.parent / DESCRIPTOR).read_text(encoding="utf-8"))
        tables = {Path(each["path"]).stem for each in package["resources"]}
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return False
    return path.name in (DESCRIPTOR, DICTIONARY) or (path.stem in tables and path.suffix in OUR_TABLES)


def _told_as(path: Path, model: Model) -> Told:
    """The code under which a file that is not read is told, and what it is, where the gate knows it."""
    suffix, kind = path.suffix.lower(), (TYPES.guess_type(path.name)[0] or "").partition("/")[0]
    if any(fold(path.name).startswith(fold(Path(name).stem)) for name in SETTINGS) and suffix in NOTES:
        return "FI-24", ""  # corrections.yaml, mapping.yml.txt, mapping (1).yml
    if not path.is_file():  # a link to nothing, a linked folder, a document of a Mac that is a folder
        return "FI-22", ""
    try:
        inspect_file(path)
    except FileRefused as refused:
        found = refused.words.get("found")
        if refused.code == "FI-03":
            found = BINARY_OFFICE.get(suffix)
        if kind == "image" and refused.code != "FI-02":
            found = "image"
        if found in KNOWN_KINDS:
            return "FI-01", str(found)
        is_note = found == "text" and suffix in NOTES and not _holds_verdicts(path, model)
        return "FI-23" if refused.code == "FI-02" or is_note or kind in ("audio", "video") else "FI-22", ""
    return "FI-21", ""


def _holds_verdicts(path: Path, model: Model) -> bool:
    """Whether a verdict stands by itself in a text, or the text is a table with tabs or semicolons."""
    if path.stat().st_size > LONGEST_NOTE:
        return True
    content = path.read_bytes()
    text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    if text.startswith(OUR_LISTS):
        return False
    signs = [(line.count("\t"), line.count(";")) for line in text.splitlines() if line.strip()]
    is_table = any(one == other and any(one) for one, other in pairwise(signs))
    return is_table or next(lines_with_verdicts(text, verdict_words(model)), None) is not None


def _listed(names: list[str]) -> str:
    more = f", … (+{len(names) - NAMED})" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
