"""Bills as software of neighbours asks for them, page after page in the order of issue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from thuphi.money.bills.models import Bill, BillLine
from thuphi.money.bills.queries.desk import Standing, standing_is


@dataclass(frozen=True, slots=True, kw_only=True)
class BillsAsked:
    """What a page of bills is narrowed to; it begins after the bill of number `after`."""

    facility_id: int
    today: date
    limit: int
    after: int = 0
    standing: Standing | None = None
    beneficiary_code: str = ""
    external_reference: str = ""


def page_of_bills(asked: BillsAsked) -> list[Bill]:
    """At most `limit` bills, in the order in which they were issued."""
    found = Bill.objects.filter(facility_id=asked.facility_id, pk__gt=asked.after)
    if asked.standing is not None:
        found = found.filter(standing_is(asked.standing, asked.today))
    if asked.beneficiary_code:
        found = found.filter(beneficiary__code=asked.beneficiary_code)
    if asked.external_reference:
        found = found.filter(external_reference=asked.external_reference)
    return list(found.select_related("beneficiary").order_by("pk")[: asked.limit])


def lines_with_items(bill_ids: Sequence[int]) -> dict[int, list[BillLine]]:
    """The lines of bills with the items they are for, each bill's in the order written."""
    grouped: dict[int, list[BillLine]] = defaultdict(list)
    found = BillLine.objects.filter(bill_id__in=bill_ids).select_related("fee_item")
    for line in found.order_by("bill_id", "id"):
        grouped[line.bill_id].append(line)
    return dict(grouped)
