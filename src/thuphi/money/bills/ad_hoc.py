"""Bills that belong to no run: single ones, or a batch, as a neighbour's software asks for them.

All or nothing: whatever is wrong with any bill of a batch is told at once, and none is issued.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction
from psycopg.errors import UniqueViolation

from thuphi.ground.events import actions as events
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.fold import search_key
from thuphi.ground.kit.money import LARGEST_VND
from thuphi.ground.kit.sql import statement
from thuphi.money.catalogue import queries as catalogue
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.ledger import recipes
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers import queries as payer_queries
from thuphi.registers.payers.actions import NewBeneficiary
from thuphi.registers.payers.errors import PhoneNotDigits
from thuphi.registers.payers.models import Beneficiary

from . import errors
from .codes import codes_for
from .models import Bill

BILLS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class NewLine:
    """One item so many times; without a price of its own it costs what the list says."""

    fee_item_code: str
    quantity: int = 1
    unit_price_vnd: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBill:
    """A bill as a neighbour asks for it.

    Who is on the facility's list already is found by the code alone; with a name as well, that name
    has to be the listed one. Who is not is enrolled, and then the payer's name is needed too.
    """

    beneficiary: NewBeneficiary
    payer_name: str = ""
    reason: str
    due_on: date
    school_year: str
    lines: Sequence[NewLine]
    allows_part: bool = False
    external_reference: str | None = None


class Flaw(enum.Enum):
    """What may be wrong with one bill of a batch."""

    REASON_MISSING = "reason_missing"
    LINES_MISSING = "lines_missing"
    ITEM_NOT_FOUND = "item_not_found"
    QUANTITY_NOT_POSITIVE = "quantity_not_positive"
    NOTHING_TO_PAY = "nothing_to_pay"
    TOO_MUCH = "too_much"
    DUE_IN_THE_PAST = "due_in_the_past"
    NAME_MISSING = "name_missing"
    NAME_DIFFERS = "name_differs"
    PAYER_MISSING = "payer_missing"
    PHONE_NOT_DIGITS = "phone_not_digits"
    REFERENCE_TAKEN = "reference_taken"
    REFERENCE_TWICE = "reference_twice"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: with which bill of the batch, at which member, and what is there."""

    place: int
    member: tuple[str | int, ...]
    flaw: Flaw
    found: str = ""


