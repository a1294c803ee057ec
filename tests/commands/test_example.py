"""An example never mixes with real workbooks."""

import openpyxl
import pytest

import pop_analysis as pop
from pop_analysis.commands import WrongUse, example, template
from pop_analysis.commands.load import load


def test_an_example_is_marked_as_invented(tmp_path):
    paths = example(tmp_path / "raw", municipalities=2, years=1)
    assert len(paths) == 3
    assert load(tmp_path / "raw").synthetic


def test_the_library_makes_a_second_example_as_it_made_the_first(tmp_path):
    assert len(pop.example(tmp_path / "one", municipalities=1, years=1)) == 2
    assert len(pop.example(tmp_path / "two", municipalities=1, years=1)) == 2


def test_a_smaller_example_leaves_nothing_of_a_larger_one(tmp_path):
    example(tmp_path, municipalities=3, years=1)
    paths = example(tmp_path, municipalities=2, years=1)
    assert set(tmp_path.glob("*.xlsx")) == set(paths)


def test_real_workbooks_are_left_alone(tmp_path):
    template(tmp_path / "fier.xlsx", municipality="Fier")
    before = (tmp_path / "fier.xlsx").read_bytes()
    with pytest.raises(WrongUse, match="not an example"):
        example(tmp_path, municipalities=2, years=1)
    assert [path.name for path in tmp_path.iterdir()] == ["fier.xlsx"]
    assert (tmp_path / "fier.xlsx").read_bytes() == before


def test_a_workbook_that_cannot_be_read_is_no_example(tmp_path):
    example(tmp_path, municipalities=1, years=1)
    (tmp_path / "letter.xlsx").write_bytes(b"%PDF-1.4")
    with pytest.raises(WrongUse, match="not an example"):
        example(tmp_path, municipalities=1, years=1)


def test_impossible_sizes_are_refused_before_anything_is_touched(tmp_path):
    example(tmp_path, municipalities=2, years=1)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(WrongUse, match="years"):
        example(tmp_path, municipalities=2, years=99)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert openpyxl.load_workbook(tmp_path / "network.xlsx")
