"""Whatever is asked of data with nothing, or next to nothing, in them ends in a sentence, a frame or one line."""

import inspect

import pandas as pd
import pytest

import pop_analysis as pop
from pop_analysis import exhibits
from pop_analysis.choices import WrongUse

OF_A_PLACE = ("municipalities", "contracts", "priorities")


def asked_of(data, languages=()):
    """Every public function of a data set, with what it needs, in each language of the network, or in these."""
    contracts = data["contracts"]
    place, cycle = ("fier", "2019-2023") if contracts.empty else contracts.iloc[0][["municipality", "cycle"]]
    given = {"municipality": place, "cycle": cycle, "cycles": [cycle], "contract": f"{place}/{cycle}", "w": 0.5}
    given |= {"earlier": (f"{place}/{cycle}", 1), "later": (f"{place}/{cycle}", 2), "calendar_year": 2021, "old": data}
    given |= {"section": "forums", "speaker": "network", "kinds": ["video"], "aim": "addressed", "years": (1, 2)}
    given |= {"start": "2020-01-01", "end": "2025-12-31", "rows": pop.panel(data), "frame": pop.panel(data)}
    given |= {"changes": pop.transitions(data), "times": pop.timeliness(data), "grid": pop.sensitivity(data)}
    every = {name: getattr(pop, name) for name in pop.__all__ if name not in ("exhibits", "explore")}
    every |= {name: getattr(exhibits, name) for name in dir(exhibits) if not name.startswith("_")}
    for name, function in every.items():
        if not inspect.isfunction(function) or "reading" in function.__module__:
            continue
        parameters = inspect.signature(function).parameters
        needed = [each for each, about in parameters.items() if about.default is about.empty and each != "data"]
        if "Dataset" not in str(parameters.get("data")) or not set(needed) <= set(given):
            continue
        for language in languages or data.model.languages if "language" in parameters else [None]:
            options = {} if language is None else {"language": language}
            yield name, lambda call=function, own=needed, more=options: call(data, **{k: given[k] for k in own}, **more)


@pytest.fixture(params=["nothing", "a contract", "a contract with priorities"])
def sparse(request, example):
    """Data with no row, with a contract and no more, and with a contract nobody has judged."""
    place = example.contracts["municipality"].iloc[0]
    kept = OF_A_PLACE[: {"nothing": 0, "a contract": 2, "a contract with priorities": 3}[request.param]]
    return pop.Dataset({name: example.where(municipality=place)[name] for name in kept}, example.model)


def test_every_function_answers_with_a_sentence_a_frame_or_one_line(sparse):
    seen = 0
    for name, ask in asked_of(sparse):
        seen += 1
        try:
            found = ask()
            said = [getattr(found, each, "") for each in ("headline", "caption", "lead")]
        except (WrongUse, pop.Refusal) as told:
            found, said = None, [str(told)]
            lines = 1 if isinstance(told, WrongUse) else None
        else:
            lines = None
        for text in (each for each in said if isinstance(each, str)):
            assert lines is None or len(text.splitlines()) == lines, name
            assert not any(wrong in f"{text} " for wrong in (" nan", "None", "  ", ": \n")), name
        assert isinstance(getattr(found, "frame", pd.DataFrame()), pd.DataFrame), name
    assert seen > 100


def parts(data):
    """A part of the data of every kind a researcher asks for, down to nothing."""
    place = data.contracts["municipality"].iloc[0]
    yield data
    yield data.where(municipality=place)
    yield data.where(municipality=place, status=data.model.levels[0])
    yield data.select({name: [at == 0 for at in range(len(data[name]))] for name in data.source.names})
    yield data.select({"assessments": [False] * len(data["assessments"])})
    yield data.select({name: [False] * len(data[name]) for name in data.source.names})


def frames_of(data):
    """What every measure gives that gives a frame."""
    for name, ask in asked_of(data, ["sq"]):
        if name.endswith(("_chart", "_table")):
            continue
        try:
            found = ask()
        except (WrongUse, pop.Refusal):
            continue
        if isinstance(found, pd.DataFrame):
            yield name, found


@pytest.fixture(scope="module")
def of_parts(example):
    """What every measure gives of several parts of the data, part by part."""
    return [list(frames_of(part)) for part in parts(example)]


def test_a_frame_without_rows_says_why_and_one_with_rows_says_nothing(of_parts):
    empty = set()
    for part in of_parts:
        for name, found in part:
            if found.empty:
                empty.add(name)
                said = found.attrs["reason"]
                assert said.startswith("Asnjë rresht, sepse në të dhënat e kërkuara nuk ka "), name
                assert "<" not in said, said
            else:
                assert "reason" not in found.attrs, name
    assert len(empty) > 30


@pytest.mark.parametrize("language", ["en", "sq"])
def test_the_reason_is_said_in_the_language_that_is_set(example, language):
    pop.options.language = language
    none = example.select({"assessments": [False] * len(example["assessments"])})
    assert (
        pop.transitions(none).attrs["reason"]
        == {
            "en": "No row, because what was asked for does not hold verdicts of one contract in both monitoring years "
            "that are compared.",
            "sq": "Asnjë rresht, sepse në të dhënat e kërkuara nuk ka vlerësime të një kontrate në të dy vitet e "
            "monitorimit që krahasohen.",
        }[language]
    )


def test_a_frame_of_a_part_has_the_columns_of_the_whole_and_texts_stay_texts(example, of_parts):
    whole = dict(frames_of(example))
    for part in of_parts:
        for name, found in part:
            if name not in whole:  # of the whole it is refused
                continue
            assert list(found) == list(whole[name]), name
            texts = [each for each, dtype in whole[name].dtypes.items() if dtype == "str"]
            assert (found[texts].dtypes == "str").all(), (name, found[texts].dtypes)


def test_a_column_of_an_exhibit_holds_numbers_or_texts_and_never_both(data):
    for name, ask in asked_of(data, ["en"]):
        try:
            frame = getattr(ask(), "frame", None)
        except (WrongUse, pop.Refusal):
            continue
        if frame is not None:
            assert not [each for each in frame if frame[each].dtype == object], name
    known = exhibits.coverage_chart(data, language="en").frame["Priorities of the contract"]
    assert known.dtype == "float64"
    assert 0 < known.notna().sum() < len(known)
