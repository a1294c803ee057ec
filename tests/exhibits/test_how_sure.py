"""The exhibits of how much can be said: what is drawn is what stands in the table, and what must not be said is not."""

import re
from collections import Counter

import pytest

from pop_analysis import exhibits
from pop_analysis.exhibits import Laboratory
from pop_analysis.exhibits.charts.laboratory import holds
from pop_analysis.exhibits.wording import place_name
from pop_analysis.locale import Words
from pop_analysis.measures import assessments_compared, index, sensitivity, survey_answers, told_apart, wilson

TERM = ["2019-2023", "2021-2023"]


def of_kind(shown, kind):
    return [block for block in shown.exhibits.values() if block.id == kind]


def table_of(block):
    table = block.to_json()["table"]
    names = [column["id"] for column in table["columns"]]
    return [dict(zip(names, row, strict=True)) for row in table["rows"]]


def plain(label):
    for written, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("<br>", " "), ("\u00a0", " ")):
        label = label.replace(written, sign)
    return re.sub(r"</?[bi]>", "", label).strip()


# --- exhibit 4 ------------------------------------------------------------------------------------------------------


def test_dots_and_intervals_of_the_dot_plot_are_those_of_its_table(shown):
    (block,) = of_kind(shown, "dot-plot")
    rows = table_of(block)
    for name, trace in zip(("top", "addressed"), block.figure["data"], strict=True):
        for at, row in enumerate(row for row in rows if "value" in row["share_top"]):
            ends = [row[f"{name}_wilson_{end}"]["value"] for end in ("low", "high")]
            drawn = [
                trace["x"][at] - trace["error_x"]["arrayminus"][at],
                trace["x"][at] + trace["error_x"]["array"][at],
            ]
            assert trace["x"][at] == pytest.approx(row[f"share_{name}"]["value"], abs=1e-4)
            assert drawn == pytest.approx(ends, abs=2e-4)
            count = row["addressed" if name == "addressed" else shown.data.model.scale[0].id]["value"]
            assert [float(end) for end in wilson(count, row["assessed"]["value"])] == pytest.approx(ends)


def test_a_shade_covers_exactly_the_municipalities_of_its_tier(shown):
    (block,) = of_kind(shown, "dot-plot")
    rows, layout = table_of(block), block.figure["layout"]
    lines = layout["yaxis"]["tickvals"]
    for shape in layout["shapes"]:
        inside = [row["tier"]["value"] for y, row in zip(lines, rows, strict=True) if shape["y0"] < y < shape["y1"]]
        assert {f"tier-{tier}" for tier in inside} == {shape["name"]}
    shaded = sum(any(shape["y0"] < y < shape["y1"] for shape in layout["shapes"]) for y in lines)
    assert shaded == sum("value" in row["tier"] for row in rows)


def test_the_finding_of_the_dot_plot_counts_pairs(example):
    pairs = told_apart(example, TERM)
    pairs = pairs[pairs["panel"].notna() & (pairs["relation"] != "little_coverage")]
    finding = exhibits.interval_chart(example, TERM, language="en").headline
    ahead = int((pairs["relation"] == "ahead").sum())
    assert finding.startswith(f"Pairs of comparable municipalities: {len(pairs)}; ")
    assert f"is worth: {ahead};" in finding


def test_municipalities_that_may_not_be_compared_are_said_to_be_so(data):
    block = exhibits.interval_chart(data, ["2019-2023"], language="en")
    assert block.headline.startswith("These municipalities cannot be compared")
    assert block.figure["layout"]["shapes"] == []


# --- exhibit 9 ------------------------------------------------------------------------------------------------------


