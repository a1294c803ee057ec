"""The invented network: its own workbook, and one workbook for each of its municipalities."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random

import yaml
from openpyxl import Workbook

from pop_analysis import atomic
from pop_analysis.locale import in_every_language
from pop_analysis.model import Model, load_model
from pop_analysis.synthetic.activities import people
from pop_analysis.synthetic.cycles import between, joins_late, month, typed
from pop_analysis.synthetic.figures import Tally, published_rows
from pop_analysis.synthetic.labels import Labels, Row, Rows, wording
from pop_analysis.synthetic.municipality import PATTERN, about_file, municipality_rows
from pop_analysis.synthetic.names import Place, place
from pop_analysis.workbooks.template import SEAL, filled_workbook, is_as_saved, save_workbook

SITE = "https://example.org/rrjeti"
MARK = f"pop-analysis example {SEAL}"
ASKED = 42
CHANGED_MEMBER = 6
SIDES = {"+": "favourable", "0": "middle", "-": "unfavourable", "?": "off_scale"}


def make_example(
    folder: Path, municipalities: int = 12, years: int = 4, seed: int = 2021, model: Model | None = None
) -> list[Path]:
    """Write an invented network: ``network.xlsx`` and one workbook a municipality.

    Parameters
    ----------
    folder
        Where to write; made when it is missing. Workbooks of the same names are replaced, others stay.
    municipalities
        How many. Municipality number i is the same however many there are, but for the last one (of two or more),
        which has signed its contract and has nothing else on file.
    years
        How many years were monitored, 1 to 8. The fifth and later ones belong to the cycle before, 2015–2019.
    seed
        Another seed gives other contents under the same names.
    model
        The declaration to fill in; the POP network's own when None.

    Returns
    -------
    The files written, ``network.xlsx`` first. The same arguments give the same bytes.

    Examples
    --------
    >>> import tempfile
    >>> [path.name for path in make_example(Path(tempfile.mkdtemp()), municipalities=2, years=1)]
    ['network.xlsx', 'lumebardhe.xlsx', 'gurevjollce.xlsx']
    """
    folder = Path(folder)
    paths = example_files(folder, municipalities, years)
    folder.mkdir(parents=True, exist_ok=True)
    model = model or _own_name(folder)
    labels = Labels(model)
    places = [place(index) for index in range(municipalities)]
    tally = Tally(labels)
    for index, here in enumerate(places):
        rows = municipality_rows(index, years, seed, labels, empty=index == municipalities - 1 > 0)
        tally.add(here, rows)
        _write(filled_workbook(model, rows, "municipality"), paths[index + 1])
    _write(filled_workbook(model, network_rows(places, years, seed, tally, labels), "network"), paths[0])
    return paths


def example_files(folder: Path, municipalities: int, years: int) -> list[Path]:
    """Return the workbooks :func:`make_example` writes; raises ``ValueError`` for what it cannot make."""
    if municipalities < 1 or not 1 <= years <= 8:
        named = {"municipalities": municipalities, "years": years, "most": 8}
        raise ValueError(in_every_language("wrong_use.example.numbers", **named))
    names = ["network", *(place(index).municipality for index in range(municipalities))]
    return [folder / f"{name}.xlsx" for name in names]


def is_untouched(path: Path) -> bool:
    """Whether a workbook is one of :func:`make_example`, with any arguments, as it was written."""
    return is_as_saved(path, MARK)


def _write(book: Workbook, path: Path) -> None:
    book.properties.identifier = MARK
    with atomic.new_file(path) as made:
        save_workbook(book, made)


def _own_name(folder: Path) -> Model:
    """Give the invented network a name of its own, in ``model/network.yml``: no page of it may speak for POP."""
    path = declaration_of(folder)
    path.parent.mkdir(exist_ok=True)
    atomic.write(path, own_declaration())
    return load_model(path.parent)


def declaration_of(folder: Path) -> Path:
    """Return where the invented network declares its name."""
    return folder / "model" / "network.yml"


def own_declaration() -> str:
    """Return what stands there: POP's own declaration, with other names, and without what leads to it."""
    real = {
        key: value
        for key, value in load_model().declared["network"].items()
        if key not in ("website", "channels", "donors")
    }
    return yaml.safe_dump(real | wording("network")["network"], allow_unicode=True, sort_keys=False)


def network_rows(places: Sequence[Place], years: int, seed: int, tally: Tally, labels: Labels) -> Rows:
    """The rows of the network's own workbook, by table; ``tally`` has counted the municipalities' rows."""
    rng = Random(f"{seed}/network")  # noqa: S311 — invented data, not a secret
    return {
        "workbook": [about_file("network", None, labels)],
        "municipalities": [_register_row(index, here) for index, here in enumerate(places)],
        "members": [row for index, here in enumerate(places) for row in _member_rows(index, here)],
        "activities": _activities(years, labels, rng),
        "survey": _survey(labels, rng),
        "published_figures": published_rows(tally, labels, rng),
        "accounts": _accounts(years, labels),
        "contradictions": _contradictions(places),
    }


