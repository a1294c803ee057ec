"""A run to be killed: killed_run.py FOLDER makes every page of FOLDER/place.ipynb into FOLDER/out."""

import sys
from pathlib import Path

from pop_analysis.runner.plan import Plan, Report
from pop_analysis.runner.run import run_plan

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    places = [f"place-{number}" for number in range(6)]
    plan = Plan([Report(place, folder / "place.ipynb", {"who": place}, "en", place) for place in places])
    results = run_plan(plan, folder / "out", folder, jobs=2)
    sys.exit(any(not result.good for result in results))
