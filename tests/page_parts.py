"""Parts of pages: what that of a municipality is made of, and what its lead and the index say of it."""

from pop_analysis import exhibits
from pop_analysis.commands.plan_network import network_plan
from pop_analysis.storage.version_stamps import stamps_of


def own_part(data, municipality):
    """Its own rows; of the others the tables it is compared in; and what was found in its own workbooks."""
    rows = {}
    for name, frame in data.tables.items():
        own = frame["municipality"] == municipality if "municipality" in frame else [False] * len(frame)
        rows[name] = [True] * len(frame) if data.model.tables[name].compared else own
    part = data.select(rows, data.files.get(municipality, []))
    return part.stamped(data.stamp, stamps_of(data))


def lead(data, language="en"):
    """What stands first on the page of the place."""
    head = exhibits.municipality_head(data, "lumas", language=language)
    return " ".join([head.lead, *(line.text for line in head.lines)])


def card(data, root, language="en"):
    """What the index says of the place."""
    reports = network_plan(data, root / "notebooks").reports
    report = next(each for each in reports if each.name == f"municipality-lumas-{language}")
    return f"{report.card['text'][language]} {report.card['detail'][language]}"
