"""A sentence knows which of its numbers count something, through everything that is done with it."""

import pickle
import re

import pytest
from read_aloud import unaccounted

from pop_analysis.exhibits.quantities import QUANTITIES, Scope, limit, share_of
from pop_analysis.locale import Words
from pop_analysis.locale.said import Sentence, claims_of, joined, marked_as, named, parts_of

YEAR = Scope(municipality="lumas", cycle="2019-2023", monitoring_year=1)


@pytest.fixture
def words(model):
    return Words(model, "en")


def test_a_claim_stands_where_its_number_stands(words):
    text = words("count_of", count=YEAR.of(status="fully")("verdicts", 2), n=YEAR("assessed", 1234))
    assert text == "2 of 1,234"
    said = {text[start:stop]: claim.id for start, stop, claim in parts_of(text)}
    assert said == {
        "2": "verdicts(municipality=lumas, cycle=2019-2023, monitoring_year=1, status=fully)",
        "1,234": "assessed(municipality=lumas, cycle=2019-2023, monitoring_year=1)",
    }
    assert unaccounted(text) == []


def test_claims_go_with_their_sentence_into_another_into_a_list_and_through_a_join(words):
    one, two = (words("priorities", n=YEAR.of(status=status)("verdicts", n)) for status, n in (("a", 3), ("b", 1)))
    text = joined(" · ", [words("unit.headline", place="Lumas", sentence=words.listed([one, two])), "", one])
    assert text == "Lumas: 3 priorities and 1 priority · 3 priorities"
    assert [text[start:stop] for start, stop, _ in parts_of(text)] == ["3", "1", "3"]
    assert [claim.value for claim in claims_of(text)] == [3, 1]


def test_a_number_said_in_words_is_still_a_claim(words):
    text = words("change.counted.regressed", n=YEAR.of(change="regressed")("changed", 0))
    assert text == "none went back"
    assert [claim.value for claim in claims_of(text)] == [0]


def test_a_number_that_nobody_accounts_for_is_found(words):
    assert unaccounted(words("priorities", n=5)) == ["5"]
    assert unaccounted(words("strip.year", year=3)) == []
    assert unaccounted(words.date("2021-07-03")) == []
    assert unaccounted(named("School no. 5")) == []
    assert unaccounted("from " + words.number(limit("flow", 30))) == [
        "30"
    ]  # put together by hand, nobody knows any more


def test_a_share_says_of_what_it_is_one(words):
    share = share_of(YEAR.of(status="fully")("verdicts", 2), YEAR("assessed", 8))
    assert words.percent(share) == "25%"
    assert (share.claim.value, share.claim.rows["part"], share.claim.rows["whole"]) == (0.25, "verdicts", "assessed")


def test_a_sentence_is_a_text_wherever_one_is_wanted():
    years = marked_as("date", "2019–2023")
    assert isinstance(years, Sentence)
    again = pickle.loads(pickle.dumps(years))
    assert (again, again.parts) == (years, years.parts)
    assert type(str(years)) is str


def test_what_is_counted_is_declared():
    with pytest.raises(ValueError, match="nothing says what"):
        YEAR("happiness", 1)
    assert all(re.fullmatch(r"[a-z_]+", name) and says for name, says in QUANTITIES.items())
