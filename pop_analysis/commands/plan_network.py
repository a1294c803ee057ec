"""The plan of a network: which pages its data call for, and what the index says of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

import pop_analysis
from pop_analysis.commands.notebooks import NotebookFacts, network_notebooks
from pop_analysis.exhibits.absences import later_without_verdicts, put_aside_of, why_no_verdict
from pop_analysis.exhibits.quantities import scope_of
from pop_analysis.exhibits.wording import (
    approved_phrase,
    counts_sentence,
    cycles_phrase,
    doubt_note,
    is_doubtful,
    notice,
    period_phrase,
    place_name,
    published_shares,
    taken_out_note,
    text,
)
from pop_analysis.locale import Words
from pop_analysis.locale.said import joined
from pop_analysis.measures import assessments_compared, coverage, in_contract, panel, side_by_side, together
from pop_analysis.measures.coverage import STATES, municipalities_of
from pop_analysis.model import slug
from pop_analysis.model.cycles import UNDATED
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row
from pop_analysis.runner.plan import Plan, Report

# A year with this figure in its review is one the network looked back on as a whole.
REVIEWED = "advocacy_campaigns"
INSTEAD = "en"  # a notebook's own title in another language than the pages'


def network_plan(data: Dataset, notebooks: Path) -> Plan:
    """Return the whole plan: of each notebook in ``notebooks`` what it says there is one page of, in every language.

    The card of a municipality is made from the same counts as its page. Without any municipality there is nothing to
    say, and the plan is empty.
    """
    if not municipalities_of(data):
        return Plan([])
    site = {language: site_words(data, language) for language in data.model.languages}
    subjects: dict[str, list[Any]] = {
        "network": [""],
        "calendar_year": reviewed_years(data),
        "municipality": municipalities_of(data),
    }
    cards = _cards(data, site)
    reports = [
        _report(data, notebook, facts, subject, language, site, cards)
        for notebook, facts in network_notebooks(notebooks).items()
        for subject in subjects[facts.per]
        for language in site
    ]
    words = {language: _index_words(data, words, language) for language, words in site.items()}
    now = {new: old for old, new in data.model.moved.items()}
    moved = {_name(each.notebook, now[each.slice], each.language): each.name for each in reports if each.slice in now}
    return Plan(reports, words, data.model.short_name, moved)


def _name(notebook: Path, subject: Any, language: str) -> str:
    return "-".join(filter(None, [slug(notebook.stem), str(subject), language]))


def reviewed_years(data: Dataset) -> list[int]:
    """Find the calendar years that have a review: those whose published figures count the campaigns."""
    figures = data["published_figures"]
    return sorted(int(year) for year in figures.loc[figures["metric"] == REVIEWED, "calendar_year"].dropna().unique())


def site_words(data: Dataset, language: str) -> dict[str, Any]:
    """Return the texts of the index in ``language``: those under ``site`` in the locale."""
    words = Words(data.model, language)
    return {"language": words("language"), "nouns": words.part("nouns")} | words.part("site")


def _report(
    data: Dataset,
    notebook: Path,
    facts: NotebookFacts,
    subject: Any,
    language: str,
    site: Mapping[str, Any],
    cards: Mapping[str, Any],
) -> Report:
    """One page. The network's own words for it, under the notebook's name, come before the notebook's."""
    per_place = facts.per == "municipality"
    own = {facts.per: subject} if facts.per != "network" else {}
    names = {each: place_name(data, Words(data.model, each), subject) if per_place else "" for each in site}

    def said(key: str, each: str) -> str:
        texts: dict[str, str] = getattr(facts, key)
        text = site[each].get(notebook.stem, {}).get(key) or texts.get(each) or texts.get(INSTEAD, "")
        return str(text.format(**site[each]["nouns"] | own | {"municipality": names[each]}))

    has_squares = per_place and not facts.text
    card = cards[subject] if has_squares else {"text": {each: said("text", each) for each in site}}
    return Report(
        _name(notebook, subject, language),
        notebook,
        own | facts.parameters | {"language": language},
        language,
        said("title", language) or names[language] or notebook.stem,
        "municipalities" if per_place else "network",
        card,
        subject if per_place else "",
    )


