"""The years of a contract as they stand in keys: ``2019-2023``, or that it has none."""

UNDATED = "undated"  # of a manifesto or plan without a term
ALWAYS = (0, 9999)


def typed_cycle(cycle: str) -> str:
    """Return the years as a person types them; "" for a contract that has none.

    >>> typed_cycle("2019-2023"), typed_cycle(UNDATED)
    ('2019–2023', '')
    """
    return "" if cycle == UNDATED else cycle.replace("-", "–")


def years_of(cycle: str) -> tuple[int, int]:
    """Return the first and the last year of a contract; of one without years all there are.

    >>> years_of("2019-2023"), years_of("2022"), years_of(UNDATED)
    ((2019, 2023), (2022, 2022), (0, 9999))
    """
    if cycle == UNDATED:
        return ALWAYS
    years = [int(year) for year in cycle.split("-")]
    return years[0], years[-1]
