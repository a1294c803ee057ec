"""One file that a command writes: never over what something else put there, and whole or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pop_analysis.atomic import new_file, put
from pop_analysis.choices import WrongUse
from pop_analysis.commands.asked import wrong_use
from pop_analysis.commands.places import shown

FINDING = {"code", "severity", "file", "sheet", "cell", "value"}
COMPARISON = {"old", "new", "revisions", "corrections", "method"}


@dataclass(frozen=True)
class Output:
    """A kind of file that is written: how its name ends, and how an earlier one is told, if ever."""

    suffix: str
    is_own: Callable[[Path], bool] | None = None

    def check(self, path: Path, inputs: Iterable[Path] = ()) -> None:
        """Raise :class:`WrongUse` when the file may not be written there: before the work, and again after it."""
        if path.suffix.lower() != self.suffix:
            raise wrong_use(f"file.{self.suffix[1:]}", name=path.name or path)
        try:
            self._check_what_is_there(path, inputs)
            with tempfile.TemporaryFile(dir=path.parent):  # whether something can be written there at all
                pass
        except OSError as error:
            raise _not_written(path, error) from error

    def write(self, path: Path, make: Callable[[Path], Any], inputs: Iterable[Path] = ()) -> Path:
        """Let ``make`` write the file beside its place, and put it there."""
        self.check(path, inputs)
        _put(path, make)
        return path

    def _check_what_is_there(self, path: Path, inputs: Iterable[Path]) -> None:
        if not path.parent.is_dir():
            raise wrong_use("no_folder", folder=shown(path.parent))
        if path.is_symlink():
            raise wrong_use("file.link", file=path.name)
        if path.is_dir():
            raise wrong_use("file.folder", file=path.name)
        if not path.exists():
            if twins := [each.name for each in path.parent.iterdir() if _same_name(each, path)]:
                raise wrong_use("file.twin", other=twins[0], file=path.name)
        elif not path.is_file():
            raise wrong_use("file.no_ordinary", file=path.name)
        elif any(path.samefile(each) for each in inputs):
            raise wrong_use("file.looked_at", file=path.name)
        elif self.is_own is None or not self.is_own(path):
            raise wrong_use("file.changed" if self.is_own else "file.there", file=path.name)


def make_folder(path: Path) -> None:
    """Make a folder for what is written; one that is there already is taken."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_written(path, error) from error


def put_copy(path: Path, target: Path) -> None:
    """Put a copy of a file in place of what may stand there."""
    _put(target, partial(shutil.copyfile, path))


def put_text(text: str, target: Path) -> None:
    """Put a text in place of what may stand there."""
    _put(target, lambda made: put(made, text))


def _put(target: Path, make: Callable[[Path], Any]) -> None:
    try:
        with new_file(target) as made:
            make(made)
    except OSError as error:
        raise _not_written(target, error) from error


def write_json(output: Output, path: Path, content: str) -> Path:
    """Write ``content`` as the file ``path`` of the kind ``output``."""
    return output.write(path, lambda made: put(made, content))


def as_json(content: Any) -> str:
    """Return ``content`` as every command writes it, by which its own files are known: others write ``[]``."""
    return (json.dumps(content, ensure_ascii=False, indent=1) if content != [] else "[\n]") + "\n"


def _same_name(one: Path, other: Path) -> bool:
    first, second = (unicodedata.normalize("NFC", each.name).casefold() for each in (one, other))
    return first == second


def _not_written(path: Path, error: OSError) -> WrongUse:
    return wrong_use("file.not_written", file=shown(path), why=error.strerror or error)


# --- what this program wrote ------------------------------------------------------------------------------------------


def _is_marked_copy(path: Path) -> bool:
    """Whether it says so, and was last saved by this program: any other one writes the time of saving."""
    from pop_analysis.reading.inspection.our_outputs import FINDINGS_MARK, what_we_wrote

    return what_we_wrote(path, (FINDINGS_MARK,)) == "FI-31"


def _is_findings(path: Path) -> bool:
    """Whether it is a list of findings; the one beside processed tables belongs to them."""
    from pop_analysis.storage.processed import DESCRIPTOR_FILE

    found = _read_json(path)
    alike = isinstance(found, list) and all(isinstance(each, dict) and each.keys() >= FINDING for each in found)
    return alike and not (path.parent / DESCRIPTOR_FILE).exists()


def _is_comparison(path: Path) -> bool:
    found = _read_json(path)
    return isinstance(found, dict) and found.keys() == COMPARISON


def _read_json(path: Path) -> Any:
    """What stands in a file, as long as it stands there as :func:`as_json` writes it."""
    try:
        text = path.read_text(encoding="utf-8")
        content = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return content if as_json(content) == text else None


TEMPLATE = Output(".xlsx")
DRAFT = Output(".xlsx")
CODING_SHEET = Output(".xlsx")
REPLY_WORKBOOK = Output(".xlsx")
CHANGES_WORKBOOK = Output(".xlsx")
MARKED_COPY = Output(".xlsx", _is_marked_copy)
FINDINGS_JSON = Output(".json", _is_findings)
CHANGES_JSON = Output(".json", _is_comparison)
