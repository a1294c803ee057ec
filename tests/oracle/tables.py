"""The numbers in the cells of the pages' tables, counted again: by table, by what a row is about, and by column."""

import re
from collections import Counter
from collections.abc import Iterator
from statistics import median

from oracle.grid import WORTHS, holds
from oracle.raw import ADDRESSED, LIMITS, SCALE, STAGES, THEMES, cycle_of, label_of
from oracle.recount import GROUPS, Contract, Oracle, number, wilson

Cell = tuple[str, str, object, object]


def cells(oracle: Oracle, block) -> Iterator[Cell]:
    """Which row, which column, what was counted, and what stands there: of the tables that count."""
    name = re.sub("^.*-heat$", "heat", getattr(block, "id", "").split("-by-")[0])
    if name not in TABLES or not hasattr(block, "table"):
        return
    recount, ids = TABLES[name], [column.id for column in block.table.columns]
    for entries in block.table.rows:
        row = dict(zip(ids, entries, strict=True))
        for column, counted in recount(oracle, block, row).items():
            entry = row[column]
            in_words = isinstance(counted, tuple)  # numbers in a text: “2 of 3”
            shown = tuple(map(int, re.findall(r"\d+", entry.text))) if in_words else entry.value
            yield entries[0].text, column, counted, shown


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


def rows_of(block, counted: str) -> dict:
    """The rows a sentence of the block, or a cell, counts this quantity of."""
    return next(claim.rows for claim in block.claims if claim.counted == counted)


def coverage(oracle: Oracle, block, row: dict) -> dict:
    each, year = contract_of(oracle, row), row["year"].value
    if year is None:
        return {"on_file": len(each.priorities), "declared": each.declared, "state": "contract"}
    assessed = len(each.judged(year))
    known = each.known(year) if assessed and each.declared is not None else each.declared
    return {"assessed": assessed, "declared": known, "state": state_of_year(oracle, each, year)}


def state_of_year(oracle: Oracle, each: Contract, year: int) -> str:
    """What is on file of a year: verdicts, or why there is none."""
    assessed, standing = len(each.judged(year)), each.standing(year)
    if assessed:
        return "verdicts" if each.declared is not None and assessed == each.known(year) else "some_verdicts"
    report = any(int(row["Viti i monitorimit"]) == year for row in each.reports)
    public = "report" if report else "figure" if year in oracle._years_published(each) else ""
    if any(when == year for _, when in each.aside):
        return "put_aside"
    if "unverifiable" in standing.values():
        return "not_verifiable"
    if public and (None in standing.values() or not each.gone(year)):
        return public
    return "withdrawn" if each.gone(year) else "never_entered"


def heat(oracle: Oracle, block, row: dict) -> dict:
    """By place: addressed, and judged, of one group; nothing where none was judged."""
    rows = rows_of(block, "assessed_in_groups")
    by, name = rows["by"], next(iter(row.values())).text
    found = {}
    for each, year in oracle.chosen(cycle=rows["cycle"], monitoring_year=rows["monitoring_year"]):
        for key, status in each.judged(year).items():
            typed = each.priorities[key].get(GROUPS[by])
            groups = [part.strip() for part in str(typed).split(";")] if by == "beneficiaries" else [typed]
            same = THEMES[typed] == THEMES[name] if by == "theme" and typed else name in groups
            found.setdefault(each.place, Counter()).update(judged=same, addressed=same and status in ADDRESSED)
    none = Counter()
    counts = {place: found.get(place, none) for place in row if place != by}
    return {place: (n["addressed"], n["judged"]) if n["judged"] else () for place, n in counts.items()}


