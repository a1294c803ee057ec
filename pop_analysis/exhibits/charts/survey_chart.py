"""Exhibit 17: what officials answered, to two sides of a middle line; for the whole network only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pop_analysis.blocks.blocks import Exhibit, Listing, Passage, notice
from pop_analysis.blocks.parts import Entry, Table
from pop_analysis.exhibits.building import exhibit
from pop_analysis.exhibits.charts.house_style import (
    BLUE,
    EDGE,
    INK,
    INSIDE,
    LIGHT,
    OUTLINE,
    PAPER,
    RULE,
    RUST,
    bare_axis,
    bars,
    figure,
    legend,
    rounded,
    safe,
    written,
)
from pop_analysis.exhibits.quantities import Scope
from pop_analysis.exhibits.rows import Columns, number_in, table_of
from pop_analysis.exhibits.wording import in_chart, in_language
from pop_analysis.locale import Words
from pop_analysis.locale.said import joined
from pop_analysis.measures import survey_answers
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row

# From the middle line outwards, on the screen: unfavourable answers to the left, favourable ones to the right.
SIDES = ("unfavourable", "middle", "favourable")
SHADES = {
    "favourable": ((LIGHT, INK), (BLUE, "#FFFFFF")),
    "unfavourable": (("#EDB695", INK), (RUST, "#FFFFFF")),
    "middle": ((RULE, INK), (RULE, INK)),
}
LINE_LETTERS = 40  # letters in a line of a narrow screen
LINE_PX, BAR_PX, GAP_PX = 17, 28, 22  # pixels
NO_BREAK = "\u00a0"
DOT = f"{NO_BREAK}· "  # a line never begins with it
Answer = dict[str, Any]


def survey_chart(data: Dataset, *, language: str | None = None) -> Exhibit | Listing | Passage:
    """Show the answers to every question: favourable to the right, unfavourable to the left, n printed.

    A question whose answers have no sides has its counts in words; a survey of such questions only is a table.

    Examples
    --------
    >>> pop.exhibits.survey_chart(invented, language="en")
    Questions with two sides on which more than half of those asked chose a favourable answer: 3 of 4.
    Questions: 5 · people asked: 42 · for the whole network only · invented data
    """
    words = Words(data.model, language)
    answers = survey_answers(data)
    if answers.empty:
        return notice(words("answers.none"))
    questions = [each_row(rows) for _, rows in answers.groupby("question_sq", sort=False)]
    two_sided = [rows for rows in questions if rows[0]["of_scale"]]
    table = _table(questions, words)
    if not two_sided:
        return Listing(
            id="survey-bars", caption=words("answers.headline_none"), table=table, note=words("answers.note")
        )
    favourable = [sum(row["count"] for row in rows if row["side"] == "favourable") for rows in two_sided]
    more = sum(2 * count > rows[0]["n"] for count, rows in zip(favourable, two_sided, strict=True))
    low, high = min(answers["n"]), max(answers["n"])
    ends = {"least": low, "most": high} if low != high else {"most": high}
    scope = Scope()
    asked = joined("–", [words.number(scope.of(which=which)("people_asked", n)) for which, n in ends.items()])
    return exhibit(
        data,
        words,
        "answers",
        _figure(questions, words),
        table,
        name="survey-bars",
        headline={"n": scope("questions_favourable", more), "of": scope("questions_two_sided", len(two_sided))},
        subtitle={"questions": scope("questions", len(questions)), "asked": asked},
        sources=answers["source"],
    )


def _scale(rows: list[Answer]) -> list[Answer]:
    """The answers with a side, from left to right: the unfavourable first, the farther from the middle the earlier."""
    sided = [row for row in rows if row["side"] in SIDES]
    places = {side: [at for at, row in enumerate(sided) if row["side"] == side] for side in SIDES}
    falls = sum(places["favourable"]) * len(places["unfavourable"]) < sum(places["unfavourable"]) * len(
        places["favourable"]
    )
    ordered = sided[::-1] if falls else sided
    return sorted(ordered, key=lambda row: SIDES.index(row["side"]))


def _start(scale: list[Answer]) -> int:
    """Twice the count that lies left of the middle line, negative."""
    return -sum({"unfavourable": 2, "middle": 1}.get(row["side"], 0) * int(row["count"]) for row in scale)


def _bars(scale: list[Answer], y: float) -> Iterator[tuple[str, dict[str, Any]]]:
    """The parts of one bar from left to right: its side, and what is drawn."""
    at = _start(scale)
    for row in scale:
        same = [each for each in scale if each["side"] == row["side"]]
        outermost = row is (same[0] if row["side"] == "unfavourable" else same[-1])
        fill, ink = SHADES[row["side"]][int(outermost)]
        drawn = {"base": rounded(at / 2 / row["n"]), "x": rounded(row["count"] / row["n"]), "y": y, "row": row}
        yield row["side"], drawn | {"fill": fill, "ink": ink}
        at += 2 * row["count"]


def _answers(rows: list[Answer], words: Words) -> list[str]:
    """The line below a bar: its answers with their counts in the order of the bar, then those beside the scale."""
    scale = _scale(rows)
    lines = [DOT.join(_counted(row, words) for row in scale or rows)]
    off = [row for row in rows if row["side"] not in SIDES] if scale else []
    if off:
        lines.append(words("answers.off_scale", parts=DOT.join(_counted(row, words) for row in off)))
    if (unanswered := int(rows[0]["n"] - rows[0]["answered"])) > 0:
        lines.append(words("answers.missing", n=unanswered))
    return [safe(line, LINE_LETTERS) for line in lines]


def _counted(row: Answer, words: Words) -> str:
    return f"{in_chart(words, row, 'option')}{NO_BREAK}{row['count']}"


def _figure(questions: list[list[Answer]], words: Words) -> dict[str, Any]:
    parts: dict[str, list[dict[str, Any]]] = {side: [] for side in SIDES}
    notes, y = [], 0.0
    for rows in questions:
        title = safe(f"{in_chart(words, rows[0], 'question')} (n={rows[0]['n']})", LINE_LETTERS)
        notes.append(_note(f"<b>{title}</b>", y))
        y += LINE_PX * (title.count("<br>") + 1) + 4
        if scale := _scale(rows):
            for side, bar in _bars(scale, y + BAR_PX / 2):
                parts[side].append(bar)
            y += BAR_PX + 3
        below = "<br>".join(_answers(rows, words))
        notes.append(_note(below, y))
        y += LINE_PX * (below.count("<br>") + 1) + GAP_PX
    traces = [_trace(side, own, words) for side, own in parts.items() if own]
    ends = [-1, -0.5, 0, 0.5, 1]
    return figure(
        traces,
        words,
        round(y) + 70,
        barmode="overlay",
        showlegend=True,
        legend=legend(traceorder="normal"),
        margin={"t": 40, "r": 26, "l": 26, "b": 30},
        xaxis={
            "range": [-1, 1],
            "tickvals": ends,
            "ticktext": [words.percent(abs(end)) for end in ends],
            "gridcolor": RULE,
            "zeroline": True,
            "zerolinecolor": OUTLINE,
            "zerolinewidth": 1,
            "fixedrange": True,
        },
        yaxis=bare_axis(range=[round(y), -4], showticklabels=False, automargin=False),
        annotations=notes,
    )


def _trace(side: str, parts: list[dict[str, Any]], words: Words) -> dict[str, Any]:
    return bars(
        safe(words.label("answer_sides", side)),
        [part["x"] for part in parts],
        [part["y"] for part in parts],
        {"color": [part["fill"] for part in parts], "line": EDGE},
        "%{customdata[0]}: %{customdata[1]} / %{customdata[2]}",
        base=[part["base"] for part in parts],
        width=BAR_PX,
        text=[str(part["row"]["count"]) if part["row"]["count"] else "" for part in parts],
        textfont={"color": [part["ink"] for part in parts]},
        customdata=[
            [safe(in_chart(words, part["row"], "option")), part["row"]["count"], part["row"]["n"]] for part in parts
        ],
        **INSIDE,
    )


def _note(text: str, y: float) -> dict[str, Any]:
    corner = {"xref": "paper", "xanchor": "left", "yref": "y", "yanchor": "top", "align": "left"}
    return written(0, y, text, bgcolor=PAPER) | corner


def _table(questions: list[list[Answer]], words: Words) -> Table:
    columns: Columns = [
        ("question", lambda row: in_language(words, row, "question")),
        ("answer", lambda row: in_language(words, row, "option")),
        ("side", lambda row: Entry(words.label("answer_sides", row["side"]), row["side"])),
        ("count", number_in("count", words)),
        ("asked", number_in("n", words)),
        ("share", lambda row: Entry(words.percent(row["share"], 1), row["share"])),
    ]
    answers = [row for question in questions for row in question]
    return table_of(answers, columns, words, {"count", "asked", "share"})
