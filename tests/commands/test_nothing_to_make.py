"""Where no page is made, the reason that is given is the true one."""

import pytest
from click.testing import CliRunner

from pop_analysis.cli import main
from pop_analysis.commands import template


@pytest.mark.parametrize("notebook", ["network", "annual_review", "municipality"])
def test_without_a_municipality_no_notebook_is_said_to_want_published_figures(tmp_path, notebook):
    (tmp_path / "raw").mkdir()
    template(tmp_path / "raw" / "network.xlsx", kind="network")
    done = CliRunner().invoke(main, ["report", "--data", str(tmp_path / "raw"), "--notebook", notebook])
    assert done.exit_code == 1
    assert "no municipality and no contract is on file" in done.output
    assert "nuk ka as bashki, as kontrata" in done.output


def test_with_municipalities_the_annual_review_says_what_it_wants(workbook, contract):
    folder = workbook(contract())
    done = CliRunner().invoke(main, ["report", "--data", str(folder), "--notebook", "annual_review"])
    assert done.exit_code == 1
    assert "no year has published figures" in done.output
    assert "nuk është botuar numri i fushatave" in done.output
