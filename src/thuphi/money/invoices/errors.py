"""What this room refuses, one sentence each."""

from __future__ import annotations


class InvoiceRefused(Exception):
    """Base of this room's refusals."""


class AccountMissing(InvoiceRefused):
    """The unit has no account with a provider of e-invoices."""


class AccountIncomplete(InvoiceRefused):
    """An account has tax code, serial, address and secret; `field` says what is missing."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class NothingToInvoice(InvoiceRefused):
    """No paid bill is without an invoice."""


class InvoiceNotFound(InvoiceRefused):
    """There is no such invoice here."""


class NotWaiting(InvoiceRefused):
    """It is not in a state in which this can be done; somebody else was faster."""


class NothingChanged(InvoiceRefused):
    """The bill is what its invoice says: there is nothing to replace."""
