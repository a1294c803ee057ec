"""How two texts are compared: spaces, letters that look alike, accents and case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")

# Letters typed for Albanian ones on a foreign keyboard. Cyrillic ё stands 26 times in the newsletter alone.
LOOK_ALIKES = str.maketrans(
    {"ё": "ë", "Ё": "Ë", "ē": "ë", "Ē": "Ë", "а": "a", "е": "e", "о": "o"} | {"А": "A", "Е": "E", "О": "O"}
)
FOREIGN = re.compile("[" + "".join(map(chr, LOOK_ALIKES)) + "]")
SPACES = re.compile(r"\s+")  # also those that do not break, and those of other widths
DASHES = re.compile("[\u2010-\u2015\u2212]")
# Signs nobody sees, by their category: control characters, those that join letters, hyphenate a word or turn the
# direction of a line, and halves of letters. Unicode has the few that choose how a letter looks among the accents.
UNSEEN = frozenset({"Cc", "Cf", "Cs"})
SELECTORS = re.compile("[\u034f\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
WORD = re.compile(r"[^a-z0-9]+")
SHORT = 100  # letters; longer texts are not kept to be found again
NO_UTF8 = re.compile("[\udc80-\udcff]")  # how Python keeps such a byte of the name of a file


def remembered(give: Callable[[str], T]) -> Callable[[str], T]:
    """Keep what a function gives of short texts, which are said again and again: years, verdicts, sources."""
    kept = lru_cache(maxsize=20_000)(give)

    @wraps(give)
    def given(text: str) -> T:
        return kept(text) if len(text) < SHORT else give(text)

    return given


@remembered
def tidy(text: str) -> str:
    r"""Give ``text`` composed (NFC), trimmed, with single ordinary spaces and without the signs nobody sees.

    >>> tidy("  Pu\u200bkë\u00a0 2021 ")
    'Pukë 2021'
    """
    if not (text.isascii() and text.isprintable()):
        text = visible(unicodedata.normalize("NFC", text))
    return " ".join(text.split())


def foreign_letters(text: str) -> dict[str, str]:
    """Give the letters of ``text`` that stand for an Albanian one, each with its script.

    >>> foreign_letters("Durrёs")
    {'ё': 'cyrillic'}
    """
    return {letter: unicodedata.name(letter).split()[0].lower() for letter in FOREIGN.findall(text)}


def invisible_signs(text: str) -> str:
    """List the signs of ``text`` that nobody sees, by their code.

    >>> invisible_signs("Fier\u202e")
    'U+202E'
    """
    if not _may_hide(text):
        return ""
    return ", ".join(dict.fromkeys(f"U+{ord(sign):04X}" for sign in filter(_is_unseen, text)))


def visible(text: str) -> str:
    """Give ``text`` without the signs nobody sees."""
    return "".join(sign for sign in text if not _is_unseen(sign)) if _may_hide(text) else text


def _may_hide(text: str) -> bool:
    """Whether there may be a sign in a text that nobody sees: but for a few accents, none that Python prints."""
    return not text.isprintable() or (not text.isascii() and SELECTORS.search(text) is not None)


@lru_cache(maxsize=4096)
def _is_unseen(sign: str) -> bool:
    return not sign.isspace() and (unicodedata.category(sign) in UNSEEN or SELECTORS.match(sign) is not None)


def repaired(text: str) -> str:
    """Give ``text`` with look-alike letters replaced by the Albanian ones.

    >>> repaired("Korçё")
    'Korçë'
    """
    return text.translate(LOOK_ALIKES)


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Give the form under which two spellings of one name are the same.

    >>> fold("Vau-Dejёs ") == fold("VAU DEJES")
    True
    """
    plain = unicodedata.normalize("NFKD", repaired(unicodedata.normalize("NFC", visible(text))).casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return WORD.sub(" ", bare).strip()


def spelling(text: str) -> str:
    """Give the form under which a way of writing a term is looked up: folded, or itself where it has no letters.

    >>> spelling("Per Cent"), spelling("%")
    ('per cent', '%')
    """
    return fold(text) or tidy(text)


def slug(text: str) -> str:
    """Give ``text`` as it may stand in an address or a file name.

    >>> slug("Vau i Dejës")
    'vau-i-dejes'
    """
    return fold(text).replace(" ", "-")


def encodable(text: str) -> str:
    r"""Give ``text`` with a question mark for every half of a letter, which no file can hold.

    >>> encodable("Pukë \ud83d")
    'Pukë ?'
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def as_text(name: str) -> str:
    r"""Give the name of a file as tables, pages and findings can hold it: a byte that is no UTF-8 as its number.

    Such names come from an old system or a USB stick. Two names stay two: none becomes another by it.

    >>> print(as_text("a\udceb.xlsx"), as_text("a\udce7.xlsx"))
    a\xeb.xlsx a\xe7.xlsx
    """
    bytes_as_numbers = NO_UTF8.sub(lambda sign: f"\\x{ord(sign[0]) - 0xDC00:02x}", name)
    return bytes_as_numbers.encode("utf-8", "backslashreplace").decode("utf-8")
