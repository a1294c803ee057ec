"""A papermill engine whose kernels are forked instead of started: ``papermill --engine pop-analysis``.

Everything a notebook sees, and everything papermill and nbclient make of it, is theirs: kernel, client and sockets are
the stock ones. Ours is where the process comes from, through jupyter_client's own place for that, a kernel
provisioner: the zygote (:mod:`~pop_analysis.runner.zygote`). Where there is none, or the notebook wants another kernel
than this Python's, it is papermill's stock engine.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import select
import signal
import sys
import time
import uuid
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from queue import Empty
from typing import Any, Protocol

from jupyter_client import AsyncKernelClient, AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from traitlets import default

from pop_analysis.locale import in_every_language
from pop_analysis.runner import import_path
from pop_analysis.runner.import_path import nobody_elses_code
from pop_analysis.runner.kernel import KernelOrder
from pop_analysis.runner.limits import NO_FORK_VARIABLE

ENGINE = "pop-analysis"
PROVISIONER = "pop-analysis"
MODULE = "ipykernel_launcher"
# What a kernel that was started and not forked does first; it leaves no name behind.
LOOK_BESIDE = f"--IPKernelApp.code_to_run=__import__({import_path.__name__!r}, fromlist=['it']).look_beside({{!r}})"
SECONDS_TO_LEAVE = 5.0  # what jupyter_client gives a kernel before it is killed
# How long the news that a kernel is ready is waited for before it is asked again, each time twice as long: what it
# publishes before its socket knows who listens is lost, and most first news are.
SECONDS_TO_HEAR = 0.01
MOST_SECONDS_TO_HEAR = 1.0
log = logging.getLogger(__name__)


class ForkEngine(NBClientEngine):  # type: ignore[misc]  # papermill has no types
    """Runs a notebook in a forked kernel; takes the options of papermill's stock engine.

    With the option ``beside``, a folder, modules are found there and not, as papermill has it, in the current folder.
    """

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, beside: str | None = None, **options: Any
    ) -> Any:
        run = partial(super().execute_managed_notebook, nb_man, kernel_name, **options)
        if may_fork() and is_this_python(kernel_name):
            manager = type("Manager", (ForkedKernelManager,), {"beside": beside})
            extra = {} if beside is None else {"extra_arguments": ["--IPKernelApp.ignore_cwd=True"]}
            return run(kernel_manager_class=manager, **extra)
        if beside is None:
            return run()
        with nobody_elses_code():
            return run(extra_arguments=["--IPKernelApp.ignore_cwd=True", LOOK_BESIDE.format(beside)])


def register() -> None:
    """Make the engine known to papermill where the package is not installed with its entry points."""
    papermill_engines.register(ENGINE, ForkEngine)


def may_fork() -> bool:
    """Whether kernels are forked: on Linux, where there is something to fork them from, and nobody forbids it.

    On macOS the system's libraries do not survive a fork.
    """
    wanted = sys.platform == "linux" and not os.environ.get(NO_FORK_VARIABLE)
    return wanted and (kernels or start_kernels) is not None and _is_installed()


@cache
def _is_installed() -> bool:
    return KernelProvisionerFactory.instance().is_provisioner_available(_provided(KernelSpec()))


@cache
def is_this_python(kernel_name: str) -> bool:
    """Whether a kernel of this name would be ipykernel in this very Python."""
    try:
        command = KernelSpecManager().get_kernel_spec(kernel_name).argv
    except NoSuchKernel:
        return False  # the stock engine says it better
    python = Path(command[0])
    same = python == Path(sys.executable) if python.is_absolute() else python.name.startswith("python")
    return same and command[1:3] in (["-m", MODULE], ["-Xfrozen_modules=off", "-m"])


def _provided(spec: KernelSpec) -> KernelSpec:
    """The specification of a kernel, with the name of our provisioner in it."""
    spec.metadata = {**spec.metadata, "kernel_provisioner": {"provisioner_name": PROVISIONER}}
    return spec


class Kernels(Protocol):
    """Where kernels come from."""

    def start(self, order: KernelOrder) -> int:
        """Make a kernel; return the number of its process."""

    def reap(self, kernel: int) -> None:
        """End it, and all it has started, and wait for it: until then its number is nobody else's."""


kernels: Kernels | None = None
"""Where those of this process come from: in a worker, the zygote it was forked from."""
start_kernels: Callable[[], Kernels] | None = None
"""What gives them to a process that has none yet, for its first notebook."""


