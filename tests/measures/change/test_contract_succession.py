"""From contract to contract: carried over where it is declared or plainly the same, and otherwise never guessed."""

import pytest

from pop_analysis.measures import contract_succession

FIRST, SECOND = "2019-2023", "2023-2027"


@pytest.fixture
def two(dataset):
    """Two contracts of one municipality, each priority as (title, comes_from or last verdict)."""

    def make(before, after, totals=(None, None)):
        rows = {"contracts": [], "priorities": [], "assessments": []}
        for cycle, priorities, total in zip((FIRST, SECOND), (before, after), totals, strict=True):
            own = {"municipality": "lumas", "contract": f"lumas/{cycle}", "cycle": cycle}
            rows["contracts"].append(own | {"priorities_total": len(priorities) if total is None else total})
            for number, (title, said) in enumerate(priorities, start=1):
                key = own | {"priority": f"lumas/{cycle}/{number}"}
                origin = said if cycle == SECOND else None
                rows["priorities"].append(key | {"number": number, "title_sq": title, "comes_from": origin})
                if cycle == FIRST and said:
                    rows["assessments"].append(key | {"monitoring_year": 1, "status": said})
        return dataset(municipalities=[{"municipality": "lumas", "name_sq": "Lumas"}], **rows)

    return make


def fates(data):
    return contract_succession(data)["fate"].tolist()


def test_what_is_declared_is_carried_over_whatever_its_title(two):
    data = two([("Ujë", "fully"), ("Drita", None)], [("Çerdhe e re", "2019–2023: 1")])
    found = contract_succession(data).iloc[0]
    assert (found["fate"], found["link"], found["priority_to"]) == ("carried_over", "declared", f"lumas/{SECOND}/1")


def test_the_same_title_is_the_same_priority_and_it_is_said_how_that_is_known(two):
    found = contract_succession(two([("Ujë i pijshëm", "partially")], [("UJE I PIJSHEM", None)])).iloc[0]
    assert (found["fate"], found["link"]) == ("carried_over", "same_title")


def test_an_alike_title_is_only_a_question(two):
    found = contract_succession(
        two([("Ndriçim në rrugët e lagjeve", "partially")], [("Ndriçim në rrugët e lagjeve: faza e dytë", None)])
    )
    assert found["fate"].tolist() == ["unmet", "new"]
    assert found["suggested"].iloc[0] == f"lumas/{SECOND}/1"
    assert found["likeness"].iloc[0] >= 75
    other = contract_succession(two([("Ujë", "partially")], [("Punësimi i të rinjve", None)]))
    assert other["suggested"].isna().all()


def test_what_was_not_carried_over_is_met_unmet_withdrawn_or_not_known(two):
    before = [("A e parë", "fully"), ("B e dytë", "partially"), ("C e tretë", "withdrawn"), ("Ç e katërt", None)]
    assert fates(two(before, [("Krejt tjetër", None)])) == ["met", "unmet", "withdrawn", "unknown", "new"]


def test_what_is_not_all_on_file_says_neither_unmet_nor_new(two):
    data = two([("Ujë", "partially")], [("Çerdhe", None)], totals=(3, 4))
    assert fates(data) == ["open", "open"]


def test_a_contract_whose_text_is_not_on_file_is_compared_with_none(two, data):
    assert contract_succession(two([], [("Çerdhe", None)], totals=(5, 1))).empty
    assert contract_succession(two([("Ujë", "fully")], [], totals=(1, 5))).empty
    assert contract_succession(data).empty


def test_every_priority_of_either_contract_has_one_fate(example):
    found = contract_succession(example)
    assert not found["priority_from"].dropna().duplicated().any()
    new = found[found["priority_from"].isna()]
    carried = found[found["fate"] == "carried_over"]
    assert set(new["priority_to"]).isdisjoint(carried["priority_to"])
    assert set(found["link"].dropna()) == {"declared", "same_title"}
    assert found["suggested"].notna().any()
