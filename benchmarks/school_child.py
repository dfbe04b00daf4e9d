"""Builds a school by the product's verbs, in three parts, and says how long each verb took.

`register`: the school, its people, who takes what. `collect`: runs issued, money in. `work`: what
an accountant does with thousands of rows, as a page does it (row policies hold).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TypeVar

import django

django.setup()

from django.db import connection  # noqa: E402

from thuphi.doors.web.shared.access import see_facilities  # noqa: E402
from thuphi.ground.kit.actor import SYSTEM, Actor  # noqa: E402
from thuphi.ground.kit.clock import VIETNAM  # noqa: E402
from thuphi.ground.kit.periods import Month  # noqa: E402
from thuphi.ground.notices.rules import Way  # noqa: E402
from thuphi.money.adjustments import actions as adjustments  # noqa: E402
from thuphi.money.adjustments.plans import Change  # noqa: E402
from thuphi.money.adjustments.rules import AdjustmentKind  # noqa: E402
from thuphi.money.bills import actions as bills  # noqa: E402
from thuphi.money.bills.actions import RunPlan  # noqa: E402
from thuphi.money.bills.models import Bill, CollectionRun  # noqa: E402
from thuphi.money.bills.queries.difference import Wanted, difference, items_of  # noqa: E402
from thuphi.money.bills.registered import plan_from_registrations  # noqa: E402
from thuphi.money.catalogue import actions as catalogue  # noqa: E402
from thuphi.money.catalogue.actions import NewFeeItem  # noqa: E402
from thuphi.money.catalogue.models import FeeItem  # noqa: E402
from thuphi.money.catalogue.rules import FeeKind  # noqa: E402
from thuphi.money.closing import actions as closing  # noqa: E402
from thuphi.money.closing.arrears import carry_arrears  # noqa: E402
from thuphi.money.closing.updating import update_run  # noqa: E402
from thuphi.money.credits import actions as credits  # noqa: E402
from thuphi.money.credits import queries as held  # noqa: E402
from thuphi.money.credits.rules import SpendOn  # noqa: E402
from thuphi.money.meals.actions import setting, settling, ticking  # noqa: E402
from thuphi.money.meals.models import Meal  # noqa: E402
from thuphi.money.meals.queries import month as months  # noqa: E402
from thuphi.money.meals.rules import Settling, Week  # noqa: E402
from thuphi.money.payments import actions as payments  # noqa: E402
from thuphi.money.payouts import actions as payouts  # noqa: E402
from thuphi.money.payouts.actions import PayeeAccount, Wanted as WantedPayout  # noqa: E402
from thuphi.money.registrations import actions as registrations  # noqa: E402
from thuphi.money.reminders import actions as reminders  # noqa: E402
from thuphi.money.reminders.rules import Plan, Quiet  # noqa: E402
from thuphi.money.sheets import actions as sheets  # noqa: E402
from thuphi.money.sheets import queries as sheet_queries  # noqa: E402
from thuphi.money.tills.actions import taking as tills  # noqa: E402
from thuphi.money.tills.actions.taking import Entry  # noqa: E402
from thuphi.registers.facilities import actions as facilities  # noqa: E402
from thuphi.registers.facilities.actions import NewFacility  # noqa: E402
from thuphi.registers.facilities.models import (  # noqa: E402
    AreaClass,
    Facility,
    Level,
    Ownership,
    Sector,
    Tier,
)
from thuphi.registers.methods import actions as methods  # noqa: E402
from thuphi.registers.payers import actions as payers  # noqa: E402
from thuphi.registers.payers.actions import NewBeneficiary  # noqa: E402
from thuphi.registers.payers.models import Beneficiary  # noqa: E402
from thuphi.registers.places.actions import load_places  # noqa: E402
from thuphi.registers.places.models import Place  # noqa: E402
from thuphi.registers.staff import actions as staff  # noqa: E402
from thuphi.registers.staff.models import User  # noqa: E402
from thuphi.registers.staff.queries import actor_for  # noqa: E402
from thuphi.registers.staff.rules import Role  # noqa: E402

AT = datetime(2026, 11, 20, 9, 0, tzinfo=VIETNAM)
YEAR = "2026-2027"
STARTS_ON = date(2026, 9, 7)
MEALS = Month(2026, 10)
CLASS = 40
ACCOUNT = "0011001932418"
SITE = "https://thuphi.example"
ITEMS = 12
NAMES = (
    "Học phí", "Bảo hiểm y tế", "Tiền ăn bán trú", "Quản lý bán trú", "Nước uống", "Học hai buổi",
    "Tiếng Anh tăng cường", "Kỹ năng sống", "Xe đưa đón", "Đồng phục", "Câu lạc bộ", "Sổ liên lạc",
)  # fmt: skip
MEAL = "K3"
Told = TypeVar("Told")


def timed(verb: str, rows: int, work: Callable[[], Told]) -> Told:
    """Do it, and say how long it took."""
    began = time.perf_counter_ns()
    done = work()
    sys.stdout.write(f"{verb}\t{rows}\t{(time.perf_counter_ns() - began) // 1000}\n")
    return done


def person(name: str) -> Actor:
    """Somebody of the school, as verbs see them."""
    return actor_for(User.objects.get(username=name))


def register(pupils: int) -> None:
    """The school, its logins, its items, its pupils, and who takes what."""
    load_places()
    commune = Place.objects.filter(
        province__code="24", level="commune", valid__contains=STARTS_ON
    ).order_by("pk")[0]
    school = facilities.register_facility(
        by=SYSTEM,
        facility=NewFacility(
            code="27001", name="Trường Tiểu học Rất Đông", sector=Sector.EDUCATION,
            level=Level.PRIMARY, tier=Tier.COMMUNE, ownership=Ownership.PUBLIC,
            focal_name="Vũ Thị Hoa", focal_phone="02223821234", address="Bắc Ninh",
        ),
        place_id=commune.pk, area=AreaClass.URBAN, valid_from=date(2025, 7, 1), at=AT,
    )  # fmt: skip
    for name, role in (
        ("ketoan", Role.ACCOUNTANT), ("thuquy", Role.CASHIER), ("hieutruong", Role.HEAD),
    ):  # fmt: skip
        made = staff.create_login(by=SYSTEM, username=name, password=None, full_name=name, at=AT)
        staff.assign(by=SYSTEM, user_id=made.pk, role=role, at=AT, facility_id=school.pk)
    proposed = facilities.propose_account(
        by=person("ketoan"), facility_id=school.pk, bin="970415", number=ACCOUNT,
        name="TRUONG TIEU HOC RAT DONG", at=AT,
    )  # fmt: skip
    facilities.decide_account(by=person("hieutruong"), account_id=proposed.pk, approve=True, at=AT)
    methods.register_merchant(
        by=SYSTEM, facility_id=school.pk, channel="sandbox", slug="rat-dong",
        account_number=ACCOUNT, settings={"secret": "a secret of the bench"}, at=AT,
    )  # fmt: skip
    items = [
        catalogue.add_fee_item(
            by=SYSTEM, facility_id=school.pk, at=AT,
            item=NewFeeItem(
                f"K{place + 1}", name, "suất" if f"K{place + 1}" == MEAL else "tháng",
                30_000 + 10_000 * place, "NQ 08/2026", place < 2, YEAR,
                kind=FeeKind.INSURANCE if place == 1 else None,
            ),
        )
        for place, name in enumerate(NAMES)
    ]  # fmt: skip
    people = [
        NewBeneficiary(
            f"HS{number:05}", f"Nguyễn Minh Anh {number}", born_on=date(2017, 1, 1),
            class_name=class_of(number), grade=class_of(number)[0],
            payer_name=f"Nguyễn Văn Bình {number}", payer_phone=f"0912{number:06}",
        )
        for number in range(pupils)
    ]  # fmt: skip
    timed("enrol_many", pupils, lambda: payers.enrol_many(
        by=SYSTEM, facility_id=school.pk, people=people, at=AT))  # fmt: skip
    ids = list(Beneficiary.objects.order_by("pk").values_list("pk", flat=True))
    taken = [item.pk for item in items[2:]]
    ticks = [(who, item) for who in ids for item in taken if (who + item) % 4]
    timed("register_many", len(ticks), lambda: registrations.register_many(
        by=SYSTEM, facility_id=school.pk, beneficiary_ids=ids, item_ids=taken, ticked=ticks,
        from_on=STARTS_ON, at=AT))  # fmt: skip


def class_of(number: int) -> str:
    """Forty pupils to a class, five grades."""
    place = number // CLASS
    return f"{place % 5 + 1}A{place // 5 + 1}"


_HEAR = """
    WITH new AS (
        INSERT INTO heard (channel, merchant_id, facility_id, provider_reference, outcome, method,
                           amount_vnd, paid_at, text, codes, account, payer_name, raw, body_hash)
        SELECT 'sandbox', m.id, b.facility_id, 'FT' || b.id, 'confirmed', 'qr',
               b.total_vnd - b.paid_vnd
                 + CASE WHEN b.beneficiary_id %% 5 < 2 AND %(over)s THEN 50000 ELSE 0 END,
               %(at)s, b.code, ARRAY[b.code], %(account)s, 'NGUYEN VAN BINH', 'x', sha256('x')
        FROM bill AS b JOIN merchant AS m ON m.facility_id = b.facility_id
        WHERE b.run_id = %(run)s AND b.paid_vnd < b.total_vnd AND b.beneficiary_id %% 10 < 8
        RETURNING id
    )
    INSERT INTO heard_waiting SELECT id FROM new
