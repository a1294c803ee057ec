"""The doctor runs one cell through each engine, and says why one cannot."""

from pop_analysis.commands import doctor
from pop_analysis.commands.doctor import FORKED, STARTED


def by_name():
    return {check.name: check for check in doctor()}


def test_it_runs_one_cell_through_each_engine():
    names = by_name()
    for name in (FORKED, STARTED):
        assert names[name].good, names[name].found


def test_an_engine_that_cannot_run_a_cell_is_told_with_its_reason(tmp_path, monkeypatch):
    (tmp_path / "nbclient").mkdir()
    (tmp_path / "nbclient" / "__init__.py").write_text("raise ImportError('nbclient is broken')")
    monkeypatch.syspath_prepend(tmp_path)
    names = by_name()
    assert not names[STARTED].good
    assert "nbclient is broken" in names[STARTED].found
