"""How the data of a network are cited: with their version, so that a reader finds the same figure again."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any

from pop_analysis.choices import among
from pop_analysis.exhibits.wording import marks_of
from pop_analysis.locale import Words
from pop_analysis.locale.said import joined
from pop_analysis.model import slug
from pop_analysis.reading import Dataset

FORMS = ("text", "bibtex", "csl")
TOO_MUCH_FOR_TEX = str.maketrans({sign: f"\\{sign}" for sign in "&%$#_{}"} | {"~": r"\~{}", "^": r"\^{}"})


def cite(data: Dataset, form: str = "text", *, language: str | None = None) -> str:
    r"""Say how these data are cited.

    Parameters
    ----------
    data
        The data set; a selection of its rows has the version of the whole.
    form
        ``text``, ``bibtex``, or ``csl``: the JSON that Zotero and other programs read.
    language
        One of the network's languages.

    Returns
    -------
    str
        Who has collected them, version, the day this version was first processed (where it is known), method and
        program; that tables were altered by hand, or are invented, where it is so. Of an edition its name, and the day
        it was published.

    Examples
    --------
    >>> pop.cite(data, language="en").startswith("“Juxtaposing Political Offers” network. Social contracts")
    True
    >>> pop.cite(data, "bibtex", language="en").splitlines()[0] == f"@misc{{pop-{data.version},"
    True
    """
    (form,) = among("form", form, FORMS)
    words = Words(data.model, language)
    known = _known(data, words)
    if form == "text":
        return _text(words, known)
    return _bibtex(known) if form == "bibtex" else _csl(known)


def _known(data: Dataset, words: Words) -> dict[str, Any]:
    """What a citation says, in the names of CSL."""
    model, stamp = data.model, data.stamp
    day = stamp.published or stamp.processed_on
    program = f"pop-analysis {version('pop-analysis')}"
    return {
        "id": f"{slug(model.short_name)}-{data.version}",
        "type": "dataset",
        "author": [{"literal": model.name.get(words.language) or model.short_name}],
        "title": words("cite.title"),
        "version": data.version,
        "edition": stamp.edition or None,
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "URL": model.website or None,
        "note": joined(
            "; ", [f"{words('about.method_version')} {model.method_version}", program, *marks_of(data, words)]
        ),
    }


def _text(words: Words, known: dict[str, Any]) -> str:
    day = known["issued"] and "-".join(f"{part:02}" for part in known["issued"]["date-parts"][0])
    edition = known["edition"] and words("cite.edition", name=known["edition"])
    dated = ", ".join(filter(None, [f"{words('about.data_version')} {known['version']}", edition, day]))
    parts = [known["author"][0]["literal"], known["title"], dated, known["note"], known["URL"]]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _bibtex(known: dict[str, Any]) -> str:
    issued = known["issued"]["date-parts"][0] if known["issued"] else []
    fields = {
        "author": f"{{{known['author'][0]['literal'].translate(TOO_MUCH_FOR_TEX)}}}",
        "title": known["title"].translate(TOO_MUCH_FOR_TEX),
        "version": known["version"],
        "edition": known["edition"] or "",
        "year": str(issued[0]) if issued else "",
        "url": known["URL"] or "",
        "note": known["note"].translate(TOO_MUCH_FOR_TEX),
    }
    lines = [f"  {name} = {{{said}}}," for name, said in fields.items() if said]
    return "\n".join([f"@misc{{{known['id']},", *lines, "}"])


def _csl(known: dict[str, Any]) -> str:
    said = {name: str(each) if isinstance(each, str) else each for name, each in known.items() if each}
    return json.dumps([said], ensure_ascii=False, indent=1)
