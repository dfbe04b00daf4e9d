"""A department without a unit of its own sees how its province stands against the plan."""

from __future__ import annotations

from django.test import Client

from tests import world as worlds
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.registers.agencies import actions as agencies
from thuphi.registers.agencies.models import AgencyKind
from thuphi.registers.places.models import Place
from thuphi.registers.staff import actions as staff
from thuphi.registers.staff.rules import Role


def test_a_department_sees_the_plan_of_its_province_and_of_no_other(
    client: Client, world: World
) -> None:
    office = agencies.found_agency(
        by=SYSTEM, name="Sở Giáo dục và Đào tạo", kind=AgencyKind.EDUCATION_DEPARTMENT,
        place_id=world.province.pk, valid_from=worlds.TODAY, at=worlds.AT,
    )  # fmt: skip
    mai = staff.create_login(
        by=SYSTEM, username="mai", password=None, full_name="Lương Thị Mai", at=worlds.AT
    )
    staff.assign(by=SYSTEM, user_id=mai.pk, role=Role.OFFICER, agency_id=office.pk, at=worlds.AT)
    client.force_login(mai)
    home = client.get("/van-phong/ke-hoach")
    assert f"/van-phong/ke-hoach/BG2022/{world.province.pk}" in (
        home.url if home.status_code == 302 else home.content.decode()
    )
    assert client.get(f"/van-phong/ke-hoach/BG2022/{world.province.pk}").status_code == 200
    elsewhere = Place.objects.get(code="38", level="province", valid__contains=worlds.TODAY)
    assert client.get(f"/van-phong/ke-hoach/TH2022/{elsewhere.pk}").status_code == 404
    assert client.get(f"/van-phong/dia-ban/{world.province.pk}").status_code == 404
