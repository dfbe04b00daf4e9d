"""One decision about several things of the workbench, shown before it is done."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.bank_told import key, line, listed, stands, suggested, unknown
from tests.doors.web.desk.conftest import NOW, At
from tests.doors.web.desk.saying import Answer, said
from tests.world import World
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.money.reconciliation.models import Decision
from thuphi.money.reconciliation.rules import Outcome
from thuphi.money.statements.models import BankLine

TOTAL = 660_000
BENCH = "desk_workbench"


@pytest.fixture
def bills(world: World) -> list[Bill]:
    return worlds.issued_run(world, items=[("AN", 22)], allows_part=True)


def paid_vnd(bill: Bill) -> int:
    return Bill.objects.get(pk=bill.pk).paid_vnd


def many(client: Client, deed: str, *told: BankLine | Payment) -> Answer:
    asked = {"deed": deed, "thing": [key(one) for one in told]}
    return client.get(reverse("desk_workbench_many"), asked)


def confirm(client: Client, deed: str, *told: BankLine | Payment, **typed: str) -> str:
    facts = {"deed": deed, "thing": [key(one) for one in told], **typed}
    return said(client.post(reverse("desk_workbench_many"), facts, follow=True))


def test_only_sure_suggestions_are_taken_together_and_shown_before(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    sure, unsure = suggested(world, bills[0]), suggested(world, bills[1], score=55)
    short = suggested(world, bills[2], amount_vnd=100_000)
    lan = at_desk(world.lan)
    shown = said(many(lan, "take", sure, unsure, short))
    assert "1 việc, 660.000 đ. Xem lại trước khi ghi." in shown
    assert "2 việc đã đánh dấu không có gợi ý đủ chắc" in shown
    assert not Decision.objects.exists()
    done = confirm(lan, "take", sure, unsure, short)
    assert "Đã gạch 1 khoản theo gợi ý, 660.000 đ." in done
    assert [paid_vnd(bill) for bill in bills] == [TOTAL, 0, 0]


def test_several_are_left_out_of_the_book_or_noted_at_once(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    lines = [stands(line(world.a, 1_000 + n, "lai"), Outcome.ONLY_THEIRS) for n in range(3)]
    lost = unknown(world, 7_000)
    lan = at_desk(world.lan)
    assert "Chưa đánh dấu việc nào còn chờ." in said(
        lan.get(reverse("desk_workbench_many"), {"deed": "note"}, follow=True)
    )
    assert "Chưa chọn là tiền gì." in confirm(lan, "not_ours", *lines)
    done = confirm(lan, "note", *lines, lost, reason="hỏi kho bạc")
    assert "Đã ghi chú 4 việc, 10.003 đ." in done
    done = confirm(lan, "not_ours", *lines, lost, picked="Lãi tiền gửi")
    assert "Đã để 4 khoản, 10.003 đ, ngoài sổ thu." in done
    assert listed(lan.get(reverse(BENCH)).context["rows"]) == []


def test_somebody_says_why_money_is_not_there_yet(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    worlds.hear(world, bills[0].code, TOTAL)
    payments.post_waiting(at=NOW)
    booked = Payment.objects.get()
    lan = at_desk(world.lan)
    here = f"{reverse('desk_reconcile')}?list=not_received"
    facts = {"thing": [key(booked)], "picked": "Đã hỏi cổng, chờ trả lời", "after": here}
    words = said(lan.post(reverse("desk_reconcile_explain"), facts, follow=True))
    assert "Đã ghi giải thích cho 1 khoản." in words
    assert "“Đã hỏi cổng, chờ trả lời”" in words
    empty = {"picked": "x", "after": here}
    assert "Chưa chọn việc nào." in said(
        lan.post(reverse("desk_reconcile_explain"), empty, follow=True)
    )
