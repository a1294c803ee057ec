"""``explore``: one contract looked at by hand in JupyterLab; chart, table and refusals follow what is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import product
from typing import TYPE_CHECKING, Any

from pop_analysis.blocks.blocks import Block, Blocks, Drawn, Laboratory, Listing, Passage, notice
from pop_analysis.commands import asked
from pop_analysis.exhibits import chosen_cycle, laboratory, term, unit_chart
from pop_analysis.exhibits.charts.laboratory import holds
from pop_analysis.exhibits.rows import Columns, listing
from pop_analysis.exhibits.wording import (
    cycles_phrase,
    in_language,
    place_name,
    priority_label,
    text,
    typed,
    verdict_entry,
)
from pop_analysis.locale import Words
from pop_analysis.locale.said import marked_as
from pop_analysis.measures import Refusal, coverage, in_contract, panel, rank, trend
from pop_analysis.measures.coverage import municipalities_of
from pop_analysis.reading.arguments import checked
from pop_analysis.reading.dataset import Dataset
from pop_analysis.reading.known import as_held
from pop_analysis.reading.tables.frames import each_row

if TYPE_CHECKING:
    import ipywidgets

# What is chosen, and the column on the pages that is called the same.
CHOICES = {"municipality": "municipality", "cycle": "contract", "monitoring_year": "year", "theme": "theme"}
WHOLE_LABEL = {"description_width": "initial"}
WRAPPED = {"flex_flow": "row wrap"}
SEARCHED = {"topStart": None, "topEnd": "search", "bottomStart": None, "bottomEnd": None}
WIDE = {"classes": "display compact", "style": "table-layout:auto;width:100%"}  # long texts in lines, none cut off
TABLE = {"paging": False, "layout": SEARCHED, "showIndex": False, "maxBytes": 0, **WIDE}


@dataclass(frozen=True)
class Choice:
    """What somebody looks at: a contract of a municipality, a year of its monitoring, one theme or all of them."""

    municipality: str
    cycle: str
    monitoring_year: int | None
    theme: str = ""


@checked
def explore(
    data: Dataset,
    municipality: str | None = None,
    cycle: str | None = None,
    monitoring_year: int | None = None,
    *,
    theme: str | None = None,
    language: str | None = None,
) -> Blocks | ipywidgets.Widget:
    """Look at contracts by hand, in JupyterLab: choose municipality, contract, monitoring year and theme.

    The chart of the year, the table of its priorities, what is not said of them and why, and the laboratory of the
    contracts that run together follow what is chosen. This takes the extra ``lab``: ``pip install
    'pop-analysis[lab]'``. Without it the same is shown once, for what was asked for.

    Parameters
    ----------
    data
        The data set.
    municipality, cycle, monitoring_year, theme
        What is shown first; by default a municipality with a verdict, its contract with the last verdict, that
        verdict's year, and all themes.
    language
        One of the network's languages.

    Returns
    -------
    Widget or Blocks
        What shows itself in JupyterLab.

    Raises
    ------
    WrongUse
        For what the data do not know, and for a year or a theme that the contract does not have.

    Examples
    --------
    >>> import sys
    >>> from unittest.mock import patch
    >>> with patch.dict(sys.modules, {"ipywidgets": None}):
    ...     shown = pop.explore(data, "fier", language="en")
    >>> shown[0]
    Fier: of 5 priorities judged, none was fully addressed, 3 partially, and 2 were not addressed.
    5 priorities on file · contract 2019–2023 · monitoring year 1, months not stated
    """
    words = Words(data.model, language)
    judged = sorted(data["assessments"]["municipality"].dropna().unique())
    municipality = municipality or next(iter([*judged, *municipalities_of(data)]), "")
    if not municipality:
        return Blocks([notice(words("listing.no_contracts"))])
    if cycle:
        asked.chosen("cycle", [cycle], sorted(data.where(municipality=municipality)["contracts"]["cycle"]))
    cycle = chosen_cycle(data, municipality, cycle or "")
    chosen = Choice(municipality, cycle, monitoring_year or last_year(data, municipality, cycle))
    if monitoring_year:
        asked.chosen("monitoring_year", [str(monitoring_year)], map(str, years_of(data, municipality, cycle)))
    chosen = replace(chosen, theme=_theme(data, chosen, theme)) if theme else chosen
    try:
        return Explorer(data, chosen, words).shown
    except ImportError:
        without = notice(words("explore.no_extra"))
        static = [chart_of(data, chosen, words), table_of(data, chosen, words), *refused_of(data, chosen, words)]
        return Blocks([*static, *laboratory_of(data, chosen, words), without])


# --- what is shown of a choice ---------------------------------------------------------------------------------------


def years_of(data: Dataset, municipality: str, cycle: str) -> list[int]:
    """Return the monitoring years of a contract of which anything is on file."""
    if not cycle:
        return []
    known = coverage(data.where(municipality=municipality, cycle=cycle))
    return sorted({int(year) for year in known["monitoring_year"].dropna()})


def last_year(data: Dataset, municipality: str, cycle: str) -> int | None:
    """Return the last monitoring year of a contract with a verdict; without one, the last anything is known of."""
    verdicts = data["assessments"]
    own = verdicts[(verdicts["municipality"] == municipality) & (verdicts["cycle"] == cycle)]
    return max([*own["monitoring_year"].dropna().astype(int)] or years_of(data, municipality, cycle), default=None)


def themes_of(data: Dataset, chosen: Choice) -> list[str]:
    """Return the themes of a contract's priorities."""
    every = data["priorities"]
    own = every[(every["municipality"] == chosen.municipality) & (every["cycle"] == chosen.cycle)]
    return sorted(own["theme"].dropna().unique())


