"""Pages of a school with more rows than one page shows."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import At
from tests.doors.web.desk.saying import said
from tests.money.meals import canteen as canteens
from tests.money.meals.canteen import Canteen
from tests.money.seen import post_all
from tests.world import World
from thuphi.doors.web.desk import payouts
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.registrations import actions as registrations
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers.actions import NewBeneficiary
from thuphi.registers.payers.models import Beneficiary

MORE = 60


def test_who_has_left_the_school_still_stands_with_what_is_theirs(
    world: World, at_desk: At
) -> None:
    bill = worlds.issued_run(world, items=[("AN", 22)])[0]
    worlds.hear(world, bill.code, 700_000)
    post_all()
    Beneficiary.objects.filter(pk=bill.beneficiary_id).update(is_active=False)
    page = said(at_desk(world.lan).get(reverse("desk_credits")))
    assert "Số gia đình 1" in page
    assert bill.beneficiary_name in page


def test_a_full_page_of_payouts_is_a_form_that_is_taken() -> None:
    most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS or 0
    assert 3 * payouts.SHOWN_MOST + len(("csrf", "reason", "paper")) <= most


@pytest.fixture
def canteen(world: World) -> Canteen:
    """Lunch of three children, and sixty more of class 2A."""
    built = canteens.build(world)
    codes = [f"HS9{number:02}" for number in range(MORE)]
    people = [NewBeneficiary(code, f"Lò Thị {code}", class_name="2A", grade="2") for code in codes]
    payers.enrol_many(by=SYSTEM, facility_id=world.a.id, people=people, at=worlds.AT)
    ids = Beneficiary.objects.filter(code__in=codes).values_list("pk", flat=True)
    item = built.lunch.fee_item_id
    registrations.register_many(
        by=SYSTEM,
        facility_id=world.a.id,
        beneficiary_ids=list(ids),
        item_ids=[item],
        ticked=[(who, item) for who in ids],
        from_on=canteens.START_ON,
        at=worlds.AT,
    )
    return built


def test_a_long_month_of_meals_comes_in_pages_and_adds_up_whole(
    client: Client, canteen: Canteen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: canteens.clock_at(date(2026, 11, 2), 9))
    client.force_login(canteen.world.lan.user)
    address = f"{reverse('desk_meals_month')}?thang=2026-10"
    first, second = (said(client.get(f"{address}&page={number}")) for number in (1, 2))
    assert "1–50 trong 63" in first
    assert "51–63 trong 63" in second
    meals_of_october = f"{63 * 22:,}".replace(",", ".")
    assert f"Cộng 0 {meals_of_october} 0 0" in first
    assert f"Cộng 0 {meals_of_october} 0 0" in second
