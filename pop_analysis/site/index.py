"""The index of a site: one self-contained page for each of its languages, with no request.

It needs no script; from twenty places up one narrows their lists, allowed by its hash.

Every text comes from the plan's words, one mapping a language, or from the locale.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from pop_analysis import atomic
from pop_analysis.locale import sentence, sentences
from pop_analysis.model.text import slug
from pop_analysis.pages.dark_theme import COLOUR, in_dark_theme
from pop_analysis.pages.page import PAGE_ASSETS
from pop_analysis.pages.plotly_bundle import script_hash
from pop_analysis.pages.sanitise import inert_json, safe_link
from pop_analysis.pages.templates import template
from pop_analysis.runner.job import Result, advised
from pop_analysis.runner.limits import Limits
from pop_analysis.runner.plan import Plan, Report
from pop_analysis.runner.withdrawn import withdrawn_pages
from pop_analysis.site.data_archive import DATA
from pop_analysis.site.map import site_map
from pop_analysis.site.pdf import PDF, SHEET

SITE_ASSETS = Path(__file__).parent / "assets"
INDEX = "index.html"
MANY = 20  # so many places and more stand in parts, and can be searched
# What these have to say in English, the advice says in the page's language.
SAID_BY_ADVICE = frozenset({"kernel", "report_time", "stopped", "time", "worker"})
SIDE, PITCH, IN_A_ROW = 22, 25, 10

# What a plan's ``words`` may say beside the texts under ``site`` in the locale, which they may replace.
UNSAID: dict[str, Any] = {
    "name": "",
    "short_name": "",  # stands for the name in the bar of a telephone
    "website": "",
    "pages": "",  # where the pages stand in the web
    "kicker": "",
    "lead": "",
    "synthetic": "",
    "facts": [],  # value, label, note
    "key_note": "",
    "kinds": [],  # squares that stand in the key whether a card has them or not; others follow
    "groups": {},  # group of the plan -> title, lead
    "about": [],  # label, value
    "outline": [],  # of the first language: what the map draws around the places, latitude and longitude of each point
    "dataset": None,  # of the first language: what search engines are told of the data, as schema.org has it
}

Said = list[dict[str, str]]


def write_index(plan: Plan, results: Iterable[Result], out: Path, languages: Sequence[str] = ()) -> Path:
    """Write the index into ``out``: every report of ``plan`` that has a result, failures shown as failures.

    There is one page for each language: ``index.html`` for the first, ``index-<language>.html`` for the others. Return
    the first.

    Parameters
    ----------
    plan
        The reports in their order; groups stand in the order they first come up in.
    results
        What became of them: of this run, or of an earlier one.
    languages
        Those the index speaks, the first of them in ``index.html``. By default those of the plan.
    """
    spoken = tuple(languages or plan.words or dict.fromkeys(report.language for report in plan) or ["en"])
    became, files, withdrawn = {result.name: result for result in results}, _files(out), withdrawn_pages(out)
    names = [INDEX, *(f"index-{slug(language)}.html" for language in spoken[1:])]
    labels = [_words(language, plan.words.get(language, {}))["language"] for language in spoken]
    for language, name in zip(spoken, names, strict=True):
        page = _page(plan, became, (language,), files)
        page["withdrawn"] = withdrawn
        pages = plan.words.get(language, {}).get("pages", "")
        page["address"] = safe_link(f"{pages}{'' if name == INDEX else name}") if pages else None
        page["alternates"] = [
            {"language": other, "label": label, "href": href, "own": other == language}
            for other, label, href in zip(spoken, labels, names, strict=True)
        ]
        stylesheet = _stylesheet() + _in_dark_theme(kind["drawn"]["colour"] for kind in page["squares"])
        style = Markup(stylesheet)  # noqa: S704 — our own file
        html = template(SITE_ASSETS, "index.html.j2").render(
            page=page,
            dataset=page["dataset"],
            stylesheet=style,
            style_hash=script_hash(stylesheet.encode()),
            search=Markup(_search()),  # noqa: S704 — our own file
            search_hash=script_hash(_search().encode()),
        )
        atomic.write(out / name, html.rstrip() + "\n")
    return out / INDEX


def _files(out: Path) -> frozenset[str]:
    """What stands beside the index and can be downloaded."""
    return frozenset(path.relative_to(out).as_posix() for path in [*out.glob(f"{PDF}/*.pdf"), *out.glob(DATA)])


def _page(
    plan: Plan, results: Mapping[str, Result], languages: Sequence[str], files: frozenset[str] = frozenset()
) -> dict[str, Any]:
    words = {language: _words(language, plan.words.get(language, {})) for language in languages}
    shown = [report for report in plan if report.name in results]
    names = dict.fromkeys(report.group for report in shown)
    groups = [_group(group, [each for each in shown if each.group == group], results, words, files) for group in names]
    dataset = words[languages[0]]["dataset"]
    return {
        "languages": list(languages),
        "language_label": _said(words, "choose_language"),
        **{
            key: _said(words, key)
            for key in ("skip", "name", "kicker", "title", "lead", "synthetic", "key", "key_note")
        },
        **{key: _said(words, key) for key in ("withdrawn_title", "withdrawn_text")},
        **{key: _said(words, key) for key in ("brief", "search", "found")},
        "short_name": words[languages[0]]["short_name"],
        "website": safe_link(words[languages[0]]["website"]),
        "none": [] if shown else _said(words, "none"),
        "facts": _facts(words),
        "squares": _key_of_squares(shown, words),
        "groups": groups,
        "searched": any(group["many"] for group in groups),
        "data": DATA if DATA in files else "",
        "data_label": _said(words, "data"),
        "downloads": _said(words, "downloads"),
        "dataset": inert_json(dataset) if dataset else None,
        "about": _lines(words, "about"),
    }


def _words(language: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The texts of the index in a language: the program's own, and those a plan has instead."""
    own = {"language": sentence("language", language), **sentences("site", language), **sentences("any_site", language)}
    return {**own, **UNSAID, **given, "advice": {**own["advice"], **given.get("advice", {})}}


