"""The reconciliation report of a closed period (báo cáo đối soát) as a document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from thuphi.ground.kit import money
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.books.models import BookFoot
from thuphi.money.periods.figures import Correction, Figures
from thuphi.money.periods.models import PeriodClosing, Seal
from thuphi.money.periods.rules import Item
from thuphi.registers.facilities.models import Facility

from . import period_words as words
from .books_files import Signing
from .period_document import Cell, Column, Document, Section

PAPER_ROWS_MOST = 400
"""A longer list stands whole in the workbook; on paper its first rows and how many follow."""


def report(
    closing: PeriodClosing,
    figures: Figures,
    seal: Seal,
    *,
    facility: Facility,
    closed_by: str,
    foot: BookFoot | None,
    rows_most: int | None = None,
) -> Document:
    """The report as it was frozen; only names of kinds and channels are today's words."""
    signing = Signing(foot, closing.closed_at.astimezone(VIETNAM).date())
    lines = [
        words.period(closing),
        _("Khóa sổ lúc %(at)s · người khóa: %(who)s")
        % {"at": f"{closing.closed_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}", "who": closed_by},
    ]
    return Document(
        facility=facility,
        unit_above=signing.unit_above,
        title=_("Báo cáo đối soát"),
        lines=lines,
        sections=[
            _channels(figures),
            _accounts(figures),
            _outcomes(figures),
            _items(_("Đang trên đường"), _("Trên đường"), figures.on_way, rows_most),
            _explained(figures, rows_most),
            _corrections(figures.corrections, rows_most),
            _cash(closing, figures),
            _balances(figures),
        ],
        place_and_day=signing.place_and_day,
        signers=signing.signers,
        seal=seal_words(seal),
        is_wide=True,
    )


def seal_words(seal: Seal) -> str:
    """The number and hash of a seal, as they stand in the foot of a paper."""
    return _("Niêm phong số %(number)s · %(transfers)s bút toán · SHA-256 %(hash)s") % {
        "number": seal.number,
        "transfers": seal.transfers,
        "hash": bytes(seal.sha256).hex(),
    }


def _sum(rows: Sequence[Sequence[Cell]], first: int) -> list[Cell]:
    """The last row: words, and the sum of every column from `first` on."""
    if not rows:
        return []
    totals: list[Cell] = [_("Cộng"), *([None] * (first - 1))]
    totals += [
        sum(cell for row in rows if isinstance(cell := row[place], int))
        for place in range(first, len(rows[0]))
    ]
    return totals


def _channels(figures: Figures) -> Section:
    rows: list[list[Cell]] = [
        [
            words.channel(one.channel), one.opening_vnd, one.in_vnd, one.settled_vnd, one.fee_vnd,
            one.back_vnd - one.other_vnd, one.closing_vnd, one.late_vnd, one.on_way_vnd,
            one.explained_vnd + one.missing_vnd, one.rest_vnd,
        ]
        for one in figures.channels
    ]  # fmt: skip
    return Section(
        _("1. Tiền theo kênh: đã ghi thu, đã về ngân hàng, còn trên đường"),
        _("Theo kênh"),
        [
            Column(_("Kênh"), 22),
            Column(_("Chưa về đầu kỳ"), 13, True),
            Column(_("Ghi thu trong kỳ"), 13, True),
            Column(_("Đã về ngân hàng"), 13, True),
            Column(_("Phí cổng giữ"), 11, True),
            Column(_("Hoàn qua kênh, khác"), 12, True),
            Column(_("Chưa về cuối kỳ"), 13, True),
            Column(_("Về sau kỳ, trước khi khóa"), 13, True),
            Column(_("Đang trên đường"), 13, True),
            Column(_("Đã giải thích"), 12, True),
            Column(_("Chưa rõ"), 10, True),
        ],
        rows,
        _sum(rows, 1),
        [_("Chưa về cuối kỳ = về sau kỳ + đang trên đường + đã giải thích + chưa rõ.")],
    )


def _accounts(figures: Figures) -> Section:
    rows: list[list[Cell]] = [
        [
            one.account, one.opening_vnd, one.in_vnd, one.out_vnd, one.closing_vnd, one.book_in_vnd,
            one.book_out_vnd, one.other_in_vnd, one.other_out_vnd, one.open_in_vnd,
            one.open_out_vnd, one.gap_vnd,
        ]
        for one in figures.accounts
    ]  # fmt: skip
    return Section(
        _("2. Sao kê ngân hàng so với sổ"),
        _("Sao kê"),
        [
            Column(_("Tài khoản"), 18),
            Column(_("Số dư đầu kỳ"), 12, True),
            Column(_("Sao kê vào"), 12, True),
            Column(_("Sao kê ra"), 12, True),
            Column(_("Số dư cuối kỳ"), 12, True),
            Column(_("Sổ ghi vào"), 12, True),
            Column(_("Sổ ghi ra"), 11, True),
            Column(_("Vào, không phải tiền thu"), 12, True),
            Column(_("Ra, không phải tiền thu"), 12, True),
            Column(_("Vào, chưa gạch"), 11, True),
            Column(_("Ra, chưa gạch"), 11, True),
            Column(_("Sao kê thiếu"), 10, True),
        ],
        rows,
        (),
        [_("Sao kê thiếu = số dư cuối kỳ - đầu kỳ - vào + ra; khác 0 là còn dòng chưa nhập.")],
    )