def _kernels() -> Kernels:
    global kernels  # noqa: PLW0603 — one a process
    if kernels is None:
        assert start_kernels is not None  # noqa: S101 — may_fork has looked
        kernels = start_kernels()
    return kernels


class ForkedProcess:
    """A kernel's process, with what :class:`subprocess.Popen` offers a provisioner."""

    stdin = stdout = stderr = None

    def __init__(self, order: KernelOrder) -> None:
        self.pid = _kernels().start(order)
        self.ended = os.pidfd_open(self.pid)

    def poll(self) -> int | None:
        return 0 if select.select([self.ended], [], [], 0)[0] else None

    def wait(self) -> int:
        select.select([self.ended], [], [])
        return 0

    def send_signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def close(self) -> None:
        """End what the kernel has started: it does not outlive it."""
        _kernels().reap(self.pid)
        os.close(self.ended)


class ForkedKernelProvisioner(LocalProvisioner):
    """Has the process of a kernel forked; all else is as with one that was started."""

    forked: ForkedProcess | None = None

    async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:
        arguments = cmd[cmd.index(MODULE) + 1 :]
        order = KernelOrder(tuple(arguments), options["env"], options.get("cwd"), getattr(self.parent, "beside", None))
        self.process = self.forked = ForkedProcess(order)  # type: ignore[assignment]
        self.pid = self.pgid = self.forked.pid
        return self.connection_info

    async def wait(self) -> int | None:
        if self.forked is not None and self.forked.poll() is None:
            ended, loop = asyncio.Event(), asyncio.get_running_loop()
            loop.add_reader(self.forked.ended, ended.set)
            try:
                await ended.wait()
            finally:
                loop.remove_reader(self.forked.ended)
        self.process = None
        return 0

    async def cleanup(self, restart: bool = False) -> None:
        await super().cleanup(restart)
        if self.forked is not None:
            self.forked.close()
            self.process = self.forked = None


class ForkedKernelSpecs(KernelSpecManager):
    """The kernels that are installed; ours among them says who makes its process."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return _provided(super().get_kernel_spec(kernel_name))


class PromptClient(AsyncKernelClient):
    """jupyter_client's client, which does not wait to hear nothing more."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers, and what it publishes is heard. Raises ``RuntimeError`` when it never is."""
        assert isinstance(self.parent, AsyncKernelManager)  # noqa: S101 — which has made it
        until, wait = time.monotonic() + (timeout or float("inf")), SECONDS_TO_HEAR
        while not await self._is_heard(self.kernel_info(), wait):
            wait = min(2 * wait, MOST_SECONDS_TO_HEAR)
            if not await self.parent.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > until:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    async def _is_heard(self, asked: str, wait: float) -> bool:
        """Whether the answer comes, and within ``wait`` seconds the news that the kernel is idle again."""
        try:
            while (await self.get_shell_msg(timeout=1))["parent_header"].get("msg_id") != asked:
                """An answer to what was asked before."""
            while True:
                news = await self.get_iopub_msg(timeout=wait)
                about = news["parent_header"].get("msg_id")
                if about == asked and news["content"].get("execution_state") == "idle":
                    return True
        except Empty:
            return False


class ForkedKernelManager(AsyncKernelManager):
    """jupyter_client's manager, with forked kernels and sockets that need no free port."""

    beside: str | None = None  # the folder of the notebook, if modules are to be found there

    @default("kernel_spec_manager")
    def _specifications(self) -> KernelSpecManager:
        return ForkedKernelSpecs(data_dir=self.data_dir)

    @default("client_factory")
    def _client(self) -> type[AsyncKernelClient]:
        return PromptClient

    @default("transport")
    def _transport(self) -> str:
        return "ipc"

    @default("ip")
    def _address(self) -> str:
        return f"@{ENGINE}-{uuid.uuid4().hex}"  # in no folder: nothing is left of it, whatever happens

    async def shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:  # type: ignore[override]
        """Ask the kernel to leave and wait until it has, without looking ten times a second whether it has."""
        if not now and self.has_kernel and self.provisioner is not None:
            await self.interrupt_kernel()
            await self.request_shutdown()
            try:
                await asyncio.wait_for(self.provisioner.wait(), SECONDS_TO_LEAVE)
            except TimeoutError:
                log.warning("%s", in_every_language("machine.left_behind"))
        await super().shutdown_kernel(now=True, restart=restart)
