"""Reports: from a folder of tables to one page a municipality, the ways people do it and ours.

``python -m benchmarks.reports WAY OUT fier,vlore`` makes these pages in one way; :func:`measure` does so for all.
"""

import json
import os
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from benchmarks.measured import Measure, measured

TITLE = "Reports"
NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "municipality.ipynb"
DATA_VARIABLE = "POP_ANALYSIS_PROCESSED"
METHODS = {
    "loop": "shell loop: `papermill`, then `jupyter nbconvert`",
    "loop-fixed": "the same, import of `rfc3987_syntax` blocked",
    "pool": "process pool, stock papermill, warm exporter",
    "ploomber": "ploomber-engine, one process, warm exporter",
    "ours": "pop-analysis",
    "limit": "the limit: the same exhibits and pages, no notebook",
}
# In a folder of its own (make bench): papermill loads every engine that is installed beside it.
PLOOMBER = Path(__file__).parents[1] / "build" / "ploomber"
FAST = ("ours", "limit")  # run whole in every case
ROUNDS = 2


METHOD = """An invented network (`pop-analysis example`), the notebook `municipality.ipynb`, one page in Albanian for
each municipality. In each of several rounds every way makes reports, one way after the other, so that all see the same
machine: ours and the limit all of them, the slow ways some, spread over all (the column “made” says how many in all
rounds), because what a report takes there hardly depends on how many there are. “Seconds” is the clock, from the start
of the command to its end; “processor” is what all its processes used, which says more on a machine others use too;
memory is the peak of all processes together, shared pages counted once."""


# --- the ways -------------------------------------------------------------------------------------------------------


def loop(codes: list[str], out: Path) -> None:
    for code in codes:
        made = out / f"{code}.ipynb"
        options = ["-k", "python3", "--no-progress-bar", "-p", "municipality", code, "-p", "language", "sq"]
        tool = [sys.executable, "-m"]
        subprocess.run([*tool, "papermill", NOTEBOOK, made, *options], check=True, capture_output=True)
        subprocess.run([*tool, "jupyter", "nbconvert", "--to", "html", made], check=True, capture_output=True)


def pool(codes: list[str], out: Path) -> None:
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), _fix) as processes:
        list(processes.map(_with_papermill, codes, [out] * len(codes)))


def _fix() -> None:
    sys.modules.setdefault("rfc3987_syntax", None)


def _with_papermill(code: str, out: Path) -> None:
    import papermill

    parameters = {"municipality": code, "language": "sq"}
    made = out / f"{code}.ipynb"
    papermill.execute_notebook(NOTEBOOK, made, parameters, kernel_name="python3", progress_bar=False)
    _export(made)


def ploomber(codes: list[str], out: Path) -> None:
    _fix()
    os.environ["PLOOMBER_STATS_ENABLED"] = "false"
    from ploomber_engine import execute_notebook

    for code in codes:
        made = out / f"{code}.ipynb"
        execute_notebook(NOTEBOOK, made, parameters={"municipality": code, "language": "sq"}, progress_bar=False)
        _export(made)


def _export(notebook: Path) -> None:
    from nbconvert import HTMLExporter

    global exporter  # noqa: PLW0603 — warm: one a process
    exporter = globals().get("exporter") or HTMLExporter()
    html, _ = exporter.from_filename(str(notebook))
    notebook.with_suffix(".html").write_text(html, encoding="utf-8")


def _plan(codes: list[str]) -> list:
    from pop_analysis.runner.plan import Report

    return [Report(code, NOTEBOOK, {"municipality": code, "cycle": "", "language": "sq"}, "sq", code) for code in codes]


def ours(codes: list[str], out: Path) -> None:
    """As :func:`pop_analysis.report` does, once the tables are written."""
    from benchmarks.reports import worth_it  # by the name another process knows it by
    from pop_analysis.commands.report import imports
    from pop_analysis.runner.plan import Plan
    from pop_analysis.runner.run import run_plan
    from pop_analysis.runner.zygote import ZygoteClient

    plan, tables = Plan(_plan(codes)), Path(os.environ[DATA_VARIABLE])
    with ZygoteClient() as zygote:
        warmups = zygote.ask(partial(worth_it, plan, tables), imports)
        results = run_plan(plan, out, tables, warmups=warmups, zygote=zygote)
    assert all(result.status == "made" for result in results)


