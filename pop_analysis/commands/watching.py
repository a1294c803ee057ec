"""How a person watches a run: a bar on the terminal, a log beside the pages."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pop_analysis.locale import in_every_language

if TYPE_CHECKING:
    from pop_analysis.runner.job import Result
    from pop_analysis.runner.withdrawn import WithdrawnPage

LOG, LOGGER = "report.log", "pop_analysis.report"


@dataclass(frozen=True)
class Watch:
    """What is shown of a run while it goes on.

    Attributes
    ----------
    show
        Show one bar for the whole run, with its rate and the time left; where there is no terminal, nothing.
    """

    show: bool = True

    def tell_withdrawn(self, pages: Sequence[WithdrawnPage]) -> None:
        """Say which pages were taken out of the folder of reports, in the log and on the terminal."""
        for page in pages:
            logging.getLogger(LOGGER).warning("%s withdrawn %s", page.name, page.file or "(deleted)")
        if not self.show:
            return
        for kind, moved in (("moved", True), ("deleted", False)):
            if names := [page.name for page in pages if bool(page.file) is moved]:
                said = in_every_language(f"commandline.withdrawn.{kind}", n=len(names), names=", ".join(names))
                print(said, file=sys.stderr)

    @contextmanager
    def over(self, total: int, out: Path) -> Iterator[Callable[[Result], None]]:
        """Watch ``total`` reports that go into ``out``: call what is given with each result."""
        from tqdm import tqdm

        bar = tqdm(total=total, unit=" report", disable=None if self.show else True, dynamic_ncols=True)
        with bar, _log(out / LOG) as log:
            log.info("%d reports", total)
            made = 0

            def told(result: Result) -> None:
                nonlocal made
                made += 1
                level = logging.INFO if result.good else logging.ERROR
                log.log(level, "%s %s %.1f s %s", result.name, result.status, result.seconds, result.error)
                bar.set_postfix_str(result.name, refresh=False)
                bar.update()

            try:
                yield told
            except KeyboardInterrupt:
                log.warning("stopped after %d of %d reports; those are complete", made, total)
                bar.write(in_every_language("commandline.stopped_after", made=made, n=total), file=sys.stderr)
                raise
            log.info("ended: %d of %d reports", made, total)


class LogFile(logging.FileHandler):
    """A log that is silent where nothing can be written any more, on a full disk: the reports themselves fail of it."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 — logging's own
        """Say nothing: Python would write where in the program it was."""

    def close(self) -> None:
        with suppress(OSError):
            super().close()


@contextmanager
def _log(path: Path) -> Iterator[logging.Logger]:
    """A log of this run only; the one before is written over."""
    path.parent.mkdir(parents=True, exist_ok=True)
    log, handler = logging.getLogger(LOGGER), LogFile(path, "w", encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.setLevel(logging.INFO)
    log.propagate = False
    log.addHandler(handler)
    try:
        yield log
    finally:
        log.removeHandler(handler)
        handler.close()