def test_dots_median_and_range_of_the_benchmark_are_those_of_its_table(shown):
    blocks = of_kind(shown, "benchmark-strip")
    assert bool(blocks) == shown.synthetic
    for block in blocks:
        rows = table_of(block)
        band, median, *own = block.figure["data"]
        drawn = {y: x for trace in own for x, y in zip(trace["x"], trace["y"], strict=True)}
        assert drawn == pytest.approx({at: row["share_addressed"]["value"] for at, row in enumerate(rows)}, abs=1e-4)
        ends = {y: (low, low + x) for low, x, y in zip(band["base"], band["x"], band["y"], strict=True)}
        middles = dict(zip(median["y"], median["x"], strict=True))
        for at, row in enumerate(rows):
            if row["others"]["value"] < 3:
                assert at not in ends
                assert at not in middles
                assert "value" not in row["others_median"]
            else:
                wanted = [row[f"others_{name}"]["value"] for name in ("low", "high", "median")]
                assert [*ends[at], middles[at]] == pytest.approx(wanted, abs=2e-4)


def test_the_others_of_a_benchmark_are_never_named(shown):
    words = Words(shown.data.model, shown.language)
    names = [place_name(shown.data, words, place) for place in shown.data.municipalities["municipality"]]
    for key, block in shown.exhibits.items():
        if block.id == "benchmark-strip":
            own = place_name(shown.data, words, key.split(" of ")[1])
            texts = str(block.to_json()) + str(block.figure)
            assert [name for name in names if name != own and name in texts] == []


def test_a_hollow_dot_is_one_of_fewer_than_three_priorities(shown):
    for block in of_kind(shown, "benchmark-strip"):
        rows = table_of(block)
        for trace in block.figure["data"][2:]:
            for at in trace["y"]:
                assert (trace["marker"]["color"] == "#FFFFFF") == (rows[at]["assessed"]["value"] < 3)


def test_addressed_never_stands_without_its_split_in_the_benchmark(shown):
    for block in of_kind(shown, "benchmark-strip"):
        for row, label in zip(table_of(block), block.figure["layout"]["yaxis"]["ticktext"], strict=True):
            numbers = [row[status.id]["value"] for status in shown.data.model.scale]
            assert [int(number) for number in re.findall(r"(?<= )\d+", label.split("<i>")[1])] == numbers


def test_where_too_few_may_be_compared_a_notice_says_so(data):
    notice = exhibits.benchmark_chart(data, "fier", TERM, language="en")
    assert isinstance(notice, exhibits.Passage)
    assert "at least 3 other municipalities" in repr(notice)


# --- exhibit 17 -----------------------------------------------------------------------------------------------------


def test_every_part_of_a_survey_bar_is_a_row_of_its_table(shown):
    for block in of_kind(shown, "survey-bars"):
        drawn = Counter(
            (plain(name), count, n) for trace in block.figure["data"] for name, count, n in trace["customdata"]
        )
        sides = shown.data.model.lists["answer_sides"]
        labels = {term.label[shown.language] for key, term in sides.items() if key != "off_scale"}
        sided = Counter(
            (row["answer"]["text"], row["count"]["value"], row["asked"]["value"])
            for row in table_of(block)
            if row["side"]["text"] in labels
        )
        assert drawn == sided
        for trace in block.figure["data"]:
            for x, (_, count, n) in zip(trace["x"], trace["customdata"], strict=True):
                assert x == pytest.approx(count / n, abs=1e-4)


def test_favourable_answers_lie_right_of_the_middle_and_unfavourable_ones_left(shown):
    sides = {term.label[shown.language]: key for key, term in shown.data.model.lists["answer_sides"].items()}
    for block in of_kind(shown, "survey-bars"):
        for trace in block.figure["data"]:
            ends = [(base, base + x) for base, x in zip(trace["base"], trace["x"], strict=True)]
            if sides[trace["name"]] == "favourable":
                assert min(low for low, _ in ends) >= -1e-4
            elif sides[trace["name"]] == "unfavourable":
                assert max(high for _, high in ends) <= 1e-4
            else:
                assert all(low == pytest.approx(-high, abs=2e-4) for low, high in ends)


