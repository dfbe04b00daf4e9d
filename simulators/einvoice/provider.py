"""A provider of e-invoices: numbers orders once, refuses what is wrong, misbehaves when told.

Written from Decree 123/2020/NĐ-CP: an invoice has a serial that the unit registered, a number that
counts up without gaps in it, a buyer, lines whose sum is the total, and the tax office's code. One
reference is one invoice, however often it is sent; another body under one reference is refused.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from dataclasses import dataclass, field

import msgspec

from .settings import Settings, Unit


class Line(msgspec.Struct):
    """One line of an order."""

    name: str
    quantity: int
    amount: int


class Order(msgspec.Struct):
    """What is to be invoiced."""

    ref: str
    kind: str
    serial: str
    date: str
    buyer: str
    lines: list[Line]
    total: int
    replaces: str = ""


@dataclass(slots=True)
class Kept:
    """An order with what became of it."""

    order: Order
    digest: bytes
    number: int
    ready_at: float
    code: str = ""


@dataclass(slots=True)
class Faults:
    """What goes wrong next, each once: `refuse` with words, `delay` seconds, `drop` the answer,
    `garble` it."""

    refuse: str = ""
    delay: float = 0
    drop: bool = False
    garble: bool = False


@dataclass(slots=True)
class Provider:
    """The provider with all its units' books."""

    settings: Settings
    kept: dict[tuple[str, str], Kept] = field(default_factory=dict)
    last: dict[tuple[str, str], int] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    heard: int = 0

    def unit(self, tax_code: str) -> Unit | None:
        """The unit with this tax code."""
        return next((one for one in self.settings.units if one.tax_code == tax_code), None)

    def is_signed(self, unit: Unit, method: str, path: str, body: bytes, signature: str) -> bool:
        """Whether a call was signed with the unit's secret."""
        signed = b"\n".join((method.encode(), path.encode(), body))
        wanted = hmac.new(unit.secret.encode(), signed, hashlib.sha256).hexdigest()
        return hmac.compare_digest(wanted, signature)

    def issue(self, unit: Unit, body: bytes) -> tuple[int, dict[str, str | int]]:
        """Take an order. Returns the status and the answer's body."""
        self.heard += 1
        try:
            order = msgspec.json.decode(body, type=Order)
        except msgspec.MsgspecError as error:
            return 400, {"status": "refused", "reason": f"Sai dữ liệu: {error}"}
        key = (unit.tax_code, order.ref)
        digest = hashlib.sha256(msgspec.json.encode(order)).digest()
        before = self.kept.get(key)
        if before is not None:
            if before.digest != digest:
                return 409, {
                    "status": "refused",
                    "reason": "Mã tham chiếu đã dùng cho hóa đơn khác",
                }
            return self.told(before)
        if reason := self._wrong(unit, order):
            return 422, {"status": "refused", "reason": reason}
        serial = (unit.tax_code, order.serial)
        number = self.last.get(serial, 0) + 1
        self.last[serial] = number
        wait, self.faults.delay = self.faults.delay or self.settings.pending_seconds, 0
        kept = Kept(order, digest, number, time.monotonic() + wait)
        self.kept[key] = kept
        return self.told(kept)

    def _wrong(self, unit: Unit, order: Order) -> str:
        if self.faults.refuse:
            reason, self.faults.refuse = self.faults.refuse, ""
            return reason
        if order.serial not in unit.serials:
            return f"Ký hiệu {order.serial} chưa đăng ký với cơ quan thuế"
        if not order.buyer.strip():
            return "Thiếu tên người nộp tiền"
        if not order.lines or sum(line.amount for line in order.lines) != order.total:
            return "Tổng các dòng không bằng tổng tiền"
        if order.replaces and (unit.tax_code, order.replaces) not in self.kept:
            return "Không có hóa đơn bị thay thế"
        return ""

    def look_up(self, unit: Unit, ref: str) -> tuple[int, dict[str, str | int]]:
        """What became of an order."""
        kept = self.kept.get((unit.tax_code, ref))
        return (404, {"status": "unknown"}) if kept is None else self.told(kept)

    def told(self, kept: Kept) -> tuple[int, dict[str, str | int]]:
        """An order that is numbered once the tax office has given its code."""
        if time.monotonic() < kept.ready_at:
            return 202, {"status": "pending", "ref": kept.order.ref}
        seed = f"{kept.order.serial}-{kept.number}".encode()
        kept.code = kept.code or hashlib.sha256(seed).hexdigest()[:34].upper()
        return 200, {
            "status": "issued",
            "ref": kept.order.ref,
            "serial": kept.order.serial,
            "number": kept.number,
            "code": kept.code,
            "lookup": kept.code[:10],
        }
