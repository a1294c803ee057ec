"""What a network declares of its addresses and days is printed: it leads where it reads, and is a day."""

from datetime import date

import pytest

from pop_analysis import exhibits
from pop_analysis.model import Model, WrongDeclaration, load_model

OWN = "short_name: X\nname: X\n"


@pytest.fixture
def declared(tmp_path):
    def read(line):
        (tmp_path / "network.yml").write_text(f"{OWN}{line}\n", encoding="utf-8")
        return load_model(tmp_path)

    return read


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("pages: https://example.org/contracts", "DC-24"),  # no slash
        ("pages: example.org/", "DC-24"),
        ("pages: https://a.al\u2215.b.example/", "DC-24"),
        ("pages: https://a.al/?x=/", "DC-24"),
        ("pages: javascript:alert(1)/", "DC-24"),
        ('reply_until: "2026-02-30"', "DC-25"),
        ('reply_until: "soon"', "DC-25"),
        ("moved: {old: new, new: newest}", "DC-14"),
        ("moved: {old: New Place}", "DC-07"),
    ],
)
def test_what_cannot_be_printed_is_told_at_its_line(declared, line, code):
    with pytest.raises(WrongDeclaration) as error:
        declared(line)
    assert [(fault.code, fault.line) for fault in error.value.faults] == [(code, 3)]


def test_the_deadline_of_replies_stands_among_the_documents_of_a_judged_contract(judged):
    data = judged({"lumas": {1: "FP"}, "bregas": {1: "--"}})
    network = data.model.declared["network"] | {"reply_until": "2026-12-31", "pages": "https://a.al/k/"}
    own = type(data)(data.tables, Model({**data.model.declared, "network": network}))
    assert own.model.reply_until == date(2026, 12, 31)
    for place, stands in (("lumas", True), ("bregas", False)):
        head = exhibits.municipality_head(own, place, "2019-2023", language="en")
        said = [[span.text for span in each] for each in head.documents]
        assert (["Deadline for a reply", "31 December 2026"] in said) is stands
        assert head.address == f"https://a.al/k/municipality-{place}-en.html"
