"""Beyond one machine: a real scheduler, real workers with folders of their own, and an S3-compatible store."""

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from pop_analysis.cli import main
from pop_analysis.runner.dask.cluster import ClusterError, run_on_cluster
from pop_analysis.runner.dask.store import Store
from pop_analysis.runner.output_lock import LOCK, OutputLocked
from pop_analysis.runner.plan import Plan, Report
from pop_analysis.runner.run import RunOptions, run_plan
from pop_analysis.site.index import write_index

KEYS = {"AWS_ACCESS_KEY_ID": "invented", "AWS_SECRET_ACCESS_KEY": "invented", "AWS_DEFAULT_REGION": "us-east-1"}
DOCUMENT = Path(__file__).parents[2] / "docs" / "scale.md"


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@contextmanager
def started(command, log, **environment):
    """A process with all its children in a group of their own, killed at the end."""
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", *map(str, command)],
            env=os.environ | environment,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process):
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_for(seen, seconds=60):
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.1)


def answers(port):
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def s3(tmp_path_factory):
    """The log of an S3-compatible store, which the environment names."""
    port, log = free_port(), tmp_path_factory.mktemp("s3") / "log"
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patched:
        for name, value in (KEYS | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}).items():
            patched.setenv(name, value)
        stack.enter_context(started(["moto.server", "-p", port], log))
        wait_for(lambda: answers(port))
        yield log


@pytest.fixture
def bucket(s3, request):
    """A new bucket of its own."""
    name = f"b{abs(hash(request.node.name)) % 10**12}"
    Store(f"s3://{name}").files.mkdir(name)
    return f"s3://{name}/reports"


@dataclass
class Cluster:
    """A scheduler and its workers, by number."""

    address: str
    workers: list
    folders: list


@contextmanager
def cluster_in(place, number=2):
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    with ExitStack() as stack:
        scheduler = ["dask", "scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"]
        stack.enter_context(started(scheduler, place / "scheduler.log"))
        workers, folders = [], []
        for each in range(number):
            folders.append(place / f"worker-{each}")
            workers.append(stack.enter_context(worker(address, folders[-1])))
        yield Cluster(address, workers, folders)


def worker(address, folder):
    """A worker with a folder of its own."""
    folder.mkdir()
    command = ["dask", "worker", address, "--nthreads", "1", "--no-dashboard", "--local-directory", folder]
    return started(command, folder.with_suffix(".log"))


@pytest.fixture
def cluster(s3, tmp_path):
    """A scheduler, and two workers that share no folder; they begin to work when both are there."""
    with cluster_in(tmp_path) as made:
        wait_for(lambda: all("Registered to" in log.read_text() for log in tmp_path.glob("worker-*.log")))
        yield made


def a_plan(folder, number=8, seconds=0.5, failing=()):
    cells = [
        nbformat.v4.new_code_cell(
            'who: str = ""\nseconds: float = 0.0\nfails: bool = False', metadata={"tags": ["parameters"]}
        ),
        nbformat.v4.new_code_cell(
            "import os, time\nfrom pathlib import Path\ntime.sleep(seconds)\nassert not fails, 'this one fails'\n"
            "print(who, Path(os.environ['POP_ANALYSIS_PROCESSED'], 'said.txt').read_text())"
        ),
    ]
    folder.mkdir(exist_ok=True)
    data = folder / "processed"
    data.mkdir(exist_ok=True)
    (data / "said.txt").write_text("said", encoding="utf-8")
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "place.ipynb")
    places = [f"place-{each}" for each in range(number)]
    parameters = [{"who": place, "seconds": seconds, "fails": place in failing} for place in places]
    reports = [
        Report(place, folder / "place.ipynb", each, "en", place) for place, each in zip(places, parameters, strict=True)
    ]
    return Plan(reports), data


def on_cluster(plan, data, cluster, address, desk, **options):
    desk.mkdir(exist_ok=True)

    def finish(results):
        write_index(plan, results, desk)

    return run_on_cluster(RunOptions(plan, desk, data, **options), address, cluster.address, finish)


