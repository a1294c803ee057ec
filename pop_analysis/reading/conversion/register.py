"""The register of municipalities: the closed table of their names, by which every other file is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard

from pop_analysis.model import fold, slug

PREFIX = re.compile(r"^(bashkia|bashkise|bashki|municipality of|municipality)\s+")
NAMED = re.compile(r"\b(?:bashki\w*|municipality(?: of)?)\s+(?:e\s+)?(?=((?:\S+\s*){1,5}))")  # a name has no more words
SEVERAL = re.compile(r"\s*(?:[+&;/,]|\bdhe\b|\band\b)\s*")


class Register:
    """Municipalities by every form of their names.

    ``municipalities`` are rows with ``municipality`` (code), ``name_sq``, ``name_en`` and ``aliases``.
    """

    def __init__(self, municipalities: Iterable[Mapping[str, Any]] = ()) -> None:
        self.names: dict[str, str] = {}
        self._forms: dict[str, str] = {}
        self._exact: dict[str, set[str]] = {}
        several: set[str] = set()
        for row in municipalities:
            code = row["municipality"]
            self.names[code] = row["name_sq"]
            own = list(filter(_is_text, (row["name_sq"], row.get("name_en"))))
            aliases = row["aliases"].split(";") if _is_text(row.get("aliases")) else []
            for form in filter(None, [*own, code, *aliases]):
                if self._forms.setdefault(fold(form), code) != code:
                    several.add(fold(form))
            self._exact[code] = {form.casefold() for form in own}

        for form in several:  # a form two municipalities share is the name of neither
            del self._forms[form]

    @property
    def known(self) -> bool:
        """Whether there is a register at all."""
        return bool(self.names)

    def find(self, text: str) -> str | None:
        """The code of the municipality ``text`` names, or None."""
        folded = fold(text)
        return self._forms.get(folded) or self._forms.get(PREFIX.sub("", folded))

    def find_several(self, text: str) -> list[str]:
        """The codes of all municipalities named in ``text``."""
        found = (self.find(part) for part in SEVERAL.split(text))
        return [code for code in found if code]

    def named_in(self, text: str) -> list[str]:
        """The codes of the municipalities a line speaks of: “Monitorimi në Bashkinë Lumas, viti II”."""
        found = [self.find(text)]
        for words in map(str.split, NAMED.findall(fold(text))):
            forms = (" ".join(words[:count]) for count in range(len(words), 0, -1))
            found.append(next((code for each in forms if (code := self._forms.get(each))), None))
        return [code for code in found if code]

    def mentions(self, text: str, code: str) -> bool:
        """Whether the words of a text name a municipality: “lumas_2021”, “Kontrata Lumas”."""
        forms = [form for form, of in self._forms.items() if of == code]
        return any(f" {form} " in f" {fold(text)} " for form in [*forms, fold(code)])

    def is_name(self, text: str, code: str) -> bool:
        """Whether ``text`` is the municipality's code, or its name as the register has it, but for case."""
        return text == code or text.casefold() in self._exact[code]

    def suggestions(self) -> dict[str, str]:
        return {form: self.names[code] for form, code in self._forms.items()}

    def take(self, text: str) -> str:
        """Take a name as it is written: there is no register to check it against."""
        return slug(PREFIX.sub("", fold(text)))


def _is_text(value: Any) -> TypeGuard[str]:
    """A row of a frame holds NaN where nothing was typed."""
    return isinstance(value, str) and bool(value)