class BillsRefused(errors.BillRefused):
    """None of the bills was issued; `faults` says all that is wrong with them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(*sorted({fault.flaw.value for fault in faults}))
        self.faults = tuple(faults)


@dataclass(slots=True)
class _Lists:
    """What the facility has: its people and items by code, and references that are taken."""

    people: Mapping[str, Beneficiary]
    items: Mapping[tuple[str, str], FeeItem]
    taken: Mapping[str, str]
    """The code of the bill that has a reference."""
    newcomers: dict[str, NewBeneficiary] = field(default_factory=dict)


@transaction.atomic
def issue_bills(
    *, by: Actor, facility_id: int, wanted: Sequence[NewBill], at: datetime
) -> list[Bill]:
    """Issue all of these bills, or none; people who are not on the list yet are enrolled.

    At most `BILLS_AT_ONCE`; they come back in the order in which they were wanted. Raises
    `BillsRefused`.
    """
    by.require(Permission.RUN_WRITE, facility_id)
    if not 0 < len(wanted) <= BILLS_AT_ONCE:
        raise ValueError(f"one to {BILLS_AT_ONCE} bills at once, not {len(wanted)}")
    lists = _lists(facility_id, wanted)
    faults = [
        fault
        for place, bill in enumerate(wanted)
        for fault in _faults_of(place, bill, lists, clock.today(at))
    ]
    faults += _references_twice(wanted)
    if faults:
        raise BillsRefused(faults)
    people = _enrolled(by, facility_id, wanted, lists, at)
    try:
        with transaction.atomic():
            issued = _write(facility_id, wanted, lists, people, at)
    except UniqueViolation as error:
        # Somebody took a reference since we looked; now it is there to be seen.
        if "bill_external_reference_is_unique" not in str(error):
            raise
        raise BillsRefused(_taken_now(facility_id, wanted)) from error
    _record(by, facility_id, issued, at)
    return issued


def _lists(facility_id: int, wanted: Sequence[NewBill]) -> _Lists:
    codes_by_year: dict[str, set[str]] = {}
    for bill in wanted:
        codes = codes_by_year.setdefault(bill.school_year, set())
        codes.update(line.fee_item_code for line in bill.lines)
    return _Lists(
        people=payer_queries.by_codes(facility_id, {bill.beneficiary.code for bill in wanted}),
        items={
            (year, code): item
            for year, codes in codes_by_year.items()
            for code, item in catalogue.by_codes(facility_id, year, codes).items()
        },
        taken=_taken(facility_id, wanted),
    )


def _taken(facility_id: int, wanted: Sequence[NewBill]) -> dict[str, str]:
    references = [bill.external_reference for bill in wanted if bill.external_reference is not None]
    found = Bill.objects.filter(facility_id=facility_id, external_reference__in=references)
    return {
        reference: code
        for reference, code in found.values_list("external_reference", "code")
        if reference is not None
    }


def _faults_of(place: int, bill: NewBill, lists: _Lists, today: date) -> list[Fault]:
    faults = [*_faults_of_person(place, bill, lists), *_faults_of_lines(place, bill, lists)]
    if not bill.reason.strip():
        faults.append(Fault(place, ("reason",), Flaw.REASON_MISSING))
    if bill.due_on < today:
        faults.append(Fault(place, ("due_on",), Flaw.DUE_IN_THE_PAST, bill.due_on.isoformat()))
    return [*faults, *_faults_of_reference(place, bill, lists.taken)]


def _faults_of_reference(place: int, bill: NewBill, taken: Mapping[str, str]) -> list[Fault]:
    code = taken.get(bill.external_reference) if bill.external_reference is not None else None
    if code is None:
        return []
    return [Fault(place, ("external_reference",), Flaw.REFERENCE_TAKEN, code)]


def _faults_of_person(place: int, bill: NewBill, lists: _Lists) -> list[Fault]:
    person = bill.beneficiary
    known = lists.people.get(person.code)
    known_name = known.name if known is not None else None
    faults = []
    if known is None:
        payer_name = bill.payer_name.strip() or person.payer_name.strip()
        first = lists.newcomers.get(person.code)
        if first is None:
            first = lists.newcomers[person.code] = replace(person, payer_name=payer_name)
        else:
            known_name = first.name
        if not person.name.strip() and not first.name.strip():
            faults.append(Fault(place, ("beneficiary", "name"), Flaw.NAME_MISSING, person.code))
        if not (payer_name or first.payer_name):
            faults.append(Fault(place, ("payer_name",), Flaw.PAYER_MISSING, person.code))
    if known_name and person.name.strip() and search_key(person.name) != search_key(known_name):
        faults.append(Fault(place, ("beneficiary", "name"), Flaw.NAME_DIFFERS, known_name))
    return faults


def _faults_of_lines(place: int, bill: NewBill, lists: _Lists) -> list[Fault]:
    faults = []
    total_vnd = 0
    for number, line in enumerate(bill.lines):
        here = ("lines", number)
        item = lists.items.get((bill.school_year, line.fee_item_code))
        if item is None:
            faults.append(
                Fault(place, (*here, "fee_item_code"), Flaw.ITEM_NOT_FOUND, line.fee_item_code)
            )
        if line.quantity < 1:
            faults.append(Fault(place, (*here, "quantity"), Flaw.QUANTITY_NOT_POSITIVE))
        price_vnd = line.unit_price_vnd
        if price_vnd is None:
            price_vnd = 0 if item is None else item.price_vnd
        total_vnd += line.quantity * price_vnd
    if not bill.lines:
        faults.append(Fault(place, ("lines",), Flaw.LINES_MISSING))
    elif total_vnd > LARGEST_VND:
        faults.append(Fault(place, ("lines",), Flaw.TOO_MUCH, str(total_vnd)))
    elif total_vnd < 1 and not faults:
        faults.append(Fault(place, ("lines",), Flaw.NOTHING_TO_PAY))
    return faults


def _references_twice(wanted: Sequence[NewBill]) -> list[Fault]:
    count = Counter(bill.external_reference for bill in wanted)
    seen: set[str] = set()
    faults = []
    for place, bill in enumerate(wanted):
        reference = bill.external_reference
        if reference is None or count[reference] == 1:
            continue
        if reference in seen:
            faults.append(Fault(place, ("external_reference",), Flaw.REFERENCE_TWICE, reference))
        seen.add(reference)
    return faults


def _taken_now(facility_id: int, wanted: Sequence[NewBill]) -> list[Fault]:
    taken = _taken(facility_id, wanted)
    return [
        fault
        for place, bill in enumerate(wanted)
        for fault in _faults_of_reference(place, bill, taken)
    ]


def _enrolled(
    by: Actor, facility_id: int, wanted: Sequence[NewBill], lists: _Lists, at: datetime
) -> Mapping[str, Beneficiary]:
    """The people of these bills by code, the new ones among them enrolled now."""
    if not lists.newcomers:
        return lists.people
    people = list(lists.newcomers.values())
    try:
        payers.enrol_many(by=by, facility_id=facility_id, people=people, at=at)
    except PhoneNotDigits as error:
        code = str(error.args[0])
        place = [bill.beneficiary.code for bill in wanted].index(code)
        fault = Fault(place, ("beneficiary", "payer_phone"), Flaw.PHONE_NOT_DIGITS, code)
        raise BillsRefused([fault]) from error
    found = payer_queries.by_codes(facility_id, [one.code for one in people])
    return {**lists.people, **found}


def _write(
    facility_id: int,
    wanted: Sequence[NewBill],
    lists: _Lists,
    people: Mapping[str, Beneficiary],
    at: datetime,
) -> list[Bill]:
    cursor = recipes.raw_cursor()
    cursor.execute(
        b"SELECT nextval('bill_number') FROM generate_series(1, %(count)s)",
        {"count": len(wanted)},
    )
    bill_ids = [int(str(row[0])) for row in cursor.fetchall()]
    codes = codes_for(bill_ids)
    lines = [
        (bill_id, lists.items[bill.school_year, line.fee_item_code].pk, line)
        for bill_id, bill in zip(bill_ids, wanted, strict=True)
        for line in bill.lines
    ]
    cursor.execute(
        statement(__file__, "issue_ad_hoc").encode(),
        {
            "facility_id": facility_id,
            "bill_ids": bill_ids,
            "codes": codes,
            "beneficiary_ids": [people[bill.beneficiary.code].pk for bill in wanted],
            "payer_names": [" ".join(bill.payer_name.split()) for bill in wanted],
            "reasons": [bill.reason.strip() for bill in wanted],
            "due_ons": [bill.due_on for bill in wanted],
            "allow_parts": [bill.allows_part for bill in wanted],
            "references": [bill.external_reference for bill in wanted],
            "line_bill_ids": [bill_id for bill_id, _, _ in lines],
            "line_item_ids": [item_id for _, item_id, _ in lines],
            "line_quantities": [line.quantity for _, _, line in lines],
            "line_prices_vnd": [line.unit_price_vnd for _, _, line in lines],
            "issued_on": clock.today(at),
            "issued_at": at,
        },
    )
    recipes.book(
        cursor,
        statement(__file__, "rows_to_issue"),
        {"bill_ids": bill_ids, "codes": codes, "issued_at": at.isoformat()},
    )
    return _in_order(bill_ids)


def _in_order(bill_ids: Collection[int]) -> list[Bill]:
    found = Bill.objects.select_related("beneficiary").in_bulk(list(bill_ids))
    return [found[bill_id] for bill_id in bill_ids]


def _record(by: Actor, facility_id: int, issued: Sequence[Bill], at: datetime) -> None:
    """One bill by its code, a batch by its size."""
    is_one = len(issued) == 1
    events.record(
        "bill_issued" if is_one else "bills_issued",
        by=by,
        subject=issued[0].code if is_one else f"facility:{facility_id}",
        at=at,
        facility_id=facility_id,
        bills=len(issued),
    )
