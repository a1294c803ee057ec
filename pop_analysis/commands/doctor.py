"""``doctor``: whether everything is there that the program needs, and how to get what is not."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory

from pop_analysis.commands.places import notebooks_folder, project_folder, raw_folder, shown
from pop_analysis.locale import in_every_language
from pop_analysis.runner.import_path import environment

OLDEST_PYTHON = (3, 11)
EXPORTER = "pop-report"
OFFICES = ("soffice", "libreoffice")
FORKED, STARTED = "notebook, forked", "notebook, started"
INSTALL = "pip install --upgrade pop-analysis"


@dataclass(frozen=True)
class Check:
    """One thing that was looked for: whether it is good, what was found, and what to do when it is not."""

    name: str
    good: bool
    found: str
    advice: str = ""
    needed: bool = True


def doctor() -> list[Check]:
    """Look for everything the program needs, and for what it can use.

    Returns
    -------
    list of Check
        ``name``, ``good``, ``found`` (a version or a place), ``advice`` (what to do, in every language of the program;
        empty when good) and
        ``needed`` (what is not needed may be missing).

    Examples
    --------
    >>> import pop_analysis as pop
    >>> [check.name for check in pop.doctor() if check.needed and not check.good]
    []
    """
    return [
        _python(),
        *_packages(),
        _kernel(),
        *_engines(),
        _exporter(),
        _plotly(),
        _notebooks(),
        _writable(),
        *_data(),
        *_programs(),
    ]


def _check(name: str, good: bool, found: str, advice: str, *, needed: bool = True) -> Check:
    return Check(name, good, found, "" if good else advice, needed)


def _advice(key: str, **values: str) -> str:
    return in_every_language(f"doctor.{key.lower()}", **values)


def _python() -> Check:
    wanted = ".".join(map(str, OLDEST_PYTHON))
    advice = _advice("python", wanted=wanted)
    return _check("Python", sys.version_info >= OLDEST_PYTHON, platform.python_version(), advice)


def _packages() -> Iterator[Check]:
    from packaging.requirements import Requirement

    yield Check("pop-analysis", True, metadata.version("pop-analysis"))
    for text in metadata.requires("pop-analysis") or []:
        wanted = Requirement(text)
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
            continue
        try:
            version = metadata.version(wanted.name)
        except metadata.PackageNotFoundError:
            version = ""
        good = bool(version) and wanted.specifier.contains(version, prereleases=True)
        yield _check(wanted.name, good, version, f"{wanted.name}{wanted.specifier}: {INSTALL}")


def _kernel() -> Check:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    name = "Jupyter kernel python3"
    try:
        KernelSpecManager().get_kernel_spec("python3")
    except NoSuchKernel:
        return _check(name, False, "", "python -m ipykernel install --sys-prefix --name python3")
    return Check(name, True, "")


def _engines() -> Iterator[Check]:
    """Run one cell as reports are run: in a fork where there are forks, and in a process started afresh."""
    from pop_analysis.runner.job import lighten_imports
    from pop_analysis.runner.limits import NO_FORK_VARIABLE
    from pop_analysis.runner.plan import Plan, Report
    from pop_analysis.runner.run import forks, run_plan

    lighten_imports()
    from nbformat import v4, write

    for name, variables in ((FORKED, {}), (STARTED, {NO_FORK_VARIABLE: "1"})):
        with TemporaryDirectory() as folder, environment(variables):
            if name == FORKED and not forks():
                continue
            write(v4.new_notebook(cells=[v4.new_code_cell("1 + 1")]), notebook := Path(folder) / "cell.ipynb")
            plan = Plan([Report("cell", notebook, {}, "en", "")])
            [result] = run_plan(plan=plan, out=Path(folder) / "out", data=Path(folder), jobs=1)
        found = f"{result.seconds:.1f} s" if result.good else result.error
        yield _check(name, result.good, found, _advice("engine"), needed=name == STARTED)


def _exporter() -> Check:
    names = {entry.name for entry in metadata.entry_points(group="nbconvert.exporters")}
    good = EXPORTER in names
    return _check(f"nbconvert exporter {EXPORTER}", good, "", INSTALL)


def _plotly() -> Check:
    name = "plotly.min.js"
    try:
        found = metadata.distribution("plotly").locate_file("plotly/package_data/plotly.min.js")
        size = Path(str(found)).stat().st_size
    except (metadata.PackageNotFoundError, OSError):
        return _check(name, False, "", "pip install --force-reinstall plotly")
    return Check(name, True, f"{size / 1e6:.1f} MB")


def _notebooks() -> Check:
    folder = notebooks_folder()
    count = len(list(folder.glob("*.ipynb")))
    return _check("notebooks", count > 0, f"{shown(folder)} ({count})", INSTALL)


def _writable() -> Check:
    folder = project_folder()
    return _check("folder", os.access(folder, os.W_OK), str(folder), _advice("writable"))


def _data() -> Iterator[Check]:
    from pop_analysis.reading.folder import workbooks_in

    folder = raw_folder()
    count = len(workbooks_in(folder)) if folder.is_dir() else 0
    found, advice = f"{shown(folder)} ({count})", _advice("workbooks", folder=shown(folder))
    yield _check("workbooks", count > 0, found, advice, needed=False)


def _programs() -> Iterator[Check]:
    """What only some work needs."""
    from pop_analysis.site.browser import browser_if_any

    for name, found in (
        ("Chromium", browser_if_any()),
        ("LibreOffice", next(filter(None, map(shutil.which, OFFICES)), None)),
    ):
        yield _check(name, found is not None, found or "", _advice(name), needed=False)
