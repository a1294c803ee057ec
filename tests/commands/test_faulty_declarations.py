"""What is wrong in a declaration or a mapping is told at its file and line, and nobody sees Python."""

import re
import shutil

import pytest
from click.testing import CliRunner
from documents import Reader

from pop_analysis.cli import main

NET, SCALE, LISTS, MAP = "model/network.yml", "model/statuses.yml", "model/vocabularies.yml", "mapping.yml"
PLAN = "columns: {municipality: Town, cycle: Plan}"
LAST = "period: Assessed on, reason: Why}"
# File, what stands there, what somebody wrote instead, the line that is told.
CHANGED = [
    (NET, "short_name: Beacon", "short_name: Beacon\nshort_name: Again", 2),
    (NET, "{en: Beacon network of pledges}", "&n {en: *n}", 2),
    (NET, "    unit: town", "\tunit: town", 6),
    (NET, "[en]", "[en, en]", 3),
    (NET, "[en]", "[EN]", 3),
    (NET, "[en]", "[it]", 3),
    (NET, "[en]", "[en]\npages: javascript:alert(1)", 4),
    (NET, "[en]", "[en]\noutline: [[1], [2, 3]]", 4),
    (NET, "[en]", "[en]\noutline: [[.inf, 2], [2, 3], [4, 5]]", 4),
    (NET, "[en]", "[en]\noutline: [[41, 190], [2, 3], [4, 5]]", 4),
    (NET, "[en]", "[en]\nmoved: {a: b, b: a}", 4),
    (NET, "[en]", '[en]\nreply_until: "2026-13-45"', 4),
    (NET, "[en]", "[en]\nfirst_year: 2030\nlast_year: 2000", 5),
    (NET, "Beacon network", '!!python/object/apply:os.system ["true"]', 2),
    (SCALE, "limited:    ", "complete:   ", 3),
    (SCALE, "complete:    {", "complete:    {<<: *other, ", 1),
    (SCALE, "addressed: true}\nlimited", "addressed: false}\nlimited", 3),
    (SCALE, "worth: [0, 0.5]", "worth: [2, 1]", 3),
    (SCALE, "worth: [0, 0.5]", "worth: [0, 0.5, 1]", 3),
    (SCALE, "worth: [0, 0.5]", "worth: .nan", 3),
    (SCALE, "{en: complete}", "{en: 2024-01-01}", 1),
    (SCALE, "{en: complete}", "{en: yes}", 1),
    (SCALE, "limited:", "3:", 3),
    (SCALE, '"#1B7F5C"', "#1B7F5C", 2),
    (LISTS, "{label: {en: Schools}}", "&s {label: *s}", 3),
    (LISTS, "{en: Open budget}}", "{en: Open budget}, written: [Schools]}", 3),
    (MAP, "columns: {municipality: Town, cycle: Plan}", "columns:", 6),
    (MAP, "- file: pledges.csv", '- file: "[*.csv"', 1),
    (MAP, LAST, LAST + "\n  bounds: {status: {high: complete}}", 14),
    (MAP, LAST, LAST + '\n  split: {reason: ""}', 14),
    (MAP, LAST, LAST + "\n  terms: {status: [a, b]}", 14),
    (MAP, LAST, LAST + "\n  constants: {monitor: [a, b]}", 14),
    (MAP, LAST, LAST + "\n  constants: {status: complete}", 14),
    (MAP, LAST, LAST + "\n  history: maybe", 14),
    (MAP, PLAN, "columns: {municipality: Town}\n  constants: {cycle: spring}", 7),
    (MAP, PLAN, "columns: {municipality: Town}\n  constants: {cycle: 2025-2024}", 7),
    (MAP, LAST, LAST + "\n  numbers: english", 14),
    (MAP, LAST, LAST + "\n  history: true\n  constants: 2023", 15),
    (MAP, LAST, LAST + "\n  history: true\n  constants: true", 15),
    (MAP, PLAN, PLAN + "\n  sheet: Tab 2", 4),
]
# A whole file, and the line that is told; none where the file as a whole is meant.
WRITTEN = [
    (NET, "short_name: B\nname: {en: Bé}\n".encode("latin-1"), 2),
    (NET, "short_name: B\n".encode("utf-16"), 1),
    (NET, b"short_name: a\x00b\n", None),
    (NET, b"- a\n- b\n", None),
    (NET, b"short_name: B\n---\nname: x\n", 2),
    (NET, b"short_name: " + b"[" * 3000 + b"]" * 3000, None),
    (NET, b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
        b"%c: &%c [%s]\n" % (98 + n, 98 + n, b",".join([b"*%c" % (97 + n)] * 9)) for n in range(8)
    ), None),
    (SCALE, b"complete\n", None),
    (SCALE, bytes(range(256)), 2),
    (SCALE, b'only: {label: {en: only}, colour: "#000000"}\n', None),
    (LISTS, b"themes:\n", 1),
    (LISTS, b"theems: {schools: {label: {en: Schools}}}\n", 1),
    (SCALE, b"", None),
    (SCALE, b"# nothing yet\n", None),
    (LISTS, b"{}\n", None),
    (MAP, b"file: pledges.csv\n", None),
    (MAP, b"- pledges.csv\n", 1),
    ("model/locale/en.yml", b'strip: {note: "{nothing} here"}\n', 1),
    ("model/locale/en.yml", b'strip: {note: "<unti> here"}\n', 1),
    ("model/locale/en.yml", b'strip: {note: "{n here"}\n', 1),
    ("model/locale/en.yml", b'strip: {note: "{letters.__class__} {0} {}"}\n', 1),
    ("model/locale/de.yml", b"language: Deutsch\n", None),
    ("model/speech.yml", b"en: {beste: x}\n", 1),
    ("model/statuses.yaml", b"a: b\n", None),
]  # fmt: skip


