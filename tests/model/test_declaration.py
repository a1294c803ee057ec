"""The declaration is well-formed: complete in every language, and without a spelling that means two things."""

import string
from collections import defaultdict
from itertools import combinations

import pytest

from pop_analysis.model import Model, fold
from pop_analysis.model.keys import SEVERITIES
from pop_analysis.model.kinds import KINDS
from pop_analysis.reading.conversion.convert import CONVERTERS


def labels_of(model: Model):
    """Every text of the declaration that has one form a language, with its place."""
    yield "network.name", model.name
    for name, terms in {"statuses": model.statuses, **model.lists}.items():
        for term in terms.values():
            yield f"{name}.{term.id}", term.label
            for part in ("short", "plural", "counted", "letter"):
                if part in term.extra:
                    yield f"{name}.{term.id}.{part}", term.extra[part]
    for table in model.tables.values():
        for part in ("title", "sheet", "about"):
            yield f"{table.id}.{part}", getattr(table, part)
        for field in table.fields.values():
            yield f"{table.id}.{field.id}.header", field.header
            yield f"{table.id}.{field.id}.about", field.about
            if field.example:
                yield f"{table.id}.{field.id}.example", field.example
    for kind in model.findings.values():
        yield kind.code, kind.message
    for name, phrase in model.phrases.items():
        yield f"phrases.{name}", phrase


def places_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lightness(colour: str) -> float:
    """How light a colour prints in grey (CIE L*, 0 black to 100 white)."""
    return 116 * luminance(colour) ** (1 / 3) - 16


def test_every_label_is_a_text_in_every_language_of_the_network(model):
    for place, label in labels_of(model):
        assert set(label) == set(model.languages), place
        if not place.endswith((".counted", ".example")):
            assert all(isinstance(text, str) and text.strip() for text in label.values()), place


def test_no_bare_yes_or_no_of_yaml_became_a_truth_value(model):
    written = [(table.id, each) for table in model.tables.values() for each in table.written]
    for table in model.tables.values():
        for field in table.fields.values():
            written += [(f"{table.id}.{field.id}", each) for each in (*field.written, *field.header.values())]
            assert not any(each is None or isinstance(each, bool) for each in field.example.values()), field.id
    for name, terms in {**model.declared["vocabularies"], "statuses": model.declared["statuses"]}.items():
        written += [(name, each) for key, term in terms.items() for each in (key, *term.get("written", ()))]
    assert [(place, each) for place, each in written if not isinstance(each, str)] == []


def test_no_spelling_belongs_to_two_terms_of_a_list(model):
    for name, terms in {"statuses": model.statuses, **model.lists}.items():
        meant = defaultdict(set)
        for term in terms.values():
            for spelling in term.spellings():
                meant[fold(spelling)].add(term.id)
        assert {spelling: ids for spelling, ids in meant.items() if len(ids) > 1} == {}, name


def test_no_spelling_folds_to_nothing(model):
    # Whatever folds to nothing (–, €, Ω) would otherwise be read as that term.
    assert [name for name, spellings in model.spellings.items() if "" in spellings] == []


def test_no_heading_belongs_to_two_fields_of_a_table(model):
    for table in model.tables.values():
        meant = defaultdict(set)
        for field in table.fields.values():
            for heading in (*field.header.values(), field.id, *field.written):
                meant[fold(heading)].add(field.id)
        assert {heading: ids for heading, ids in meant.items() if len(ids) > 1} == {}, table.id


def test_no_sheet_name_belongs_to_two_tables(model):
    meant = defaultdict(set)
    for table in model.tables.values():
        for name in (*table.sheet.values(), *table.written):
            meant[fold(name)].add(table.id)
    assert {name: ids for name, ids in meant.items() if len(ids) > 1} == {}


def test_sheet_names_are_such_as_excel_allows(model):
    for table in model.tables.values():
        for name in table.sheet.values():
            assert len(name) <= 31, name
            assert not set(name) & set("[]:*?/\\"), name


@pytest.mark.parametrize("part", ["findings", "phrases"])
def test_every_message_fills_in_the_same_words_in_every_language(model, part):
    texts = {code: kind.message for code, kind in model.findings.items()} if part == "findings" else model.phrases
    for code, message in texts.items():
        assert len({frozenset(places_in(text)) for text in message.values()}) == 1, code


def test_every_finding_has_a_known_severity(model):
    assert {kind.severity for kind in model.findings.values()} <= set(SEVERITIES)


def test_every_finding_declared_is_one_that_reading_can_find(model, root):
    folders = [root / "pop_analysis" / name for name in ("model", "reading")]
    source = "".join(path.read_text(encoding="utf-8") for each in folders for path in each.rglob("*.py"))
    assert {code for code in model.findings if f'"{code}"' not in source} == set()


def test_every_list_of_a_field_is_declared(model):
    fields = [field for table in model.tables.values() for field in table.fields.values()]
    assert {field.list for field in fields if field.kind == "choice"} <= set(model.lists)
    assert all(field.list is None for field in fields if field.kind != "choice")


def test_every_kind_of_field_has_a_converter_and_no_converter_is_without_its_kind(model):
    assert {field.kind for table in model.tables.values() for field in table.fields.values()} <= set(KINDS)
    assert set(KINDS) == set(CONVERTERS)


def test_the_columns_that_tell_rows_apart_are_columns_of_the_table(model):
    for table in model.tables.values():
        assert set(table.unique) <= set(table.columns), table.id
        assert set(table.workbooks) <= set(model.lists["workbook_kinds"]), table.id


def test_every_example_is_what_its_list_knows(model):
    for table in model.tables.values():
        for field in table.fields.values():
            if field.kind in ("choice", "status"):
                spellings = model.spellings[field.list or "statuses"]
                assert all(fold(str(value)) in spellings for value in field.example.values()), (table.id, field.id)


def test_the_letters_of_statuses_differ_in_every_language(model):
    for language in model.languages:
        letters = [status.letter(language) for status in model.statuses.values()]
        assert len(set(letters)) == len(letters), language


def test_no_letter_of_a_status_means_another_verdict_in_another_language(model):
    meant = {}
    for status in model.statuses.values():
        for language in model.languages:
            assert meant.setdefault(status.letter(language), status.id) == status.id, language


def test_statuses_stand_best_first_with_what_they_are_worth(model):
    assert model.levels == ["fully", "partially", "not_addressed"]
    assert [status.worth(0.5) for status in model.scale] == [1, 0.5, 0]
    assert [status.addressed for status in model.scale] == [True, True, False]
    assert not any(status.addressed for status in model.statuses.values() if not status.judged)


def test_missing_is_a_status_of_its_own_and_no_verdict(model):
    assert model.missing == "not_assessed"
    assert not model.statuses[model.missing].judged
    assert model.left_out == {"withdrawn"}


def test_letters_on_a_status_are_read_by_weak_eyes(model):
    for status in model.statuses.values():
        low, high = sorted((luminance(status.colour), luminance(status.ink)))
        assert (high + 0.05) / (low + 0.05) >= 4.5, status.id


def test_the_three_verdicts_can_be_told_apart_in_grey(model):
    for one, other in combinations(model.scale, 2):
        assert abs(lightness(one.colour) - lightness(other.colour)) >= 10, (one.id, other.id)
