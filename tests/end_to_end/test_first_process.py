"""Whatever becomes of the process pages are copied from, pages are made, or it is said why not: never a traceback."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from pop_analysis.runner.process_ended import ProcessEnded
from pop_analysis.runner.process_pool import run_in_fresh_process
from pop_analysis.runner.zygote import ZygoteClient
from pop_analysis.synthetic import make_example

SCRIPT = Path(sys.executable).with_name("pop-analysis")
PAGES = {"municipality-gurevjollce-en.html", "municipality-lumebardhe-en.html"}
# Run by each Python that starts; only the first process imports the module that is spoilt here.
SPOILT = """
import sys
class Spoilt:
    def find_spec(self, name, path=None, target=None):
        if name == "ipykernel.zmqshell" and "zygote.serve" in sys.orig_argv[-1]:
            raise {error}
sys.meta_path.insert(0, Spoilt())
"""

slow = partial(pytest.param, marks=pytest.mark.slow)  # another moment, another library: the same promise
pytestmark = [
    pytest.mark.anew,
    pytest.mark.skipif(sys.platform != "linux", reason="reports are made in forks of a process on Linux only"),
]


@pytest.fixture(scope="module")
def example(made_once):
    return made_once("example-of-2", lambda folder: make_example(folder, municipalities=2, years=1))


@pytest.fixture
def begin(example, tmp_path):
    """Start a run for the municipalities' pages in English."""

    def start(*more, **options):
        asked = ["report", "--data", example, "--processed", tmp_path / "tables", "--out", tmp_path / "pages"]
        command = [SCRIPT, *asked, "--notebook", "municipality", "--language", "en", *more]
        environment = os.environ | options.pop("environment", {})
        return subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
        )

    return start


def ended(run, seconds=120):
    """How a run ended and what it said: whatever happened, in words."""
    out, err = run.communicate(timeout=seconds)
    assert "Traceback" not in out + err, err
    assert "Aborted" not in out + err
    return run.returncode, out + err


def pages(folder):
    return {page.name for page in (folder / "pages").glob("municipality-*.html")}


def broken(folder, name, text):
    folder.mkdir()
    (folder / f"{name}.py").write_text(text)
    return {"environment": {"PYTHONPATH": str(folder)}}


@pytest.mark.parametrize("name", ["ipykernel", *map(slow, ["papermill", "nbconvert", "plotly", "nbclient"])])
def test_a_library_that_cannot_be_imported_is_named_and_is_to_be_installed_again(begin, tmp_path, name):
    status, said = ended(begin(**broken(tmp_path / "broken", name, f"raise ImportError('{name} is not whole')\n")))
    assert status == 1
    assert f"{name} is not whole" in said
    assert "Install it again: pip install" in said


@pytest.mark.parametrize("name", ["pandas", *map(slow, ["yaml", "pyarrow", "babel"])])
def test_one_that_is_needed_to_read_is_named_once(begin, tmp_path, name):
    status, said = ended(begin(**broken(tmp_path / "broken", name, f"raise ImportError('{name} is not whole')\n")))
    assert status == 1
    assert f"{name} is not whole" in said
    assert "Install it again: pip install" in said
    assert "Instalojeni sërish" in said


@pytest.mark.parametrize(
    "error", ["ImportError('another ipykernel')", *map(slow, ["AttributeError('renamed')", "MemoryError"])]
)
def test_where_the_process_cannot_begin_pages_are_made_in_fresh_ones_and_it_is_said_why(begin, tmp_path, error):
    spoilt = broken(tmp_path / "broken", "sitecustomize", SPOILT.format(error=error))
    status, said = ended(begin("--municipality", "gurevjollce", **spoilt))
    assert status == 0, said
    assert pages(tmp_path) == {"municipality-gurevjollce-en.html"}
    reason = error.split("'")[1] if "'" in error else "not enough memory"
    assert reason in said
    assert "fresh process" in said


def killed(run, times, after):
    """Kill the processes a run has spawned, each so long after its beginning, so many of them; give how many died."""
    begun, dead = {}, []
    while run.poll() is None and len(dead) < times:
        for process in spawned_by(run.pid):
            if time.monotonic() - begun.setdefault(process, time.monotonic()) >= after and process not in dead:
                os.kill(process, signal.SIGKILL)
                dead.append(process)
        time.sleep(0.01)
    return len(dead)


def spawned_by(parent):
    try:
        found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        commands = {int(each): Path(f"/proc/{each}/cmdline").read_bytes() for each in found}
        return [
            process for process, command in commands.items() if b"spawn_main" in command or b"zygote.serve" in command
        ]
    except OSError:
        return []


@pytest.mark.parametrize("after", [1.0, *map(slow, [0.0, 0.2, 0.5, 1.5, 2.0])])
def test_killed_once_at_whatever_moment_all_pages_are_made_all_the_same(begin, tmp_path, after):
    run = begin()
    killing = threading.Thread(target=killed, args=(run, 1, after))
    killing.start()
    status, said = ended(run)
    killing.join()
    assert status == 0, said
    assert pages(tmp_path) == PAGES


