"""A ground is looked at once for many pages, for some seconds, and never handed to a stranger."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Barrier, Event

import pytest
from django.db import transaction
from django.test import Client

from tests import world as worlds
from tests.doors.web.office.conftest import OFFICE, SIGN_IN, At, as_worker
from tests.oversight import bac_giang
from tests.oversight.towns import province
from tests.world import World, person
from thuphi.doors.web.office import grounds
from thuphi.doors.web.office.grounds import KEPT, LIVES_SECONDS, Key, Seen, Shelf
from thuphi.ground.kit import clock
from thuphi.ground.kit.clock import VIETNAM
from thuphi.oversight.indicators.queries.verdicts import Ground
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.rules import Plan
from thuphi.registers.staff.rules import Role

ON = date(2022, 11, 14)


class Hand:
    """A clock that goes when it is pushed."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def shelf(hand: Hand) -> Shelf[Seen]:
    return Shelf[Seen](clock=hand)


def key(place_id: int = 1) -> Key:
    return Key("thuphi", "BG2022", place_id, ON, ON)


PLAN = plans.shipped()[1]


def empty() -> Seen:
    """A ground without any facility."""
    ground = Ground(
        plan=PLAN, place=None, as_of=ON, on=ON, window=(date(2022, 1, 1), ON),
        is_report_window=False, facts=(),
    )  # fmt: skip
    return Seen(ground, worlds.AT)


def of(plan: Plan) -> Callable[[Seen], bool]:
    return lambda seen: seen.ground.plan is plan


def test_within_fifteen_seconds_it_is_looked_at_once(shelf: Shelf[Seen], hand: Hand) -> None:
    first = shelf.get(key(), empty, of(PLAN))
    hand.seconds += LIVES_SECONDS
    assert shelf.get(key(), empty, of(PLAN)) is first
    hand.seconds += 1
    assert shelf.get(key(), empty, of(PLAN)) is not first


def test_another_place_is_another_ground(shelf: Shelf[Seen]) -> None:
    assert shelf.get(key(1), empty, of(PLAN)) is not shelf.get(key(2), empty, of(PLAN))


def test_a_plan_that_was_adopted_anew_is_looked_at_anew(shelf: Shelf[Seen]) -> None:
    first = shelf.get(key(), empty, of(PLAN))
    again = replace(PLAN, title="Kế hoạch sửa đổi")
    then = Seen(replace(first.ground, plan=again), worlds.AT)
    assert shelf.get(key(), lambda: then, of(again)) is then
    assert shelf.get(key(), empty, of(again)) is then


def test_eight_are_kept_and_the_longest_unused_goes_first(shelf: Shelf[Seen]) -> None:
    first = shelf.get(key(0), empty, of(PLAN))
    second = shelf.get(key(1), empty, of(PLAN))
    for number in range(2, KEPT):
        shelf.get(key(number), empty, of(PLAN))
    assert shelf.get(key(0), empty, of(PLAN)) is first
    shelf.get(key(KEPT), empty, of(PLAN))
    assert shelf.get(key(0), empty, of(PLAN)) is first
    assert shelf.get(key(1), empty, of(PLAN)) is not second


def test_a_look_that_failed_is_not_kept(shelf: Shelf[Seen]) -> None:
    def fail() -> Seen:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        shelf.get(key(), fail, of(PLAN))
    assert shelf.get(key(), empty, of(PLAN)) is not None


def test_who_asks_while_somebody_looks_waits_for_that_look(shelf: Shelf[Seen]) -> None:
    start, looking = Barrier(6), Event()
    looks: list[Seen] = []

    def look() -> Seen:
        looking.wait(timeout=0.2)
        looks.append(empty())
        return looks[-1]

    def ask(_number: int) -> Seen:
        start.wait(timeout=10)
        return shelf.get(key(), look, of(PLAN))

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(ask, range(6)))
    assert len(looks) == 1
    assert all(one is looks[0] for one in found)


def test_what_is_read_from_a_ground_is_kept_with_it_and_rows_by_who_may_see_them(
    world: World,
) -> None:
    made = bac_giang.build(world, districts=1, months=range(10, 12))
    plan = plans.plan("BG2022")
    seen = grounds.seen(plan=plan, place=made.place, as_of=ON, on=ON, at=worlds.AT)
    target = plan.targets[0]
    assert seen.judge(target) is seen.judge(target)
    mine, other = frozenset({1}), frozenset({2})
    assert seen.findings(mine) is seen.findings(frozenset({1}))
    assert seen.findings(other) is not seen.findings(mine)


def test_rows_that_are_not_committed_are_kept_for_nobody(town: str) -> None:
    plan, place = plans.plan("BG2022"), province("24", date(2022, 1, 1))

    def ask(minutes: int = 0) -> Seen:
        at = worlds.AT + timedelta(minutes=minutes)
        return grounds.seen(plan=plan, place=place, as_of=ON, on=ON, at=at)

    with transaction.atomic():
        within = ask()
    first = ask()
    assert first is not within
    assert ask(minutes=9) is first
    assert first.at == worlds.AT
    with transaction.atomic():
        assert ask() is not first


def test_a_kept_ground_is_still_shown_to_nobody_without_the_place(
    town: str, as_role: Callable[..., None]
) -> None:
    world = worlds.build()
    thanh_hoa = province("38")
    other = person("oanh", "Lê Thị Oanh", Role.OFFICER, place_id=thanh_hoa.pk)
    page = f"{OFFICE}ke-hoach/BG2022/{province('24', ON).pk}"
    mine, theirs = Client(), Client()
    mine.force_login(world.dung.user, backend=SIGN_IN)
    theirs.force_login(other.user, backend=SIGN_IN)
    as_role("thuphi_app")
    first = mine.get(page).context["look"].ground
    assert mine.get(page).context["look"].ground is first
    assert theirs.get(page).status_code == 404
    assert Client().get(page).status_code == 302


def test_a_page_says_up_to_which_moment_of_today_or_day_before_its_figures_are(
    world: World, at_office: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    with as_worker():
        thanh_hoa = province("38")
        other = person("oanh", "Lê Thị Oanh", Role.OFFICER, place_id=thanh_hoa.pk)
    now = datetime(2022, 11, 14, 9, 41, tzinfo=VIETNAM)
    monkeypatch.setattr(clock, "now", lambda: now)
    client = at_office(other)
    page = f"{OFFICE}ke-hoach/TH2022/{thanh_hoa.pk}"
    assert "số liệu đến 09:41 14/11/2022<" in client.get(page).content.decode()
    before = client.get(f"{page}?ngay=2022-11-13").content.decode()
    assert "số liệu đến 13/11/2022<" in before
