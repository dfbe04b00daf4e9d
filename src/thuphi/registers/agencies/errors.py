"""What this room refuses, one sentence each."""

from __future__ import annotations


class AgencyRefused(Exception):
    """Base of this room's refusals."""


class AgencyNotFound(AgencyRefused):
    """There is no such agency."""


class AgencyNameTaken(AgencyRefused):
    """An agency of this name is registered in this place already."""


class AgencyNameMissing(AgencyRefused):
    """An agency has a name."""


class AgencyEndedAlready(AgencyRefused):
    """The agency has a successor already; only the last of a chain is succeeded."""


class SuccessorNotThere(AgencyRefused):
    """The successor is the agency itself, or does not work yet or any more on that day."""
