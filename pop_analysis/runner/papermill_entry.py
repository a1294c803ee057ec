"""What papermill finds under the entry point ``papermill.engine``: our engine, loaded when it is first used.

papermill loads entry points while it is itself being imported. A module that needs papermill, and is imported before
it, would be looked into half-made, and no import of papermill would work any more; this one needs nothing.
"""

from __future__ import annotations

from typing import Any


class EngineWhenUsed:
    """Stands in for :class:`~pop_analysis.runner.engine.ForkEngine`."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        from pop_analysis.runner import engine, zygote

        engine.start_kernels = zygote.kernels_of_our_own
        return getattr(engine.ForkEngine, name)


engine = EngineWhenUsed()
