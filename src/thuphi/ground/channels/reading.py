"""What all connectors do alike: signatures, clocks and words of a message.

Not a connector. Everything here is strict: what cannot be read for sure is refused.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Annotated, TypeVar

import msgspec

from thuphi.ground.channels.contract import (
    Limits,
    Malformed,
    OrderRefused,
    Refusal,
    Reply,
    SignatureWrong,
)
from thuphi.ground.kit.clock import VIETNAM

WINDOW = timedelta(minutes=5)
"""How far a signed timestamp may lie from our clock, before or after."""

LONGEST_REFERENCE = 100
LONGEST_ADDRESS = 500
YEARS = range(2000, 2200)
"""Years that a payment can be of; others are a clock or a message gone wrong."""

_WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-]+(:\d{1,5})?([/?#][!-~]*)?")

_BY_NAME = {hashlib.sha256: "sha256", hashlib.sha512: "sha512"}
"""A digest that is named is computed in one call of C, several times as fast."""

Amount = Annotated[int, msgspec.Meta(ge=-(10**15), le=10**15)]
"""Whole đồng. `1250000.0` is refused like any other fraction."""

Struct = TypeVar("Struct", bound=msgspec.Struct)


def secret(settings: Mapping[str, str], name: str) -> bytes:
    """A secret of the merchant. Raises `SignatureWrong` when it was never set."""
    value = settings.get(name, "")
    if not value:
        raise SignatureWrong("no_secret")
    return value.encode()


def check_same(expected: str, given: str) -> None:
    """Compare two texts in constant time. Raises `SignatureWrong`."""
    if not hmac.compare_digest(expected.encode(), given.encode(errors="replace")):
        raise SignatureWrong("signature")


def check_hmac(
    key: bytes, signed: bytes, given: str, algorithm: Callable[..., hashlib._Hash] = hashlib.sha256
) -> None:
    """Check a hexadecimal HMAC in either case, in constant time. Raises `SignatureWrong`."""
    digest = hmac.digest(key, signed, _BY_NAME.get(algorithm, algorithm))
    check_same(digest.hex(), given.strip().lower())


def check_time(stamp: str, *, per_second: int, at: datetime) -> None:
    """Check that a timestamp, counted in units of a second's part, is fresh at an instant.

    Raises `SignatureWrong`.
    """
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 16):
        raise SignatureWrong("timestamp")
    apart = abs(int(at.timestamp() * per_second) - int(stamp))
    if apart > WINDOW.total_seconds() * per_second:
        raise SignatureWrong("timestamp")


def json_of(body: bytes) -> object:
    """Any JSON. Raises `Malformed`."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise Malformed("json") from error


def compact_json(message: object) -> str:
    """Compact JSON, names sorted at every level, written as JavaScript does. Raises `Malformed`."""
    try:
        return msgspec.json.encode(message, order="sorted").decode()
    except (RecursionError, ValueError, OverflowError, TypeError) as error:
        raise Malformed("json") from error


def typed(message: object, kind: type[Struct]) -> Struct:
    """A message in its type. Raises `Malformed`."""
    try:
        return msgspec.convert(message, type=kind)
    except msgspec.ValidationError as error:
        raise Malformed("message") from error


def local_time(written: str) -> datetime:
    """An instant from `2026-01-05 08:31:45` in Việt Nam, or from ISO 8601 with its own zone.

    Raises `Malformed`.
    """
    try:
        at = datetime.fromisoformat(written)
    except ValueError as error:
        raise Malformed("time") from error
    if at.year not in YEARS:
        raise Malformed("time")
    return at if at.tzinfo else at.replace(tzinfo=VIETNAM)


def words(text: str | None) -> str:
    """A provider's text as it can be kept: no NUL letters, which no database takes."""
    return (text or "").replace("\0", "").strip()


def reference(*parts: str) -> str:
    """The provider's id of a movement. Raises `Malformed` when it is empty or too long."""
    joined = ":".join(part for part in map(words, parts) if part)
    if not 0 < len(joined) <= LONGEST_REFERENCE:
        raise Malformed("reference")
    return joined


def is_web_address(text: str) -> bool:
    """Whether a browser may be sent there: http or https, plain letters, at most 500."""
    return len(text) <= LONGEST_ADDRESS and _WEB_ADDRESS.fullmatch(text) is not None


def check_amount(amount_vnd: int, limits: Limits) -> None:
    """Check the amount of an order, in đồng. Raises `OrderRefused`."""
    if not limits.min_vnd <= amount_vnd <= limits.max_vnd:
        raise OrderRefused(
            f"amount_vnd: số tiền phải từ {limits.min_vnd} đến {limits.max_vnd} đồng, "
            f"không phải {amount_vnd}; hãy sửa số tiền hoặc chọn cách trả khác."
        )


def check_address(member: str, text: str) -> None:
    """Check an address of ours that goes to a provider. Raises `OrderRefused`."""
    if not is_web_address(text):
        raise OrderRefused(
            f"{member}: phải là địa chỉ http:// hoặc https://, không dấu, không khoảng trắng, "
            f"nhiều nhất {LONGEST_ADDRESS} chữ; hãy sửa địa chỉ."
        )


def success(status: int = 200) -> Reply:
    """`{"success": true}`."""
    return Reply(status, b'{"success": true}')


def failure(status: int, message: str) -> Reply:
    """`{"success": false, "message": ...}`."""
    return Reply(status, msgspec.json.encode({"success": False, "message": message}))


class SuccessReplies:
    """The answers of providers that look at the number and at `success`, and know no other word."""

    def reply_recorded(self) -> Reply:
        """200: recorded, or nothing to record."""
        return success()

    def reply_repeated(self) -> Reply:
        """The same: it was recorded before."""
        return success()

    def reply_refused(self, refusal: Refusal) -> Reply:
        """401 for a wrong signature, 400 for a malformed message."""
        return failure(401 if isinstance(refusal, SignatureWrong) else 400, refusal.reason)

    def reply_busy(self) -> Reply:
        """503: not recorded, come again."""
        return failure(503, "busy")
