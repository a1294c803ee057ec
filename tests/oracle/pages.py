"""What the pages of a data set show: the notebooks run in this process, every block they display kept."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from unittest import mock

import nbformat

import pop_analysis as pop
from pop_analysis.blocks.blocks import Block, Blocks
from pop_analysis.measures.coverage import municipalities_of

NOTEBOOKS = Path(pop.__file__).parents[1] / "notebooks"


@cache
def _cells(name: str):
    """The code cells of a notebook: statements, and the expression whose value is shown."""
    cells = []
    for cell in nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells:
        if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", []):
            body = ast.parse(cell.source).body
            shown = ast.Expression(body.pop().value) if isinstance(body[-1], ast.Expr) else None
            compiled = compile(ast.Module(body, []), name, "exec")
            cells.append((compiled, compile(shown, name, "eval") if shown else None))
    return cells


def shown(data: pop.Dataset, notebook: str, **parameters: object) -> Iterator[Block]:
    """The blocks of one page."""
    names = dict(parameters)
    with mock.patch.object(pop, "load", return_value=data), mock.patch.object(pop, "published", return_value=None):
        for statements, expression in _cells(notebook):
            exec(statements, names)
            value = eval(expression, names) if expression else None
            yield from value if isinstance(value, Blocks) else [value] if isinstance(value, Block) else []


def every_page(data: pop.Dataset, language: str, reviews: int = 99) -> Iterator[tuple[str, Block]]:
    """Each page of a data set with each of its blocks: of every municipality and contract, term, and the last years."""
    cycles: dict[str, list[str]] = {}
    for contract in data["contracts"].itertuples():
        cycles.setdefault(contract.municipality, []).append(contract.cycle)
    for place in municipalities_of(data):
        for cycle in cycles.get(place, [""]):
            page = f"{place} {cycle}"
            for block in shown(data, "municipality", municipality=place, cycle=cycle, language=language):
                yield page, block
    for cycle in {own[-1][-4:]: own[-1] for own in map(sorted, cycles.values())}.values():
        for name in ("network", "evidence"):
            for block in shown(data, name, cycle=cycle, language=language):
                yield f"{name} {cycle}", block
    years = {*data["published_figures"]["calendar_year"].dropna(), *data["activities"]["date"].dropna().dt.year}
    for year in sorted(map(int, years))[-reviews:]:
        for block in shown(data, "annual_review", calendar_year=year, language=language):
            yield f"review {year}", block
