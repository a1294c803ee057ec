"""An exhibit of one's own: any plotly figure with the frame behind it, shown as the house shows its own."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pandas as pd
from pandas.api.types import is_numeric_dtype

from pop_analysis.blocks.blocks import Exhibit, Listing
from pop_analysis.blocks.parts import Entry, Table
from pop_analysis.choices import WrongUse
from pop_analysis.exhibits.building import exhibit
from pop_analysis.exhibits.charts.house_style import RULE, safe
from pop_analysis.exhibits.charts.house_style import figure as in_the_house_layout
from pop_analysis.locale import Words
from pop_analysis.reading import Dataset

HEIGHT_PX = 420
# Of a figure's own layout: its template is plotly's look, its margins cut labels off.
NOT_TAKEN = ("template", "margin")
OF_AN_AXIS = {"automargin": True, "fixedrange": True, "gridcolor": RULE, "zeroline": False}


def own_exhibit(
    data: Dataset,
    figure: Any,
    frame: pd.DataFrame,
    headline: str,
    subtitle: str,
    *,
    note: str = "",
    sources: Iterable[str] = (),
    name: str = "own",
    language: str | None = None,
) -> Exhibit | Listing:
    """Make an exhibit of a plotly figure of yours.

    Parameters
    ----------
    data
        The data set it is made from: an exhibit of invented data says that they are.
    figure
        A plotly figure (``plotly.express``, ``plotly.graph_objects``). Letters, ground and height become the house's.
    frame
        Exactly what is plotted, with headings people read: the table below the chart.
    headline, subtitle
        What is seen, as a sentence; and what is shown, with n and period.
    note, sources
        What to know before citing it, and where it is from (addresses become links).
    name
        Its name on the page, in its files and links: another one for each exhibit of a page.

    Raises
    ------
    Refusal
        For a kind of chart that misleads, such as a pie.

    Examples
    --------
    >>> import pandas as pd, plotly.express as px, pop_analysis as pop
    >>> frame = pd.DataFrame({"year": [1, 2], "judged": [5, 8]})
    >>> chart = px.bar(frame, x="year", y="judged")
    >>> pop.exhibits.own_exhibit(pop.load("data/raw"), chart, frame, "More was judged.", "n = 13", language="en")
    More was judged.
    n = 13
    """
    words = Words(data.model, language)
    given = json.loads(figure.to_json()) if hasattr(figure, "to_json") else None
    if not isinstance(given, dict) or not {"data", "layout"} <= given.keys():
        raise WrongUse(f"figure of own_exhibit is a plotly figure, not {type(figure).__name__}.")
    drawn = _escaped(given)
    layout = {key: value for key, value in drawn["layout"].items() if key not in NOT_TAKEN}
    for axis in (key for key in layout if key.startswith(("xaxis", "yaxis"))):
        layout[axis] = OF_AN_AXIS | layout[axis]
    height = layout.pop("height", None) or HEIGHT_PX
    return exhibit(
        data,
        words,
        "",
        in_the_house_layout(drawn["data"], words, height, **layout),
        _table(frame, words),
        name=name,
        headline=headline,
        subtitle=subtitle,
        note=note,
        sources=sources,
        alt=f"{headline} {subtitle}",
    )


def _escaped(drawn: Any, *, value: bool = False) -> Any:
    """The figure with its values as text: what stands in a spreadsheet is no markup. Its templates stay as they are."""
    if isinstance(drawn, dict):
        return {key: _escaped(each) for key, each in drawn.items()}
    if isinstance(drawn, list):
        return [_escaped(each, value=True) for each in drawn]
    return safe(drawn) if value and isinstance(drawn, str) else drawn


def _table(frame: pd.DataFrame, words: Words) -> Table:
    names = [str(column) for column in frame.columns]
    numeric = {name for name, column in zip(names, frame.columns, strict=True) if is_numeric_dtype(frame[column])}
    rows = [
        [_entry(value, words, number=name in numeric) for name, value in zip(names, row, strict=True)]
        for row in frame.itertuples(index=False)
    ]
    return Table.of([(name, name) for name in names], rows, frozenset(numeric))


def _entry(value: Any, words: Words, *, number: bool) -> Entry:
    if pd.isna(value):
        return Entry("")
    return Entry(words.number(value), value) if number else Entry(str(value))
