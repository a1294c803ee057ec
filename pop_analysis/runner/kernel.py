"""The Python of a notebook, forked: IPython's own kernel with a pipe where the sockets were.

What a cell does, shows and raises is the work of ipykernel, unchanged; only how messages travel is ours. A process
that has forked once need not start an interpreter, import what it has imported, or shake hands over sockets.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import ctypes
import gc
import importlib.util
import os
import pickle
import random
import selectors
import signal
import sys
import sysconfig
import threading
import time
import traceback
from collections.abc import Iterable
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ipykernel.iostream import BackgroundSocket, IOPubThread, OutStream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import Session
from tornado.ioloop import IOLoop

from pop_analysis.runner.import_path import look_beside

SHELL, IOPUB = "shell", "iopub"
KEY = b"a pipe between two processes of one program"
DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
# What nbclient asks of every kernel it starts: no history is read from, or left in, anybody's home.
ARGUMENTS = ["--HistoryManager.hist_file=:memory:"]
ZIPPED = f"python{sys.version_info.major}{sys.version_info.minor}.zip"
SECONDS_AFTER_QUIT = 0.1  # how long ipykernel still answers after quit()
STREAMS = ((1, "stdout"), (2, "stderr"))


def die_with_parent(parent: int) -> None:
    """Ask the system to kill this process when ``parent``, which has forked it, ends in whatever way."""
    ctypes.CDLL(None, use_errno=True).prctl(DIES_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it had ended before we asked
        os._exit(1)


class PipeSocket:
    """What a session writes to: the parts of a message go through a pipe, with the name of their channel."""

    def __init__(self, channel: str, pipe: Connection | None = None) -> None:
        self.channel, self.pipe = channel, pipe
        self.lock = threading.Lock()

    def send_multipart(self, parts: Iterable[Any], *_: Any, **__: Any) -> None:
        """Send a message. Once nobody listens any more there is nobody to tell."""
        if self.pipe is None:  # a kernel that is made ready and has no reader yet
            return
        message = pickle.dumps((self.channel, [bytes(part) for part in parts]))
        with self.lock, contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.pipe.send_bytes(message)


def received(pipe: Connection) -> tuple[str, list[bytes]]:
    """Return the next message of a pipe: its channel and its parts. Raises ``EOFError`` when the other end is gone."""
    try:
        channel, parts = pickle.loads(pipe.recv_bytes())  # noqa: S301 — from a process we forked
    except ConnectionResetError as error:
        raise EOFError from error
    return channel, parts


class Publisher(IOPubThread):
    """Where ipykernel's streams hand over what they send: here without a thread, at once."""

    def __init__(self, socket: PipeSocket) -> None:
        self.socket = socket
        self.thread = self.io_loop = None  # type: ignore[assignment]  # streams look whether there is one
        self.background_socket = BackgroundSocket(self)

    def schedule(self, task: Any) -> None:
        task()

    def send_multipart(self, *parts: Any, **options: Any) -> None:
        self.socket.send_multipart(*parts, **options)


class Stream(OutStream):
    """``sys.stdout`` or ``sys.stderr`` of a notebook, and what is written to their file descriptors beside it.

    As in ipykernel, text is sent when something else is shown, when a cell ends, or 0.2 seconds after it was written.
    """

    _since: float | None = None

    def _setup_stream_redirects(self, name: str) -> None:
        self._fd = next(fd for fd, own in STREAMS if own == name)
        self.fid, end = os.pipe()
        self._original_stdstream_copy = os.dup(self._fd)
        os.dup2(end, self._fd)
        os.close(end)
        os.set_blocking(self.fid, False)
        self._reading = threading.Lock()

    def write(self, string: str) -> int | None:  # type: ignore[override]  # as its base
        if not self._is_master_process():  # a process the notebook has forked: its words come to us through the pipe
            return os.write(self._fd, string.encode(errors="replace"))
        self.take()
        return self._write(string)

    def _write(self, string: str) -> int | None:
        self._since = self._since or time.monotonic()
        return super().write(string)

    def take(self) -> None:
        """Take over what was written to the file descriptor."""
        with self._reading, contextlib.suppress(BlockingIOError):
            while found := os.read(self.fid, 1 << 16):
                self._write(found.decode(errors="replace"))

    def flush(self) -> None:
        if self._is_master_process():
            self.take()
            self._flush()

    def _schedule_flush(self) -> None:
        """The watcher looks at the time."""

    def _flush(self) -> None:
        self._since = None
        super()._flush()

    def flush_when_due(self) -> None:
        """Send what has waited long enough."""
        if self._since is not None and time.monotonic() - self._since >= self.flush_interval:
            self._flush()