"""


def collect(pupils: int, runs: int) -> None:
    """A run a month, planned from the register and issued; most families pay, some too much."""
    school = Facility.objects.get(code="27001").pk
    items = {item.code: item.pk for item in FeeItem.objects.all()}
    credits.set_rule(by=SYSTEM, facility_id=school, spend_on=SpendOn.ANY_ITEM, at=AT)
    setting.set_week(by=SYSTEM, facility_id=school, week=Week(), at=AT)
    setting.set_meal(
        by=SYSTEM, facility_id=school, fee_item_id=items[MEAL], settling=Settling.CREDIT, at=AT
    )
    for number in range(runs):
        # The second run is of the month whose meals are settled; the last stays unpaid.
        opens_on = MEALS.first_day_on if number == 1 else date(2026, 9, 8)
        run = bills.create_run(
            by=SYSTEM, facility_id=school, at=AT,
            plan=RunPlan(f"Đợt {number + 1}", f"Thu đợt {number + 1}", YEAR, opens_on,
                         AT.date() - timedelta(days=3), allows_part=True),
        ).pk  # fmt: skip
        wanted = list(items.values()) if number < 2 else list(items.values())[number % 8 :][:5]
        meals = {items[MEAL]: 22}
        first = number == 0
        lines = _timed(first, "plan_from_registrations", pupils, lambda run=run, wanted=wanted: (
            plan_from_registrations(by=SYSTEM, run_id=run, item_ids=wanted, quantities=meals, at=AT)
        ))  # fmt: skip
        _timed(first, "issue_run by register", pupils, lambda run=run: (
            bills.issue_run(by=SYSTEM, run_id=run, at=AT)))  # fmt: skip
        if not lines:
            raise SystemExit(f"run {number} has no lines")
        if number == 2:
            timed("spend_on_run", pupils, lambda run=run: (
                credits.spend_on_run(by=SYSTEM, run_id=run, at=AT)))  # fmt: skip
        if number < runs - 1:
            _pay(run, over=number in (0, runs - 2))
            _timed(first, "post_waiting", pupils * 8 // 10, _post)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _timed(says: bool, verb: str, rows: int, work: Callable[[], Told]) -> Told:
    return timed(verb, rows, work) if says else work()


def _pay(run: int, *, over: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_HEAR, {"run": run, "over": over, "at": AT, "account": ACCOUNT})


def _post() -> int:
    done = 0
    while taken := payments.post_waiting(at=AT).taken:
        done += taken
    return done


def work(pupils: int) -> None:
    """The accountant's bulk work, with the rights of a page."""
    by = person("ketoan")
    facility_id = next(iter(by.facilities))
    see_facilities(by.facilities)
    runs = list(CollectionRun.objects.order_by("pk").values_list("pk", flat=True))
    _eat(by, facility_id, pupils)
    _settle(by, facility_id, runs[1])
    _change(by, facility_id, runs, pupils)
    _tell(by, facility_id, runs[-1], pupils)
    _pay_back(by, facility_id)
    _take(facility_id, runs[-1])
    _close(by, runs, pupils)
    _read(by, facility_id, pupils)


