"""``report`` for a notebook of anybody's: a table of parameters in, one page a row out."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pop_analysis.choices import WrongUse
from pop_analysis.commands.asked import wrong_use
from pop_analysis.commands.places import reports_folder
from pop_analysis.commands.watching import Watch
from pop_analysis.locale import SPOKEN
from pop_analysis.model.text import as_text, slug
from pop_analysis.reading.inspection.letters import decoded

if TYPE_CHECKING:
    from pop_analysis.runner.job import Result
    from pop_analysis.runner.limits import Limits
    from pop_analysis.runner.parameters import Wanted
    from pop_analysis.runner.plan import Plan

SEPARATORS = ",;\t|"
ABOUT = ("name", "title", "language")


def report_any(
    notebook: Path | str,
    plan: Path | str | None = None,
    data: Path | str | None = None,
    out: Path | str | None = None,
    jobs: int | None = None,
    force: bool = False,
    watch: Watch | None = None,
    limits: Limits | None = None,
    cwd: Path | str | None = None,
    prune: bool = False,
) -> tuple[Path, list[Result]]:
    """Run a parameterised notebook once for each row of a table, and make a page of each, with an index.

    Parameters
    ----------
    notebook
        Any notebook; the parameters it takes stand in its cell tagged ``parameters``.
    plan
        A CSV file, one row a report, one column a parameter; an empty cell leaves the notebook's own value. The
        columns ``name``, ``title`` and ``language`` say how the page is called, where they are no parameters. Without
        a plan the notebook is run once, with its own values.
    data
        The folder the notebook reads, and what ``pop.load()`` loads in it; by default that is the nearest data upwards
        from where it runs, as in JupyterLab. Pages that would come out the same are kept only when it is given: else
        nobody can tell whether what the notebook reads has changed.
    out
        Where pages go; by default ``reports/<name of the notebook>`` of the project.
    jobs, force, watch, limits, prune
        As for :func:`~pop_analysis.report`. Pages of rows that are no longer in the plan are withdrawn.
    cwd
        The folder the notebook runs in; by default its own, as in JupyterLab.

    Returns
    -------
    folder, results
        Where the pages are, and one result a report, in the order of the plan.

    Raises
    ------
    WrongUse
        Before anything runs, when there is no such notebook or plan, or a value is none the notebook takes.
    """
    from pop_analysis.runner.limits import Limits
    from pop_analysis.runner.manifest import read_results
    from pop_analysis.runner.output_lock import OutputLocked, lock_output
    from pop_analysis.runner.parameters import ParameterError
    from pop_analysis.runner.run import run_plan
    from pop_analysis.runner.withdrawn import withdraw
    from pop_analysis.site.index import write_index
    from pop_analysis.site.stubs import write_stubs

    notebook = Path(notebook)
    try:
        reports = plan_of(notebook, Path(plan) if plan else None, Path(cwd) if cwd else None)
        pages = Path(out) if out else reports_folder() / (slug(notebook.stem) or "notebook")
        folder = Path(data) if data else notebook.parent
        if not folder.is_dir():
            raise wrong_use("no_file_or_folder", path=folder)
        with lock_output(pages):
            try:
                watch = watch or Watch(show=False)
                with watch.over(len(reports), pages) as told:
                    watch.tell_withdrawn(withdraw(reports, pages, prune=prune))
                    return pages, run_plan(
                        reports,
                        pages,
                        folder,
                        jobs,
                        told,
                        force,
                        limits=limits or Limits(),
                        inputs_known=data is not None,
                    )
            finally:
                write_stubs(reports, pages)
                write_index(reports, read_results(pages).values(), pages)
    except (ParameterError, OutputLocked) as error:
        raise WrongUse(str(error)) from error


def plan_of(notebook: Path, table: Path | None, cwd: Path | None = None) -> Plan:
    """Make the plan of a notebook from a table of parameters; raises ``WrongUse`` for a cell nobody can use."""
    from pop_analysis.runner.parameters import not_taken, wanted_parameters
    from pop_analysis.runner.plan import Plan, PlanError, Report

    wanted, called = wanted_parameters(notebook), as_text(notebook.stem)
    reports = []
    for place, row in _rows(table) if table else [("", {})]:
        unknown = [column for column in row if column not in wanted and column not in ABOUT]
        if unknown:
            raise WrongUse(not_taken(notebook.name, unknown[0], wanted))
        given = {name: text for name, text in row.items() if name in wanted and text}
        parameters = {
            name: _value(text, wanted[name], notebook.name, f"{place}, {name}") for name, text in given.items()
        }
        about = {name: row.get(name, "") if name not in wanted else "" for name in ABOUT}
        about["language"] = about["language"] or (given.get("language", "") if "language" in wanted else "") or "en"
        name = about["name"] or "-".join(filter(None, map(slug, given.values()))) or slug(called)
        title = about["title"] or " · ".join(given.values()) or called
        try:
            reports.append(Report(name, notebook.absolute(), parameters, about["language"], title, cwd=cwd))
        except PlanError as error:
            raise WrongUse("\n".join(f"{place}: {said}" for said in str(error).splitlines())) from error
    try:
        # An index in each language there is a page in: a page in two languages stands on that of its own.
        spoken = [each for each in dict.fromkeys(report.language for report in reports) if each in SPOKEN] or ["en"]
        words = {language: {"title": called} for language in spoken}
        return Plan(reports, words, f"{called} · {as_text(table.stem)}" if table else "")
    except PlanError as error:
        raise WrongUse(str(error)) from error


def _rows(table: Path) -> list[tuple[str, dict[str, str]]]:
    """The rows of a CSV file that say anything, each with its place (file:line)."""
    try:
        readings, _ = decoded(table.read_bytes())
    except OSError as error:
        raise wrong_use("plan.missing", plan=table) from error
    if len(set(readings)) != 1:  # no text; or one whose letters could be others
        raise wrong_use("plan.not_csv", plan=table.name)
    text, first = readings[0], readings[0].partition("\n")[0].strip()
    says = first.lower().startswith("sep=") and len(first) == len("sep=;")  # Excel's own way to say it
    separator = first[-1] if says else max(SEPARATORS, key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows = []
    try:
        columns = [
            cell.strip() for cell in next(row for row in lines if any(row) and not (says and lines.line_num == 1))
        ]
        if twice := [name for name, times in Counter(filter(None, columns)).items() if times > 1]:
            raise wrong_use("plan.column_twice", plan=table.name, column=twice[0])
        before = lines.line_num
        for row in lines:
            place, before = f"{table.name}:{before + 1}", lines.line_num
            if any(row[len(columns) :]):
                raise wrong_use("plan.too_long", place=place)
            said = {column: cell.strip() for column, cell in zip(columns, row, strict=False) if column or cell.strip()}
            if any(said.values()):
                rows.append((place, said))
    except StopIteration:
        """It holds nothing."""
    except csv.Error as error:
        raise wrong_use("plan.quotation", place=f"{table.name}:{lines.line_num}") from error
    if not rows:
        raise wrong_use("plan.empty", plan=table.name)
    return rows


def _value(text: str, wanted: Wanted, notebook: str, place: str) -> Any:
    """What a cell of the plan says, as the kind of value the notebook wants."""
    from pop_analysis.runner.annotations import from_text

    wanted.check(notebook)
    try:
        return from_text(text, wanted.types)
    except ValueError as error:
        raise wrong_use(_fault(wanted.types, text), place=place, wanted=wanted.kind, given=text) from error


def _fault(types: tuple[Any, ...], text: str) -> str:
    """Which sentence says what is wrong with a cell: the one that shows how its kind is written."""
    kinds = {getattr(kind, "__origin__", kind) for kind in types}
    if kinds & {list, dict}:
        return "plan.kind_json"
    if kinds & {date, datetime}:
        return "plan.kind_day"
    return "plan.kind_point" if float in kinds and re.fullmatch(r"-?\d+,\d+", text) else "plan.kind"
