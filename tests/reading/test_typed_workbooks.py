"""What people type is read, whatever their ways; what they slip at is told, and never read as something else."""

from collections import Counter
from datetime import date

import pytest
from openpyxl.utils import get_column_letter
from typed_workbooks import typed_workbook

from pop_analysis.reading import read_files
from pop_analysis.workbooks.template import filled_workbook, save_workbook

pytestmark = [pytest.mark.forked, pytest.mark.no_cover]

TODAY, TOGETHER = date(2025, 6, 1), 25
KEPT = 0.95  # of the sound verdicts, at least


def places(seeds):
    return {seed: f"Gurrë {''.join('abcdefghij'[int(digit)] for digit in str(seed))}" for seed in seeds}


def measured(folder, model, seeds):
    """Of workbooks typed with these seeds: how many verdicts are sound, kept, misread, untold; and what was lost."""
    names = places(seeds)
    register = [{"municipality": f"v-{seed}", "name_sq": name} for seed, name in names.items()]
    about = {"workbook": [{"kind": "rrjeti", "synthetic": "po"}], "municipalities": register}
    save_workbook(filled_workbook(model, about, "network"), folder / "network.xlsx")
    typed = {}
    for seed, name in names.items():
        typed[seed] = typed_workbook(seed, name)
        typed[seed].book.save(folder / f"{seed}.xlsx")
    data = read_files(sorted(folder.glob("*.xlsx")), model, today=TODAY)
    count, told = Counter(), []
    for seed, each in typed.items():
        own = data.assessments[data.assessments["municipality"] == f"v-{seed}"]
        numbers = own["priority"].str.rsplit("/", n=1).str[-1]
        read = dict(zip(zip(numbers, own["monitoring_year"], strict=True), own["status"], strict=True))
        findings = data.findings[data.findings["file"] == f"{seed}.xlsx"]
        for verdict in each.verdicts:
            given = read.get((verdict.priority, verdict.year))
            count["sound" if verdict.sound else "slips"] += 1
            if verdict.sound and given == verdict.status:
                count["kept"] += 1
            elif given is not None and (verdict.sound or not has_twin(each.verdicts, verdict, given)):
                count["misread"] += 1
                told.append(f"seed {seed}: {verdict} was read as {given}")
            elif given is None and not is_told(findings, verdict):
                count["untold"] += 1
                told.append(f"seed {seed}: {verdict} is not told")
    return count, told


def has_twin(verdicts, verdict, given):
    """Whether another row says soundly of the same priority and year what was read."""
    wanted = (verdict.priority, verdict.year, given)
    return any(
        each is not verdict and each.sound and (each.priority, each.year, each.status) == wanted for each in verdicts
    )


def is_told(findings, verdict):
    """Whether what is to be mended is told at the verdict's row, its column, its sheet, or the file."""
    told = findings[findings["severity"].isin(["rejected", "refused"]) & findings["sheet"].isin(["", verdict.sheet])]
    rows, columns = told["cell"].str.extract(r"(\d+)$")[0], told["cell"].str.extract(r"^([A-Z]+)")[0]
    here = (rows == str(verdict.row)) | (columns == get_column_letter(verdict.column)) | (told["cell"] == "")
    return bool(here.any())


def check(tmp_path, model, seeds):
    total = Counter()
    for first in range(seeds.start, seeds.stop, TOGETHER):
        folder = tmp_path / str(first)
        folder.mkdir()
        count, told = measured(folder, model, range(first, min(first + TOGETHER, seeds.stop)))
        assert told == []
        total += count
    assert total["kept"] >= KEPT * total["sound"]
    return total


def test_fifty_people_lose_few_of_the_verdicts_they_wrote_soundly_and_none_without_a_word(tmp_path, model):
    check(tmp_path, model, range(50))


@pytest.mark.slow
@pytest.mark.parametrize("hundred", range(10))
def test_a_thousand_people_lose_few_of_the_verdicts_they_wrote_soundly(tmp_path, model, hundred):
    check(tmp_path, model, range(1000 + 100 * hundred, 1100 + 100 * hundred))
