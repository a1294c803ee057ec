"""Why a value is missing or a row was put aside: one word for each reason, from the reader to the page."""

from __future__ import annotations

from enum import StrEnum


class Absence(StrEnum):
    """Why nothing stands where something could.

    >>> Absence("put_aside").name
    'PUT_ASIDE'
    """

    NEVER_ENTERED = "never_entered"
    """No workbook holds it, though its time has come."""

    PUT_ASIDE = "put_aside"
    """A workbook holds it and the reader did not count it: a finding says at which cell, and why."""

    NOT_VERIFIABLE = "not_verifiable"
    """Somebody looked for it and found nothing that could be verified."""

    WITHDRAWN = "withdrawn"
    """It was taken out of the contract, and is in no count from then on."""

    NOT_DUE = "not_due"
    """Its time has not come: a monitoring year before the priority was in the contract, or one not over yet."""

    PUBLISHED_ONLY = "published_only"
    """A report or a figure about it is public, the assessments behind it are not on file."""
