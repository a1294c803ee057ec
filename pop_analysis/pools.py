"""Pools of processes that leave nothing running behind anybody's back."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.process import BaseProcess

THREADS_OF_A_POOL = 3  # one hands out, one sends, and one to spare


@contextmanager
def ended_in_a_hurry(
    pool: ProcessPoolExecutor, end: Callable[[BaseProcess], None] = BaseProcess.kill
) -> Iterator[ProcessPoolExecutor]:
    """Give a pool that has begun nothing yet; when it is left by an error or Ctrl-C, ``end`` each process of it.

    Raises ``MemoryError`` where there is none for its threads: it would wait for them for ever.

    >>> with ended_in_a_hurry(ProcessPoolExecutor(1)) as pool:
    ...     pool.submit(abs, -2).result()
    2
    """
    _begin_threads()
    others = {process.pid for process in multiprocessing.active_children()}
    with pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in multiprocessing.active_children():
                if process.pid not in others:
                    end(process)
            raise


def _begin_threads() -> None:
    over = threading.Event()
    begun: list[threading.Thread] = []
    try:
        for _ in range(THREADS_OF_A_POOL):
            begun.append(threading.Thread(target=over.wait))
            begun[-1].start()
    except RuntimeError as error:
        begun.pop()
        raise MemoryError(str(error)) from error
    finally:
        over.set()
        for thread in begun:
            thread.join()
