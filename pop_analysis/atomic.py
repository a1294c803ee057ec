"""Write beside, check, rename, clear away: whoever looks sees the old file or folder or the new one, whole.

What is not finished lies in a folder ``.unfinished-…`` beside it, which is locked for as long as its writer lives: the
system gives the lock back when a process ends in whatever way. The next to write there clears away what nobody holds.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = ".unfinished"
HELD, REPLACED = ".held", "replaced"
README = "README.md"
STAYS = (README, ".gitignore", ".gitkeep")  # when the content of a folder is written anew
# Of renameat2(2): the two paths change places in one step.
AT_FDCWD, RENAME_EXCHANGE = -100, 2


@contextmanager
def unfinished(folder: Path) -> Iterator[Path]:
    """Provide a place in ``folder`` for what is not finished; gone afterwards, however the block is left.

    Clears away first what others, that were killed, have left there.
    """
    from filelock import FileLock, Timeout

    clear(folder)
    while True:
        work = folder / f"{PREFIX}-{secrets.token_hex(4)}"
        work.mkdir()
        held = FileLock(work / HELD, timeout=0)
        with contextlib.suppress(NotImplementedError):  # a file system without locks: nobody clears away there either
            try:
                held.acquire()
            except (Timeout, FileNotFoundError):
                continue  # somebody has taken it for left behind, before it was locked
            except OSError:
                shutil.rmtree(work, ignore_errors=True)
                raise
        if work.is_dir():
            break
    try:
        yield work
    finally:
        held.release()
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def new_file(target: Path, folder: Path | None = None) -> Iterator[Path]:
    """Provide a place to write a file to, and put it in the place of ``target`` when the block has ended well.

    What is not finished lies in ``folder``, by default that of the target.
    """
    with unfinished(folder or target.parent) as work:
        made = work / target.name
        yield made
        made.replace(target)


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Provide an empty folder, and put it in the place of ``target``, with what stays of that one, when all went well.

    On Linux the two change places in one step. Elsewhere there is none for a moment; a run that is killed just then
    has left the old one, and the next to write there puts it back.
    """
    with unfinished(target.parent) as work:
        made, replaced = work / target.name, work / REPLACED / target.name
        made.mkdir()
        yield made
        for name in STAYS:
            if (target / name).is_file():
                shutil.copyfile(target / name, made / name)
        if target.exists() and _exchanged(made, target):
            return
        replaced.parent.mkdir()
        if target.exists():
            target.rename(replaced)
        try:
            made.rename(target)
        except OSError:
            _put_back(work, target.parent)
            raise


def write(target: Path, content: str | bytes) -> None:
    """Put ``content`` in the place of ``target``."""
    with new_file(target) as made:
        put(made, content)


def put(made: Path, content: str | bytes) -> None:
    """Write a file, and look at what really stands there: a full disk cuts files short without a word.

    Raises ``OSError``.
    """
    written = content.encode() if isinstance(content, str) else content
    with made.open("wb") as stream:
        stream.write(written)
        stream.flush()
        os.fsync(stream.fileno())
    if made.read_bytes() != written:
        raise OSError(errno.ENOSPC, f"what was written to {made.name} does not stand there")


def clear(folder: Path) -> None:
    """Clear away what was not finished in ``folder``, and whose writer is no more."""
    for left in folder.glob(f"{PREFIX}-*"):
        with contextlib.suppress(OSError, NotImplementedError):
            _clear_unless_held(left)


def _clear_unless_held(left: Path) -> None:
    from filelock import FileLock, Timeout

    held = FileLock(left / HELD, timeout=0)
    with contextlib.suppress(Timeout):
        held.acquire()
        try:
            _put_back(left, left.parent)
            if os.name == "posix":  # Windows removes no file that is open
                shutil.rmtree(left, ignore_errors=True)
        finally:
            held.release()
        if os.name != "posix":
            shutil.rmtree(left, ignore_errors=True)


def _put_back(work: Path, folder: Path) -> None:
    """Put back a folder that was taken from its place, when nothing else has come there."""
    for replaced in (work / REPLACED).glob("*"):
        if not (folder / replaced.name).exists():
            replaced.rename(folder / replaced.name)


def _exchanged(made: Path, target: Path) -> bool:
    """Let two folders change places; ``False`` where the system has no way to do it in one step."""
    if sys.platform != "linux":
        return False
    try:
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    return bool(exchange(AT_FDCWD, os.fsencode(made), AT_FDCWD, os.fsencode(target), RENAME_EXCHANGE) == 0)
