"""No number stands on a page without saying what it counts, and what is counted once has one value everywhere."""

import re

import pytest
from oracle.pages import every_page
from oracle.shown import claims, sentences
from read_aloud import unaccounted

from pop_analysis.exhibits.quantities import QUANTITIES, ROWS
from pop_analysis.locale.said import parts_of


@pytest.fixture(scope="module", params=["data", "example"])
def data(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module", params=["sq", "en"])
def blocks(request, data):
    return [(page, block) for page, block in every_page(data, request.param)]


def test_every_number_in_a_sentence_is_a_claim_a_date_a_name_or_an_example(blocks):
    found = [
        (page, where, text, numbers)
        for page, block in blocks
        for where, text in sentences(block)
        if (numbers := unaccounted(text))
    ]
    assert found == []


def test_what_is_counted_once_has_the_same_value_wherever_it_stands(blocks):
    values = {}
    for page, block in blocks:
        for where, claim in claims(block):
            values.setdefault(claim.id, {}).setdefault(claim.value, f"{page}: {where}")
    assert {what: places for what, places in values.items() if len(places) > 1} == {}


def test_the_number_a_reader_sees_is_the_value_of_its_claim(blocks):
    told = [
        (text[start:stop], claim)
        for _, block in blocks
        for _, text in sentences(block)
        for start, stop, claim in parts_of(text)
        if not isinstance(claim, str) and stop > start
    ]
    assert told
    wrong = [(text, claim.id, claim.value) for text, claim in told if not _says(text, claim.value)]
    assert wrong == []


def _says(text: str, value: float) -> bool:
    """Whether a number as written, in either language, is the value: as it is, or rounded to a percentage."""
    number = re.sub(r"[^\d,.−-]", "", text).replace("−", "-")
    readings = {number.replace(",", ""), number.replace(".", "").replace(",", ".")}
    scales = (1, 100) if isinstance(value, float) or "%" in text else (1,)
    digits = max(len(reading.partition(".")[2]) for reading in readings)
    near = 0.5 * 10**-digits + 1e-9 if isinstance(value, float) else 0
    return any(abs(float(reading) - scale * value) <= near for reading in readings for scale in scales)


def test_every_claim_is_of_a_declared_quantity_and_of_declared_rows(blocks):
    undeclared = {
        claim.id
        for _, block in blocks
        for _, claim in claims(block)
        if claim.counted not in QUANTITIES or not set(claim.rows) <= set(ROWS)
    }
    assert undeclared == set()
