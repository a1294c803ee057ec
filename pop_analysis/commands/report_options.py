"""What may be asked of ``report``, as one value: for the call, the command line and the cluster."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pop_analysis.runner.limits import Limits


@dataclass(frozen=True)
class ReportOptions:
    """What is asked of :func:`~pop_analysis.report`, which says what each means."""

    data: Path | str | None = None
    processed: Path | str | None = None
    out: Path | str | None = None
    _: KW_ONLY
    notebooks: Iterable[str] = ()
    municipalities: Iterable[str] = ()
    languages: Iterable[str] = ()
    jobs: int | None = None
    force: bool = False
    progress: bool = True
    preview: bool = False
    pdf: bool = False
    shared_assets: bool = False
    cards: bool = False
    prune: bool = False
    limits: Limits | None = None
    scheduler: str | None = None

    def __post_init__(self) -> None:
        for name in ("notebooks", "municipalities", "languages"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
