"""One cell converted as the reader does it, without a workbook around it."""

from datetime import date

import pytest

from pop_analysis.model import Field
from pop_analysis.reading.conversion.convert import Context, convert
from pop_analysis.reading.conversion.register import Register
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.parsing.cells import Cell


@pytest.fixture(scope="session")
def register(data):
    """The real register of municipalities: it holds names, and nothing else about a place is used here."""
    return Register(data.municipalities.to_dict("records"))


@pytest.fixture
def convert_cell(model, register):
    """Convert a value of a kind of field: what it fills in, and the codes of what was noted."""

    def convert_it(kind, value, number_format="General", **field):
        context = Context(model, register, date(2025, 6, 1), Findings(model).phrase)
        header = dict.fromkeys(model.languages, "X")
        filled = convert(Cell(value, number_format=number_format), Field("x", kind, header, header, **field), context)
        return filled, [code for code, _ in context.notes]

    return convert_it