def averages(oracle: Oracle, block, row: dict) -> dict:
    year = int(row["year"].text)
    each = oracle.chosen(cycle=[cycle_of(row["contract"].text)], monitoring_year=year)
    levels = [oracle._levels(one, year) for one, _ in each]
    enough = [n for n, (one, _) in zip(levels, each, strict=True) if one.coverage(year) >= LIMITS["coverage"]]
    top, both, n = sum(n[0] for n in levels), sum(n[0] + n[1] for n in levels), sum(map(sum, levels))
    return {
        "municipalities": (len({one.place for one, _ in each}),),
        "assessed": (n,),
        "pooled_top": top / n,
        "pooled_addressed": both / n,
        "mean_top": sum(n[0] / sum(n) for n in enough) / len(enough) if len(enough) > 1 else None,
        "mean_addressed": sum((n[0] + n[1]) / sum(n) for n in enough) / len(enough) if len(enough) > 1 else None,
    }


def intervals(oracle: Oracle, block, row: dict) -> dict:
    rows = rows_of(block, "assessed")
    each, year = oracle.chosen(municipality=oracle.raw.codes[row["municipality"].text], **rows)[0]
    levels = oracle._levels(each, year)
    n, top, both = sum(levels), levels[0], levels[0] + levels[1]
    counts = {"fully": top, "addressed": both, "assessed": n}
    for name, count in (("top", top), ("addressed", both)):
        low, high = wilson(count, n)
        shown = {f"share_{name}": count / n, f"{name}_wilson_low": low, f"{name}_wilson_high": high}
        counts |= shown if each.coverage(year) >= LIMITS["coverage"] else dict.fromkeys(shown)
    return counts


def ladder(oracle: Oracle, block, row: dict) -> dict:
    """What sources say of a stage of a campaign."""
    place, title = oracle.raw.codes.get(row["municipality"].text), row["campaign"].text
    named = {
        each["Fushata"]
        for each in oracle.raw["campaigns"]
        if each["place"] == place and title in (each["Fushata"], each.get("Fushata në anglisht"))
    }
    said = [
        each
        for each in oracle.raw["stages"]
        if each["place"] == place and each["Fushata"] in named and each["Hapi"] == STAGES[row["stage"].value]
    ]
    states = ["expected" if each.get("Pritet") == "po" else "reached" for each in said]
    amounts = [number(each.get("Shuma (lekë)")) for each in said]
    return {"state": states[0] if states else "not_stated", "amount": amounts[0] if amounts else None}


def strip(oracle: Oracle, block, row: dict) -> dict:
    """The verdict of each year, nothing where a priority was not in the contract."""
    rows = rows_of(block, "priorities_on_file")
    each = oracle.of(**rows)[0]
    key = row["number"].text or next(
        (key for key, one in each.priorities.items() if row["priority"].text in one.values()), ""
    )
    if key not in each.priorities:
        return {}
    years = {name: each.status(key, int(name[5:])) for name in row if name.startswith("year_")}
    gone = "not in the contract"
    return {name: None if said == gone else said or "not_assessed" for name, said in years.items()}


def units(oracle: Oracle, block, row: dict) -> dict:
    rows = rows_of(block, "priorities")
    each, year = oracle.of(rows["municipality"], rows["cycle"])[0], rows["monitoring_year"]
    key = row["number"].text
    return {"status": each.status(key, year) or "not_assessed"} if key in each.priorities else {}


def years(oracle: Oracle, block, row: dict) -> dict:
    """Verdicts of one year of a contract; the place is that of the claims in its cells."""
    claim = next((claim for cell in row.values() for claim in cell.claims if claim.counted == "assessed"), None)
    if claim is None:
        return {}
    each, year = oracle.of(claim.rows["municipality"], claim.rows["cycle"])[0], claim.rows["monitoring_year"]
    return dict(zip(SCALE, oracle._levels(each, year), strict=True)) | {"year": year}


def answers(oracle: Oracle, block, row: dict) -> dict:
    said = [
        each
        for each in oracle.raw["survey"]
        if row["question"].text in (each["Pyetja"], each.get("Pyetja në anglisht"))
        and row["answer"].text in (each["Përgjigjja"], each.get("Përgjigjja në anglisht"))
    ]
    count, asked = said[0]["Numri"], said[0]["Gjithsej"]
    return {"count": count, "asked": asked, "share": count / asked}


