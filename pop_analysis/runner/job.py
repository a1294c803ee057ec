"""One report: its notebook is run, turned into a page, looked at, and only then put in the place of the old one."""

from __future__ import annotations

import contextlib
import hashlib
import re
import sys
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from pop_analysis import atomic
from pop_analysis.locale import SPOKEN, sentence
from pop_analysis.model.text import encodable
from pop_analysis.runner.import_path import environment
from pop_analysis.runner.limits import Clock, Limits
from pop_analysis.runner.machine_paths import MachinePaths
from pop_analysis.runner.plan import Report

DATA_VARIABLE = "POP_ANALYSIS_PROCESSED"
NOTEBOOKS = "notebooks"
LONGEST_ERROR = 300
NOT_RUN = "skip-execution"
COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass(frozen=True)
class Result:
    """What became of one report.

    Attributes
    ----------
    status
        ``made``, ``kept`` (nothing it is made of has changed) or ``failed`` (the last good page stays).
    error, reason, named
        Of a failure: one short line, its reason, and what its advice names. :meth:`advice` says what to do.
    cell
        Which code cell of the notebook failed, counted from 1.
    sha256
        Of the page that stands there now; empty when there is none.
    made_from
        Of everything the page was made from; empty when it is not known.
    """

    name: str
    status: str
    seconds: float = 0.0
    error: str = ""
    reason: str = ""
    named: Mapping[str, Any] = field(default_factory=dict)
    cell: int | None = None
    sha256: str = ""
    made_from: str = ""

    @property
    def good(self) -> bool:
        return self.status != "failed"

    def advice(self, language: str = "en") -> str:
        """What to do about a failure, in a language of the program; nothing of one whose reason is not known."""
        return sentence(f"site.advice.{self.reason}", language, **self.named) if self.named else ""


class Failure(Exception):
    """Why a report could not be made: in somebody's own words (``error``), or as the program says of such a reason."""

    def __init__(self, reason: str, error: str = "", cell: int | None = None, **named: Any) -> None:
        super().__init__(reason, error, cell)
        self.reason, self.cell, self._given, self._named = reason, cell, error, named

    @property
    def error(self) -> str:
        return self.told("en")

    def told(self, language: str) -> str:
        return self._given or sentence(f"site.error.{self.reason}", language, **self._named)


def run_one(
    report: Report, out: Path, data: Path | None, work: Path, made_from: str = "", limits: Limits | None = None
) -> Result:
    """Make one report.

    Parameters
    ----------
    report
        What is to be made. Its parameters were checked before (:mod:`~pop_analysis.runner.parameters`).
    out
        Gets ``<name>.html`` and ``notebooks/<name>.ipynb``, both or neither; a notebook that failed stands beside
        as ``notebooks/<name>.failed.ipynb``.
    data
        The folder notebooks find in the environment variable ``POP_ANALYSIS_PROCESSED``; None: they look themselves.
    work
        A folder on the same disk as ``out`` for what is not finished.
    made_from
        The hash of everything it is made of, to be kept with the result.
    limits
        How long it may take; memory is held where the process is made.

    Returns
    -------
    Result
        Whatever happens in the notebook; nothing of it raises.
    """
    started = time.perf_counter()
    limits = limits or Limits()
    why: Failure | None = None
    failed_before(out, report.name).unlink(missing_ok=True)  # what is told now is told of this run
    try:
        sha256 = _make(report, out, data, work, limits)
    except Failure as failure:
        why = failure
    except OSError as error:
        why = Failure("disk", MachinePaths({out: "reports"}).hidden(str(error)))
    except MemoryError:
        why = Failure("memory")
    except ImportError as error:  # not of a cell: the program's own
        why = Failure("library", f"{type(error).__name__}: {error}")
    except Exception as error:  # noqa: BLE001 — what nobody foresaw costs this report, not the others
        why = Failure("unexpected", MachinePaths({out: "reports"}).hidden(f"{type(error).__name__}: {error}"))
    if why is not None:
        seconds = time.perf_counter() - started
        return failed(report, out, why.reason, why.error, why.cell, seconds, limits)
    return Result(report.name, "made", time.perf_counter() - started, sha256=sha256, made_from=made_from)


