"""Invented advocacy campaigns and the rungs of the ladder each has reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from pop_analysis.synthetic.contracts import Priority
from pop_analysis.synthetic.cycles import month, typed
from pop_analysis.synthetic.labels import Labels, Row, wording
from pop_analysis.synthetic.names import Place

HOW_MANY = (12, 38, 32, 18)
# How many rungs a campaign climbs, and how long it stays on one, in days.
RUNGS, WAIT = (6, 12, 20, 18, 14, 14, 16), (25, 75)
BUDGETS = range(600_000, 6_100_000, 100_000)
STATES_AMOUNT, WITHOUT_PETITION, EXPECTS_MORE = 0.75, 0.2, 0.35


@dataclass(frozen=True)
class Reach:
    """How far a municipality's first campaign must come; None leaves it to chance."""

    rungs: int | None = None
    expects: bool | None = None
    shared_decision: bool = False


def campaign_rows(
    place: Place, priorities: Sequence[Priority], reach: Reach, labels: Labels, rng: Random
) -> tuple[list[Row], list[Row]]:
    """Rows of the tables ``campaigns`` and ``campaign_stages`` of one municipality."""
    count = max(rng.choices(range(4), HOW_MANY)[0], 1 if reach.rungs else 0)
    candidates = {p.promise.campaign: p for p in priorities if p.cycle.years and p.promise.campaign}
    campaigns: list[Row] = []
    stages: list[Row] = []
    for (title_sq, title_en), priority in rng.sample(list(candidates.items()), min(count, len(candidates))):
        source = f"{place.site}/fushata/{len(campaigns) + 1}"
        campaigns.append(
            {
                "campaign_title": title_sq,
                "title_en": title_en,
                "cycle": priority.cycle.name,
                "label": priority.reference,
                "source": source,
            }
        )
        ladder = _ladder(priority, Reach() if len(campaigns) > 1 else reach, labels, rng)
        stages += [{"campaign_title": title_sq, "source": source, **stage} for stage in ladder]
    return campaigns, stages


def _ladder(priority: Priority, reach: Reach, labels: Labels, rng: Random) -> list[Row]:
    """The stages one campaign reached, with dates that follow each other and amounts where one was decided."""
    ladder = labels.model.lists["campaign_stages"]
    names = list(ladder)
    climbed = names[: reach.rungs or rng.choices(range(1, len(RUNGS) + 1), RUNGS)[0]]
    expects = rng.random() < EXPECTS_MORE if reach.expects is None else reach.expects
    if len(climbed) > 2 and rng.random() < WITHOUT_PETITION:
        climbed = climbed[1:]
    notes = wording("fieldwork")["stage_notes"]
    day = rng.choice(priority.cycle.years).start + timedelta(days=rng.randrange(60))
    amount = float(rng.choice(BUDGETS))
    rows: list[Row] = []
    for name in climbed:
        typed_day = typed(day, rng, (70, 26, 4, 0))
        row: Row = {"stage": labels.of("campaign_stages", name), "date": typed_day, "note": notes.get(name)}
        if ladder[name].extra.get("budget"):
            # The offer comes below the budget, and the payment below or at the offer: three decisions, three amounts.
            amount = _below(amount, rng) if any("amount_all" in earlier for earlier in rows) else amount
            row |= {"amount_all": int(amount)} if rng.random() < STATES_AMOUNT or reach.rungs else {}
            if reach.shared_decision and not any("amount_all" in earlier for earlier in rows):
                row["note"] = wording("fieldwork")["stage_notes_shared"]
        rows.append(row)
        day += timedelta(days=rng.randint(*WAIT))
    following = names[names.index(climbed[-1]) + 1 :]
    if expects and following:
        rows.append(
            {
                "stage": labels.of("campaign_stages", following[0]),
                "date": month(day + timedelta(days=150)),
                "expected": labels.of("yes_no", "yes"),
                "note": wording("fieldwork")["expected_note"],
            }
        )
    return _typed_in_order(rows)


def _below(amount: float, rng: Random) -> float:
    return round(amount * rng.choice((0.9, 0.94, 0.97, 1.0)), -3)


def _typed_in_order(rows: list[Row]) -> list[Row]:
    """A year alone may seem to come before the stage ahead of it: such a date is left out."""
    for row in rows[1:]:
        if isinstance(row["date"], int):
            row["date"] = None
    return rows
