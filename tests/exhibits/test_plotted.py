"""What is drawn is what stands in the table below it: decoded from the figures, chart by chart."""

import re
from collections import Counter

import pytest

from pop_analysis import exhibits
from pop_analysis.exhibits.charts.timeline_chart import MOST_MARKS
from pop_analysis.exhibits.wording import place_name
from pop_analysis.locale import Words
from pop_analysis.measures import certainty, side_by_side


def of_kind(shown, kind):
    found = [block for block in shown.exhibits.values() if block.id == kind]
    assert found, f"no {kind} among the exhibits"
    return found


def in_legend(trace):
    """What the legend says, without its line breaks."""
    return trace.get("name", "").replace("<br>", " ")


def table_of(block):
    """The table of a block: rows by column id, each cell its text and the value behind it."""
    table = block.to_json()["table"]
    names = [column["id"] for column in table["columns"]]
    return [dict(zip(names, row, strict=True)) for row in table["rows"]]


def plain(label):
    """A label of a chart as a reader sees it."""
    for written, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&nbsp;", " "), ("<br>", " ")):
        label = label.replace(written, sign)
    return re.sub(r"</?[bi]>", "", label).strip()


def test_there_is_one_square_for_every_priority_of_the_table(shown):
    for block in of_kind(shown, "unit-chart"):
        squares = [shape["name"] for shape in block.figure["layout"]["shapes"]]
        assert Counter(squares) == Counter(row["status"]["value"] for row in table_of(block))
        headings = block.figure["data"][0]["text"]
        wanted = {
            status.label[shown.language]: squares.count(status.id) for status in shown.data.model.statuses.values()
        }
        said = {plain(text).rsplit(": ", 1)[0]: int(text.rsplit(": ", 1)[1]) for text in headings}
        assert said == {label: n for label, n in wanted.items() if label in said}
        assert sum(said.values()) == len(squares)


def test_squares_are_the_same_size_everywhere_and_never_overlap(shown):
    for block in of_kind(shown, "unit-chart"):
        shapes = block.figure["layout"]["shapes"]
        assert {(shape["x1"] - shape["x0"], shape["y0"] - shape["y1"]) for shape in shapes} == {(26, 26)}
        corners = [(shape["x0"], shape["y0"]) for shape in shapes]
        assert len(set(corners)) == len(corners)
        assert all(-shape["y1"] <= block.figure["layout"]["height"] for shape in shapes)


def test_a_square_has_the_number_of_its_priority_and_a_star_where_its_verdict_has_to_be_confirmed(shown):
    doubt = Words(shown.data.model, shown.language)("doubt.mark")
    for block in of_kind(shown, "unit-chart"):
        numbers = Counter(
            row["number"]["text"] + ("*" if doubt in row["status"]["text"] else "")
            for row in table_of(block)
            if row["number"]["text"]
        )
        labels = Counter(shape["label"]["text"] for shape in block.figure["layout"]["shapes"])
        assert not numbers - labels


def has_share(row):
    """Whether enough of its priorities were judged for a share: 80 %, of a number that is known."""
    return row["assessed"]["value"] >= 0.8 * row["known"].get("value", float("inf"))


def test_the_parts_of_a_stacked_bar_are_the_counts_of_the_table(shown):
    for block in of_kind(shown, "stacked-bars"):
        rows, traces = table_of(block), block.figure["data"]
        for line, row in enumerate(rows):
            shared = has_share(row)
            lengths = [trace["x"][line] for trace in traces]
            assert sum(lengths) == pytest.approx(1, abs=0.001) if shared else lengths == [None] * len(traces)
            for trace, status in zip(traces, shown.data.model.scale, strict=True):
                name, count, n = trace["customdata"][line]
                assert (plain(name), count, n) == (
                    row["municipality"]["text"],
                    row[status.id]["value"],
                    row["assessed"]["value"],
                )
                assert not shared or trace["x"][line] == pytest.approx(count / n, abs=0.0001)


def test_the_lines_of_a_comparison_are_labelled_with_name_and_n(shown):
    for kind in ("stacked-bars", "range-bars"):
        for block in of_kind(shown, kind):
            rows, layout = table_of(block), block.figure["layout"]
            assert [plain(text) for text in layout["yaxis"]["ticktext"]] == [
                row["municipality"]["text"] for row in rows
            ]
            totals = [each["text"].strip() for each in layout["annotations"] if "n=" in each["text"]]
            judged = [(row["assessed"]["value"], row["known"].get("value", "?")) for row in rows]
            assert totals == [f"n={n}" if n == known else f"n={n}/{known}" for n, known in judged]


