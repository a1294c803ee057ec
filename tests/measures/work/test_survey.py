"""The survey: counts and shares of the whole network, in the order of the scale."""

import pytest

from pop_analysis.measures import survey_answers


@pytest.fixture
def asked(dataset):
    def rows(question, *answers, n=10):
        return [
            {"question_sq": question, "option_sq": text, "position": at, "side": side, "count": count, "n": n}
            for text, at, side, count in answers
        ]

    scale = rows("A", ("rrallë", 2, "unfavourable", 3), ("shpesh", 1, "favourable", 6))
    return dataset(survey=[*scale, *rows("B", ("tjetër", None, None, 4), ("fonde", 1, None, 6))])


def test_answers_come_in_the_order_of_the_scale(asked):
    rows = survey_answers(asked)
    assert rows[["question_sq", "option_sq", "count", "n"]].values.tolist() == [
        ["A", "shpesh", 6, 10],
        ["A", "rrallë", 3, 10],
        ["B", "fonde", 6, 10],
        ["B", "tjetër", 4, 10],
    ]
    assert rows["share"].tolist() == pytest.approx([0.6, 0.3, 0.6, 0.4])
    assert rows["answered"].tolist() == [9, 9, 10, 10]
    assert rows["of_scale"].tolist() == [True, True, False, False]


def test_shares_are_of_all_who_were_asked(example):
    rows = survey_answers(example)
    assert (rows["share"] == rows["count"] / rows["n"]).all()
    assert rows["of_scale"].any()
    assert not rows["of_scale"].all()


def test_without_a_survey_there_are_no_answers(data):
    assert survey_answers(data).empty