def _eat(by: Actor, facility_id: int, pupils: int) -> None:
    """A month of ticks: two children of each class absent each day."""
    meal = Meal.objects.get()
    days = [
        day
        for day in (MEALS.first_day_on + timedelta(days=n) for n in range(31))
        if day.weekday() < 5
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO meal_tick (facility_id, meal_id, beneficiary_id, meal_on, class_name,"
            " state, reason, told_at, told_by_name)"
            " SELECT b.facility_id, %s, b.id, day, b.class_name, 'absent', '', %s, ''"
            " FROM beneficiary AS b, unnest(%s::date[]) WITH ORDINALITY AS d (day, place)"
            " WHERE (b.id + d.place) %% 20 = 0",
            [meal.pk, AT, days[1:]],
        )
        cursor.execute(
            "INSERT INTO meal_roll (facility_id, meal_on, class_name, saved_at, saved_by_name)"
            " SELECT DISTINCT b.facility_id, day, b.class_name, %s::timestamptz, ''"
            " FROM beneficiary AS b, unnest(%s::date[]) AS day",
            [AT, days[1:]],
        )
    classes = sorted({class_of(number) for number in range(pupils)})
    of_class: dict[str, list[int]] = {name: [] for name in classes}
    for pk, name in Beneficiary.objects.values_list("pk", "class_name"):
        of_class[name].append(pk)

    def save() -> None:
        for name in classes:
            ticking.save_class(
                by=by, facility_id=facility_id, class_name=name, meal_on=days[0],
                absent=[], shown=of_class[name], at=AT,
            )  # fmt: skip

    timed("save_class, all classes", len(classes), save)


def _settle(by: Actor, facility_id: int, run_id: int) -> None:
    meal = Meal.objects.get()
    shown = timed("meal month preview", Beneficiary.objects.count(), lambda: (
        months.preview(meal, MEALS, [run_id])))  # fmt: skip
    timed("settle_month", len(shown.rows), lambda: settling.settle_month(
        by=by, facility_id=facility_id, meal_id=meal.pk, month=MEALS, run_ids=[run_id],
        seen=shown.digest, reason="Quyết toán", paper="QT 10", at=AT))  # fmt: skip


def _change(by: Actor, facility_id: int, runs: list[int], pupils: int) -> None:
    item = FeeItem.objects.get(code="K1")
    codes = list(Bill.objects.filter(run_id=runs[0]).values_list("code", flat=True))
    changes = [Change(code, item.pk, -5_000) for code in codes]
    timed("adjust", len(changes), lambda: adjustments.adjust(
        by=by, facility_id=facility_id, kind=AdjustmentKind.OTHER, changes=changes,
        reason="Giảm cho mọi em", paper="QĐ 1", at=AT))  # fmt: skip
    for place in range(0, len(codes) * 3 // 5, 100):
        some = [Change(code, item.pk, -1_000) for code in codes[place : place + 100]]
        adjustments.adjust(
            by=by, facility_id=facility_id, kind=AdjustmentKind.OTHER, changes=some,
            reason="Giảm", paper="QĐ 2", at=AT,
        )  # fmt: skip
    run = CollectionRun.objects.get(pk=runs[-1])
    billed = [one.fee_item_id for one in items_of([run.pk])]
    wanted = Wanted(on=AT.date(), drop_items=(max(billed),))
    found = timed("difference", pupils, lambda: difference(run, wanted))
    timed("update_run", len(found.accepted), lambda: update_run(
        by=by, run_id=run.pk, wanted=wanted, seen=found.digest, reason="Bỏ một khoản",
        paper="QĐ 3", at=AT))  # fmt: skip


def _tell(by: Actor, facility_id: int, run_id: int, pupils: int) -> None:
    quiet = Quiet(rests_on_sunday=False)
    reminders.set_plan(
        by=by, facility_id=facility_id, at=AT,
        plan=Plan(is_on=True, ways=(Way.SMS,), quiet=quiet, contact_phone="02223821234"),
    )  # fmt: skip
    looked = timed("look_at_run", pupils, lambda: (
        reminders.look_at_run(by=by, run_id=run_id, ways=[Way.SMS])))  # fmt: skip
    timed("tell_run", looked.letters, lambda: reminders.tell_run(
        by=by, run_id=run_id, ways=[Way.SMS], expected=looked.letters, site=SITE, at=AT))  # fmt: skip
    timed("remind", pupils, lambda: (
        reminders.remind(by=by, facility_id=facility_id, site=SITE, at=AT)))  # fmt: skip


def _pay_back(by: Actor, facility_id: int) -> None:
    credit = sorted(held.balances(facility_id).items())[: max(Beneficiary.objects.count() // 10, 4)]
    credit = [(who, vnd) for who, vnd in credit if vnd > 0]
    head = person("hieutruong")
    early = AT - timedelta(days=30)
    for who, _vnd in credit:
        payouts.set_account(
            by=by, beneficiary_id=who, at=early,
            account=PayeeAccount("970415", f"19{who:08}", "NGUYEN VAN BINH"),
        )  # fmt: skip
    wanted = [WantedPayout(who, vnd) for who, vnd in credit]
    listed = timed("payouts prepare", len(wanted), lambda: payouts.prepare(
        by=by, facility_id=facility_id, wanted=wanted, reason="Trả tiền thừa", paper="QĐ 4", at=AT
    ))  # fmt: skip
    timed("payouts release", len(wanted), lambda: (
        payouts.release(by=head, list_id=listed.pk, at=AT)))  # fmt: skip


def _take(facility_id: int, run_id: int) -> None:
    by = person("thuquy")
    owing = Bill.objects.filter(run_id=run_id, state="open", paid_vnd=0).order_by("pk")[:CLASS]
    entries = [
        Entry(code=bill.code, amount_vnd=bill.total_vnd, key=f"{bill.pk:032x}") for bill in owing
    ]
    timed("take_many", len(entries), lambda: (
        tills.take_many(by=by, facility_id=facility_id, entries=entries, at=AT)))  # fmt: skip


def _close(by: Actor, runs: list[int], pupils: int) -> None:
    timed("carry_arrears", pupils // 5, lambda: (
        carry_arrears(by=by, from_run_ids=[runs[0]], to_run_id=runs[-1], at=AT)))  # fmt: skip
    timed("close_run", pupils, lambda: closing.close_run(by=by, run_id=runs[0], at=AT))


def _read(by: Actor, facility_id: int, pupils: int) -> None:
    content = _sheet(pupils)
    kept = timed("sheet kept", pupils, lambda: sheets.keep(
        by=by, facility_id=facility_id, school_year=YEAR, file_name="so.csv", content=content,
        at=AT))  # fmt: skip
    timed("sheet preview", pupils, lambda: sheet_queries.look(by=by, sheet_id=kept.pk))


def _sheet(pupils: int) -> bytes:
    lines = ["Mã HS,Họ và tên,Lớp,Học phí,Tiền ăn bán trú"]
    lines += [
        f"HS{number:05},Nguyễn Minh Anh {number},{class_of(number)},30000,660000"
        for number in range(pupils)
    ]
    return "\n".join(lines).encode("utf-8-sig")


if __name__ == "__main__":
    part, many, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if part == "register":
        register(many)
    elif part == "collect":
        collect(many, rounds)
    else:
        work(many)
