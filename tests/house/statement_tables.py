"""Rows of statements, matches, settlements and of money whose owner changed, for the house."""

from __future__ import annotations

from datetime import date, timedelta

from tests import world as worlds
from tests.money.statements import files
from tests.world import AT as NOW
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.statements.contract import ReadFile
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.payments import owners
from thuphi.money.payments.lines import LinePaid, take_lines
from thuphi.money.payments.models import Payment
from thuphi.money.reconciliation.actions import reconciling, standing
from thuphi.money.reconciliation.models import Decision, LineMatch, ReconciliationRule
from thuphi.money.reconciliation.rules import Deed
from thuphi.money.statements import actions
from thuphi.money.statements.models import BankLine, ColumnProfile

LATER = worlds.AT + timedelta(days=1)


def build(world: World) -> None:
    """A statement of school A: a line beside its payment, one undone, one unknown, a bank fee."""
    paid = Payment.objects.select_related("bill").filter(
        facility_id=world.a.id, finding="exact", channel="sandbox"
    )[0]
    code = paid.bill.code if paid.bill is not None else ""
    read = files.read(
        [
            files.line(1, paid.amount_vnd, f"CT {code}", reference="FTHOUSE0000001"),
            files.line(2, 77_000, "khong ro", reference="FTHOUSE0000002"),
            files.line(3, -5_500, "phi"),
        ]
    )
    actions.take_read(
        by=SYSTEM, facility_id=world.a.id, name="a.xml", content=b"a", read=read, at=NOW
    )
    back = files.line(4, -77_000, "hoan", reference="FTHOUSE0000002", is_reversal=True)
    actions.take_read(
        by=SYSTEM, facility_id=world.a.id, name="b.xml", content=b"b",
        read=ReadFile("mt940", (files.statement([back], number="2"),)), at=NOW,
    )  # fmt: skip
    reconciling.reconcile_all(facility_id=world.a.id, at=NOW)
    undone = LineMatch.objects.filter(kind="reversal").order_by("pk")[0]
    standing.part([undone.pk], undone_by=world.lan.user.pk, reason="nhầm", at=NOW)
    Decision.objects.create(
        facility_id=world.a.id, line_id=BankLine.objects.order_by("pk")[1].pk,
        deed=Deed.NOTE.value, reason="hỏi ngân hàng", decided_by=world.lan.user.pk, decided_at=NOW,
    )  # fmt: skip
    ReconciliationRule.objects.create(facility_id=world.a.id, books_by="paid", changed_at=NOW)
    ColumnProfile.objects.create(
        facility_id=world.a.id, name="Vietcombank", heads={"credit": ["Ghi có"]}, made_at=NOW
    )


def say_more_of_money(world: World) -> None:
    """Money whose owner was not the owner, a line that was told of later, money taken back."""
    line = BankLine.objects.create(
        facility_id=world.a.id,
        account=worlds.ACCOUNT_A,
        booked_on=date(2026, 10, 6),
        direction="in",
        amount_vnd=7_000,
        ordinal=77,
        text="x",
        bank_reference="FT7777777777777777",
    )
    paid = LinePaid(
        line_id=line.pk,
        facility_id=world.a.id,
        account=worlds.ACCOUNT_A,
        amount_vnd=7_000,
        paid_at=worlds.AT,
        bank_reference="FT7777777777777777",
    )
    brought = take_lines(by=SYSTEM, lines=[paid], at=LATER)[line.pk][0]
    worlds.hear(world, "", 7_000, bank_reference="FT7777777777777777", paid_at=worlds.AT)
    payments.post_waiting(at=LATER)
    family = Bill.objects.filter(facility_id=world.a.id).latest("id").beneficiary_id
    given = owners.give_credit(by=SYSTEM, payment_id=brought, beneficiary_id=family, at=LATER)
    owners.unidentify(by=SYSTEM, payment_id=given.pk, reason="x", at=LATER)
    worlds.hear(world, "", 9_000)
    payments.post_waiting(at=LATER)
    lost = Payment.objects.latest("id")
    owners.charge_back(
        by=SYSTEM, payment_id=lost.pk, amount_vnd=9_000, account="0011", reason="x", at=LATER
    )
    worlds.hear(world, "", 4_000)
    payments.post_waiting(at=LATER)
