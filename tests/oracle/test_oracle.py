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
# Counted again elsewhere, in ways of their own: these are estimates and grids, not counts of rows.
ELSEWHERE = {
    "priorities_timed": "tests/measures/test_timeliness.py",
    "priorities_timed_withdrawn": "tests/measures/test_timeliness.py",
    "priorities_not_timed": "tests/measures/test_timeliness.py",
    "month_spoken_of": "tests/measures/test_timeliness.py",
    "share_reached": "tests/measures/test_timeliness.py",
    "gap_between_looks": "tests/measures/test_timeliness.py",
    "statements_tried": "tests/measures/test_sensitivity.py",
    "statements_holding": "tests/measures/test_sensitivity.py",
    "statements_always": "tests/measures/test_sensitivity.py",
    "ways_of_counting": "tests/measures/test_sensitivity.py",
    "pairs_not_shown": "tests/measures/test_sensitivity.py",
    "audited": "tests/measures/test_audit.py",
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
            if not _same(seen[claim.id], claim.value):
                wrong.append((page, where, claim.id, f"says {claim.value}", f"counted {seen[claim.id]}"))
        for row, column, recounted, value in cells(oracle, block):
            counted[f"{block.id}.{column}"] += 1
            if not _same(recounted, value):
                wrong.append((page, block.id, f"{row} · {column}", f"says {value}", f"counted {recounted}"))
    return counted, wrong


def _same(one: float | None, other: float | None) -> bool:
    return one == other or (None not in (one, other) and abs(one - other) < 1e-9)


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
    for name in ("raw.py", "recount.py"):
        tree = ast.parse((Path(__file__).parent / name).read_text(encoding="utf-8"))
        imported = {
            module
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for module in ([node.module] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
        }
        assert not any(module.startswith("pop_analysis") for module in imported)
    assert {name for name in QUANTITIES if not hasattr(Oracle, name)} - set(ELSEWHERE) == set()
