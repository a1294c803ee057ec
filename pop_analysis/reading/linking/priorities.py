"""What the priorities of a contract say together: more rows than the contract has, titles of several promises.

A title asks how many promises it holds, and is never counted by itself: where somebody filled that in, nobody asks. It
seems to hold several if it

- has parts between semicolons, lines or numbered points (“1) … 2) …”, “a) … b) …”), or
- lists three things or more, with commas and a last “and”, or
- has one “and” with two words of weight or more on either side, the second side not leaning on the first (“Lighting of
  the streets and repair of the school”; not “water and sewage”, nor “safety of children and of the old”).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from babel.lists import format_list

from pop_analysis.model import Model
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.rows import Row

POINTS = re.compile(r"\s*(?:[;\n•]|(?<!\w)(?:\d{1,2}|[a-h])\)\s)\s*")
COMMA = re.compile(r"\s*,\s+")
# Shorter words bear no weight of their own: articles, prepositions.
MIN_LETTERS_OF_WEIGHT = 4
MIN_LISTED = 3


def check_priorities(tables: Mapping[str, list[Row]], model: Model, findings: Findings) -> None:
    """Say where a contract has more rows of priorities than it is said to have, and which titles hold several promises.

    A total that cannot be so is left out; of the titles nothing is counted until somebody says how many. A verdict on
    a year before its priority came into the contract is put aside.
    """
    _check_verdicts_before(tables, findings)
    of_contract: dict[str, list[Row]] = defaultdict(list)
    for row in tables["priorities"]:
        if not row.rejected and row.values.get("contract"):
            of_contract[row.values["contract"]].append(row)
    for row in tables["contracts"]:
        if not row.rejected and (total := row.values.get("priorities_total")):
            _check_total(row, total, of_contract[row.values["contract"]], findings)
    ands = _conjunctions(model.languages)
    for rows in of_contract.values():
        asked = [row for row in rows if not row.values.get("promises") and promises_seem_several(_title(row), ands)]
        if asked:
            shown = ", ".join(row.typed("label") or row.typed("title_sq") for row in asked)
            header = model.tables["priorities"].fields["promises"].header
            asked[0].note(findings, "PR-04", "title_sq", choices=shown, field=header)


def _check_verdicts_before(tables: Mapping[str, list[Row]], findings: Findings) -> None:
    """Put aside verdicts on a year in which their priority is said not to be in the contract yet."""
    since = {row.values.get("priority"): row for row in tables["priorities"] if row.values.get("since_year")}
    for row in tables["assessments"]:
        priority, year = since.get(row.values.get("priority")), row.values.get("monitoring_year")
        if row.rejected or priority is None or priority.rejected or year is None:
            continue
        if year < priority.values["since_year"]:
            place = f"{priority.sheet}!{priority.place('since_year')}"
            row.reject(findings, "PR-05", "monitoring_year", read=str(priority.values["since_year"]), place=place)


def _check_total(contract: Row, total: int, rows: Sequence[Row], findings: Findings) -> None:
    from_the_start = [row for row in rows if (row.values.get("since_year") or 1) <= 1]
    if len(from_the_start) > total:
        points = sum(row.values.get("sub_number") is not None for row in from_the_start)
        found = {"found": str(len(from_the_start)), "points": str(points)}
        contract.fault(findings, "PR-03", "priorities_total", total, **found)


def _title(row: Row) -> str:
    return row.values.get("title_sq") or ""  # as the contract has it: a translation joins what the contract does not


def promises_seem_several(title: str, ands: re.Pattern[str]) -> bool:
    """Say whether a title seems to hold several promises; ``ands`` finds the word between the last two of a list.

    >>> ands = _conjunctions(["sq", "en"])
    >>> promises_seem_several("Ndriçimi i rrugëve dhe rikonstruksioni i shkollës", ands)
    True
    >>> promises_seem_several("Siguria e fëmijëve dhe e të moshuarve", ands)
    False
    """
    if len([part for part in POINTS.split(title) if part.strip()]) > 1:
        return True
    parts = [part for side in ands.split(title) for part in COMMA.split(side) if part.strip()]
    if len(parts) >= MIN_LISTED:
        return True
    sides = ands.split(title)
    return len(sides) == 2 and all(_words_of_weight(side) > 1 for side in sides) and _stands_alone(sides[1])


def _words_of_weight(text: str) -> int:
    return sum(len(word) >= MIN_LETTERS_OF_WEIGHT for word in re.findall(r"[^\W\d_]+", text))


def _stands_alone(side: str) -> bool:
    """A side that begins with an article or a preposition goes on with what stands before it."""
    first = re.search(r"[^\W\d_]+", side)
    return first is not None and len(first[0]) >= MIN_LETTERS_OF_WEIGHT


def _conjunctions(languages: Iterable[str]) -> re.Pattern[str]:
    """What stands between the last two of a list, in each language, and the signs people write for it."""
    words = {format_list(["", ""], locale=language).strip() for language in languages} | {"&", "+"}
    return re.compile(r"\s+(?:" + "|".join(map(re.escape, sorted(words - {""}))) + r")\s+", re.IGNORECASE)
