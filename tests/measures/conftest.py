"""Contracts whose months observed are on file, so that they may be compared."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import pytest

from pop_analysis.reading import Dataset


@pytest.fixture(scope="session")
def observed(judged: Callable[..., Dataset]) -> Callable[..., Dataset]:
    """A data set from verdicts written as letters, as :func:`judged` makes it, with what says how long was observed.

    ``observed({"lumas": {1: "FPN-"}}, months={"lumas": 5})``: every contract observed for 12 months a year unless
    ``months`` says otherwise (None: not on file). ``declared`` sets how many priorities a contract has; ``themes``
    gives each priority of a municipality its theme.
    """

    def make(
        verdicts: Mapping[str, Mapping[int, str]],
        months: Mapping[str, int | None] | None = None,
        declared: Mapping[str, int] | None = None,
        themes: Mapping[str, list[str]] | None = None,
        **tables: Any,
    ) -> Dataset:
        reports = []
        start = pd.Timestamp("2020-01-01")
        for place, years in verdicts.items():
            length = (months or {}).get(place, 12)
            for year in years if length is not None else ():
                end = start + pd.DateOffset(months=length * year) - pd.Timedelta(days=1)
                own = {"municipality": place, "contract": f"{place}/2019-2023", "cycle": "2019-2023"}
                reports.append(own | {"monitoring_year": year, "period_start": start, "period_end": end})
        data = judged(verdicts, reports=reports, **tables)
        data.contracts["observed_from"] = start
        for place, total in (declared or {}).items():
            data.contracts.loc[data.contracts["municipality"] == place, "priorities_total"] = total
        for place, names in (themes or {}).items():
            data.priorities.loc[data.priorities["municipality"] == place, "theme"] = names
        return data

    return make