def cumulative(oracle: Oracle, block, row: dict) -> dict:
    """Of a stretch of months: the estimated shares before and by its end, and how many were watched that long."""
    rows, aim = rows_of(block, "priorities_timed"), row["line"].value
    after, by = row["after"].value, row["by"].value
    masses = oracle._masses(aim, **rows)
    before = sum(mass for (_, end), mass in masses.items() if end <= after)
    then = sum(mass for (_, end), mass in masses.items() if end <= by)
    return {"share_before": before, "share_by_then": then, "watched": oracle.watched(by, **rows)}


def statement_of(oracle: Oracle, said, rows: dict):
    """Which statement of the grid a cell speaks of: a theme, two places, or that half was fulfilled."""
    theme = next((claim.rows["theme"] for claim in said.claims if "theme" in claim.rows), None)
    codes = {code for name, code in oracle.raw.codes.items() if name in said.text}
    pairs = [each for each in oracle.grid(**rows) if isinstance(each, tuple)]
    return theme or next((pair for pair in pairs if set(pair) <= codes), "half")


def sensitivity(oracle: Oracle, block, row: dict) -> dict:
    rows = rows_of(block, "statements_tried")
    statement = statement_of(oracle, row["statement"], rows)
    held = {f"worth_{round(100 * worth)}": oracle.tried(statement, worth, **rows)[1] for worth in WORTHS}
    return held | {"all": oracle.tried(statement, **rows)[1]}


def laboratory(oracle: Oracle, block, row: dict) -> dict:
    """Whether a statement holds for each worth, counted the usual way."""
    rows = rows_of(block, "statements_tried")
    statement = statement_of(oracle, row["statement"], rows)
    ways = oracle.grid(**rows)[statement]
    return {
        f"worth_{round(100 * worth)}": int(holds(statement, *ways[worth, "priority", "left_out", "pooled"]))
        for worth in WORTHS
    }


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


def audited(oracle: Oracle, block, row: dict) -> dict:
    """A published figure beside the computed: of those with this place, period and value the one that fits."""
    place = oracle.raw.codes.get(row["scope"].text)
    metric, periods = row["metric"].text, ("Periudha", "Periudha në anglisht")
    same = [
        figure
        for figure in oracle.raw["figures"]
        if figure["place"] == place
        and float(figure["Vlera"]) == row["published"].value
        and row["period"].text in [figure.get(name) for name in periods]
    ]
    named = [figure for figure in same if figure["Treguesi"] == metric] or same
    found = [oracle.beside_published(figure) for figure in named]
    shown = {name: row[name].value for name in ("computed", "result")}
    fitting = [each for each in found if same_values(each, shown)] or found
    return {name: fitting[0][name] for name in ("result", "computed", "difference", "possible")}


def same_values(one: dict, other: dict) -> bool:
    near = one["computed"] == other["computed"] or (
        None not in (one["computed"], other["computed"]) and abs(one["computed"] - other["computed"]) < 1e-9
    )
    return near and one["result"] == other["result"]


def figures(oracle: Oracle, block, row: dict) -> dict:
    """A figure published for a year stands as it was published."""
    year = rows_of(block, "network_figures")["calendar_year"]
    values = [each["Vlera"] for each in oracle._figures(calendar_year=year) if each["place"] is None]
    return {"value": row["value"].value if row["value"].value in map(float, values) else values}


def key_of(each: Contract, row: dict) -> str:
    """Which priority of a contract a row of a table is about: by its number, else by its title."""
    number, title = row["number"].text, row["priority"].text
    return number or next((key for key, one in each.priorities.items() if title in one.values()), "")


def priorities(oracle: Oracle, block, row: dict) -> dict:
    """The verdict in the last year that has any; without one, in the last year that is on file."""
    each = oracle.of(**rows_of(block, "priorities_on_file"))[0]
    key = key_of(each, row)
    if key not in each.priorities or not (each.last or each.years):
        return {}
    said = each.status(key, each.last or max(each.years))
    return {"status": said or "not_assessed"} if each.last else {}


