"""The notebook file of a report is the one nbformat would have written."""

import math
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import v4

from pop_analysis.runner.machine_paths import MachinePaths
from pop_analysis.runner.notebook import notebook_text

TEXTS = st.text(max_size=30)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def _notebook(*outputs, **more):
    return v4.new_notebook(cells=[v4.new_code_cell("a = 1\nb = 2", outputs=list(outputs), **more)])


@given(value=VALUES, text=TEXTS, source=TEXTS)
def test_it_is_written_as_nbformat_writes_it(value, text, source):
    shown = v4.new_output(
        "display_data", {"application/x+json": value, "text/plain": text, "image/svg+xml": text}, metadata={"a": value}
    )
    notebook = _notebook(shown, v4.new_output("stream", text=text), metadata={"own": value})
    notebook.cells.append(v4.new_markdown_cell(source, attachments={"a.png": {"text/plain": source}}))
    notebook.metadata["orig_nbformat"] = 3
    before = nbformat.from_dict(notebook)
    text = notebook_text(notebook)
    assert notebook == before, "writing a notebook has changed it"
    assert text == nbformat.writes(notebook)


@pytest.mark.parametrize("value", [math.nan, math.inf, b"QUJD"])
def test_what_is_no_json_is_written_as_nbformat_writes_it_too(value):
    notebook = _notebook(metadata={"own": value})
    assert notebook_text(notebook) == nbformat.writes(notebook)


@pytest.mark.parametrize("folder", ["data", 'with "quotes"', "with\\slash", "Shkodër"])
def test_a_path_of_the_machine_is_seen_in_the_text_of_a_notebook(folder, tmp_path: Path):
    hide = MachinePaths({tmp_path / folder: "data"})
    clean = notebook_text(_notebook(v4.new_output("stream", text="nothing to hide")))
    said = notebook_text(_notebook(v4.new_output("stream", text=f"read {tmp_path / folder}")))
    assert not hide.may_stand_in(clean)
    assert hide.may_stand_in(said)
