"""When the invented contracts were signed and monitored, and how members type dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

MONTHS = (
    "janar", "shkurt", "mars", "prill", "maj", "qershor", "korrik", "gusht", "shtator", "tetor", "nëntor", "dhjetor",
)  # fmt: skip


@dataclass(frozen=True)
class MonitoredYear:
    """One monitoring year: its number and the first day of its first and of its last month."""

    number: int
    start: date
    end: date

    @property
    def period(self) -> str:
        """The period as it is typed: shtator 2020 – shtator 2021."""
        return f"{month(self.start)} – {month(self.end)}"

    def day(self, rng: Random) -> date:
        """Any day of it."""
        return between(self.start, self.end + timedelta(days=27), rng)


@dataclass(frozen=True)
class Cycle:
    """One contract of a municipality, with the years that were monitored."""

    name: str
    signed_on: date
    observed_from: date
    years: tuple[MonitoredYear, ...]

    @property
    def key(self) -> str:
        """The cycle in addresses: 2019-2023."""
        return self.name.replace("–", "-")

    def day(self, rng: Random) -> date:
        """Any day between signing and the end of monitoring."""
        return between(self.signed_on, self.years[-1].end if self.years else self.signed_on, rng)


def joins_late(index: int) -> bool:
    """Every third municipality joined the network in 2021."""
    return index % 3 == 2


def cycles_of(index: int, years: int, rng: Random) -> tuple[Cycle, ...]:
    """The contracts of municipality ``index``, oldest first, when the network has monitored for ``years`` years.

    Up to four years belong to 2019–2023; the fifth to eighth go to a cycle before it, 2015–2019, because years
    after the second cycle's first would lie in the future. From four years on there is a second cycle.
    """
    cycles = [_joiners_cycle(years, rng) if joins_late(index) else _main_cycle(years, rng)]
    if years > 4 and not joins_late(index):
        cycles.insert(0, _cycle_before(years - 4, rng))
    if years >= 4:
        cycles.append(_second_cycle(index % 2 == 0, rng))
    return tuple(cycles)


def _main_cycle(years: int, rng: Random) -> Cycle:
    signed_on = between(date(2019, 6, 3), date(2019, 11, 22), rng)
    start = max(date(2019, 8, 1), next_month(signed_on))
    return Cycle("2019–2023", signed_on, start, _monitored(start, 2020, min(years, 4)))


def _cycle_before(years: int, rng: Random) -> Cycle:
    signed_on = between(date(2015, 5, 18), date(2015, 7, 17), rng)
    start = date(2015, 8, 1)
    return Cycle("2015–2019", signed_on, start, _monitored(start, 2016, years))


def _joiners_cycle(years: int, rng: Random) -> Cycle:
    signed_on = between(date(2021, 5, 10), date(2021, 7, 23), rng)
    first = MonitoredYear(1, date(2021, 8, 1), date(2021, 12, 1))
    second = MonitoredYear(2, date(2022, 1, 1), date(2022, 12, 1))
    return Cycle("2021–2023", signed_on, first.start, (first, second)[: max(1, years - 2)])


def _second_cycle(monitored: bool, rng: Random) -> Cycle:
    signed_on = between(date(2023, 9, 18), date(2023, 12, 15), rng)
    first = MonitoredYear(1, date(2024, 1, 1), date(2024, 12, 1))
    return Cycle("2023–2027", signed_on, first.start, (first,) if monitored else ())


def _monitored(start: date, first_end: int, count: int) -> tuple[MonitoredYear, ...]:
    """Years that end in August the first time and run from September to September afterwards."""
    first = MonitoredYear(1, start, date(first_end, 8, 1))
    ends = enumerate(range(first_end + 1, first_end + count), start=2)
    return (first, *(MonitoredYear(number, date(end - 1, 9, 1), date(end, 9, 1)) for number, end in ends))


def month(day: date) -> str:
    """The month of ``day`` as members type it.

    >>> month(date(2021, 7, 9))
    'korrik 2021'
    """
    return f"{MONTHS[day.month - 1]} {day.year}"


def next_month(day: date) -> date:
    """The first day of the month after."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def between(first: date, last: date, rng: Random) -> date:
    """A day from ``first`` to ``last``."""
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def typed(day: date, rng: Random, weights: Sequence[int] = (74, 16, 4, 6)) -> date | str | int | None:
    """``day`` as it gets typed: a day, a month, a year or nothing, with these ``weights``."""
    return rng.choices((day, month(day), day.year, None), weights)[0]


def year_of(cell: date | str | int | None) -> int | None:
    """The calendar year of a typed date: the other way round from :func:`typed`."""
    if cell is None or isinstance(cell, int):
        return cell
    return int(cell.split()[-1]) if isinstance(cell, str) else cell.year