def _register_row(index: int, here: Place) -> Row:
    return {
        "municipality": here.municipality,
        "name_sq": here.name,
        "name_en": here.english,
        "aliases": f"{here.definite}; {here.genitive}",
        "county": here.county,
        "latitude": here.latitude,
        "longitude": here.longitude,
        "joined": 2021 if joins_late(index) else 2019,
    }


def _member_rows(index: int, here: Place) -> list[Row]:
    """The member of a municipality; in one of twelve it took over from another in 2020."""
    since: int | str = 2021 if joins_late(index) else 2019
    member = {
        "organisation": here.organisation,
        "organisation_en": here.organisation_en,
        "municipality": here.name,
        "since": since,
        "website": f"{here.site}/organizata",
        "source": f"{SITE}/anetaret",
    }
    if index % PATTERN != CHANGED_MEMBER:
        return [member]
    earlier = {
        "organisation": f"Shoqata “Ura e {here.genitive}”",
        "organisation_en": f"“Bridge of {here.english}” Association",
        "website": f"{here.site}/organizata-e-pare",
        "until": "mars 2020",
    }
    return [member | earlier, member | {"since": "prill 2020"}]


def _activities(years: int, labels: Labels, rng: Random) -> list[Row]:
    """The network's own conferences, trainings and videos, in each calendar year it monitored."""
    texts = wording("network")
    rows: list[Row] = []
    for year in range(2020, 2020 + min(years, 4)):
        for kind, title in (
            *(("conference", title) for title in texts["conferences"]),
            ("training", rng.choice(texts["trainings"])),
            *(("video", title) for title in texts["videos"]),
        ):
            day = between(date(year, 10, 5), date(year, 12, 18), rng)
            rows.append(
                {
                    "type": labels.of("activity_types", kind),
                    "date": month(day) if kind == "video" else typed(day, rng, (85, 15, 0, 0)),
                    "title_sq": f"{title[0]}, {year}",
                    "title_en": f"{title[1]}, {year}",
                    **people(kind, rng),
                    "url": f"{SITE}/{kind}-{year}-{len(rows) + 1}",
                    "source": f"{SITE}/analiza-{year}",
                }
            )
    return rows


def _survey(labels: Labels, rng: Random) -> list[Row]:
    """The answers of the officials who were asked: every question has the same n."""
    rows: list[Row] = []
    for each in wording("network")["survey"]:
        given = rng.choices(range(len(each["answers"])), each["weights"], k=ASKED)
        sides = [labels.of("answer_sides", SIDES[sign]) for sign in each.get("sides", "")]
        for position, (answer_sq, answer_en) in enumerate(each["answers"]):
            rows.append(
                {
                    "question_sq": each["question"][0],
                    "question_en": each["question"][1],
                    "option_sq": answer_sq,
                    "option_en": answer_en,
                    "position": position + 1,
                    "side": sides[position] if sides else None,
                    "count": given.count(position),
                    "n": ASKED,
                    "source": f"{SITE}/anketa",
                }
            )
    return rows


def _accounts(years: int, labels: Labels) -> list[Row]:
    """What the network says in words of each calendar year it monitored."""
    return [
        {
            "calendar_year": year,
            "section": labels.of("review_sections", each["section"]),
            "position": position,
            "text_sq": each["text"][0].format(year=year),
            "text_en": each["text"][1].format(year=year),
            "url": f"{SITE}/buletini-{year}/{position}",
            "source": f"{SITE}/buletini-{year}",
        }
        for year in range(2020, 2020 + min(years, 4))
        for position, each in enumerate(wording("network")["accounts"], start=1)
    ]


def _contradictions(places: Sequence[Place]) -> list[Row]:
    """Where two invented sources say different things."""
    rows: list[Row] = []
    counts = {"all": len(places), "fewer": len(places) - 1}
    for number, each in enumerate(wording("network")["contradictions"]):
        rows.append(
            {
                "municipality": places[number % len(places)].name if each["of_municipality"] else None,
                "subject_sq": each["subject"][0],
                "subject_en": each["subject"][1],
                "version_a_sq": each["a"][0].format(**counts),
                "version_a_en": each["a"][1].format(**counts),
                "source_a": f"{SITE}/burimi-{number + 1}-a",
                "version_b_sq": each["b"][0].format(**counts),
                "version_b_en": each["b"][1].format(**counts),
                "source_b": f"{SITE}/burimi-{number + 1}-b",
            }
        )
    return rows
