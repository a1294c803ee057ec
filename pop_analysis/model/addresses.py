"""Which texts are addresses a reader may open: only those that lead where they read."""

from __future__ import annotations

import re
import unicodedata

from pop_analysis.model.text import invisible_signs, remembered

ADDRESS = re.compile(r"(https?://)([^/?#\\]+)([/?#].*)?|mailto:.+", re.IGNORECASE)
IN_NONE = re.compile(r"[\s<>\"`\\\x00-\x1f\x7f]")  # white space, and what ends an address in HTML or Markdown
# Letters by their category, yet nobody sees them.
BLANK = re.compile("[\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]")
HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.?", re.IGNORECASE)
PORT = re.compile(r":\d{1,5}$")
NUMBERED = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$", re.IGNORECASE)  # browsers read such a host as a number
FOUR_NUMBERS = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}")
LONGEST_LABEL = 63
BETWEEN_LINKS = "; "


@remembered
def opened_as(text: str) -> str | None:
    """Return the address that opens when a reader follows ``text`` (http, https, mailto); None where it is none.

    None too where it leads elsewhere than it reads: with a name before the host, a host written as one number, a sign
    nobody sees, or one that only looks like a slash or a dot. A host in other letters than a–z is given as the
    internet knows it (Punycode), so that nobody takes а for a.

    >>> opened_as("https://popnetwork.al/aktivitete")
    'https://popnetwork.al/aktivitete'
    >>> opened_as("https://këshilli.example/")
    'https://xn--kshilli-rya.example/'
    >>> opened_as("javascript:alert(1)"), opened_as("https://popnetwork.al@other.example/")
    (None, None)
    >>> opened_as("https://popnetwork.al\u2215.other.example/")
    """
    found = ADDRESS.fullmatch(text)
    if not found or IN_NONE.search(text) or BLANK.search(text) or invisible_signs(text):
        return None
    if not found[2]:
        return text
    port = PORT.search(found[2])
    named = found[2][: port.start()] if port else found[2]
    host = named if named.isascii() else _in_punycode(named)
    if host is None or not HOST.fullmatch(host) or (NUMBERED.search(host) and not FOUR_NUMBERS.fullmatch(host)):
        return None
    return f"{found[1]}{host}{port[0] if port else ''}{found[3] or ''}"


def links_of(text: str | None) -> list[str]:
    """The addresses ``text`` is a list of, with semicolons; none where any part of it is no address.

    >>> links_of("https://a.example/; https://b.example/"), links_of("https://a.example/; a letter")
    (['https://a.example/', 'https://b.example/'], [])
    """
    found = [opened_as(part) for part in text.split(BETWEEN_LINKS)] if isinstance(text, str) else []
    return [each for each in found if each] if all(found) else []


def _in_punycode(host: str) -> str | None:
    """A host of letters and digits of any script as it stands in the register of names; None for any other."""
    labels = [label if label.isascii() else _one_in_punycode(label) for label in host.lower().split(".")]
    return ".".join(label for label in labels if label) if all(labels) else None


def _one_in_punycode(label: str) -> str | None:
    is_word = all(unicodedata.category(sign)[0] in "LMN" or sign == "-" for sign in label)
    if not is_word or unicodedata.normalize("NFKC", label) != label:
        return None
    given = f"xn--{label.encode('punycode').decode('ascii')}"
    return given if len(given) <= LONGEST_LABEL else None
