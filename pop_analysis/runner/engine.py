"""A papermill engine that forks the notebook's Python instead of starting one: ``papermill --engine pop-analysis``.

Everything a notebook sees, and everything papermill and nbclient make of it, is theirs; the engine only gives nbclient
another kernel to talk to (:mod:`~pop_analysis.runner.kernel`). Where a fork is not safe, or the notebook wants
another kernel than this Python's, it is papermill's stock engine.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import socket
import sys
import threading
from functools import cache, partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty
from typing import Any, Protocol

from jupyter_client.client import KernelClient
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from jupyter_client.manager import KernelManager
from jupyter_client.session import Session
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines

from pop_analysis.runner import import_path
from pop_analysis.runner.import_path import nobody_elses_code
from pop_analysis.runner.limits import NO_FORK_VARIABLE

ENGINE = "pop-analysis"
# What a kernel that was started and not forked does first; it leaves no name behind.
LOOK_BESIDE = f"--IPKernelApp.code_to_run=__import__({import_path.__name__!r}, fromlist=['it']).look_beside({{!r}})"
SECONDS_TO_LEAVE = 5.0  # what jupyter_client gives a kernel before it is killed


class ForkEngine(NBClientEngine):  # type: ignore[misc]  # papermill has no types
    """Runs a notebook in a fork of this process; takes the options of papermill's stock engine.

    With the option ``beside``, a folder, modules are found there and not, as papermill has it, in the current folder.
    """

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, beside: str | None = None, **options: Any
    ) -> Any:
        run = partial(super().execute_managed_notebook, nb_man, kernel_name, **options)
        if may_fork() and is_this_python(kernel_name):
            return run(kernel_manager_class=type("Manager", (ForkedKernelManager,), {"beside": beside}))
        if beside is None:
            return run()
        with nobody_elses_code():
            return run(extra_arguments=["--IPKernelApp.ignore_cwd=True", LOOK_BESIDE.format(beside)])


def register() -> None:
    """Make the engine known to papermill where the package is not installed with its entry points."""
    papermill_engines.register(ENGINE, ForkEngine)


def may_fork() -> bool:
    """Whether this process can be forked safely: on Linux, while nothing else runs in it, and nobody forbids it.

    A thread is not forked along, and what it held stays locked in the fork for ever; on macOS the system's libraries
    do not survive a fork.
    """
    alone = threading.active_count() == 1 and threading.current_thread() is threading.main_thread()
    return sys.platform == "linux" and alone and not os.environ.get(NO_FORK_VARIABLE)


@cache
def is_this_python(kernel_name: str) -> bool:
    """Whether a kernel of this name would be ipykernel in this very Python."""
    try:
        command = KernelSpecManager().get_kernel_spec(kernel_name).argv
    except NoSuchKernel:
        return False  # the stock engine says it better
    python = Path(command[0])
    same = python == Path(sys.executable) if python.is_absolute() else python.name.startswith("python")
    return same and command[1:3] in (["-m", "ipykernel_launcher"], ["-Xfrozen_modules=off", "-m"])


class Kernels(Protocol):
    """Where kernels come from."""

    def start(self, ours: Connection, end: Connection, cwd: str | None, beside: str | None) -> int:
        """Make a kernel that answers at the other ``end`` of our pipe; return the number of its process."""

    def reap(self, kernel: int) -> None:
        """Wait for one that has been killed: until then its number is nobody else's."""


class OwnKernels:
    """Forks of this very process."""

    def start(self, ours: Connection, end: Connection, cwd: str | None, beside: str | None) -> int:
        from pop_analysis.runner.kernel import run_kernel

        parent, kernel = os.getpid(), os.fork()
        if not kernel:
            ours.close()
            run_kernel(end, parent, cwd, beside)
        end.close()
        return kernel

    def reap(self, kernel: int) -> None:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(kernel, 0)


kernels: Kernels = OwnKernels()


