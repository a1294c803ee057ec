"""What a widget of a notebook showed last: its values as text, from the state that a run leaves in the notebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
CHILD = "IPY_MODEL_"
DEEPEST = 50
IN_WORDS = ("HTMLModel", "HTMLMathModel", "LabelModel")  # their value is a text for readers
PROGRESS = ("FloatProgressModel", "IntProgressModel")
BESIDE = ("HBoxModel",)
Models = Mapping[str, Any]


def models_in(notebook: Mapping[str, Any]) -> Models:
    """Return the models of a notebook's widgets by their id; none when no run has left any."""
    kept = notebook.get("metadata", {}).get("widgets")
    state = kept.get(STATE) if isinstance(kept, Mapping) else None
    models = state.get("state") if isinstance(state, Mapping) else None
    return models if isinstance(models, Mapping) else {}


def last_state(view: Any, models: Models) -> list[str]:
    """Return the lines a widget showed last; none when its state was not kept, or says nothing in words.

    >>> models = {"a": {"model_name": "IntSliderModel", "state": {"description": "Year", "value": 3}}}
    >>> last_state({"model_id": "a"}, models)
    ['Year: 3']
    """
    name = view.get("model_id") if isinstance(view, Mapping) else None
    return [line for line in _lines(str(name), models, ()) if line]


def outputs_of(view: Any, models: Models) -> list[Mapping[str, Any]]:
    """Return what was printed or drawn into a widget."""
    name = view.get("model_id") if isinstance(view, Mapping) else None
    return list(_outputs(str(name), models, ()))


def _state(name: str, models: Models) -> tuple[str, Mapping[str, Any]]:
    model = models.get(name)
    model = model if isinstance(model, Mapping) else {}
    state = model.get("state")
    return str(model.get("model_name", "")), state if isinstance(state, Mapping) else {}


def _children(state: Mapping[str, Any]) -> list[str]:
    children = state.get("children")
    names = [each for each in children if isinstance(each, str)] if isinstance(children, list) else []
    return [each.removeprefix(CHILD) for each in names]


def _lines(name: str, models: Models, above: Sequence[str]) -> Iterator[str]:
    if name in above or len(above) > DEEPEST:
        return
    kind, state = _state(name, models)
    children = _children(state)
    if children:
        lines = [line for child in children for line in _lines(child, models, (*above, name))]
        if kind in BESIDE:
            yield " ".join(lines)
        else:
            yield from lines
        return
    value, said = _value(kind, state), str(state.get("description") or "").strip()
    yield value if kind in IN_WORDS or not said else f"{said}: {value}" if value else said


def _value(kind: str, state: Mapping[str, Any]) -> str:
    value = state.get("value")
    if kind in PROGRESS:  # the labels beside it say how far it came
        return ""
    labels, index = state.get("_options_labels"), state.get("index")
    if isinstance(labels, list) and isinstance(index, int) and 0 <= index < len(labels):
        return str(labels[index])
    if isinstance(value, list):
        return "–".join(map(str, value))
    return "" if value is None or isinstance(value, Mapping) else str(value)


def _outputs(name: str, models: Models, above: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    if name in above or len(above) > DEEPEST:
        return
    _, state = _state(name, models)
    outputs = state.get("outputs")
    if isinstance(outputs, list | tuple):
        yield from (each for each in outputs if isinstance(each, Mapping))
    for child in _children(state):
        yield from _outputs(child, models, (*above, name))
