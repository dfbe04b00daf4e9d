"""What the payer's page of one bill asks. A fixed number of questions, however long the bill."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from thuphi.money.bills.models import Bill, BillLine
from thuphi.money.bills.rules import BillState
from thuphi.registers.facilities import queries as facilities
from thuphi.registers.facilities.models import AccountState, BeneficiaryAccount
from thuphi.registers.payers import queries as payers


@dataclass(frozen=True, slots=True)
class Payee:
    """The approved account that families pay into."""

    bin: str
    number: str
    name: str
    facility_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BillPage:
    """One bill with the four unified fields, and whom to pay and to call."""

    id: int
    code: str
    facility_id: int
    facility_name: str
    facility_address: str
    contact_name: str
    contact_phone: str
    payer_name: str
    beneficiary_name: str
    class_name: str
    reason: str
    total_vnd: int
    paid_vnd: int
    remaining_vnd: int
    state: BillState
    allows_part: bool
    due_on: date
    payee: Payee | None
    """None while the facility has no approved account."""

    def is_overdue(self, today: date) -> bool:
        """Whether something is still to be paid after its last day."""
        return self.remaining_vnd > 0 and self.due_on < today


def facility_of(code: str) -> int | None:
    """Whose bill this is: the one question asked before it is known whose rows may be seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT facility_of_bill(%s)", [code])
        row = cursor.fetchone()
    return None if row is None or row[0] is None else int(row[0])


def bill_page(code: str) -> BillPage | None:
    """The bill of a code, with its facility and the facility's approved account."""
    bill = Bill.objects.select_related("facility").filter(code=code).first()
    if bill is None:
        return None
    facility = bill.facility
    account = facilities.approved_account(bill.facility_id)
    return BillPage(
        id=bill.pk,
        code=bill.code,
        facility_id=bill.facility_id,
        facility_name=facility.name,
        facility_address=facility.address,
        contact_name=facility.focal_name,
        contact_phone=facility.focal_phone,
        payer_name=bill.payer_name,
        beneficiary_name=bill.beneficiary_name,
        class_name=bill.class_name,
        reason=bill.reason,
        total_vnd=bill.total_vnd,
        paid_vnd=bill.paid_vnd,
        remaining_vnd=bill.remaining_vnd,
        state=BillState(bill.state),
        allows_part=bill.allows_part,
        due_on=bill.due_on,
        payee=None if account is None else _payee(account, facility.name),
    )


def lines_of(bill_id: int) -> list[tuple[str, int]]:
    """Each line's words and what it adds, in đồng; what an exemption takes away is below 0."""
    return [
        (f"{description} ({reason})" if reason else description, amount_vnd)
        for description, reason, amount_vnd in BillLine.objects.filter(bill_id=bill_id)
        .order_by("id")
        .values_list("description", "reason", "amount_vnd")
    ]


def proves(code: str, fact: str) -> bool:
    """Whether a birth date or the last digits of a phone belong to the person a bill is for."""
    bill = Bill.objects.select_related("beneficiary").filter(code=code).first()
    return bill is not None and payers.proves(bill.beneficiary, fact)


def official_account(number: str) -> Payee | None:
    """The school or hospital whose approved account has this number; none if nobody's."""
    account = (
        BeneficiaryAccount.objects.select_related("facility")
        .filter(number=number, state=AccountState.APPROVED)
        .order_by("facility_id")
        .first()
    )
    return None if account is None else _payee(account, account.facility.name)


def _payee(account: BeneficiaryAccount, facility_name: str) -> Payee:
    return Payee(account.bin, account.number, account.name, facility_name)