def everything(address):
    """What stands at an address: name → bytes."""
    store = Store(address)
    return {path.removeprefix(f"{store.root}/"): store.files.cat_file(path) for path in store.files.find(store.root)}


def same_everywhere(files):
    """Without what holds times."""
    return {name: content for name, content in files.items() if name.endswith((".html", "manifest.json"))}


def test_with_a_worker_killed_in_the_middle_all_pages_are_there_once_and_the_same_as_on_one_machine(
    tmp_path, cluster, bucket, s3
):
    plan, data = a_plan(tmp_path / "in")
    told = []

    def progress(result):
        told.append(result.name)
        if len(told) == 2:
            kill(cluster.workers[1])

    results = on_cluster(plan, data, cluster, bucket, tmp_path / "desk", progress=progress)
    assert [(each.name, each.status) for each in results] == [(report.name, "made") for report in plan]
    assert sorted(told) == [report.name for report in plan]
    found = everything(bucket)
    pages = [name for name in found if name.endswith(".html")]
    assert sorted(pages) == sorted(["index.html", *(report.file for report in plan)])
    assert all(f"notebooks/{report.name}.ipynb" in found for report in plan)
    assert not [name for name in found if name.startswith(".")], "what a run needs while it goes on is left behind"
    entries = json.loads(found["manifest.json"])["reports"]
    assert [(each["name"], each["status"]) for each in entries] == [(report.name, "made") for report in plan]
    # a page that was being made when its worker was killed is begun again; no other is
    puts = [s3.read_text().count(f"PUT /{bucket.removeprefix('s3://')}/{report.file} ") for report in plan]
    assert all(puts)
    assert sum(puts) <= len(plan) + 1
    local = tmp_path / "out"
    write_index(plan, run_plan(plan, local, data), local)
    own = {path.relative_to(local).as_posix(): path.read_bytes() for path in local.rglob("*") if path.is_file()}
    assert same_everywhere(found) == same_everywhere(own)
    assert not list(cluster.folders[0].rglob("*.html")), "the worker keeps pages it has put to the store"
    again = on_cluster(plan, data, cluster, bucket, tmp_path / "again")
    assert {each.status for each in again} == {"kept"}
    assert same_everywhere(everything(bucket)) == same_everywhere(found)


@pytest.mark.slow
def test_a_worker_that_comes_late_takes_its_share(tmp_path, s3, bucket):
    plan, data = a_plan(tmp_path / "in", 12, 1.0)
    late, used = tmp_path / "worker-late", []
    with cluster_in(tmp_path, 1) as cluster, ExitStack() as stack:

        def progress(_):
            if not late.exists():
                stack.enter_context(worker(cluster.address, late))
            used.extend(path for path in late.rglob("place.ipynb") if path not in used)

        results = on_cluster(plan, data, cluster, bucket, tmp_path / "desk", progress=progress)
    assert [each.status for each in results] == ["made"] * 12
    assert used, "nothing was made by it"
    assert sum(name.endswith(".html") for name in everything(bucket)) == 13


@pytest.mark.slow
def test_a_report_that_fails_on_a_worker_is_a_failed_result_and_keeps_its_last_good_page(tmp_path, cluster, bucket):
    plan, data = a_plan(tmp_path / "in", 3, 0.0)
    on_cluster(plan, data, cluster, bucket, tmp_path / "desk")
    before = everything(bucket)
    plan, data = a_plan(tmp_path / "in", 3, 0.0, failing={"place-1"})
    results = on_cluster(plan, data, cluster, bucket, tmp_path / "desk", force=True)
    assert [each.status for each in results] == ["made", "failed", "made"]
    assert results[1].reason == "cell"
    assert "this one fails" in results[1].error
    assert f"{bucket}/notebooks/place-1.failed.ipynb" in results[1].advice()
    after = everything(bucket)
    assert after["place-1.html"] == before["place-1.html"]
    assert "notebooks/place-1.failed.ipynb" in after
    assert b"this one fails" in after["index.html"]
    [entry] = [each for each in json.loads(after["manifest.json"])["reports"] if each["status"] == "failed"]
    assert entry["sha256"]
    plan, data = a_plan(tmp_path / "in", 3, 0.0)
    assert on_cluster(plan, data, cluster, bucket, tmp_path / "desk")[1].status == "made"
    assert "notebooks/place-1.failed.ipynb" not in everything(bucket)


