"""The few things of a style a page takes over from HTML of others, each value checked: colours, bars, how text stands.

pandas' Styler and great_tables say colours in a ``<style>`` beside the table; a page would lose them with the tag, so
what it says of a cell is written into the cell first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

SHEET = re.compile(r"<style\b[^<>]*>([^<]*)</style", re.IGNORECASE)
# #table_row0_col0 · #table td · #table .class · #table td.class
SELECTOR = re.compile(r"#([\w-]+)(?:\s+(?:tr\s+)?([a-z]+[1-6]?)?(?:\.([\w-]+))?)?")
TAG = re.compile(r"<([a-z][a-z0-9]*)\b([^<>]*)>", re.IGNORECASE)
SAID = re.compile(r"\b(id|class|style)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)

COLOUR = r"(?:#[0-9a-f]{3,8}|[a-z]{3,25}|(?:rgb|hsl)a?\([\d\s.,%]{3,40}\))"
# A bar in a cell, as Styler.bar draws it.
STOP = rf"{COLOUR}(?:\s+-?[\d.]{{1,24}}%)?"
BAR = rf"linear-gradient\(\s*(?:90deg|to right)(?:\s*,\s*{STOP}){{1,6}}\s*\)"
VALUES: Mapping[str, re.Pattern[str]] = {
    name: re.compile(values, re.IGNORECASE)
    for name, values in {
        "color": COLOUR,
        "background-color": COLOUR,
        "background": rf"{COLOUR}|{BAR}",
        "font-weight": "normal|bold|bolder|lighter|[1-9]00",
        "font-style": "normal|italic|oblique",
        "text-align": "left|right|center|start|end",
        "text-decoration": "none|underline|line-through",
        # What an author has hidden stays hidden.
        "display": "none",
        "visibility": "hidden",
    }.items()
}
MOST_RULES = 20_000


def checked_style(style: str) -> str | None:
    """Return what of the text of a ``style`` may stand on a page; nothing when nothing may.

    >>> checked_style("color: red; position: fixed; background: url(x)")
    'color:red'
    """
    kept = []
    for each in style.replace("!important", "").split(";"):
        name, _, value = each.partition(":")
        allowed = VALUES.get(name.strip().lower())
        if allowed and allowed.fullmatch(value.strip()):
            kept.append(f"{name.strip().lower()}:{value.strip()}")
    return ";".join(kept) or None


def with_styles_in_place(html: str) -> str:
    """Return ``html`` with what its ``<style>`` says of single cells written into the cells.

    >>> with_styles_in_place('<style>#a {color: red}</style><td id="a">7</td>')
    '<style>#a {color: red}</style><td style="color:red" id="a">7</td>'
    """
    rules = _rules(html) if "<style" in html else {}
    if not rules:
        return html
    tables = {table for table, tag, name in rules if tag or name}
    open_tables = set[str]()

    def styled(tag: re.Match[str]) -> str:
        said = {name.lower(): one or other for name, one, other in SAID.findall(tag[2])}
        here, classes = said.get("id", ""), said.get("class", "").split()
        if here in tables:
            open_tables.add(here)
        name = tag[1].lower()
        wanted = [(table, of, each) for table in open_tables for of in (name, "") for each in (*classes, "")]
        found = [rules[key] for key in wanted if any(key[1:]) and key in rules]
        found += [rules[here, "", ""]] if (here, "", "") in rules else []
        style = ";".join([*found, said.get("style", "")]).strip(";") if found else ""
        checked = checked_style(style) if style else None
        if checked is None:
            return tag[0]
        rest = SAID.sub(lambda each: "" if each[1].lower() == "style" else each[0], tag[2])
        return f'<{tag[1]} style="{checked}"{rest}>'

    return TAG.sub(styled, html)


def _rules(html: str) -> dict[tuple[str, str, str], str]:
    """What the sheets say of an id, or of a tag or a class in it."""
    rules: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for sheet in SHEET.findall(html):
        for rule in sheet.split("}"):
            selectors, _, said = rule.partition("{")
            if (style := checked_style(said)) is None:
                continue
            for selector in selectors.split(","):
                if found := SELECTOR.fullmatch(selector.strip()):
                    rules[found[1], found[2] or "", found[3] or ""].append(style)
                if len(rules) > MOST_RULES:
                    return {}
    return {key: ";".join(styles) for key, styles in rules.items()}
