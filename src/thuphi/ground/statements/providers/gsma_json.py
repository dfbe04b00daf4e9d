"""Transactions of a Mobile Money operator as JSON: the objects of `/accounts/.../transactions`.

GSMA Mobile Money API 1.2.0, schema `transaction`: amounts are strings with at most two decimals,
`fees` is a list of {feeType, feeAmount, feeCurrency}, a reversal names the first transaction in
`originalTransactionReference`.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from .faults import ProviderFault, refused
from .grid import BYTES_MAX, ROWS_MAX, Row

HEADS = (
    "transactionReference",
    "requestingOrganisationTransactionReference",
    "amount",
    "currency",
    "feeAmount",
    "type",
    "transactionStatus",
    "transactionDate",
    "descriptionText",
    "originalTransactionReference",
)


class _Fee(msgspec.Struct, rename="camel"):
    fee_amount: str
    fee_currency: str = "VND"


class _Transaction(msgspec.Struct, rename="camel"):
    transaction_reference: str
    amount: str
    currency: str
    type: str = ""
    transaction_status: str = ""
    requesting_organisation_transaction_reference: str = ""
    original_transaction_reference: str = ""
    transaction_date: str = ""
    creation_date: str = ""
    description_text: str = ""
    fees: list[_Fee] = []


class _Page(msgspec.Struct):
    transactions: list[_Transaction]


def is_json(content: bytes) -> bool:
    """Whether it is JSON that speaks of transactions in GSMA's words."""
    start = content[:50_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start[:1] in (b"[", b"{") and b'"transactionReference"' in start


def rows(content: bytes) -> list[Row]:
    """The transactions as a table under GSMA's member names. Raises `Unreadable`."""
    if len(content) > BYTES_MAX:
        raise refused(ProviderFault.TOO_LARGE, most=BYTES_MAX // 1_000_000)
    body = content.removeprefix(b"\xef\xbb\xbf").strip()
    try:
        if body.startswith(b"["):
            told = msgspec.json.decode(body, type=list[_Transaction])
        else:
            told = msgspec.json.decode(body, type=_Page).transactions
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise refused(ProviderFault.BROKEN) from error
    if len(told) > ROWS_MAX:
        raise refused(ProviderFault.TOO_MANY_ROWS, most=f"{ROWS_MAX:,}".replace(",", "."))
    return [HEADS, *(_row(one) for one in told)]


def _row(one: _Transaction) -> Row:
    said: Mapping[str, str] = {
        "transactionReference": one.transaction_reference,
        "requestingOrganisationTransactionReference": (
            one.requesting_organisation_transaction_reference
        ),
        "amount": one.amount,
        "currency": one.currency,
        "feeAmount": _fee(one.fees),
        "type": one.type,
        "transactionStatus": one.transaction_status,
        "transactionDate": one.transaction_date or one.creation_date,
        "descriptionText": one.description_text,
        "originalTransactionReference": one.original_transaction_reference,
    }
    return [said[head] for head in HEADS]


def _fee(fees: list[_Fee]) -> str:
    """One fee as it is told; several are added by whoever reads them, so only whole ones may be."""
    if not fees:
        return "0"
    if len(fees) == 1:
        return fees[0].fee_amount
    whole = [one.fee_amount.removesuffix(".00").removesuffix(".0") for one in fees]
    if all(one.isascii() and one.isdigit() and len(one) <= 15 for one in whole):
        return str(sum(map(int, whole)))
    return "+".join(whole)
