"""ZaloPay v2: what is signed, what a `return_code` means, and how an answer is read.

docs.zalopay.vn, "Status codes"; github zalopay-oss/zalopay-nodejs, specs/zlp.yaml.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import Answer, Malformed, Outcome, SignatureWrong
from thuphi.ground.kit.clock import VIETNAM

DONE, FAILED, IN_HAND = 1, 2, 3

OUTCOME: Mapping[tuple[int, int], Outcome] = {
    (FAILED, 0): Outcome.REFUSED,
    (FAILED, -54): Outcome.REFUSED,
    (FAILED, -63): Outcome.REFUSED,
    (FAILED, -322): Outcome.REFUSED,
    (FAILED, -329): Outcome.REFUSED,
}
"""How a payment failed, by `return_code` and `sub_return_code`: no reason told, expired, not
enough money, expired, cancelled. A code that judges our question (-401, -402, -403, -429 ...) or
tells of a fault of theirs is unknown, and so is -101, which their documents explain in two ways.
"""

START_OUTCOME: Mapping[tuple[int, int], Outcome] = {
    (FAILED, -401): Outcome.REFUSED,
    (FAILED, -402): Outcome.REFUSED,
    (FAILED, -403): Outcome.REFUSED,
    (FAILED, -405): Outcome.REFUSED,
    (FAILED, -429): Outcome.REFUSED,
}
"""No order was made. -68 (repeated number) is unknown: there is such an order."""

REFUND_OUTCOME: Mapping[tuple[int, int], Outcome] = {
    (FAILED, 0): Outcome.REFUSED,
    (FAILED, -2): Outcome.REFUSED,
    (FAILED, -13): Outcome.REFUSED,
    (FAILED, -14): Outcome.REFUSED,
    (FAILED, -32): Outcome.REFUSED,
}
"""No reason told, not to be refunded, too late, wrong amount, not in parts."""

_LATEST_MS = 10**14


class Said(msgspec.Struct):
    """An answer of ZaloPay's. Answers are not signed."""

    return_code: int
    sub_return_code: int | None = None
    order_url: str | None = None
    zp_trans_token: str | None = None
    qr_code: str | None = None
    is_processing: bool | None = None
    amount: reading.Amount | None = None
    zp_trans_id: int | str | None = None
    server_time: int | None = None
    refund_id: int | str | None = None

    @property
    def status(self) -> str:
        """Their words for it: `2:-54`."""
        sub = self.sub_return_code
        return f"{self.return_code}" if sub is None else f"{self.return_code}:{sub}"


def mac(key: bytes, text: str) -> str:
    """Hexadecimal HMAC-SHA256."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def instant(milliseconds: int) -> datetime:
    """An instant from milliseconds since 1970. Raises `Malformed`."""
    if not 0 < milliseconds < _LATEST_MS:
        raise Malformed("time")
    whole = datetime.fromtimestamp(milliseconds // 1000, VIETNAM)
    return whole + timedelta(milliseconds=milliseconds % 1000)


def milliseconds(at: datetime) -> int:
    """Milliseconds since 1970, cut and never rounded."""
    return int(at.timestamp()) * 1000 + at.microsecond // 1000


def number(value: int | str | None) -> str:
    """One of their numbers, told as a number or as a text; empty when there is none."""
    text = reading.words(str(value)) if value else ""
    return text if text.isascii() and text.isdigit() and text.strip("0") else ""


def read(answer: Answer) -> Said:
    """An answer. Raises `Malformed`."""
    if answer.status != 200:
        raise Malformed("status")
    return reading.typed(reading.json_of(answer.body), Said)


def outcome(said: Said, table: Mapping[tuple[int, int], Outcome]) -> Outcome:
    """What an answer says: done, in hand, or failed in a way that the table knows."""
    if said.return_code == DONE:
        return Outcome.CONFIRMED
    if said.return_code == IN_HAND or said.is_processing:
        return Outcome.PENDING
    return table.get((said.return_code, said.sub_return_code or 0), Outcome.UNKNOWN)


REDIRECT = ("appid", "apptransid", "pmcid", "bankcode", "amount", "discountamount", "status")


def check_redirect(query: Mapping[str, str], settings: Mapping[str, str]) -> None:
    """Check what a payer's browser brings back; for display only. Raises `SignatureWrong`."""
    key = reading.secret(settings, "key2")
    text = "|".join(query.get(name, "") for name in REDIRECT)
    reading.check_hmac(key, text.encode(errors="replace"), query.get("checksum", ""))
    if query.get("appid") != settings.get("app_id"):
        raise SignatureWrong("app_id")
