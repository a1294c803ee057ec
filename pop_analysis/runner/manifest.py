"""``manifest.json``: what stands in the folder of reports, and what it was made of. No time in it: the same input
gives the same bytes. How long each took stands in ``timings.json``.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import pop_analysis
from pop_analysis import atomic
from pop_analysis.runner.imported import modules_beside
from pop_analysis.runner.job import Result, published_beside, sha256_of
from pop_analysis.runner.plan import Plan, Report

MANIFEST = "manifest.json"
TIMINGS = "timings.json"
DESCRIPTOR = "datapackage.json"
PACKAGES = (
    "pandas",
    "pyarrow",
    "plotly",
    "papermill",
    "nbclient",
    "nbconvert",
    "nbformat",
    "ipykernel",
    "jinja2",
    "nh3",
)
CODE = frozenset({".py", ".yml", ".j2", ".css", ".js"})


def write_manifest(plan: Plan, results: Iterable[Result], out: Path, data: Path) -> None:
    """Write ``manifest.json`` and ``timings.json``: one entry for each report of ``plan`` that has a result."""
    before, names = read_manifest(out), {report.name for report in plan}
    own = before.get("withdrawn", []) if before.get("project") == plan.project else []
    aside = [each for each in own if isinstance(each, dict) and each.get("name") not in names]
    by_name = {result.name: result for result in results}
    reports = [_entry(report, by_name[report.name]) for report in plan if report.name in by_name]
    content = {
        "data_version": version_of(data),
        "pop_analysis": pop_analysis.__version__,
        "versions": versions(),
        "project": plan.project,
        "reports": reports,
        "withdrawn": aside,
    }
    write_content(out, content)
    timings = {result.name: round(result.seconds, 3) for result in by_name.values() if result.status == "made"}
    _write(out / TIMINGS, {**_read(out / TIMINGS), **timings})


def read_manifest(out: Path) -> dict[str, Any]:
    """Return what the last run wrote down; nothing where there was none."""
    return _read(out / MANIFEST) if is_manifest(out / MANIFEST) else {}


def write_content(out: Path, content: Mapping[str, Any]) -> None:
    """Write a manifest of which everything is known."""
    _write(out / MANIFEST, content)


def read_results(out: Path) -> dict[str, Result]:
    """Return what the last run left, by name: reports whose page still stands there as it was made, and failures."""
    entries = _read(out / MANIFEST).get("reports", [])
    found = (_result(entry, out) for entry in entries if isinstance(entry, dict))
    return {result.name: result for result in found if result}


def is_manifest(path: Path) -> bool:
    """Whether a file is a manifest of ours: others give theirs that name too."""
    content = _read(path)
    return content.keys() >= {"data_version", "pop_analysis", "versions"} and isinstance(content.get("reports"), list)


def inputs_of(report: Report, data: Path) -> str:
    """Return a hash of everything a report is made of: notebook, parameters, data, this program, its packages."""
    digest = hashlib.sha256()
    stated = {
        "parameters": dict(report.parameters),
        "language": report.language,
        "title": report.title,
        "notebook": sha256_of(report.notebook),
        "modules": [(path.name, sha256_of(path)) for path in modules_beside(report.notebook)],
        "data": _data(data, report.slice),
        "published": [(place.name, _data(place, report.slice)) for place in _described(published_beside(data))],
        "cwd": str(report.cwd or ""),
        "program": _hash_of_program(),
        "versions": versions(),
    }
    digest.update(json.dumps(stated, sort_keys=True, default=str).encode())
    return digest.hexdigest()


def version_of(data: Path) -> str:
    """Return the version a folder of data states in its ``datapackage.json``; nothing when it states none."""
    return str(_read(data / DESCRIPTOR).get("version", ""))


@cache
def versions() -> dict[str, str]:
    """Return Python's version and those of the packages a page depends on."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = ""
    return found


def _entry(report: Report, result: Result) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": report.name,
        "title": report.title,
        "language": report.language,
        "group": report.group,
        "status": "made" if result.good else "failed",
        "file": report.file if result.sha256 else None,
        "sha256": result.sha256 or None,
        "made_from": result.made_from or None,
    }
    if not result.good:
        entry |= {"error": result.error, "reason": result.reason, "cell": result.cell}
    return entry


def _result(entry: Mapping[str, Any], out: Path) -> Result | None:
    name, sha256 = str(entry.get("name", "")), entry.get("sha256") or ""
    stands = bool(sha256) and sha256_of(out / f"{name}.html") == sha256
    if entry.get("status") == "failed":
        error, reason = str(entry.get("error") or ""), str(entry.get("reason") or "")
        return Result(name, "failed", 0.0, error, reason, cell=entry.get("cell"), sha256=sha256 if stands else "")
    return Result(name, "kept", sha256=sha256, made_from=str(entry.get("made_from") or "")) if stands else None


@cache
def _hash_of_program() -> str:
    return _hash_of(Path(pop_analysis.__file__).parent, CODE)


def _data(folder: Path, part: str) -> Any:
    """What the folder says of the version of this part of the data; of all of it, the hash of the folder.

    Of a folder that is not ours nobody reads the files: they may be large, or not to be read. When they were last
    written says as much.
    """
    described = folder / DESCRIPTOR
    if not described.is_file():
        return _state_of(folder)
    stamps = _stamps(described, described.stat().st_mtime_ns) if part else {}
    return stamps.get(part) or _hash_of_folder(folder)


def _described(folder: Path) -> list[Path]:
    """The folders of data at ``folder``: itself, and those in it."""
    return [place.parent for place in sorted([*folder.glob(DESCRIPTOR), *folder.glob(f"*/{DESCRIPTOR}")])]


@cache
def _stamps(described: Path, _changed: int) -> Any:
    return _read(described).get("stamps", {})


def _hash_of_folder(folder: Path) -> str:
    """The hash of everything in a folder; looked up again only when a file in it has changed."""
    return _hash_of_state(folder, tuple(_state_of(folder)))


def _state_of(folder: Path) -> list[tuple[str, int, int]]:
    found = []
    for path in _files(folder):
        with contextlib.suppress(OSError):  # it is gone again
            about = path.stat()
            found.append((os.fsencode(path.relative_to(folder)).hex(), about.st_size, about.st_mtime_ns))
    return found


@cache
def _hash_of_state(folder: Path, _state: tuple[tuple[str, int, int], ...]) -> str:
    return _hash_of(folder)


def _hash_of(folder: Path, suffixes: frozenset[str] | None = None) -> str:
    digest = hashlib.sha256()
    for path in _files(folder):
        if suffixes is None or path.suffix in suffixes:
            digest.update(os.fsencode(f"{path.relative_to(folder).as_posix()} {sha256_of(path)}\n"))
    return digest.hexdigest()


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _write(path: Path, content: Mapping[str, Any]) -> None:
    atomic.write(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
