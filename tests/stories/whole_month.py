"""What stands before the first morning of the whole month: the school, its people, its sheet, and
the other parties: a bank that tells of money and a house that carries messages."""

from __future__ import annotations

import time as clocks
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import httpx
from playwright.sync_api import Page

from tests import carriers, world
from tests.carriers import NOBODY, Carriers
from tests.money.meals.canteen import teacher_of
from tests.money.sheets.books import book
from tests.stories.conftest import Site, free_port, running_provider, running_site, running_worker
from tests.world import Person, World
from thuphi.ground.kit import clock
from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.kit.periods import Month
from thuphi.ground.notices.rules import Way
from thuphi.money.bills.models import Bill, CollectionRun
from thuphi.money.meals.actions import setting, ticking
from thuphi.money.meals.rules import Settling, Week
from thuphi.money.reminders import actions as reminders
from thuphi.money.reminders.rules import Plan, Quiet
from thuphi.registers.payers.models import Beneficiary

CLASS = "3C"
MEAL_VND, WATER_VND = 30_000, 15_000
PUPILS = (
    "Nguyễn Gia An", "Trần Bảo Bình", "Lê Minh Châu", "Phạm Tiến Dũng", "Hoàng Hương Giang",
    "Vũ Thu Hà", "Đặng Minh Khôi", "Bùi Khánh Linh", "Đỗ Hải My", "Ngô Đức Nam",
)  # fmt: skip
EAT = 8
"""So many of the class eat at school."""
WRONG = 6
"""The place of the family whose number nobody has."""
WAIT_SECONDS = 20


@dataclass(frozen=True)
class Month10:
    """The school at work: its site, its people, and the parties around it."""

    site: Site
    bank: Site
    post: Carriers
    world: World
    teacher: Person

    @property
    def month(self) -> Month:
        """The month that is over."""
        return Month.of(clock.today(clock.now()).replace(day=1) - timedelta(days=1))

    @property
    def meal_days(self) -> list[date]:
        """The days of that month with meals."""
        first = self.month.first_day_on
        days = [first + timedelta(days=place) for place in range(31)]
        return [day for day in days if Month.of(day) == self.month and cooks_on(day) == day]

    @property
    def full_vnd(self) -> int:
        """What a child who eats is billed."""
        return len(self.meal_days) * MEAL_VND + WATER_VND

    @property
    def run(self) -> CollectionRun:
        """The run of the month."""
        return CollectionRun.objects.get(name="Bán trú lớp 3C")

    def bill(self, place: int) -> Bill:
        """The bill of the child at this place of the list, as it is now."""
        return Bill.objects.get(run=self.run, beneficiary__name=PUPILS[place])

    def child(self, place: int) -> Beneficiary:
        """The child at this place of the list."""
        return Beneficiary.objects.get(facility=self.world.a.facility, name=PUPILS[place])

    def pays(self, place: int, **how: str | int) -> None:
        """A family pays at its bank, which reads the QR code of the bill's page."""
        body = {"bill_url": self.bill(place).code, **how}
        answer = httpx.post(f"{self.bank.address}/pay", json=body, trust_env=False, timeout=20)
        assert answer.status_code == 200, answer.text[:300]

    def go(self, page: Page, path: str) -> None:
        """Open a page of the desk."""
        page.goto(f"{self.site.address}/ban-lam-viec/{path}")


def until(is_so: Callable[[], bool], otherwise: str) -> None:
    """Look again and again until the worker has done it."""
    ends = clocks.monotonic() + WAIT_SECONDS
    while not is_so():
        assert clocks.monotonic() < ends, otherwise
        clocks.sleep(0.05)


@contextmanager
def opened(database: str, folder: Path) -> Iterator[Month10]:
    """The whole town, until the block ends."""
    built = world.build()
    ports = {name: free_port() for name in ("site", "bank")}
    address = f"http://127.0.0.1:{ports['site']}"
    listens = {
        "provider": "sandbox", "bin": world.VIETINBANK, "account": world.ACCOUNT_A,
        "name": built.a.facility.name.upper(), "secret": world.SANDBOX_SECRET,
        "notify_url": f"{address}/gate/sandbox/{built.a.sandbox.slug}",
    }  # fmt: skip
    told = {"thuphi_url": address, "subscriptions": [listens]}
    with ExitStack() as open_:
        post = open_.enter_context(carriers.running(folder))
        near = {
            **post.environment,
            "THUPHI_SITE": address,
            "THUPHI_CALLS_MAY_GO_TO": post.url.removeprefix("http://"),
        }
        site = open_.enter_context(running_site(database, folder, port=ports["site"], **near))
        bank = open_.enter_context(running_provider("bank", folder, told, port=ports["bank"]))
        open_.enter_context(running_worker(database, folder, **near))
        yield Month10(site, bank, post, built, prepared(built))


def prepared(built: World) -> Person:
    """What was settled in summer: when meals are cooked, and who looks after class 3C."""
    lan, school = built.lan.actor, built.a
    setting.set_week(by=lan, facility_id=school.id, week=Week(), at=world.AT)
    setting.set_meal(
        by=lan, facility_id=school.id, fee_item_id=school.items["AN"].pk,
        settling=Settling.CREDIT, at=world.AT,
    )  # fmt: skip
    return teacher_of(built, CLASS)


def own_sheet() -> bytes:
    """A class list as schools keep it: titles, a head of two lines, numbers without their 0."""
    numbers = [f"09126000{place:02}" for place in range(len(PUPILS))]
    numbers[WRONG] = f"0{NOBODY[2:]}"
    rows: list[tuple[object, ...]] = [
        ("TRƯỜNG TIỂU HỌC VÍ DỤ",),
        (f"DANH SÁCH HỌC SINH LỚP {CLASS}",),
        ("STT", "Mã HS", "Họ và tên", "Cha mẹ học sinh", None, "Ghi chú"),
        (None, None, None, "Họ tên cha mẹ", "Điện thoại", None),
        *(
            (place + 1, f"HS3{place:02}", name, f"{name.split()[0]} Văn Tâm", int(number), None)
            for place, (name, number) in enumerate(zip(PUPILS, numbers, strict=True))
        ),
        (None, None, "Người lập biểu", None, "Hiệu trưởng"),
    ]
    merges = ["A1:F1", "A2:F2", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4"]
    return book({CLASS: rows}, {CLASS: merges})


def ate(town: Month10) -> None:
    """The teacher's ticks of the month that is over: two children absent in time, one too late."""
    shown = [town.child(place).pk for place in range(EAT)]
    first = town.meal_days[0]
    saves = [(day, (), 6) for day in town.meal_days[1:]]
    for day, absent, hour in [(first, (1, 2), 6), (first, (1, 2, 7), 12), *saves]:
        ticking.save_class(
            by=town.teacher.actor, facility_id=town.world.a.id, class_name=CLASS, meal_on=day,
            absent=[shown[place] for place in absent], shown=shown,
            at=datetime.combine(day, time(hour), tzinfo=VIETNAM),
        )  # fmt: skip


def reminds_at_any_hour(town: Month10, *, is_on: bool) -> None:
    """The story is told at any hour of any day, so that no hour is quiet in it."""
    no_hour = Quiet(time(0, 0), time(0, 0), rests_on_sunday=False)
    reminders.set_plan(
        by=town.world.lan.actor, facility_id=town.world.a.id, at=clock.now(),
        plan=Plan(is_on=is_on, ways=(Way.SMS,), quiet=no_hour, contact_phone="02223821234"),
    )  # fmt: skip


def cooks_on(day: date) -> date:
    """This day, or the next one with meals."""
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day
