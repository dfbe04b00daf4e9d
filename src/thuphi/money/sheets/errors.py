"""What this room refuses, one sentence each."""

from __future__ import annotations


class SheetRefused(Exception):
    """Base of this room's refusals."""


class SheetNotFound(SheetRefused):
    """There is no such sheet here."""


class SheetSavedBefore(SheetRefused):
    """This sheet was saved before; `run_id` is the run it made, if any."""

    def __init__(self, run_id: int | None) -> None:
        super().__init__(run_id)
        self.run_id = run_id


class SheetHasFaults(SheetRefused):
    """A sheet with faults is not saved."""


class SheetIsStale(SheetRefused):
    """The register or the list of items has changed since the sheet was looked at."""


class RunPlanMissing(SheetRefused):
    """The sheet charges somebody, and nobody said in which collection run."""


class GroundMissing(SheetRefused):
    """An item that is new to the list rests on a resolution or agreement, which was not said."""
