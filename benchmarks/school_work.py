"""What the accountant of a big school does with thousands of rows, as her pages do it: the rights
and row policies of a page hold. Says how long each verb took."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import timedelta

import django

django.setup()

from django.db import connection  # noqa: E402

from benchmarks.school_facts import (  # noqa: E402
    ACCOUNTANT,
    AT,
    CASHIER,
    CLASS,
    HEAD,
    MEALS,
    YEAR,
    class_of,
    timed,
)
from thuphi.doors.web.shared.access import see_facilities  # noqa: E402
from thuphi.ground.kit.actor import Actor  # noqa: E402
from thuphi.ground.notices.rules import Way  # noqa: E402
from thuphi.money.adjustments import actions as adjustments  # noqa: E402
from thuphi.money.adjustments.plans import Change  # noqa: E402
from thuphi.money.adjustments.rules import AdjustmentKind  # noqa: E402
from thuphi.money.bills.models import Bill, CollectionRun  # noqa: E402
from thuphi.money.bills.queries.difference import Wanted, difference, items_of  # noqa: E402
from thuphi.money.closing import actions as closing  # noqa: E402
from thuphi.money.closing.arrears import carry_arrears  # noqa: E402
from thuphi.money.closing.updating import update_run  # noqa: E402
from thuphi.money.credits import queries as credits  # noqa: E402
from thuphi.money.meals.actions import settling, ticking  # noqa: E402
from thuphi.money.meals.models import Meal  # noqa: E402
from thuphi.money.meals.queries import month as months  # noqa: E402
from thuphi.money.payouts import actions as payouts  # noqa: E402
from thuphi.money.payouts.actions import PayeeAccount  # noqa: E402
from thuphi.money.reminders import actions as reminders  # noqa: E402
from thuphi.money.reminders.rules import Plan, Quiet  # noqa: E402
from thuphi.money.sheets import actions as sheets  # noqa: E402
from thuphi.money.sheets import queries as sheet_queries  # noqa: E402
from thuphi.money.tills.actions import taking  # noqa: E402
from thuphi.money.tills.actions.taking import Entry  # noqa: E402
from thuphi.registers.payers.models import Beneficiary  # noqa: E402
from thuphi.registers.staff.models import User  # noqa: E402
from thuphi.registers.staff.queries import actor_for  # noqa: E402

SITE = "https://thuphi.example"
DEED = 100
"""Bills of each smaller adjustment, after the one that changes all."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose work it is, and on what."""

    by: Actor
    facility_id: int
    pupils: int
    runs: list[int]


def work(pupils: int) -> None:
    """A month's bulk verbs, one after the other."""
    by = _person(ACCOUNTANT)
    see_facilities(by.facilities)
    runs = list(CollectionRun.objects.order_by("pk").values_list("pk", flat=True))
    desk = Desk(by, next(iter(by.facilities)), pupils, runs)
    for part in (_tick, _settle, _adjust, _update, _tell, _pay_back, _take, _close, _read):
        part(desk)


def _person(name: str) -> Actor:
    return actor_for(User.objects.get(username=name))


_TICKS = (
    """INSERT INTO meal_tick (facility_id, meal_id, beneficiary_id, meal_on, class_name, state,
                              reason, told_at, told_by_name)
       SELECT b.facility_id, m.id, b.id, d.meal_on, b.class_name, 'absent', '', %(at)s, ''
       FROM beneficiary AS b
       JOIN meal AS m ON m.facility_id = b.facility_id
       CROSS JOIN unnest(%(days)s::date[]) WITH ORDINALITY AS d (meal_on, place)
       WHERE (b.id + d.place) %% 20 = 0""",
    """INSERT INTO meal_roll (facility_id, meal_on, class_name, saved_at, saved_by_name)
       SELECT DISTINCT b.facility_id, d.meal_on, b.class_name, %(at)s::timestamptz, ''
       FROM beneficiary AS b, unnest(%(days)s::date[]) AS d (meal_on)""",
)


def _tick(desk: Desk) -> None:
    """A month of absences, and one day more by the verb."""
    span = [MEALS.first_day_on + timedelta(days=number) for number in range(31)]
    first, *days = [day for day in span if day.weekday() < 5]
    with connection.cursor() as cursor:
        for text in _TICKS:
            cursor.execute(text, {"at": AT, "days": days})
    of_class: dict[str, list[int]] = {}
    for pupil, class_name in Beneficiary.objects.values_list("pk", "class_name"):
        of_class.setdefault(class_name, []).append(pupil)
    with timed("save_class, class by class", desk.pupils):
        for class_name, shown in of_class.items():
            ticking.save_class(
                by=desk.by,
                facility_id=desk.facility_id,
                class_name=class_name,
                meal_on=first,
                absent=[],
                shown=shown,
                at=AT,
            )


def _settle(desk: Desk) -> None:
    meal = Meal.objects.get()
    with timed("preview of a month of meals", desk.pupils):
        shown = months.preview(meal, MEALS, [desk.runs[1]])
    with timed("settle_month", len(shown.rows)):
        settling.settle_month(
            by=desk.by,
            facility_id=desk.facility_id,
            meal_id=meal.pk,
            month=MEALS,
            run_ids=[desk.runs[1]],
            seen=shown.digest,
            reason="Quyết toán",
            paper="QT 10",
            at=AT,
        )