def test_what_is_no_longer_in_the_plan_is_withdrawn_from_the_store_and_comes_back(tmp_path, cluster, bucket):
    all_of_it, data = a_plan(tmp_path / "in", 3, 0.0)
    whole = Plan(all_of_it.reports, {}, "net")
    less = Plan([each for each in whole if each.name != "place-1"], {}, "net")
    told = []

    def run(plan, desk, **more):
        (tmp_path / desk).mkdir()
        on_desk = RunOptions(plan, tmp_path / desk, data)
        finish = partial(write_index, plan, out=tmp_path / desk)
        results = run_on_cluster(on_desk, bucket, cluster.address, finish, told.extend, **more)
        return [each.status for each in results], everything(bucket)

    statuses, before = run(whole, "first")
    assert (statuses, told) == (["made"] * 3, [])
    statuses, after = run(less, "second")
    assert (statuses, [(page.name, page.file) for page in told]) == (
        ["kept"] * 2,
        [("place-1", "withdrawn/place-1.html")],
    )
    for file in ("place-1.html", "notebooks/place-1.ipynb"):
        assert after[f"withdrawn/{file}"] == before[file]
        assert file not in after
    assert b'href="withdrawn/place-1.html"' in after["index.html"]
    statuses, again = run(less, "third")  # not told twice, and still on the index
    assert (statuses, len(told)) == (["kept"] * 2, 1)
    assert b'href="withdrawn/place-1.html"' in again["index.html"]
    statuses, back = run(whole, "fourth")
    assert statuses == ["kept"] * 3
    assert same_everywhere(back) == same_everywhere(before)
    _, pruned = run(less, "fifth", prune=True)
    assert [page.file for page in told[1:]] == [""]
    assert not [name for name in pruned if "place-1" in name]


def test_workers_that_cannot_see_the_address_are_told_of_before_anything_runs(tmp_path, cluster):
    plan, data = a_plan(tmp_path / "in", 1)
    with pytest.raises(ClusterError) as told:  # each process has a memory of its own: nobody shares it
        on_cluster(plan, data, cluster, "memory://reports", tmp_path / "desk")
    assert told.value.reason == "not_shared"


def test_one_run_at_a_time_writes_to_an_address_and_what_a_killed_one_left_is_taken_over(bucket, monkeypatch, tmp_path):
    for address in (bucket, str(tmp_path / "shared")):
        store = Store(address)
        with store.alone(), pytest.raises(OutputLocked, match=re.escape(address)), Store(address).alone():
            pytest.fail("two have it")
        with store.alone():
            store.remove(LOCK)
            store.files.pipe_file(store.at(LOCK), json.dumps({"run": "dead", "renewed": time.time() - 3600}).encode())
            with Store(address).alone():
                pass