# --- cards ----------------------------------------------------------------------------------------------------------


def _cards(data: Dataset, site: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What the index shows of each municipality: its latest contract with verdicts, in its last judged year."""
    assessments = panel(data)
    judged = in_contract(data, assessments_compared(data))
    cards, points = {}, _points(data)
    parts = _parts(data)
    counts = side_by_side(data).set_index("municipality", drop=False)
    for code in municipalities_of(data):
        rows = judged[judged["municipality"] == code]
        if len(rows):
            card = _judged_card(data, rows, counts.loc[code], site)
        else:
            card = _card_without_verdicts(data, assessments, code, site)
        cards[code] = card | {"point": points.get(code), "part": parts.get(code, "")}
    return cards


def _parts(data: Dataset) -> dict[str, dict[str, str]]:
    """The county of each municipality, by language: typed in one, and as the register calls a place of that name."""
    rows = each_row(data["municipalities"])
    spoken = [Words(data.model, language) for language in data.model.languages]
    first = spoken[0]
    same = {str(first.found(row, "name")[0]): row for row in rows}
    parts: dict[str, dict[str, str]] = {}
    for row in rows:
        if county := text(row["county"]):
            names = {words.language: words.found(same[county], "name") for words in spoken[1:] if county in same}
            known = {language: str(name) for language, (name, other) in names.items() if other is None}
            parts[row["municipality"]] = {first.language: county, **known}
    return parts


def _points(data: Dataset) -> dict[str, list[float]]:
    """Where the municipalities lie, as far as the register knows it."""
    known = data["municipalities"].dropna(subset=["latitude", "longitude"])
    return {row["municipality"]: [row["latitude"], row["longitude"]] for row in known.to_dict("records")}


def _judged_card(data: Dataset, rows: pd.DataFrame, counts: Any, site: Mapping[str, Any]) -> dict[str, Any]:
    text, detail = {}, {}
    for language, each in site.items():
        words = Words(data.model, language)
        scope = scope_of(counts)
        notes = [taken_out_note(words, scope, counts), doubt_note(words, scope, each_row(rows))]
        text[language] = joined(" ", [_sentence(counts_sentence(words, counts)), *notes])
        period = period_phrase(data, words, counts)
        parts = [
            _contract(words, counts["cycle"]),
            period,
            _on_file(data, counts["contract"], each),
            later_without_verdicts(data, words, counts["contract"], counts["monitoring_year"]),
        ]
        detail[language] = " · ".join(filter(None, parts))
    return {"squares": _squares(data, rows), "text": text, "detail": detail}


def _card_without_verdicts(
    data: Dataset, assessments: pd.DataFrame, code: str, site: Mapping[str, Any]
) -> dict[str, Any]:
    """The contract most is known of (the latest of several), and why it has no verdict."""
    known = coverage(data)
    known = known[known["municipality"] == code].sort_values("cycle", ascending=False)
    known = known.sort_values("state", key=lambda state: state.map(STATES.index), kind="stable").head(1)
    text = {language: words["no_verdict"] for language, words in site.items()}
    detail = {
        language: " ".join([words["no_contract"], *put_aside_of(data, Words(data.model, language), code)])
        for language, words in site.items()
    }
    for row in known.to_dict("records"):
        for language, words in site.items():
            parts = [
                _contract(Words(data.model, language), row["cycle"]),
                published_shares(data, Words(data.model, language), code, row["cycle"]),
                why_no_verdict(data, Words(data.model, language), code, row["cycle"]),
                _on_file(data, row["contract"], words),
            ]
            detail[language] = " · ".join(filter(None, parts))
    rows = assessments[assessments["contract"].isin(known["contract"])].drop_duplicates("priority")
    return {"squares": _squares(data, rows), "text": text, "detail": detail, "brief": True}


def _on_file(data: Dataset, contract: str, words: Mapping[str, Any]) -> str:
    """Count how many of a contract's priorities are on file, when it is known to have more."""
    declared = data["contracts"].set_index("contract")["priorities_total"].get(contract)
    on_file = int((data["priorities"]["contract"] == contract).sum())
    if not on_file or pd.isna(declared) or on_file >= declared:
        return ""
    return str(words["on_file"].format(n=on_file, of=int(declared)))


def _squares(data: Dataset, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """One square a priority, in the order of the statuses, those whose verdict has yet to be confirmed last of each."""
    verdicts = Counter((row["status"], is_doubtful(row)) for row in each_row(rows))
    return [
        square
        for status in data.model.statuses
        for doubtful in (False, True)
        for square in [_square(data, status, doubtful)] * verdicts[status, doubtful]
    ]


def _square(data: Dataset, name: str, doubtful: bool = False) -> dict[str, Any]:
    status, languages = data.model.statuses[name], data.model.languages
    mark = {language: str(Words(data.model, language)("doubt.mark")) if doubtful else "" for language in languages}
    return {
        "colour": status.colour,
        "ink": status.ink,
        "letter": {language: status.letter(language) + ("*" if doubtful else "") for language in languages},
        "label": {language: status.label[language] + mark[language] for language in languages},
        "empty": name not in data.model.levels,
    }


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _contract(words: Words, cycle: str) -> str:
    return words("site.contract", cycle=cycles_phrase(words, [cycle]))


# --- the index ------------------------------------------------------------------------------------------------------


def _index_words(data: Dataset, texts: dict[str, Any], language: str) -> dict[str, Any]:
    """The texts of the index with the numbers of these data in them."""
    words = Words(data.model, language)
    about = [("data", data.version), ("method", data.model.method_version)]
    about.append(("program", f"pop-analysis {pop_analysis.__version__}"))
    if data.processed_on:
        about.insert(0, ("updated", words.date(data.processed_on)))
    if approved := approved_phrase(data, words):
        about.insert(0, ("approved", approved))
    return texts | {
        "name": data.model.name.get(language, data.model.short_name),
        "short_name": data.model.short_name,
        "website": data.model.website,
        "pages": data.model.pages,
        "synthetic": notice(data, words) or "",
        "kinds": [_square(data, status.id) for status in data.model.scale],
        "facts": [
            {"value": words.number(count), "label": words.form(texts["facts"][key], count)}
            for key, count in _counts(data).items()
        ],
        "dataset": _dataset(data, texts, language),
        "outline": data.model.outline_around(list(_points(data).values())),
        "about": [{"label": texts["about"][key], "value": value} for key, value in about],
    }


def _dataset(data: Dataset, texts: Mapping[str, Any], language: str) -> dict[str, Any]:
    """What search engines are dataset of the data, as schema.org has it: nothing that is not on file."""
    words = Words(data.model, language)
    name = data.model.name.get(language, data.model.short_name)
    cycles = sorted(set(data["contracts"]["cycle"]) - {UNDATED})
    dataset = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{name}: {texts['title']}",
        "description": joined(" ", [texts["lead"], notice(data, words) or ""]),
        "url": data.model.website,
        "version": data.version,
        "inLanguage": list(data.model.languages),
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": name, "url": data.model.website},
        "dateModified": data.processed_on.isoformat() if data.processed_on else None,
        "temporalCoverage": f"{cycles[0][:4]}/{max(cycle[-4:] for cycle in cycles)}" if cycles else None,
        "spatialCoverage": [
            {"@type": "Place", "name": place_name(data, words, code)} for code in municipalities_of(data)
        ],
        "distribution": [{"@type": "DataDownload", "encodingFormat": "application/zip", "contentUrl": "data.zip"}],
    }
    return {key: value for key, value in dataset.items() if value}


def _counts(data: Dataset) -> dict[str, int]:
    compared = side_by_side(data)
    return {
        "municipalities": len(municipalities_of(data)),
        "judged": len(compared),
        "verdicts": int(together(data, compared)["assessed"]),
    }