def watch(streams: Iterable[Stream]) -> None:
    """Take over what comes through file descriptors, for ever, and send what has waited long enough."""
    streams, selector = list(streams), selectors.DefaultSelector()
    for stream in streams:
        selector.register(stream.fid, selectors.EVENT_READ, stream)
    while True:
        for key, _ in selector.select(OutStream.flush_interval / 2):
            key.data.take()
        for stream in streams:
            stream.flush_when_due()


class ForkedKernel(IPythonKernel):
    """ipykernel's kernel, for one frontend that sends one request at a time."""

    shell_channel_thread = SimpleNamespace(parent_thread=threading.main_thread())
    _supports_kernel_subshells = False

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        """Nothing ever waits: the next cell is sent when the one before has answered."""


class ForkedKernelApp(IPKernelApp):
    """ipykernel's application: the person's configuration, start-up files and all, without sockets and threads."""

    kernel_class = ForkedKernel
    outstream_class = f"{__name__}.Stream"

    def init_connection_file(self) -> None:
        """There is no connection to describe."""

    init_poller = init_heartbeat = log_connection_info = init_connection_file

    def write_connection_file(self, **_: Any) -> None:
        """There is none to write either."""

    def init_sockets(self) -> None:
        self.session = Session(parent=self, key=KEY, username="kernel")
        self.shell_socket = PipeSocket(SHELL)
        self.iopub_thread = Publisher(PipeSocket(IOPUB))
        self.iopub_socket = self.iopub_thread.background_socket

    def init_io(self) -> None:
        """Not before the fork: until then the process talks as it did. See :meth:`listen`."""

    def init_kernel(self) -> None:
        self.kernel = self.kernel_class.instance(
            parent=self,
            session=self.session,
            iopub_thread=self.iopub_thread,
            iopub_socket=self.iopub_socket,
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )

    def listen(self, pipe: Connection) -> None:
        """Answer what comes through ``pipe`` until it is closed, or a cell asks to leave."""
        self.session.pid = os.getpid()
        for socket in (self.shell_socket, self.iopub_thread.socket):
            socket.pipe = pipe
        # both channels share one pipe, and so one lock: a message is never cut in two by another
        self.iopub_thread.socket.lock = self.shell_socket.lock
        os.environ.pop("PYTEST_CURRENT_TEST", None)  # ipykernel does not watch descriptors where it is set
        self.quiet = True
        super().init_io()
        self.displayhook.get_execution_count = lambda: self.kernel.execution_count
        threading.Thread(target=watch, args=([sys.stdout, sys.stderr],), daemon=True).start()
        asyncio._set_running_loop(None)  # noqa: SLF001 — nbclient's own, inside of which we were forked
        asyncio.set_event_loop(asyncio.new_event_loop())
        self.kernel.io_loop = IOLoop.current()
        asyncio.get_event_loop().run_until_complete(self._answer(pipe))

    async def _answer(self, pipe: Connection) -> None:
        loop, waiting = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(pipe.fileno(), waiting.set)
        until = None
        with contextlib.suppress(EOFError, TimeoutError):
            while until is None or loop.time() < until:
                # what a cell has left running in the background goes on meanwhile
                await asyncio.wait_for(waiting.wait(), None if until is None else until - loop.time())
                waiting.clear()
                while pipe.poll():
                    await self._dispatch(received(pipe)[1])
                if until is None and self.kernel.shell.exit_now:
                    until = loop.time() + SECONDS_AFTER_QUIT

    async def _dispatch(self, parts: list[bytes]) -> None:
        idents, parts = self.session.feed_identities(parts)
        message = self.session.deserialize(parts)
        kernel, kind = self.kernel, message["header"]["msg_type"]
        kernel.set_parent(idents, message)
        kernel._publish_status("busy", "shell")  # noqa: SLF001 — as ipykernel does around every request
        kernel.pre_handler_hook()
        try:
            answer = kernel.shell_handlers[kind](self.shell_socket, idents, message)
            if asyncio.iscoroutine(answer):
                await answer
        except KeyboardInterrupt:
            kernel.log.info("interrupted")
        finally:
            kernel.post_handler_hook()
        sys.stdout.flush()
        sys.stderr.flush()
        kernel._publish_status("idle", "shell")  # noqa: SLF001


