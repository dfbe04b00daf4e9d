"""A paid list: what a portal or an intermediary says was paid, one payment a row, as a file.

The heads are found by their words in any order; what cannot be read for sure is a fault with its
row, and a list with a fault is taken in not at all. A list that comes again changes nothing.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from thuphi.ground.channels.contract import Notice, Outcome
from thuphi.ground.events import actions as events
from thuphi.ground.kit import billcode, money
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.kit.fold import search_key
from thuphi.ground.statements.contract import Fault as StatementFault
from thuphi.ground.statements.contract import Unreadable
from thuphi.ground.statements.faults import FaultKind, sentence
from thuphi.ground.statements.grids import open_workbook
from thuphi.money.bills.workbook import cells as cells_of_workbook
from thuphi.money.bills.workbook.errors import CellUnreadable
from thuphi.registers.methods.models import Merchant

from .hearing import HeardResult, hear

BYTES_MAX = 20_000_000
ROWS_MAX = 100_000
HEAD_LOOKED_FOR_IN = 20
FAULTS_MAX = 200
FIRST_YEAR = 2000
"""A payment before this year is a slip of the finger."""

HEADS: Mapping[str, tuple[str, ...]] = {
    "code": ("ma khoan thu", "ma thanh toan", "ma ho so", "noi dung thanh toan", "noi dung"),
    "amount": ("so tien", "so tien da nop", "so tien thanh toan"),
    "paid_at": (
        "thoi gian",
        "thoi gian thanh toan",
        "ngay thanh toan",
        "ngay nop",
        "ngay giao dich",
    ),
    "transaction": ("ma giao dich", "so giao dich", "ma tham chieu"),
    "payer": ("nguoi nop", "nguoi nop tien", "ho ten nguoi nop"),
}
"""Our word, and the heads under which it is found, without marks and capitals."""

NEEDED = ("code", "amount", "paid_at", "transaction")
_WHEN = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d")


class ListRefused(Exception):
    """The file is no paid list; the message says what to do, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row, and how to mend it. Rows count from 1, as Excel shows them."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class PaidRow:
    """One payment of the list."""

    row: int
    transaction: str
    text: str
    amount_vnd: int
    paid_at: datetime
    payer: str


@dataclass(frozen=True, slots=True)
class PaidList:
    """A list that was read: its payments and its faults."""

    rows: tuple[PaidRow, ...]
    faults: tuple[Fault, ...]

    @property
    def total_vnd(self) -> int:
        """What the list says was paid."""
        return sum(row.amount_vnd for row in self.rows)


def read(content: bytes, *, at: datetime) -> PaidList:
    """Read a list from .xlsx or .csv; a payment after `at` is a fault. Raises `ListRefused`."""
    if len(content) > BYTES_MAX:
        raise ListRefused(_("Tệp lớn hơn 20 MB: tách thành nhiều tệp."))
    rows = _sheet(content) if content.startswith(b"PK\x03\x04") else _csv(content)
    numbered = enumerate(rows, start=1)
    columns: dict[str, int] | None = None
    found: list[PaidRow] = []
    faults: list[Fault] = []
    seen: set[str] = set()
    for number, cells in numbered:
        if columns is None:
            columns = _columns(cells)
            if columns is None and number >= HEAD_LOOKED_FOR_IN:
                break
            continue
        if number > ROWS_MAX:
            raise ListRefused(_("Danh sách dài hơn 100.000 dòng: tách thành nhiều tệp."))
        if not any(str(cell).strip() for cell in cells) or len(faults) >= FAULTS_MAX:
            continue
        try:
            one = _row(number, cells, columns)
        except ValueError as error:
            faults.append(Fault(number, str(error)))
            continue
        if one is None:
            continue
        if one.paid_at > at:
            faults.append(Fault(number, _("Thời gian ở tương lai: xem lại ngày, tháng, năm.")))
        if one.transaction in seen:
            faults.append(Fault(number, _("Mã giao dịch có hai lần trong danh sách.")))
        seen.add(one.transaction)
        found.append(one)
    if columns is None:
        raise ListRefused(
            _("Không thấy dòng tiêu đề có: Mã khoản thu, Số tiền, Thời gian, Mã giao dịch.")
        )
    return PaidList(tuple(found), tuple(faults))


def _sheet(content: bytes) -> Iterator[Sequence[object]]:
    try:
        for sheet in islice(open_workbook(content), 1):
            for _number, cells in sheet.rows:
                yield cells
    except Unreadable as refused:
        raise ListRefused(_why(refused.faults[0])) from refused


