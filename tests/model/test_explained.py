"""Every key is explained, and what an editor checks by the schema is what the program checks."""

import json

import pytest
import yaml
from jsonschema import Draft202012Validator

from pop_analysis.model.explained import SCHEMAS, keys_explained, schemas
from pop_analysis.model.faults import Faults
from pop_analysis.model.keys import FILES
from pop_analysis.model.marked import marked
from pop_analysis.model.own import PARTS


@pytest.fixture(scope="module")
def files(root):
    """POP's own files, by the schema they begin with."""
    folder = root / "pop_analysis"
    return [*folder.glob("model/declaration/*.yml"), *folder.glob("locale/*.yml")]


def test_the_schemas_beside_the_declaration_are_those_of_the_keys():
    made = schemas()
    assert {path.stem: path.read_text(encoding="utf-8") for path in SCHEMAS.glob("*.json")} == made
    for text in made.values():
        Draft202012Validator.check_schema(json.loads(text))


def test_every_file_of_ours_begins_with_its_schema_and_is_what_it_says(files):
    assert len(files) == len(PARTS) + 2
    for path in files:
        first, text = path.read_text(encoding="utf-8").split("\n", 1)
        schema = (path.parent / first.removeprefix("# yaml-language-server: $schema=")).resolve()
        wrong = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).iter_errors(yaml.safe_load(text))
        assert [f"{path.name}: {each.message}" for each in wrong] == []


@pytest.mark.parametrize("part", PARTS)
def test_pops_own_declaration_has_no_fault(root, part):
    path = root / "pop_analysis" / "model" / "declaration" / f"{part}.yml"
    faults = Faults()
    faults.check(faults.read(path, path.name), FILES[part][0], path.name)
    assert [each.said("en") for each in faults.found] == []


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("network", "short_name: A\nname: A\nlangauges: [en]"),
        ("statuses", "done: {label: done, colour: red}"),
        ("statuses", "done: {label: done, addressed: 'no'}"),
        ("statuses", "Done it: {label: done}"),
        ("tables", "a: {fields: {b: {kind: decimel, header: {en: B}, about: {en: B}}}}"),
        ("mapping", "- {file: a.csv, tabel: priorities}"),
        ("corrections", "- {file: a.xlsx, sheet: A, cell: 4F, old: a, new: b, reason: c, who: d, date: e}"),
    ],
)
def test_what_the_program_refuses_an_editor_marks(part, text):
    faults = Faults()
    faults.check(faults.take(marked(text), part), FILES[part][0], part)
    schema = json.loads(schemas()[part])
    assert faults.found
    assert list(Draft202012Validator(schema).iter_errors(yaml.safe_load(text)))


def test_every_key_is_explained():
    text = keys_explained()
    assert "|  |\n" not in text  # a key nobody described
    for name in FILES:
        assert f"{name}.yml`" in text
    for key in ("addressed", "negative", "superseded", "in_progress", "at_most", "constants", "who"):
        assert f"| `{key}` |" in text