@pytest.mark.parametrize(("times", "after"), [(2, 0.0), slow(3, 0.6), slow(100, 0.0), (100, 0.8)])
def test_killed_again_and_again_the_run_ends_and_says_so(begin, tmp_path, times, after):
    run = begin()
    killing = threading.Thread(target=killed, args=(run, times, after))
    killing.start()
    status, said = ended(run)
    killing.join()
    assert status in (0, 1)
    assert (pages(tmp_path) == PAGES) >= (status == 0)
    assert "ended" in said
    if status and "there: " not in said:
        assert "memory" in said
        assert "Kujtesa" in said


def test_without_memory_for_it_the_run_says_so(begin, tmp_path):
    most = partial(resource.setrlimit, resource.RLIMIT_DATA, (150_000_000, 150_000_000))
    status, said = ended(begin(preexec_fn=most, environment={"OPENBLAS_NUM_THREADS": "1"}))
    assert status in (0, 1)
    if status:
        assert "memory" in said


def test_who_waits_is_told_what_the_process_said_last():
    with ZygoteClient() as zygote:
        zygote.warm_up(partial(os.write, 2, b"first\nlast words\n"))
        zygote.warm_up(partial(os._exit, 3))
        with pytest.raises(ProcessEnded, match="has ended: last words") as told:
            zygote.finished()
    assert "first\nlast words" in told.value.said
    assert not told.value.for_want_of_memory


def test_who_waits_is_told_by_what_it_was_killed():
    with ZygoteClient() as zygote:
        zygote.warm_up(partial(signal.raise_signal, signal.SIGKILL))
        with pytest.raises(ProcessEnded, match=r"killed \(SIGKILL\)") as told:
            zygote.finished()
    assert told.value.for_want_of_memory


def test_a_fresh_process_gives_raises_and_may_die():
    assert run_in_fresh_process(os.getpid) != os.getpid()
    with pytest.raises(ValueError, match="invalid literal"):
        run_in_fresh_process(partial(int, "seven"))
    with pytest.raises(ProcessEnded, match="has ended"):
        run_in_fresh_process(partial(os._exit, 1))


# --- names that are no UTF-8 ----------------------------------------------------------------------------------------

NOT_UTF8 = "v\udcebra"


def command(*arguments, **environment):
    done = subprocess.run(
        [SCRIPT, *map(str, arguments)], env=os.environ | environment, capture_output=True, check=False
    )
    said = done.stdout.decode(errors="replace") + done.stderr.decode(errors="replace")
    assert "Traceback" not in said, said
    return done.returncode, said


@pytest.fixture
def misnamed(example, tmp_path):
    """Workbooks of which one has a name that is no UTF-8, with a file and a folder beside them, in such a folder."""
    data = tmp_path / f"folder {NOT_UTF8}"
    shutil.copytree(example, data)
    (data / "lumebardhe.xlsx").rename(data / f"{NOT_UTF8}.xlsx")
    (data / NOT_UTF8).mkdir()
    return data


@pytest.mark.parametrize("encoding", [slow("C.UTF-8"), "C"])
def test_a_workbook_whose_name_is_no_utf8_is_read_and_named_as_far_as_it_can_be(misnamed, tmp_path, encoding):
    assert command("validate", misnamed / f"{NOT_UTF8}.xlsx", LC_ALL=encoding)[0] == 0
    assert command("compare", misnamed / f"{NOT_UTF8}.xlsx", misnamed / f"{NOT_UTF8}.xlsx", LC_ALL=encoding)[0] == 0
    (misnamed / f"{NOT_UTF8}.csv").write_text("a,b\n1,2\n")
    status, said = command("validate", misnamed, "--json", tmp_path / "found.json", LC_ALL=encoding)
    assert status == 1
    assert {each["file"] for each in json.loads((tmp_path / "found.json").read_text("utf-8"))} == {"v\\xebra.csv"}
    status, said = command("validate", misnamed / f"{NOT_UTF8}.csv", LC_ALL=encoding)
    assert status == 1
    assert "ra.csv" in said


@pytest.mark.parametrize("engine", [{}, {"POP_ANALYSIS_NO_FORK": "1"}], ids=["forks", "pool"])
def test_pages_are_made_from_into_and_beside_a_folder_whose_name_is_no_utf8(misnamed, tmp_path, engine):
    # the municipality of the workbook that is misnamed
    asked = ["report", "--data", misnamed, "--municipality", "lumebardhe", "--language", "en"]
    status, said = command(*asked, LC_ALL="C.UTF-8", **engine)
    assert status == 0, said
    made = tmp_path / f"{misnamed.name}-pages"
    assert {page.name for page in made.glob("municipality-*.html")} == {"municipality-lumebardhe-en.html"}
    assert json.loads((made / "manifest.json").read_text(encoding="utf-8"))["reports"]


def test_tables_are_written_beside_a_folder_whose_name_is_no_utf8(misnamed):
    assert command("process", "--data", misnamed, LC_ALL="C.UTF-8")[0] == 0
