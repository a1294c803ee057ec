"""Reading: from a folder of workbooks to tables, bare pandas and ours, which finds faults and keeps provenance too.

``python -m benchmarks.reading METHOD FOLDER`` reads in one way; :func:`measure` runs that for all.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from benchmarks.measured import Measure, measured

TITLE = "Reading"
REAL = Path(__file__).parents[1] / "data" / "raw"
METHODS = {
    "pandas-openpyxl": '`pandas.read_excel(sheet_name=None, engine="openpyxl")`',
    "pandas-calamine": '`pandas.read_excel(sheet_name=None, engine="calamine")`',
    "ours": "pop-analysis: gate, cells, conversion, keys, findings, provenance",
}
ROUNDS = 3
MANY, LONG = 1000, 200_000


# --- the ways -------------------------------------------------------------------------------------------------------


def with_pandas(folder: Path, engine: str) -> None:
    import pandas as pd

    for path in sorted(folder.glob("*.xlsx")):
        pd.read_excel(path, sheet_name=None, engine=engine)


def ours(folder: Path) -> None:
    from pop_analysis.reading import read_folder

    data = read_folder(folder)
    refused = data.findings[data.findings["severity"] == "refused"]
    assert refused.empty, refused["message_en"].tolist()


WAYS: dict[str, Callable[[Path], None]] = {
    "pandas-openpyxl": lambda folder: with_pandas(folder, "openpyxl"),
    "pandas-calamine": lambda folder: with_pandas(folder, "calamine"),
    "ours": ours,
}


# --- the folders ----------------------------------------------------------------------------------------------------


def invented(folder: Path, municipalities: int) -> None:
    from pop_analysis.synthetic import make_example

    make_example(folder, municipalities=municipalities, years=4)


def with_formulas(folder: Path) -> None:
    """One formula in every workbook: openpyxl has to read them, twice."""
    from openpyxl import load_workbook

    for path in sorted(folder.glob("*.xlsx")):
        book = load_workbook(path)
        sheet = book.worksheets[-2]
        sheet.cell(sheet.max_row + 3, 30, "=1+1")
        book.save(path)


def long(folder: Path, rows: int) -> None:
    """The register and one workbook of a municipality with ``rows`` activities."""
    from pop_analysis.model import load_model
    from pop_analysis.workbooks.template import filled_workbook, save_workbook

    model = load_model()
    places = [{"municipality": "lumas", "name_sq": "Lumas"}]
    network = {"workbook": [{"kind": "rrjeti", "synthetic": "po"}], "municipalities": places}
    save_workbook(filled_workbook(model, network, "network"), folder / "network.xlsx")
    activities = (
        {"type": "forum publik", "title_sq": f"Forumi {n}", "date": date(2021, 1 + n % 12, 1), "participants": n % 90}
        for n in range(rows)
    )
    own = {"workbook": [{"kind": "bashki", "municipality": "Lumas"}], "activities": activities}
    save_workbook(filled_workbook(model, own, "municipality"), folder / "lumas.xlsx")


# --- measuring ------------------------------------------------------------------------------------------------------


def measure(quick: bool) -> Iterator[dict[str, object]]:
    """Measure every way on every folder, one way after the other, so often; the best of each is kept."""
    many = 20 if quick else MANY
    cases = []
    with tempfile.TemporaryDirectory() as place:
        for name, rounds, made in (
            ("the real data", ROUNDS, lambda folder: shutil.copytree(REAL, folder, dirs_exist_ok=True)),
            (f"{many:,} invented municipalities", 1 if not quick else ROUNDS, lambda folder: invented(folder, many)),
            ("12 invented, a formula in each", ROUNDS, lambda folder: (invented(folder, 12), with_formulas(folder))),
            (
                f"one workbook of {LONG // (100 if quick else 1):,} rows",
                1,
                lambda folder: long(folder, LONG // (100 if quick else 1)),
            ),
        ):
            folder = Path(place) / str(len(cases))
            folder.mkdir()
            made(folder)
            cases.append(_case(name, folder, rounds))
    yield {"rounds": ROUNDS, "cases": cases}


def _case(name: str, folder: Path, rounds: int) -> dict[str, object]:
    from pop_analysis.reading import read_folder

    data = read_folder(folder)
    best: dict[str, Measure] = {}
    for _ in range(rounds):
        for way in METHODS:
            took = measured([sys.executable, "-m", "benchmarks.reading", way, str(folder)])
            if way not in best or took.seconds < best[way].seconds:
                best[way] = took
    files = len(list(folder.glob("*.xlsx")))
    return {
        "name": name,
        "files": files,
        "rows": int(data.balance["read"].sum()),
        "findings": len(data.findings),
        "ways": {way: took.to_json() for way, took in best.items()},
    }


def section(figures: dict[str, object]) -> list[str]:
    """The part of docs/benchmarks.md."""
    lines = [
        "From a folder of workbooks to tables, each way in a process of its own, its start and imports counted. Bare",
        "pandas gives one frame a sheet; ours also looks at every file before a parser opens it, reads values",
        "and formulas, converts, ties the tables together, and says what is wrong at its cell. It uses all processors.",
        f"The best of {figures['rounds']} rounds for the small folders, one round for the two large ones.",
        "",
    ]
    for case in figures["cases"]:
        base = case["ways"]["pandas-openpyxl"]["seconds"]
        lines += [f"**{case['name'].capitalize()}** ({case['files']} files, {case['rows']:,} rows)", ""]
        lines += [
            "| way | seconds | against pandas with openpyxl | ms a file | memory, MB |",
            "| --- | --: | --: | --: | --: |",
        ]
        for way, took in case["ways"].items():
            seconds = took["seconds"]
            cells = (f"{seconds:.2f}", f"{seconds / base:.2f} ×", f"{1000 * seconds / case['files']:.1f}")
            lines.append(f"| {METHODS[way]} | {' | '.join(cells)} | {took['memory_mb']:.0f} |")
        lines.append("")
    return lines[:-1]


if __name__ == "__main__":
    WAYS[sys.argv[1]](Path(sys.argv[2]))
