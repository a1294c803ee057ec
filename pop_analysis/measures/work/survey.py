"""What officials answered: counts and shares by question, for the whole network and never for a municipality."""

from __future__ import annotations

import pandas as pd

from pop_analysis.measures.refusals import Refusal
from pop_analysis.reading import Dataset


def survey_answers(data: Dataset, municipality: str | None = None) -> pd.DataFrame:
    """Return the answers to each question in the order of the scale.

    Returns
    -------
    DataFrame
        The columns of the table ``survey`` with ``share`` = count / n (float64), ``answered`` (int64, the sum of the
        counts: where it is less than n, not everybody answered) and ``of_scale`` (bool: the question's answers have
        sides, favourable or unfavourable).

    Raises
    ------
    Refusal
        When asked for a ``municipality``: a survey of a few dozen officials in a dozen of them says nothing of one.

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
