"""Banks, wallets and mobile money that a VietQR transfer can reach, by their BIN.

Short codes differ between sources, so the BIN is the only key. Links that open a bank's app:
dl.vietqr.io; whether the app fills in the transfer differs by app and changes, so a page always
shows the QR code and copy buttons too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from urllib.parse import quote, urlencode

import msgspec

_LINK = "https://dl.vietqr.io/pay"


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank or another holder of accounts. `app_id` is None when no link can open its app."""

    bin: str
    name: str
    short_name: str
    kind: str
    app_id: str | None = None


class _Table(msgspec.Struct):
    banks: list[Bank]


def _load() -> Mapping[str, Bank]:
    text = resources.files(__package__).joinpath("banks.json").read_bytes()
    return MappingProxyType(
        {bank.bin: bank for bank in msgspec.json.decode(text, type=_Table).banks}
    )


BANKS = _load()


def short_name(bin: str) -> str:
    """What people call the bank, or its BIN when it is not in the table."""
    bank = BANKS.get(bin)
    return bank.short_name if bank else bin


def apps() -> tuple[Bank, ...]:
    """The banks whose app a link can open, by short name."""
    return tuple(sorted((b for b in BANKS.values() if b.app_id), key=lambda b: b.short_name))


def open_app_link(
    *,
    app_id: str,
    bin: str,
    account: str,
    amount_vnd: int | None = None,
    purpose: str = "",
    payee_name: str = "",
    return_url: str = "",
) -> str:
    """A link for phones that opens the payer's bank app on this transfer."""
    facts = {
        "app": app_id,
        "ba": f"{account}@{bin}",
        "am": "" if amount_vnd is None else str(amount_vnd),
        "tn": purpose,
        "bn": payee_name,
        "url": return_url,
    }
    told = {name: fact for name, fact in facts.items() if fact}
    return f"{_LINK}?{urlencode(told, quote_via=quote, safe='@')}"
