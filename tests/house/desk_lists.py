"""Rows of lists and letters of a desk: books, insurance, ceilings, e-invoices, notices."""

from __future__ import annotations

from datetime import date, timedelta

from tests import world as worlds
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.notices.models import Letter
from thuphi.ground.notices.rules import Way
from thuphi.money.bills.models import Bill
from thuphi.money.books import actions as books
from thuphi.money.books.actions import Foot
from thuphi.money.books.rules import BookName, Chosen
from thuphi.money.catalogue import agreeing
from thuphi.money.catalogue.agreeing import Minutes
from thuphi.money.insurance import actions as insurance
from thuphi.money.insurance import queries as insured
from thuphi.money.insurance import rules as insurance_rules
from thuphi.money.insurance.rules import LeftOut, Standing
from thuphi.money.invoices import actions as invoices
from thuphi.money.invoices.port import Reply, Told
from thuphi.money.invoices.rules import InvoiceKind
from thuphi.money.payments import actions as payments
from thuphi.money.reminders import actions as reminders
from thuphi.money.reminders.rules import Plan
from thuphi.registers.agencies.models import Agency
from thuphi.registers.fee_rules import actions as fee_rules
from thuphi.registers.fee_rules.rules import Nature

LATER = worlds.AT + timedelta(days=1)
SITE = "https://thuphi.vidu.vn"


def build(world: World) -> None:
    """Each list once, at school A."""
    _books(world)
    _insurance(world)
    _fee_rules(world)
    _invoices(world)
    _letters(world)


def _books(world: World) -> None:
    books.lay_out(
        by=world.lan.actor, facility_id=world.a.id, book=BookName.UNPAID, columns=[Chosen("name")],
        at=LATER,
    )  # fmt: skip
    books.sign_by(
        by=world.lan.actor, facility_id=world.a.id, foot=Foot(head="Vũ Thị Hoa"), at=LATER
    )


def _insurance(world: World) -> None:
    """Two have paid, one of them is handed over; one has another card."""
    billed = worlds.issued_run(world, items=[("BH", 1)], name="BHYT 2026-2027")
    worlds.hear(world, billed[0].code, billed[0].total_vnd)
    payments.post_waiting(at=LATER)
    run = billed[0].run
    assert run is not None
    others = [one.beneficiary_id for one in insured.roster(run).standing(Standing.UNEXPLAINED)]
    insurance.note(
        by=world.lan.actor, run_id=run.pk, reason=LeftOut.OTHER_CARD, words="Hộ nghèo", at=LATER,
        beneficiary_ids=sorted({billed[2].beneficiary_id, *others}),
    )  # fmt: skip
    names = insurance_rules.to_tell(insured.roster(run).people, strikes=False)
    insurance.hand_over(
        by=world.lan.actor, run_id=run.pk, strikes=False, seen=insurance_rules.digest(names),
        at=LATER,
    )  # fmt: skip
    worlds.hear(world, billed[1].code, billed[1].total_vnd)
    payments.post_waiting(at=LATER)


def _fee_rules(world: World) -> None:
    agreeing.file_agreement(
        by=SYSTEM, item_id=world.a.items["BT"].pk, at=LATER,
        minutes=Minutes(date(2026, 9, 5), "BB 01", asked=30, agreed=28),
    )  # fmt: skip
    fee_rules.set_ceiling(
        by=SYSTEM, agency_id=Agency.objects.get(name="Sở mới").pk, at=LATER,
        ceiling=fee_rules.NewCeiling(
            place_id=world.province.pk, code="BT", name="Quản lý bán trú", nature=Nature.AGREED,
            unit="tháng", max_vnd=150_000, ground="NQ 10/2025/NQ-HĐND",
            ground_on=date(2025, 7, 10), from_on=date(2025, 9, 1),
        ),
    )  # fmt: skip


def _invoices(world: World) -> None:
    """One issued, one refused, the others asked for."""
    invoices.open_account(
        by=SYSTEM, facility_id=world.a.id, at=LATER,
        account=invoices.NewAccount(
            kind=InvoiceKind.INVOICE, address="https://hoadon.vidu.vn", tax_code="0101234567",
            serial="1C26TVD", secret="x",
        ),
    )  # fmt: skip
    invoices.ask_for(by=SYSTEM, facility_id=world.a.id, at=LATER)
    first, second = invoices.claim_due(at=LATER, limit=2)
    issued = Reply(told=Told.ISSUED, serial="1C26TVD", number=77, tax_office_code="M1")
    invoices.record(invoice_id=first.invoice.pk, reply=issued, at=LATER)
    refused = Reply(told=Told.REFUSED, reason="Hết số")
    invoices.record(invoice_id=second.invoice.pk, reply=refused, at=LATER)


def _letters(world: World) -> None:
    """A plan, notices (one of them sent) and reminders of bills that are still owed."""
    reminders.set_plan(
        by=world.lan.actor, facility_id=world.a.id,
        plan=Plan(is_on=True, before_days=60, ways=(Way.SMS,)), at=worlds.AT,
    )  # fmt: skip
    owing = Bill.objects.filter(
        facility_id=world.a.id, state__in=["open", "part_paid"], run__state="issued"
    ).first()
    assert owing is not None
    run_id = owing.run_id or 0
    looked = reminders.look_at_run(by=SYSTEM, run_id=run_id, ways=[Way.SMS])
    reminders.tell_run(
        by=SYSTEM, run_id=run_id, ways=[Way.SMS], expected=looked.letters, site=SITE, at=worlds.AT
    )
    sent = Letter.objects.filter(kind="notice").order_by("pk").values_list("pk")[:1]
    Letter.objects.filter(pk__in=sent).update(
        state="sent", sent_at=worlds.AT, provider_reference="m1", tries=1
    )
    reminders.remind(by=SYSTEM, facility_id=world.a.id, site=SITE, at=worlds.AT)
