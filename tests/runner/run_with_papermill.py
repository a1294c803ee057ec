"""Runs notebooks through papermill as a person would: run_with_papermill.py ENGINE NOTEBOOK... OUT [OPTIONS as JSON].

A process of its own, with the engine as papermill finds it. Prints for each notebook how it ended.
"""

import json
import sys
from pathlib import Path

import papermill


def run(name: str, notebooks: list[str], out: str, options: str) -> dict[str, list[str]]:
    """How each notebook ended."""
    ended: dict[str, list[str]] = {}
    for notebook in map(Path, notebooks):
        try:
            result = Path(out) / f"{notebook.stem}.ipynb"
            arguments = {"kernel_name": "python3", "language": "python", "progress_bar": False} | json.loads(options)
            papermill.execute_notebook(notebook, result, engine_name=None if name == "stock" else name, **arguments)
            ended[notebook.stem] = ["made", ""]
        except Exception as error:  # noqa: BLE001 — how it ends is what is asked
            ended[notebook.stem] = [type(error).__name__, str(error)]
    return ended


if __name__ == "__main__":
    chosen, *paths, folder, given = sys.argv[1:]
    print(json.dumps(run(chosen, paths, folder, given)))
