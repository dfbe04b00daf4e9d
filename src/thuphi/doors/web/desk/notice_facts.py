"""What a payment notice says: the lines, what stands beside them, and the code to scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from thuphi.ground.channels import qr_image, vietqr
from thuphi.ground.kit import clock
from thuphi.money.bills.models import Bill, BillLine
from thuphi.money.bills.queries import desk as bills
from thuphi.money.credits import queries as credit
from thuphi.money.reminders import queries as reminders
from thuphi.registers.facilities.models import BeneficiaryAccount, Facility
from thuphi.registers.methods import queries as methods

from .notice_ways import PrintedWays, printed_ways

LINES_SHOWN = 8
"""More lines than these do not fit on a slip; the rest is summed up in one."""
LINES_LEAST = 3
FREE_ROWS = 1
"""Rows of small print about ways to pay that fit beside all lines; others take a line's place."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What one family gets on paper."""

    code: str
    name: str
    pupil_code: str
    class_name: str
    reason: str
    lines: list[tuple[str, int]]
    total_vnd: int
    paid_vnd: int
    remaining_vnd: int
    due_on: date
    allows_part: bool
    qr: SafeString
    ways: PrintedWays
    debt_vnd: int
    """Still to be paid on other bills, issued before; each has a code of its own."""
    credit_vnd: int
    """What the family has with the facility (tiền tồn)."""


def qr_of(bill: Bill, account: BeneficiaryAccount) -> SafeString:
    """The bill's transfer as a drawing; made by ourselves from checked parts."""
    payload = vietqr.encode(
        vietqr.Transfer(
            bin=account.bin,
            account=account.number,
            amount_vnd=bill.remaining_vnd,
            purpose=vietqr.purpose_for(bill.code, bill.beneficiary_name),
            bill=bill.code,
        )
    )
    title = _("Mã QR trả khoản %(code)s") % {"code": bill.code}
    return mark_safe(qr_image.svg(payload, title=title))  # noqa: S308 - our own drawing


def shown_lines(lines: list[BillLine], rows_of_ways: int = 0) -> list[tuple[str, int]]:
    """The lines that fit beside so many rows about ways to pay, the others summed up."""
    said = [(line_words(line), line.amount_vnd) for line in lines]
    fit = max(LINES_LEAST, LINES_SHOWN - max(0, rows_of_ways - FREE_ROWS))
    if len(said) <= fit:
        return said
    kept = said[: fit - 1]
    rest = sum(amount for _words, amount in said[fit - 1 :])
    return [*kept, (_("%(count)s khoản khác") % {"count": len(said) - len(kept)}, rest)]


def line_words(line: BillLine) -> str:
    """A line as a family reads it."""
    if line.reason:
        return f"{line.description} ({line.reason})"
    return f"{line.description} × {line.quantity}" if line.quantity > 1 else line.description


def notices_of(
    found: Sequence[Bill], facility: Facility, account: BeneficiaryAccount
) -> list[Notice]:
    """These bills on paper; a fixed number of questions, however many they are."""
    lines = bills.lines_of([bill.pk for bill in found])
    people = [bill.beneficiary_id for bill in found]
    debts = reminders.older_debts([bill.pk for bill in found])
    credits_of = credit.balances(facility.pk, people)
    terms = methods.ways_of(facility.pk, clock.today(clock.now()))
    ways = {
        amount_vnd: printed_ways(terms, amount_vnd)
        for amount_vnd in {bill.remaining_vnd for bill in found}
    }
    return [
        Notice(
            code=bill.code,
            name=bill.beneficiary_name,
            pupil_code=bill.beneficiary.code,
            class_name=bill.class_name,
            reason=bill.reason,
            lines=shown_lines(lines.get(bill.pk, []), ways[bill.remaining_vnd].rows),
            total_vnd=bill.total_vnd,
            paid_vnd=bill.paid_vnd,
            remaining_vnd=bill.remaining_vnd,
            due_on=bill.due_on,
            allows_part=bill.allows_part,
            qr=qr_of(bill, account),
            ways=ways[bill.remaining_vnd],
            debt_vnd=debts.get(bill.pk, 0),
            credit_vnd=credits_of.get(bill.beneficiary_id, 0),
        )
        for bill in found
    ]
