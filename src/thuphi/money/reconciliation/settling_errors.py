"""What pairing a line with a settlement refuses, one sentence each."""

from __future__ import annotations


class SettlingRefused(Exception):
    """Base of these refusals."""


class LineOrSettlementNotFound(SettlingRefused):
    """There is no such line or settlement in this facility."""


class SettlementDoesNotFit(SettlingRefused):
    """The line is of another sum or direction, or one of the two has found its match before."""


class ReasonMissing(SettlingRefused):
    """A person who pairs a line with a settlement says why."""