def worth_it(plan: object, tables: Path) -> list:
    from pop_analysis.commands.load import load
    from pop_analysis.commands.report import worth_warming_up

    return worth_warming_up(plan, load(tables))


def limit(codes: list[str], out: Path) -> None:
    """Half of the pages in each of two processes that have imported everything before they were divided."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _fix()
    from pop_analysis.runner.kernel import prepare_for_kernels

    prepare_for_kernels()
    shares = os.cpu_count() or 1
    first, *others = _plan(codes)
    _page_alone(first, out)
    workers = []
    for share in range(shares):
        if not (worker := os.fork()):
            for report in others[share::shares]:
                _page_alone(report, out)
            os._exit(0)
        workers.append(worker)
    assert all(os.waitpid(worker, 0)[1] == 0 for worker in workers)


def _page_alone(report: object, out: Path) -> None:
    """Run the code of the cells and make the page of what it shows: no kernel, no notebook file, no check of one."""
    from pop_analysis.pages.page import render_page
    from pop_analysis.runner.warmup import shown_by

    shown = shown_by(report, Path(os.environ[DATA_VARIABLE]))
    outputs = [{"output_type": "display_data", "data": data, "metadata": about} for data, about in shown]
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    prose = [cell for cell in cells if cell["cell_type"] == "markdown"]
    code = {"cell_type": "code", "source": "", "metadata": {}, "execution_count": 1, "outputs": outputs}
    page = render_page({"cells": [*prose, code], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    (out / f"{report.name}.html").write_text(page, encoding="utf-8")


# --- the measurement ------------------------------------------------------------------------------------------------


def measure(quick: bool) -> Iterator[dict]:
    cases = {}
    for number in (12,) if quick else (12, 61, 500):
        with tempfile.TemporaryDirectory() as place:
            cases[str(number)] = _case(number, Path(place), quick)
        yield {"cases": cases}


def _case(number: int, place: Path, quick: bool) -> dict:
    import pandas as pd

    from pop_analysis.synthetic import make_example

    make_example(place / "raw", municipalities=number, years=4)
    code = "import sys, pop_analysis as pop; pop.process(sys.argv[1], sys.argv[2])"
    reading = measured([sys.executable, "-c", code, place / "raw", place / "tables"])
    codes = pd.read_parquet(place / "tables" / "municipalities.parquet")["municipality"].tolist()
    totals: dict[str, list] = {name: [Measure(0, 0, 0), 0] for name in METHODS}
    blocked = place / "blocked"
    blocked.mkdir()
    (blocked / "sitecustomize.py").write_text("import sys\nsys.modules['rfc3987_syntax'] = None\n")
    rounds = 1 if number > 61 else 2 if quick else ROUNDS
    for turn in range(rounds):
        for name in METHODS:
            chosen = _chosen(name, number, turn, rounds, quick)
            if not chosen:
                continue
            out = place / f"{name}-{turn}"
            out.mkdir()
            environment = {DATA_VARIABLE: str(place / "tables")}
            if name == "ploomber":
                environment["PYTHONPATH"] = str(PLOOMBER)
            if name == "loop-fixed":
                environment["PYTHONPATH"] = os.pathsep.join([str(blocked), os.environ.get("PYTHONPATH", "")])
            command = [sys.executable, "-m", "benchmarks.reports", name, out]
            total = totals[name]
            before = total[1]
            total[0] += measured([*command, ",".join(codes[number] for number in chosen)], **environment)
            total[1] += len(chosen)
            if name == "ours" and not before:
                sizes = {kind: _mean_kb(out.rglob(f"*.{kind}")) for kind in ("html", "ipynb")}
            print(f"{number} {name} {turn + 1}/{rounds}: {total[0].seconds / total[1]:.2f} s a report", flush=True)
    methods = {name: total.to_json() | {"made": made} for name, (total, made) in totals.items() if made}
    return {"reading": reading.to_json(), "rounds": rounds, "methods": methods, "kb": sizes}


def _mean_kb(files: Iterable[Path]) -> float:
    sizes = [path.stat().st_size / 1000 for path in files]
    return round(sum(sizes) / len(sizes), 1)


def _chosen(name: str, number: int, turn: int, rounds: int, quick: bool) -> list[int]:
    """Which reports a way makes in this round: the fast ways all, the others some, spread over all of them."""
    if name in FAST:
        return list(range(number))
    if number > 61:
        return []
    each_round = {"loop": 2, "loop-fixed": 2}.get(name, 4) if quick or number > 12 else 4 if "loop" in name else number
    step = max(1, number // (each_round * rounds))
    return [(turn + rounds * place) * step % number for place in range(each_round)]


def section(figures: dict) -> list[str]:
    """The tables of docs/benchmarks.md."""
    lines = textwrap.wrap(METHOD, 116)
    for number, case in figures["cases"].items():
        rows = case["methods"]
        base = {kind: rows["loop"][kind] / rows["loop"]["made"] for kind in KINDS} if "loop" in rows else _base(figures)
        reading = case["reading"]
        lines += ["", f"### {number} reports", ""]
        lines += ["| way | made | seconds a report | against the loop | processor seconds a report | against it | MB |"]
        lines += ["| --- | --: | --: | --: | --: | --: | --: |"]
        for name, row in rows.items():
            each = {kind: row[kind] / row["made"] for kind in KINDS}
            cells = [f"{each[kind]:.3f} | {base[kind] / each[kind]:.1f} ×" for kind in KINDS]
            lines.append(f"| {METHODS[name]} | {row['made']} | {' | '.join(cells)} | {row['memory_mb']:.0f} |")
        if "loop" not in rows:
            lines += [
                "",
                "The loop was not run so often: its figure is extrapolated from the largest case it was run in.",
            ]
        lines += [
            "",
            f"Reading and checking the workbooks and writing the tables, apart: {reading['seconds']:.1f} s "
            f"({reading['processor_seconds']:.1f} s of processor), {reading['memory_mb']:.0f} MB.",
        ]
    return lines + _costs(figures["cases"])


MANY = (10_000, 1_000_000)


def _costs(cases: dict) -> list[str]:
    """What many reports would cost, by the largest two cases: every figure times, or on the line through, those two."""
    if len(cases) < 2:
        return []
    (few, less), (number, case) = [(int(n), case) for n, case in cases.items()][-2:]
    each = case["methods"]["ours"]["processor_seconds"] / case["methods"]["ours"]["made"]
    read = case["reading"]["processor_seconds"] / number
    lines = ["", "### What many reports would cost", ""]
    lines += textwrap.wrap(
        f"Not measured: the figures of {number} reports multiplied, one report a municipality and workbook. Pages are "
        "made by as many processors as there are ([scale](scale.md)); reading is done by one machine. Memory is on the "
        f"straight line through the cases of {few} and {number}, for a machine that makes two reports at a time: every "
        "worker holds the tables of the whole country, so beyond some ten thousand municipalities a country is better "
        "divided into networks of its regions.",
        116,
    )
    lines += ["", "| reports | processor hours, pages | processor hours, reading | GB of pages and notebooks | "]
    lines[-1] += "GB of memory, each worker | GB of memory, reading |"
    lines += ["| --: | --: | --: | --: | --: | --: |"]
    for many in MANY:
        weight = sum(case["kb"].values()) * many / 1e6
        memory = [_on_the_line(few, one, number, other, many) / 1000 for one, other in _memories(less, case)]
        cells = [each * many / 3600, read * many / 3600, weight, *memory]
        lines.append(f"| {many:,} | {' | '.join(f'{cell:,.1f}' for cell in cells)} |")
    return lines


def _memories(less: dict, case: dict) -> list[tuple[float, float]]:
    both = [[each["methods"]["ours"]["memory_mb"], each["reading"]["memory_mb"]] for each in (less, case)]
    return list(zip(*both, strict=True))


def _on_the_line(few: int, one: float, many: int, other: float, at: int) -> float:
    return one + (other - one) * (at - few) / (many - few)


KINDS = ("seconds", "processor_seconds")


def _base(figures: dict) -> dict[str, float]:
    largest = [case["methods"]["loop"] for case in figures["cases"].values() if "loop" in case["methods"]][-1]
    return {kind: largest[kind] / largest["made"] for kind in KINDS}


def main(name: str, out: str, chosen: str) -> None:
    ways = {"loop": loop, "loop-fixed": loop, "pool": pool, "ploomber": ploomber, "ours": ours, "limit": limit}
    ways[name](chosen.split(","), Path(out))


if __name__ == "__main__":
    main(*sys.argv[1:])
