"""What the number format of a cell shows, where that is not what the cell holds."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from pop_analysis.model import fold
from pop_analysis.model.text import DASHES
from pop_analysis.reading.parsing.cells import Cell, written

TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[(?P<condition>[^\]]*)\]|(?P<end>;)|(?P<code>.)', re.DOTALL
)
VALUE = re.compile(r"general|[0#?@]+(?:[.,0#?/ %]*[0#?])?,*", re.IGNORECASE)
DATES = re.compile(r"[ymdhs]", re.IGNORECASE)
THOUSANDS = re.compile(r"[0#?](,+)(?![0#?,])")
MANY = frozenset({"mije", "thousand", "milion", "milione", "million", "mln", "miliard", "mld", "k", "m"})
OF_TEXTS = 3  # the place of the section of texts: positive; negative; zero; text


class Section(NamedTuple):
    """A part of a format: ``code`` is what is no text of its own, with a placeholder in the place of each."""

    code: str
    texts: list[str]

    @property
    def has_value(self) -> bool:
        """Whether it shows anything of what the cell holds."""
        return bool(VALUE.search(self.code) or DATES.search(self.code))

    def as_shown(self, value: str) -> str:
        """What it shows of a value, nearly."""
        texts = iter(self.texts)
        shown = VALUE.sub(lambda _: "\1", self.code, count=1)
        return "".join(next(texts) if sign == "\0" else value if sign == "\1" else sign for sign in shown).strip()


def shown_instead(cell: Cell) -> str | None:
    """What a person sees in place of what a cell holds, "" for nothing; None where the format tells the truth.

    >>> shown_instead(Cell(2, number_format='"3"')), shown_instead(Cell(0, number_format="0;0;"))
    ('3', '')
    >>> shown_instead(Cell("adresuar", number_format='"jo "@')), shown_instead(Cell(2, number_format='"viti "0'))
    ('jo adresuar', None)
    """
    value, sections = cell.value, _sections(cell.number_format)
    if isinstance(value, str):
        of_texts = [*sections[OF_TEXTS:], *(each for each in sections[-1:] if "@" in each.code)]
        if not of_texts:
            return None
        section, lies = of_texts[0], any(map(fold, of_texts[0].texts))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        place = 1 if value < 0 else 2 if value == 0 else 0
        section = sections[place if place < len(sections) else 0]
        lies = any(re.search(r"\d", text) or fold(text) in MANY for text in section.texts)
        if scaled := THOUSANDS.search(section.code):
            return section.as_shown(written(value / 1000 ** len(scaled[1])))
    else:
        return None
    if not (lies or not section.has_value):
        return None
    shown = section.as_shown(written(value))
    return None if value == 0 and DASHES.sub("-", shown) == "-" else shown  # as accountants write it


@lru_cache(maxsize=1024)
def _sections(number_format: str) -> list[Section]:
    sections = [Section("", [])]
    for match in TOKEN.finditer(number_format):
        code, texts = sections[-1]
        text = match["quoted"] or match["escaped"]
        if match["end"]:
            sections.append(Section("", []))
        elif text and code.endswith("\0"):  # Excel writes “lek” sign by sign too
            sections[-1] = Section(code, [*texts[:-1], texts[-1] + text])
        elif text:
            sections[-1] = Section(f"{code}\0", [*texts, text])
        elif match["code"]:
            sections[-1] = Section(code + match["code"], texts)
    return sections
