"""Names of accounts and amounts as GSMA Mobile Money API 1.2.0 writes them. Not a connector.

github gsmainclusivetechlab/mobilemoneyapi-devportal, bill-payments and merchant-payments 1.2.0.
"""

from __future__ import annotations

import re

from thuphi.ground.channels.contract import Malformed

ACCOUNT_KEYS = frozenset({
    "accountcategory", "bankaccountno", "accountrank", "identityalias", "iban", "accountid",
    "msisdn", "swiftbic", "sortcode", "organisationid", "username", "walletid", "linkref",
    "consumerno", "serviceprovider", "storeid", "bankname", "bankaccounttitle", "emailaddress",
    "mandatereference",
})  # fmt: skip
ACCOUNT_PARTS_MAX = 3
TEXT_LENGTH_MAX = 256
CURRENCY = "VND"

_SENT = re.compile(r"(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{0,3}[1-9])?")
"""The OpenAPI pattern: no zero at the end of a fraction."""
_READ = re.compile(r"(0|[1-9][0-9]{0,17})(?:\.([0-9]{1,4}))?")
"""The guide's table, which also lets `5.0` and `5.00` through: whatever the pattern allows too."""


def is_sendable(amount: str) -> bool:
    """Whether the OpenAPI pattern allows this amount; what we send is always allowed."""
    return _SENT.fullmatch(amount) is not None


def is_readable(amount: str) -> bool:
    """Whether the guide's table or the OpenAPI pattern allows this amount."""
    return _READ.fullmatch(amount) is not None


def read_vnd(amount: str, currency: str) -> int:
    """Whole đồng of an amount. Raises `Malformed` for another currency or part of a đồng."""
    if currency != CURRENCY:
        raise Malformed("currency")
    parts = _READ.fullmatch(amount)
    if parts is None or (parts[2] or "").strip("0"):
        raise Malformed("amount")
    return int(parts[1])


def read_account_id(written: str) -> dict[str, str]:
    """The parts of `key@value$key@value`, at most three. Raises `Malformed`."""
    parts = written.split("$")
    found: dict[str, str] = {}
    for part in parts:
        key, at, value = part.partition("@")
        if not at or key not in ACCOUNT_KEYS or key in found:
            raise Malformed("account_id")
        if not 0 < len(value) <= TEXT_LENGTH_MAX:
            raise Malformed("account_id")
        found[key] = value
    if len(parts) > ACCOUNT_PARTS_MAX:
        raise Malformed("account_id")
    return found