def _group(
    group: str,
    reports: list[Report],
    results: Mapping[str, Result],
    words: Mapping[str, Any],
    files: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    titles = {language: texts["groups"].get(group, {}) for language, texts in words.items()}
    subjects = dict.fromkeys(report.subject for report in reports)
    own = [[each for each in reports if each.subject == subject] for subject in subjects]
    entries = [_entry(each, results, words, files) for each in own]
    drawn = site_map(entries, next(iter(words.values()))["outline"])
    many = len(entries) >= MANY
    told = _said(words, "map_text") if drawn else []
    return {
        "map": drawn,
        "map_title": _said(words, "map"),
        "map_text": [each | {"text": each["text"].format(n=len(drawn["places"]))} for each in told] if drawn else [],
        "id": f"group-{group}" if group else "reports",
        "title": _distinct({language: title.get("title", group) for language, title in titles.items()}),
        "lead": _distinct({language: title.get("lead", "") for language, title in titles.items()}),
        "wide": all(entry["squares"] is None for entry in entries),
        "many": many,
        "parts": list(_parts(entries, many)),
    }


def _parts(entries: list[dict[str, Any]], many: bool) -> Iterator[dict[str, Any]]:
    """What stands together: all, or where there are many, what is of one part of the country; the rest last."""
    names = sorted({entry["part"] for entry in entries} if many else {""}, key=lambda name: (not name, name))
    for name in names:
        own = [entry for entry in entries if not many or entry["part"] == name]
        yield {
            "title": name,
            "language": own[0]["part_language"] if name else "",
            "n": len(own),
            "cards": [entry for entry in own if not entry["brief"] or entry["failures"]],
            "brief": [entry for entry in own if entry["brief"] and not entry["failures"]],
        }


def _entry(
    reports: list[Report],
    results: Mapping[str, Result],
    words: Mapping[str, Any],
    files: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """One thing the index lists: the same page in each of its languages."""
    order = list(words)
    reports = sorted(reports, key=lambda each: order.index(each.language) if each.language in order else len(order))
    card = next((report.card for report in reports if report.card), {})
    # A report there is in no language of this page is listed in the one it has.
    spoken = [report for report in reports if report.language in words] or reports
    return {
        "id": reports[0].subject,
        "brief": bool(card.get("brief")),
        **_part(card.get("part"), next(iter(words))),
        "title": _distinct({report.language: report.title for report in spoken}),
        "squares": _squares(card, reports[0], words),
        "text": _distinct(_only(card.get("text"), words)),
        "detail": _distinct(_only(card.get("detail"), words)),
        "point": _point(card.get("point")),
        "papers": [paper for report in spoken for paper in _papers(report, words, files)],
        "links": [_link(report, words) for report in spoken if results[report.name].good],
        "failures": [
            _failure(report, results[report.name], words) for report in reports if not results[report.name].good
        ],
    }


def _part(part: Any, language: str) -> dict[str, str]:
    """The part of the country as the page's language calls it; else as it is called in another, with that language."""
    names = dict(part) if isinstance(part, Mapping) else {language: str(part or "")}
    spoken = language if language in names else next(iter(names), language)
    return {"part": str(names.get(spoken, "")), "part_language": "" if spoken == language else spoken}


def _point(point: Any) -> tuple[float, float] | None:
    """Latitude and longitude, when there are both."""
    return (float(point[0]), float(point[1])) if isinstance(point, Sequence) and len(point) == 2 else None


def _papers(report: Report, words: Mapping[str, Any], files: frozenset[str]) -> list[dict[str, str]]:
    """The PDF files there are of a report."""
    texts = words.get(report.language) or _words(report.language, {})
    found = []
    for kind, name in (("pdf", report.name), ("fact_sheet", f"{report.name}-{SHEET}")):
        if (href := f"{PDF}/{name}.pdf") in files:
            label = f"{texts[kind]} ({report.language})"
            found.append({"href": href, "language": report.language, "label": label, "title": report.title})
    return found


def _link(report: Report, words: Mapping[str, Any]) -> dict[str, str]:
    texts = words.get(report.language) or _words(report.language, {})
    return {
        "language": report.language,
        "href": report.file,
        "label": texts["language"] if report.language in words else report.language,
        "title": report.title,
    }


def _failure(report: Report, result: Result, words: Mapping[str, Any]) -> dict[str, Any]:
    """What a reader is told of a page that could not be made, in every language."""
    told = []
    for language, texts in words.items():
        advice = texts["advice"].get(result.reason, "")
        where = texts["failed_cell"].format(cell=result.cell) if result.cell else ""
        told.append(
            {
                "language": language,
                "failed": texts["failed"],
                "where": where,
                "what_to_do": texts["what_to_do"],
                "advice": advice.format(**advised(result.name, "", result.reason, Limits())),
                "last_good": texts["last_good"] if result.sha256 else texts["no_good"],
            }
        )
    link = _link(report, words)
    said = "" if result.reason in SAID_BY_ADVICE or (result.reason == "memory" and not result.cell) else result.error
    return {**link, "href": link["href"] if result.sha256 else "", "error": said, "told": told}


# --- squares --------------------------------------------------------------------------------------------------------


def _squares(card: Mapping[str, Any], report: Report, words: Mapping[str, Any]) -> dict[str, Any] | None:
    """The unit chart in small: the same size of square on every card, in the order given."""
    squares = card.get("squares") or []
    if not squares:
        return None
    first = next(iter(words))
    labels = [_in(square["label"], first) for square in squares]
    counts = ", ".join(f"{labels.count(label)} {label}" for label in dict.fromkeys(labels))
    drawn = [
        {
            "x": 1 + place % IN_A_ROW * PITCH,
            "y": 1 + place // IN_A_ROW * PITCH,
            "colour": square["colour"],
            "ink": square["ink"],
            "letter": _in(square["letter"], first),
            "empty": bool(square.get("empty")),
        }
        for place, square in enumerate(squares)
    ]
    rows = -(-len(drawn) // IN_A_ROW)
    return {
        "drawn": drawn,
        "side": SIDE,
        "width": min(len(drawn), IN_A_ROW) * PITCH - PITCH + SIDE + 2,
        "height": (rows - 1) * PITCH + SIDE + 2,
        "language": first,
        "title": report.title,
        "description": words[first]["squares"].format(n=len(drawn), counts=counts),
    }


def _key_of_squares(reports: list[Report], words: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every kind of square, once; nothing when no card has squares."""
    first = next(iter(words))
    shown = [square for report in reports for square in (report.card or {}).get("squares") or []]
    kinds = {_in(square["label"], first): square for square in [*words[first]["kinds"], *shown]} if shown else {}
    return [
        {
            "drawn": {
                **square,
                "x": 1,
                "y": 1,
                "letter": _in(square["letter"], first),
                "empty": bool(square.get("empty")),
            },
            "label": _distinct({language: _in(square["label"], language) for language in words}),
        }
        for square in kinds.values()
    ]


# --- texts in several languages -------------------------------------------------------------------------------------


def _said(words: Mapping[str, Any], key: str) -> Said:
    return _distinct({language: str(texts[key]) for language, texts in words.items()})


def _distinct(texts: Mapping[str, str]) -> Said:
    """The text in each language; one that reads the same in two languages stands once."""
    seen: dict[str, str] = {}
    for language, text in texts.items():
        if text and text not in seen.values():
            seen[language] = text
    return [{"language": language, "text": text} for language, text in seen.items()]


def _only(texts: Any, words: Mapping[str, Any]) -> dict[str, str]:
    return (
        {language: str(texts[language]) for language in words if language in texts}
        if isinstance(texts, Mapping)
        else {}
    )


def _in(text: Any, language: str) -> str:
    return str(text.get(language, next(iter(text.values()), ""))) if isinstance(text, Mapping) else str(text)


def _lines(words: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """Lines of label and value; the values of the first language, the labels of all."""
    first = next(iter(words.values()))[key]
    lines = []
    for place, line in enumerate(first):
        same = {language: texts[key][place] for language, texts in words.items() if place < len(texts[key])}
        labels = _distinct({language: each["label"] for language, each in same.items()})
        notes = _distinct({language: each.get("note", "") for language, each in same.items()})
        lines.append({"value": str(line["value"]), "label": labels, "note": notes})
    return lines


def _facts(words: Mapping[str, Any]) -> list[dict[str, Any]]:
    return _lines(words, "facts")


# --- what every index has, read once a process ----------------------------------------------------------------------


@cache
def _search() -> str:
    """The script that narrows the lists."""
    return (SITE_ASSETS / "search.js").read_text(encoding="utf-8")


@cache
def _stylesheet() -> str:
    """The style of the pages, and what only the index has."""
    pages = (PAGE_ASSETS / "page.css").read_text(encoding="utf-8")
    return pages + (SITE_ASSETS / "site.css").read_text(encoding="utf-8")


def _in_dark_theme(colours: Iterable[str]) -> str:
    """How squares look in the dark theme: a rule for each colour that changes there."""
    changed = {colour: in_dark_theme(colour) for colour in sorted(set(colours)) if COLOUR.fullmatch(colour)}
    rules = [f'rect[fill="{light}"]{{fill:{dark}}}' for light, dark in changed.items() if dark != light]
    return f"@media screen and (prefers-color-scheme: dark) and (forced-colors: none) {{{''.join(rules)}}}\n"
