"""Every list asks the same number of questions for three rows and for ten thousand."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW, At, as_worker
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rules import Finding
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers.actions import NewBeneficiary

PEOPLE = 10_000
PAID = 3_000

QUESTIONS = {
    "desk_home": 23,
    "desk_account": 12,
    "desk_pupils": 13,
    "desk_pupil": 15,
    "desk_fees": 10,
    "desk_fee_change": 10,
    "desk_runs": 12,
    "desk_run": 20,
    "desk_bills": 16,
    "desk_bill": 22,
    "desk_standing": 17,
    "desk_notices": 12,
    "desk_notices_print": 16,
    "desk_payments": 13,
    "desk_inbox": 14,
    "desk_workbench": 22,
    "desk_workbench_item": 18,
    "desk_reconcile": 15,
    "desk_cash": 10,
    "desk_cash_bill": 14,
    "desk_search": 11,
}

Counting = Callable[..., AbstractContextManager[object]]


def pay(bills: list[Bill], world: World) -> None:
    """Some pay whole, some in part, some without a code, one too much."""
    for number, bill in enumerate(bills):
        over_vnd = 5_000 if number == 2 else 0
        amount = bill.total_vnd + over_vnd if number % 3 else 100_000
        worlds.hear(world, bill.code if number % 7 else "", amount, text="tien an thang 10")
    payments.post_waiting(at=NOW, limit=5000)


def addresses(bill: Bill, payment_id: int, item_id: int) -> dict[str, str]:
    """A page of each kind about these things."""
    run = {"run_id": bill.run_id}
    return {
        "desk_home": reverse("desk_home"),
        "desk_account": reverse("desk_account", args=[bill.facility_id]),
        "desk_fee_change": reverse("desk_fee_change", args=[item_id]),
        "desk_pupils": reverse("desk_pupils"),
        "desk_pupil": reverse("desk_pupil", args=[bill.beneficiary_id]),
        "desk_fees": reverse("desk_fees"),
        "desk_runs": reverse("desk_runs"),
        "desk_run": reverse("desk_run", kwargs=run),
        "desk_bills": f"{reverse('desk_bills')}?q=minh&class=2A",
        "desk_bill": reverse("desk_bill", args=[bill.code]),
        "desk_standing": reverse("desk_standing"),
        "desk_notices": reverse("desk_notices", kwargs=run),
        "desk_notices_print": f"{reverse('desk_notices_print', kwargs=run)}?class=2A",
        "desk_payments": f"{reverse('desk_payments')}?from_on=2026-10-01",
        "desk_inbox": f"{reverse('desk_inbox')}?kind=differs",
        "desk_workbench": reverse("desk_workbench"),
        "desk_workbench_item": reverse("desk_workbench_item", args=[f"tien-{payment_id}"]),
        "desk_reconcile": f"{reverse('desk_reconcile')}?span=month&on=2026-10-05",
        "desk_cash": f"{reverse('desk_cash')}?q=hs",
        "desk_cash_bill": reverse("desk_cash_bill", args=[bill.code]),
        "desk_search": f"{reverse('desk_search')}?q=hs",
    }


def person(number: int) -> NewBeneficiary:
    """One of ten thousand, thirty to a class."""
    return NewBeneficiary(
        code=f"HS1{number:05}",
        name=f"Nguyễn Minh Số {number}",
        class_name=f"{number % 300 // 10 + 1}{'ABCDEFGHIK'[number % 10]}",
        grade=str(number % 300 // 10 + 1),
        payer_name=f"Trần Văn {number}",
        payer_phone=f"0912{number:06}",
    )


def lost() -> int:
    """The latest payment without an owner."""
    return Payment.objects.filter(finding=Finding.UNKNOWN.value).latest("id").pk


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_every_page_asks_the_same_for_ten_thousand(
    world: World, at_desk: At, django_assert_num_queries: Counting
) -> None:
    few = worlds.issued_run(world, allows_part=True)
    pay(few, world)
    item_id = world.a.items["NU"].pk
    few_pages = addresses(few[1], lost(), item_id)
    client = at_desk(world.lan)
    for name, address in few_pages.items():
        with django_assert_num_queries(QUESTIONS[name], info=f"{name}, three rows"):
            assert client.get(address).status_code == 200, name

    with as_worker():
        payers.enrol_many(
            by=SYSTEM,
            facility_id=world.a.id,
            people=[person(number) for number in range(PEOPLE)],
            at=NOW,
        )
        many = worlds.issued_run(world, name="Thu tháng 11/2026", allows_part=True)
        pay(many[-PAID:], world)
        many_pages = addresses(many[-PAID + 1], lost(), item_id)
        with connection.cursor() as cursor:
            # A plan that earlier tests of this connection made for three rows reads ten thousand
            # one by one, when the promises of the tables are kept at the end.
            cursor.execute("DISCARD PLANS")
            # Nor does a server that has counted the tables while they were empty know better.
            cursor.execute("RESET ROLE; ANALYZE; SET ROLE thuphi_worker")
    for name, address in many_pages.items():
        with django_assert_num_queries(QUESTIONS[name], info=f"{name}, ten thousand rows"):
            answer = client.get(address)
        assert answer.status_code == 200, name
        assert len(answer.content) < 400_000, name