def test_the_farthest_answer_lies_outermost(example):
    block = exhibits.survey_chart(example, language="en")
    by_side = {trace["name"]: trace for trace in block.figure["data"]}
    answers = survey_answers(example)
    first = answers[answers["question_en"] == "Are citizens notified before council sessions?"]
    assert first["option_en"].tolist() == ["always", "often", "seldom", "never"]
    for side, inner, outer in (("favourable", "often", "always"), ("unfavourable", "seldom", "never")):
        trace = by_side[side]
        far = {
            row[0]: max(abs(base), abs(base + x))
            for row, base, x in zip(trace["customdata"], trace["base"], trace["x"], strict=True)
        }
        assert far[outer] > far[inner]


def test_n_is_printed_at_every_question(shown):
    for block in of_kind(shown, "survey-bars"):
        titles = [
            plain(each["text"]) for each in block.figure["layout"]["annotations"] if each["text"].startswith("<b>")
        ]
        questions = dict.fromkeys((row["question"]["text"], row["asked"]["value"]) for row in table_of(block))
        assert titles == [f"{question} (n={n})" for question, n in questions]


def test_every_answer_is_printed_with_its_count(shown):
    for block in of_kind(shown, "survey-bars"):
        printed = " ".join(plain(each["text"]) for each in block.figure["layout"]["annotations"])
        for row in table_of(block):
            assert f"{row['answer']['text']} {row['count']['text']}" in printed


# --- exhibit 19 -----------------------------------------------------------------------------------------------------


def test_every_tile_of_the_grid_is_a_cell_of_its_table(shown):
    (block,) = of_kind(shown, "sensitivity-grid")
    rows, layout = table_of(block), block.figure["layout"]
    assert [plain(text) for text in layout["yaxis"]["ticktext"]] == [row["statement"]["text"] for row in rows]
    tiles = {
        (y, x): text
        for trace in block.figure["data"]
        for x, y, text in zip(trace["x"], trace["y"], trace["text"], strict=True)
    }
    worths = ("worth_0", "worth_25", "worth_50", "worth_75", "worth_100")
    for (y, x), text in tiles.items():
        held, settings = re.findall(r"\d+", rows[y][worths[x]]["text"])
        wanted = "✓" if held == settings else "✗" if held == "0" else f"{held}/{settings}"
        assert text == wanted
    assert len(tiles) == 5 * len(rows)


def test_the_grid_says_in_how_many_municipalities_priorities_were_judged(data):
    block = exhibits.sensitivity_chart(data, TERM, language="en")
    assert "12 priorities judged · municipalities with verdicts: 2 of 12" in block.subtitle


def test_of_a_large_network_a_page_speaks_of_some_pairs_and_says_of_how_many_not(observed):
    places = {f"place-{number:02}": {1: "F" * (60 - 2 * number) + "N" * (2 * number)} for number in range(26)}
    data = observed(places)
    for draw in (exhibits.sensitivity_chart, exhibits.laboratory):
        block = draw(data, TERM, language="en")
        assert sum("has a larger index than" in row["statement"]["text"] for row in table_of(block)) == 20
        assert "5 more such pairs are not shown" in block.note
    assert sensitivity(data)["neighbours"].sum() == 25 * 30


# --- the laboratory -------------------------------------------------------------------------------------------------


def test_the_laboratory_says_what_the_index_says(two_compared):
    bench = exhibits.laboratory(two_compared, TERM, language="en")
    assert isinstance(bench, Laboratory)
    verdicts = assessments_compared(two_compared, TERM).drop_duplicates("municipality").set_index("municipality")
    compared = 0
    for worth in (0.0, 0.15, 0.5, 0.85, 1.0):
        grid = sensitivity(two_compared, TERM, partial=(worth,))
        usual = grid[(grid["weighting"] == "priority") & (grid["missing"] == "left_out")]
        usual = usual[
            (usual["aggregate"] != "mean") & ((usual["kind"] != "larger") | usual["neighbours"].fillna(False))
        ]
        assert [holds(statement, worth) for statement in bench.statements] == usual["holds"].tolist()
        # And those of two municipalities by the index itself.
        scores = index(two_compared, w=worth).set_index(["municipality", "cycle", "monitoring_year"])["index"]
        for row in usual[usual["kind"] == "larger"].itertuples():
            left, right = (
                scores[place, verdicts.loc[place, "cycle"], verdicts.loc[place, "monitoring_year"]]
                for place in (row.subject, row.other)
            )
            assert (left > right + 1e-9) == row.holds
            compared += 1
    assert compared == 5


