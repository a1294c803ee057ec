"""A run makes every report it can, tells of every one it cannot, and never leaves half of anything."""

import hashlib
import html
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from functools import partial
from pathlib import Path

import nbformat
import pytest

from pop_analysis.locale import sentence
from pop_analysis.runner.job import Result, run_one
from pop_analysis.runner.limits import NO_FORK_VARIABLE, Limits
from pop_analysis.runner.output_lock import LOCK, OutputLocked, lock_output
from pop_analysis.runner.parameters import ParameterError
from pop_analysis.runner.plan import Plan, Report
from pop_analysis.runner.run import run_all, run_plan

PARAMETERS = 'who: str = "nobody"\nlanguage: str = "sq"'


def write_notebook(path, *sources):
    cells = [
        nbformat.v4.new_markdown_cell("# Trial"),
        nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
    ]
    cells += [nbformat.v4.new_code_cell(textwrap.dedent(source).strip()) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def report(notebook, who="fier"):
    return Report(f"{notebook.stem}-{who}", notebook, {"who": who}, "sq", who.title(), "g")


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "processed {x}"  # braces: papermill fills in names in paths
    folder.mkdir()
    (folder / "table.csv").write_text("a\n1\n")
    (folder / "datapackage.json").write_text('{"version": "abc123"}')
    return folder


# Where there is no fork, the quick tests say it of the one thing that is done otherwise: whose process died.
@pytest.fixture(scope="module", params=["forks", pytest.param("pool", marks=pytest.mark.slow)])
def batch(request, tmp_path_factory):
    """One run of a good notebook (twice), and of every way to fail: as on Linux, and as where there is no fork."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "pool":
            patch.setenv(NO_FORK_VARIABLE, "1")
        return make_batch(tmp_path_factory.mktemp("batch"))


def make_batch(place):
    good = write_notebook(
        place / "good.ipynb",
        """
        import os, sys, warnings
        from pathlib import Path
        folder = Path(os.environ["POP_ANALYSIS_PROCESSED"])
        print("report of", who, "from", folder.name, (folder / "table.csv").read_text())
        print(folder, Path.home() / "secret", Path.cwd(), sys.prefix)
        warnings.warn("careful")
        """,
    )
    gone = "from pathlib import Path\nPath.home().joinpath('gone').read_text()"
    failing = write_notebook(place / "failing.ipynb", "x = 1", gone, "print('never')")
    leaving = write_notebook(place / "leaving.ipynb", "import sys; sys.exit(0)", "print('never')")
    dying = write_notebook(place / "dying.ipynb", "x = 1", "import os; os._exit(0)", "print('never')")
    killing = write_notebook(
        place / "killing.ipynb", "import os, signal, time; os.kill(os.getppid(), signal.SIGKILL); time.sleep(60)"
    )
    hungry = write_notebook(place / "hungry.ipynb", "x = 1", "x = bytearray(3_000_000_000)", "print('never')")
    magic = write_notebook(place / "magic.ipynb", "%no_such_magic", "print('never')")
    slow = write_notebook(place / "slow.ipynb", "x = 1", "import time; time.sleep(60)", "print('never')")
    data = place / "processed"
    data.mkdir()
    (data / "table.csv").write_text("a\n1\n")
    (data / "datapackage.json").write_text('{"version": "abc123"}')
    out = place / "out"
    old = out / "failing-fier.html"
    out.mkdir()
    (out / LOCK).touch()  # an earlier run was here
    old.write_text("<!doctype html><p>the last good page</html>")
    bad = [report(each) for each in (failing, magic, leaving, dying, killing, hungry, slow)]
    plan = Plan([report(good), *bad, report(good, "vlore")])
    told = []
    limits = Limits(cell_seconds=8, report_seconds=100, memory_mb=1500)
    results = run_plan(plan, out, data, jobs=2, progress=told.append, limits=limits)
    return plan, {result.name: result for result in results}, out, data, told


def test_one_report_that_fails_does_not_stop_the_others(batch):
    plan, results, _, _, told = batch
    assert list(results) == [each.name for each in plan]
    assert [name for name, result in results.items() if result.status == "made"] == ["good-fier", "good-vlore"]
    assert {result.name for result in told} == set(results)


@pytest.mark.parametrize(
    ("name", "reason", "cell", "error"),
    [
        ("failing-fier", "cell", 3, "FileNotFoundError"),
        ("magic-fier", "cell", 2, "`%no_such_magic` not found"),
        ("leaving-fier", "stopped", 2, "SystemExit"),
        ("dying-fier", "kernel", 3, "ended"),
        ("killing-fier", "worker", None, "ended"),
        ("hungry-fier", "memory", 3, "MemoryError"),
        ("slow-fier", "time", 3, "longer than 8 seconds"),
    ],
)
def test_a_failure_says_where_it_happened_and_what_to_do(batch, name, reason, cell, error):
    result = batch[1][name]
    assert (result.status, result.reason, result.cell) == ("failed", reason, cell)
    assert error in result.error
    assert result.advice()
    assert "\n" not in result.error


def test_every_page_is_complete_and_made_with_its_own_parameters(batch):
    out = batch[2]
    for who in ("fier", "vlore"):
        page = (out / f"good-{who}.html").read_text(encoding="utf-8")
        assert page.lower().startswith("<!doctype html>")
        assert page.rstrip().endswith("</html>")
        assert f"report of {who} from processed" in page


def test_the_last_good_page_of_a_report_that_failed_stays(batch):
    _, results, out, _, _ = batch
    assert (out / "failing-fier.html").read_text() == "<!doctype html><p>the last good page</html>"
    assert results["failing-fier"].sha256
    assert not (out / "leaving-fier.html").exists()
    assert not results["leaving-fier"].sha256


def test_a_notebook_that_failed_is_kept_apart_for_whoever_mends_it(batch):
    out = batch[2]
    notebooks = {path.name for path in (out / "notebooks").iterdir()}
    assert notebooks == {
        "good-fier.ipynb",
        "good-vlore.ipynb",
        "failing-fier.failed.ipynb",
        "magic-fier.failed.ipynb",
        "leaving-fier.failed.ipynb",
        "hungry-fier.failed.ipynb",
        "dying-fier.failed.ipynb",
        "slow-fier.failed.ipynb",
    }
    broken = nbformat.read(out / "notebooks" / "failing-fier.failed.ipynb", as_version=4)
    assert "papermill-error-cell-tag" in broken.cells[0].metadata.tags


@pytest.mark.parametrize("name", ["dying-fier", "slow-fier"])
def test_what_was_done_before_a_notebook_broke_off_is_kept_with_the_reason_on_top(batch, name):
    _, results, out, _, _ = batch
    broken = nbformat.read(out / "notebooks" / f"{name}.failed.ipynb", as_version=4)
    nbformat.validate(broken)
    assert results[name].error in html.unescape(broken.cells[0].source)
    assert "papermill-error-cell-tag" in broken.cells[0].metadata.tags
    code = {cell.source: cell for cell in broken.cells if cell.cell_type == "code"}
    statuses = [cell.metadata.papermill.status for cell in code.values()]
    assert statuses[-3:] == ["completed", "failed", "pending"]
    assert code["x = 1"].execution_count
    broke, never = list(code.values())[-2:]
    assert broke.outputs[-1].evalue == results[name].error
    assert not never.outputs


def test_a_failed_notebook_of_an_earlier_run_does_not_stay_beside_another_failure(tmp_path, data, monkeypatch):
    each = report(write_notebook(tmp_path / "good.ipynb", "1 / 0"))
    (work := tmp_path / "work").mkdir()
    (out := tmp_path / "out").mkdir()
    run_one(each, out, data, work)
    assert (out / "notebooks" / "good-fier.failed.ipynb").is_file()

    def dead(*_):
        raise RuntimeError("Kernel died before replying to kernel_info")

    monkeypatch.setattr("pop_analysis.runner.notebook.run_notebook", dead)
    assert run_one(each, out, data, work).reason == "kernel"
    assert not (out / "notebooks" / "good-fier.failed.ipynb").exists()


def test_no_path_of_the_machine_is_in_anything_published(batch):
    _, _, out, data, _ = batch
    machine = {str(Path.home()), str(Path.cwd()), str(data.parent), sys.prefix}
    for path in out.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            outputs = "".join(line for line in text.splitlines() if "Path.home().joinpath" not in line)
            assert not [each for each in machine if f"{each}/" in outputs], path.name
    notebook = nbformat.read(out / "notebooks" / "good-fier.ipynb", as_version=4)
    assert notebook.metadata.papermill.input_path == "good.ipynb"
    assert notebook.metadata.papermill.output_path == "good-fier.ipynb"
    assert "data/processed ~/secret" in json.dumps(notebook.cells[3].outputs)


def test_nothing_unfinished_is_left_behind(batch):
    # the lock of the folder stays, empty: taking a lock away is how two runs come to hold it
    assert {path.name: path.stat().st_size for path in batch[2].iterdir() if path.name.startswith(".")} == {LOCK: 0}


def test_the_manifest_names_every_report_with_the_hash_of_its_page(batch):
    plan, _, out, _, _ = batch
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["data_version"] == "abc123"
    assert {"python", "pandas", "papermill", "nbconvert"} <= manifest["versions"].keys()
    entries = {entry["name"]: entry for entry in manifest["reports"]}
    assert list(entries) == [each.name for each in plan]
    page = (out / "good-fier.html").read_bytes()
    assert entries["good-fier"]["sha256"] == hashlib.sha256(page).hexdigest()
    assert entries["good-fier"]["file"] == "good-fier.html"
    assert (entries["failing-fier"]["status"], entries["leaving-fier"]["file"]) == ("failed", None)
    assert '"seconds"' not in json.dumps(manifest)
    assert json.loads((out / "timings.json").read_text()).keys() == {"good-fier", "good-vlore"}


def test_what_has_not_changed_is_kept_and_what_has_is_made_again(data, tmp_path):
    notebook = write_notebook(tmp_path / "good.ipynb", "print(who)")
    plan, out = Plan([report(notebook)]), tmp_path / "out"

    def run(force=False):
        [result] = run_plan(plan, out, data, jobs=1, force=force)
        return result.status, (out / "manifest.json").read_bytes(), (out / "good-fier.html").read_bytes()

    made = run()
    assert run() == ("kept", *made[1:])
    assert run(force=True) == made  # and made again it is the same, byte for byte
    (data / "table.csv").write_text("a\n22\n")
    assert run()[0] == "made"
    (out / "good-fier.html").write_text("somebody wrote into it")
    assert run()[0] == "made"


def test_wrong_parameters_stop_the_run_before_anything_is_made(data, tmp_path):
    good = write_notebook(tmp_path / "good.ipynb", "print(who)")
    wrong = Report("wrong", good, {"whom": "fier"}, "sq", "Wrong")
    with pytest.raises(ParameterError, match="“who”"):
        run_plan(Plan([report(good), wrong]), tmp_path / "out", data)
    assert not (tmp_path / "out").exists()


def test_what_an_earlier_run_made_of_the_rest_of_the_plan_stays_in_the_manifest(data, tmp_path):
    notebook = write_notebook(tmp_path / "good.ipynb", "print(who)")
    fier, vlore = report(notebook), report(notebook, "vlore")
    run_plan(Plan([fier]), tmp_path / "out", data, jobs=1)
    run_plan(Plan([vlore]), tmp_path / "out", data, jobs=1, whole=Plan([fier, vlore]))
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert [entry["name"] for entry in manifest["reports"]] == ["good-fier", "good-vlore"]


def test_a_disk_that_refuses_to_be_written_fails_the_report_and_keeps_the_page(data, tmp_path):
    notebook = write_notebook(tmp_path / "good.ipynb", "print(who)")
    out, work = tmp_path / "out", tmp_path / "nowhere"
    out.mkdir()
    (out / "good-fier.html").write_text("<!doctype html><p>old</html>")
    result = run_one(report(notebook), out, data, work)
    assert (result.status, result.reason) == ("failed", "disk")
    assert (out / "good-fier.html").read_text() == "<!doctype html><p>old</html>"
    assert str(tmp_path) not in result.error


def test_a_report_that_takes_too_long_as_a_whole_ends_though_no_cell_does(data, tmp_path):
    notebook = write_notebook(tmp_path / "long.ipynb", *["import time; time.sleep(2)"] * 20)
    (out := tmp_path / "out").mkdir()
    result = run_one(report(notebook), out, data, tmp_path, limits=Limits(report_seconds=5))
    assert (result.status, result.reason) == ("failed", "report_time")
    assert "5 seconds" in result.error


def test_a_report_that_hangs_where_no_notebook_runs_is_ended_all_the_same():
    todo = [Report("hangs", Path("x"), {"who": "hangs"}, "sq", "x"), Report("goes", Path("x"), {"who": "a"}, "sq", "x")]
    results = run_all(
        todo, job, lambda _: None, 2, Limits(report_seconds=-55), lambda each: Result(each.name, "failed")
    )
    assert {result.name: result.status for result in results} == {"hangs": "failed", "goes": "made"}


def test_two_runs_never_write_into_one_folder(data, tmp_path):
    notebook = write_notebook(tmp_path / "good.ipynb", "print(who)")
    hold = "import sys; from pathlib import Path; from pop_analysis.runner.output_lock import lock_output\n"
    hold += "with lock_output(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    out = tmp_path / "out"
    with subprocess.Popen([sys.executable, "-c", hold, out], stdin=-1, stdout=-1, text=True) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(OutputLocked, match="another run"):
            run_plan(Plan([report(notebook)]), out, data)
        assert not list(out.glob("*.html"))
        other.kill()
    assert [result.status for result in run_plan(Plan([report(notebook)]), out, data)] == ["made"]


def test_what_a_killed_run_left_behind_is_cleared_away_at_the_next_start(tmp_path):
    for name in (".unfinished-12ab/page.html", "notebooks/a.ipynb", "a.html", LOCK):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    with lock_output(tmp_path):
        pass
    assert {path.name for path in tmp_path.iterdir()} == {"notebooks", "a.html", LOCK}


@pytest.mark.parametrize("manifest", ["", "[]", '{"name": "app", "icons": []}', '{"reports": []}'])
def test_a_manifest_that_is_none_of_ours_lets_nobody_write_among_other_files(tmp_path, manifest):
    (tmp_path / "manifest.json").write_text(manifest)
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(OutputLocked, match=r"index\.html"), lock_output(tmp_path):
        pass
    assert {path.name for path in tmp_path.iterdir()} == {"manifest.json", "index.html"}


def test_pages_that_were_moved_without_their_lock_are_known_by_their_manifest(data, tmp_path):
    notebook = write_notebook(tmp_path / "good.ipynb", "print('hello')")
    run_plan(Plan([report(notebook)]), tmp_path / "out", data)
    (tmp_path / "out" / LOCK).unlink()
    assert [result.status for result in run_plan(Plan([report(notebook)]), tmp_path / "out", data)] == ["kept"]


def test_a_script_needs_no_guard_against_being_run_again(data, tmp_path):
    write_notebook(tmp_path / "slow.ipynb", "print('made')")
    (tmp_path / "run.py").write_text(f"print('once')\n{SLOW}")
    command = [sys.executable, tmp_path / "run.py", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=True)
    assert done.stdout.split() == ["once"]
    assert (tmp_path / "out" / "slow-sq.html").is_file()


def job(each):
    """Stands in for the making of a report: the pool knows nothing of notebooks."""
    if each.parameters["who"] == "dies":
        os._exit(1)
    if each.parameters["who"] == "hangs":
        time.sleep(100)
    if each.parameters["who"] == "dies once" and not Path(each.title).exists():
        Path(each.title).touch()
        os._exit(1)
    return Result(each.name, "made")


@pytest.mark.parametrize("no_fork", ["", "1"])
def test_only_the_report_whose_process_dies_is_lost(tmp_path, monkeypatch, no_fork):
    monkeypatch.setenv(NO_FORK_VARIABLE, no_fork)
    whos = ["a", "dies", "b", "dies once", "c", "d", "dies", "e"]
    todo = [Report(f"r{n}", Path("x"), {"who": who}, "sq", str(tmp_path / "mark")) for n, who in enumerate(whos)]
    results = run_all(todo, job, lambda each: Result(each.name, "failed"), jobs=2)
    statuses = {result.name: result.status for result in results}
    assert statuses == {f"r{n}": "failed" if who == "dies" else "made" for n, who in enumerate(whos)}


SLOW = """
import signal, sys
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts tests in the background turns it off
from pop_analysis.runner.plan import Plan, Report
from pop_analysis.runner.run import run_plan
place = Path(sys.argv[1])  # no `if __name__ == "__main__"`: people forget it
run_plan(Plan([Report("slow-sq", place / "slow.ipynb", {}, "sq", "Slow")]), place / "out", place, jobs=1)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_no_process_and_no_half_page(how, tmp_path):
    tell = f"import os; from pathlib import Path\nPath({str(tmp_path / 'pid')!r}).write_text(str(os.getpid()))"
    write_notebook(tmp_path / "slow.ipynb", tell, "import time; time.sleep(60)")
    (tmp_path / "run.py").write_text(SLOW)
    run = subprocess.Popen([sys.executable, tmp_path / "run.py", tmp_path], stderr=subprocess.DEVNULL, cwd=tmp_path)
    until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())
    run.send_signal(how)
    run.wait(20)
    kernel = int((tmp_path / "pid").read_text())
    until(lambda: not Path(f"/proc/{kernel}").exists() or "Z" in Path(f"/proc/{kernel}/stat").read_text().split()[2])
    assert not list((tmp_path / "out").glob("*.html"))
    if how == signal.SIGINT:
        assert not list((tmp_path / "out").glob(".unfinished*"))


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize(("how", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_command_that_is_asked_to_end_ends_as_with_ctrl_c_and_with_all_it_has_started(how, status, tmp_path):
    child = f"""
        import os, subprocess
        from pathlib import Path
        child = subprocess.Popen(["sleep", "600"])
        Path({str(tmp_path / "new")!r}).write_text(f"{{os.getpid()}} {{child.pid}}")
        os.rename({str(tmp_path / "new")!r}, {str(tmp_path / "pids")!r})
        child.wait()
    """
    write_notebook(tmp_path / "slow.ipynb", child)
    command = [sys.executable, "-m", "pop_analysis.cli", "report", "--notebook", "slow.ipynb", "--out", "out"]
    as_ever = partial(signal.signal, how, signal.SIG_DFL)  # under nohup, what is started by the tests is deaf to it
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=tmp_path, preexec_fn=as_ever)
    until((tmp_path / "pids").exists)
    run.send_signal(how)
    _, said = run.communicate(timeout=60)
    assert run.returncode == status
    assert sentence("commandline.stopped", "en") in said
    assert sentence("commandline.stopped", "sq") in said
    assert "Traceback" not in said
    for process in (tmp_path / "pids").read_text().split():
        stat = Path(f"/proc/{process}/stat")
        until(lambda stat=stat: not stat.exists() or "Z" in stat.read_text().split()[2])
    assert not list((tmp_path / "out").glob(".unfinished*"))
    assert not (tmp_path / "out" / "slow.html").exists()


def until(condition, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.1)


def test_a_kernel_that_does_not_come_up_is_tried_once_more(tmp_path, data, monkeypatch):
    # Two kernels that start at the same moment may pick the same port; the second one ends before it says a word.
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys\nmark = os.environ['FIRST_KERNEL']\n"
        "if 'ipykernel_launcher' in ' '.join(sys.orig_argv) and not os.path.exists(mark):\n"
        "    open(mark, 'w').close()\n    os._exit(1)\n"
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("PYTHONPATH")])))
    monkeypatch.setattr("pop_analysis.runner.engine.may_fork", lambda: False)  # one that is forked has no port
    monkeypatch.setenv("FIRST_KERNEL", str(tmp_path / "mark"))
    each = report(write_notebook(tmp_path / "good.ipynb", "print(who)"))
    (work := tmp_path / "work").mkdir()
    (out := tmp_path / "out").mkdir()
    assert run_one(each, out, data, work).status == "made"
    assert (tmp_path / "mark").exists()
