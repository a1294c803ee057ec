"""What municipalities were shown when they were asked to reply, as the network's own folder remembers it.

What comes back went through other hands: neither it nor a mark in it proves what was shown. ``reply export`` notes it
in the folder of workbooks, and so does ``reply import`` of what it found to be as on file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pop_analysis.reading.findings import Findings
from pop_analysis.reading.parsing.cells import written

FILE = "replies_sent.json"
Version = dict[str, str]  # field → what stood there; of a reply also ``status``, the verdict's key
Verdict = tuple[str, int]  # priority, monitoring year


@dataclass(frozen=True)
class Shown:
    """What was shown of each verdict, and the rows of evidence of each municipality, in every version there was.

    ``whole`` says that nothing else was shown: then every grey cell is compared. ``noted`` are the verdicts and
    municipalities of which it is on record; of others it is only known what would be shown today.
    """

    verdicts: Mapping[Verdict, list[Version]] = field(default_factory=dict)
    evidence: Mapping[str, list[Version]] = field(default_factory=dict)
    whole: bool = False
    noted: frozenset[Verdict | str] = frozenset()

    def statuses(self, verdict: Any) -> set[str]:
        """The verdicts that were shown."""
        return {version["status"] for version in self.verdicts.get(verdict, ())}

    def or_now(self, today: Shown) -> Shown:
        """What is on record, or would be shown today, and nothing else."""
        return replace(self.and_(today), whole=True, noted=frozenset([*self.verdicts, *self.evidence]))

    def and_(self, other: Shown) -> Shown:
        """What was shown here or there, each once."""

        def joined(one: Mapping[Any, list[Version]], two: Mapping[Any, list[Version]]) -> dict[Any, list[Version]]:
            both = {key: [*one.get(key, ()), *two.get(key, ())] for key in {**one, **two}}
            return {key: [each for n, each in enumerate(all_) if each not in all_[:n]] for key, all_ in both.items()}

        return Shown(joined(self.verdicts, other.verdicts), joined(self.evidence, other.evidence))

    def to_json(self) -> str:
        content = {
            "verdicts": [[*key, versions] for key, versions in sorted(self.verdicts.items())],
            "evidence": [[place, versions] for place, versions in sorted(self.evidence.items())],
        }
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def as_shown(row: Mapping[str, Any], fields: Iterable[str]) -> dict[str, str]:
    """The fields of a row as they are compared: a spreadsheet program may write numbers and spaces in its own way."""
    return {name: "" if row.get(name) is None else written(row[name]) for name in fields}


def differences(own: Version, versions: Iterable[Version]) -> dict[str, str]:
    """The fields in which a row differs from what was shown, with what stood there; of the version most like it."""
    each = [{name: version.get(name, "") for name in own if version.get(name, "") != own[name]} for version in versions]
    return min(each, key=len, default=dict.fromkeys(own, ""))


def parse_shown(text: str) -> Shown:
    """Give what :meth:`Shown.to_json` wrote. Raises ValueError for anything else."""
    try:
        content = json.loads(text)
        verdicts = {(str(key), int(year)): _versions(each, "status") for key, year, each in content["verdicts"]}
        return Shown(verdicts, {str(place): _versions(each) for place, each in content["evidence"]})
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


def _versions(given: Any, *needed: str) -> list[Version]:
    versions = [{str(name): str(text) for name, text in each.items()} for each in given]
    if any(name not in each for each in versions for name in needed):
        raise ValueError(f"a version without {needed}")
    return versions


def read_shown(folder: Path, findings: Findings) -> Shown:
    """Give what the folder remembers; what cannot be read becomes a finding."""
    path = folder / FILE
    try:
        return parse_shown(path.read_text(encoding="utf-8")) if path.exists() else Shown()
    except (OSError, ValueError):
        findings.add("RF-10", FILE)
        return Shown()
