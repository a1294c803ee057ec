"""Tables, fields, statuses, closed lists and labels: declared once, in ``declaration/*.yml``."""

from pop_analysis.model.defaults import WrongDeclaration
from pop_analysis.model.schema import Field, FindingKind, Model, Status, Table, Term, load_model
from pop_analysis.model.text import fold, slug, tidy

__all__ = [
    "Field",
    "FindingKind",
    "Model",
    "Status",
    "Table",
    "Term",
    "WrongDeclaration",
    "fold",
    "load_model",
    "slug",
    "tidy",
]