@pytest.fixture
def two_compared(observed):
    """Two municipalities of which one is ahead by fully and the other by addressed, and a theme that lies below."""
    verdicts = {"lumas": {1: "FFFFFPPNN?NN"}, "gurre": {1: "FPPPPPPPPNN-"}}
    return observed(verdicts, themes=dict.fromkeys(verdicts, ["water"] * 7 + ["youth"] * 5))


def test_every_choice_of_the_laboratory_is_a_way_of_the_grid(two_compared):
    bench = exhibits.laboratory(two_compared, TERM, language="en")
    grid = sensitivity(two_compared, TERM)
    counted = grid[(grid["kind"] != "larger") | grid["neighbours"].fillna(False)]
    counted = counted.groupby(["kind", "subject", "other"], dropna=False, sort=False)["holds"].mean()
    for statement, wanted in zip(bench.statements, counted, strict=True):
        assert len(statement.cases) == 12
        held = [holds(statement, worth, case) for worth in (0, 0.25, 0.5, 0.75, 1) for case in range(12)]
        assert sum(held) / len(held) == pytest.approx(wanted)


def test_the_static_table_says_where_each_statement_holds(two_compared):
    bench = exhibits.laboratory(two_compared, TERM, language="en")
    for statement, row in zip(bench.statements, table_of(bench), strict=True):
        signs = [row[f"worth_{worth}"]["value"] for worth in (0, 25, 50, 75, 100)]
        assert signs == [int(holds(statement, worth / 100)) for worth in (0, 25, 50, 75, 100)]
        said = row["holds"]["text"]
        if said in ("at every value", "at no value"):
            assert set(signs) == {int(said == "at every value")}
            continue
        crossing = float(re.search(r"[\d.]+(?=%)", said).group()) / 100
        below, above = holds(statement, max(crossing - 0.002, 0)), holds(statement, min(crossing + 0.002, 1))
        assert (below, above) == ((True, False) if "less" in said else (False, True))


def test_the_numbers_of_year_1_break_where_half_is_passed(judged):
    bench = exhibits.laboratory(judged({"lumas": {1: "F" * 17 + "P" * 59 + "N" * 25}}), TERM, language="sq")
    (half,) = table_of(bench)  # the only theme is the whole, and lies no two verdicts below it
    assert half["holds"]["text"] == "kur vlen 56,8% ose më shumë"


def test_without_verdicts_the_laboratory_is_a_notice(judged):
    assert isinstance(exhibits.laboratory(judged({"lumas": {1: "--"}}), TERM), exhibits.Passage)
    assert isinstance(exhibits.sensitivity_chart(judged({"lumas": {1: "--"}}), TERM), exhibits.Passage)


# --- chart 2, the switch --------------------------------------------------------------------------------------------


def test_the_stacked_bars_bring_shares_and_counts_for_a_switch(shown):
    (block,) = of_kind(shown, "stacked-bars")
    views, rows = block.figure["layout"]["meta"]["views"], table_of(block)
    shares, counts = views
    for at, status in enumerate(shown.data.model.scale):
        assert shares["traces"]["x"][at] == block.figure["data"][at]["x"]
        assert counts["traces"]["x"][at] == [row[status.id]["value"] for row in rows]
    longest = max(row["assessed"]["value"] for row in rows)
    assert counts["layout"]["xaxis.range"] == [0, longest]
    assert shares["layout"]["xaxis.range"] == [0, 1]
    assert shares["label"] != counts["label"]