def test_a_shared_folder_shows_a_file_only_when_it_is_whole(tmp_path, monkeypatch):
    store, whole = Store(str(tmp_path / "shared")), tmp_path / "page.html"
    whole.write_text("old", encoding="utf-8")
    store.put(whole, "page.html")
    whole.write_text("new", encoding="utf-8")

    def stops(source, target, **_):
        Path(target).write_text("n", encoding="utf-8")
        raise OSError("the disk is full")

    monkeypatch.setattr(store.files, "put_file", stops)
    with pytest.raises(OSError, match="full"):
        store.put(whole, "page.html")
    assert (tmp_path / "shared" / "page.html").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    ("options", "en", "sq"),
    [
        (["--scheduler", "tcp://127.0.0.1:9"], "no dask scheduler answers", "nuk përgjigjet"),
        (["--out", "s3://bucket/reports"], "--scheduler ADDRESS too", "jepni edhe --scheduler"),
        (["--scheduler", "tcp://127.0.0.1:9", "--pdf"], "makes no --pdf", "nuk bën --pdf"),
    ],
)
def test_what_a_cluster_cannot_do_is_said_in_both_languages(options, en, sq, example_folder, tmp_path, monkeypatch):
    monkeypatch.setattr("pop_analysis.runner.dask.cluster.SECONDS_TO_ANSWER", 1)
    command = ["report", "--data", example_folder, "--processed", tmp_path / "tables", *options]
    ended = CliRunner().invoke(main, [str(word) for word in command])
    assert ended.exit_code == 2
    assert en in ended.output
    assert sq in ended.output


def test_without_the_extra_a_person_is_told_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pop_analysis.runner.dask.cluster", None)
    ended = CliRunner().invoke(main, ["report", "--scheduler", "tcp://127.0.0.1:9"])
    assert ended.exit_code == 2
    assert ended.output.count("pip install 'pop-analysis[scale]'") == 2


def commands():
    blocks = re.findall(r"```text\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith(("dask ", "pop-analysis "))]


@pytest.mark.slow
def test_the_commands_of_the_document_run_and_give_the_pages_of_one_machine(tmp_path, s3, bucket, root, example_folder):
    said = commands()
    assert [command.split()[1] for command in said] == ["scheduler", "worker", "report"]
    port = free_port()
    for old, new in (("8786", str(port)), ("10.0.0.1", "127.0.0.1"), ("s3://bucket/reports", bucket)):
        said = [command.replace(old, new) for command in said]
    raw, here = bucket.replace("/reports", "/raw"), tmp_path / "raw"
    said = [command.replace("s3://bucket/raw", raw) for command in said]
    shutil.copytree(example_folder, here)
    place = min(path.stem for path in here.glob("*.xlsx") if path.stem != "network")
    with (here / "model" / "network.yml").open("a", encoding="utf-8") as network:
        network.write(f"\nmoved: {{called-otherwise: {place}}}\n")
    Store(raw).files.put(f"{here}/", f"{raw}/", recursive=True)
    scheduler, worker, report = (shlex.split(command) for command in said)
    with ExitStack() as stack:
        stack.enter_context(started(scheduler, tmp_path / "scheduler.log"))
        wait_for(lambda: answers(port))
        workers = []
        for each in range(2):
            (tmp_path / f"worker-{each}").mkdir()
            local = ["--local-directory", tmp_path / f"worker-{each}"]
            workers.append(stack.enter_context(started([*worker, *local], tmp_path / f"worker-{each}.log")))
        wait_for(lambda: all("Registered to" in log.read_text() for log in tmp_path.glob("worker-*.log")))
        command = ["pop_analysis.cli", *report[1:], "--processed", tmp_path / "tables"]
        run = stack.enter_context(started(command, tmp_path / "run.log"))
        wait_for(lambda: any(name.startswith("municipality") for name in Store(bucket).names()), 120)
        kill(workers[1])
        assert run.wait(300) == 0, (tmp_path / "run.log").read_text()
    found = everything(bucket)
    local = tmp_path / "local"
    command = ["report", "--data", here, "--processed", tmp_path / "tables", "--out", local]
    ended = CliRunner().invoke(main, [str(word) for word in command])
    assert ended.exit_code == 0, ended.output
    own = {path.relative_to(local).as_posix(): path.read_bytes() for path in local.rglob("*") if path.is_file()}
    assert len([name for name in own if name.endswith(".html")]) > 10
    assert same_everywhere(found) == same_everywhere(own)
    assert found["municipality-called-otherwise-en.html"] == own["municipality-called-otherwise-en.html"]
    assert found["data.zip"] == own["data.zip"]
    assert {"timings.json", "report.log"} <= found.keys()
