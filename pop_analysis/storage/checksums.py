"""The checksums of a folder that is never to change, in the form ``sha256sum --check`` reads."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pop_analysis import atomic

CHECKSUMS = "SHA256SUMS"
# git on Windows would otherwise write other line ends, and the files would no longer be those that were published.
AS_THEY_ARE = (".gitattributes", "* -text\n")
READ_BY_US = (".parquet", ".csv", ".json")


def seal(folder: Path) -> None:
    """Write the checksums of every file of ``folder`` beside them."""
    name, told = AS_THEY_ARE
    atomic.put(folder / name, told)
    lines = [f"{_sha256(path)}  {path.name}\n" for path in sorted(folder.iterdir())]
    atomic.put(folder / CHECKSUMS, "".join(lines))


def sealed(folder: Path) -> dict[str, str]:
    """Return file → checksum as they were when ``folder`` was sealed; nothing of a folder that never was."""
    path = folder / CHECKSUMS
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines) if name}


def not_as_sealed(folder: Path) -> list[str]:
    """Return the names of the files that are not as they were when the folder was sealed: changed, gone or new.

    What nobody reads as data (``README.md``, what systems leave) may come and go.
    """
    known = sealed(folder)
    if not known:
        return [CHECKSUMS]
    new = {each.name for each in folder.iterdir() if each.suffix in READ_BY_US} - known.keys()
    return sorted(new | {name for name, digest in known.items() if _sha256(folder / name) != digest})


def _sha256(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
