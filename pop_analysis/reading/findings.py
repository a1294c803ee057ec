"""What reading found: one line a monitor understands, at its exact cell, in every language of the network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pop_analysis.locale.sentences import without_unsaid
from pop_analysis.model import Model, WrongDeclaration, fold, tidy
from pop_analysis.model.faults import SEVERITY, Fault
from pop_analysis.model.text import SPACES, as_text, visible
from pop_analysis.reading.parsing.cells import written
from pop_analysis.reading.personal import masked


@dataclass(frozen=True)
class Finding:
    """One thing found, with the message for the person who keeps the workbook."""

    code: str
    severity: str
    file: str
    sheet: str
    cell: str
    value: str
    message: Mapping[str, str]

    def record(self) -> dict[str, str]:
        """The finding as flat text values, for a frame, CSV or JSON."""
        own = {name: getattr(self, name) for name in ("code", "severity", "file", "sheet", "cell", "value")}
        return own | {f"message_{language}": text for language, text in self.message.items()}


class Findings:
    """The findings of one run: by file, then sheet by sheet as a workbook has them, then by cell."""

    def __init__(self, model: Model, found: Iterable[Finding] = ()) -> None:
        self.model = model
        self._found: list[Finding] = []
        self._seen: set[tuple[str, ...]] = set()
        self.extend(found)

    def add(
        self,
        code: str,
        file: str,
        sheet: str = "",
        cell: str = "",
        value: Any = "",
        *,
        severity: Any = "",
        **words: Any,
    ) -> None:
        """Note a finding. Each of ``words`` is a text, or a mapping language → text; ``severity`` unless declared.

        Findings are published: what may tell of a private person is masked in them, whatever they are about.
        """
        kind = self.model.findings[code]
        shown = _shown(value)
        message = {
            language: without_unsaid(text, words).format(
                value=shown, **{name: _in(word, language) for name, word in words.items()}
            )
            for language, text in kind.message.items()
        }
        self.extend([Finding(code, severity or kind.severity, as_text(file), sheet, cell, shown, message)])

    def extend(self, found: Iterable[Finding]) -> None:
        """Take findings in; what has been said already is not said again."""
        for finding in found:
            said = (finding.code, finding.file, finding.sheet, finding.cell, *finding.message.values())
            if said not in self._seen:
                self._seen.add(said)
                self._found.append(finding)

    def add_faults(self, faults: Iterable[Fault], severity: str = "rejected") -> None:
        """Take in what is wrong with an entry that is not used: its line stands in ``file``, its key in ``sheet``."""
        for each in faults:
            message = {language: each.message.get(language, each.message["en"]) for language in self.model.languages}
            self.extend([Finding(each.code, severity, each.place, each.key, "", each.value, message)])

    def phrase(self, key: str, **words: Any) -> dict[str, str]:
        """A part of a message in every language."""
        return {
            language: text.format(**{name: _in(word, language) for name, word in words.items()})
            for language, text in self.model.phrases[key].items()
        }

    def nearest(self, read: str | Mapping[str, str] | None) -> str | dict[str, str]:
        """The phrase that suggests ``read``; nothing when there is nothing to suggest."""
        return self.phrase("nearest", read=read) if read else ""

    def __iter__(self) -> Iterator[Finding]:
        places = {table: place for place, table in enumerate(self.model.tables)}
        sheets = {name: places[table.id] for name, table in self.model.sheets.items()}
        return iter(sorted(self._found, key=lambda each: (each.file, sheets.get(fold(each.sheet), -1), *_order(each))))

    def __len__(self) -> int:
        return len(self._found)

    def count(self, severity: str) -> int:
        return sum(finding.severity == severity for finding in self._found)

    def to_frame(self) -> pd.DataFrame:
        """One row a finding: code, severity, file, sheet, cell, value, message_sq, message_en (all text)."""
        columns = ["code", "severity", "file", "sheet", "cell", "value"]
        columns += [f"message_{language}" for language in self.model.languages]
        return pd.DataFrame([finding.record() for finding in self], columns=columns).astype("str")


def _order(finding: Finding) -> tuple[str, int, str, str, str]:
    row = "".join(sign for sign in finding.cell if sign.isdigit())
    return (finding.sheet, int(row or 0), finding.cell, finding.code, finding.value)


def _in(word: Any, language: str) -> str:
    text = str(word.get(language, "")) if isinstance(word, Mapping) else str(word)
    return masked(visible(SPACES.sub(" ", text)))


def _shown(value: Any) -> str:
    text = "" if value is None else masked(tidy(visible(written(value))))
    return text if len(text) <= 120 else text[:117] + "…"


def faults_as_findings(wrong: WrongDeclaration) -> pd.DataFrame:
    """Give the faults of a declaration as findings: ``file`` with its line, ``sheet`` the key, no cell."""
    found = [Finding(e.code, SEVERITY, e.place, e.key, "", e.value, e.message).record() for e in wrong.faults]
    columns = ["code", "severity", "file", "sheet", "cell", "value", *(f"message_{each}" for each in wrong.languages)]
    return pd.DataFrame(found, columns=columns).astype("str")


def languages_of(findings: pd.DataFrame) -> list[str]:
    """Give the languages the messages of ``findings`` are in, the network's first one first."""
    return [column.removeprefix("message_") for column in findings.columns if column.startswith("message_")]
