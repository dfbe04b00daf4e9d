"""Offices of today's Bắc Ninh with a plan of this year: who works there, its board, its reports.

The plan is Bắc Giang's of 2022 moved into another year and province; its information department
hands its work over on the first of March of that year.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib import resources

from tests import world as worlds
from tests.oversight.reports.offices import found
from tests.world import Person, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.clock import VIETNAM
from thuphi.oversight.plans import actions as plan_actions
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.rules import Plan
from thuphi.oversight.reports import actions as reports
from thuphi.oversight.reports.actions import Words
from thuphi.oversight.reports.models import Filing, Obligation
from thuphi.oversight.tasks import actions as tasks
from thuphi.oversight.tasks.models import TaskItem, TaskPart
from thuphi.registers.agencies import actions as agencies
from thuphi.registers.agencies.models import Agency, AgencyKind
from thuphi.registers.places.models import Place
from thuphi.registers.staff import actions as staff
from thuphi.registers.staff.queries import actor_for
from thuphi.registers.staff.rules import Role

SINCE = date(2025, 7, 1)
PLAN = "BN2026"
WORDS = Words(
    results="Đã hướng dẫn 2 trường mở mã VietQR.\nĐã tập huấn 24 kế toán.",
    difficulties="Một trường chưa có người đầu mối.",
    proposals="Đề nghị bố trí kinh phí tập huấn đợt hai.",
    document_number="12/BC-SGDĐT",
    signer_title="Giám đốc",
    signer_name="Nguyễn Văn Thành",
)


@dataclass(frozen=True, slots=True)
class Town:
    """The province of a year with its offices and the people in them."""

    world: World
    plan: Plan
    year: int
    education: Agency
    health: Agency
    information: Agency
    science: Agency
    committee: Agency
    commune: Agency
    thanh: Person
    """Officer of the education department, over the province."""
    y: Person
    """Officer of the health department, of no place."""
    kien: Person
    """Officer of the department of science, which sums up."""
    binh: Person
    """Chairman of the people's committee."""
    xa: Person
    """Officer of a commune's committee."""

    def item(self, task_id: str) -> TaskItem:
        """A task of the board."""
        return TaskItem.objects.get(task_id=task_id)

    def part(self, task_id: str, agency: Agency) -> TaskPart:
        """A lead's part of a task."""
        return TaskPart.objects.get(item__task_id=task_id, agency=agency)

    def owed(self, agency: Agency, month: int, duty: str = "BG-REP1") -> Obligation:
        """What an office owes for a month."""
        return Obligation.objects.get(
            agency=agency, duty_id=duty, period_first_on=date(self.year, month, 1)
        )


def said(content: bytes) -> str:
    """A page with single spaces, to be read as people read it."""
    return " ".join(content.decode().replace("\u00a0", " ").split())


def plan_text(year: int) -> str:
    """Bắc Giang's plan of 2022, of another year and of Bắc Ninh."""
    profile = resources.files("thuphi.oversight.plans") / "profiles" / "bg-2022.toml"
    text = profile.read_text(encoding="utf-8")
    text = text.replace("from = 2022-01-01\nuntil = 2025", "from = 2021-01-01\nuntil = 2025")
    text = text.replace("2025-03-01", f"{year}-03-01").replace('"BG2022"', f'"BN{year}"')
    text = text.replace("2022-", f"{year}-").replace("tỉnh Bắc Giang", "tỉnh Bắc Ninh")
    return text.replace('name = "Bắc Giang"', 'name = "Bắc Ninh"')


def build(world: World, year: int = 2026, until: date = date(2026, 10, 5)) -> Town:
    """The offices, the plan, its board opened in January, and what is owed from August to a day."""
    province = world.province
    plan_actions.adopt(by=SYSTEM, text=plan_text(year), at=worlds.AT)
    plan = plans.plan(f"BN{year}")
    education = found("Sở Giáo dục và Đào tạo", AgencyKind.EDUCATION_DEPARTMENT, province, SINCE)
    health = found("Sở Y tế", AgencyKind.HEALTH_DEPARTMENT, province, SINCE)
    information = found(
        "Sở Thông tin và Truyền thông", AgencyKind.INFORMATION_DEPARTMENT, province, SINCE
    )
    committee = found(
        "Ủy ban nhân dân tỉnh Bắc Ninh", AgencyKind.PEOPLES_COMMITTEE, province, SINCE
    )
    commune = found(
        f"Ủy ban nhân dân {world.commune.full_name}",
        AgencyKind.PEOPLES_COMMITTEE,
        world.commune,
        SINCE,
    )
    opened_at = datetime(year, 1, 5, 9, 0, tzinfo=VIETNAM)
    tasks.open_board(by=SYSTEM, plan=plan, place=province, at=opened_at)
    merged_on = date(year, 3, 1)
    science = found("Sở Khoa học và Công nghệ", AgencyKind.SCIENCE_DEPARTMENT, province, merged_on)
    agencies.succeed(
        by=SYSTEM, agency_id=information.pk, successor_id=science.pk, on=merged_on, at=worlds.AT
    )
    begun = replace(plan, from_on=date(year, 8, 1))
    reports.generate(by=SYSTEM, plan=begun, place=province, until=until, at=opened_at)
    return Town(
        world=world,
        plan=plan,
        year=year,
        education=education,
        health=health,
        information=information,
        science=science,
        committee=committee,
        commune=commune,
        thanh=clerk("thanh", "Nguyễn Văn Thành", Role.OFFICER, education, province),
        y=clerk("ytan", "Phạm Thị Y", Role.OFFICER, health),
        kien=clerk("kien", "Trần Trung Kiên", Role.OFFICER, science, province),
        binh=clerk("binh", "Trần Thanh Bình", Role.CHAIRMAN, committee, province),
        xa=clerk("xa", "Lê Thị Xa", Role.OFFICER, commune),
    )


def clerk(
    username: str, full_name: str, role: Role, agency: Agency, place: Place | None = None
) -> Person:
    """Somebody of an office, over a place or over none."""
    user = staff.create_login(
        by=SYSTEM, username=username, password=None, full_name=full_name, at=worlds.AT
    )
    staff.assign(by=SYSTEM, user_id=user.pk, role=role, at=worlds.AT, agency_id=agency.pk)
    if place is not None:
        staff.assign(by=SYSTEM, user_id=user.pk, role=role, at=worlds.AT, place_id=place.pk)
    return Person(user=user, actor=actor_for(user))


def drafted(by: Person, owed: Obligation, at: datetime, words: Words = WORDS) -> Filing:
    """A report with its words, not filed."""
    made = reports.draft(by=by.actor, obligation_id=owed.pk, at=at)
    return reports.write(by=by.actor, filing_id=made.pk, words=words, at=at)


def filed(by: Person, owed: Obligation, at: datetime, words: Words = WORDS) -> Filing:
    """A report that was filed."""
    return reports.file(by=by.actor, filing_id=drafted(by, owed, at, words).pk, at=at)
