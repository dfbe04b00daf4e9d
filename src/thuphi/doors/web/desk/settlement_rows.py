"""Settlements, their rows and the three sides, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.doors.web.shared.methods_words import Pill
from thuphi.ground.kit.money import dong
from thuphi.money.reconciliation.queries import settlements as queries
from thuphi.money.reconciliation.queries.settlements import RowShown, Standing, ThreeWays
from thuphi.money.reconciliation.rules import How, Outcome
from thuphi.money.statements.models import BankLine, Settlement
from thuphi.money.statements.rules import RowKind
from thuphi.money.statements.settlements import ToldOtherwise

from .reconcile_words import channel
from .words import Words

KINDS: Mapping[RowKind, Words] = {
    RowKind.PAYMENT: gettext_lazy("Thanh toán"),
    RowKind.REFUND: gettext_lazy("Hoàn tiền"),
    RowKind.CHARGEBACK: gettext_lazy("Bồi hoàn"),
    RowKind.OTHER: gettext_lazy("Điều chỉnh"),
}
OUTCOMES: Mapping[Outcome, Pill] = {
    Outcome.WAITING: Pill(gettext_lazy("Đang khớp"), "clock", "info"),
    Outcome.MATCHED: Pill(gettext_lazy("Khớp"), "tick", "good"),
    Outcome.MATCHED_OTHER_DAY: Pill(gettext_lazy("Khớp, khác ngày"), "tick", "good"),
    Outcome.ONLY_THEIRS: Pill(gettext_lazy("Chỉ có ở nhà cung cấp"), "late", "warn"),
    Outcome.AMOUNT_DIFFERS: Pill(gettext_lazy("Lệch số tiền"), "late", "warn"),
    Outcome.DUPLICATE: Pill(gettext_lazy("Trùng"), "late", "warn"),
}
"""What a row of a settlement can be, in the order in which it is offered."""

ARRIVED = Pill(gettext_lazy("Đã về tài khoản"), "tick", "good")
ON_ITS_WAY = Pill(gettext_lazy("Chờ sao kê"), "half", "info")
NO_FILE = Pill(gettext_lazy("Chưa có tệp"), "half", "info")
DIFFERS = Pill(gettext_lazy("Lệch"), "late", "warn")
ONE_BY_ONE = Pill(gettext_lazy("Tiền về từng khoản"), "dash", "")
NOTHING_DUE = Pill(gettext_lazy("Không có tiền về"), "dash", "")


@dataclass(frozen=True, slots=True)
class SettlementShown:
    """A settlement in a list."""

    id: int
    href: str
    channel: Words
    title: str
    """The provider's number, or the day where it gave none."""
    number: str
    """The provider's number; empty where it gave none."""
    settled_on: date
    gross_vnd: int
    fee_vnd: int
    net_vnd: int
    rows: int
    unexplained: int
    pill: Pill
    came_on: date | None
    by_person: bool
    file_name: str


def settlement_shown(one: Settlement, stands: Standing) -> SettlementShown:
    """A settlement and whether its money is there."""
    pill = ON_ITS_WAY
    if stands.line_id is not None:
        pill = ARRIVED
    elif not queries.pays_in_one_sum(one.channel):
        pill = ONE_BY_ONE
    elif one.net_vnd == 0:
        pill = NOTHING_DUE
    return SettlementShown(
        id=one.pk,
        href=reverse("desk_settlement", args=[one.pk]),
        channel=channel(one.channel),
        title=title_of(one),
        number="" if _is_made_of_its_day(one) else one.reference,
        settled_on=one.settled_on,
        gross_vnd=one.gross_vnd,
        fee_vnd=one.fee_vnd,
        net_vnd=one.net_vnd,
        rows=stands.rows,
        unexplained=stands.unexplained,
        pill=pill,
        came_on=stands.came_on,
        by_person=stands.how is How.PERSON,
        file_name=one.file.name,
    )


def title_of(one: Settlement) -> str:
    """`DS-2026-1006`, or `06/10/2026` for a settlement that has no number of its own."""
    return f"{one.settled_on:%d/%m/%Y}" if _is_made_of_its_day(one) else one.reference


def _is_made_of_its_day(one: Settlement) -> bool:
    return one.reference == f"{one.settled_on:%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class SettlementRowShown:
    """A row of a settlement as a page shows it."""

    row: RowShown
    kind: Words
    pill: Pill
    href: str
    why: str


def row_shown(one: RowShown) -> SettlementRowShown:
    """A row, what it is, and where to look."""
    href = ""
    if one.refund_id is not None:
        href = reverse("desk_refund", args=[one.refund_id])
    elif one.code:
        href = reverse("desk_bill", args=[one.code])
    elif one.payment_id is not None:
        href = reverse("desk_inbox_item", args=[one.payment_id])
    why = ""
    if one.outcome is Outcome.AMOUNT_DIFFERS and one.ours_vnd is not None:
        why = _("bên trường ghi %(sum)s") % {"sum": dong(one.ours_vnd)}
    elif one.outcome is Outcome.DUPLICATE:
        why = _("khoản này đã có trong một quyết toán khác")
    return SettlementRowShown(one, KINDS[one.kind], OUTCOMES[one.outcome], href, why)


@dataclass(frozen=True, slots=True)
class WayShown:
    """One provider's three sides as a row of a table."""

    way: ThreeWays
    name: Words
    href: str
    is_known: bool
    """Whether its settlement files can be taken in at all."""
    pill: Pill


def ways_shown(ways: Sequence[ThreeWays], query: str) -> list[WayShown]:
    """The table of three sides; each leads to its lists."""
    here = reverse("desk_settlements")
    return [
        WayShown(
            way=one,
            name=channel(one.channel),
            href=f"{here}?{query}&channel={one.channel}#chi-co-ben-truong",
            is_known=queries.pays_in_one_sum(one.channel),
            pill=_way_pill(one),
        )
        for one in ways
    ]


def _way_pill(one: ThreeWays) -> Pill:
    if one.is_even:
        return OUTCOMES[Outcome.MATCHED]
    if one.told is None and queries.pays_in_one_sum(one.channel):
        return NO_FILE
    if one.told_less_ours_vnd or one.came_less_due_vnd > 0:
        return DIFFERS
    return ON_ITS_WAY


def told_otherwise(one: ToldOtherwise) -> str:
    """Why a settlement was refused: both tellings, side by side."""
    return _(
        "Quyết toán %(reference)s đã có trong tệp %(before)s với %(rows_before)d giao dịch, thực"
        " nhận %(net_before)s; tệp này ghi %(rows)d giao dịch, thực nhận %(net)s. Hỏi nhà cung"
        " cấp tệp nào đúng."
    ) % {
        "reference": one.reference,
        "before": one.file_before,
        "rows_before": one.rows_before,
        "net_before": dong(one.net_before_vnd),
        "rows": one.rows,
        "net": dong(one.net_vnd),
    }


def line_words(line: BankLine) -> str:
    """A line of the bank in a list of choices."""
    return _("%(day)s · tài khoản %(account)s · %(text)s") % {
        "day": f"{line.booked_on:%d/%m/%Y}",
        "account": line.account,
        "text": line.text[:120] or _("không có nội dung"),
    }
