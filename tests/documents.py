"""A document as a reader follows it: its blocks in their order, carried out in a folder of its own.

- ``console``: what stands after ``$`` is run by a shell, and what stands below is what it says (``…``: anything).
  A command ends with 0, or with what its comment says: ``# ends with 1``. A command of ours in which there is nothing
  for a shell to do is called in this process, but for ``report``, which makes processes: most of the time of a command
  is the start of its Python.
- any block whose first line is ``# path``: a file with the rest of the block in it.
- ``python``: run, all blocks as one program; a ``text`` block right after it is what its last line gives. They are the
  cells of the notebook that a later command names.
- a table below the bold name of a sheet, with the sheet's headings: typed into its first empty rows, ``↑`` merged with
  the cell above. A table ``Sheet | Cell | Type``: typed into single cells. Both go into the last template written, or
  into the workbook named before the sheet: ``**network.xlsx, Sheet**``.
"""

from __future__ import annotations

import ast
import doctest
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from click.testing import CliRunner
from openpyxl import load_workbook

from pop_analysis.cli import main

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
TABLE = re.compile(r"(?:^\*\*(?P<sheet>[^*\n]+)\*\*\n\n)?(?P<rows>(?:^\|.*\|\n)+)", re.MULTILINE)
COMMAND = re.compile(
    r"^\$ (?P<line>.*?)(?:\s+# (?:ends with (?P<code>\d+))?.*)?\n(?P<says>(?:(?!\$ ).*\n)*)", re.MULTILINE
)
FILE = re.compile(r"# (\S*[./]\S+)\n")
TEMPLATE = re.compile(r"pop-analysis template (\S+\.xlsx)")
SINGLE_CELLS = (("Sheet", "Cell", "Type"), ("Fleta", "Qeliza", "Shkruani"))
OURS = re.compile(r"pop-analysis (?!report\b)[^|&;<>$`*?~(]+")
COLUMNS = {"COLUMNS": "100"}
SAME = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
Typed = list[dict[str, str]]


def files_in(text: str) -> dict[str, str]:
    """The files a document tells to write: path → text."""
    blocks = ((FILE.match(block), block) for _, block in FENCE.findall(text))
    return {named[1]: block[named.end() :] for named, block in blocks if named}


def rows_of(table: str) -> list[list[str]]:
    """The rows of a table in Markdown, without the line below its headings."""
    rows = [[cell.strip().strip("`") for cell in line.strip().strip("|").split("|")] for line in table.splitlines()]
    return [rows[0], *rows[2:]]


@dataclass
class Reader:
    """Somebody who does in ``folder`` what documents say; ``type_in`` is how they type into a workbook."""

    folder: Path
    type_in: Callable[[Path, Typed], Any] | None = None
    book: str = ""
    done: list[str] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=dict)
    typed: Typed = field(default_factory=list)
    cells: list[str] = field(default_factory=list)

    def follow(self, document: Path) -> None:
        """Do everything ``document`` says, from its first line to its last."""
        text = document.read_text(encoding="utf-8")
        steps = sorted([*FENCE.finditer(text), *TABLE.finditer(text)], key=lambda found: found.start())
        for step, after in zip(steps, [*steps[1:], None], strict=True):
            if step.re is TABLE:
                *book, sheet = (step["sheet"] or "").rsplit(", ", 1)
                self.book = book[0] if book else self.book
                self.typed += self._typed(sheet, rows_of(step["rows"]))
                continue
            self._type()
            kind, block = step.groups()
            if named := FILE.match(block):
                path = self.folder / named[1]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block[named.end() :], encoding="utf-8")
            elif kind == "console":
                for command in COMMAND.finditer(block):
                    self.run(command["line"], int(command["code"] or 0), command["says"])
            elif kind == "python":
                shown = after[2] if after and after.re is FENCE and after[1] == "text" else None
                self._execute(block, shown)

    def run(self, line: str, code: int, says: str) -> None:
        """Run a command of a shell as a person at the terminal does."""
        self._save_notebook(line)
        ended, said = (self._call if OURS.fullmatch(line) else self._shell)(line)
        assert ended == code, f"{line}\n{said}"
        if says.strip():
            assert same(says, said), f"{line}\nsays\n{said}\nand not\n{says}"
        self.done.append(line)
        if made := TEMPLATE.match(line):
            self.book = made[1]

    def _call(self, line: str) -> tuple[int, str]:
        with chdir(self.folder):
            ran = CliRunner().invoke(main, shlex.split(line)[1:], env=COLUMNS | {"POP_ANALYSIS_PROCESSED": None})
        return ran.exit_code, ran.output

    def _shell(self, line: str) -> tuple[int, str]:
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        environment = os.environ | COLUMNS | {"PATH": path}
        environment.pop("POP_ANALYSIS_PROCESSED", None)
        ran = subprocess.run(
            ["bash", "-c", line],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return ran.returncode, ran.stdout

    def _save_notebook(self, line: str) -> None:
        """Save what has been run as the notebook ``line`` names, if there is none."""
        for name in re.findall(r"\S+\.ipynb", line):
            if self.cells and not (self.folder / name).exists():
                cells = [nbformat.v4.new_code_cell(code) for code in self.cells]
                nbformat.write(nbformat.v4.new_notebook(cells=cells), self.folder / name)

    def _execute(self, code: str, shown: str | None) -> None:
        *first, last = ast.parse(code).body
        exec(compile(ast.Module(first, []), "document", "exec"), self.names)
        if isinstance(last, ast.Expr):
            given = eval(compile(ast.Expression(last.value), "document", "eval"), self.names)
            assert shown is None or same(shown, str(given)), f"{code}\ngives\n{given}"
        else:
            exec(compile(ast.Module([last], []), "document", "exec"), self.names)
        self.cells.append(code)

    def _typed(self, sheet: str | None, rows: list[list[str]]) -> Typed:
        if tuple(rows[0]) in SINGLE_CELLS:
            return [{"sheet": sheet, "cell": cell, "text": text} for sheet, cell, text in rows[1:]]
        return list(_in_columns(self.folder / self.book, sheet, rows)) if sheet and self.book else []

    def _type(self) -> None:
        """Type what tables have told since the last command, in one sitting."""
        if self.typed:
            assert self.type_in, "nobody types"
            self.type_in(self.folder / self.book, self.typed)
            self.done += [f"{each['sheet']}!{each['cell']}" for each in self.typed]
            self.typed = []


def _in_columns(path: Path, sheet: str, rows: list[list[str]]) -> Iterator[dict[str, str]]:
    there = load_workbook(path)[sheet]
    headings = {cell.value: cell.column_letter for cell in there[1]}
    first = next(line for line in range(2, there.max_row + 2) if all(cell.value is None for cell in there[line]))
    for number, row in enumerate(rows[1:], start=first):
        for heading, text in zip(rows[0], row, strict=True):
            letter = headings[heading]
            if text == "↑":
                yield {"sheet": sheet, "cell": f"{letter}{number - 1}:{letter}{number}", "merge": "yes"}
            elif text:
                yield {"sheet": sheet, "cell": f"{letter}{number}", "text": text}


def same(want: str, got: str) -> bool:
    """Whether ``got`` is what a document shows, where ``…`` stands for anything, also for nothing at the end."""
    want = re.sub(r"\s*…\s*$", "…", want).replace("…", "...")
    return doctest.OutputChecker().check_output(want, got, SAME)
