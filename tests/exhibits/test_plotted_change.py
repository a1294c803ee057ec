"""What the exhibits of change draw is what stands in the table below them."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from pop_analysis import exhibits
from pop_analysis.exhibits.charts.slope_chart import LOOKS, _spread
from pop_analysis.locale import Words
from pop_analysis.measures import Refusal, evidence_counts, latest, timeliness, transitions
from pop_analysis.measures import contract_succession as compared


def of_kind(shown, kind):
    found = {name: block for name, block in shown.exhibits.items() if block.id == kind}
    assert found or not shown.synthetic, f"no {kind} among the exhibits"
    return found


def table_of(block):
    table = block.to_json()["table"]
    names = [column["id"] for column in table["columns"]]
    return [dict(zip(names, row, strict=True)) for row in table["rows"]]


def numbers_in(text):
    return [int(number) for number in re.findall(r"\d+", text)]


def test_every_band_of_the_flow_is_a_cell_of_its_table(shown):
    for block in of_kind(shown, "transition-flow").values():
        *rows, total = table_of(block)
        scale = shown.data.model.levels
        cells = {(row["from"]["value"], after): row[after]["value"] for row in rows for after in scale}
        shapes = block.figure["layout"]["shapes"]
        bands = [tuple(shape["name"].split(">")) for shape in shapes if ">" in shape["name"]]
        assert sorted(bands) == sorted(pair for pair, count in cells.items() if count)
        (printed,) = block.figure["data"]
        drawn = [numbers_in(text)[0] for text in printed["text"]]
        assert drawn == [cells[pair] for pair in bands]
        assert sum(drawn) == total["total"]["value"]


def test_a_band_is_as_thick_as_its_number_and_falls_are_marked(shown):
    for block in of_kind(shown, "transition-flow").values():
        rows = table_of(block)[:-1]
        scale = shown.data.model.levels
        n = sum(row["total"]["value"] for row in rows)
        cells = {(row["from"]["value"], after): row[after]["value"] for row in rows for after in scale}
        for shape, text in zip(
            (each for each in block.figure["layout"]["shapes"] if ">" in each["name"]),
            block.figure["data"][0]["text"],
            strict=True,
        ):
            before, after = shape["name"].split(">")
            points = [float(part) for part in re.findall(r"-?\d+(?:\.\d+)?", shape["path"])]
            left, right = abs(points[1] - points[-1]), abs(points[7] - points[9])
            assert left == pytest.approx(cells[before, after] / n, abs=0.0003)
            assert right == pytest.approx(cells[before, after] / n, abs=0.0003)
            assert ("▼" in text) == (scale.index(after) > scale.index(before))


def test_nodes_of_the_flow_stand_in_the_order_of_the_scale_on_both_sides(shown):
    for block in of_kind(shown, "transition-flow").values():
        order = shown.data.model.levels
        for side in ("from", "to"):
            bars = [s for s in block.figure["layout"]["shapes"] if s["name"].startswith(f"{side}:")]
            names = [bar["name"].split(":")[1] for bar in bars]
            assert names == [name for name in order if name in names]
            assert [bar["y0"] for bar in bars] == sorted(bar["y0"] for bar in bars)


def test_the_flow_says_how_many_improved_stayed_and_went_back(shown):
    for block in of_kind(shown, "transition-flow").values():
        scale = shown.data.model.levels
        moves = Counter()
        for row in table_of(block)[:-1]:
            before = scale.index(row["from"]["value"])
            for after, name in enumerate(scale):
                moves["same" if after == before else "up" if after < before else "down"] += row[name]["value"]
        year = numbers_in(block.headline)
        assert year[0] == sum(moves.values())
        assert [moves["up"], moves["same"], moves["down"]] == year[3:6]


def test_every_line_of_the_slopes_is_a_row_of_the_table(shown):
    for block in of_kind(shown, "slope-chart").values():
        rows = {row["municipality"]["text"]: row for row in table_of(block)}
        *ways, thin, labels = block.figure["data"]
        base = {"top": 0, "addressed": -1.28}
        said, ends = [], []
        for trace in ways:
            points = list(zip(trace["x"], trace["y"], trace["customdata"], strict=True))
            for first, second, gap in zip(points[::3], points[1::3], points[2::3], strict=True):
                label, _, part = first[2]
                row = next(row for name, row in rows.items() if label.startswith(f"{name} "))
                counts = [row[f"{part}_{side}"]["value"] for side in ("from", "to")]
                n = row["assessed"]["value"]
                assert numbers_in(label.rsplit(" ", 1)[1]) == [*counts, n]
                assert (first[0], second[0], *gap[:2]) == (0, 1, None, None)
                assert [first[1], second[1]] == pytest.approx([base[part] + count / n for count in counts], abs=0.0002)
                way = "up" if counts[1] > counts[0] else "down" if counts[1] < counts[0] else "level"
                assert (trace["line"]["color"], trace["line"]["dash"]) == LOOKS[way][:2]
                said.append(label)
                ends.append((label, second[1]))
        assert len(said) == 2 * len(rows)
        led = [(text, at) for text, at in zip(labels["text"], thin["y"][::3], strict=True)]
        assert sorted(led) == sorted(ends)
        assert thin["y"][1::3] == labels["y"]
        assert len({trace["name"] for trace in ways}) == len(ways)


@pytest.mark.parametrize("ends", [[1, 1, 1, 1], [0.9, 0.5, 0.5, 0.5], [0, 0, 0], [1, 0.99, 0.02, 0, 0, 0]])
def test_labels_of_slopes_never_lie_on_each_other_nor_outside(ends):
    places = _spread(sorted(ends, reverse=True), 0.07)
    assert all(a - b >= 0.07 - 1e-9 for a, b in pairwise(places))
    assert max(places) <= 1.02 + 0.07 * len(ends)
    assert min(places) >= -0.04 - 1e-9


def test_municipalities_left_out_of_the_slopes_are_named_with_the_reason(shown):
    for block in of_kind(shown, "slope-chart").values():
        drawn = {row["municipality"]["text"] for row in table_of(block)}
        names = [name for name in drawn if f"{name} (" in block.note]
        assert names == []
        assert block.note.count("(") >= 1


def test_the_bars_of_a_bridge_are_the_rows_of_its_table_and_meet(shown):
    for name, block in of_kind(shown, "bridge").items():
        (bars,) = block.figure["data"]
        rows = table_of(block)
        assert len(bars["x"]) == len(rows)
        running = rows[0]["count"]["value"]
        for base, length, row in list(zip(bars["base"], bars["x"], rows, strict=True))[1:-1]:
            count = row["count"]["value"]
            assert length == abs(count), name
            assert base == min(running, running + count), name
            running += count
            assert row["running"]["value"] == running, name
        assert (bars["base"][-1], bars["x"][-1]) == (0, running), name
        assert rows[-1]["count"]["value"] == running


def test_a_bridge_says_its_two_ends_and_every_step(shown):
    words = Words(shown.data.model, shown.language)
    for name, block in of_kind(shown, "bridge").items():
        rows = table_of(block)
        for row in rows:
            count = row["count"]["value"]
            if count:
                assert words.number(abs(count)) in block.headline, (name, row["step"]["value"])


def test_the_steps_are_drawn_as_they_are_in_the_table(shown):
    for block in of_kind(shown, "cumulative-steps").values():
        rows = table_of(block)
        edges = [(line, end) for line in ("addressed", "top") for end in ("after", "by")]
        for trace, (line, end) in zip(block.figure["data"], edges, strict=True):
            own = [row for row in rows if row["line"]["value"] == line]
            assert trace["x"][1:-1] == [row[end]["value"] for row in own]
            assert trace["y"][1:-1] == pytest.approx([row["share_by_then"]["value"] for row in own], abs=0.0001)
            assert trace["y"][-1] == trace["y"][-2]
            # The band lies between the two edges of a line.
            assert (trace.get("fill") == "tonexty") == (end == "by")
        assert block.figure["layout"]["yaxis"]["range"] == [0, 1]


def test_below_the_steps_stands_how_many_were_watched_that_long(shown):
    for block in of_kind(shown, "cumulative-steps").values():
        own = shown.data.where(cycle=exhibits.moving_term(shown.data))
        last = latest(own)
        own = own.where(contract=last.loc[last["headline"], "contract"].tolist())
        times = max((timeliness(own, origin=origin) for origin in ("signed_on", "observed_from")), key=len)
        axis = block.figure["layout"]["xaxis"]
        for month, text in zip(axis["tickvals"], axis["ticktext"], strict=True):
            assert numbers_in(text) == [month, (times["months_watched"] >= month).sum()]


def test_evidence_bars_are_as_long_as_the_number_of_pieces(shown):
    for block in of_kind(shown, "evidence-bars").values():
        rows = table_of(block)
        lengths = Counter()
        for trace in block.figure["data"]:
            for length, line in zip(trace["x"], trace["y"], strict=True):
                lengths[line] += length
        assert [lengths[line] for line in range(len(rows))] == [row["pieces"]["value"] for row in rows]
        none = [line for line, row in enumerate(rows) if row["pieces"]["value"] == 0]
        outlined = [round((s["y0"] + s["y1"]) / 2) for s in block.figure["layout"]["shapes"] if s["name"] == "none"]
        assert outlined == none
        kinds = [sum(numbers_in(row["kind"]["text"])) for row in rows]
        assert kinds == [row["pieces"]["value"] for row in rows]


def test_families_of_evidence_differ_in_more_than_colour(shown):
    for block in of_kind(shown, "evidence-bars").values():
        looks = [(t["marker"]["color"], t["marker"]["pattern"]["shape"]) for t in block.figure["data"]]
        assert len(set(looks)) == len(looks)


def test_every_piece_of_evidence_of_the_municipality_is_in_its_chart(shown):
    for name, block in of_kind(shown, "evidence-bars").items():
        place = name.removeprefix("evidence bars of ")
        own = shown.data.where(municipality=place, cycle=exhibits.chosen_cycle(shown.data, place))
        assert sum(row["pieces"]["value"] for row in table_of(block)) == evidence_counts(own)["pieces"].sum()


def test_what_went_back_is_listed_first_by_name_with_its_reason(judged, day):
    data = judged({"lumas": {1: "FPNF", 2: "NFNF"}})
    data = data.with_tables({"assessments": data.assessments.assign(reason="Fondi u pakësua.")})
    block = exhibits.year_changes_table(data, "lumas", "2019-2023", language="en")
    rows = table_of(block)
    assert [row["change"]["value"] for row in rows] == ["regressed", "improved"]
    assert "▼" in rows[0]["after"]["text"]
    assert rows[0]["reason"]["text"] == "Fondi u pakësua."


def test_the_table_of_changes_holds_everything_that_changed(shown):
    for name, block in shown.blocks.items():
        if name.startswith("changes of ") and hasattr(block, "table"):
            place = name.removeprefix("changes of ")
            own = shown.data.where(municipality=place, cycle=exhibits.chosen_cycle(shown.data, place))
            moved = transitions(own)
            moved = moved[moved["change"] != "same"]
            assert Counter(row["change"]["value"] for row in table_of(block)) == Counter(moved["change"])


def test_few_priorities_are_named_in_a_sentence_and_not_drawn_as_a_flow(judged):
    data = judged({"lumas": {1: "FPN" * 3, 2: "FFN" * 3}, "gurre": {1: "FPN", 2: "FPP"}})
    notice = exhibits.transition_flow_chart(data, ["2019-2023"], language="en")
    assert isinstance(notice, exhibits.Passage)
    assert "12 priorities judged in both years; 4 priorities improved" in repr(notice)
    one = judged({"lumas": {1: "FPN" * 12, 2: "FFN" * 12}})
    assert isinstance(exhibits.transition_flow_chart(one, ["2019-2023"], language="en"), exhibits.Passage)


def test_one_municipality_makes_no_slope_chart(judged):
    notice = exhibits.slope_chart(judged({"lumas": {1: "FPN", 2: "FFN"}}), ["2019-2023"], language="en")
    assert isinstance(notice, exhibits.Passage)


def test_a_suggested_link_is_asked_and_never_counted(shown):
    words = Words(shown.data.model, shown.language)
    question = words("cycles.suggestion", title="").split("“")[0]
    for name, block in shown.blocks.items():
        if name.startswith("contracts compared of") and hasattr(block, "table"):
            for row in table_of(block):
                if row["link"]["text"].startswith(question) and question:
                    assert row["fate"]["value"] != "carried_over"
                if row["fate"]["value"] == "carried_over":
                    assert row["carried_into"]["text"]


def test_the_network_counts_every_fate_of_every_municipality(shown):
    found = compared(shown.data)
    block = shown.blocks["all contracts compared"]
    if found.empty:
        assert isinstance(block, exhibits.Passage)
        return
    sums = Counter()
    for row in table_of(block):
        for fate in set(row) & set(found["fate"]):
            sums[fate] += row[fate]["value"]
    assert sums == Counter(found["fate"])


def test_an_explanation_in_place_of_a_figure_is_there_in_every_language(shown):
    reasons = shown.data.model.words[shown.language]["refused"]
    values = {"n": 2, "of": 9, "years": "1, 2", "earlier": "a/1", "later": "a/2"}
    values |= {"places": "Lumas, Gurrë", "few": 10, "enough": "80%", "kind": "pie", "low": 0, "high": 1, "middle": 0.5}
    values |= {"one": 3, "several": 4}
    for reason in reasons:
        explained = Refusal(shown.data.model, reason, **values).explain(shown.language)
        assert "{" not in explained
        assert len(explained) > 40


def test_no_sentence_says_that_anything_happened_because_of_a_campaign(shown):
    because = re.compile(r"\b(because of the campaign|thanks to|për shkak të fushat\w+|falë)\b", re.IGNORECASE)
    for name, block in shown.blocks.items():
        for text in re.findall(r"[^.]+", str(block.to_json())):
            if because.search(text):
                assert re.search(r"\bnot\b|jo domosdo", text), (name, text)
