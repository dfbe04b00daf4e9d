"""What stands in the way of closing a run, and what was written down when it was closed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection
from django.db.models import BigIntegerField, Count, F, Sum
from django.db.models.functions import Coalesce

from thuphi.ground.kit.sql import statement
from thuphi.money.attempts.rules import LIVE
from thuphi.money.bills.models import Bill
from thuphi.money.refunds.rules import WAITING

from .models import CarriedArrear, ClosedBill, RunClosing
from .rules import OnItsWay, Way


def on_its_way(
    facility_id: int, *, run_ids: Collection[int] = (), bill_ids: Collection[int] = ()
) -> list[OnItsWay]:
    """Bills of these runs, and these bills, with money on its way; by class and name."""
    with connection.cursor() as cursor:
        cursor.execute(
            statement(__file__, "on_its_way"),
            {
                "facility_id": facility_id,
                "run_ids": list(run_ids),
                "bill_ids": list(bill_ids),
                "live": [state.value for state in LIVE],
                "in_hand": [state.value for state in WAITING],
            },
        )
        rows = cursor.fetchall()
    return [OnItsWay(code, name, class_name, Way(way)) for code, name, class_name, way in rows]


def closings_of(run_id: int) -> list[RunClosing]:
    """Every closing of a run, the latest first."""
    return list(RunClosing.objects.filter(run_id=run_id).order_by("-id"))


def closing_of(run_id: int) -> RunClosing | None:
    """The closing that holds; none for a run that is open."""
    return RunClosing.objects.filter(run_id=run_id, reopened_at__isnull=True).first()


def who_owed(closing_id: int) -> list[ClosedBill]:
    """Bills on which something was left when the run was closed, by class and name."""
    found = ClosedBill.objects.filter(closing_id=closing_id, rest_vnd__gt=0)
    return list(
        found.select_related("bill").order_by("bill__class_name", "bill__beneficiary_name", "id")
    )


@dataclass(frozen=True, slots=True)
class Since:
    """What has happened on the bills of a closed run after its closing, whole đồng."""

    bills: int
    paid_vnd: int
    """What came in, less what went back."""


def since(closing_id: int) -> Since:
    """Money on the bills of a closing that came, or went back, after it."""
    row = (
        ClosedBill.objects.filter(closing_id=closing_id)
        .exclude(bill__paid_vnd=F("paid_vnd"))
        .aggregate(
            bills=Count("id"),
            paid=Coalesce(
                Sum(F("bill__paid_vnd") - F("paid_vnd")), 0, output_field=BigIntegerField()
            ),
        )
    )
    return Since(row["bills"], row["paid"])


def carried_from(bill_ids: Collection[int]) -> list[CarriedArrear]:
    """What went from these bills to others, in the order of bills."""
    found = CarriedArrear.objects.filter(from_bill_id__in=list(bill_ids))
    return list(found.select_related("to_bill", "fee_item").order_by("from_bill_id", "id"))


def carried_to(bill_ids: Collection[int]) -> list[CarriedArrear]:
    """What came to these bills from older ones, in the order of bills."""
    found = CarriedArrear.objects.filter(to_bill_id__in=list(bill_ids))
    return list(found.select_related("from_bill__run", "fee_item").order_by("to_bill_id", "id"))


def bills_of(run_id: int) -> int:
    """How many bills of a run are not withdrawn."""
    return Bill.objects.filter(run_id=run_id).exclude(state="cancelled").count()
