"""Two schools at work, so that every table of ours holds a row of school A."""

from __future__ import annotations

from datetime import date, timedelta

from django.apps import apps
from django.db import connection

from tests import world as worlds
from tests.house import (
    attacks_periods,
    attacks_settlements,
    desk_tables,
    oversight_tables,
    statement_tables,
)
from tests.world import World
from thuphi.ground.kit.actor import PAYER, SYSTEM
from thuphi.money.attempts import actions as attempts
from thuphi.money.bills import actions as bills
from thuphi.money.bills import ad_hoc
from thuphi.money.bills.ad_hoc import NewBill, NewLine
from thuphi.money.errands.models import LineTrouble
from thuphi.money.payments import actions as payments
from thuphi.money.payments import fees
from thuphi.money.payments.models import Payment
from thuphi.money.refunds import actions as refunds
from thuphi.registers.agencies import actions as agencies
from thuphi.registers.agencies.models import AgencyKind
from thuphi.registers.methods import actions as methods
from thuphi.registers.methods.rules import FeeTerms, IncentiveKind
from thuphi.registers.neighbours.actions import answers, deliveries, endpoints, keys
from thuphi.registers.neighbours.rules import HookEvent, News, Scope
from thuphi.registers.payers.actions import NewBeneficiary
from thuphi.registers.staff import actions as staff
from thuphi.registers.staff.rules import Role

LATER = worlds.AT + timedelta(days=1)


def own_tables() -> list[str]:
    """The tables of our own models, by name."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if model.__module__.startswith("thuphi.")
    )


def build() -> World:
    """A world in which money has come in by every road there is."""
    world = worlds.build()
    _agencies(world)
    _exemption(world)
    first, second, third = worlds.issued_run(world, allows_part=True)
    (bill_b,) = worlds.issued_run(world, school=world.b)
    casso = methods.register_merchant(
        by=SYSTEM,
        facility_id=world.a.id,
        channel="casso",
        slug="vidu-casso",
        account_number=worlds.ACCOUNT_A,
        settings={"key": "k"},
        at=worlds.AT,
    )
    heard_id = worlds.hear(world, first.code, first.total_vnd, bank_reference="FT1")
    worlds.hear(world, first.code, first.total_vnd, bank_reference="FT1", merchant=casso)
    worlds.hear(world, second.code, 100_000)
    worlds.hear(world, "", 50_000, text="nop tien hoc")
    worlds.hear(world, bill_b.code, 1_200_000, merchant=world.b.sandbox)
    while payments.post_waiting(at=LATER).taken:
        pass
    fees.count_all_stale()
    payments.take_cash(
        by=world.minh.actor, code=third.code, amount_vnd=10_000, key="1", payer_name="", at=LATER
    )
    desk_tables.build(world, first, second, third)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO heard_otherwise (heard_id, raw, body_hash) VALUES (%s, 'x', sha256('x'))",
            [heard_id],
        )
        cursor.execute(_UPLOADS, {"facility_id": world.a.id})
    _neighbours(world)
    _methods(world)
    _ways(world, [second.code, third.code], Payment.objects.get(finding="unknown"))
    oversight_tables.build(world)
    statement_tables.say_more_of_money(world)
    statement_tables.build(world)
    attacks_settlements.settlement(world)
    attacks_periods.period(world)
    worlds.hear(world, second.code, 1_000)
    return world


_UPLOADS = """
INSERT INTO uploaded_workbook (facility_id, school_year, file_name, digest, content, preview, state,
                               run_id, uploaded_at)
SELECT r.facility_id, r.school_year, 'thang-10.xlsx', repeat('0', 64), u.content, '{}', u.state,
       CASE u.state WHEN 'confirmed' THEN r.id END, now()
