"""A whole month at one school: its own sheet, who takes what, meals, the run, notices, money, the
books. The school is the lower secondary one; the month is the last one, so that it can be closed.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import msgspec
import xlsxwriter
from django.conf import settings

from thuphi.doors.cli.street import UNKNOWN_NUMBER
from thuphi.ground.kit.actor import Actor
from thuphi.ground.kit.clock import VIETNAM, today
from thuphi.ground.kit.money import dong
from thuphi.ground.kit.periods import Month, school_year
from thuphi.ground.notices.models import Letter
from thuphi.ground.notices.rules import Way
from thuphi.money.bills import actions as bills
from thuphi.money.bills.actions import RunPlan
from thuphi.money.bills.models import Bill, CollectionRun
from thuphi.money.bills.queries import difference as differing
from thuphi.money.bills.queries.difference import Wanted
from thuphi.money.bills.registered import plan_from_registrations
from thuphi.money.bills.rules import ScopeKind
from thuphi.money.catalogue import actions as catalogue
from thuphi.money.catalogue.actions import NewFeeItem
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.closing import updating
from thuphi.money.meals.actions import setting, ticking
from thuphi.money.meals.queries import days as meal_days
from thuphi.money.meals.queries import kitchen
from thuphi.money.meals.queries import month as meal_months
from thuphi.money.meals.rules import Settling, Week
from thuphi.money.registrations import actions as registrations
from thuphi.money.reminders import actions as reminders
from thuphi.money.reminders.rules import Plan, Quiet
from thuphi.money.sheets import actions as sheets
from thuphi.money.sheets import queries as sheet_queries
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers.actions import NewBeneficiary
from thuphi.registers.payers.models import Beneficiary
from thuphi.registers.staff.models import User
from thuphi.registers.staff.queries import actor_for

from .looking import now
from .payer import accountant, school
from .province import people
from .story import Stage, Step, expect, until

CLASS = "6E"
PUPILS = 12
MEAL_VND = 32_000
CLUB_VND = 80_000
BOTH = 9
"""So many of the class eat at school; the others only learn."""
WRONG = 3
"""The place of the family whose telephone nobody has."""
ABSENT = 2


def who(username: str = "") -> Actor:
    """The accountant of the school, or somebody else who works there."""
    return actor_for(User.objects.get(username=username or accountant()))


def last_month() -> Month:
    """The month that is over."""
    return Month.of(Month.of(today(now())).first_day_on - timedelta(days=1))


def year_of() -> str:
    """The school year of that month."""
    return school_year(last_month().first_day_on)


def class_of() -> list[Beneficiary]:
    """The new class, in the order of its list."""
    found = Beneficiary.objects.filter(facility=school(), class_name=CLASS, is_active=True)
    return list(found.order_by("code"))


def item(code: str) -> FeeItem:
    """An item of the school's list."""
    return FeeItem.objects.get(facility=school(), school_year=year_of(), code=code)


def the_run() -> CollectionRun:
    """The run of the month."""
    return CollectionRun.objects.get(facility=school(), name=f"Bán trú {last_month().label}")


def bills_of_run() -> list[Bill]:
    """Its bills, in the order of the list."""
    return list(Bill.objects.filter(run=the_run()).order_by("beneficiary__code"))


