"""What a priority comes from is declared: by number or title, of this contract or the one before, and checked."""

import pytest

from pop_analysis.reading.linking.origins import named_origins

KNOWN = {"lumas/2019-2023/4": ["Ujë i pijshëm", "Drinking water"], "lumas/2023-2027/1.5": ["Drita"]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("4", [None]),
        ("1.5", ["lumas/2023-2027/1.5"]),
        ("drita", ["lumas/2023-2027/1.5"]),
        ("2019–2023: 4", ["lumas/2019-2023/4"]),
        ("2019-2023:Prioriteti 4", ["lumas/2019-2023/4"]),
        ("2019—2023 / uje i pijshem", ["lumas/2019-2023/4"]),
        ("2019–2023: drinking water; 1.5", ["lumas/2019-2023/4", "lumas/2023-2027/1.5"]),
        ("2015–2019: 4", [None]),
        (" ; ", []),
    ],
)
def test_an_origin_is_a_number_or_a_title_of_this_or_an_earlier_contract(text, found):
    assert [key for _, key in named_origins(text, "lumas/2023-2027", KNOWN)] == found


def priorities(origin):
    own = {"cycle": "2019-2023"}
    return {
        "contracts": [own],
        "priorities": [
            own | {"label": 1, "title_sq": "Ujë"},
            own | {"label": 2, "title_sq": "Drita", "since_year": 2, "comes_from": origin},
        ],
    }


def test_a_link_to_a_priority_on_file_is_read_without_a_word(workbook, read):
    data = read(workbook(priorities("1")))
    assert data.findings.empty
    assert data.priorities["comes_from"].tolist()[1] == "1"
    assert data.priorities["since_year"].tolist()[1] == 2


@pytest.mark.parametrize("origin", ["9", "2", "2011–2015: 1"])
def test_a_link_to_nothing_or_to_itself_is_said_at_its_cell_and_loses_no_row(workbook, read, model, origin):
    data = read(workbook(priorities(origin)))
    column = list(model.tables["priorities"].fields).index("comes_from")
    assert data.findings[["code", "severity", "cell"]].values.tolist() == [["RF-08", "note", f"{chr(65 + column)}3"]]
    assert len(data.priorities) == 2
