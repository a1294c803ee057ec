"""Which contract a page is about, and which contracts run together: the terms of office."""

from __future__ import annotations

from pop_analysis.choices import WrongUse
from pop_analysis.locale import in_nouns
from pop_analysis.measures import benchmark, busiest_years, year_by_year
from pop_analysis.measures.cache import cached
from pop_analysis.measures.comparison.benchmark import MIN_OTHERS_FOR_RANGE
from pop_analysis.measures.coverage import municipalities_of
from pop_analysis.reading import Dataset


def chosen_cycle(data: Dataset, municipality: str, cycle: str = "") -> str:
    """The years of the contract a page is about: ``cycle``, or the last with verdicts, a report, or signed.

    Raises ``WrongUse`` when the municipality or the contract is not on file, naming those that are.

    Returns
    -------
    str
        Its years; empty where no contract is on file.

    Examples
    --------
    >>> pop.exhibits.chosen_cycle(data, "fier")
    '2019-2023'
    """
    known = municipalities_of(data)
    if municipality not in known:
        unit = in_nouns("<unit>", "en", data.model.nouns)
        raise WrongUse(f"no {unit} “{municipality}”; there are: {', '.join(sorted(known)) or 'none'}")
    own = data.where(municipality=municipality)
    cycles = sorted(own["contracts"]["cycle"])
    if cycle:
        if cycle not in cycles:
            raise WrongUse(
                f"no {_contract(data)} “{cycle}” of {municipality}; there are: {', '.join(cycles) or 'none'}"
            )
        return cycle
    for table in ("assessments", "reports", "contracts"):
        if len(own[table]):
            return str(own[table]["cycle"].max())
    return ""


def changed_cycle(data: Dataset, municipality: str, cycle: str) -> str:
    """The contract whose years show what changed: ``cycle`` with verdicts of two years, else the last that has them.

    In the first year of a new contract the years of the one before stay on the page. Where no contract of the
    municipality has two years, it is ``cycle``.

    Returns
    -------
    str
        Its years.

    Examples
    --------
    >>> pop.exhibits.changed_cycle(invented, "lumebardhe", "2023-2027")
    '2019-2023'
    """
    changed = sorted(year_by_year(data.where(municipality=municipality))["cycle"].unique())
    return cycle if cycle in changed or not changed else str(changed[-1])


def term(data: Dataset, cycle: str = "") -> list[str]:
    """The contracts that run in one term of office, as cycles with the same last year.

    ``cycle`` names one of them; by default the last term with a verdict. So 2019–2023 and, for those that joined
    later, 2021–2023.

    Returns
    -------
    list of str
        Their years, sorted.

    Examples
    --------
    >>> pop.exhibits.term(data)
    ['2019-2023', '2021-2023']
    """
    cycles, last_assessed = _cycles(data)
    if cycle and cycle not in cycles:
        raise WrongUse(f"no {_contract(data)} “{cycle}”; there are: {', '.join(cycles) or 'none'}")
    cycle = cycle or last_assessed or max(cycles, default="")
    return [each for each in cycles if each[-4:] == cycle[-4:]]


def comparable_others(data: Dataset, municipality: str, cycle: str) -> int | None:
    """How many municipalities a contract may be set beside; None where they are too few to be drawn.

    >>> comparable_others(data, "fier", "2019-2023") is None
    True
    """
    if not cycle or (rows := benchmark(data, municipality, term(data, cycle))).empty:
        return None
    others = int(rows["others"].iloc[0])
    return others if others >= MIN_OTHERS_FOR_RANGE else None


def _contract(data: Dataset) -> str:
    return in_nouns("<contract>", "en", data.model.nouns)


@cached
def _cycles(data: Dataset) -> tuple[tuple[str, ...], str]:
    """All cycles of contracts, sorted, and the last with a verdict."""
    judged = data["assessments"]["cycle"].dropna()
    return tuple(sorted(data["contracts"]["cycle"].unique())), str(judged.max()) if len(judged) else ""


def moving_term(data: Dataset, cycle: str = "") -> list[str]:
    """The contracts of :func:`term` when one of them has verdicts in two following years; else the last such term's.

    In the first year of a new contract nothing of it can have changed: then what changed is that of the one before.

    Returns
    -------
    list of str
        Their years, sorted.

    Examples
    --------
    >>> pop.exhibits.moving_term(invented)
    ['2019-2023', '2021-2023']
    """
    chosen = term(data, cycle)
    ends = sorted({cycle[-4:] for cycle in data["contracts"]["cycle"] if cycle[-4:] < chosen[0][-4:]}, reverse=True)
    for end in ends if busiest_years(data.where(cycle=chosen)) is None else ():
        before = [cycle for cycle in sorted(data["contracts"]["cycle"].unique()) if cycle.endswith(end)]
        if busiest_years(data.where(cycle=before)) is not None:
            return before
    return chosen
