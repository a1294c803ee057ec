"""Runs notebooks through papermill as a person would: run_with_papermill.py ENGINE NOTEBOOK... OUT [OPTIONS as JSON].

A process of its own, with the engine as papermill finds it. Prints for each notebook how it ended. ``of_one`` among
the options holds those of single notebooks, by name.
"""

import json
import sys
from pathlib import Path

sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]  # a second of compiling grammars nobody uses

import papermill  # noqa: E402


def run(name: str, notebooks: list[str], out: str, options: str) -> dict[str, list[str]]:
    """How each notebook ended."""
    ended: dict[str, list[str]] = {}
    given = json.loads(options)
    of_one = given.pop("of_one", {})
    for notebook in map(Path, notebooks):
        try:
            result = Path(out) / f"{notebook.stem}.ipynb"
            arguments = {"kernel_name": "python3", "language": "python", "progress_bar": False} | given
            arguments |= of_one.get(notebook.stem, {})
            papermill.execute_notebook(notebook, result, engine_name=None if name == "stock" else name, **arguments)
            ended[notebook.stem] = ["made", ""]
        except Exception as error:  # noqa: BLE001 — how it ends is what is asked
            ended[notebook.stem] = [type(error).__name__, str(error)]
    return ended


if __name__ == "__main__":
    chosen, *paths, folder, given = sys.argv[1:]
    print(json.dumps(run(chosen, paths, folder, given)))
