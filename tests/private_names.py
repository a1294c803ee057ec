"""Undocumented names of libraries that the program uses: each is to stand in docs/upgrading.md, with what it breaks.

Part of ``make check``. Found are names with an underscore that are another library's (also those that a class of ours
changes in its base), and modules of the Jupyter libraries that their documentation does not show.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE, DOCUMENT = ROOT / "pop_analysis", ROOT / "docs" / "upgrading.md"
JUPYTER = ("ipykernel", "jupyter_client", "nbclient", "papermill", "nbconvert", "nbformat", "traitlets", "IPython")
SHOWN = {  # in the libraries' own documentation
    *("nbclient.exceptions", "nbconvert.exporters", "nbformat", "nbformat.v4", "papermill", "papermill.engines"),
    *("papermill.exceptions", "jupyter_client.client", "jupyter_client.kernelspec", "jupyter_client.manager"),
    *("jupyter_client", "jupyter_client.provisioning", "traitlets", "traitlets.config", "IPython"),
    *("jupyter_client.session", "IPython.display", "IPython.core.interactiveshell", "IPython.utils.capture"),
}
ASKING = {"attrgetter", "getattr", "hasattr", "setattr"}
OF_PYTHON = {"_exit"}  # os._exit is documented
PRIVATE = re.compile(r"_[a-z]\w*")
ROW = re.compile(r"^\| `([^`]+)` \| `([^`]+)` \| .+ \| `(tests/[\w/]+\.py)::(\w+)` \|$", re.MULTILINE)


def used() -> set[tuple[str, str]]:
    """Find every undocumented name: the module of ours, and the name."""
    found = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        where, tree = path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))
        own = set(_own_names(tree))
        names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} - own
        names |= {text for text in _asked_by_name(tree) if text not in own}
        found |= {(where, name) for name in names - OF_PYTHON if PRIVATE.fullmatch(name)}
        found |= {(where, name) for name in _internal_modules(tree)}
        if _has_foreign_base(tree):
            found |= {(where, name) for name in _changed_in_bases(where)}
    return found


def _own_names(tree: ast.AST) -> Iterator[str]:
    """What a module defines itself: functions, methods, and what it sets on ``self``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self":
            yield node.attr
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def _asked_by_name(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ASKING:
            texts = (each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str))
            yield from (part for text in texts for part in text.split("."))


def _foreign_imports(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """The modules that are imported, with each name taken from them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.module.startswith("pop_analysis"):
            yield from ((node.module, alias.name) for alias in node.names)


def _internal_modules(tree: ast.AST) -> Iterator[str]:
    for module, name in _foreign_imports(tree):
        whole = f"{module}.{name}"
        if module.split(".")[0] in JUPYTER and module not in SHOWN:
            yield module
        elif module in JUPYTER and name.islower() and whole not in SHOWN and _is_module(whole):
            yield whole
        if any(part.startswith("_") and part != "__future__" for part in (*module.split("."), name)):
            yield whole


def _is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ImportError:
        return False


def _has_foreign_base(tree: ast.AST) -> bool:
    foreign = {name for _, name in _foreign_imports(tree)}
    bases = (base for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for base in node.bases)
    return any(isinstance(base, ast.Name) and base.id in foreign for base in bases)


def _changed_in_bases(where: str) -> Iterator[str]:
    """Private names that our classes define or set, and their foreign base's module knows."""
    module = importlib.import_module("pop_analysis." + where.removesuffix(".py").replace("/", "."))
    for each in vars(module).values():
        if not inspect.isclass(each) or each.__module__ != module.__name__:
            continue
        own = set(re.findall(r"\b(_[a-z]\w*)\b", _source(each)))
        for base in each.__mro__[1:]:
            root = base.__module__.split(".")[0]
            if root not in {"pop_analysis", "builtins", *sys.stdlib_module_names}:
                known = _source(base)
                yield from (name for name in own if re.search(rf"\b{name}\b", known))


def _source(of: type) -> str:
    """The Python a class is written in; nothing of one that is not (msgspec's)."""
    try:
        return inspect.getsource(of)
    except (OSError, TypeError):
        return ""


def faults() -> list[str]:
    """Say what of the document and the program does not agree."""
    text = DOCUMENT.read_text(encoding="utf-8")
    listed = {(where, name): (test, function) for name, where, test, function in ROW.findall(text)}
    found = used()
    rows = sum(line.startswith("| `") for line in text.splitlines())
    told = [f"{where} uses {name}: say in docs/upgrading.md what breaks with it" for where, name in found - {*listed}]
    if rows != len(listed):
        told.append("docs/upgrading.md: a row is not `name` | `module` | what breaks | `tests/…py::test`")
    for (where, name), (test, function) in listed.items():
        path, ours = ROOT / test, PACKAGE / where
        if not path.is_file() or f"def {function}(" not in path.read_text(encoding="utf-8"):
            told.append(f"docs/upgrading.md, {name}: there is no test {test}::{function}")
        if not ours.is_file() or name.rpartition(".")[2] not in ours.read_text(encoding="utf-8"):
            told.append(f"docs/upgrading.md, {name}: no longer used in {where}")
    return sorted(told)


if __name__ == "__main__":
    print("\n".join(found := faults()) or f"Every undocumented name is listed ({len(used())}).")
    sys.exit(bool(found))
