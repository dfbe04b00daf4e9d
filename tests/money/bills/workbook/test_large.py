"""A large school's workbook, through reading, preview and confirmation, with the seconds printed.

THUPHI_ROWS=50000 makes it the largest one that is taken.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from tests.world import AT, SCHOOL_YEAR, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills.models import Charge
from thuphi.money.bills.workbook import actions, queries
from thuphi.money.bills.workbook.template import Filling, write_workbook
from thuphi.money.catalogue import actions as catalogue
from thuphi.money.catalogue.actions import NewFeeItem
from thuphi.registers.payers.actions import NewBeneficiary

from .books import PLAN

ROWS = int(os.environ.get("THUPHI_ROWS", "3000"))


@contextmanager
def timed(what: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    print(f"{ROWS} pupils, {what}: {time.perf_counter() - begun:.1f} s")


def test_a_large_workbook_comes_in_whole(scene: World) -> None:
    bus = NewFeeItem("XE", "Xe đưa đón", "tháng", 0, "Thỏa thuận", False, SCHOOL_YEAR)
    catalogue.add_fee_item(by=SYSTEM, facility_id=scene.a.id, item=bus, at=AT)
    items = queries.offered_items(scene.a.id, SCHOOL_YEAR)
    people = [
        NewBeneficiary(
            code=f"L{number:06}",
            name=f"Nguyễn Thị Minh Số {number}",
            born_on=date(2014 + number % 6, 1 + number % 12, 1 + number % 28),
            class_name=f"{1 + number % 5}A{number // 5 % 40}",
            payer_name=f"Trần Văn Số {number}",
            payer_phone=f"09{number:08}",
        )
        for number in range(ROWS)
    ]
    charges = {
        person.code: {item.code: 1 + number % 22 for item in items}
        for number, person in enumerate(people)
    }
    with timed("writing the workbook"):
        workbook = write_workbook(
            facility_name="Trường",
            school_year=SCHOOL_YEAR,
            items=items,
            filling=Filling(pupils=people, charges=charges),
        )
    with timed("preview"):
        found = queries.preview(
            by=scene.lan.actor, facility_id=scene.a.id, school_year=SCHOOL_YEAR, workbook=workbook
        )
    assert (found.pupils_new, found.charges, found.fault_count) == (ROWS, ROWS * 5, 0)
    with timed(f"confirm, {ROWS * 5} charges"):
        done = actions.confirm(
            by=scene.lan.actor,
            facility_id=scene.a.id,
            school_year=SCHOOL_YEAR,
            workbook=workbook,
            digest=found.digest,
            plan=PLAN,
            at=AT,
        )
    assert (done.created, done.total_vnd) == (ROWS, found.total_vnd)
    assert Charge.objects.filter(run_id=done.run_id).count() == ROWS * 5
