"""The numbers in the cells of the pages' tables, counted again: by table, by what a row is about, and by column."""

from collections import Counter
from collections.abc import Iterator

from oracle.raw import cycle_of
from oracle.recount import ADDRESSED, SCALE, Contract, Oracle, number

Cell = tuple[str, str, object, object]


def cells(oracle: Oracle, block) -> Iterator[Cell]:
    """Which row, which column, what was counted, and what stands there: of the tables that count."""
    name = getattr(block, "id", "").split("-by-")[0]
    if name not in TABLES or not hasattr(block, "table"):
        return
    recount, ids = TABLES[name], [column.id for column in block.table.columns]
    for entries in block.table.rows:
        row = dict(zip(ids, entries, strict=True))
        for column, counted in recount(oracle, block, row).items():
            yield entries[0].text, column, counted, row[column].value


def contract_of(oracle: Oracle, row: dict, cycle: str = "cycle") -> Contract:
    place = oracle.raw.codes[row["municipality"].text]
    return oracle.of(place, cycle_of(row[cycle].text))[0]


def side_by_side(oracle: Oracle, block, row: dict) -> dict:
    rows = next(claim.rows for claim in block.claims if claim.counted == "assessed")
    each, year = oracle.chosen(municipality=oracle.raw.codes[row["municipality"].text], **rows)[0]
    judged = Counter(each.judged(year).values())
    n, addressed = judged.total(), sum(judged[status] for status in ADDRESSED)
    enough = each.coverage(year) >= 0.8  # under 80 % no share stands
    shares = {"share_top": judged[SCALE[0]] / n, "share_addressed": addressed / n}
    shares = shares if enough else dict.fromkeys(shares)
    counts = {status: judged[status] for status in SCALE} | {
        "assessed": n,
        "known": None if each.declared is None else each.known(year),
    }
    return counts | shares | {"months": each.observed(year)}


def coverage(oracle: Oracle, block, row: dict) -> dict:
    each, year = contract_of(oracle, row), row["year"].value
    if year is None:
        return {"on_file": len(each.priorities)}
    return {"assessed": len(each.judged(year))}


def flow(oracle: Oracle, block, row: dict) -> dict:
    rows = next(claim.rows for claim in block.claims if claim.counted == "judged_in_both")
    years, before = rows["monitoring_year"], row["from"].value
    pairs = Counter(
        tuple(each.status(key, year) for year in years)
        for each, key, change in oracle.changes(**rows)
        if change in ("improved", "same", "regressed")
    )
    counts = {after: sum(n for (b, a), n in pairs.items() if a == after and before in (None, b)) for after in SCALE}
    return counts | {"total": sum(counts.values())}


def bridge(oracle: Oracle, block, row: dict) -> dict:
    rows = next(claim.rows for claim in block.claims if claim.counted == "bridge")
    return {"count": oracle.bridge(**rows | {"step": row["step"].value})}


def outputs(oracle: Oracle, block, row: dict) -> dict:
    """Of the group's activities: how many, the people of those that count any, the sexes of those that count both."""
    rows = next(claim.rows for cell in row.values() for claim in cell.claims if claim.counted == "activities")
    n, found = oracle.activities(**rows), oracle.found
    people = [counted for each in found if (counted := number(each.get("Pjesëmarrës"))) is not None]
    sexes = [(number(each.get("Gra dhe vajza")), number(each.get("Burra dhe djem"))) for each in found]
    both = [pair for pair in sexes if None not in pair]
    return {
        "activities": n,
        "participants": sum(people) if people else None,
        "women": sum(women for women, _ in both) if both else None,
        "men": sum(men for _, men in both) if both else None,
        "with_participants": len(people),
        "with_sex": len(both),
    }


def outcomes(oracle: Oracle, block, row: dict) -> dict:
    each, year = contract_of(oracle, row, "contract"), int(row["year"].text)
    judged, before = Counter(each.judged(year).values()), year - 1 in each.judged_years
    changes = Counter(each.changes(year - 1, year).values()) if before else {}
    counts = {status: judged[status] for status in SCALE}
    counts |= {"assessed": judged.total(), "total": len(each.standing(year))}
    kinds = ("improved", "same", "regressed", "new", "withdrawn")
    return counts | {kind: changes.get(kind, 0) if before else None for kind in kinds}


def evidence(oracle: Oracle, block, row: dict) -> dict:
    rows = next(claim.rows for claim in block.claims if claim.counted == "pieces_of_evidence")
    each = oracle.of(**rows)[0]
    key = row["number"].text or row["priority"].text
    return {"pieces": each.evidence.count(key)} if key in each.priorities else {}


TABLES = {
    "stacked-bars": side_by_side,
    "range-bars": side_by_side,
    "coverage-map": coverage,
    "transition-flow": flow,
    "bridge": bridge,
    "outputs": outputs,
    "outcomes": outcomes,
    "evidence-bars": evidence,
}
