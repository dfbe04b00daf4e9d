"""What the offices of the demo's province work with: a plan of this year, its board, its reports,
and digital platforms. The plan is a sample; a province's own is another file."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.periods import Month
from thuphi.oversight.indicators.rules import months_back
from thuphi.oversight.plans import actions as plans
from thuphi.oversight.plans import queries as plan_queries
from thuphi.oversight.plans.rules import Plan
from thuphi.oversight.reports import actions as reports
from thuphi.oversight.tasks import actions as tasks
from thuphi.registers.facilities.models import Facility
from thuphi.registers.places.models import Place
from thuphi.registers.platforms import actions as platforms
from thuphi.registers.platforms.actions import NewPlatform, NewUse
from thuphi.registers.platforms.rules import Category
from thuphi.registers.staff.models import User
from thuphi.registers.staff.queries import actor_for

SAMPLE = Path(__file__).with_name("plan-of-this-year.toml")
WRITTEN_FOR = "2026"
USED_SINCE = date(2025, 9, 5)
AHEAD = timedelta(days=31)
MONTHS_AT_WORK = 3


def sample_plan(on: date) -> str:
    """The sample plan's text, for the year of a day; it began a few months ago."""
    year, began_on = on.year, months_back(Month.of(on), MONTHS_AT_WORK).first_day_on
    text = SAMPLE.read_text(encoding="utf-8")
    text = text.replace(f"giai đoạn 2025-{WRITTEN_FOR}", f"giai đoạn {year - 1}-{year}")
    text = text.replace("2025-07-01", began_on.isoformat())
    return text.replace(WRITTEN_FOR, str(year))


def plan_id(year: int) -> str:
    """By which id the sample plan goes."""
    return f"BN{year}"


def open_offices(province: Place, at: datetime) -> Plan:
    """Adopt the plan, open its board, write down what is owed, and say who uses which platform."""
    text = sample_plan(at.date())
    plans.adopt(by=SYSTEM, text=text, at=at)
    plan = plan_queries.plan(plan_id(at.year))
    tasks.open_board(by=SYSTEM, plan=plan, place=province, at=at)
    reports.generate(by=SYSTEM, plan=plan, place=province, until=at.date() + AHEAD, at=at)
    _platforms(at)
    return plan


def _platforms(at: datetime) -> None:
    """Two invented platforms, one of them on the list of national ones; two facilities use them."""
    school = platforms.register_platform(
        by=SYSTEM,
        platform=NewPlatform(
            name="Trường học số (mẫu)",
            vendor="Công ty mẫu A",
            is_vietnamese=True,
            categories=[Category.SCHOOL_ADMIN, Category.PARENT_LINK, Category.LMS_ONLINE],
            source="Nền tảng hư cấu của bản dùng thử",
        ),
        at=at,
    )
    platforms.list_platform(
        by=SYSTEM, platform_id=school.pk, list_code="QD186", from_on=date(2022, 2, 11),
        source="Danh sách hư cấu của bản dùng thử", at=at,
    )  # fmt: skip
    hospital = platforms.register_platform(
        by=SYSTEM,
        platform=NewPlatform(
            name="Bệnh viện số (mẫu)",
            vendor="Công ty mẫu B",
            is_vietnamese=True,
            categories=[Category.HOSPITAL_MGMT, Category.EPRESCRIPTION],
            source="Nền tảng hư cấu của bản dùng thử",
        ),
        at=at,
    )
    uses = (
        ("24000101", "ketoan", "sogddt", school.pk, Category.PARENT_LINK),
        ("24000202", "ketoan2", "sogddt", school.pk, Category.SCHOOL_ADMIN),
        ("24000404", "ketoan4", "soyte", hospital.pk, Category.HOSPITAL_MGMT),
    )
    for code, clerk, officer, platform_id, category in uses:
        use = platforms.declare_use(
            by=actor_for(User.objects.get(username=clerk)),
            facility_id=Facility.objects.get(code=code).pk,
            use=NewUse(
                platform_id=platform_id, category=category, from_on=USED_SINCE,
                evidence="Hợp đồng mẫu",
            ),
            at=at,
        )  # fmt: skip
        platforms.decide_use(
            by=actor_for(User.objects.get(username=officer)), use_id=use.pk, approve=True, at=at
        )