class ForkedKernelManager(KernelManager):
    """Starts and ends the kernel of one notebook, as nbclient asks of a manager of kernels."""

    beside: str | None = None  # the folder of the notebook, if modules are to be found there
    ipykernel = False  # it needs no arguments of nbclient's: see kernel.ARGUMENTS

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._pid = self._ended = 0  # the process, and the descriptor that tells when it has ended
        self._pipe: Connection | None = None

    @property
    def has_kernel(self) -> bool:
        return self._pid != 0

    async def start_kernel(self, *, cwd: str | None = None, **_: Any) -> None:  # type: ignore[override]
        self._pipe, end = Pipe()
        self._pid = kernels.start(self._pipe, end, cwd, self.beside)
        self._ended = os.pidfd_open(self._pid)

    def client(self, **_: Any) -> ForkedKernelClient:  # type: ignore[override]
        assert self._pipe is not None  # noqa: S101 — nbclient asks for a client of a kernel it has started
        return ForkedKernelClient(self, self._pipe)

    async def is_alive(self) -> bool:  # type: ignore[override]
        return self.has_kernel and not select.select([self._ended], [], [], 0)[0]

    async def interrupt_kernel(self) -> None:  # type: ignore[override]
        if self.has_kernel:
            os.kill(self._pid, signal.SIGINT)

    async def shutdown_kernel(self, now: bool = False, **_: Any) -> None:  # type: ignore[override]
        """Ask the kernel to leave, and hear what it still has to say; end what it has started."""
        await self.interrupt_kernel()
        with contextlib.suppress(OSError), socket.socket(fileno=os.dup(self._end())) as talk:
            talk.shutdown(socket.SHUT_WR)  # it reads that there is nothing more to come, and can still write
        if not now:
            ended, loop = asyncio.Event(), asyncio.get_running_loop()
            loop.add_reader(self._ended, ended.set)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), SECONDS_TO_LEAVE)
            loop.remove_reader(self._ended)
        self._kill()

    async def cleanup_resources(self, **_: Any) -> None:  # type: ignore[override]
        if self.has_kernel:
            self._kill()
            kernels.reap(self._pid)
            os.close(self._ended)
            self._pid = 0
        if self._pipe is not None:
            self._pipe.close()

    def _end(self) -> int:
        return self._pipe.fileno() if self._pipe is not None else -1

    def _kill(self) -> None:
        """End the whole session of the kernel: processes a notebook has started do not outlive it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)


class ForkedKernelClient(KernelClient):
    """What nbclient talks to: the channels of a kernel, all of them one pipe."""

    def __init__(self, manager: ForkedKernelManager, pipe: Connection) -> None:
        from pop_analysis.runner.kernel import IOPUB, KEY, SHELL

        super().__init__(session=Session(key=KEY, username="papermill"))
        self._manager, self._pipe = manager, pipe
        self._channels = {name: Channel(self, pipe, name) for name in (SHELL, IOPUB)}
        self._reads = False

    shell_channel = property(lambda self: self._channels["shell"])
    iopub_channel = property(lambda self: self._channels["iopub"])

    def start_channels(self, *_: Any, **__: Any) -> None:
        """The pipe has been open since the fork."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """A kernel that was forked is ready."""

    async def is_alive(self) -> bool:
        return await self._manager.is_alive()

    def stop_channels(self) -> None:
        if self._reads:
            self._reads = False
            self._loop.remove_reader(self._descriptor)

    def read(self) -> None:
        """Let messages be taken over as they come, while the loop of nbclient runs."""
        if not self._reads:
            self._loop, self._descriptor = asyncio.get_running_loop(), self._pipe.fileno()
            self._loop.add_reader(self._descriptor, self._take)
            self._reads = True

    def _take(self) -> None:
        from pop_analysis.runner.kernel import received

        try:
            while self._pipe.poll():
                channel, parts = received(self._pipe)
                _, parts = self.session.feed_identities(parts)
                self._channels[channel].messages.put_nowait(self.session.deserialize(parts))
        except (EOFError, OSError):  # it has ended; nbclient finds out by itself
            self.stop_channels()


class Channel:
    """One direction of talk with a kernel."""

    def __init__(self, client: ForkedKernelClient, pipe: Connection, name: str) -> None:
        from pop_analysis.runner.kernel import PipeSocket

        self.messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._client, self._socket = client, PipeSocket(name, pipe)

    def send(self, message: dict[str, Any]) -> None:
        self._client.session.send(self._socket, message)

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """Return the next message; raises ``queue.Empty`` when none comes in time."""
        self._client.read()
        try:
            return await asyncio.wait_for(self.messages.get(), timeout)
        except TimeoutError:
            raise Empty from None
