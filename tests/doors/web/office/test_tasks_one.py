"""One task: progress, confirmation, money, remarks; the committee's days and further leads."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.doors.web.office import boards
from tests.doors.web.office.boards import Town, said
from tests.doors.web.office.conftest import At, as_worker
from tests.world import World
from thuphi.oversight.tasks.models import TaskFunding, TaskItem, TaskPart

TASK = "BG-K3a"


@pytest.fixture
def town(world: World) -> Town:
    """Bắc Ninh of 2026 with a plan, its board and its reports."""
    return boards.build(world)


@pytest.fixture
def item(town: Town) -> TaskItem:
    """A task of two leads."""
    return town.item(TASK)


@pytest.fixture
def part(town: Town) -> TaskPart:
    """What the education department has to do of it."""
    return town.part(TASK, town.education)


def page_of(item: TaskItem) -> str:
    return reverse("office:task", args=[item.pk])


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return said(answer.content)


def progress(item: TaskItem, part: TaskPart) -> str:
    return reverse("office:task_progress", args=[item.pk, part.pk])


def typed(part: TaskPart, **facts: str) -> dict[str, str]:
    return {f"p{part.pk}-{name}": value for name, value in facts.items()}


def state_of(part: TaskPart) -> tuple[str, int]:
    with as_worker():
        part.refresh_from_db()
        return part.state, part.percent


def test_each_lead_moves_and_confirms_its_own_part(
    town: Town, item: TaskItem, part: TaskPart, at_office: At
) -> None:
    client = at_office(town.thanh)
    doing = typed(part, state="doing", percent="40", note="Đã in tờ rơi")
    assert client.post(progress(item, part), doing)["Location"] == page_of(item)
    page = text(client, page_of(item))
    assert "Đã ghi tiến độ." in page
    assert "40 %" in page
    assert "Đã in tờ rơi" in page
    assert state_of(part) == ("doing", 40)
    done = typed(
        part, state="done", percent="40", evidence="BC 45", evidence_url="https://bn.vn/45"
    )
    client.post(progress(item, part), done)
    assert state_of(part) == ("done", 100)
    confirm = reverse("office:task_confirm", args=[item.pk, part.pk])
    assert client.post(confirm).status_code == 302
    page = text(client, page_of(item))
    assert "1 trên 2 cơ quan đã xác nhận" in page
    assert 'href="https://bn.vn/45"' in page
    assert state_of(part) == ("confirmed", 100)
    client.post(confirm)
    assert "vừa có thay đổi" in text(client, page_of(item))


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_kept(
    town: Town, item: TaskItem, part: TaskPart, at_office: At
) -> None:
    client = at_office(town.thanh)
    for facts, told in (
        (typed(part, state="doing", percent="100"), "từ 0 đến 99"),
        (typed(part, state="gi"), "Chọn một trạng thái trong danh sách."),
        (typed(part, state="doing", percent="x"), "số nguyên từ 0 đến 99"),
        (typed(part, state="doing", percent="4", evidence_url="ftp://x"), "bắt đầu bằng https://"),
    ):
        answer = client.post(progress(item, part), facts)
        assert answer.status_code == 400
        assert told in said(answer.content)
    assert state_of(part) == ("not_started", 0)


def test_confirming_needs_evidence_and_reopening_a_reason(
    town: Town, item: TaskItem, part: TaskPart, at_office: At
) -> None:
    client = at_office(town.thanh)
    client.post(progress(item, part), typed(part, state="done"))
    client.post(reverse("office:task_confirm", args=[item.pk, part.pk]))
    assert "Chưa có minh chứng." in text(client, page_of(item))
    assert state_of(part) == ("done", 100)
    answer = client.post(progress(item, part), typed(part, state="doing", percent="80"))
    assert "ghi lý do ở đây" in said(answer.content)
    client.post(progress(item, part), typed(part, state="doing", percent="80", note="Còn một xã"))
    assert state_of(part) == ("doing", 80)


def test_money_is_written_added_up_and_struck(town: Town, item: TaskItem, at_office: At) -> None:
    client = at_office(town.thanh)
    fund = reverse("office:task_fund", args=[item.pk])
    facts = {"source": "Ngân sách tỉnh", "amount": "120.000.000", "agency": town.education.pk}
    wrong = client.post(fund, facts | {"amount": "mười"})
    assert wrong.status_code == 400
    assert "“mười” không đọc được thành số đồng." in said(wrong.content)
    assert "ít nhất là 1 đồng" in said(client.post(fund, facts | {"amount": "0"}).content)
    for _ in range(2):
        assert client.post(fund, facts).status_code == 302
    with as_worker():
        first = TaskFunding.objects.order_by("pk")[0]
    assert "240.000.000 đ" in text(client, page_of(item))
    strike = reverse("office:task_strike", args=[item.pk, first.pk])
    client.post(strike, {"reason": " "})
    assert "Chưa có lý do gạch." in text(client, page_of(item))
    client.post(strike, {"reason": "Ghi hai lần"})
    page = text(client, page_of(item))
    assert "Ghi hai lần" in page
    assert "<dt>Cộng</dt><dd>120.000.000 đ</dd>" in page
    client.post(strike, {"reason": "Nữa"})
    assert "đã được gạch trước đó" in text(client, page_of(item))
    assert at_office(town.y).post(strike, {"reason": "x"}).status_code == 404


def test_remarks_are_of_an_office_and_stay(town: Town, item: TaskItem, at_office: At) -> None:
    client = at_office(town.y)
    address = reverse("office:task_comment", args=[item.pk])
    empty = client.post(address, {"text": " ", "agency": town.health.pk})
    assert empty.status_code == 400
    other = client.post(address, {"text": "x", "agency": town.education.pk})
    assert other.status_code == 400
    client.post(address, {"text": "Sở Y tế lo phần\nbệnh viện.", "agency": town.health.pk})
    page = text(at_office(town.thanh), page_of(item))
    assert "Sở Y tế lo phần<br>bệnh viện." in page
    assert "Phạm Thị Y" in page


def test_the_committee_sets_the_day_and_gives_a_further_lead(
    town: Town, item: TaskItem, at_office: At
) -> None:
    client = at_office(town.binh)
    due, give = (reverse(f"office:task_{one}", args=[item.pk]) for one in ("due", "give"))
    assert client.post(due, {"due_on": "31/02/2026"}).status_code == 400
    assert client.post(due, {"due_on": "31/12/2026"}).status_code == 302
    assert "Đã đặt hạn 31/12/2026." in text(client, page_of(item))
    assert client.post(give, {"agency": town.education.pk}).status_code == 400
    assert client.post(give, {"agency": town.science.pk}).status_code == 302
    page = text(client, page_of(item))
    assert "Đã giao thêm cơ quan chủ trì." in page
    assert "0 trên 3 cơ quan đã xác nhận" in page
    with as_worker():
        item.refresh_from_db()
    assert (item.due_on, item.due_is_set) == (date(2026, 12, 31), True)


def test_another_part_is_read_and_not_written(
    town: Town, item: TaskItem, part: TaskPart, at_office: At
) -> None:
    client = at_office(town.y)
    page = text(client, page_of(item))
    assert "Phần của Sở Y tế" in page
    assert "Phần của Sở Giáo dục" not in page
    assert client.post(progress(item, part), typed(part, state="doing")).status_code == 404
    assert client.post(reverse("office:task_due", args=[item.pk])).status_code == 403
    assert client.post(reverse("office:task_give", args=[item.pk])).status_code == 403
    assert state_of(part) == ("not_started", 0)


def test_a_task_of_others_is_not_there(town: Town, at_office: At) -> None:
    schools = town.item("BG-K1.1b")
    client = at_office(town.y)
    assert client.get(page_of(schools)).status_code == 404
    address = reverse("office:task_comment", args=[schools.pk])
    assert client.post(address, {"text": "x", "agency": town.health.pk}).status_code == 404
    assert client.get(reverse("office:task", args=[999_999])).status_code == 404
    assert at_office(town.binh).get(page_of(schools)).status_code == 200
    for person in (town.world.lan, town.world.minh):
        assert at_office(person).get(page_of(schools)).status_code in {403, 404}
