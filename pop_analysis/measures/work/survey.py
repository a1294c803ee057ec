"""What officials answered: counts and shares by question, for the whole network and never for a municipality."""

from __future__ import annotations

import pandas as pd

from pop_analysis.measures.refusals import Refusal
from pop_analysis.reading import Dataset


def survey_answers(data: Dataset, municipality: str | None = None) -> pd.DataFrame:
    """Return the answers to each question in the order of the scale.

    A survey of a few dozen officials in a dozen municipalities says nothing of one of them: asking for a
    ``municipality`` raises :class:`~pop_analysis.Refusal`.

    Returns the columns of the table ``survey`` with ``share`` = count / n (Float64), ``answered`` (Int64, the sum of
    the counts: where it is less than n, not everybody answered) and ``of_scale`` (boolean: the question's answers
    have sides, favourable or unfavourable).

    Examples
    --------
    >>> pop.survey_answers(invented)[["option_en", "count", "n"]].head(2)
      option_en  count   n
    0    always     10  42
    1     often     20  42
    """
    if municipality is not None:
        raise Refusal(data.model, "survey_by_municipality")
    answers = data["survey"].copy()
    order = pd.Series(answers["question_sq"].map({q: at for at, q in enumerate(answers["question_sq"].unique())}))
    answers = answers.assign(_order=order).sort_values(["_order", "position", "option_sq"], na_position="last")
    answers["share"] = (answers["count"] / answers["n"]).astype("Float64")
    questions = answers.groupby("question_sq", sort=False)
    answers["answered"] = questions["count"].transform("sum").astype("Int64")
    sided = answers["side"].isin(["favourable", "unfavourable"])
    answers["of_scale"] = sided.groupby(answers["question_sq"]).transform("any").astype("boolean")
    return answers.drop(columns="_order").reset_index(drop=True)