@pytest.fixture(scope="module")
def beacon(root, tmp_path_factory):
    """The network of docs/another-network.md, without its commands."""
    place = tmp_path_factory.mktemp("network")
    document = (root / "docs" / "another-network.md").read_text(encoding="utf-8")
    (place / "document.md").write_text(re.sub(r"```console\n.*?```", "", document, flags=re.DOTALL), encoding="utf-8")
    Reader(place).follow(place / "document.md")
    return place / "beacon"


def told(folder):
    done = CliRunner().invoke(main, ["validate", str(folder), "--language", "en"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == 1, done.output
    return done.output


@pytest.mark.parametrize(("file", "old", "new", "line"), CHANGED)
def test_a_fault_is_told_at_its_line(beacon, tmp_path, file, old, new, line):
    folder = shutil.copytree(beacon, tmp_path / "faulty")
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    said = told(folder)
    assert re.search(rf"\b{file}:{line}\b", said), said
    assert "send it to us" not in said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("languages: [en]", "languages: en"),
        ("languages: [en]", "languages: []"),
        ("languages: [en]", "languages: [english]"),
        ("short_name: Beacon", "short_name: 'Beacon"),
        (None, "Beacon"),
        (None, ""),
    ],
)
def test_where_the_languages_cannot_be_read_that_is_the_only_fault_and_is_told_in_english(beacon, tmp_path, old, new):
    folder = shutil.copytree(beacon, tmp_path / "faulty")
    text = (folder / NET).read_text(encoding="utf-8")
    (folder / NET).write_text(text.replace(old, new) if old else new, encoding="utf-8")
    done = CliRunner().invoke(main, ["validate", str(folder)])
    assert done.exit_code == 1
    assert done.output.count("[DC-") == 1, done.output
    assert done.output.startswith("Faults in what the network declares: 1")


def test_a_limit_that_is_a_number_is_told_as_it_is_written_and_what_is_empty_once(beacon, tmp_path):
    folder = shutil.copytree(beacon, tmp_path / "faulty")
    more = "\n  bounds: {status: {0: limited, 50: half}}\n  split: {reason: ''}"
    text = (folder / MAP).read_text(encoding="utf-8")
    (folder / MAP).write_text(text.replace(LAST, LAST + more), encoding="utf-8")
    said = told(folder)
    assert "mapping.yml:14 › #4.bounds.status.50: “half” is not known" in said
    assert said.count("#4.split.reason") == 1


@pytest.mark.parametrize(("file", "content", "line"), WRITTEN)
def test_a_file_that_cannot_be_used_is_told_by_its_name(beacon, tmp_path, file, content, line):
    folder = shutil.copytree(beacon, tmp_path / "faulty")
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_bytes(content)
    assert re.search(rf"\b{file}{f':{line}' if line else ''}\b", told(folder))
