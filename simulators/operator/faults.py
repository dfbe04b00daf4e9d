"""What can go wrong on demand, and how the operator says no in GSMA's words."""

from __future__ import annotations

import enum


class Fault(enum.Enum):
    """One thing that goes wrong, once; `DOWN` lasts until `NONE`."""

    NONE = "none"
    TIMEOUT = "timeout"
    LATE = "late"
    TWICE = "twice"
    OUT_OF_ORDER = "out_of_order"
    WRONG_AMOUNT = "wrong_amount"
    BAD_SIGNATURE = "bad_signature"
    UNKNOWN_WORD = "unknown_word"
    REFUND_FAILS = "refund_fails"
    DOWN = "down"
    SILENT = "silent"
    """The callback is never sent; only a question finds out."""


AT_THE_START = frozenset({Fault.TIMEOUT})
AT_THE_PIN = frozenset({
    Fault.LATE, Fault.TWICE, Fault.OUT_OF_ORDER, Fault.WRONG_AMOUNT, Fault.BAD_SIGNATURE,
    Fault.UNKNOWN_WORD, Fault.SILENT,
})  # fmt: skip
AT_THE_REFUND = frozenset({Fault.REFUND_FAILS, Fault.TIMEOUT})

STATUS = {
    "businessRule": 400,
    "validation": 400,
    "authorisation": 401,
    "identification": 404,
    "internal": 500,
    "serviceUnavailable": 503,
}


class SaysNo(Exception):
    """An error object of the API."""

    def __init__(self, category: str, code: str, **parameters: str) -> None:
        super().__init__(code)
        self.category = category
        self.code = code
        self.parameters = parameters

    @property
    def status(self) -> int:
        """The HTTP status of its category."""
        return STATUS[self.category]

    def message(self, at: str) -> dict[str, object]:
        """The error object."""
        said: dict[str, object] = {
            "errorCategory": self.category,
            "errorCode": self.code,
            "errorDateTime": at,
        }
        if self.parameters:
            said["errorParameters"] = [
                {"key": key, "value": value} for key, value in self.parameters.items()
            ]
        return said


class Refused(Exception):
    """A person or a test asked for something impossible; the text is a Vietnamese sentence."""
