"""Where the pictures lie that a text names: pasted into the cell, or as files beside the notebook."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pop_analysis.pages.drawings import KIND, drawing

LARGEST = 5_000_000  # bytes of a file that is put into a page
# How a picture begins; a file with any other beginning is none, whatever its name says.
BEGINNINGS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
}
WEBP = (b"RIFF", b"WEBP")
PASTED = ("image/png", "image/jpeg", "image/gif", "image/webp", KIND)
BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
ADDRESSED = re.compile(r"[a-z][a-z0-9+.-]*:|//|/|\\|#", re.IGNORECASE)
IMG = re.compile(r"<\s*img\b(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+", re.IGNORECASE)
SOURCE = re.compile(r"(\bsrc\s*=\s*)(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))", re.IGNORECASE)


def picture(kind: str, content: str) -> str | None:
    """Return the address of a picture that travels inside the page, from its base64; of a drawing, from its text.

    >>> picture("image/png", "iVBORw0K Ggo=")
    'data:image/png;base64,iVBORw0KGgo='
    """
    if kind == KIND:
        return drawing(content)
    packed = "".join(content.split())
    return f"data:{kind};base64,{packed}" if BASE64.fullmatch(packed) else None


@dataclass(frozen=True)
class Pictures:
    """The pictures a text may name.

    Attributes
    ----------
    folder
        The notebook's own; None when it is not known, then no file is looked for.
    pasted
        What was pasted into the cell: name → type → base64.
    """

    folder: Path | None = None
    pasted: Mapping[str, Any] = field(default_factory=dict)

    def carried(self, html: str) -> str:
        """Return ``html`` with every picture that can be had inside it.

        >>> dot = Pictures(pasted={"dot.png": {"image/png": "iVBORw0KGgo="}})
        >>> dot.carried('<img src="attachment:dot.png">')
        '<img src="data:image/png;base64,iVBORw0KGgo=">'
        """
        return IMG.sub(lambda tag: SOURCE.sub(self._found, tag[0], count=1), html)

    def _found(self, source: re.Match[str]) -> str:
        named = unescape(source[2] or source[3] or source[4] or "").strip()
        address = None if named.startswith("data:") else self._pasted(named) or self._beside(named)
        return f'{source[1]}"{escape(address)}"' if address else source[0]

    def _pasted(self, named: str) -> str | None:
        name = named.removeprefix("attachment:")
        held = self.pasted.get(name) or self.pasted.get(unquote(name)) or {}
        found = (
            picture(kind, "".join(content) if isinstance(content, list) else str(content))
            for kind, content in held.items()
            if kind in PASTED
        )
        return next(filter(None, found), None)

    def _beside(self, named: str) -> str | None:
        """A file named by a way from the notebook's folder; a way that begins elsewhere is no way from there."""
        if self.folder is None or not named or ADDRESSED.match(named):
            return None
        try:
            file = self.folder / unquote(named.partition("?")[0].partition("#")[0])
            if not file.is_file() or file.stat().st_size > LARGEST:
                return None
            content = file.read_bytes()
        except (OSError, ValueError):  # ValueError: a name no file can have
            return None
        return address_of(content)


NONE = Pictures()


def address_of(content: bytes) -> str | None:
    """Return the address of a picture inside a page, from the bytes of its file; of what is no picture, nothing."""
    kind = next((kind for start, kind in BEGINNINGS.items() if content.startswith(start)), None)
    if kind is None and (content[:4], content[8:12]) == WEBP:
        kind = "image/webp"
    if kind:
        return f"data:{kind};base64,{b64encode(content).decode('ascii')}"
    return drawing(content.decode(errors="replace")) if b"<svg" in content[:5_000].lower() else None