def make_kernel(*arguments: str) -> ForkedKernelApp:
    """Make a kernel that has run nothing yet. One a process: IPython's shell is one."""
    if ForkedKernelApp.initialized():
        return ForkedKernelApp.instance()
    interrupt = signal.getsignal(signal.SIGINT)
    hook = sys.excepthook
    app = ForkedKernelApp.instance()
    app.initialize([*ARGUMENTS, *arguments])
    signal.signal(signal.SIGINT, interrupt)
    sys.excepthook = hook
    return app


def run_kernel(pipe: Connection, parent: int, cwd: str | None = None, beside: str | None = None) -> None:
    """Be the kernel: called in a process just forked, and never returns. Modules are found ``beside`` the notebook."""
    status = 1
    try:
        die_with_parent(parent)
        _settle(parent, cwd)
        if beside:
            look_beside(beside)
        app = make_kernel()
        app.init_signal()
        app.listen(pipe)
        _leave(app)
        status = 0
    except BaseException:  # noqa: BLE001 — whatever it is, this process ends here
        _tell_what_went_wrong()
    finally:
        os._exit(status)


def _tell_what_went_wrong() -> None:
    """Our own fault, so it goes where the program talks, and into no notebook."""
    told = traceback.format_exc()
    os.write(getattr(sys.stderr, "_original_stdstream_copy", 2), told.encode(errors="replace"))


def _settle(parent: int, cwd: str | None) -> None:
    """Be a process of one's own, as a kernel that was started and not forked."""
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    atexit._clear()  # noqa: SLF001 — what the first process has registered is its own to do
    os.environ["JPY_PARENT_PID"] = str(parent)
    launcher = importlib.util.find_spec("ipykernel_launcher")
    name = launcher.origin if launcher is not None and launcher.origin else "ipykernel_launcher.py"
    sys.argv[:] = [name, "-f", "kernel.json", *ARGUMENTS]
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    if cwd:
        os.chdir(cwd)
    sys.path[:] = _path_of_a_fresh_python()
    random.seed()
    if (numpy := sys.modules.get("numpy")) is not None and "numpy.random" in sys.modules:
        numpy.random.seed()  # else every report would draw the same “random” numbers


def _path_of_a_fresh_python() -> list[str]:
    """Where a kernel that was started and not forked looks for modules: without what this process put in front."""
    library = {sysconfig.get_path("stdlib"), str(Path(sysconfig.get_path("stdlib")).parent / ZIPPED)}
    begins = next((place for place, entry in enumerate(sys.path) if entry in library), 0)
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return [*dict.fromkeys(str(Path(entry).absolute()) for entry in given if entry), *sys.path[begins:]]


def _leave(app: ForkedKernelApp) -> None:
    """End as an interpreter ends: what is registered for the end is called, files that stand open are written."""
    with contextlib.suppress(BaseException):
        atexit._run_exitfuncs()  # noqa: SLF001 — as the interpreter does
    app.kernel.shell.user_ns.clear()
    app.kernel.shell.user_ns_hidden.clear()
    gc.collect()
    sys.stdout.flush()
    sys.stderr.flush()