def test_a_range_runs_from_fully_to_fully_or_partially(shown):
    for block in of_kind(shown, "range-bars"):
        bar, low, high = block.figure["data"]
        for line, row in enumerate(filter(has_share, table_of(block))):
            ends = row["share_top"]["value"], row["share_addressed"]["value"]
            assert (bar["base"][line], bar["base"][line] + bar["x"][line]) == pytest.approx(ends, abs=0.0002)
            assert (low["x"][line], high["x"][line]) == pytest.approx(ends, abs=0.0001)


def test_municipalities_are_ordered_by_fully_then_by_addressed(shown):
    for block in of_kind(shown, "stacked-bars"):
        rows = [row for row in table_of(block) if has_share(row)]
        groups = Counter(row["months"]["text"] for row in rows)
        if len(groups) == 1:
            order = [(-row["share_top"]["value"], -row["share_addressed"]["value"]) for row in rows]
            assert order == sorted(order)


def test_every_tile_of_a_strip_is_a_cell_of_its_table(shown):
    labels = {status.label[shown.language]: status.id for status in shown.data.model.statuses.values()}
    for block in of_kind(shown, "status-strip"):
        rows = table_of(block)
        tiles = {}
        for trace in block.figure["data"]:
            for x, y, text in zip(trace["x"], trace["y"], trace["text"], strict=True):
                assert (y, x) not in tiles
                tiles[y, x] = (labels[trace["name"]], "▼" in text)
        cells = {
            (line, int(column.removeprefix("year_"))): (cell["value"], "▼" in cell["text"])
            for line, row in enumerate(rows)
            for column, cell in row.items()
            if column.startswith("year_") and cell["text"]
        }
        assert tiles == cells


def test_every_mark_of_a_ladder_is_a_row_of_its_table(shown):
    words = Words(shown.data.model, shown.language)
    stages = list(shown.data.model.lists["campaign_stages"])
    for block in of_kind(shown, "campaign-ladder"):
        rows = table_of(block)
        marks = {
            state: [trace for trace in block.figure["data"] if in_legend(trace) == words(f"ladder.{state}")]
            for state in ("reached", "expected", "not_stated")
        }
        for state in ("reached", "expected"):
            (trace,) = marks[state]
            drawn = Counter(stages[x] for x in trace["x"])
            assert drawn == Counter(row["stage"]["value"] for row in rows if row["state"]["value"] == state)
        campaigns = len(block.figure["layout"]["yaxis"]["ticktext"])
        assert sum(len(trace["x"]) for (trace,) in marks.values()) == campaigns * len(stages)
        lines = [trace for trace in block.figure["data"] if trace["mode"] == "lines"]
        reached = {}
        for x, y in zip(marks["reached"][0]["x"], marks["reached"][0]["y"], strict=True):
            reached[y] = max(x, reached.get(y, 0))
        assert {line["y"][0]: line["x"][1] for line in lines} == reached


def test_an_amount_is_printed_once_for_every_amount_of_the_table(shown):
    for block in of_kind(shown, "campaign-ladder"):
        titles = " ".join(plain(each.replace("<br>", " ")) for each in block.figure["layout"]["yaxis"]["ticktext"])
        said = [f"{row['stage']['text']}: {row['amount']['text']}" for row in table_of(block) if row["amount"]["text"]]
        assert all(titles.count(each) == said.count(each) for each in said)
        assert len(re.findall(r"\blek", titles)) == len(said)


def test_every_tile_of_the_coverage_map_is_a_row_with_a_year(shown):
    words = Words(shown.data.model, shown.language)
    for block in of_kind(shown, "coverage-map"):
        rows = [row for row in table_of(block) if "value" in row["year"]]
        contracts = [plain(text) for text in block.figure["layout"]["yaxis"]["ticktext"]]
        tiles = {
            (contracts[y], x): (trace["name"], text)
            for trace in block.figure["data"]
            for x, y, text in zip(trace["x"], trace["y"], trace["text"], strict=True)
        }
        cells = {}
        for row in rows:
            judged = row["state"]["value"] in ("verdicts", "some_verdicts")
            of = row["declared"].get("value", "?")
            sign = (
                f"{row['assessed']['value']}/{of}" if judged else {"report": "R", "figure": "%"}[row["state"]["value"]]
            )
            key = (f"{row['municipality']['text']} {row['cycle']['text']}", row["year"]["value"])
            cells[key] = (words(f"coverage.{row['state']['value']}"), sign)
        assert tiles == cells


