"""Rows for the tables that a school's desk works with, for the tests of constraints and guards."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection

from tests import world as worlds
from tests.house import desk_lists
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.periods import Month
from thuphi.money.adjustments import actions as adjustments
from thuphi.money.adjustments.actions import Change
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.bills.models import Bill, CollectionRun
from thuphi.money.closing.actions import close_run
from thuphi.money.closing.arrears import carry_arrears
from thuphi.money.credits import actions as credits
from thuphi.money.credits.rules import SpendOn
from thuphi.money.families import actions as families
from thuphi.money.families import rules as family_rules
from thuphi.money.families import tokens
from thuphi.money.families.actions import Caller
from thuphi.money.meals.actions import setting, settling, ticking
from thuphi.money.meals.queries import month as months
from thuphi.money.meals.rules import Settling, Week
from thuphi.money.payments import actions as payments
from thuphi.money.payouts import actions as payouts
from thuphi.money.payouts import queries as payout_queries
from thuphi.money.payouts.actions import PayeeAccount, Wanted
from thuphi.money.payouts.rules import PayoutWay
from thuphi.money.proofs import actions as proofs
from thuphi.money.registrations import actions as registrations
from thuphi.money.sheets import actions as sheets
from thuphi.money.sheets.heads import Meaning
from thuphi.money.sheets.models import SchoolSheet
from thuphi.money.sheets.queries import Said
from thuphi.money.tills.actions import books, depositing, handing, taking
from thuphi.money.tills.actions.taking import Entry, SlipNumber
from thuphi.money.tills.rules import NOTES_VND
from thuphi.registers.staff import actions as staff

LATER = worlds.AT + timedelta(days=1)


def build(world: World, first: Bill, second: Bill, third: Bill) -> None:
    """A month of a desk; `first` is paid, `second` in part, `third` with some cash."""
    _meals(world)
    _runs(world)
    _sheets(world)
    _tills(world, third)
    _credits(world, first, second)
    _payouts(world, second, third)
    credits.spend(by=SYSTEM, code=second.code, at=LATER)
    desk_lists.build(world)
    _family()


def _meals(world: World) -> None:
    """A month of lunch with coupons, settled; a tick in the next month; a teacher."""
    item = world.a.items["AN"]
    here, system = world.a.id, SYSTEM
    lunch = setting.set_meal(
        by=system, facility_id=here, fee_item_id=item.pk, settling=Settling.COUPONS, at=worlds.AT
    )
    setting.set_week(by=system, facility_id=here, week=Week(), at=worlds.AT)
    for child in world.a.pupils.values():
        registrations.register(
            by=system, facility_id=here, beneficiary_id=child.pk, fee_item_id=item.pk,
            from_on=date(2026, 9, 1), at=worlds.AT,
        )  # fmt: skip
    billed = worlds.issued_run(world, items=[("AN", 22)], name="Tiền ăn tháng 10/2026")
    setting.say_days(
        by=system, facility_id=here, first_on=date(2026, 10, 8), last_on=date(2026, 10, 8),
        is_open=False, reason="Nghỉ bão", at=worlds.AT,
    )  # fmt: skip
    one = world.a.pupils["HS001"].pk
    for day in (date(2026, 10, 6), date(2026, 11, 2)):
        ticking.save_class(
            by=system, facility_id=here, class_name="2A", meal_on=day, absent=[one], shown=[one],
            at=worlds.AT,
        )  # fmt: skip
    ticking.freeze_due(at=worlds.AT.replace(hour=9))
    month, runs = Month(2026, 10), [billed[0].run_id or 0]
    at = worlds.AT.replace(day=31)
    settling.settle_month(
        by=system, facility_id=here, meal_id=lunch.pk, month=month, run_ids=runs,
        seen=months.preview(lunch, month, runs).digest, reason="Quyết toán", at=at,
    )  # fmt: skip
    settling.return_coupons(
        by=system, facility_id=here, meal_id=lunch.pk, beneficiary_id=one, reason="Chuyển trường",
        at=at,
    )  # fmt: skip
    _teacher(world)


def _teacher(world: World) -> None:
    teacher = staff.create_login(
        by=SYSTEM, username="thu", password=None, full_name="Lê Thị Thu", at=worlds.AT
    )
    staff.give_class(
        by=SYSTEM, facility_id=world.a.id, user_id=teacher.pk, class_name="2A", at=worlds.AT
    )
    staff.allow_names(
        by=world.hoa.actor, facility_id=world.a.id, shows_names=False, reason="Họp", at=worlds.AT
    )


def _runs(world: World) -> None:
    """A run closed with something owed, which a later run asks for."""
    old, new = (
        worlds.issued_run(world, name=name, items=[("NU", 1)])[0].run_id or 0
        for name in ("Thu tháng 8", "Thu tháng 9")
    )
    close_run(by=SYSTEM, run_id=old, at=LATER)
    carry_arrears(by=SYSTEM, from_run_ids=[old], to_run_id=new, at=LATER)


def _sheets(world: World) -> None:
    """A sheet that waits, one that was saved, what heads mean, and an account to be proved."""
    here = world.a.id
    sheets.keep(
        by=SYSTEM, facility_id=here, school_year=worlds.SCHOOL_YEAR, file_name="thu.csv",
        content="Mã HS;Họ và tên;Lớp\nHS001;Nguyễn Minh Anh;2A".encode(), at=worlds.AT,
    )  # fmt: skip
    heads = [sheets.SaidHeads("0" * 64, ["Mã HS"], {0: Said(Meaning.CODE)})]
    sheets.remember(by=SYSTEM, facility_id=here, heads=heads, at=worlds.AT)
    kept = SchoolSheet.objects.get(facility_id=here)
    SchoolSheet.objects.create(
        facility_id=here, school_year=kept.school_year, file_name="cu.csv", digest=kept.digest,
        content=b"", state="saved", uploaded_at=worlds.AT,
        run=CollectionRun.objects.filter(facility_id=here).first(),
    )  # fmt: skip
    proofs.ask_for_proof(by=SYSTEM, facility_id=here, at=worlds.AT)


def _tills(world: World, bill: Bill) -> None:
    """Minh writes a number of his pad, spoils one, hands over twice; Lan deposits."""
    here = world.a.id
    pad = books.give_book(
        by=world.lan.actor, facility_id=here, series="AA", first_number=1, last_number=50,
        holder_id=world.minh.user.pk, at=LATER,
    )  # fmt: skip
    entry = Entry(code=bill.code, amount_vnd=10_000, key="2", slip=SlipNumber(pad.pk, 1))
    taking.take_many(by=world.minh.actor, facility_id=here, entries=[entry], at=LATER)
    books.void_number(by=world.minh.actor, book_id=pad.pk, number=2, reason="Viết sai", at=LATER)
    ten_thousand = [int(note == 10_000) for note in NOTES_VND]
    for held_vnd, reason in ((20_000, "Giữ tiền lẻ"), (10_000, "")):
        made = handing.give(
            by=world.minh.actor, facility_id=here, pieces=ten_thousand, seen_held_vnd=held_vnd,
            reason=reason, at=LATER,
        )  # fmt: skip
        if reason:
            handing.receive(by=world.lan.actor, hand_over_id=made.pk, at=LATER)
    depositing.deposit(
        by=world.lan.actor, facility_id=here, amount_vnd=5_000, account=worlds.ACCOUNT_A,
        document="GNT 1", at=LATER,
    )  # fmt: skip


def _credits(world: World, paid: Bill, bill: Bill) -> None:
    """A bill that was changed, and credit: brought along, overpaid, taken out."""
    here, lunch = world.a.id, world.a.items["AN"].pk
    adjustments.adjust(
        by=SYSTEM, facility_id=here, kind=AdjustmentKind.OTHER,
        changes=[Change(bill.code, lunch, -1_000)], reason="Nghỉ ăn", paper="Đơn 01/10", at=LATER,
    )  # fmt: skip
    for _ in range(2):
        credits.open_credit(
            by=SYSTEM, facility_id=here, beneficiary_id=bill.beneficiary_id, amount_vnd=5_000,
            fee_item_id=lunch, is_cashless=True, reason="Sổ cũ", at=LATER,
        )  # fmt: skip
    credits.set_rule(by=SYSTEM, facility_id=here, spend_on=SpendOn.ANY_ITEM, at=LATER)
    for reference in ("chitra:1", "chitra:2"):
        credits.take_out(
            by=SYSTEM, beneficiary_id=bill.beneficiary_id, facility_id=here, amount_vnd=1_000,
            reference=reference, at=LATER,
        )  # fmt: skip
    credits.let_go_cash(by=SYSTEM, reference="chitra:1", at=LATER)
    worlds.hear(world, paid.code, 7_000)
    payments.post_waiting(at=LATER)


def _payouts(world: World, second: Bill, third: Bill) -> None:
    """One family was paid back, one is about to be, and one stands on a list nobody released."""
    here, at = world.a.id, LATER
    credits.open_credit(
        by=SYSTEM, facility_id=here, beneficiary_id=third.beneficiary_id, amount_vnd=5_000,
        fee_item_id=None, is_cashless=True, reason="Sổ cũ", at=at,
    )  # fmt: skip
    account = payouts.set_account(
        by=world.lan.actor, beneficiary_id=third.beneficiary_id,
        account=PayeeAccount("970436", "1012345678", "DANG QUOC DAT"), at=at,
    )  # fmt: skip
    payouts.confirm_account(by=world.hoa.actor, account_id=account.pk, at=at)
    settled = _listed(world, Wanted(third.beneficiary_id, 1_000))
    payouts.release(by=world.hoa.actor, list_id=settled, at=at)
    payouts.settle(
        by=world.lan.actor, list_id=settled, document="UNC 12", at=at,
        payout_ids=[one.pk for one in payout_queries.payouts_of(settled)],
    )  # fmt: skip
    released = _listed(world, Wanted(third.beneficiary_id, 1_000))
    payouts.release(by=world.hoa.actor, list_id=released, at=at)
    _listed(world, Wanted(second.beneficiary_id, 1_000, PayoutWay.CASH))


def _listed(world: World, wanted: Wanted) -> int:
    return payouts.prepare(
        by=world.lan.actor, facility_id=world.a.id, wanted=[wanted], reason="Trả tiền ăn thừa",
        paper="BB 03", at=LATER,
    ).pk  # fmt: skip


def _family() -> None:
    """A family signed in, one person opened, and a second code asked for."""
    phone, asker = "0912345678", "asker"
    keys = [tokens.asker_key(asker), tokens.code_key(asker, "123456")]
    ends_at = worlds.AT + family_rules.CODE_LASTS
    caller = Caller(network="203.0.113.7")
    with connection.cursor() as cursor:
        cursor.execute("SELECT family_ask(%s, %s, %s, %s, %s)", [phone, *keys, worlds.AT, ends_at])
    session = families.enter(
        asker=asker, said="123456", device="device", caller=caller, at=worlds.AT
    )
    families.prove(session=session, said="1/2/2019", caller=caller, at=worlds.AT)
    families.ask(phone=phone, caller=caller, at=worlds.AT)
