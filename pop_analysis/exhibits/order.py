"""What may be said of an order among municipalities, and what not: two lines, from the test that tells two apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pop_analysis.exhibits.quantities import Scope, limit, of_term
from pop_analysis.exhibits.wording import place_name
from pop_analysis.locale import Words
from pop_analysis.locale.said import joined
from pop_analysis.measures import standing, told_apart
from pop_analysis.measures.comparison.side_by_side import (
    AHEAD,
    CROSSED,
    EQUAL,
    FEW,
    MIN_N_FOR_ORDER,
    NOT_TOLD_APART,
    ONE_VERDICT,
)
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row

MAX_PAIRS_NAMED = 5
REASONS = (FEW, ONE_VERDICT, CROSSED, EQUAL, "not_compared")


def said_of_one(
    data: Dataset, municipality: str, cycles: Sequence[str], monitoring_year: int | None, words: Words
) -> str:
    """What may and may not be said of one municipality beside the comparable others."""
    found = {name: int(n) for name, n in standing(data, municipality, cycles, monitoring_year).items()}
    scope, place = of_term(cycles, monitoring_year).of(municipality=municipality), place_name(data, words, municipality)
    ordered = found["ahead"] + found["behind"]
    counts = {name: scope(f"beside_{name}", found[name]) for name in ("ahead", "behind")}
    others = scope("beside", found["others"])
    if ordered:
        may = words("says.place.order", n=others, place=place, **counts)
    else:
        may = words("says.place.no_order", n=others, place=place)
    if ordered == found["others"]:
        return joined(" ", [may, words("says.place.nothing", place=place)])
    reasons = _reasons("beside_apart", found, scope, words)
    return joined(" ", [may, words("says.place.not", place=place, reasons=reasons)])


def said_of_all(data: Dataset, cycles: Sequence[str], monitoring_year: int | None, words: Words) -> str:
    """What may and may not be said of the order of all; "" where there are no two."""
    pairs, scope = told_apart(data, cycles, monitoring_year), of_term(cycles, monitoring_year)
    if pairs.empty:
        return ""
    ahead = pairs[pairs["relation"] == AHEAD]
    names = [
        [place_name(data, words, row[end]) for end in ("municipality", "other")]
        for row in each_row(ahead.head(MAX_PAIRS_NAMED))
    ]
    named = [words("says.network.pair", place=place, other=other) for place, other in names]
    if len(ahead) > len(named):
        named.append(words("says.network.more", n=scope("pairs_ahead", len(ahead))))
    may = words("says.network.order", pairs=words.listed(named)) if named else words("says.network.no_order")
    if len(ahead) == len(pairs):
        return joined(" ", [may, words("says.network.nothing")])
    apart = pairs[pairs["relation"] != AHEAD]
    why = apart["because"].where(apart["relation"] == NOT_TOLD_APART, apart["relation"])
    counts = why.where(why.isin(REASONS), "not_compared").value_counts()
    return joined(" ", [may, words("says.network.not", reasons=_reasons("pairs_apart", counts, scope, words))])


def _reasons(quantity: str, counts: Mapping[str, int], scope: Scope, words: Words) -> str:
    return words.listed(
        words(
            f"says.because.{reason}",
            n=scope.of(because=reason)(quantity, int(counts[reason])),
            enough=limit("order", MIN_N_FOR_ORDER),
        )
        for reason in REASONS
        if counts.get(reason, 0)
    )
