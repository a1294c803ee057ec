"""The letters of a text file that does not say in which code it was saved: judged by whether Albanian comes out."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter

BYTE_ORDER = {codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32"}  # first: one begins as one of UTF-16
BYTE_ORDER |= {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# What Excel writes where Albanian is the language of the system, and elsewhere in Europe; on a Mac; from DOS.
WINDOWS = ("cp1250", "cp1252")
OTHERS = {"mac_roman": "Mac Roman", "cp852": "DOS (852)", "cp850": "DOS (850)"}
# Codes a text was read in that had been UTF-8 before: Ã« for ë.
READ_WRONGLY = ("cp1252", "cp1250", "latin-1", "mac_roman", "cp852")
ALBANIAN = frozenset("ëçËÇ")
# Letters of the languages the codes of Windows are for: French, Italian, Catalan, Spanish, Portuguese, German, those
# of the North and Icelandic; and Croatian, Czech, Slovak, Polish, Hungarian, Romanian.
ALPHABETS = {
    "cp1252": (
        "àâæçèéêëîïôœùûüÿ", "àèéìíîòóùú", "àçèéíïòóúü", "áéíñóúü", "àáâãçéêíóôõú", "äöüß", "àåäæéöø", "áæéíðóöúýþ",
    ),
    "cp1250": ("ćčđšž", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "âîăşţ"),
}  # fmt: skip
ALPHABETS = {code: (*alphabets, "ëç") for code, alphabets in ALPHABETS.items()}
ALPHABETS |= {"mac_roman": ALPHABETS["cp1252"], "cp852": ALPHABETS["cp1250"], "cp850": ALPHABETS["cp1252"]}
QUOTES = frozenset("“”„‘’«»–—…·•§°´€ \u00ad")  # what stands beside words in any language
SPOILED = re.compile(r"[ÃĂ][«§‹‡\x8b\x87]|√[´ßãá]|├[źžőç]")
AMID = re.compile(r"(?<=[a-zëç])[^\x00-\x7f]")
BEFORE_A_LETTER = re.compile(r"[^\x00-\x7f’‘“”„«»–—…•·](?=[a-z])")
IN_WORDS = re.compile(r"(?<=[A-Za-z])(?:[^\x00-\x7f’](?=[A-Za-z])|[–—](?!\d))")
TWO = 2  # readings can be told side by side
MOST = 0.9  # of the letters of a text are those of its language
ENOUGH = 1_000_000  # signs tell what the code is
NULLS = 0.3  # of the bytes of a UTF-16 text with mostly Latin letters, half are nothing


def decoded(content: bytes) -> tuple[list[str], str]:
    """Give the text of a file, and the name of its code where it had to be found out.

    There are two readings where the bytes fit two codes equally well and are different letters in them, and none where
    no code gives Albanian.

    >>> decoded("Këshilli".encode("mac_roman"))
    (['Këshilli'], 'Mac Roman')
    """
    for mark, code in BYTE_ORDER.items():
        if content.startswith(mark):
            return _once_more(content.decode(code, "replace"))
    if wide := utf_16(content):
        return [content.decode(wide, "replace")], "UTF-16"
    try:
        return _once_more(content.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    readings = {code: text for code in (*WINDOWS, *OTHERS) if (text := _read(content, code)) is not None}
    worth = {code: _worth(text) for code, text in readings.items()}
    best = [code for code in worth if worth[code] == max(worth.values())]
    if readings and "ë" not in readings[best[0]][:ENOUGH].lower():  # the letter no Albanian text is without
        plain = [readings[code] for code in WINDOWS if code in readings and _is_plain(readings[code])]
        return (plain[:1], "") if plain else _of_other_languages(readings)
    if best and best[0] in WINDOWS:  # the two differ in letters that are in neither language's words
        best = [code for code in WINDOWS if code in readings and worth[code] >= worth[best[0]] - 1]
    texts = list(dict.fromkeys(readings[code] for code in best))
    if len(texts) > TWO:
        return [], ""
    return texts, OTHERS.get(best[0], "") if len(texts) == 1 else ""


def _of_other_languages(readings: dict[str, str]) -> tuple[list[str], str]:
    """Readings whose letters are those of one language and stand where letters do; none where there are many."""
    likely = {
        code: text
        for code, text in readings.items()
        if _known(text, ALPHABETS[code]) >= MOST and not _capitals_amid(text) and all(map(_is_of_words, _inside(text)))
    }
    capitals = {code: sum(sign > "\x7f" and sign.isupper() for sign in text[:ENOUGH]) for code, text in likely.items()}
    best = [code for code in likely if capitals[code] == min(capitals.values())]
    if not set(best) & set(WINDOWS):  # “é” of a Mac is “Ž” there, with which a word may begin
        best = [*likely]
    texts = list(dict.fromkeys(likely[code] for code in best))
    if len(texts) > TWO:
        return [], ""
    return texts, OTHERS.get(best[0], "") if len(texts) == 1 else ""


def _is_plain(text: str) -> bool:
    """Whether a text has no letters but those of English, and signs beside its words only."""
    return all(sign <= "\x7f" or sign in QUOTES for sign in text[:ENOUGH]) and not _inside(text)


def _inside(text: str) -> list[str]:
    """The signs that stand within words, or begin them."""
    return [*IN_WORDS.findall(text[:ENOUGH]), *BEFORE_A_LETTER.findall(text[:ENOUGH])]


def _is_of_words(sign: str) -> bool:
    return unicodedata.category(sign).startswith("L")


def _capitals_amid(text: str) -> int:
    return sum(sign.isupper() for sign in AMID.findall(text[:ENOUGH]))


def utf_16(content: bytes) -> str:
    """The code of a UTF-16 text without the mark it should begin with; "" for any other.

    >>> utf_16("Bashkia;Kontrata".encode("utf-16-le"))
    'utf-16-le'
    """
    start = content[:512]
    for first, code in ((1, "utf-16-le"), (0, "utf-16-be")):
        if start[first::2].count(0) > NULLS * len(start) and not start[1 - first :: 2].count(0):
            return code
    return ""


def _once_more(text: str) -> tuple[list[str], str]:
    """A text, or what it was before it was taken for another code and saved again."""
    if not SPOILED.search(text):
        return [text], ""
    mended = _taken_back(text) or SPOILED.sub(lambda found: _taken_back(found[0]) or found[0], text)
    return ([], "") if SPOILED.search(mended) else ([mended], "UTF-8 × 2")


def _taken_back(text: str) -> str:
    """A text that was read in a wrong code, read in the right one; "" where it was not."""
    for code in READ_WRONGLY:
        try:
            mended = text.encode(code).decode("utf-8")
        except UnicodeError:
            continue
        if not SPOILED.search(mended):
            return mended
    return ""


def _read(content: bytes, code: str) -> str | None:
    try:
        return content.decode(code)
    except UnicodeDecodeError:
        return None


def _known(text: str, alphabets: tuple[str, ...]) -> float:
    """Which part of its letters beyond a–z is of one language, the likeliest."""
    found = Counter(re.findall(r"[^\x00-\x7f]", text[:ENOUGH].lower()))
    letters = sum(count for sign, count in found.items() if sign not in QUOTES)
    return max(sum(found[letter] for letter in alphabet) for alphabet in alphabets) / max(1, letters)


def _worth(text: str) -> int:
    """How much a reading looks like Albanian: its own letters speak for it, all others against it."""
    found = Counter(re.findall(r"[^\x00-\x7f]", text[:ENOUGH]))
    amid = _capitals_amid(text)  # what è of French is in Mac Roman
    return sum(count * _speaks_for(sign) for sign, count in found.items()) - 3 * amid


def _speaks_for(sign: str) -> int:
    if sign in ALBANIAN:
        return 2
    return 0 if sign in QUOTES else -1 if unicodedata.category(sign).startswith("L") else -2
