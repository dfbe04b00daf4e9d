from __future__ import annotations

from datetime import date

import pytest

from tests import world as worlds
from tests.money.seen import number, rows
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM, NotYours
from thuphi.money.bills import actions as bills
from thuphi.money.bills import errors as bill_errors
from thuphi.money.bills.models import CollectionRun
from thuphi.money.closing import errors
from thuphi.money.closing.opening import OpeningDebt, open_debts


def debt(world: World, pupil: str, item: str, amount_vnd: int, words: str = "") -> OpeningDebt:
    return OpeningDebt(world.a.pupils[pupil].pk, world.a.items[item].pk, amount_vnd, words)


def opened(world: World, *debts: OpeningDebt) -> CollectionRun:
    return open_debts(
        by=SYSTEM, facility_id=world.a.id, debts=debts, school_year=worlds.SCHOOL_YEAR,
        due_on=date(2026, 10, 31), at=AT,
    )  # fmt: skip


def test_debts_from_before_are_a_run_of_their_own_and_nothing_is_waived_again(
    world: World,
) -> None:
    bills.exempt(
        by=SYSTEM, facility_id=world.a.id, beneficiary_id=world.a.pupils["HS001"].pk,
        fee_item_id=world.a.items["BT"].pk, percent=50, reason="Hộ cận nghèo",
        from_on=date(2026, 9, 1), until_on=date(2027, 6, 1), at=AT,
    )  # fmt: skip
    run = opened(
        world,
        debt(world, "HS001", "BT", 300_000, "Quản lý bán trú tháng 4, 5/2026"),
        debt(world, "HS003", "NU", 15_000),
    )
    assert (run.state, run.scope_kind, run.scope_values) == ("draft", "pupils", ["HS001", "HS003"])
    bills.issue_run(by=SYSTEM, run_id=run.pk, at=AT)
    assert rows(
        "SELECT b.beneficiary_name, b.total_vnd, l.description FROM bill AS b"
        " JOIN bill_line AS l ON l.bill_id = b.id WHERE b.run_id = %s ORDER BY b.id",
        run.pk,
    ) == [
        ("Nguyễn Minh Anh", 300_000, "Nợ đầu kỳ: Quản lý bán trú tháng 4, 5/2026"),
        ("Đặng Khánh Chi", 15_000, "Nợ đầu kỳ: Nước uống"),
    ]


def test_an_empty_list_a_debt_twice_and_a_stranger_leave_nothing_behind(world: World) -> None:
    with pytest.raises(errors.NoDebts):
        opened(world)
    one = debt(world, "HS001", "BT", 1)
    with pytest.raises(bill_errors.ChargePlannedBefore):
        opened(world, one, one)
    with pytest.raises(bill_errors.NotOfThisFacility):
        opened(world, OpeningDebt(world.b.pupils["HS001"].pk, world.a.items["BT"].pk, 1))
    with pytest.raises(NotYours):
        open_debts(
            by=world.quan.actor, facility_id=world.a.id, debts=[one],
            school_year=worlds.SCHOOL_YEAR, due_on=date(2026, 10, 31), at=AT,
        )  # fmt: skip
    assert number("SELECT count(*) FROM collection_run") == 0
