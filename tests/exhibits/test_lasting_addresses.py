"""The address of an entry comes from its key: another edition, with other rows in another order, keeps it."""

import re

from pop_analysis import exhibits
from pop_analysis.blocks.blocks import BLOCK
from pop_analysis.pages.page import render_page

CYCLE = "2019-2023"
LONG = "rindërtim i rrugës që lidh fshatin me qendrën e bashkisë dhe me"


def rows(*titles):
    """Priorities: those with a number by it, those without by their title, in the order given."""
    own = {"municipality": "lumas", "contract": f"lumas/{CYCLE}", "cycle": CYCLE, "theme": "water"}
    made = []
    for title in titles:
        number, _, said = title.partition(" ")
        key = number if number.isdigit() else title.replace(" ", "-")
        made.append(
            own
            | {
                "priority": f"lumas/{CYCLE}/{key}",
                "number": int(number) if number.isdigit() else None,
                "title_sq": said or title,
            }
        )
    return made


def addresses(dataset, *titles):
    """Title → the address of its entry on the page."""
    places = [{"municipality": "lumas", "name_sq": "Lumas"}]
    contracts = [{"municipality": "lumas", "contract": f"lumas/{CYCLE}", "cycle": CYCLE}]
    data = dataset(municipalities=places, contracts=contracts, priorities=rows(*titles))
    block = exhibits.priority_stories(data, "lumas", CYCLE, language="sq")
    output = {"output_type": "display_data", "metadata": {}, "data": {BLOCK: block.to_json()}}
    html = render_page({"cells": [{"cell_type": "code", "metadata": {}, "source": "", "outputs": [output]}]})
    found = re.findall(r'<details class="story".*?</details>', html, re.DOTALL)
    return {
        re.search(r"<h\d[^>]*>(.*?)</h", each)[1]: re.search(r'class="body" id="([^"]*)"', each)[1] for each in found
    }


def test_another_edition_with_other_rows_in_another_order_keeps_every_address(dataset):
    first = addresses(dataset, "2 Ujë", "10 Rrugë", "kopsht i ri", f"{LONG} Vorën", f"{LONG} Fierzën")
    second = addresses(
        dataset, f"{LONG} Fierzën", "1 Drita", "kopsht i ri", "10 Rrugë", f"{LONG} Vorën", "11 Shkollë", "2 Ujë"
    )
    assert {title: second[title] for title in first} == first
    assert len(set(second.values())) == 7