def _adjust(desk: Desk) -> None:
    """All bills of a run in one deed, and most of them again, a hundred at a time."""
    item = items_of([desk.runs[0]])[0].fee_item_id
    codes = list(Bill.objects.filter(run_id=desk.runs[0]).values_list("code", flat=True))
    with timed("adjust", len(codes)):
        _credit(desk, codes, item, -5_000)
    for place in range(0, len(codes) * 3 // 5, DEED):
        _credit(desk, codes[place : place + DEED], item, -1_000)


def _credit(desk: Desk, codes: list[str], item: int, amount_vnd: int) -> None:
    adjustments.adjust(
        by=desk.by,
        facility_id=desk.facility_id,
        kind=AdjustmentKind.OTHER,
        changes=[Change(code, item, amount_vnd) for code in codes],
        reason="Giảm cho mọi em",
        paper="QĐ 1",
        at=AT,
    )


def _update(desk: Desk) -> None:
    run = CollectionRun.objects.get(pk=desk.runs[-1])
    dropped = max(one.fee_item_id for one in items_of([run.pk]))
    wanted = Wanted(on=AT.date(), drop_items=(dropped,))
    with timed("difference", desk.pupils):
        found = difference(run, wanted)
    with timed("update_run", len(found.accepted)):
        update_run(
            by=desk.by,
            run_id=run.pk,
            wanted=wanted,
            seen=found.digest,
            reason="Bỏ một khoản",
            paper="QĐ 3",
            at=AT,
        )


def _tell(desk: Desk) -> None:
    plan = Plan(
        is_on=True, ways=(Way.SMS,), quiet=Quiet(rests_on_sunday=False), contact_phone="02223821234"
    )
    reminders.set_plan(by=desk.by, facility_id=desk.facility_id, plan=plan, at=AT)
    run_id = desk.runs[-1]
    with timed("look_at_run", desk.pupils):
        looked = reminders.look_at_run(by=desk.by, run_id=run_id, ways=plan.ways)
    with timed("tell_run", looked.letters):
        reminders.tell_run(
            by=desk.by, run_id=run_id, ways=plan.ways, expected=looked.letters, site=SITE, at=AT
        )
    with timed("remind", desk.pupils):
        reminders.remind(by=desk.by, facility_id=desk.facility_id, site=SITE, at=AT)


def _pay_back(desk: Desk) -> None:
    """One family in ten gets its credit back."""
    credit = {who: vnd for who, vnd in credits.balances(desk.facility_id).items() if vnd > 0}
    wanted = [
        payouts.Wanted(who, credit[who]) for who in sorted(credit)[: max(desk.pupils // 10, 4)]
    ]
    for one in wanted:
        payouts.set_account(
            by=desk.by,
            beneficiary_id=one.beneficiary_id,
            account=PayeeAccount("970415", f"19{one.beneficiary_id:08}", "NGUYEN VAN BINH"),
            at=AT - timedelta(days=30),
        )
    with timed("payouts prepared", len(wanted)):
        listed = payouts.prepare(
            by=desk.by,
            facility_id=desk.facility_id,
            wanted=wanted,
            reason="Trả tiền thừa",
            paper="QĐ 4",
            at=AT,
        )
    with timed("payouts released", len(wanted)):
        payouts.release(by=_person(HEAD), list_id=listed.pk, at=AT)


def _take(desk: Desk) -> None:
    """Cash of a class in one deed."""
    owing = Bill.objects.filter(run_id=desk.runs[-1], state="open").order_by("pk")[:CLASS]
    entries = [
        Entry(code=bill.code, amount_vnd=bill.total_vnd, key=f"{bill.pk:032x}") for bill in owing
    ]
    with timed("take_many", len(entries)):
        taking.take_many(by=_person(CASHIER), facility_id=desk.facility_id, entries=entries, at=AT)


def _close(desk: Desk) -> None:
    with timed("carry_arrears", desk.pupils // 5):
        carry_arrears(by=desk.by, from_run_ids=[desk.runs[0]], to_run_id=desk.runs[-1], at=AT)
    with timed("close_run", desk.pupils):
        closing.close_run(by=desk.by, run_id=desk.runs[0], at=AT)


def _read(desk: Desk) -> None:
    rows = [
        f"HS{number:05},Nguyễn Minh Anh {number},{class_of(number)},30000,660000"
        for number in range(desk.pupils)
    ]
    content = "\n".join(["Mã HS,Họ và tên,Lớp,Học phí,Tiền ăn bán trú", *rows])
    with timed("a sheet kept", desk.pupils):
        kept = sheets.keep(
            by=desk.by,
            facility_id=desk.facility_id,
            school_year=YEAR,
            file_name="so.csv",
            content=content.encode("utf-8-sig"),
            at=AT,
        )
    with timed("a sheet looked at", desk.pupils):
        sheet_queries.look(by=desk.by, sheet_id=kept.pk)


if __name__ == "__main__":
    work(int(sys.argv[1]))