def test_every_cell_of_the_heat_map_is_a_cell_of_its_table(shown):
    words = Words(shown.data.model, shown.language)
    themes = {
        term.label[shown.language]: term.label[shown.language] for term in shown.data.model.lists["themes"].values()
    }
    for block in of_kind(shown, "theme-heat"):
        (trace,) = block.figure["data"]
        layout = block.figure["layout"]
        columns = [column["id"] for column in block.to_json()["table"]["columns"]][1:]
        rows = table_of(block)
        assert [plain(text) for text in layout["yaxis"]["ticktext"]] == [themes[row["theme"]["text"]] for row in rows]
        assert [plain(text) for text in layout["xaxis"]["ticktext"]] == [
            place_name(shown.data, words, code) for code in columns
        ]
        drawn = {(y, columns[x]): text for x, y, text in zip(trace["x"], trace["y"], trace["text"], strict=True)}
        cells = {
            (line, code): "/".join(re.findall(r"\d+", row[code]["text"]))
            for line, row in enumerate(rows)
            for code in columns
            if row[code]["text"]
        }
        assert drawn == cells


def test_colour_speaks_in_the_heat_map_only_from_three_priorities_up(shown):
    counts = side_by_side(shown.data, exhibits.term(shown.data)).set_index("municipality")
    for block in of_kind(shown, "theme-heat"):
        (trace,) = block.figure["data"]
        places = [column["id"] for column in block.to_json()["table"]["columns"]][1:]
        by_third = {}
        for x, text, colour in zip(trace["x"], trace["text"], trace["marker"]["color"], strict=True):
            addressed, judged = map(int, text.split("/"))
            if judged < 3 or not counts.at[places[x], "headline"]:
                assert colour == "#FFFFFF", (places[x], text)
            else:
                third = 1 if 3 * addressed <= judged else 2 if 3 * addressed <= 2 * judged else 3
                by_third.setdefault(third, set()).add(colour)
        assert len(set().union(*by_third.values())) == len(by_third)
        assert "#FFFFFF" not in set().union(*by_third.values())
        assert by_third or not shown.synthetic


