"""What the desk asks of bills: whom words mean, where a bill stands, what items collected."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import world as worlds
from tests.world import AT, DUE_ON, TODAY, World
from thuphi.money.bills import actions
from thuphi.money.bills.queries import desk, desk_runs
from thuphi.money.bills.queries.desk import BillFilter, Standing
from thuphi.money.payments import actions as payments


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("minh anh", ["HS001"]),
        ("ANH MINH", ["HS001"]),
        ("đặng khánh", ["HS003"]),
        ("Trần Thị Cúc", ["HS002"]),
        ("2A", ["HS001", "HS002"]),
        ("0912 345 678", ["HS001"]),
        ("5678", ["HS001", "HS003"]),
        ("hs002", ["HS002"]),
        ("lê hải đăng", []),
        ("%", []),
    ],
)
def test_words_mean_these_people(words: str, codes: list[str], world: World) -> None:
    worlds.issued_run(world)
    found = desk.pupils(world.a.id, words)
    assert sorted(one.code for one in found) == codes
    billed = desk.bills(BillFilter(facility_id=world.a.id, today=TODAY, words=words))
    assert sorted(one.beneficiary.code for one in billed.select_related("beneficiary")) == codes


def test_a_bill_is_overdue_from_the_day_after_its_last(world: World) -> None:
    worlds.issued_run(world)
    found = desk.bills(BillFilter(facility_id=world.a.id, today=DUE_ON))
    assert desk.standings(found, DUE_ON).of[Standing.OVERDUE] == 0
    assert desk.standings(found, DUE_ON + timedelta(days=1)).of[Standing.OVERDUE] == 3


def test_standings_and_sums_count_each_bill_where_it_stands(world: World) -> None:
    first, second, third = worlds.issued_run(world, allows_part=True)
    worlds.hear(world, first.code, first.total_vnd)
    worlds.hear(world, second.code, 26_800)
    payments.post_waiting(at=AT)
    actions.cancel_bill(by=world.lan.actor, code=third.code, reason="Chuyển trường", at=AT)
    found = desk.bills(BillFilter(facility_id=world.a.id, today=TODAY))
    assert desk.sums(found) == desk.BillSums(3, 1_653_600, 853_600)
    assert desk.sums(found).remaining_vnd == 800_000
    assert desk.standings(found, TODAY) == desk.Standings(
        3,
        {
            Standing.OWING: 1,
            Standing.OPEN: 0,
            Standing.PART_PAID: 1,
            Standing.PAID: 1,
            Standing.OVERDUE: 0,
            Standing.CANCELLED: 1,
        },
    )
    assert desk.owed_by([first.beneficiary_id, second.beneficiary_id]) == {
        second.beneficiary_id: 800_000
    }


def test_what_belongs_to_another_school_is_not_found(world: World) -> None:
    theirs = worlds.issued_run(world, school=world.b)[0]
    mine = [world.a.id]
    assert desk.bill_here(theirs.code, mine) is None
    assert desk.pupil_here(theirs.beneficiary_id, mine) is None
    assert theirs.run_id is not None
    assert desk_runs.run_here(theirs.run_id, mine) is None
    assert desk.bills_of_codes([theirs.code], world.a.id) == []


def test_a_draft_shows_what_issuing_would_bring(world: World) -> None:
    run = worlds.planned_run(world, items=[("AN", 22), ("NU", 1)], classes=["2A"])
    plan = desk_runs.plan_of(run.pk)
    assert (plan.people, plan.amount_vnd) == (2, 1_350_000)
    assert [(item.name, item.people, item.quantity, item.amount_vnd) for item in plan.items] == [
        ("Tiền ăn bán trú", 2, 44, 1_320_000),
        ("Nước uống", 2, 2, 30_000),
    ]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(paid=st.lists(st.integers(1, 900_000), min_size=3, max_size=3), percent=st.integers(1, 100))
def test_items_collect_together_exactly_what_was_paid(
    world: World, paid: list[int], percent: int
) -> None:
    number = desk_runs.runs(world.a.id).count()
    due_on = DUE_ON + timedelta(days=30 * number)
    actions.exempt(
        by=world.lan.actor,
        facility_id=world.a.id,
        beneficiary_id=world.a.pupils["HS002"].pk,
        fee_item_id=world.a.items["AN"].pk,
        percent=percent,
        reason="Hộ nghèo",
        from_on=due_on.replace(day=1),
        until_on=due_on.replace(day=1) + timedelta(days=1),
        at=AT,
    )
    bills = worlds.issued_run(
        world,
        name=f"Đợt {number}",
        items=[("AN", 20), ("BT", 1), ("NU", 1)],
        allows_part=True,
        due_on=due_on,
    )
    for bill, amount in zip(bills, paid, strict=True):
        worlds.hear(world, bill.code, amount)
    payments.post_waiting(at=AT)
    run_id = bills[0].run_id
    assert run_id is not None
    whole = desk_runs.sums_of_runs([run_id])[run_id]
    items = desk_runs.collected_by_item(run_id, world.a.id)
    classes = desk_runs.collected_by_class(run_id)
    for parts in (items, classes):
        assert sum(one.sums.total_vnd for one in parts) == whole.total_vnd
        assert sum(one.sums.paid_vnd for one in parts) == whole.paid_vnd
    assert all(0 <= one.sums.paid_vnd <= one.sums.total_vnd for one in items)
