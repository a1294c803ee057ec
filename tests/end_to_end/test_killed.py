"""A page is the old complete one or the new complete one, whatever is killed, and when the disk is full."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

RUN = Path(__file__).with_name("killed_run.py")
TIMES = int(os.environ.get("POP_ANALYSIS_KILLS", "200"))
FILLED = re.compile(r"edition (\d+) of (place-\d)")

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")]


def write_edition(folder, edition):
    cells = [
        nbformat.v4.new_code_cell('who: str = ""', metadata={"tags": ["parameters"]}),
        # a page of some size, so that there is a while in which half of it is written
        nbformat.v4.new_code_cell(f"print('edition {edition} of', who)\nprint('x' * 500_000)"),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "place.ipynb")


def start(folder):
    return subprocess.Popen([sys.executable, RUN, folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def tree(root):
    """The process and all it has started."""
    found = [root]
    for process in found:
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            try:
                found += map(int, children.read_text().split())
            except OSError:
                continue
    return found


def editions(out):
    """Which edition each page and each notebook is; fails on one that is not complete, or another place's."""
    found = {}
    for page in out.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert text.startswith("<!doctype html>"), page.name
        assert text.rstrip().endswith("</html>"), page.name
        [(edition, place)] = set(FILLED.findall(text))
        assert place == page.stem
        assert text.count("x" * 500_000) == 1
        found[page.stem] = int(edition)
    for notebook in (out / "notebooks").glob("*[0-9].ipynb"):
        [(_, place)] = set(FILLED.findall(str(nbformat.read(notebook, as_version=4).cells[-1].outputs)))
        assert place == notebook.stem
    return found


def kill(process):
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def test_a_page_is_the_old_one_or_the_new_one_whatever_is_killed_at_whatever_moment(tmp_path):
    chance = random.Random(20211001)
    write_edition(tmp_path, 0)
    begun = time.monotonic()
    assert start(tmp_path).wait(120) == 0
    whole = time.monotonic() - begun
    before, killed, edition = editions(tmp_path / "out"), {"the run": 0, "a child": 0}, 0
    assert set(before.values()) == {0}
    while sum(killed.values()) < TIMES:
        edition += 1
        write_edition(tmp_path, edition)
        run = start(tmp_path)
        time.sleep(chance.uniform(0.2, 1) * whole)
        everybody = tree(run.pid)
        who = "the run" if chance.random() < 0.5 else "a child"
        victim = run.pid if who == "the run" else chance.choice(everybody[1:] or everybody)
        killed[who] += kill(victim)
        run.wait(180)
        end = time.monotonic() + 20
        while any(Path(f"/proc/{each}").exists() and "python" in _command(each) for each in everybody):
            assert time.monotonic() < end, "processes of a run that is over go on"
            time.sleep(0.05)
        after = editions(tmp_path / "out")
        assert set(after) == set(before), "a page has vanished"
        assert all(after[place] in (before[place], edition) for place in before), (before, after, edition)
        before = after
    print(f"killed: {killed}")
    assert start(tmp_path).wait(120) == 0
    assert set(editions(tmp_path / "out").values()) == {edition}
    assert not [path.name for path in (tmp_path / "out").iterdir() if path.name.startswith((".unf", ".man", ".tim"))]


def _command(process):
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
        return "" if state == "Z" else Path(f"/proc/{process}/cmdline").read_text()
    except OSError:
        return ""


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 12 MB; needs the right to mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if not mount or subprocess.run([mount, "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk], check=False).returncode:
        pytest.skip("no small disk may be mounted here")
    yield disk
    subprocess.run([umount, "-l", disk], check=True)


@pytest.mark.parametrize("free_kb", [0, 40, 700, 1500, 3000])
def test_on_a_disk_that_fills_up_the_old_pages_stay_whole_and_the_run_says_that_it_failed(small_disk, free_kb):
    write_edition(small_disk, 0)
    assert start(small_disk).wait(120) == 0
    write_edition(small_disk, 1)
    free = shutil.disk_usage(small_disk).free
    (small_disk / "filler").write_bytes(b"x" * max(0, free - free_kb * 1024))
    ended = start(small_disk).wait(180)
    found = editions(small_disk / "out")
    assert len(found) == 6
    assert set(found.values()) <= {0, 1}
    assert (ended == 0) == (set(found.values()) == {1})
    (small_disk / "filler").unlink()
    assert start(small_disk).wait(120) == 0
    assert set(editions(small_disk / "out").values()) == {1}


def test_of_two_runs_at_once_one_makes_the_pages_and_the_other_says_why_not(tmp_path):
    write_edition(tmp_path, 0)
    runs = [start(tmp_path) for _ in range(2)]
    assert sorted(run.wait(120) == 0 for run in runs) == [False, True]
    assert set(editions(tmp_path / "out").values()) == {0}