def test_every_dated_activity_is_drawn_as_wide_as_its_date_is_uncertain(shown):
    words = Words(shown.data.model, shown.language)
    dated = shown.data.activities.dropna(subset="date")
    for name, block in shown.exhibits.items():
        if block.id != "timeline":
            continue
        place = name.removeprefix("timeline of ")
        own = dated
        if place in set(dated["municipality"].dropna()):
            own = dated[dated["municipality"] == place]
        elif place == "a year":
            own = dated[dated["date"].dt.year == 2021]
        exact = own[own["date_precision"] == "day"]
        vague = own[own["date_precision"] != "day"]
        if len(own) > MOST_MARKS:
            (trace,) = block.figure["data"]
            counted = sum(int(text.rpartition(": ")[2]) for text in trace["customdata"])
            known = own[own["date"].dt.to_period("M") == own["date_end"].dt.to_period("M")]
            assert counted == len(known), name
            assert set(trace["x"]) == {f"{day:%Y-%m}-15" for day in known["date"]}, name
            assert str(len(own) - len(known)) in block.note, name
            continue
        traces = {trace["type"]: trace for trace in block.figure["data"]}
        dots = traces.get("scatter", {"x": []})
        bars = traces.get("bar", {"base": [], "x": []})
        assert sorted(dots["x"]) == sorted(f"{day:%Y-%m-%d}" for day in exact["date"]), name
        lengths = (vague["date_end"] - vague["date"]).dt.days + 1
        drawn = Counter((base, length // 86_400_000) for base, length in zip(bars["base"], bars["x"], strict=True))
        assert drawn == Counter(zip((f"{day:%Y-%m-%d}" for day in vague["date"]), lengths, strict=True)), name
        rows = [row for row in table_of(block) if row["date"]["text"] != words("undated")]
        assert len(rows) == len(dots["x"]) + len(bars["x"]), name


def test_a_vague_activity_never_looks_like_a_day(shown):
    for block in of_kind(shown, "timeline"):
        for trace in block.figure["data"]:
            if trace["type"] == "bar":
                assert min(trace["x"]) > 86_400_000


def test_diamonds_of_the_audit_are_what_was_published(shown):
    for block in of_kind(shown, "published-audit"):
        published, *rest = block.figure["data"]
        # What was computed from all priorities and what from a part are drawn apart; each row is in one of them.
        assert all(sum(x is not None for x in each) <= 1 for each in zip(*(trace["x"] for trace in rest), strict=True))
        computed = [
            next((trace["x"][i] for trace in rest if trace["x"][i] is not None), None)
            for i in range(len(published["x"]))
        ]
        shares = {}
        for row in table_of(block):
            if row["published"]["text"].endswith("%"):
                key = tuple(row[name]["text"] for name in ("scope", "period", "metric", "published"))
                shares.setdefault(key, (row["published"]["value"], row["computed"].get("value"), row["result"]["text"]))
        drawn = list(zip(published["x"], computed, published["customdata"], strict=True))
        assert len(drawn) == len(shares)
        for (x, y, hover), (value, other, verdict) in zip(drawn, shares.values(), strict=True):
            assert x == pytest.approx(value / 100, abs=0.0001)
            assert y == (None if other is None else pytest.approx(other / 100, abs=0.0001))
            assert plain(hover[0]) == verdict
        for trace in rest:
            part = trace["marker"]["symbol"] == "circle-open"
            for x, (_, _, verdict) in zip(trace["x"], shares.values(), strict=True):
                assert x is None or part == (verdict in ("dosja mban vetëm një pjesë", "the file holds only a part"))


def test_every_municipality_lies_on_its_coordinates(shown):
    (block,) = of_kind(shown, "dot-map")
    (dots,) = block.figure["data"]
    rows = {
        row["municipality"]["text"]: (row["longitude"]["value"], row["latitude"]["value"]) for row in table_of(block)
    }
    drawn = {plain(said[1]): at for said, *at in zip(dots["customdata"], dots["x"], dots["y"], strict=True)}
    assert set(drawn) == set(rows)
    for name, at in drawn.items():
        assert at == pytest.approx(rows[name], abs=0.0001)
    for each in block.figure["layout"]["annotations"]:
        assert [each["x"], each["y"]] == drawn[plain(each["text"])]


def test_a_name_without_room_on_the_map_is_left_to_the_table_and_the_note_says_so(dataset):
    near = [
        {"municipality": f"lumas-{n}", "name_sq": f"Lumas i Epërm {n}", "latitude": 41 + n / 1000, "longitude": 20.0}
        for n in range(9)
    ]
    far = {"municipality": "gurre", "name_sq": "Gurrë", "latitude": 42.0, "longitude": 20.5}
    block = exhibits.map_chart(dataset(municipalities=[*near, far]), language="en")
    named = {plain(each["text"]) for each in block.figure["layout"]["annotations"]}
    assert "Gurrë" in named
    assert 1 < len(named) < 10
    assert len(block.table.rows) == 10
    assert "named in the table" in block.note
    assert "outline" in {shape["name"] for shape in block.figure["layout"]["shapes"]}
    alone = exhibits.map_chart(dataset(municipalities=[near[0], far]), language="en")
    assert "named in the table" not in alone.note


def test_the_outline_of_a_country_is_drawn_only_around_places_in_it(dataset):
    places = [{"municipality": "lumas", "name_sq": "Lumas", "latitude": 0.5, "longitude": 0.1}]
    assert "outline" not in str(exhibits.map_chart(dataset(municipalities=places)).figure)


def test_a_ring_is_split_by_the_last_verdicts(shown):
    (block,) = of_kind(shown, "dot-map")
    words = Words(shown.data.model, shown.language)
    counts = certainty(shown.data)
    counts = counts[counts["assessed"] > 0].sort_values(["municipality", "cycle", "monitoring_year"])
    last = counts.drop_duplicates("municipality", keep="last").set_index("municipality")
    rings = {}
    for shape in (each for each in block.figure["layout"]["shapes"] if each["name"] != "outline"):
        rings.setdefault((shape["xanchor"], shape["yanchor"]), []).append(shape["name"])
    splits = {row["municipality"]["text"]: row["verdicts"]["text"] for row in table_of(block)}
    for place in shown.data.municipalities.itertuples():
        ring = rings[round(place.longitude, 4), round(place.latitude, 4)]
        split = splits[place_name(shown.data, words, place.municipality)]
        if place.municipality in last.index:
            own = last.loc[place.municipality]
            split_up = [status.id for status in shown.data.model.scale if own[status.id] > 0]
            assert ring == (split_up if own["headline"] else ["counts"])
            numbers = [int(number) for number in re.findall(r"\d+", split)][: len(shown.data.model.scale)]
            assert numbers == [own[status.id] for status in shown.data.model.scale]
        else:
            assert ring == ["none"]
            assert split == words("map.no_verdict")


@pytest.mark.parametrize(
    ("place", "language", "headline"),
    [
        (
            "fier",
            "en",
            "Fier: of 5 priorities judged, none was fully addressed, 3 partially, and 2 were not addressed.",
        ),
        (
            "durres",
            "sq",
            "Bashkia Durrës: nga 7 prioritete të vlerësuara, asnjë nuk u adresua plotësisht, 6 pjesërisht "
            "dhe 1 nuk u adresua; sa prioritete ka kontrata nuk dihet.",
        ),
    ],
)
def test_the_headline_says_the_numbers_of_the_table(data, place, language, headline):
    assert exhibits.unit_chart(data, place, "2019-2023", language=language).headline == headline
