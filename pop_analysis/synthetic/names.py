"""Places and organisations that do not exist: a name, a county and a point on the open sea for every index.

Names are compounds of two words, in an order that never repeats a pair before all are used; then the same names
come again with "e Sipërme", "e Poshtme" and so on, the way real neighbours are told apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pop_analysis.locale import in_every_language
from pop_analysis.model import slug

FIRST_WORDS = (
    "Lumë", "Gurë", "Hënë", "Dritë", "Vesë", "Mjaltë", "Valë", "Ylber", "Flutur", "Agim", "Kristal", "Zambak",
    "Borë", "Rërë", "Fletë", "Shkumë", "Mjegull", "Diell", "Argjend", "Fener", "Purpur", "Qelq", "Bilbil",
    "Dallëndysh", "Kadife", "Prill", "Muzg", "Jehonë", "Kashtë", "Vjeshtë", "Pupël",
)  # fmt: skip
# The second word, and whether it is feminine. Thirty-one and twenty have no common factor: see the order above.
SECOND_WORDS = (
    ("bardhë", True), ("vjollcë", True), ("livadh", False), ("kodër", True), ("mal", False), ("gurrë", True),
    ("kullë", True), ("fushë", True), ("shteg", False), ("portë", True), ("zall", False), ("lëndinë", True),
    ("pyll", False), ("dafinë", True), ("çezmë", True), ("liqen", False), ("strehë", True), ("pemë", True),
    ("këmbanë", True), ("burim", False),
)  # fmt: skip
# Too near a real place, a fairy tale, or not pronounceable.
LEFT_OUT = {"Gurëbardhë", "Borëbardhë", "Gurëgurrë", "Dallëndyshshteg", "Lumëfushë", "Pupëlliqen"}
Qualifier = tuple[tuple[str, str], tuple[str, str]] | None
# Adjective with its article: (masculine, feminine), nominative and genitive.
QUALIFIERS: tuple[Qualifier, ...] = (
    None,
    (("i Sipërm", "të Sipërm"), ("e Sipërme", "së Sipërme")),
    (("i Poshtëm", "të Poshtëm"), ("e Poshtme", "së Poshtme")),
    (("i Ri", "të Ri"), ("e Re", "së Re")),
    (("i Vjetër", "të Vjetër"), ("e Vjetër", "së Vjetër")),
)
# From north to south.
COUNTIES = ("Malëror", "Gjethënajë", "Bregor", "Zallëkuq", "Fushëlirë", "Detëhapur")
ORGANISATIONS = (
    ("Qendra “Dritarja e {genitive}”", "“Window of {english}” Centre"),
    ("Shoqata “Tryeza e {genitive}”", "“Round Table of {english}” Association"),
    ("Qendra Rinore “Hapat e {genitive}”", "“Steps of {english}” Youth Centre"),
    ("Qendra e Gruas “Zëri i {genitive}”", "“Voice of {english}” Women's Centre"),
    ("Instituti “Kujtesa e {genitive}”", "“Memory of {english}” Institute"),
)
# The outline of the invented country around 0° N 0° E, hundreds of kilometres from any land:
# latitude, western and eastern longitude, from north to south.
OUTLINE = (
    (1.60, -0.25, 0.10), (1.20, -0.40, 0.35), (0.70, -0.35, 0.45), (0.20, -0.45, 0.40),
    (-0.30, -0.50, 0.60), (-0.80, -0.45, 0.75), (-1.20, -0.20, 0.60), (-1.60, 0.05, 0.30),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """An invented municipality and the organisation that monitors it."""

    municipality: str
    name: str
    english: str
    definite: str
    genitive: str
    county: str
    latitude: float
    longitude: float
    organisation: str
    organisation_en: str

    @property
    def site(self) -> str:
        """Where everything about it would stand: under a domain reserved for examples."""
        return f"https://example.org/{self.municipality}"


@cache
def place(index: int) -> Place:
    """The invented municipality number ``index``, from 0. Raises ``ValueError`` when there are no names left.

    >>> place(0).name, place(0).definite, place(0).genitive
    ('Lumëbardhë', 'Lumëbardha', 'Lumëbardhës')
    >>> place(len(_pairs()) + 4).name
    'Vesëmal i Sipërm'
    """
    round_, pair = divmod(index, len(_pairs()))
    if round_ >= len(QUALIFIERS):
        most = len(_pairs()) * len(QUALIFIERS)
        raise ValueError(in_every_language("wrong_use.example.municipalities", most=most))
    base, feminine = _pairs()[pair]
    name, definite, genitive = _forms(base, feminine, QUALIFIERS[round_])
    english = definite if feminine else name  # English has the definite form of feminine names only
    latitude, longitude = _point(index)
    organisation, organisation_en = ORGANISATIONS[index % len(ORGANISATIONS)]
    return Place(
        municipality=slug(name),
        name=name,
        english=english,
        definite=definite,
        genitive=genitive,
        county=COUNTIES[min(int((1.6 - latitude) / 3.2 * len(COUNTIES)), len(COUNTIES) - 1)],
        latitude=latitude,
        longitude=longitude,
        organisation=organisation.format(genitive=genitive),
        organisation_en=organisation_en.format(english=english),
    )


@cache
def _pairs() -> tuple[tuple[str, bool], ...]:
    pairs = []
    for number in range(len(FIRST_WORDS) * len(SECOND_WORDS)):
        first = FIRST_WORDS[number % len(FIRST_WORDS)]
        second, feminine = SECOND_WORDS[number % len(SECOND_WORDS)]
        if first[-1] != second[0] and first + second not in LEFT_OUT:
            pairs.append((first + second, feminine))
    return tuple(pairs)


def _forms(base: str, feminine: bool, qualifier: Qualifier) -> tuple[str, str, str]:
    """Indefinite, definite and genitive: Lumëbardhë, Lumëbardha, Lumëbardhës; Vesëmal, Vesëmali, Vesëmalit."""
    if base.endswith("ër"):
        forms = base, f"{base[:-2]}ra", f"{base[:-2]}rës"  # kodër, kodra, kodrës
    elif feminine:
        forms = base, f"{base[:-1]}a", f"{base}s"
    else:
        vowel = "u" if base.endswith(("g", "k")) else "i"
        forms = base, f"{base}{vowel}", f"{base}{vowel}t"
    if qualifier is None:
        return forms
    nominative, genitive = qualifier[feminine]
    return f"{forms[0]} {nominative}", f"{forms[1]} {nominative}", f"{forms[2]} {genitive}"


def _point(index: int) -> tuple[float, float]:
    """A point inside the outline; consecutive ones lie far apart (Halton's sequence), however many there are."""
    latitude = OUTLINE[0][0] - _halton(index + 1, 2) * (OUTLINE[0][0] - OUTLINE[-1][0])
    above, below = next(each for each in pairwise(OUTLINE) if latitude >= each[1][0])
    share = (above[0] - latitude) / (above[0] - below[0])
    west, east = (above[side] + share * (below[side] - above[side]) for side in (1, 2))
    return round(latitude, 4), round(west + _halton(index + 1, 3) * (east - west), 4)


def _halton(number: int, base: int) -> float:
    value, step = 0.0, 1.0
    while number:
        step /= base
        number, digit = divmod(number, base)
        value += digit * step
    return value