def failed(
    report: Report,
    out: Path,
    reason: str,
    error: str = "",
    cell: int | None = None,
    seconds: float = 0.0,
    limits: Limits | None = None,
) -> Result:
    """Return the result of a report that could not be made; the last good page stays where it is."""
    page = out / report.file
    named = advised(report.name, _as_typed(out), reason, limits or Limits())
    error = error or Failure(reason, limit=named["limit"]).error
    line = " ".join(COLOUR.sub("", encodable(error)).split())
    short = line if len(line) <= LONGEST_ERROR else line[: LONGEST_ERROR - 1] + "…"
    return Result(report.name, "failed", seconds, short, reason, named, cell, sha256_of(page))


def advised(name: str, folder: str, reason: str, limits: Limits) -> dict[str, Any]:
    """Return what a piece of advice may name: the notebook that failed, as seen from ``folder``, and the limit."""
    notebook = f"{folder}{NOTEBOOKS}/{name}.failed.ipynb"
    return {"name": name, "notebook": notebook, "limit": limits.seconds_of(reason), "jobs": 1}


def _as_typed(folder: Path) -> str:
    """The folder as a person at this terminal would type it, with what stands between it and a file in it."""
    here = Path.cwd()
    return f"{folder.relative_to(here).as_posix() if folder.is_relative_to(here) else folder.as_posix()}/"


def failed_before(out: Path, name: str) -> Path:
    """Where the notebook of a report that failed stands."""
    return out / NOTEBOOKS / f"{name}.failed.ipynb"


def published_beside(data: Path) -> Path:
    """Return the folder beside these processed data in which they are kept as they were published."""
    return data.absolute().with_name("published")


def sha256_of(path: Path) -> str:
    """Return the hash of a file; of one that is not there, nothing."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def lighten_imports() -> None:
    """Spare jsonschema a second of compiling grammars that no Jupyter schema uses. Before its first import only."""
    if "jsonschema" not in sys.modules:
        sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None: it cannot be imported


def _make(report: Report, out: Path, data: Path | None, work: Path, limits: Limits) -> str:
    """Run, export, look, place; return the hash of the page. Raises :class:`Failure`."""
    lighten_imports()
    from pop_analysis.runner.notebook import notebook_text

    named, handed = ({data: "data/processed"}, {DATA_VARIABLE: str(data.absolute())}) if data else ({}, {})
    hide = MachinePaths({**named, out: "reports", report.notebook.parent: "notebooks"})
    page, notebook = (work / f"{report.name}{end}" for end in (".html", ".ipynb"))
    with environment(handed):
        executed, failure = _execute(report, limits)
    if failure is None or failure.cell is None:
        failure = _unfinished(executed) or failure
    text = notebook_text(executed)
    if hide.may_stand_in(text):
        _make_public(executed, hide)
        text = notebook_text(executed)
    (out / NOTEBOOKS).mkdir(parents=True, exist_ok=True)
    atomic.put(notebook, text)
    if failure:
        notebook.replace(failed_before(out, report.name))
        raise Failure(failure.reason, hide.hidden(failure.error), failure.cell)
    atomic.put(page, html := _page(report, executed))
    notebook.replace(out / NOTEBOOKS / f"{report.name}.ipynb")
    page.replace(out / report.file)
    return hashlib.sha256(html.encode()).hexdigest()


def _execute(report: Report, limits: Limits) -> tuple[Any, Failure | None]:
    """Run the notebook; give it, and why a cell failed.

    A kernel that never came up is tried once more: two that start at the same moment may pick the same port. (One
    that was forked has no port.)
    """
    clock = limits.clock()
    try:
        return _execute_once(report, clock)
    except Failure as failure:
        if failure.reason == "kernel" and failure.cell is None:
            return _execute_once(report, clock)
        raise


def _execute_once(report: Report, clock: Clock) -> tuple[Any, Failure | None]:
    from nbclient.exceptions import CellTimeoutError
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import raise_for_execution_errors

    from pop_analysis.runner.notebook import prepared_notebook, run_notebook

    notebook = prepared_notebook(report)
    try:
        executed = run_notebook(notebook, report, clock)
    except CellTimeoutError as error:
        reason = "report_time" if clock.is_over() else "time"
        failure = Failure(reason, cell=_cell_that_ran(error), limit=clock.limits.seconds_of(reason))
        return _broken_off(notebook, failure, error)
    except RuntimeError as error:  # nbclient: the kernel died, or never came up
        failure = Failure("kernel", cell=_cell_that_ran(error), why=str(error))
        if failure.cell is None:
            import ipykernel.kernelapp  # noqa: F401 — if this fails, it is why; a kernel's own words are not heard
        return _broken_off(notebook, failure, error)
    try:
        raise_for_execution_errors(executed, None)  # and marks in the notebook what failed
    except PapermillExecutionError as error:
        return executed, Failure(_why(error.ename), f"{error.ename}: {error.evalue}")
    return executed, None


def _broken_off(notebook: Any, failure: Failure, error: Exception) -> tuple[Any, Failure]:
    """Mark in a notebook where it broke off, with the reason on top, as papermill marks a cell that failed.

    Raises ``failure`` where no cell was ever run.
    """
    from nbformat.v4 import new_output
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import raise_for_execution_errors

    if failure.cell is None:
        raise failure from error
    written = [cell for cell in notebook.cells if _is_written_code(cell)]
    broke = written[failure.cell - 1]
    broke.outputs.append(
        new_output("error", ename=type(error).__name__, evalue=failure.error, traceback=[failure.error])
    )
    broke.metadata.setdefault("papermill", {}).update(exception=True, status="failed")
    for cell in written[failure.cell :]:  # papermill calls them completed
        cell.metadata.setdefault("papermill", {})["status"] = "pending"
    with contextlib.suppress(PapermillExecutionError):
        raise_for_execution_errors(notebook, None)
    for language in SPOKEN:
        told = sentence("site.broke_off", language, cell=failure.cell, why=failure.told(language))
        notebook.cells[0].source += f"<br>{escape(told)}"
    return notebook, failure


def _cell_that_ran(error: BaseException) -> int | None:
    """Which code cell nbclient was at. No notebook is written then, so only the error's own frames still know."""
    for frame, _ in traceback.walk_tb(error.__traceback__):
        notebook, index = getattr(frame.f_locals.get("self"), "nb", None), frame.f_locals.get("index")
        if notebook is not None and isinstance(index, int):
            return sum(map(_is_written_code, notebook.cells[: index + 1]))
    return None