def _outcomes(figures: Figures) -> Section:
    sides = {"in": _("Tiền vào"), "out": _("Tiền ra")}
    rows: list[list[Cell]] = [
        [words.outcome(one.outcome), sides[one.direction], one.lines, one.vnd]
        for one in figures.outcomes
    ]
    return Section(
        _("3. Kết quả của từng dòng sao kê trong kỳ"),
        _("Kết quả"),
        [
            Column(_("Kết quả"), 30),
            Column(_("Chiều"), 16),
            Column(_("Số dòng"), 12, True),
            Column(_("Số tiền"), 16, True),
        ],
        rows,
    )


def _columns() -> list[Column]:
    return [
        Column(_("Việc"), 30),
        Column(_("Kênh"), 20),
        Column(_("Ngày"), 11),
        Column(_("Số tham chiếu"), 24),
        Column(_("Số tiền"), 14, True),
        Column(_("Dự kiến về"), 11),
        Column(_("Ghi chú, lý do"), 36),
    ]


def _capped(rows: list[list[Cell]], most: int | None) -> tuple[list[list[Cell]], list[str]]:
    if most is None or len(rows) <= most:
        return rows, []
    more = _("và %(n)s dòng nữa, xem trong tệp Excel.") % {"n": len(rows) - most}
    return rows[:most], [more]


def _row(one: Item, why: str) -> list[Cell]:
    told = " · ".join(part for part in (words.note(one), why) if part)
    name = str(words.NEEDS[one.need])
    where = words.channel(one.channel)
    return [name, where, one.happened_on, one.reference, one.amount_vnd, one.expected_on, told]


def _items(title: str, tab: str, items: Sequence[Item], most: int | None) -> Section:
    rows = [_row(one, one.reason) for one in items]
    shown, notes = _capped(rows, most)
    return Section(f"4. {title}", tab, _columns(), shown, _total(rows), notes)


def _explained(figures: Figures, most: int | None) -> Section:
    rows = [_row(one, one.reason) for one in figures.explained]
    rows += [_row(one, figures.reasons.get(one.need, "")) for one in figures.missing]
    shown, notes = _capped(rows, most)
    title = _("5. Chênh lệch đã giải thích")
    return Section(title, _("Giải thích"), _columns(), shown, _total(rows), notes)


def _total(rows: Sequence[Sequence[Cell]]) -> list[Cell]:
    if not rows:
        return []
    total = sum(cell for row in rows if isinstance(cell := row[4], int))
    return [_("Cộng"), None, None, None, total, None, None]


def _days(from_on: date, to_on: date) -> str:
    first, last = f"{from_on:%d/%m/%Y}", f"{to_on:%d/%m/%Y}"
    return last if first == last else f"{first} - {last}"


def _corrections(found: Sequence[Correction], most: int | None) -> Section:
    rows: list[list[Cell]] = [
        [
            one.transfer_id,
            words.recipe(one.recipe),
            one.reference,
            one.amount_vnd,
            one.happened_at.astimezone(VIETNAM).date(),
            one.booked_at.astimezone(VIETNAM).date(),
            _days(one.from_on, one.to_on),
        ]
        for one in found
    ]
    shown, notes = _capped(rows, most)
    return Section(
        _("6. Điều chỉnh các kỳ đã khóa, ghi trong kỳ này"),
        _("Điều chỉnh"),
        [
            Column(_("Bút toán"), 12, True),
            Column(_("Nghiệp vụ"), 30),
            Column(_("Số tham chiếu"), 24),
            Column(_("Số tiền"), 14, True),
            Column(_("Ngày phát sinh"), 12),
            Column(_("Ngày ghi sổ"), 12),
            Column(_("Kỳ đã khóa"), 20),
        ],
        shown,
        (),
        notes,
    )


def _cash(closing: PeriodClosing, figures: Figures) -> Section:
    cash = figures.cash
    notes = []
    if closing.cash_reason:
        notes.append(_("Lý do chênh lệch: %(why)s") % {"why": closing.cash_reason})
    if cash.closing_vnd >= 0:
        notes.append(
            _("Tồn cuối kỳ bằng chữ: %(words)s.") % {"words": money.in_words(cash.closing_vnd)}
        )
    gap = None if closing.counted_vnd is None else closing.counted_vnd - closing.cash_vnd
    return Section(
        _("7. Tiền mặt"),
        _("Tiền mặt"),
        [
            Column(_("Tồn đầu kỳ"), 16, True),
            Column(_("Thu vào"), 16, True),
            Column(_("Chi ra"), 16, True),
            Column(_("Tồn cuối kỳ"), 16, True),
            Column(_("Đếm được"), 16, True),
            Column(_("Chênh lệch"), 16, True),
        ],
        [[cash.opening_vnd, cash.in_vnd, cash.out_vnd, cash.closing_vnd, closing.counted_vnd, gap]],
        (),
        notes,
    )


def _balances(figures: Figures) -> Section:
    rows: list[list[Cell]] = [
        [
            words.account(one.kind),
            one.opening_vnd,
            one.debit_vnd,
            one.credit_vnd,
            one.closing_vnd,
        ]
        for one in figures.balances
    ]
    return Section(
        _("8. Sổ cái theo loại tài khoản (Nợ trừ Có)"),
        _("Sổ cái"),
        [
            Column(_("Loại tài khoản"), 30),
            Column(_("Đầu kỳ"), 16, True),
            Column(_("Phát sinh Nợ"), 16, True),
            Column(_("Phát sinh Có"), 16, True),
            Column(_("Cuối kỳ"), 16, True),
        ],
        rows,
        _sum(rows, 1),
    )