def _why(fault: StatementFault) -> str:
    if fault.kind in (FaultKind.BROKEN_WORKBOOK, FaultKind.NOT_A_STATEMENT):
        return _("Tệp bị hỏng: mở bằng Excel rồi lưu lại thành .xlsx.")
    return sentence(fault, _)


def _csv(content: bytes) -> Iterator[Sequence[object]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ListRefused(
            _("Tệp không phải .xlsx hay .csv (UTF-8): lưu lại rồi thử lại.")
        ) from error
    head = text[:2000]
    mark = max(";,\t", key=head.count)
    try:
        yield from csv.reader(io.StringIO(text), delimiter=mark)
    except csv.Error as error:
        raise ListRefused(_("Tệp .csv bị hỏng: mở bằng Excel rồi lưu lại.")) from error


def _columns(cells: Sequence[object]) -> dict[str, int] | None:
    heads = [search_key(str(cell)).strip() for cell in cells]
    found = {
        ours: place
        for ours, words in HEADS.items()
        for place in [next((heads.index(word) for word in words if word in heads), -1)]
        if place >= 0
    }
    return found if all(name in found for name in NEEDED) else None


def _row(number: int, cells: Sequence[object], columns: Mapping[str, int]) -> PaidRow | None:
    def cell(name: str) -> object:
        place = columns.get(name, -1)
        return cells[place] if 0 <= place < len(cells) else ""

    text = _text(cell("code"))
    transaction_id = _text(cell("transaction"))
    if not transaction_id and any(isinstance(one, str) and _is_sum(one) for one in cells):
        return None
    if not 0 < len(transaction_id) <= 100:
        raise ValueError(_("Thiếu mã giao dịch, hoặc dài hơn 100 ký tự."))
    if not billcode.find(text):
        raise ValueError(_("Không thấy mã khoản thu (TF…) trong “%(text)s”.") % {"text": text[:60]})
    try:
        amount_vnd = money.parse_dong(cell("amount"))
    except money.AmountUnreadable as error:
        raise ValueError(_("Số tiền không đọc được: viết 1.250.000.")) from error
    if amount_vnd <= 0:
        raise ValueError(_("Số tiền phải lớn hơn 0."))
    return PaidRow(
        row=number,
        transaction=transaction_id,
        text=text,
        amount_vnd=amount_vnd,
        paid_at=_when(cell("paid_at")),
        payer=_text(cell("payer")),
    )


def _is_sum(written: str) -> bool:
    return search_key(written).startswith(("tong cong", "tong so", "cong"))


def _text(cell: object) -> str:
    try:
        return cells_of_workbook.text(cell)
    except CellUnreadable as error:
        raise ValueError(str(error)) from error


def _when(cell: object) -> datetime:
    if isinstance(cell, date) and cell.year < FIRST_YEAR:
        raise ValueError(_("Thời gian không đọc được: viết 31/12/2026 08:30."))
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=VIETNAM)
    if isinstance(cell, date):
        return datetime.combine(cell, time.min, tzinfo=VIETNAM)
    for form in _WHEN:
        try:
            at = datetime.strptime(_text(cell), form).replace(tzinfo=VIETNAM)
        except ValueError:
            continue
        if at.year >= FIRST_YEAR:
            return at
    raise ValueError(_("Thời gian không đọc được: viết 31/12/2026 08:30."))


@transaction.atomic
def take_in(*, by: Actor, merchant_id: int, content: bytes, at: datetime) -> Counter[HeardResult]:
    """Put every payment of a list into the inbox, all or none. Raises `ListRefused`.

    A transaction that was taken in before is counted as repeated.
    """
    merchant = Merchant.objects.defer("sealed").get(pk=merchant_id, channel="portal")
    by.require(Permission.PAYMENT_IDENTIFY, merchant.facility_id)
    found = read(content, at=at)
    if found.faults:
        raise ListRefused(_("Danh sách còn dòng sai; chưa ghi dòng nào."))
    results: Counter[HeardResult] = Counter()
    for row in found.rows:
        notice = Notice(
            outcome=Outcome.CONFIRMED,
            provider_reference=row.transaction,
            amount_vnd=row.amount_vnd,
            paid_at=row.paid_at,
            text=row.text,
            payer_name=row.payer,
        )
        raw = f"{row.transaction}|{row.text}|{row.amount_vnd}|{row.paid_at.isoformat()}".encode()
        results[hear(merchant_id=merchant_id, notice=notice, raw=raw, at=at)] += 1
    events.record(
        "paid_list_taken_in",
        by=by,
        subject=f"merchant:{merchant_id}",
        at=at,
        facility_id=merchant.facility_id,
        rows=len(found.rows),
        total_vnd=found.total_vnd,
        digest=hashlib.sha256(content).hexdigest(),
    )
    return results