FROM collection_run AS r
CROSS JOIN (VALUES ('waiting', 'x'::bytea), ('confirmed', '')) AS u (state, content)
WHERE r.facility_id = %(facility_id)s
"""


def _agencies(world: World) -> None:
    old, new = (
        agencies.found_agency(
            by=SYSTEM,
            name=name,
            kind=AgencyKind.SCIENCE_DEPARTMENT,
            place_id=world.province.pk,
            valid_from=date(2025, 7, 1),
            at=worlds.AT,
        )
        for name in ("Sở cũ", "Sở mới")
    )
    agencies.succeed(
        by=SYSTEM, agency_id=old.pk, successor_id=new.pk, on=date(2026, 1, 1), at=worlds.AT
    )
    staff.assign(
        by=SYSTEM, user_id=world.dung.user.pk, role=Role.OFFICER, at=worlds.AT, agency_id=new.pk
    )


def _methods(world: World) -> None:
    merchant_id = world.a.sandbox.pk
    methods.record_contract(
        by=SYSTEM, merchant_id=merchant_id, number="12/HĐ", from_on=date(2026, 9, 1),
        until_on=date(2027, 9, 1), evidence="Tủ hồ sơ 3", at=worlds.AT,
    )  # fmt: skip
    methods.set_fee(
        by=SYSTEM, merchant_id=merchant_id, terms=FeeTerms(flat_vnd=1_100),
        from_on=date(2026, 9, 1), at=worlds.AT,
    )  # fmt: skip
    methods.offer_incentive(
        by=SYSTEM,
        facility_id=world.a.id,
        incentive=methods.NewIncentive(
            kind=IncentiveKind.FEE_WAIVED, granted_by="Ngân hàng", wording="Miễn phí đến hết năm.",
            from_on=date(2026, 9, 1), until_on=date(2027, 1, 1), merchant_id=merchant_id,
        ),
        at=worlds.AT,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO terminal (facility_id, merchant_id, poi_id, serial, tid, mid, place,"
            " valid, state) VALUES (%s, %s, 'P400-1', 'SN-0001', '', '', 'Phòng kế toán',"
            " '[2026-09-01,)', 'in_use')",
            [world.a.id, merchant_id],
        )


def _ways(world: World, codes: list[str], paid: Payment) -> None:
    """A basket, an attempt that nobody answers, and a refund that is on its way."""
    vnpay = methods.register_merchant(
        by=SYSTEM, facility_id=world.a.id, channel="vnpay", slug="vidu-vnpay", account_number="",
        settings={"vnp_TmnCode": "SCHOOL01", "vnp_HashSecret": "S" * 32}, at=worlds.AT,
    )  # fmt: skip
    basket = attempts.make_basket(by=PAYER, codes=codes, at=LATER)
    attempts.begin(
        by=PAYER,
        wish=attempts.Wish(code=basket.code, merchant_id=vnpay.pk, amount_vnd=basket.amount_vnd),
        at=LATER,
    )
    refunds.set_limit(by=SYSTEM, facility_id=world.a.id, alone_vnd=10_000, at=LATER)
    payee = refunds.Payee(bin="970436", account="1012345678", name="NGUYEN VAN BINH")
    wish = refunds.Wish(
        payment_id=paid.pk, amount_vnd=paid.amount_vnd, reason="Trả hai lần", payee=payee
    )
    refund = refunds.ask(by=world.lan.actor, wish=wish, at=LATER)
    refunds.approve(by=world.hoa.actor, refund_id=refund.pk, at=LATER)
    refunds.claim_due(at=LATER, limit=1)
    LineTrouble.objects.create(
        merchant_id=vnpay.pk, facility_id=world.a.id, failures=3, since=LATER, last_at=LATER
    )


def _neighbours(world: World) -> None:
    """Software of school A has issued a bill and is told of what happens."""
    made = keys.create_key(
        by=SYSTEM,
        facility_id=world.a.id,
        name="Phần mềm A",
        scopes=list(Scope),
        expires_on=None,
        at=worlds.AT,
    )
    caller = keys.authenticate(made.key.written, at=worlds.AT)
    wanted = NewBill(
        beneficiary=NewBeneficiary(code="HS001", name=""),
        reason="Nước uống",
        due_on=worlds.DUE_ON,
        school_year=worlds.SCHOOL_YEAR,
        lines=[NewLine("NU")],
        external_reference="HD-1",
    )
    ad_hoc.issue_bills(by=caller.actor, facility_id=world.a.id, wanted=[wanted], at=worlds.AT)
    answers.keep_answer(
        caller=caller,
        key="1",
        request_hash=bytes(32),
        answer=answers.Answer(201, b"{}"),
        at=worlds.AT,
    )
    endpoints.register_endpoint(
        by=SYSTEM,
        facility_id=world.a.id,
        url="https://example.vn/nhan-tin",
        told_of=[HookEvent.BILL_PAID],
        at=worlds.AT,
    )
    news = News(facility_id=world.a.id, event=HookEvent.BILL_PAID, at=worlds.AT, data={})
    deliveries.queue([news], at=worlds.AT)


def _exemption(world: World) -> None:
    bills.exempt(
        by=SYSTEM,
        facility_id=world.a.id,
        beneficiary_id=world.a.pupils["HS001"].pk,
        fee_item_id=world.a.items["BT"].pk,
        percent=50,
        reason="Hộ cận nghèo, giấy chứng nhận 12/2026",
        from_on=date(2026, 9, 1),
        until_on=date(2027, 6, 1),
        at=worlds.AT,
    )
