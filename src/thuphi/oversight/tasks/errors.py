"""What this room refuses, one sentence each."""

from __future__ import annotations


class TaskRefused(Exception):
    """Base of this room's refusals."""


class TaskNotFound(TaskRefused):
    """There is no such task on the board."""


class PartNotFound(TaskRefused):
    """The office does not lead this task."""


class FundingNotFound(TaskRefused):
    """There is no such row of money."""


class MoveRefused(TaskRefused):
    """A part cannot become this from what it is."""

    def __init__(self, old: str, new: str) -> None:
        super().__init__(f"{old} -> {new}")
        self.old = old
        self.new = new


class PercentUnfit(TaskRefused):
    """Not begun is 0, being done is below 100, done is 100 percent."""


class EvidenceMissing(TaskRefused):
    """A part is confirmed with its evidence: a decision, a minute, a report."""


class EvidenceAddressUnfit(TaskRefused):
    """The address of evidence begins with https:// or http://."""


class TextMissing(TaskRefused):
    """A remark, a reason and a source of money are told in words."""


class AmountNotPositive(TaskRefused):
    """Money for a task is at least one đồng."""


class StruckAlready(TaskRefused):
    """The row of money has been struck."""


class LeadsAlready(TaskRefused):
    """The office leads this task already."""