def citizens(oracle: Oracle, block, row: dict) -> dict:
    """A score by citizens, of how many, and the verdict of the same year."""
    rows = rows_of(block, "citizens_scores")
    place = rows.get("municipality") or oracle.raw.codes[row["municipality"].text]
    each, year = oracle.of(place, cycle_of(row["contract"].text))[0], int(row["year"].text)
    key = key_of(each, row)
    scores = [
        one
        for one in oracle.raw["scores"]
        if (one["place"], one["cycle"], one["Viti i monitorimit"]) == (place, each.cycle, year)
        and label_of(one["Prioriteti"]) in (key, each.priorities[key]["Prioriteti"])
        and one["Nota mesatare"] == row["citizens"].value
    ]
    said = each.status(key, year)
    return {
        "status": "not_assessed" if said in (None, "not in the contract") else said,
        "citizens": scores[0]["Nota mesatare"] if scores else None,
        "respondents": scores[0]["Sa qytetarë"] if scores else None,
    }


def on_map(oracle: Oracle, block, row: dict) -> dict:
    """The verdicts of the last contract and year that have any."""
    place = oracle.raw.codes[row["municipality"].text]
    last = oracle.chosen("last", municipality=place)
    told = [(*oracle._levels(each, year), *map(int, each.cycle.split("-")), year) for each, year in last]
    return {"verdicts": told[0] if told else ()}


def changed(oracle: Oracle, block, row: dict) -> dict:
    """The verdicts of a priority in the two years set beside each other."""
    rows = next((claim.rows for claim in block.claims if isinstance(claim.rows.get("monitoring_year"), list)), None)
    if rows is None:
        return {}
    each = oracle.of(rows["municipality"], rows["cycle"])[0]
    key = key_of(each, row)
    if key not in each.priorities:
        return {}
    said = [each.status(key, year) for year in rows["monitoring_year"]]
    said = [None if one == "not in the contract" else one or "not_assessed" for one in said]
    return {"before": said[0], "after": said[1]}


def benchmark(oracle: Oracle, block, row: dict) -> dict:
    """A theme, or all, of the municipality; and of the comparable others, from three up, their shares."""
    rows, theme = rows_of(block, "assessed"), THEMES.get(row["theme"].text)
    each, year = oracle.of(rows["municipality"], rows["cycle"])[0], rows["monitoring_year"]
    judged = each.judged(year).items()
    found = Counter(s for key, s in judged if theme in (None, THEMES.get(each.priorities[key].get("Tema"))))
    others = [count / n for count, n in oracle._shares(theme=theme, **rows)]
    enough = len(others) >= LIMITS["others"]
    return {status: found[status] for status in SCALE} | {
        "assessed": found.total(),
        "share_addressed": (found["fully"] + found["partially"]) / found.total(),
        "others": len(others),
        "others_low": min(others) if enough else None,
        "others_median": median(others) if enough else None,
        "others_high": max(others) if enough else None,
    }


def slope(oracle: Oracle, block, row: dict) -> dict:
    """The same priorities of a municipality in two years."""
    rows = rows_of(block, "slope_priorities")
    place, years = oracle.raw.codes[row["municipality"].text], rows["monitoring_year"]
    each = next(one for one in oracle._slope(**rows) if one.place == place)
    keys = oracle._both(each, years)
    statuses = {
        side: [each.status(key, year) for key in keys] for side, year in zip(("from", "to"), years, strict=True)
    }
    counts = {f"top_{side}": said.count("fully") for side, said in statuses.items()}
    counts |= {f"addressed_{side}": sum(one in ADDRESSED for one in said) for side, said in statuses.items()}
    return counts | {"assessed": len(keys), "months": tuple(map(each.observed, years))}


def followed(oracle: Oracle, block, row: dict) -> dict:
    """Of the network: what became of the priorities of a contract at the next one of the place."""
    if "municipality" not in row:
        return {}
    place = oracle.raw.codes[row["municipality"].text]
    earlier, later = (oracle.of(place, cycle_of(cycle))[0] for cycle in row["contract"].text.split(" → "))
    fates = oracle._between(earlier, later)
    return {name: fates[name] for name in row if name not in ("municipality", "contract")}


