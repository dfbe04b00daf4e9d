"""Who carries letters and numbers invoices in the demo: the keys of contracts with them."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from datetime import datetime

from thuphi.doors.cli.street import Street
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.invoices import actions as invoices
from thuphi.money.invoices.actions import NewAccount
from thuphi.money.invoices.rules import InvoiceKind
from thuphi.registers.facilities.models import Facility

INVOICING = {"24000101": ("2400100001", "1C26THM"), "24000202": ("2400100002", "1C26TST")}
"""Schools with a provider of e-receipts: tax code and serial, all invented."""


def keys() -> dict[str, str]:
    """Fresh keys for the gateway of short messages; the demo alone knows them."""
    return {
        "sms_key": secrets.token_urlsafe(18),
        "sms_secret": f"whsec_{base64.b64encode(secrets.token_bytes(24)).decode()}",
    }


def invoice_units() -> list[dict[str, object]]:
    """The units as their provider knows them."""
    return [
        {
            "facility": code,
            "tax_code": tax_code,
            "serials": [serial],
            "secret": secrets.token_urlsafe(24),
        }
        for code, (tax_code, serial) in INVOICING.items()
    ]


def open_invoicing(units: list[Mapping[str, object]], street: Street, at: datetime) -> None:
    """Write down the account of every school that is there; the provider may have moved."""
    for unit in units:
        facility = Facility.objects.filter(code=str(unit["facility"])).first()
        if facility is not None:
            open_for(facility, unit, street, at)


def open_for(facility: Facility, unit: Mapping[str, object], street: Street, at: datetime) -> None:
    """One school's account with its provider."""
    _, serial = INVOICING[facility.code]
    invoices.open_account(
        by=SYSTEM,
        facility_id=facility.pk,
        account=NewAccount(
            kind=InvoiceKind.RECEIPT,
            address=street.einvoice,
            tax_code=str(unit["tax_code"]),
            serial=serial,
            secret=str(unit["secret"]),
        ),
        at=at,
    )
