"""Lists, sums and single bills as the desk of one facility asks for them."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from thuphi.ground.events.models import Event
from thuphi.ground.kit import billcode, fold
from thuphi.money.bills.models import Bill, BillLine, Exemption
from thuphi.money.bills.rules import BillState
from thuphi.registers.payers.models import Beneficiary

LIVE = ~Q(state=BillState.CANCELLED.value)
OWING = Q(state__in=[BillState.OPEN.value, BillState.PART_PAID.value])
SHORTEST_PHONE = 3
"""Fewer digits than these are not taken for a telephone number."""


class Standing(enum.Enum):
    """The saved filters of a list of bills. Owing and overdue cut across open and part-paid."""

    OWING = "owing"
    OPEN = "open"
    PART_PAID = "part_paid"
    PAID = "paid"
    OVERDUE = "overdue"
    CANCELLED = "cancelled"


def standing_is(standing: Standing, today: date) -> Q:
    """The bills of a saved filter, as things stand on a day."""
    if standing is Standing.OWING:
        return OWING
    if standing is Standing.OVERDUE:
        return OWING & Q(due_on__lt=today)
    return Q(state=standing.value)


def people_named(words: str, path: str = "") -> Q:
    """People whose name, code, class or payer's name holds every word, or whose telephone it is.

    `path` leads from the asked table to the person, such as `beneficiary__`.
    """
    found = Q()
    for word in fold.search_key(words).split():
        found &= Q(**{f"{path}search_key__contains": word})
    digits = "".join(sign for sign in words if sign.isdigit())
    if len(digits) >= SHORTEST_PHONE and not any(sign.isalpha() for sign in words):
        found |= Q(**{f"{path}payer_phone__contains": digits.removeprefix("0")})
    return found


def code_in(words: str) -> str | None:
    """The bill code that somebody typed, one wrong symbol mended; None when it is not one."""
    try:
        return billcode.decode(words).code
    except billcode.NotABillCode:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class BillFilter:
    """What a list of bills is narrowed to; empty parts narrow nothing."""

    facility_id: int
    today: date
    run_id: int | None = None
    beneficiary_id: int | None = None
    standing: Standing | None = None
    class_name: str = ""
    fee_item_id: int | None = None
    words: str = ""


def bills(wanted: BillFilter) -> QuerySet[Bill]:
    """The bills of a filter, newest run first, then by class and name."""
    found = Bill.objects.filter(facility_id=wanted.facility_id)
    if wanted.run_id is not None:
        found = found.filter(run_id=wanted.run_id)
    if wanted.beneficiary_id is not None:
        found = found.filter(beneficiary_id=wanted.beneficiary_id)
    if wanted.standing is not None:
        found = found.filter(standing_is(wanted.standing, wanted.today))
    if wanted.class_name:
        found = found.filter(class_name=wanted.class_name)
    if wanted.fee_item_id is not None:
        lines = BillLine.objects.filter(fee_item_id=wanted.fee_item_id).values("bill_id")
        found = found.filter(pk__in=lines)
    if wanted.words.strip():
        code = code_in(wanted.words)
        found = (
            found.filter(code=code)
            if code is not None
            else found.filter(people_named(wanted.words, "beneficiary__"))
        )
    return found.order_by("-run_id", "class_name", "beneficiary__search_key", "id")


@dataclass(frozen=True, slots=True)
class BillSums:
    """Sums of a list of bills in đồng. Withdrawn bills are counted, but nobody owes them."""

    count: int = 0
    total_vnd: int = 0
    paid_vnd: int = 0

    @property
    def remaining_vnd(self) -> int:
        """What is still to come in."""
        return self.total_vnd - self.paid_vnd


def _sum(column: str, only: Q | None = None) -> Coalesce:
    return Coalesce(Sum(column, filter=only), 0, output_field=BigIntegerField())


def sums(found: QuerySet[Bill]) -> BillSums:
    """The sums of exactly these bills."""
    row = found.order_by().aggregate(
        number=Count("id"), total=_sum("total_vnd", LIVE), paid=_sum("paid_vnd", LIVE)
    )
    return BillSums(row["number"], row["total"], row["paid"])


@dataclass(frozen=True, slots=True)
class Standings:
    """How many bills stand where; `everything` counts withdrawn ones too."""

    everything: int
    of: dict[Standing, int]


def standings(found: QuerySet[Bill], today: date) -> Standings:
    """How many of these bills each saved filter would show."""
    row = found.order_by().aggregate(
        everything=Count("id"),
        **{one.value: Count("id", filter=standing_is(one, today)) for one in Standing},
    )
    return Standings(row["everything"], {one: row[one.value] for one in Standing})


def bill_here(code: str, facilities: Iterable[int]) -> Bill | None:
    """The bill of this exact code, if it is one of these facilities'."""
    return (
        Bill.objects.select_related("facility", "run", "beneficiary")
        .filter(code=code, facility_id__in=list(facilities))
        .first()
    )


