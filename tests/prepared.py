"""A process that has imported what the zygote imports, started once: each zygote of the tests is a fork of it.

To start one anew takes two seconds of a processor, most of them for imports, and nearly every run of reports has one.
"""

import atexit
import contextlib
import functools
import multiprocessing
import os
import pickle
import signal
import socket
import subprocess
import sys
from multiprocessing.connection import Connection, wait
from pathlib import Path

from pop_analysis.runner import kernel, zygote


class Fork:
    """A process forked of the prepared one, spoken of as ``subprocess.Popen`` speaks of its own."""

    def __init__(self, told: Connection) -> None:
        self._told, self.returncode = told, None
        self.pid = told.recv()

    def poll(self) -> int | None:
        return self.returncode if self.returncode is not None or not self._told.poll() else self.wait()

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            if not self._told.poll(timeout):
                raise subprocess.TimeoutExpired("zygote", timeout)
            self.returncode = os.waitstatus_to_exitcode(self._told.recv())
            self._told.close()
        return self.returncode

    def kill(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)


@functools.cache
def _prepared() -> socket.socket:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    begin = f"import sys; sys.path[:] = {sys.path!r}; import prepared; prepared.serve({theirs.fileno()})"
    with theirs:
        process = subprocess.Popen([sys.executable, "-c", begin], pass_fds=[theirs.fileno()])
    atexit.register(process.wait)
    atexit.register(ours.close)  # it ends when nobody is there to ask
    return ours


def begin_process(end: int, said: int) -> Fork:
    """In place of :func:`zygote.begin_process`."""
    told, telling = multiprocessing.Pipe()
    here = pickle.dumps((sys.path, dict(os.environ), str(Path.cwd())))
    with telling:
        socket.send_fds(_prepared(), [here], [end, said, telling.fileno()])
    return Fork(told)


# --- in the prepared process ----------------------------------------------------------------------------------------


def serve(descriptor: int) -> None:
    """Fork for whoever asks, and tell how each fork ended, until nobody is there to ask."""
    asked = socket.socket(fileno=descriptor)
    zygote.deaf_to_the_terminal()
    zygote.prepare_process()
    zygote.prepare_for_kernels()
    zygote._import_with_one_thread()
    zygote._import_everything()

    dies_with = kernel.die_with_parent
    zygote.die_with_parent = lambda _: dies_with(os.getppid())  # it is this process's child, not the one's who asked
    forks: dict[int, tuple[int, Connection]] = {}
    while True:
        for ready in wait([asked, *forks]):
            if ready is asked:
                here, files, *_ = socket.recv_fds(asked, 1 << 20, 3)
                if not here:
                    os._exit(0)
                end, said, telling = files
                process = os.fork()
                if not process:
                    asked.close()
                    _be_a_zygote(*pickle.loads(here), end, said)
                telling = Connection(telling)
                telling.send(process)
                forks[os.pidfd_open(process)] = process, telling
                os.close(end)
                os.close(said)
            else:
                process, telling = forks.pop(ready)
                os.close(ready)
                with telling, contextlib.suppress(BrokenPipeError):  # nobody may wait for it any more
                    telling.send(os.waitpid(process, 0)[1])


def _be_a_zygote(path: list[str], variables: dict[str, str], folder: str, end: int, said: int) -> None:
    try:
        sys.path[:] = path
        os.environ.clear()
        os.environ.update(variables)
        os.chdir(folder)
        os.dup2(said, 2)
        zygote.serve(end)
    finally:
        os._exit(1)
