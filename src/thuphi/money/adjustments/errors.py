"""Why a change to bills that are out is refused. Nothing of a refused change is done."""

from __future__ import annotations


class AdjustmentError(Exception):
    """A change is refused as a whole."""


class AdjustmentLargerThanBill(AdjustmentError):
    """More is to be taken off an item than stands on the bill; `most_vnd` may be."""

    def __init__(self, code: str, item: str, most_vnd: int) -> None:
        super().__init__(code, item, most_vnd)
        self.code = code
        self.item = item
        self.most_vnd = most_vnd


class BillCancelled(AdjustmentError):
    """The bill was withdrawn."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BillNotFound(AdjustmentError):
    """There is no such bill at this facility."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ItemNotFound(AdjustmentError):
    """There is no such fee item at this facility."""


class ExemptionNotFound(AdjustmentError):
    """There is no such right to pay less at this facility."""


class ReasonMissing(AdjustmentError):
    """A change needs a reason that the family can read."""


class PaperMissing(AdjustmentError):
    """A change needs the number and day of the paper it rests on."""


class NothingToChange(AdjustmentError):
    """No bill would be another afterwards."""