def two_monitors(oracle: Oracle, block, row: dict) -> dict:
    pairs = Counter((one, other) for *_, one, other in oracle._pairs())
    return {other: pairs[row["first_verdict"].value, other] for other in SCALE}


def adjudicated(oracle: Oracle, block, row: dict) -> dict:
    """Two verdicts on the same priority and year."""
    place = oracle.raw.codes[row["municipality"].text] if "municipality" in row else None
    place = place or next(claim.rows["municipality"] for claim in block.claims if "municipality" in claim.rows)
    found = [
        (one, other)
        for at, (_, _, key), one, other in oracle._pairs(place)
        if at == place and (not row["number"].text or key == row["number"].text)
    ]
    shown = (row["first_verdict"].value, row["other_verdict"].value)
    said = shown if shown in found else next(iter(found), (None, None))
    return dict(zip(("first_verdict", "other_verdict"), said, strict=True))


def bundled(oracle: Oracle, block, row: dict) -> dict:
    """The verdicts of priorities that hold one promise, or several."""
    rows = next(claim.rows for claim in block.claims if "promises" in claim.rows)
    said = Counter(oracle.statuses(**rows | {"promises": row["promises"].value}))
    return {status: said[status] for status in SCALE} | {"assessed": said.total()}


def went_back(oracle: Oracle, block, row: dict) -> dict:
    """The verdicts of a priority that went back, of the contract of the place that says so."""
    place, years = oracle.raw.codes[row["municipality"].text], (row["year_from"].value, row["year_to"].value)
    for each in oracle.of(place):
        key = key_of(each, row)
        if key in each.priorities and set(years) <= set(each.judged_years) and each.change(key, *years) == "regressed":
            return {"before": each.status(key, years[0]), "after": each.status(key, years[1])}
    return {"before": "did not go back", "after": "did not go back"}


def people(oracle: Oracle, block, row: dict) -> dict:
    """The people at an activity, as its row counts them; – where it does not."""
    title = row["title"].text.removesuffix(" [sq]")
    counted = [
        number(each.get("Pjesëmarrës"))
        for each in oracle.raw["activities"]
        if title in (each["Përshkrimi"], each.get("Përshkrimi në anglisht"))
    ]
    shown = row["participants"].value
    return {"participants": shown if shown in counted else counted}


def found_unreadable(oracle: Oracle, block, row: dict) -> dict:
    """A finding on the status of a verdict names a row whose status is none."""
    cell = re.fullmatch(r"(\S+) › Vlerësimet!F(\d+)", row["place_in_file"].text)
    return (
        {"place_in_file": (int(cell[2]) if (cell[1], int(cell[2])) in oracle.raw.unreadable() else None,)}
        if cell
        else {}
    )


TABLES = {
    "stacked-bars": side_by_side,
    "range-bars": side_by_side,
    "coverage-map": coverage,
    "transition-flow": flow,
    "bridge": bridge,
    "outputs": outputs,
    "outcomes": outcomes,
    "evidence-bars": evidence,
    "heat": heat,
    "averages": averages,
    "dot-plot": intervals,
    "campaign-ladder": ladder,
    "status-strip": strip,
    "unit-chart": units,
    "contract-years": years,
    "survey-bars": answers,
    "cumulative-steps": cumulative,
    "sensitivity-grid": sensitivity,
    "laboratory": laboratory,
    "published-audit": audited,
    "published-figures": figures,
    "priorities": priorities,
    "citizens-scores": citizens,
    "dot-map": on_map,
    "changed-between-years": changed,
    "benchmark-strip": benchmark,
    "slope-chart": slope,
    "contracts-compared": followed,
    "monitors-agree": two_monitors,
    "adjudication": adjudicated,
    "bundling": bundled,
    "regressions": went_back,
    "timeline": people,
    "findings": found_unreadable,
}
