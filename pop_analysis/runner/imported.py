"""What a notebook imports, read from its cells and never run: the libraries, and the modules that lie beside it."""

from __future__ import annotations

import ast
import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

from pop_analysis.runner.parameters import TAG


def sources_of(notebook: Path) -> list[str]:
    """Return the code cells of a notebook but for that of its parameters."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code" and TAG not in cell["metadata"].get("tags", [])]
    return ["".join(cell["source"]) for cell in code]


def imported_by(notebook: Path) -> list[str]:
    """Return the names of the modules a notebook imports, each once; a cell that is no Python imports nothing."""
    return list(dict.fromkeys(name for source in sources_of(notebook) for name in _imported(source)))


def modules_beside(notebook: Path) -> list[Path]:
    """Return the files beside a notebook that it imports, and those they import of each other; sorted."""
    found: set[Path] = set()
    waiting = [path for name in imported_by(notebook) for path in _beside(notebook.parent, name)]
    while waiting:
        if (path := waiting.pop()) not in found:
            found.add(path)
            with contextlib.suppress(OSError, ValueError):  # what cannot be read is not imported either
                names = _imported(path.read_text(encoding="utf-8"))
                waiting += [each for name in names for each in _beside(notebook.parent, name)]
    return sorted(found)


def _beside(folder: Path, name: str) -> list[Path]:
    """The files of the module of this name that lies in a folder: itself, or all of its package."""
    first = name.split(".")[0]
    if (module := folder / f"{first}.py").is_file():
        return [module]
    package = folder / first
    return sorted(package.rglob("*.py")) if (package / "__init__.py").is_file() else []


def _imported(source: str) -> Iterator[str]:
    with contextlib.suppress(SyntaxError):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module  # what is imported of it may be a module itself
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
