"""In a fresh clone the folders of the design stand, say what comes there, and stay as git knows them."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(sys.executable).with_name("pop-analysis")
KEPT = ("data/processed/README.md", "reports/README.md")


def test_tables_and_pages_made_twice_and_cleaned_away_leave_git_nothing_to_tell(root, tmp_path):
    git, make = shutil.which("git"), shutil.which("make")
    if git is None or make is None or not (root / ".git").exists():
        pytest.skip("not a checkout, or no make")
    clone = tmp_path / "clone"
    subprocess.run([git, "clone", "--quiet", "--depth", "1", root.as_uri(), clone], check=True)
    said = {name: (clone / name).read_bytes() for name in KEPT}
    one_page = ["report", "--quiet", "--municipality", "fier", "--language", "en", "--shared-assets"]
    for command in ([SCRIPT, "process"], [SCRIPT, *one_page], [SCRIPT, "process"], [SCRIPT, *one_page, "--force"]):
        subprocess.run(command, cwd=clone, check=True, capture_output=True)
        assert status(git, clone) == ""
    assert (clone / "data" / "processed" / "datapackage.json").is_file()
    assert (clone / "reports" / "index.html").is_file()
    subprocess.run([make, "--silent", "clean"], cwd=clone, check=True)
    assert {path.name for name in KEPT for path in (clone / name).parent.iterdir()} == {"README.md"}
    assert status(git, clone) == ""
    assert said == {name: (clone / name).read_bytes() for name in KEPT}


def status(git, clone):
    return subprocess.run([git, "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True).stdout
