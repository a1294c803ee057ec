"""``python -m benchmarks [TOPIC]... [--quick]``: measure, keep the figures, and write docs/benchmarks.md of them.

A topic is a module of this package with ``TITLE``, ``measure(quick)``, which yields the figures known so far (as
JSON has them), and ``section(figures) -> list of lines``. Its figures stand in ``benchmarks/results/<topic>.json``; the
document is made of all that stand there, so one topic can be measured again without the others.
"""

import argparse
import json
import os
import platform
import sys
from datetime import UTC, datetime
from importlib import import_module, metadata
from pathlib import Path

from benchmarks.reports import PLOOMBER

HERE = Path(__file__).parent
DOCUMENT = HERE.parent / "docs" / "benchmarks.md"
TOPICS = ("reading", "reports", "pages")
PACKAGES = (
    "pandas",
    "openpyxl",
    "python-calamine",
    "pyarrow",
    "plotly",
    "papermill",
    "nbclient",
    "nbconvert",
    "ipykernel",
    "ploomber-engine",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("topics", nargs="*", help=f"by default all: {', '.join(TOPICS)}")
    parser.add_argument("--quick", action="store_true", help="the smallest case only")
    parser.add_argument("--write-only", action="store_true", help="measure nothing, write the document")
    asked = parser.parse_args()
    (HERE / "results").mkdir(exist_ok=True)
    for topic in [] if asked.write_only else asked.topics or TOPICS:
        begun = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
        about = {"date": datetime.now(UTC).date().isoformat(), "machine": machine(begun), "versions": versions()}
        for figures in import_module(f"benchmarks.{topic}").measure(asked.quick):
            text = json.dumps({"about": about, "figures": figures}, indent=1, ensure_ascii=False)
            (HERE / "results" / f"{topic}.json").write_text(text + "\n", encoding="utf-8")
    DOCUMENT.write_text(document(), encoding="utf-8")
    print(f"written: {DOCUMENT.relative_to(HERE.parent)}")


def document() -> str:
    """The text of docs/benchmarks.md, from the figures that stand in results/."""
    lines = ["# Benchmarks", "", "Written by `make bench` from `benchmarks/results/`; never typed.", ""]
    for topic in TOPICS:
        path = HERE / "results" / f"{topic}.json"
        if path.is_file():
            kept = json.loads(path.read_text(encoding="utf-8"))
            module, about = import_module(f"benchmarks.{topic}"), kept["about"]
            named = ", ".join(f"{name} {version}" for name, version in about["versions"].items() if version)
            lines += [f"## {module.TITLE}", "", f"{about['date']}. {about['machine']}. {named}.", ""]
            lines += [*module.section(kept["figures"]), ""]
    return "\n".join(lines).rstrip() + "\n"


def machine(load_before: float | None) -> str:
    """What it was measured on, and whether anybody else was at work on it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30 if hasattr(os, "sysconf") else 0
    text = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, {memory} GB"
    if load_before is not None and load_before > 0.5:
        text += f"; the machine was shared: load {load_before:.1f} before the first measurement"
    return text


def versions() -> dict[str, str]:
    found = {"Python": platform.python_version()}
    for name in PACKAGES:
        held = metadata.distributions(name=name, path=[*sys.path, str(PLOOMBER)])
        found[name] = next((each.version for each in held), "")
    return found


if __name__ == "__main__":
    main()
