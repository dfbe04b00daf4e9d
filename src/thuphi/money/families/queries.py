"""What the page of a family asks: as many questions for a hundred bills as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import QuerySet

from thuphi.ground.kit import clock
from thuphi.ground.kit.fold import search_key
from thuphi.ground.kit.periods import school_year
from thuphi.money.attempts.models import BasketLine
from thuphi.money.bills.models import Bill
from thuphi.money.bills.rules import BillState
from thuphi.money.credits.queries import lots_of, rule_of
from thuphi.money.credits.rules import Source, SpendOn
from thuphi.money.payments.models import Payment
from thuphi.money.payments.queries.receipts import being_booked_vnd
from thuphi.money.payments.receipt_code import code_of
from thuphi.money.payments.rules import Method
from thuphi.registers.payers.models import Beneficiary, BeneficiaryKind

from . import tokens

_LIVE = [BillState.OPEN.value, BillState.PART_PAID.value]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody whom the phone pays for; until known, nobody is told who it is."""

    beneficiary_id: int
    facility_id: int
    is_known: bool


@dataclass(frozen=True, slots=True)
class Family:
    """Who holds a phone, and whom it pays for now."""

    phone: str
    ends_at: datetime
    members: tuple[Member, ...]

    @property
    def known(self) -> list[Member]:
        """Those who may be shown."""
        return [member for member in self.members if member.is_known]

    @property
    def hidden(self) -> list[Member]:
        """Those whose birth date nobody has said yet."""
        return [member for member in self.members if not member.is_known]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A pupil or patient with the place that asks for money."""

    id: int
    name: str
    kind: BeneficiaryKind
    class_name: str
    is_active: bool
    facility_id: int
    facility_name: str
    contact_name: str
    contact_phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyBill:
    """A bill of one person. Amounts are whole đồng."""

    id: int
    code: str
    beneficiary_id: int
    facility_id: int
    payer_name: str
    reason: str
    total_vnd: int
    paid_vnd: int
    remaining_vnd: int
    state: BillState
    due_on: date
    issued_at: datetime
    school_year: str
    """Of a patient the calendar year."""
    is_being_booked: bool
    """Money for it was heard of and is not in the book yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyReceipt:
    """A receipt given for a bill."""

    bill_id: int
    code: str
    number: str
    amount_vnd: int
    method: Method
    paid_at: datetime
    paid_by: str
    """Who else paid, as the bank or the desk wrote it; empty where it was the payer, or unsaid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is left of one credit, in đồng, and what the facility lets it pay."""

    left_vnd: int
    source: Source
    item_name: str
    happened_at: datetime
    pays: SpendOn


def family_of(session: str, at: datetime) -> Family | None:
    """Whom an open session may ask about; none when it is over. Asked anew on every page."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT phone, ends_at, beneficiary_id, facility_id, is_known"
            " FROM family_people(%s, %s)",
            [tokens.session_key(session), at],
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    members = [
        Member(int(person), int(facility), bool(is_known))
        for _, _, person, facility, is_known in rows
        if person is not None
    ]
    return Family(str(rows[0][0]), rows[0][1], tuple(members))


def people(ids: Collection[int]) -> list[Person]:
    """These people, those still there first. Rows of their facilities have to be visible."""
    found = Beneficiary.objects.filter(pk__in=ids).select_related("facility")
    return [
        Person(
            id=one.pk,
            name=one.name,
            kind=BeneficiaryKind(one.kind),
            class_name=one.class_name,
            is_active=one.is_active,
            facility_id=one.facility_id,
            facility_name=one.facility.name,
            contact_name=one.facility.focal_name or one.facility.name,
            contact_phone=one.facility.focal_phone,
        )
        for one in found.order_by("-is_active", "facility__name", "born_on", "pk")
    ]


def open_bills(ids: Collection[int]) -> list[FamilyBill]:
    """What is still to be paid for these people, the earliest day first."""
    return _bills(Bill.objects.filter(beneficiary_id__in=ids, state__in=_LIVE))


def history(beneficiary_id: int) -> list[FamilyBill]:
    """Every bill there ever was for somebody, the latest first."""
    return _bills(Bill.objects.filter(beneficiary_id=beneficiary_id))[::-1]


def bill_of(ids: Collection[int], code: str) -> FamilyBill | None:
    """The bill of a code, if it is one of these people's."""
    return next(iter(_bills(Bill.objects.filter(beneficiary_id__in=ids, code=code))), None)


