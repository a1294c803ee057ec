"""Tables, fields, statuses, closed lists and labels: declared once, in ``declaration/*.yml``."""

from pop_analysis.model.faults import Fault, Faults, WrongDeclaration
from pop_analysis.model.schema import (
    MODEL_FOLDER,
    Currency,
    Field,
    FindingKind,
    Model,
    Status,
    Table,
    Term,
    kept_model,
    load_model,
    read_model,
)
from pop_analysis.model.text import fold, slug, tidy
