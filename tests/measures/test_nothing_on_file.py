"""Whatever is asked of data with nothing, or next to nothing, in them ends in a sentence, a frame or one line."""

import inspect

import pandas as pd
import pytest

import pop_analysis as pop
from pop_analysis import exhibits
from pop_analysis.choices import WrongUse

OF_A_PLACE = ("municipalities", "contracts", "priorities")


def asked_of(data):
    """Every public function of a data set, with what it needs, in each language of the network."""
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
        for language in data.model.languages if "language" in parameters else [None]:
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