def _is_written_code(cell: Any) -> bool:
    """Whether somebody wrote this cell, and it is code: papermill puts one with the parameters beside them."""
    return cell.cell_type == "code" and "injected-parameters" not in cell.metadata.get("tags", [])


def _make_public(executed: Any, hide: MachinePaths) -> None:
    """Make of an executed notebook one that may be published: nothing in it says where it was made."""
    executed.metadata = hide.hidden(executed.metadata)
    for cell in executed.cells:
        cell.metadata = hide.hidden(cell.metadata)
        if "outputs" in cell:
            cell.outputs = hide.hidden(cell.outputs)


def _unfinished(executed: Any) -> Failure | None:
    """Find the cell that failed, or that was never reached: sys.exit() ends a notebook and papermill says nothing."""
    for number, cell in enumerate(filter(_is_written_code, executed.cells), start=1):
        error = next((each for each in cell.outputs if each.output_type == "error"), None)
        if error is not None:
            return Failure(_why(error.ename), f"{error.ename}: {error.evalue}", number)
        if cell.metadata.get("papermill", {}).get("exception"):  # IPython says it itself: no such magic, say
            said = [line for each in cell.outputs if each.get("name") == "stderr" for line in each.text.splitlines()]
            return Failure("cell", said[-1] if said else "", number)
        if cell.source.strip() and cell.execution_count is None and NOT_RUN not in cell.metadata.get("tags", []):
            return Failure("stopped", cell=number)
    return None


def _why(error: str) -> str:
    if error == "SystemExit":
        return "stopped"
    return "memory" if error.endswith("MemoryError") else "cell"  # numpy and pyarrow have their own


def _page(report: Report, executed: Any) -> str:
    from pop_analysis.runner.notebook import page_of

    try:
        return page_of(executed, report.title, str(report.notebook.absolute().parent))
    except (ImportError, MemoryError):
        raise
    except Exception as error:
        raise Failure("page", f"{type(error).__name__}: {error}") from error
