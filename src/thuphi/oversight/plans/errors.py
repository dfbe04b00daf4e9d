"""What this room refuses, one sentence each."""

from __future__ import annotations

from dataclasses import dataclass


class PlanRefused(Exception):
    """Base of this room's refusals."""


class PlanNotFound(PlanRefused):
    """There is no plan of this name, shipped or adopted."""


class TargetNotFound(PlanRefused):
    """The plan has no target of this name."""


class AgencyUnknown(PlanRefused):
    """The plan names no agency by this code."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with a plan's text: where (lines count from 1), which key, and the mend."""

    line: int
    key: str
    """The path of the key; `targets[3]` is the third `[[targets]]`."""
    reason: str

    def __str__(self) -> str:
        where = f"dòng {self.line}"
        return f"{where}, {self.key}: {self.reason}" if self.key else f"{where}: {self.reason}"


class PlanUnreadable(PlanRefused):
    """The text is no plan; all that is wrong with it is told at once, in the order of its lines."""

    def __init__(self, faults: tuple[Fault, ...], name: str = "") -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults
        self.name = name
