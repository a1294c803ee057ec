"""Paths of the machine that ran a notebook: taken out of everything that is published."""

from __future__ import annotations

import json
import os
import re
import sysconfig
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

KERNEL_FILE = "ipykernel_"
# Tried only where a word begins: at every letter of a picture or of a minified script it would never end.
CELL_FILE = re.compile(rf"(?<![^\s\"'<>(),])[^\s\"'<>(),]*{KERNEL_FILE}\d+[/\\]\d+\.py")
# What an output holds in base64, by its type, and the numbers of a figure: no text, and no path can stand in it.
BINARY = re.compile(r"(?:image|audio|video|font)/(?!.*\bxml).*|application/(?:pdf|octet-stream|zip)|bdata")


class MachinePaths:
    """Finds this machine's paths in texts and puts in their place what means the same to everybody.

    ``named`` are folders with the name they get; the longest path that fits wins.

    >>> MachinePaths({Path("/srv/network/data"): "data"}).hidden("read /srv/network/data/processed/a")
    'read data/processed/a'
    """

    def __init__(self, named: dict[Path, str] | None = None) -> None:
        scheme = sysconfig.get_paths()
        folders = {
            Path.home(): "~",
            Path(tempfile.gettempdir()): "tmp",
            Path(scheme["stdlib"]): "python",
            Path(scheme["purelib"]): "site-packages",
            Path(scheme["platlib"]): "site-packages",
            Path(scheme["data"]): "python",
            Path.cwd(): ".",
            **(named or {}),
        }
        self._names = {form: name for folder, name in folders.items() for form in _forms(folder)}
        self._written = {json.dumps(form, ensure_ascii=False)[1:-1] for form in self._names}
        longest_first = sorted(self._names, key=len, reverse=True)
        # What stands before and after must end a path, so that no base64 of a picture is ever touched.
        self._pattern = re.compile(rf"(?<![\w/+.~-])({'|'.join(map(re.escape, longest_first))})(?![\w+-])([/\\]?)")

    def may_stand_in(self, text: str) -> bool:
        """Whether :meth:`hidden` may change something of what is written in this JSON. It takes a tenth of the time."""
        return KERNEL_FILE in text or any(form in text for form in self._written)

    def hidden(self, value: Any) -> Any:
        """Return ``value`` (text, or lists and dicts of it) without paths of this machine."""
        if isinstance(value, str):
            value = CELL_FILE.sub("cell", value) if KERNEL_FILE in value else value
            return self._pattern.sub(self._name, value) if any(form in value for form in self._names) else value
        if isinstance(value, dict):
            return type(value)(
                {key: each if _is_binary(key, each) else self.hidden(each) for key, each in value.items()}
            )
        return [self.hidden(each) for each in value] if isinstance(value, list) else value

    def _name(self, match: re.Match[str]) -> str:
        name, separator = self._names[match[1]], match[2]
        return "" if name == "." and separator else name + separator


def _forms(folder: Path) -> Iterable[str]:
    """A folder as it is written here, and as it is once links are followed; never the root of everything."""
    paths = {folder.absolute(), folder.resolve()}
    return [text for path in paths if path != path.parent and len(text := os.fspath(path)) > 2]


def _is_binary(kind: Any, content: Any) -> bool:
    return isinstance(kind, str) and isinstance(content, str) and BINARY.fullmatch(kind) is not None
