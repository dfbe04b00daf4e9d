"""What is owed and by when; who is late, how many and whom it was told; difficulties."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.doors.web.office import boards
from tests.doors.web.office.boards import Town, said
from tests.doors.web.office.conftest import At, as_worker
from tests.world import World
from thuphi.ground.kit.clock import VIETNAM
from thuphi.oversight.reports.models import Difficulty

ON_TIME = datetime(2026, 9, 18, 9, 0, tzinfo=VIETNAM)
LATE = datetime(2026, 9, 23, 9, 0, tzinfo=VIETNAM)
LIST = "/van-phong/bao-cao"
TOLD = "/van-phong/bao-cao/kho-khan"


@pytest.fixture
def town(world: World) -> Town:
    """Bắc Ninh of 2026 with a plan, its board and its reports."""
    return boards.build(world)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return said(answer.content)


def test_the_list_begins_with_what_is_late_and_tells_the_day(town: Town, at_office: At) -> None:
    boards.filed(town.thanh, town.owed(town.education, 8), LATE)
    page = text(at_office(town.thanh), LIST)
    assert "1 báo cáo quá hạn." in page
    assert "quá hạn 16 ngày" in page
    assert "hạn 19/09/2026" in page
    assert "hạn hết ngày 19/10/2026, còn 10 ngày làm việc" in page
    assert "gửi chậm 35 ngày" in page
    assert page.index("Làm trước") < page.index("Còn thời gian") < page.index("Đã gửi")
    assert "Ai chậm, ai thiếu" not in text(at_office(town.y), LIST)


def test_a_last_day_that_is_a_day_off_is_hinted_at(
    town: Town, at_office: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = datetime(2026, 9, 16, 8, 0, tzinfo=VIETNAM)
    monkeypatch.setattr("thuphi.ground.kit.clock.now", lambda: before)
    page = text(at_office(town.thanh), LIST)
    assert "Ngày 19/09 là ngày nghỉ (cuối tuần): nên gửi trong ngày 18/09." in page
    assert "1 báo cáo sắp đến hạn." in page


def test_who_sums_up_sees_who_is_late_who_is_missing_and_both_rates(
    town: Town, at_office: At
) -> None:
    boards.filed(town.thanh, town.owed(town.education, 9), ON_TIME)
    boards.filed(town.y, town.owed(town.health, 9), LATE)
    address = reverse("office:reports_watch", args=[town.plan.id])
    for person in (town.kien, town.binh):
        client = at_office(person)
        assert "Ai chậm, ai thiếu" in text(client, LIST)
        page = text(client, address)
        assert "Gửi báo cáo tháng 9/2026" in page
        assert "2 trong 4 báo cáo còn thiếu." in page
        assert "1 báo cáo đúng hạn." in page
        assert '<dd>50,0 %</dd><dd class="num">2 / 4</dd>' in page
        assert '<dd>25,0 %</dd><dd class="num">1 / 4</dd>' in page
        assert "gửi chậm 4 ngày" in page
        assert "đã báo Chủ tịch UBND tỉnh" in page
        assert "Báo cáo tổng hợp tháng 9/2026" in page
    august = text(at_office(town.kien), f"{address}?ky=2026-08-01_2026-08-31")
    assert "4 trong 4 báo cáo còn thiếu." in august
    for person in (town.thanh, town.y):
        expected = 404 if person is town.y else 200
        assert at_office(person).get(address).status_code == expected
    assert at_office(town.kien).get(f"{LIST}/theo-doi/XX").status_code == 404


def test_an_office_s_list_asks_the_same_for_one_report_as_for_many(
    town: Town, at_office: At
) -> None:
    client = at_office(town.y)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    with as_worker():
        for month in (8, 9):
            boards.filed(town.y, town.owed(town.health, month), LATE)
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) == len(few) <= 18


def test_a_difficulty_is_told_heard_and_answered_once(town: Town, at_office: At) -> None:
    client = at_office(town.y)
    facts = {"plan": town.plan.id, "text": "Thiếu máy POS.", "proposal": "Cấp thêm.",
             "agency": town.health.pk}  # fmt: skip
    empty = client.post(f"{TOLD}/gui", facts | {"text": " "})
    assert empty.status_code == 400
    assert "Chưa ghi khó khăn nào." in said(empty.content)
    assert client.post(f"{TOLD}/gui", facts)["Location"] == TOLD
    page = text(client, TOLD)
    assert "Đã gửi tới Sở Khoa học và Công nghệ." in page
    assert "Chờ trả lời" in page
    with as_worker():
        told = Difficulty.objects.get()
    answer = reverse("office:difficulty_answer", args=[told.pk])
    assert client.post(answer, {"text": "x"}).status_code == 404
    other = at_office(town.kien)
    assert "1 khó khăn chờ cơ quan bạn trả lời." in text(other, TOLD)
    other.post(answer, {"text": " "})
    assert "Chưa có câu trả lời." in text(other, TOLD)
    other.post(answer, {"text": "Sẽ cấp trong tháng 11."})
    other.post(answer, {"text": "Lần nữa"})
    page = text(at_office(town.y), TOLD)
    assert "Sẽ cấp trong tháng 11." in page
    assert "Đã trả lời" in page
    assert at_office(town.world.minh).get(TOLD).status_code == 403
    with as_worker():
        assert Difficulty.objects.get().answer == "Sẽ cấp trong tháng 11."
