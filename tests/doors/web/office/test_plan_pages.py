"""The chairman's page of a plan: sentences, bars, map, whom to call; figures with ways below."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests import world as worlds
from tests.doors.web.office.conftest import OFFICE, At, as_worker
from tests.oversight import bac_giang
from tests.oversight.bac_giang import BacGiang
from tests.oversight.reports import offices
from tests.oversight.towns import province
from tests.world import World, person
from thuphi.doors.cli.demo.oversight import sample_plan
from thuphi.ground.kit.actor import SYSTEM
from thuphi.oversight.indicators import charts
from thuphi.oversight.plans import actions as plans
from thuphi.oversight.reports import actions as reports
from thuphi.registers.staff import actions as staff
from thuphi.registers.staff.rules import Role

NBSP = "\u00a0"
DAY = "?ngay=2022-11-14"
PLANS = f"{OFFICE}ke-hoach"


@pytest.fixture
def year(world: World) -> BacGiang:
    """Three districts of Bắc Giang with three months of money."""
    return bac_giang.build(world, districts=3, months=range(8, 12))


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(answer.content.decode().replace(NBSP, " ").split())


def page_of(year: BacGiang, tail: str = "", day: str = DAY) -> str:
    return f"{PLANS}/BG2022/{year.place.pk}{tail}{day}"


def test_the_plans_of_ones_own_province_stand_first(world: World, at_office: At) -> None:
    answer = at_office(world.dung).get(PLANS)
    assert [link.plan.id for link in answer.context["own"]] == ["BG2022", "NAT2022"]
    others = [link.plan.id for link in answer.context["other"]]
    assert sorted(others) == ["AG2022", "HY2022_2025", "TH2022"]


def test_three_sentences_answer_before_anybody_asks(
    year: BacGiang, world: World, at_office: At
) -> None:
    client = at_office(world.dung)
    said = client.get(page_of(year)).context
    first = said["sentence_row"]
    page = text(client, page_of(year))
    lead = re.sub(r"<[^>]+>", "", page.split('<p class="lead">')[1].split("</p>")[0])
    assert lead.startswith(f"Đạt {len(said['reached'])} trên 8 chỉ tiêu")
    assert first.target.id == "BG-T8"
    share = charts.percent(charts.permille(first.now.part, first.now.whole)).replace(NBSP, " ")
    assert f"Cách đích xa nhất là giá trị không tiền mặt, bệnh viện: {share}," in lead
    assert first.lack.endswith("triệu đồng")
    assert f"còn thiếu {first.lack.replace(NBSP, ' ')}" in lead
    assert f"{len(said['failing_ids'])} cơ sở chưa đủ điều kiện của kế hoạch" in lead


def test_targets_stand_by_distance_and_each_figure_leads_on(
    year: BacGiang, world: World, at_office: At
) -> None:
    client = at_office(world.dung)
    rows = client.get(page_of(year)).context["rows"]
    gaps = [row.verdict.gap_points_permille for row in rows if not row.is_reached]
    assert gaps == sorted(gaps, reverse=True)
    states = [row.is_reached for row in rows]
    assert states == sorted(states)
    for row in rows:
        assert client.get(row.page).status_code == 200
        listing = client.get(row.made_of).context["listing"]
        figure = row.verdict.figure
        assert (listing.total.part, listing.total.whole) == (figure.part, figure.whole)
        assert len(listing.rows) == figure.facilities


def test_the_units_of_the_map_add_up_to_the_figure(
    year: BacGiang, world: World, at_office: At
) -> None:
    client = at_office(world.dung)
    said = client.get(page_of(year, day=f"{DAY}&chi-tieu=BG-T1")).context
    figure = said["shown"].verdict.figure
    assert said["shown"].target.id == "BG-T1"
    assert sum(tile.figure.part for tile in said["tiles"]) == figure.part
    assert sum(tile.figure.whole for tile in said["tiles"]) == figure.whole == 9
    assert [tile.name for tile in said["map_tiles"]] == [one.full_name for one in year.districts]
    below = client.get(said["map_tiles"][0].href).context
    assert below["shown"].verdict.figure.whole == said["map_tiles"][0].figure.whole


def test_those_to_be_called_have_a_name_and_one_number(
    year: BacGiang, world: World, at_office: At
) -> None:
    client = at_office(world.dung)
    called = client.get(page_of(year)).context["called"]
    assert called
    assert called[0].facility.name == "Bệnh viện Đa khoa tỉnh"
    assert len({one.facility.pk for one in called}) == len(called) <= 5
    assert 'href="tel:02223800100"' in text(client, page_of(year))


def test_the_same_ground_is_seen_by_units_of_then_and_of_today(
    year: BacGiang, world: World, at_office: At
) -> None:
    client = at_office(world.dung)
    then = client.get(page_of(year)).context
    today = client.get(f"{PLANS}/BG2022/{world.province.pk}{DAY}").context
    assert [one.verdict.figure for one in then["rows"]] == [
        one.verdict.figure for one in today["rows"]
    ]
    assert "Phường Bắc Giang" in {tile.name for tile in today["tiles"]}
    assert "Huyện Yên Thế" in {tile.name for tile in then["tiles"]}
    assert [link.label for link in then["others"]] == ["Tỉnh Bắc Ninh ngày nay"]
    assert "Tỉnh Bắc Giang khi đó" in [link.label for link in today["others"]]


def test_a_province_that_outlived_the_reform_shows_districts_or_communes(
    world: World, at_office: At
) -> None:
    thanh_hoa = province("38")
    officer = person("oanh", "Lê Thị Oanh", Role.OFFICER, place_id=thanh_hoa.pk)
    client = at_office(officer)
    here = f"{PLANS}/TH2022/{thanh_hoa.pk}"
    asked = client.get(here).context["look"]
    assert {unit.level for unit in asked.units} == {"district"}
    today = client.get(f"{here}?dia-gioi=2026-10-01").context["look"]
    assert {unit.level for unit in today.units} == {"commune"}


def test_a_target_is_told_in_words_with_its_ground_and_its_months(
    year: BacGiang, world: World, at_office: At
) -> None:
    client = at_office(world.dung)
    page = text(client, page_of(year, "/chi-tieu/bg-t6"))
    assert "số tiền các giao dịch thu không dùng tiền mặt" in page
    assert "1813/QĐ-TTg" in page
    assert "từng tháng" in page
    assert "<svg aria-hidden" in page
    assert not re.search(r'<[^>]+ style="', page)
    assert client.get(page_of(year, "/chi-tieu/BG-T99")).status_code == 404


def test_the_list_is_narrowed_and_taken_away(year: BacGiang, world: World, at_office: At) -> None:
    client = at_office(world.dung)
    where = page_of(year, "/chi-tieu/BG-T1/co-so", day="")
    every = client.get(where).context["listing"]
    short = client.get(f"{where}?loc=chua").context["listing"]
    assert len(short.rows) == every.short == 2
    assert short.total.part == 0
    named = client.get(f"{where}?ten=tho xuong").context["listing"]
    assert {row.one.name for row in named.rows} == {
        "Trường Tiểu học Thọ Xương", "Trường THCS Thọ Xương", "Trường Mầm non Thọ Xương",
    }  # fmt: skip
    sheet = client.get(f"{where}.xlsx?loc=chua").content
    book = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert book[-1][:5] == ["", "Cộng", "", 0, 2]
    lines = list(csv.reader(io.StringIO(client.get(f"{where}.csv").content.decode("utf-8-sig"))))
    assert lines[-1][:6] == ["", "Cộng", "", "7", "9", f"77,7{NBSP}%"]
    assert len(lines) == 2 + 9 + 1


def test_a_rule_for_each_facility_leads_to_those_who_fail_it(
    year: BacGiang, world: World, at_office: At
) -> None:
    client = at_office(world.dung)
    failing = client.get(page_of(year)).context["failing"]
    assert failing
    for one in failing:
        assert client.get(one.href).context["page"].paginator.count == one.count
    assert client.get(page_of(year, "/yeu-cau/nonsense")).status_code == 404


def test_a_facility_sees_which_of_the_plans_rules_it_keeps(
    year: BacGiang, world: World, at_office: At
) -> None:
    client = at_office(world.dung)
    asked = client.get(f"{OFFICE}don-vi/{year.hospital.id}").context["asked_of_it"]
    assert [(one.plan, f"{one.on:%d/%m/%Y}") for one in asked] == [
        ("Kế hoạch 2022 của Bắc Giang", "31/12/2022")
    ]
    first = asked[0].rows[0]
    assert first.label == "Cơ sở y tế: sẵn sàng 3 trong 4 phương thức"
    assert "Cơ sở y tế: có người đầu mối" in [
        row.label for row in asked[0].rows if row.pill.tone == "good"
    ]
    # A school of today did not stand under the plan of 2022.
    assert client.get(f"{OFFICE}don-vi/{world.a.id}").context["asked_of_it"] == []


def test_the_page_is_taken_home_as_a_sheet(year: BacGiang, world: World, at_office: At) -> None:
    answer = at_office(world.dung).get(page_of(year, "/ban-in.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert f'filename="bg2022-{year.place.pk}-2022-11-14.pdf"' in answer["Content-Disposition"]
    assert answer.content.startswith(b"%PDF-")


def test_who_may_not_see_the_ground_finds_no_plan_there(
    year: BacGiang, world: World, at_office: At
) -> None:
    with as_worker():
        thanh_hoa = province("38")
        other = person("oanh", "Lê Thị Oanh", Role.OFFICER, place_id=thanh_hoa.pk)
    tails = ("", "/ban-in.pdf", "/chi-tieu/BG-T1", "/chi-tieu/BG-T1/co-so", "/yeu-cau/BG-R1")
    for tail in tails:
        assert at_office(other).get(page_of(year, tail)).status_code == 404
        assert at_office(world.lan).get(page_of(year, tail)).status_code == 404
        assert at_office(world.minh).get(page_of(year, tail)).status_code == 403
        assert Client().get(page_of(year, tail)).status_code == 302
    assert at_office(world.dung).get(f"{PLANS}/XX2022/{year.place.pk}").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "?ngay=x",
        "?ngay=1999-01-01",
        "?ngay=2999-01-01",
        "?dia-gioi=0001-01-01",
        "?dia-gioi=2999-01-01",
        "?chi-tieu=x",
    ],
)
def test_days_that_cannot_be_read_harm_nothing(world: World, at_office: At, query: str) -> None:
    assert (
        at_office(world.dung).get(f"{PLANS}/BG2022/{world.province.pk}{query}").status_code == 200
    )


def test_a_plan_without_any_figure_says_so(world: World, at_office: At) -> None:
    page = text(at_office(world.dung), f"{PLANS}/AG2022/{world.province.pk}")
    assert "Chưa có số liệu nào trong kỳ của kế hoạch này." in page


def test_the_number_of_questions_does_not_grow_with_the_town(world: World, at_office: At) -> None:
    small = bac_giang.build(world, districts=1, months=[9])
    client = at_office(world.dung)
    tails = ("", "/chi-tieu/BG-T1", "/chi-tieu/BG-T1/co-so")
    before = [questions(client, page_of(small, tail)) for tail in tails]
    with as_worker():
        bac_giang.more(world, small, districts=2)
    assert [questions(client, page_of(small, tail)) for tail in tails] == before
    assert max(before) <= 20


def questions(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as told:
        assert client.get(address).status_code == 200
    return len(told)


def test_reports_that_are_late_or_due_this_week_stand_on_the_page(
    year: BacGiang, world: World, at_office: At
) -> None:
    then = offices.of_2022("24")
    reports.generate(
        by=SYSTEM,
        plan=offices.plan("BG2022"),
        place=then.place,
        until=date(2022, 12, 31),
        at=offices.AT_2022,
    )
    staff.assign(
        by=SYSTEM,
        user_id=world.dung.user.pk,
        role=Role.OFFICER,
        agency_id=then.committee.pk,
        at=worlds.AT,
    )
    client = at_office(world.dung)
    answer = client.get(page_of(year))
    found = answer.context["reports"]
    # Ten months of five offices are late; four owe November's before day 20.
    assert (found.late, found.soon) == (50, 4)
    assert len(found.shown) == 5
    assert found.shown[0].said.startswith("quá hạn ")
    page = text(client, page_of(year))
    assert "50 báo cáo quá hạn" in page
    assert "4 báo cáo đến hạn trong bảy ngày tới." in page
    watch = "/van-phong/bao-cao/theo-doi/BG2022"
    assert f'href="{watch}"' in page
    assert client.get(watch).status_code == 200
    district = client.get(f"{PLANS}/BG2022/{year.districts[0].pk}{DAY}")
    assert district.context["reports"].shown == []


def test_who_decides_on_reports_comes_to_the_plan_that_runs(world: World, at_office: At) -> None:
    chairman = person("binh", "Trần Thanh Bình", Role.CHAIRMAN, place_id=world.province.pk)
    client = at_office(chairman)
    assert client.get(OFFICE).headers["Location"] == f"{OFFICE}dia-ban/{world.province.pk}"
    with as_worker():
        plans.adopt(by=SYSTEM, text=sample_plan(worlds.TODAY), at=worlds.AT)
    running = f"{PLANS}/BN2026/{world.province.pk}"
    assert client.get(OFFICE).headers["Location"] == running
    own = client.get(PLANS).context["own"]
    assert [link.plan.id for link in own] == ["BN2026", "BG2022", "NAT2022"]
    assert at_office(world.dung).get(OFFICE).headers["Location"].startswith(f"{OFFICE}dia-ban/")
