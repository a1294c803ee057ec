"""The forking engine keeps every contract of papermill's stock engine: the same notebooks, the same errors."""

import json
import os
import re
import subprocess
import sys
import textwrap
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

from pop_analysis.locale import sentence
from pop_analysis.runner.engine import ENGINE, is_this_python

SCRIPT = Path(__file__).with_name("run_with_papermill.py")
STOCK = "stock"
TIMES = {"start_time", "end_time", "duration"}
PLACES = {"input_path", "output_path"}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no fork: the stock engine itself runs")


def write_notebook(path, *sources):
    cells = [nbformat.v4.new_code_cell("who: str = 'nobody'", metadata={"tags": ["parameters"]})]
    for source in sources:
        source, tags = source if isinstance(source, tuple) else (source, [])
        cells.append(nbformat.v4.new_code_cell(textwrap.dedent(source).strip(), metadata={"tags": tags}))
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def run(engine, notebooks, out, **options):
    """Run notebooks in a process of their own; give how each ended, by name."""
    out.mkdir(exist_ok=True)
    environment = {key: value for key, value in os.environ.items() if key != "PYTEST_CURRENT_TEST"}
    command = [sys.executable, SCRIPT, engine, *notebooks, out, json.dumps(options)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=300)
    (out / "log.txt").write_text(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def run_with_both(notebooks, place, ours=(), **options):
    """Run notebooks through the stock engine and, at the same time, through ours, those of ``ours`` there alone."""
    with ThreadPoolExecutor() as pool:
        started = {
            engine: pool.submit(run, engine, [*notebooks, *more], place / engine, **options)
            for engine, more in ((STOCK, ()), (ENGINE, ours))
        }
    return {engine: each.result() for engine, each in started.items()}


def joined(outputs):
    """Outputs with the pieces of one stream put together: where a stream is cut depends on the clock."""
    whole = []
    for output in outputs:
        if whole and output["output_type"] == "stream" and output["name"] == whole[-1].get("name"):
            whole[-1] = output | {"text": "".join([*whole[-1]["text"], *output["text"]]).splitlines(keepends=True)}
        else:
            whole.append(output)
    return whole


def masked(value, key=""):
    """An executed notebook without what differs between any two runs: times, places, process numbers, ids."""
    if key in TIMES or key.startswith(("iopub.", "shell.")):
        return "time"
    if key in PLACES:
        return "place"
    if isinstance(value, dict):
        return {key: masked(each, key) for key, each in value.items() if key != "id"}
    if isinstance(value, list):
        return [masked(each) for each in (joined(value) if key == "outputs" else value)]
    return re.sub(r"ipykernel_\d+|0x[0-9a-f]{6,}", "N", value) if isinstance(value, str) else value


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


ORDINARY = {
    "shown": [
        "print('report of', who)\nx = 1",
        "import sys\nprint('out')\nprint('err', file=sys.stderr)\nx",
        "from IPython.display import display, HTML\nprint('before')\ndisplay(HTML('<b>shown</b>'))\nprint('after')\n2",
        "handle = display('first', display_id='d1')\nhandle.update('second')",
        "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('stays')",
        "from IPython.display import clear_output\nprint('gone too')\nclear_output(wait=True)\nprint('stays too')",
        "import pandas as pd\npd.DataFrame({'a': [1, 2]})",
        "import warnings\nwarnings.warn('careful')",
        "%%capture held\nprint('held')",
        "held.stdout, get_ipython().__class__.__name__, __name__, _, In[-1]",
        "import sys\nsys.modules['__main__'].x, sys.argv[0].endswith('ipykernel_launcher.py'), sys.path[0]",
        "class A:\n    pass\nimport pickle\ntype(pickle.loads(pickle.dumps(A()))).__name__",
    ],
    "below_python": [
        # In between pauses: what is written past Python comes through readers of its own, and on a busy machine it is
        # chance, in the stock kernel too, which of two comes first and whether the last one is still its cell's.
        "import os, time\nprint('python', flush=True)\nos.system('echo from a shell')\ntime.sleep(1)\nprint('again')",
        "import subprocess\nsubprocess.run('echo 1; sleep 1; echo 2 >&2; sleep 1', shell=True);",
        "!echo with a bang",
        "os.write(1, b'to the descriptor\\n')\ntime.sleep(1)",
        "os.system('seq 1 30000')\ntime.sleep(1)",
    ],
    "at_once": [
        "import asyncio\nawait asyncio.sleep(0.01)\nprint('awaited')",
        "heard = []\nasync def later():\n    await asyncio.sleep(0.01)\n    heard.append(1)",
        "task = asyncio.create_task(later())",
        "await task\nheard",
        "import threading\nt = threading.Thread(target=print, args=('from a thread',)); t.start(); t.join()",
        "import multiprocessing\nfork = multiprocessing.get_context('fork').Process",
        "import time\np = fork(target=print, args=('from a fork',)); p.start(); p.join(); time.sleep(1)",
    ],
}
FAILING = {
    "raises": ["print('before')", "def f():\n    raise ValueError('no')\nf()", "print('never')"],
    "may_raise": [("1 / 0", ["raises-exception"]), "print('after')"],
    "exits": ["import sys; sys.exit(0)", "print('never')"],
    "exits_badly": ["import sys; sys.exit('for a reason')", "print('never')"],
    "asks": ["input('your name? ')", "print('never')"],
    "asks_secretly": ["import getpass; getpass.getpass()"],
    "wrong": ["this is no python", "print('never')"],
    "dies": ["print('before')", "import os, time; time.sleep(0.5); os._exit(3)", "print('never')"],
    "is_killed": ["import os, signal, time; time.sleep(0.5); os.kill(os.getpid(), 9)", "print('never')"],
    "leaves": ["print('before')", "quit()", "import time; time.sleep(2)", "print('never')"],
    "takes_too_long": ["import time; time.sleep(60)", "print('never')"],
}
# Of what follows there is nothing to compare: it says what one notebook is to the next. All in one process, which has
# pandas by then, as the zygote has.
DRAW = "import random, uuid, numpy as np\nprint(random.random(), np.random.rand(), uuid.uuid4())"
OURS = {
    "sets": [
        "import os, sys, pandas as pd\npd.set_option('display.max_rows', 3); os.environ['LEFT'] = 'x'; os.chdir('/')"
    ],
    "after": [
        "import os, pandas as pd\nprint(pd.get_option('display.max_rows'), os.environ.get('LEFT'), os.getcwd() == '/')",
        "x = 1\nx",
    ],
    # what goes wrong where a fork is not the fresh process it stands for
    "pool": [
        "from multiprocessing import Pool, current_process, parent_process\ndef square(x):\n    return x * x",
        "with Pool(2) as pool:\n    print(pool.map(square, range(4)))",
        "from concurrent.futures import ProcessPoolExecutor\n"
        "with ProcessPoolExecutor(2) as pool:\n    print(list(pool.map(square, range(4))))",
        "print(current_process().name, parent_process())",
    ],
    "loop": [
        "import asyncio\nasyncio.set_event_loop(asyncio.new_event_loop())\nprint('a loop of its own')",
        "print('goes on')",
    ],
    "connection": ["from ipykernel import get_connection_info as about\nprint(about(unpack=True)['transport'])"],
    "draws": [DRAW],
    "draws_too": [DRAW],
    "leaves_open": [
        "import atexit, os, subprocess\nfolder = os.environ['PLACE']",
        "f = open(folder + '/open.txt', 'w'); f.write('written')",
        "atexit.register(lambda: open(folder + '/atexit.txt', 'w').write('called'))",
    ],
    "leaves_a_process": [
        "import os, subprocess\nfolder = os.environ['PLACE']",
        "child = subprocess.Popen(['sleep', '600']); open(folder + '/pid', 'w').write(str(child.pid)); None",
    ],
    "leaves_a_session": [
        "import os, subprocess\nfolder = os.environ['PLACE']",
        "child = subprocess.Popen(['sleep', '600'], start_new_session=True)\n"
        "open(folder + '/pid_session', 'w').write(str(child.pid)); None",
        # its parent has ended: nobody's child
        "subprocess.run(f'setsid sleep 600 & echo -n $! > {folder}/pid_orphan', shell=True); None",
    ],
}


@pytest.fixture(scope="module")
def both(made_once):
    """Every notebook through the stock engine and through ours: how each ended, and what was written."""

    def make(place):
        written = {
            name: write_notebook(place / f"{name}.ipynb", *cells) for name, cells in (ORDINARY | FAILING | OURS).items()
        }
        ours = [written.pop(name) for name in OURS]
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PLACE", str(place))
            of_one = {"takes_too_long": {"execution_timeout": 2}}
            ended = run_with_both(written.values(), place, ours, parameters={"who": "fier"}, of_one=of_one)
        (place / "ended.json").write_text(json.dumps(ended), encoding="utf-8")

    place = made_once("both-engines", make)
    return read(place / "ended.json"), place


@pytest.fixture(scope="module")
def ours(both):
    """The cells of a notebook as our engine wrote it."""
    ended, place = both
    assert {ended[ENGINE][name][0] for name in OURS} == {"made"}
    return lambda name: nbformat.read(place / ENGINE / f"{name}.ipynb", as_version=4).cells


@pytest.mark.parametrize("name", ORDINARY)
def test_the_whole_executed_notebook_is_that_of_the_stock_engine(both, name):
    ended, place = both
    assert ended[STOCK][name] == ended[ENGINE][name] == ["made", ""]
    ours, stock = (masked(read(place / each / f"{name}.ipynb")) for each in (ENGINE, STOCK))
    assert json.dumps(ours, indent=1).splitlines() == json.dumps(stock, indent=1).splitlines()


@pytest.mark.parametrize("name", FAILING)
def test_a_failure_is_the_stock_engines_error_and_the_stock_engines_partial_notebook(both, name):
    ended, place = both
    assert masked(ended[ENGINE][name]) == masked(ended[STOCK][name])
    ours, stock = (masked(read(place / each / f"{name}.ipynb")) for each in (ENGINE, STOCK))
    assert json.dumps(ours, indent=1).splitlines() == json.dumps(stock, indent=1).splitlines()


def test_an_error_in_a_cell_is_papermills_own_with_the_partial_notebook(both):
    ended, place = both
    kind, text = ended[ENGINE]["raises"]
    assert (kind, "ValueError: no" in text) == ("PapermillExecutionError", True)
    cells = nbformat.read(place / ENGINE / "raises.ipynb", as_version=4).cells
    assert "papermill-error-cell-tag" in cells[0].metadata.tags
    assert cells[-1].execution_count is None


def test_a_cell_that_takes_too_long_is_said_to_have(both):
    assert both[0][ENGINE]["takes_too_long"][0] == "CellTimeoutError"


def test_one_notebook_leaves_nothing_to_the_next(ours):
    cells = ours("after")
    assert cells[2].outputs[0].text == "60 None False\n"
    assert [cell.execution_count for cell in cells] == [1, 2, 3, 4]


def test_two_notebooks_do_not_draw_the_same_random_numbers(ours):
    first, second = (ours(name)[2].outputs[0].text.split() for name in ("draws", "draws_too"))
    assert len(first) == len(second) == 3
    assert not set(first) & set(second)


def test_what_a_notebook_leaves_open_is_written_when_it_ends(both, ours):
    place = both[1]
    assert ours("leaves_open")
    assert (place / "open.txt").read_text() == "written"
    assert (place / "atexit.txt").read_text() == "called"


def test_every_kernel_leaves_by_itself_and_none_has_to_be_killed(both):
    # but for the one that has left a process running: ipykernel waits for that longer than anybody waits for a kernel
    assert (both[1] / ENGINE / "log.txt").read_text().count(sentence("machine.left_behind", "en")) <= 1


@pytest.mark.parametrize(
    ("name", "pid"),
    [("leaves_a_process", "pid"), ("leaves_a_session", "pid_session"), ("leaves_a_session", "pid_orphan")],
)
def test_what_a_notebook_has_started_ends_with_it(both, ours, name, pid):
    place = both[1]
    assert ours(name)
    child = Path("/proc") / (place / pid).read_text() / "stat"
    end = time.monotonic() + 5
    while child.exists() and child.read_text().split()[2] not in "ZX":
        assert time.monotonic() < end, "a process of the notebook is still there"
        time.sleep(0.05)


def test_a_kernel_of_another_name_is_the_stock_engines_business():
    assert is_this_python("python3")
    assert not is_this_python("no-such-kernel")


def test_a_notebooks_process_is_nobodys_child_to_multiprocessing(ours):
    shown = [cell.outputs[0].text for cell in ours("pool")[2:] if cell.outputs]
    assert shown == ["[0, 1, 4, 9]\n", "[0, 1, 4, 9]\n", "MainProcess None\n"]


def test_a_notebook_may_have_a_loop_of_its_own_and_ask_where_its_kernel_listens(ours):
    assert [cell.outputs[0].text for cell in ours("loop")[1:] if cell.outputs] == ["a loop of its own\n", "goes on\n"]
    assert ours("connection")[-1].outputs[0].text == "ipc\n"


@pytest.fixture
def installed(root, tmp_path, monkeypatch):
    """The entry point as pip writes it, on the path of every Python started from here."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    point = project["entry-points"]["papermill.engine"][ENGINE]
    about = tmp_path / "path" / "somebody-1.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: somebody\nVersion: 1\n")
    (about / "entry_points.txt").write_text(f"[papermill.engine]\n{ENGINE} = {point}\n")
    # a second in each process, of compiling grammars nobody uses
    (about.parent / "sitecustomize.py").write_text("import sys\nsys.modules['rfc3987_syntax'] = None\n")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(about.parent), str(root)]))


@pytest.mark.parametrize("first", ["papermill", "pop_analysis.runner.engine", "papermill.engines"])
def test_papermill_can_be_imported_whichever_module_comes_first(installed, first):
    code = f"import {first}, papermill; from papermill.engines import papermill_engines as engines\n"
    code += f"print(engines.get_engine({ENGINE!r}).nb_kernel_name)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "ForkEngine" in done.stdout, done.stderr


def test_papermills_own_command_line_runs_a_notebook_with_the_engine(installed, tmp_path):
    path = write_notebook(tmp_path / "a.ipynb", "print('report of', who)")
    command = [
        sys.executable,
        "-m",
        "papermill",
        "--engine",
        ENGINE,
        "-k",
        "python3",
        "-l",
        "python",
        "-p",
        "who",
        "fier",
    ]
    subprocess.run([*command, path, tmp_path / "made.ipynb"], check=True, capture_output=True)
    cells = nbformat.read(tmp_path / "made.ipynb", as_version=4).cells
    assert cells[2].outputs[0].text == "report of fier\n"
