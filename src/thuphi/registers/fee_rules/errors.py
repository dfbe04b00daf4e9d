"""What this room refuses, one sentence each."""

from __future__ import annotations


class FeeRuleRefused(Exception):
    """Base of this room's refusals."""


class CeilingIncomplete(FeeRuleRefused):
    """A ceiling names its code, item, unit and ground; `field` says what is missing."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class CeilingNegative(FeeRuleRefused):
    """A ceiling is nought or more."""


class CeilingThereAlready(FeeRuleRefused):
    """For these days another ceiling holds for the same code, place, level and area."""


class CeilingNotFound(FeeRuleRefused):
    """There is no such ceiling, or it has ended."""


class DaysNotInOrder(FeeRuleRefused):
    """A ceiling ends after it begins."""