def own_sheet(pupils: list[NewBeneficiary]) -> bytes:
    """A list as schools keep it: titles, a head of two lines, merged cells, sums, text amounts."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet(f"Lớp {CLASS}")
    sheet.merge_range(0, 0, 0, 5, "UBND PHƯỜNG KINH BẮC")
    sheet.merge_range(1, 0, 1, 5, "TRƯỜNG THCS SÔNG THƯƠNG")
    sheet.merge_range(3, 0, 3, 6, "DANH SÁCH HỌC SINH ĐĂNG KÝ BÁN TRÚ")
    for column, head in enumerate(("STT", "Mã HS", "Họ và tên", "Điện thoại")):
        sheet.merge_range(5, column, 6, column, head)
    sheet.merge_range(5, 4, 5, 5, "Các khoản thu")
    sheet.write_row(6, 4, ["Tiền ăn", "Câu lạc bộ"])
    for number, pupil in enumerate(pupils):
        eats = number < BOTH
        sheet.write_row(
            7 + number, 0,
            [number + 1, pupil.code, pupil.name, int(pupil.payer_phone),
             "640.000 đ" if eats else "-", "80.000"],
        )  # fmt: skip
    end = 7 + len(pupils)
    sheet.write(end, 2, "Tổng cộng")
    sheet.write(end, 4, BOTH * 640_000)
    sheet.write(end, 5, len(pupils) * CLUB_VND)
    book.close()
    return file.getvalue()


def newcomers() -> list[NewBeneficiary]:
    """Twelve invented pupils of a class that the school has not had; one number nobody has."""
    made = people(PUPILS, seed=66, classes=[(CLASS, "6")])
    made[WRONG] = replace(made[WRONG], payer_phone=f"0{UNKNOWN_NUMBER[2:]}")
    return made


def reads_own_sheet(stage: Stage) -> str:
    """The command reads the school's own list; confirming it enrols the class."""
    content = own_sheet(newcomers())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ban-tru.xlsx"
        path.write_bytes(content)
        told = subprocess.run(
            [sys.executable, "-m", "thuphi.doors.cli", "import", "preview", str(path)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    expect(told.returncode == 0, told.stderr[-300:])
    seen = msgspec.json.decode(told.stdout)
    expect(len(seen["rows"]) == PUPILS and not seen["faults"], str(seen["faults"])[:300])
    total = BOTH * 640_000 + PUPILS * CLUB_VND
    expect(seen["total_vnd"] == total, f"{seen['total_vnd']} thay vì {total}")
    expect(seen["rows"][0]["phone"].startswith("0"), seen["rows"][0]["phone"])
    for code, name, unit, price in (
        ("AN", "Tiền ăn", "bữa", MEAL_VND), ("CLB", "Câu lạc bộ", "tháng", CLUB_VND)
    ):  # fmt: skip
        catalogue.add_fee_item(
            by=who(), facility_id=school().pk, at=now(),
            item=NewFeeItem(code, name, unit, price, "Thỏa thuận với cha mẹ", False, year_of()),
        )  # fmt: skip
    kept = sheets.keep(
        by=who(), facility_id=school().pk, school_year=year_of(), file_name="ban-tru.xlsx",
        content=content, at=now(),
    )  # fmt: skip
    looked = sheet_queries.look(by=who(), sheet_id=kept.pk)
    saved = sheets.save(
        by=who(), sheet_id=kept.pk, digest=looked.matched.digest, at=now(),
        plan=RunPlan("Nháp từ sổ của trường", "Nháp", year_of(), today(now()), today(now())),
    )  # fmt: skip
    bills.withdraw_run(by=who(), run_id=saved.run_id or 0, reason="Chỉ lấy danh sách", at=now())
    expect(saved.created == PUPILS, f"{saved}")
    stage.codes["sheet"] = str(kept.pk)
    return f"{PUPILS} học sinh, {dong(total)}: đọc đúng tệp có tiêu đề, ô gộp, “640.000 đ”"


def registers(stage: Stage) -> str:  # noqa: ARG001
    """A tick for each item a family takes; one child eats a double portion."""
    pupils = class_of()
    meal, club = item("AN"), item("CLB")
    ticked = {(one.pk, meal.pk) for one in pupils[1:BOTH]} | {(one.pk, club.pk) for one in pupils}
    saved = registrations.register_many(
        by=who(), facility_id=school().pk, beneficiary_ids=[one.pk for one in pupils],
        item_ids=[meal.pk, club.pk], ticked=ticked, from_on=last_month().first_day_on, at=now(),
    )  # fmt: skip
    registrations.register(
        by=who(), facility_id=school().pk, beneficiary_id=pupils[0].pk, fee_item_id=meal.pk,
        from_on=last_month().first_day_on, percent=150, at=now(),
    )  # fmt: skip
    expect(saved.started == len(ticked), f"{saved}")
    return f"{BOTH} em ăn (một em suất rưỡi), {len(pupils)} em học câu lạc bộ; mỗi em một dấu"


def runs_by_register(stage: Stage) -> str:  # noqa: ARG001
    """The run bills everybody what they are registered for: days of the month, own portion."""
    setting.set_week(by=who(), facility_id=school().pk, week=Week(), at=now())
    setting.set_meal(
        by=who(), facility_id=school().pk, fee_item_id=item("AN").pk, settling=Settling.CREDIT,
        at=now(),
    )  # fmt: skip
    month = last_month()
    run = bills.create_run(
        by=who(), facility_id=school().pk, at=now(),
        plan=RunPlan(
            f"Bán trú {month.label}", f"Tiền ăn, câu lạc bộ tháng {month.label}", year_of(),
            month.first_day_on, today(now()), ScopeKind.CLASS, (CLASS,), allows_part=True,
        ),
    )  # fmt: skip
    counted = meal_months.quantities(school().pk, item("AN").pk, month)
    lines = plan_from_registrations(
        by=who(), run_id=run.pk, item_ids=[item("AN").pk, item("CLB").pk], at=now(),
        measured={item("AN").pk: counted},
    )  # fmt: skip
    issued = bills.issue_run(by=who(), run_id=run.pk, at=now())
    expect((lines, issued) == (BOTH + PUPILS, PUPILS), f"{lines} dòng, {issued} giấy báo")
    first, last = bills_of_run()[0], bills_of_run()[-1]
    each = counted[first.beneficiary_id]
    expect(first.total_vnd == each * MEAL_VND * 3 // 2 + CLUB_VND, f"{first.total_vnd}")
    expect(last.total_vnd == CLUB_VND, f"{last.total_vnd}")
    return f"{issued} giấy báo, {each} bữa trong tháng; suất rưỡi {dong(first.total_vnd)}"


def brought_up_to_date(stage: Stage) -> str:  # noqa: ARG001
    """A pupil who comes later is billed, after a list of what would change."""
    late = NewBeneficiary(
        "HS669999", "Lò Văn Muộn", class_name=CLASS, grade="6", payer_phone="0911223344"
    )
    person = payers.enrol(by=who(), facility_id=school().pk, person=late, at=now())
    registrations.register(
        by=who(), facility_id=school().pk, beneficiary_id=person.pk, fee_item_id=item("CLB").pk,
        from_on=last_month().first_day_on, at=now(),
    )  # fmt: skip
    wanted = Wanted(on=today(now()))
    shown = differing.difference(the_run(), wanted)
    expect(len(shown.accepted) == 1 and not shown.refused, f"{shown.rows}")
    done = updating.update_run(
        by=who(), run_id=the_run().pk, wanted=wanted, seen=shown.digest, at=now(),
        reason="Học sinh vào sau", paper="Đơn đăng ký",
    )  # fmt: skip
    expect((done.issued, done.cancelled) == (1, 0), f"{done}")
    return f"1 em vào sau được thêm giấy báo {dong(done.delta_vnd)}, {PUPILS} giấy báo cũ giữ mã"


def notices_leave(stage: Stage) -> str:
    """The families are written to; what it costs was said before; a wrong number is listed."""
    open_plan(is_on=False)
    looked = reminders.look_at_run(by=who(), run_id=the_run().pk, ways=[Way.SMS])
    told = reminders.tell_run(
        by=who(), run_id=the_run().pk, ways=[Way.SMS], expected=looked.letters,
        site=str(settings.SITE_URL), at=now(),
    )  # fmt: skip
    letters = Letter.objects.filter(facility_id=school().pk, kind="notice")
    until(
        lambda: not letters.filter(state__in=["waiting", "sending", "sent"]).exists(),
        "tin báo chưa đi hết",
    )
    states = sorted(letters.values_list("state", flat=True))
    expect(states.count("failed") == 1, f"{states}")
    phone = next(one.payer_phone for one in class_of() if one.name != "Lò Văn Muộn")
    page = stage.web.get(f"{stage.street.messages}/may/84{phone[1:]}").text
    expect("THUPHI" in page or phone[1:] in page, "tin không tới điện thoại")
    spent = sum(letters.values_list("cost_vnd", flat=True))
    with closing(stage.sign_in(accountant())) as desk:
        shown = desk.get("/ban-lam-viec/tin-bao/").text
    expect("0900" in shown or "90000" in shown, "số sai không nằm trong danh sách")
    return f"{told.letters} tin, {dong(spent)}; 1 số không có thật nằm trong danh sách cần sửa"


def open_plan(*, is_on: bool) -> None:
    """How the school reminds; the demo is told at any hour, so no hour is quiet."""
    reminders.set_plan(
        by=who(), facility_id=school().pk, at=now(),
        plan=Plan(
            is_on=is_on, on_due=True, ways=(Way.SMS,), contact_phone="0204300202",
            quiet=Quiet(time(0, 0), time(0, 0), rests_on_sunday=False),
        ),
    )  # fmt: skip


def first_school_day() -> date:
    """The first day of the month with meals."""
    found = meal_days.week_of(school().pk)
    day = last_month().first_day_on
    while not found.cooks_on(day):
        day += timedelta(days=1)
    return day


def ticked(stage: Stage) -> str:  # noqa: ARG001
    """The teacher marks two children absent in one save; the kitchen's number is kept."""
    day = first_school_day()
    early = datetime.combine(day, time(6, 30), tzinfo=VIETNAM)
    eaters = class_of()[:BOTH]
    absent = [one.pk for one in eaters[1 : 1 + ABSENT]]
    shown = [one.pk for one in eaters]
    ticking.save_class(
        by=who(), facility_id=school().pk, class_name=CLASS, meal_on=day, absent=absent,
        shown=shown, at=early,
    )  # fmt: skip
    ticking.freeze(facility_id=school().pk, meal_on=day, at=early + timedelta(hours=3))
    saved = ticking.save_class(
        by=who(), facility_id=school().pk, class_name=CLASS, meal_on=day,
        absent=[*absent, eaters[-1].pk], shown=shown, at=early + timedelta(hours=4),
    )  # fmt: skip
    (told,) = kitchen.kitchen(school().pk, day)
    expect((told.portions, told.late) == (BOTH - ABSENT, 1), f"{told}")
    expect((saved.absent, saved.late) == (ABSENT, 1), f"{saved}")
    return f"{ABSENT} em nghỉ báo kịp, 1 em báo sau giờ chốt; bếp nấu {told.portions} suất"


STEPS: list[tuple[str, Step]] = [
    ("Đọc sổ của trường", reads_own_sheet),
    ("Đăng ký khoản thu", registers),
    ("Đợt thu theo đăng ký", runs_by_register),
    ("Cập nhật đợt thu", brought_up_to_date),
    ("Báo cho gia đình", notices_leave),
    ("Chấm ăn", ticked),
]
