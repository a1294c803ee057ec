"""Runs a command and measures it: seconds on the clock, seconds of processor, and the memory of all its processes."""

import os
import subprocess
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

BETWEEN = 0.2


@dataclass
class Measure:
    """What a command took. ``memory_mb`` is the peak of the whole tree; pages that are shared count once."""

    seconds: float
    processor_seconds: float
    memory_mb: float

    def __add__(self, other: "Measure") -> "Measure":
        return Measure(
            self.seconds + other.seconds,
            self.processor_seconds + other.processor_seconds,
            max(self.memory_mb, other.memory_mb),
        )

    def to_json(self) -> dict[str, float]:
        return {name: round(value, 3) for name, value in asdict(self).items()}


def measured(command: list[str], **environment: str) -> Measure:
    """Run ``command`` to its end; raises when it ends badly."""
    peak = [0.0]
    begun = time.perf_counter()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    process = subprocess.Popen(command, env=os.environ | environment, **quiet)
    watcher = threading.Thread(target=_watch, args=(process.pid, peak), daemon=True)
    watcher.start()
    told = process.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    watcher.join()
    if status:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {status}\n{told[-3000:]}")
    return Measure(seconds, usage.ru_utime + usage.ru_stime, peak[0])


def _watch(root: int, peak: list[float]) -> None:
    while Path(f"/proc/{root}/smaps_rollup").exists():
        peak[0] = max(peak[0], sum(map(_proportional_mb, _tree(root))))
        time.sleep(BETWEEN)


def _tree(root: int) -> list[int]:
    found = [root]
    for process in found:
        for task in Path(f"/proc/{process}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def _proportional_mb(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
