"""What the family's page says: place by place, person by person, what is still to be paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from thuphi.doors.web.pay import family_credits
from thuphi.doors.web.pay.family_credits import CreditShown
from thuphi.doors.web.pay.shown import Contact
from thuphi.ground.kit import clock
from thuphi.money.bills.rules import BillState
from thuphi.money.families import queries
from thuphi.money.families.queries import Family, FamilyBill, FamilyReceipt, Person

LATELY = timedelta(days=31)
LATEST = 2
"""Receipts of the last weeks that stand on the page itself; all others stand in the history."""


@dataclass(frozen=True, slots=True)
class ReceiptShown:
    """What was paid, with its receipt as a page and as a sheet."""

    number: str
    amount_vnd: int
    paid_at: datetime
    method: str
    paid_by: str
    href: str
    pdf_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BillShown:
    """One bill that is still to be paid."""

    code: str
    reason: str
    amount_vnd: int
    """What is left of it."""
    paid_vnd: int
    due_on: date
    state: BillState
    is_overdue: bool
    is_being_booked: bool
    changes: tuple[str, ...]
    href: str


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A child or patient with what is open, what was paid lately, and what is kept for them."""

    person: Person
    bills: tuple[BillShown, ...]
    receipts: tuple[ReceiptShown, ...]
    credits: tuple[CreditShown, ...]
    history_href: str


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """A school or hospital: its people, one sum, and whom to call."""

    name: str
    contact: Contact | None
    people: tuple[PersonShown, ...]

    @property
    def payable(self) -> list[BillShown]:
        """What may be paid now: not that of which money is already on its way into the book."""
        return [bill for one in self.people for bill in one.bills if not bill.is_being_booked]

    @property
    def total_vnd(self) -> int:
        """The sum of all that may be paid now."""
        return sum(bill.amount_vnd for bill in self.payable)


def context(family: Family) -> dict[str, object]:
    """Everything the page shows. Rows of the known people's facilities are visible."""
    now = clock.now()
    ids = [member.beneficiary_id for member in family.known]
    people = queries.people(ids)
    bills = queries.open_bills(ids)
    told = family_credits.changes([bill.id for bill in bills])
    receipts = queries.latest_receipts(ids, now - LATELY)
    kept = family_credits.kept_for(people)
    shown = [
        PersonShown(
            person=person,
            bills=tuple(
                _bill(bill, clock.today(now), told.get(bill.id, ()))
                for bill in bills
                if bill.beneficiary_id == person.id
            ),
            receipts=tuple(receipt_shown(one) for one in receipts.get(person.id, [])[:LATEST]),
            credits=kept.get(person.id, ()),
            history_href=reverse("pay:family_history", args=[person.id]),
        )
        for person in people
    ]
    return {
        "places": _places(shown),
        "hidden": len(family.hidden),
        "phone_end": family.phone[-3:],
        "ends_at": family.ends_at,
        "prove_url": reverse("pay:family_prove"),
        "leave_url": reverse("pay:family_leave"),
        "together_url": reverse("pay:family_together"),
        "find_url": reverse("pay:find"),
    }


def receipt_shown(receipt: FamilyReceipt) -> ReceiptShown:
    """A receipt with its addresses."""
    href = reverse("pay:family_receipt", args=[receipt.code])
    return ReceiptShown(
        number=receipt.number,
        amount_vnd=receipt.amount_vnd,
        paid_at=receipt.paid_at,
        method=receipt.method.value,
        paid_by=receipt.paid_by,
        href=href,
        pdf_href=f"{href}?pdf=1",
    )


def contact_of(person: Person) -> Contact | None:
    """Whom to call about somebody; none when the place has told no number."""
    if not person.contact_phone:
        return None
    return Contact(person.contact_name, person.contact_phone)


def _bill(bill: FamilyBill, today: date, changes: Sequence[str]) -> BillShown:
    return BillShown(
        code=bill.code,
        reason=bill.reason,
        amount_vnd=bill.remaining_vnd,
        paid_vnd=bill.paid_vnd,
        due_on=bill.due_on,
        state=bill.state,
        is_overdue=bill.remaining_vnd > 0 and bill.due_on < today,
        is_being_booked=bill.is_being_booked,
        changes=tuple(changes),
        href=reverse("pay:family_bill", args=[bill.code]),
    )


def _places(shown: Sequence[PersonShown]) -> list[PlaceShown]:
    """Places with something to pay first; in each the people in their order."""
    by_place: Mapping[int, list[PersonShown]] = defaultdict(list)
    for one in shown:
        by_place[one.person.facility_id].append(one)
    places = [
        PlaceShown(people[0].person.facility_name, contact_of(people[0].person), tuple(people))
        for people in by_place.values()
    ]
    return sorted(places, key=lambda place: not place.total_vnd)
