"""What the package gives to others, each name once: read by :mod:`lazy_loader`, type checkers and editors."""

from . import exhibits
from .commands.adopt import adopt
from .commands.coding import coding_sheets
from .commands.compare import compare
from .commands.convert import convert
from .commands.doctor import doctor
from .commands.draft import draft
from .commands.example import example
from .commands.explore import explore
from .commands.load import load, published
from .commands.process import process
from .commands.publish import publish
from .commands.reply import reply_export, reply_import
from .commands.report import report
from .commands.template import template
from .commands.validate import validate
from .exhibits import Exhibit
from .exhibits.citing import cite
from .exhibits.labelling import codebook, labelled
from .locale.options import options
from .measures import (
    Refusal,
    activity_counts,
    agreement,
    audit,
    benchmark,
    bridge,
    bundling,
    by_theme,
    campaign_ladder,
    cells,
    certainty,
    change_in_share,
    citizens_beside_assessments,
    contract_succession,
    coverage,
    decisions,
    double_assessments,
    effect_of_activities,
    evidence_counts,
    exposure,
    fulfilment,
    holding,
    index,
    looks,
    method_revisions,
    once,
    outcomes,
    outputs,
    panel,
    pooled_and_mean,
    possible_counts,
    possible_splits,
    published_against_computed,
    rank,
    revisions,
    sensitivity,
    side_by_side,
    sign_test,
    standing,
    steps_of,
    steps_reached,
    survey_answers,
    tiers,
    timeliness,
    to_adjudicate,
    told_apart,
    transition_counts,
    transitions,
    trend,
    wilson,
    year_by_year,
)
from .model import Model, load_model
from .reading import Dataset

__version__: str

__all__ = [
    "Dataset",
    "Exhibit",
    "Model",
    "Refusal",
    "activity_counts",
    "adopt",
    "agreement",
    "audit",
    "benchmark",
    "bridge",
    "bundling",
    "by_theme",
    "campaign_ladder",
    "cells",
    "certainty",
    "change_in_share",
    "cite",
    "citizens_beside_assessments",
    "codebook",
    "coding_sheets",
    "compare",
    "contract_succession",
    "convert",
    "coverage",
    "decisions",
    "doctor",
    "double_assessments",
    "draft",
    "effect_of_activities",
    "evidence_counts",
    "example",
    "exhibits",
    "explore",
    "exposure",
    "fulfilment",
    "holding",
    "index",
    "labelled",
    "load",
    "load_model",
    "looks",
    "method_revisions",
    "once",
    "options",
    "outcomes",
    "outputs",
    "panel",
    "pooled_and_mean",
    "possible_counts",
    "possible_splits",
    "process",
    "publish",
    "published",
    "published_against_computed",
    "rank",
    "reply_export",
    "reply_import",
    "report",
    "revisions",
    "sensitivity",
    "side_by_side",
    "sign_test",
    "standing",
    "steps_of",
    "steps_reached",
    "survey_answers",
    "template",
    "tiers",
    "timeliness",
    "to_adjudicate",
    "told_apart",
    "transition_counts",
    "transitions",
    "trend",
    "validate",
    "wilson",
    "year_by_year",
]
