"""In a fresh clone the folders of the design stand, say what comes there, and stay as git knows them."""

import shutil
import subprocess

import pytest
from click.testing import CliRunner

from pop_analysis.cli import main

KEPT = ("data/processed/README.md", "reports/README.md")


def test_tables_and_pages_made_twice_and_cleaned_away_leave_git_nothing_to_tell(root, tmp_path, monkeypatch):
    git, make = shutil.which("git"), shutil.which("make")
    if git is None or make is None or not (root / ".git").exists():
        pytest.skip("not a checkout, or no make")
    clone = tmp_path / "clone"
    subprocess.run([git, "clone", "--quiet", "--depth", "1", root.as_uri(), clone], check=True)
    said = {name: (clone / name).read_bytes() for name in KEPT}
    monkeypatch.chdir(clone)
    monkeypatch.delenv("POP_ANALYSIS_PROCESSED", raising=False)
    one_page = ["report", "--quiet", "--municipality", "fier", "--language", "en", "--shared-assets"]
    for command in (["process"], one_page, ["process"], [*one_page, "--force"]):
        ended = CliRunner().invoke(main, command)
        assert ended.exit_code == 0, ended.output
        assert status(git, clone) == ""
    assert (clone / "data" / "processed" / "datapackage.json").is_file()
    assert (clone / "reports" / "index.html").is_file()
    subprocess.run([make, "--silent", "clean"], cwd=clone, check=True)
    assert {path.name for name in KEPT for path in (clone / name).parent.iterdir()} == {"README.md"}
    assert status(git, clone) == ""
    assert said == {name: (clone / name).read_bytes() for name in KEPT}


def status(git, clone):
    return subprocess.run([git, "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True).stdout
