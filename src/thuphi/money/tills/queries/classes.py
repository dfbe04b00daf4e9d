"""What a class still owes, bill by bill, as a collector goes through it."""

from __future__ import annotations

from django.db.models import Count, F, Sum

from thuphi.ground.kit import fold
from thuphi.money.bills.models import Bill
from thuphi.money.bills.queries.desk import OWING
from thuphi.money.tills.rules import CLASS_LARGEST


def owing_in_class(facility_id: int, class_name: str) -> list[Bill]:
    """The owing bills of a class, by name as people file it: the last word first."""
    found = Bill.objects.filter(OWING, facility_id=facility_id, class_name=class_name)
    bills = list(found.select_related("run").order_by("id")[:CLASS_LARGEST])
    return sorted(bills, key=lambda bill: (_filed(bill.beneficiary_name), bill.due_on, bill.pk))


def _filed(name: str) -> tuple[str, str]:
    words = fold.search_key(name).split()
    return (words[-1] if words else "", " ".join(words))


def owing_classes(facility_id: int) -> list[tuple[str, int, int]]:
    """Class, owing bills and đồng still owed, for every class in which somebody owes."""
    rows = (
        Bill.objects.filter(OWING, facility_id=facility_id)
        .order_by("class_name")
        .values_list("class_name")
        .annotate(number=Count("id"), owed_vnd=Sum(F("total_vnd") - F("paid_vnd")))
    )
    return [(str(name), int(number), int(owed_vnd)) for name, number, owed_vnd in rows]
