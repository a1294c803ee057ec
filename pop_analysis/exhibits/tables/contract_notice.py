"""What the page of a municipality says before its charts: who signed the contract, who judged, on what."""

from __future__ import annotations

from typing import Any

from pop_analysis.blocks.blocks import Passage
from pop_analysis.exhibits.rows import when
from pop_analysis.exhibits.tables.contracts_table import organisation
from pop_analysis.exhibits.wording import cycles_phrase, typed_within
from pop_analysis.locale import Words
from pop_analysis.locale.said import named
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row


def contract_notice(data: Dataset, municipality: str, cycle: str, *, language: str | None = None) -> Passage:
    """Say who signed a contract and when, and who judged its priorities; that a mayor signed only where it is on file.

    Examples
    --------
    >>> pop.exhibits.contract_notice(data, "fier", "2019-2023", language="en")
    Social contract 2019–2023. Date of signing: 17 October 2019. Signatories: not known.
    The verdicts on file are those of: Youth Center “New Epoch”.
    """
    words = Words(data.model, language)
    own = data.where(municipality=municipality, cycle=cycle)
    signed = [_signed(row, words) for row in each_row(own["contracts"])]
    names, statuses = judges(own, words), own["assessments"]["status"]
    judged_any = statuses.isin(data.model.levels).any()
    key = "judged" if judged_any else "monitors" if len(statuses) or len(own["reports"]) else "members"
    if names:
        judged = words(f"contract.{key}", names=words.listed(names))
    else:
        judged = words("contract.nobody") if judged_any else ""
    return Passage([*(signed or [words("listing.no_contracts")]), *([judged] if judged else [])])


def _signed(row: dict[str, Any], words: Words) -> str:
    return words(
        "contract.signed",
        cycle=cycles_phrase(words, [row["cycle"]]),
        when=when(row, words, "signed_on") or words("unknown"),
        who=typed_within(words, row["signatories"]) or words("unknown"),
    )


def judges(own: Dataset, words: Words) -> list[str]:
    """Whoever is named as monitor; where nobody is, the member organisations, else whom the network names as judge."""
    monitors = own["assessments"]["monitor"]
    others = [named(name) for name in dict.fromkeys(monitors.dropna())]
    if len(monitors) and monitors.notna().all():
        return others
    members = {named(row["organisation"]): named(organisation(row, words)) for row in each_row(own["members"])}
    if len(monitors) and not members and (judge := words.model.judge.get(words.language)):
        members = {named(judge): named(judge)}
    return list(dict.fromkeys([*members.values(), *(name for name in others if name not in members)]))