def _theme(data: Dataset, chosen: Choice, theme: str) -> str:
    """Return a theme of the contract, given by its key or as any workbook may write it."""
    known = themes_of(data, chosen)
    found = as_held(data.source, data.model, "theme", theme)
    return asked.chosen("theme", [found if found in known else theme], known)[0]


def chart_of(data: Dataset, chosen: Choice, words: Words) -> Drawn:
    """Return the squares of all priorities in the year, or why there are none."""
    place, year = (chosen.municipality, chosen.cycle), chosen.monitoring_year
    return unit_chart(data, *place, monitoring_year=year, language=words.language)


def table_of(data: Dataset, chosen: Choice, words: Words) -> Listing | Passage:
    """Return the priorities of the theme with their verdicts of the year."""
    place, years = place_name(data, words, chosen.municipality), cycles_phrase(words, [chosen.cycle])
    if not chosen.cycle:
        return notice(words("unknowns.contract", place=place))
    rows = panel(data.where(municipality=chosen.municipality, cycle=chosen.cycle))
    if rows.empty:
        return notice(words("listing.no_priorities", place=place, cycle=years))
    rows = in_contract(data, rows[rows["monitoring_year"] == chosen.monitoring_year])
    rows = rows[rows["theme"] == chosen.theme] if chosen.theme else rows
    columns: Columns = [
        ("number", priority_label),
        ("priority", lambda row: in_language(words, row, "title")),
        ("theme", lambda row: words.label("themes", row["theme"])),
        ("status", lambda row: verdict_entry(words, row)),
        ("reason", lambda row: typed(words, text(row["reason"]) or row["note"])),
    ]
    theme = words.label("themes", chosen.theme) if chosen.theme else words("explore.all_themes")
    year = marked_as("date", str(chosen.monitoring_year))
    caption = words("explore.caption", place=place, cycle=years, year=year, theme=theme)
    return listing("explored", caption, each_row(rows), columns, words)


def refused_of(data: Dataset, chosen: Choice, words: Words) -> list[Passage]:
    """Return what is not said of the year and the contract, and why; nothing where everything may be said."""
    if not chosen.cycle:
        return []
    asked = (
        lambda: rank(data, cycles=term(data, chosen.cycle), monitoring_year=chosen.monitoring_year),
        lambda: trend(data, f"{chosen.municipality}/{chosen.cycle}"),
    )
    why = []
    for ask in asked:
        try:
            ask()
        except Refusal as refusal:
            why.append(refusal.explain(words.language))
    return [Passage([words("explore.refused")]), Passage(why, "list")] if why else []


def laboratory_of(data: Dataset, chosen: Choice, words: Words) -> list[Laboratory | Passage]:
    """Return the laboratory of the contracts that run together with this one, in the year."""
    if not chosen.cycle:
        return []
    cycles, year = term(data, chosen.cycle), chosen.monitoring_year
    return [laboratory(data, cycles, monitoring_year=year, language=words.language)]


# --- with widgets ----------------------------------------------------------------------------------------------------