def bills_of_codes(codes: Sequence[str], facility_id: int) -> list[Bill]:
    """The facility's bills among these codes, in the order of the codes."""
    found = {
        bill.code: bill for bill in Bill.objects.filter(code__in=codes, facility_id=facility_id)
    }
    return [found[code] for code in codes if code in found]


def bills_left_with(amount_vnd: int, facility_id: int, limit: int) -> list[Bill]:
    """Owing bills whose rest is exactly this amount, the earliest due first."""
    return list(
        Bill.objects.filter(OWING, facility_id=facility_id)
        .annotate(left_vnd=F("total_vnd") - F("paid_vnd"))
        .filter(left_vnd=amount_vnd)
        .order_by("due_on", "id")[:limit]
    )


def bills_owed_by_payer(name: str, facility_id: int, limit: int) -> list[Bill]:
    """Owing bills whose payer has this name, marks and case ignored, the earliest due first."""
    key = fold.search_key(name)
    if not key:
        return []
    found = Bill.objects.filter(
        OWING, facility_id=facility_id, beneficiary__search_key__endswith=key
    )
    return list(found.order_by("due_on", "id")[:limit])


def lines_of(bill_ids: Sequence[int]) -> dict[int, list[BillLine]]:
    """The lines of bills, each bill's in the order they were written."""
    grouped: dict[int, list[BillLine]] = defaultdict(list)
    for line in BillLine.objects.filter(bill_id__in=bill_ids).order_by("bill_id", "id"):
        grouped[line.bill_id].append(line)
    return dict(grouped)


def history_of(bill: Bill) -> list[Event]:
    """What happened to a bill and who did it, the latest first."""
    found = Event.objects.filter(subject=bill.code, facility_id=bill.facility_id)
    return list(found.order_by("-id"))


def pupils(facility_id: int, words: str = "", class_name: str = "") -> QuerySet[Beneficiary]:
    """People of a facility who are still there, by class and name."""
    found = Beneficiary.objects.filter(facility_id=facility_id, is_active=True)
    if class_name:
        found = found.filter(class_name=class_name)
    if words.strip():
        found = found.filter(people_named(words))
    return found.order_by("class_name", "search_key", "id")


def pupil_here(pupil_id: int, facilities: Iterable[int]) -> Beneficiary | None:
    """The person of this number, if of one of these facilities."""
    return Beneficiary.objects.filter(pk=pupil_id, facility_id__in=list(facilities)).first()


def owed_by(beneficiary_ids: Sequence[int]) -> dict[int, int]:
    """What each of these people still owes in all, in đồng; those who owe nothing are left out."""
    rows = (
        Bill.objects.filter(OWING, beneficiary_id__in=beneficiary_ids)
        .order_by()
        .values_list("beneficiary_id")
        .annotate(owed=Sum(F("total_vnd") - F("paid_vnd")))
    )
    return {int(person): int(owed) for person, owed in rows}


def exemptions_of(beneficiary_id: int) -> list[Exemption]:
    """Rights of a person to pay less, with their items; the one that begins last comes first."""
    found = Exemption.objects.filter(beneficiary_id=beneficiary_id).select_related("fee_item")
    return list(found.order_by("-from_on", "-id"))
