"""What may be kept of a card terminal's messages: nothing that a card could be copied from.

PCI DSS 3.3 and 3.4: no track, no code, no PIN is ever kept; of the card's number at most the first
six and the last four digits. Not a connector.
"""

from __future__ import annotations

import hashlib
import json
import re

_NEVER_KEPT = frozenset(
    name.lower()
    for name in (
        "PAN",
        "ExpiryDate",
        "CardHolderName",
        "TrackData",
        "TrackNumb",
        "TrackValue",
        "SensitiveCardData",
        "ProtectedCardData",
        "CVV",
        "CardSecurityCode",
        "PINBlock",
        "CardholderPIN",
        "PaymentToken",
        "PaymentReceipt",
        "CapturedSignature",
        "AdditionalResponse",
        "SaleToAcquirerData",
    )
)
_NAMES_OF_THINGS = frozenset(
    (
        "TransactionID",
        "ServiceID",
        "POIReconciliationID",
        "HostReconciliationID",
        "MerchantID",
        "AcquirerPOIID",
        "POIID",
        "SaleID",
        "KeyIdentifier",
        "Nonce",
        "Hmac",
    )
)
_TRACK = re.compile(r"[%;]?[A-Za-z]?\d{12,19}[=^D][^?\s\"]{3,}\??")
_CARD_NUMBER = re.compile(r"\d(?:[ -]?\d){12,}")
_ANY_CARD_NUMBER = re.compile(r"\d(?:[ -]?\d){10,}")
_DEEPEST = 40


def _masked(found: re.Match[str]) -> str:
    digits = [letter for letter in found[0] if letter.isdigit()]
    return f"{''.join(digits[:6])}{'*' * (len(digits) - 10)}{''.join(digits[-4:])}"


def without_card_number(text: str) -> str:
    """A number on a card with all but its first six and last four digits masked."""
    return _ANY_CARD_NUMBER.sub(_masked, text)


def _without_card_data(text: str) -> str:
    return _CARD_NUMBER.sub(_masked, _TRACK.sub("[track]", text))


def _is_card_number(text: str) -> bool:
    """Luhn's sum, ISO/IEC 7812-1."""
    if not (13 <= len(text) <= 19 and text.isascii() and text.isdigit()):
        return False
    numbers = [int(letter) for letter in reversed(text)]
    return sum(sum(divmod(n * (1 + i % 2), 10)) for i, n in enumerate(numbers)) % 10 == 0


def _kept(name: str, value: object, depth: int = 0) -> object:
    if depth > _DEEPEST:
        return "[deep]"
    if isinstance(value, dict):
        return {
            _without_card_data(inner): _kept(inner, one, depth + 1)
            for inner, one in value.items()
            if inner.lower() not in _NEVER_KEPT
        }
    if isinstance(value, list):
        return [_kept(name, one, depth + 1) for one in value]
    if isinstance(value, bool) or value is None:
        return value
    text = str(value)
    if name == "NexoBlob":
        return f"sha256:{hashlib.sha256(text.encode(errors='replace')).hexdigest()}"
    if name in _NAMES_OF_THINGS and not _is_card_number(text):
        return value
    clean = _without_card_data(text)
    return value if clean == text else clean


def scrubbed(body: bytes) -> bytes:
    """A message as it may be kept. Of a sealed one, only the hash of what is sealed in it."""
    try:
        message = json.loads(body, parse_float=str, parse_constant=str)
        return json.dumps(_kept("", message), separators=(",", ":")).encode()
    except (ValueError, RecursionError):
        return _without_card_data(body.decode("latin-1")).encode("latin-1")
