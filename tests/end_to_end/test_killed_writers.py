"""Whoever is killed while writing, the old stands there or the new, whole; the next start clears away what is left."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pop_analysis.atomic import PREFIX, clear, new_folder, unfinished

SCRIPT = Path(__file__).with_name("killed_writer.py")
WRITERS = ["page", "manifest", "index", "cards", "pdf", "data.zip", "web", "web, in two steps"]
WRITERS += ["replies sent", "reply", *(pytest.param(each, marks=pytest.mark.slow) for each in ("example", "processed"))]
HOLD = """
import sys
from pathlib import Path
from pop_analysis.atomic import unfinished
with unfinished(Path(sys.argv[1])) as work:
    (work / "half").write_text("half")
    print(work.name, flush=True)
    sys.stdin.read()
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="each attempt is a fork")


@pytest.mark.parametrize("steps", [8, pytest.param(20, marks=pytest.mark.slow)])
@pytest.mark.parametrize("writer", WRITERS)
def test_a_writer_killed_at_any_step_leaves_the_old_or_the_new_and_the_next_start_clears_away(writer, steps, tmp_path):
    command = [sys.executable, SCRIPT, writer, tmp_path, str(steps)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["killed"] > 3
    assert found["broken"] == []
    assert found["left"] == []
    assert found["seen"] == ["new", "old"]


def test_what_another_run_has_not_finished_is_left_alone_for_as_long_as_it_lives(tmp_path):
    run = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(run, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        work = tmp_path / other.stdout.readline().strip()
        clear(tmp_path)
        with unfinished(tmp_path) as own:
            assert own != work
        assert (work / "half").read_text() == "half"
        other.send_signal(signal.SIGKILL)
        other.wait()
        clear(tmp_path)
        assert not list(tmp_path.iterdir())


def test_a_folder_written_anew_keeps_its_readme_and_one_that_fails_leaves_the_old(tmp_path):
    target = tmp_path / "tables"
    target.mkdir()
    (target / "README.md").write_text("what comes here")
    with new_folder(target) as made:
        (made / "a").write_text("1")
    assert {path.name for path in target.iterdir()} == {"README.md", "a"}
    with pytest.raises(OSError, match="full"), new_folder(target) as made:
        raise OSError("the disk is full")
    assert (target / "a").read_text() == "1"
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]
    assert not list(tmp_path.glob(f"{PREFIX}*"))
