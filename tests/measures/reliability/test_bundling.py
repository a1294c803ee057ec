"""How far "partially" comes of bundling: counted as the workbooks say, refused where either kind is too few."""

import pandas as pd
import pytest

from pop_analysis import exhibits
from pop_analysis.measures import Refusal, bundling

TERM = ["2019-2023"]


def holding(judged, letters, promises):
    """A contract with these verdicts, whose priorities hold so many promises (None: not said)."""
    data = judged({"lumas": {1: letters}})
    by_number = dict(enumerate(promises, start=1))
    numbers = data.priorities["number"].map(by_number).astype("Int64")
    return data.with_tables({"priorities": data.priorities.assign(promises=numbers)})


ENOUGH = ("FFFFFFPPNN" + "FPPPPPPPNN" + "PPP?", [1] * 10 + [2, 3, 5, 2, 2, 2, 2, 2, 2, 7] + [None] * 3 + [1])


def test_verdicts_of_one_promise_stand_beside_those_of_several_and_what_is_not_said_apart(judged):
    found = bundling(holding(judged, *ENOUGH)).set_index("promises")
    assert found.loc["one"].tolist() == [6, 2, 2, 10]
    assert found.loc["several"].tolist() == [1, 7, 2, 10]
    assert found.loc["not_stated"].tolist() == [0, 3, 0, 3]


@pytest.mark.parametrize("promises", [[1] * 9 + [2] * 11, [1] * 11 + [2] * 9, [None] * 20, [2] * 20])
def test_under_ten_of_either_kind_nothing_is_said(judged, promises):
    data = holding(judged, "FPNPFPNPFPNPFPNPFPNP", promises)
    with pytest.raises(Refusal) as refused:
        bundling(data)
    counts = pd.Series(promises, dtype="Int64")
    assert refused.value.reason == "bundling_few"
    assert (refused.value.values["one"], refused.value.values["several"]) == ((counts == 1).sum(), (counts > 1).sum())
    for language, words in (("en", "Separate promises"), ("sq", "Premtime të veçanta")):
        shown = exhibits.bundling_chart(data, TERM, language=language)
        assert isinstance(shown, exhibits.Passage)
        assert words in repr(shown)


@pytest.mark.parametrize(("total", "of"), [(None, "23 of ?"), (40, "23 of 40")])
def test_a_contract_of_which_no_share_may_stand_is_not_counted_and_named(judged, total, of):
    data = holding(judged, *ENOUGH)
    contracts = data.contracts.assign(priorities_total=total).astype({"priorities_total": "Int64"})
    shown = repr(exhibits.bundling_chart(data.with_tables({"contracts": contracts}), TERM, language="en"))
    assert "judged with one: 0, with several: 0" in shown
    assert f"is not known: Lumas ({of})." in shown


def test_what_is_drawn_and_said_is_what_is_counted(judged):
    block = exhibits.bundling_chart(holding(judged, *ENOUGH), TERM, language="en")
    assert block.headline == (
        "The verdict “partially”, where a priority holds one promise: 2 of 10 (20%); where it holds several: 7 of 10 "
        "(70%)."
    )
    assert "not stated for: 3" in block.subtitle
    for trace, counts in zip(block.figure["data"], ([6, 1], [2, 7], [2, 2]), strict=True):
        assert trace["customdata"] == [[count, 10] for count in counts]
        assert trace["x"] == [count / 10 for count in counts]
    assert [row[-1].value for row in block.table.rows] == [10, 10, 3]