def receipts_of(bill_ids: Sequence[int]) -> dict[int, list[FamilyReceipt]]:
    """The receipts of several bills, the earliest first, by bill."""
    found = (
        Payment.objects.filter(bill_id__in=bill_ids, receipt_number__isnull=False)
        .order_by("id")
        .values_list(
            "bill_id", "pk", "receipt_year", "receipt_number", "amount_vnd", "method", "paid_at",
            "heard__payer_name", "bill__payer_name",
        )
    )  # fmt: skip
    by_bill: dict[int, list[FamilyReceipt]] = defaultdict(list)
    for bill_id, pk, year, number, amount_vnd, method, paid_at, said, payer in found:
        if bill_id is None:
            continue
        by_bill[bill_id].append(
            FamilyReceipt(
                bill_id=bill_id,
                code=code_of(pk),
                number=f"{year}-{number:07d}",
                amount_vnd=amount_vnd,
                method=Method(method),
                paid_at=paid_at,
                paid_by=said if said and search_key(said) != search_key(payer) else "",
            )
        )
    return dict(by_bill)


def latest_receipts(ids: Collection[int], since: datetime) -> dict[int, list[FamilyReceipt]]:
    """What was paid for these people since then, by person, the latest first."""
    found = Payment.objects.filter(
        bill__beneficiary_id__in=ids, receipt_number__isnull=False, paid_at__gte=since
    )
    owners = {
        bill_id: person
        for bill_id, person in found.values_list("bill_id", "bill__beneficiary_id")
        if bill_id is not None and person is not None
    }
    by_person: dict[int, list[FamilyReceipt]] = defaultdict(list)
    for bill_id, receipts in receipts_of(list(owners)).items():
        by_person[owners[bill_id]] += [one for one in receipts if one.paid_at >= since]
    return {
        person: sorted(receipts, key=lambda one: one.paid_at, reverse=True)
        for person, receipts in by_person.items()
    }


def kept_for(people: Sequence[Person]) -> dict[int, list[Kept]]:
    """The families' money that facilities keep for the next bill, the oldest first, by person."""
    kept: dict[int, list[Kept]] = {}
    for person in people:
        left = [lot for lot in lots_of(person.id) if lot.left_vnd]
        if left:
            pays = rule_of(person.facility_id)
            kept[person.id] = [
                Kept(
                    left_vnd=lot.left_vnd,
                    source=lot.source,
                    item_name=lot.item_name,
                    happened_at=lot.happened_at,
                    pays=pays,
                )
                for lot in left
            ]
    return kept


def _bills(found: QuerySet[Bill]) -> list[FamilyBill]:
    bills = list(found.select_related("run", "beneficiary").order_by("due_on", "id"))
    booked = _being_booked(bills)
    return [
        FamilyBill(
            id=bill.pk,
            code=bill.code,
            beneficiary_id=bill.beneficiary_id,
            facility_id=bill.facility_id,
            payer_name=bill.payer_name,
            reason=bill.reason,
            total_vnd=bill.total_vnd,
            paid_vnd=bill.paid_vnd,
            remaining_vnd=bill.remaining_vnd,
            state=BillState(bill.state),
            due_on=bill.due_on,
            issued_at=bill.issued_at,
            school_year=_year_of(bill),
            is_being_booked=bill.pk in booked,
        )
        for bill in bills
    ]


def _being_booked(bills: Sequence[Bill]) -> set[int]:
    """Money under a bill's own code, or under a code that pays it together with others."""
    live = {bill.code: bill.pk for bill in bills if bill.state in _LIVE}
    if not live:
        return set()
    together = BasketLine.objects.filter(bill_id__in=live.values())
    under: dict[str, set[int]] = {code: {pk} for code, pk in live.items()}
    for code, bill_id in together.values_list("basket__code", "bill_id"):
        under.setdefault(code, set()).add(bill_id)
    heard = being_booked_vnd(list(under))
    return {bill_id for code in heard for bill_id in under[code]}


def _year_of(bill: Bill) -> str:
    if bill.run is not None:
        return bill.run.school_year
    on = clock.today(bill.issued_at)
    is_pupil = bill.beneficiary.kind == BeneficiaryKind.PUPIL.value
    return school_year(on) if is_pupil else str(on.year)
