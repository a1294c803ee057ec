"""The Python of a notebook, forked: stock ipykernel in a process that has imported everything already.

What is ours comes before it: a process just forked is made what a fresh one would be. From then on it talks, runs
and ends as every kernel does.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import gc
import importlib
import importlib.util
import os
import random
import signal
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from pop_analysis.runner.import_path import SAFE_PATH, look_beside

DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
TAKES_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER
# What every kernel imports as it begins and as it runs; without it here, each would take a third of a second longer.
IMPORTED_BY_KERNELS = (
    *("ipykernel.kernelapp", "ipykernel.debugger", "IPython.core.debugger", "IPython.core.logger", "pdb", "psutil"),
    *("IPython.extensions.storemagic", "sqlite3", "tornado.platform.asyncio", "zmq.utils.garbage", "faulthandler"),
)
SECONDS_TO_SAY_GOODBYE = 1.0
INSTALLED = ("site-packages", "dist-packages")
ZIPPED = f"python{sys.version_info.major}{sys.version_info.minor}.zip"


@dataclass(frozen=True)
class KernelOrder:
    """What a kernel is started with.

    Attributes
    ----------
    arguments
        What stands behind ``python -m ipykernel_launcher`` in the command that would start it.
    variables
        Its whole environment.
    cwd
        Its folder; None: that of the process it is forked from.
    beside
        A folder in which it finds modules; None: its own, as ipykernel has it.
    """

    arguments: tuple[str, ...]
    variables: dict[str, str]
    cwd: str | None = None
    beside: str | None = None


def die_with_parent(parent: int) -> None:
    """Ask the system to kill this process when ``parent``, which has forked it, ends in whatever way."""
    ctypes.CDLL(None, use_errno=True).prctl(DIES_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it had ended before we asked
        os._exit(1)


def take_orphans() -> None:
    """Be the parent of what descendants of this process have started and not ended, not the system's first process."""
    ctypes.CDLL(None).prctl(TAKES_ORPHANS, 1)


def prepare_for_kernels() -> None:
    """Make this process one that kernels are forked from; before it imports anything else.

    plotly and others look whether they are in a notebook when they are imported.
    """
    atexit.register(_end_at_once)  # called last of all, because it is there first
    from ipykernel.zmqshell import ZMQInteractiveShell
    from traitlets.config import Config

    for name in IMPORTED_BY_KERNELS:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    # no history is read from, or left in, anybody's home
    ZMQInteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))


def run_kernel(order: KernelOrder, parent: int) -> NoReturn:
    """Be the kernel, in a process just forked of one that is prepared; it ends as an interpreter ends."""
    die_with_parent(parent)
    _settle(order, parent)
    from ipykernel.kernelapp import IPKernelApp
    from ipykernel.zmqshell import ZMQInteractiveShell

    ZMQInteractiveShell.clear_instance()
    kernel = IPKernelApp.instance()
    kernel.initialize([*order.arguments, f"--IPKernelApp.parent_handle={parent}"])
    kernel.start()
    # It still says goodbye in a thread of its own; who closes its sockets meanwhile waits for it for ever.
    kernel.control_thread.join(SECONDS_TO_SAY_GOODBYE)
    raise SystemExit


def _settle(order: KernelOrder, parent: int) -> None:
    """Be a process of one's own, as a kernel that was started and not forked."""
    os.setsid()
    take_orphans()  # until it ends; so those the zygote gets are of a notebook that has ended
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(order.variables, JPY_PARENT_PID=str(parent))
    launcher = importlib.util.find_spec("ipykernel_launcher")
    name = launcher.origin if launcher is not None and launcher.origin else "ipykernel_launcher.py"
    sys.argv[:] = [name, *order.arguments]
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    if order.cwd:
        os.chdir(order.cwd)
    sys.path[:] = _path_of_a_fresh_python()
    if order.beside:
        look_beside(order.beside)
    elif not os.environ.get(SAFE_PATH):  # as IPython does, but it would ask how the zygote was started
        installed = (place for place, entry in enumerate(sys.path) if Path(entry).name in INSTALLED)
        sys.path.insert(next(installed, 0), "")
    if (arrow := sys.modules.get("pyarrow")) is not None:
        said = os.environ.get("OMP_NUM_THREADS", "")
        arrow.set_cpu_count(int(said) if said.isdecimal() and int(said) else len(os.sched_getaffinity(0)))
    if (drawing := sys.modules.get("matplotlib")) is not None and Path("matplotlibrc").is_file():
        drawing.rc_file("matplotlibrc")  # it looks in the current folder as it is imported
    random.seed()
    if (numpy := sys.modules.get("numpy")) is not None and "numpy.random" in sys.modules:
        numpy.random.seed()  # else every report would draw the same “random” numbers


def _path_of_a_fresh_python() -> list[str]:
    """Where a kernel that was started and not forked looks for modules: without what this process put in front."""
    library = {sysconfig.get_path("stdlib"), str(Path(sysconfig.get_path("stdlib")).parent / ZIPPED)}
    begins = next((place for place, entry in enumerate(sys.path) if entry in library), 0)
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return [*dict.fromkeys(str(Path(entry).absolute()) for entry in given if entry), *sys.path[begins:]]


def _end_at_once() -> None:
    """Close what the notebook left open, and be gone: to take apart what is imported would take half a second."""
    from IPython import get_ipython

    with contextlib.suppress(BaseException):
        if (shell := get_ipython()) is not None:
            shell.user_ns.clear()
        gc.collect()
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(0)