class Explorer:
    """The choices, and what follows them: ``shown`` is all of it, for JupyterLab. Raises ``ImportError``."""

    def __init__(self, data: Dataset, chosen: Choice, words: Words) -> None:
        import ipywidgets
        from itables.widget import ITable

        self.data, self.chosen, self.words, self.offering = data, chosen, words, False
        self.choices = {
            name: ipywidgets.Dropdown(description=words(f"column.{heading}"), style=WHOLE_LABEL)
            for name, heading in CHOICES.items()
        }
        self.chart, self.table = ipywidgets.Output(), ITable()
        self.caption, self.refused, self.laboratory = ipywidgets.HTML(), ipywidgets.HTML(), ipywidgets.VBox()
        bar = ipywidgets.HBox(list(self.choices.values()), layout=WRAPPED)
        self.shown = ipywidgets.VBox([bar, self.chart, self.caption, self.table, self.refused, self.laboratory])
        self.shown.add_class("pop-explore")
        self._offer()
        self._show()
        for choice in self.choices.values():
            choice.observe(self._choose, "value")

    def _choose(self, change: Any) -> None:
        """Take what somebody chose, with the contract, year and themes that go with it."""
        if self.offering:
            return
        name = next(name for name, choice in self.choices.items() if choice is change.owner)
        now = replace(self.chosen, **{name: change.new})
        if name == "municipality":
            now = replace(now, cycle=chosen_cycle(self.data, now.municipality))
        if name in ("municipality", "cycle"):
            now = replace(now, monitoring_year=last_year(self.data, now.municipality, now.cycle))
        self.chosen = now if now.theme in themes_of(self.data, now) else replace(now, theme="")
        self.offering = True
        self._offer()
        self.offering = False
        self._show()

    def _offer(self) -> None:
        """Offer what there is of the municipality and the contract."""
        data, now, words = self.data, self.chosen, self.words
        places = [(place_name(data, words, code), code) for code in municipalities_of(data)]
        contracts = data["contracts"]
        offered: dict[str, list[Any]] = {
            "municipality": sorted(places, key=lambda each: words.sort_key(each[0])),
            "cycle": sorted(contracts[contracts["municipality"] == now.municipality]["cycle"].dropna()),
            "monitoring_year": years_of(data, now.municipality, now.cycle),
            "theme": [(words.label("themes", theme), theme) for theme in themes_of(data, now)],
        }
        offered["theme"].insert(0, (words("explore.all_themes"), ""))
        for name, options in offered.items():
            choice = self.choices[name]
            if choice.options != (given := tuple(options)):
                choice.options = given  # the first of them is chosen then
            choice.value = getattr(now, name) if options else None
            choice.disabled = len(options) < 2

    def _show(self) -> None:
        from IPython.display import display

        data, now, words = self.data, self.chosen, self.words
        self.chart.clear_output(wait=True)
        with self.chart:
            display(chart_of(data, now, words))
        table = table_of(data, now, words)
        if isinstance(table, Listing):
            self.caption.value, self.table.layout.display = f"<p>{escape(table.caption)}</p>", None
            self.table.update(table.frame, **TABLE)
        else:
            self.caption.value, self.table.layout.display = table.to_html(), "none"
        self.refused.value = _html(refused_of(data, now, words))
        tried = laboratory_of(data, now, words)
        self.laboratory.children = [each for part in tried for each in _controls(part)]


def _html(blocks: list[Passage]) -> str:
    return "".join(block.to_html() for block in blocks)


def _controls(block: Block) -> Iterator[ipywidgets.Widget]:
    """The laboratory's heading, slider and choices, and its statements as they hold where these stand."""
    import ipywidgets

    if not isinstance(block, Laboratory):
        yield ipywidgets.HTML(block.to_html())
        return
    look = {"style": WHOLE_LABEL, "layout": {"width": "auto"}}
    values = [(each.text, each.value) for each in block.values]
    half = values[len(values) // 2][1]
    worth = ipywidgets.SelectionSlider(options=values, value=half, description=block.label, **look)
    options = [[(option, n) for n, option in enumerate(each.options)] for each in block.choices]
    about = zip(block.choices, options, strict=True)
    ways = [ipywidgets.Dropdown(options=known, description=each.label, **look) for each, known in about]
    cases = {way: n for n, way in enumerate(product(*(range(len(each.options)) for each in block.choices)))}
    found = ipywidgets.HTML()

    def show(_change: Any = None) -> None:
        case = cases[tuple(way.value for way in ways)]
        held = [(each.text, holds(each, worth.value, case)) for each in block.statements]
        tally = block.words.tally
        for mark, value in {"$value": worth.label, "$count": sum(here for _, here in held), "$of": len(held)}.items():
            tally = tally.replace(mark, str(value))
        lines = "".join(f"<li>{'✓' if here else '✗'} {escape(said)}</li>" for said, here in held)
        found.value = f"<p>{escape(tally)}</p><ul style='list-style:none;padding:0'>{lines}</ul>"

    for control in (worth, *ways):
        control.observe(show, "value")
    show()
    yield ipywidgets.HTML(f"<h4>{escape(block.headline)}</h4><p>{escape(block.subtitle)}</p>")
    yield worth
    yield ipywidgets.HBox(ways, layout=WRAPPED)
    yield found
    yield ipywidgets.HTML(f"<p>{escape(block.note)}</p>")
