"""What the pages say is counted again from the raw workbooks, by code that knows nothing of the package."""

import ast
from collections import Counter
from pathlib import Path

import pytest
from oracle.networks import network
from oracle.pages import every_page
from oracle.raw import read
from oracle.recount import Oracle
from oracle.shown import claims
from oracle.tables import cells

from pop_analysis.exhibits.quantities import QUANTITIES
from pop_analysis.reading import read_folder

QUICK, MANY = 20, 300
# Estimates in rounds: they come as near as this.
NEAR = dict.fromkeys(("share_reached", "cumulative-steps.share_before", "cumulative-steps.share_by_then"), 0.001)
# Counted again elsewhere, in ways of their own: these are estimates and grids, not counts of rows.
ELSEWHERE = {
    "pairs_not_shown": "tests/measures/comparison/test_sensitivity.py",
    "findings": "tests/reading",
    "put_aside_unclear": "tests/reading",
}


def compared(folder: Path, language: str, reviews: int = 99) -> tuple[Counter, list]:
    """How many claims of each quantity were counted again, and those that came out otherwise."""
    data, oracle = read_folder(folder), Oracle(read(folder))
    counted, wrong, seen = Counter(), [], {}
    for page, block in every_page(data, language, reviews):
        for where, claim in claims(block):
            if claim.counted in ELSEWHERE:
                continue
            if claim.id not in seen:
                seen[claim.id] = getattr(oracle, claim.counted)(**claim.rows)
            counted[claim.counted] += 1
            if not _same(seen[claim.id], claim.value, NEAR.get(claim.counted, 1e-9)):
                wrong.append((page, where, claim.id, f"says {claim.value}", f"counted {seen[claim.id]}"))
        for row, column, recounted, value in cells(oracle, block):
            counted[cell := f"{block.id}.{column}"] += 1
            if not _same(recounted, value, NEAR.get(cell, 1e-9)):
                wrong.append((page, block.id, f"{row} · {column}", f"says {value}", f"counted {recounted}"))
    return counted, wrong


def _same(one: object, other: object, near: float = 1e-9) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= near
    return one == other


def test_every_claim_of_the_real_pages_is_what_the_workbooks_say(root, record_property):
    counted, wrong = compared(root / "data" / "raw", "en")
    record_property("claims", sum(counted.values()))
    print(f"{sum(counted.values())} claims of {len(counted)} quantities")
    assert wrong == []


@pytest.mark.parametrize("number", range(QUICK))
def test_every_claim_about_an_invented_network_is_what_its_workbooks_say(number, tmp_path):
    drawn = network(tmp_path, number)
    counted, wrong = compared(tmp_path, "sq" if number % 2 else "en", reviews=1)
    print(f"{drawn}: {sum(counted.values())} claims of {len(counted)} quantities")
    assert (drawn, wrong) == (drawn, [])


@pytest.mark.slow
@pytest.mark.parametrize("number", range(QUICK, MANY))
def test_every_claim_about_many_invented_networks_is_what_their_workbooks_say(number, tmp_path):
    test_every_claim_about_an_invented_network_is_what_its_workbooks_say(number, tmp_path)


def test_the_oracle_imports_nothing_of_the_package_and_counts_every_quantity():
    for name in ("raw.py", "recount.py", "timing.py", "grid.py", "audit.py"):
        tree = ast.parse((Path(__file__).parent / name).read_text(encoding="utf-8"))
        imported = {
            module
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for module in ([node.module] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
        }
        assert not any(module.startswith("pop_analysis") for module in imported)
    assert {name for name in QUANTITIES if not hasattr(Oracle, name)} - set(ELSEWHERE) == set()
