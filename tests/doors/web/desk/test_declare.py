"""A facility's month at the desk: written, refused with a name, explained, sent, begun anew."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW, At, as_worker
from tests.world import Person, World
from thuphi.doors.web.desk import declare_urls
from thuphi.ground.kit.periods import Month
from thuphi.oversight.declarations import actions, queries
from thuphi.oversight.declarations.models import Declaration, DeclarationFlag
from thuphi.oversight.declarations.rules import Item
from thuphi.registers.staff.rules import Role

NBSP = "\u00a0"
SEPTEMBER = Month(2026, 9)
GOOD = {
    "qr_count": "80", "qr_vnd": "24.000.000", "web_count": "0", "web_vnd": "0",
    "mobile_money_count": "10", "mobile_money_vnd": "3.000.000", "card_count": "0",
    "card_vnd": "0", "cash_count": "10", "cash_vnd": "3.000.000", "equipped_on": "2026-01-05",
    "accepts_on": "2026-02-01", "pupils": "320", "online_teaching": "1",
    "lessons_total_primary": "1.000", "lessons_online_primary": "120",
}  # fmt: skip


@pytest.fixture
def officers(world: World) -> tuple[Person, Person]:
    """Two people of the department: one verifies, the other approves."""
    other = worlds.person("sau", "Lý Thị Sáu", Role.OFFICER, place_id=world.province.pk)
    return world.dung, other


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return said(answer.content)


def said(content: bytes) -> str:
    return " ".join(content.decode().replace(NBSP, " ").split())


def home(world: World) -> str:
    return reverse("desk_declare", args=[world.a.id])


def month(world: World, which: Month = SEPTEMBER) -> str:
    return reverse("desk_declare_month", args=[world.a.id, which])


def approved(world: World, officers: tuple[Person, Person]) -> None:
    first, second = officers
    found = Declaration.objects.get(facility_id=world.a.id)
    actions.verify(by=first.actor, declaration_id=found.pk, at=NOW)
    actions.approve(by=second.actor, declaration_id=found.pk, at=NOW)


def test_the_list_says_which_month_is_due(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    page = text(client, home(world))
    assert "Tháng 09/2026 chưa kê khai." in page
    assert page.count("Chưa kê khai") == 12
    assert "Kê khai tháng 09/2026" in page
    assert "Kê khai tháng" in text(client, reverse("desk_home"))


def test_a_draft_keeps_what_was_typed_and_adds_it_up(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    some = {"qr_count": "80", "qr_vnd": "24.000.000", "cash_count": "20", "cash_vnd": "6.000.000"}
    answer = client.post(month(world), {**some, "do": "save"})
    assert answer.status_code == 302
    page = text(client, month(world))
    assert "Đã lưu nháp, chưa gửi." in page
    assert 'value="24.000.000"' in page
    assert "80,0 %" in page
    assert "24.000.000 đ / 30.000.000 đ" in page
    assert "Còn 10 mục bắt buộc chưa khai" in page
    assert "Đang lập" in text(client, home(world))
    with as_worker():
        (found,) = queries.months_of(world.a.id)
        assert found.values[Item.QR_VND] == 24_000_000
        assert len(found.values) == 4


def test_a_full_month_is_sent_and_then_only_read(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    answer = client.post(month(world), {**GOOD, "do": "submit"})
    assert answer.status_code == 302, said(answer.content)
    page = text(client, month(world))
    assert "Đã gửi, chờ cơ quan quản lý xác minh" in page
    assert "24.000.000 đ" in page
    assert "90,0 %" in page
    assert "<form" not in page.split("<main")[1].replace('role="search"', "").split("<h1")[1]
    assert "Nguyễn Thị Lan gửi ngày 06/10/2026" in text(client, home(world))
    answer = client.post(month(world), {**GOOD, "qr_count": "1", "do": "save"})
    assert answer.status_code == 302
    assert "không sửa được" in text(client, month(world))
    with as_worker():
        (found,) = queries.months_of(world.a.id)
        assert (found.state.value, found.values[Item.QR_COUNT]) == ("submitted", 80)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"qr_count": "-3"}, "“-3” là số âm"),
        ({"qr_count": "2,5"}, "gõ số nguyên như 1.250.000"),
        ({"qr_vnd": "nhiều"}, "không đọc được thành số"),
        ({"equipped_on": "31/02/2026"}, "Không có ngày “31/02/2026” trên lịch"),
        ({"online_teaching": "9"}, "gõ Có hoặc Không"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field_and_nothing_is_kept(
    world: World, at_desk: At, typed: dict[str, str], sentence: str
) -> None:
    answer = at_desk(world.lan).post(month(world), {**GOOD, **typed, "do": "save"})
    assert answer.status_code == 400
    assert sentence in said(answer.content)
    assert 'aria-invalid="true"' in said(answer.content)
    with as_worker():
        assert not Declaration.objects.exists()


@pytest.mark.parametrize(
    ("typed", "rule", "mend"),
    [
        ({"lessons_online_primary": "1.001"}, "Phần không quá tổng", "xem lại hai số"),
        ({"card_vnd": "5.000"}, "Có tiền thì có giao dịch", "ghi số giao dịch"),
        ({"accepts_on": "2026-01-01"}, "Trang bị trước, nhận sau", "xem lại hai ngày"),
        ({"pupils": ""}, "Mục bắt buộc", "Không phát sinh thì ghi 0."),
        ({"equipped_on": "2026-12-01"}, "Ngày đã đến", "xem lại ngày"),
    ],
)
def test_a_broken_rule_is_named_with_its_mend_and_nothing_is_sent(
    world: World, at_desk: At, typed: dict[str, str], rule: str, mend: str
) -> None:
    client = at_desk(world.lan)
    answer = client.post(month(world), {**GOOD, **typed, "do": "submit"})
    page = said(answer.content)
    assert answer.status_code == 400
    assert f"<b>{rule}.</b>" in page
    assert mend in page
    assert "chưa gửi" in page
    with as_worker():
        assert queries.months_of(world.a.id)[0].state.value == "draft"


def test_a_flag_is_explained_and_then_sent(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    odd = {**GOOD, "equipped_on": "", "accepts_on": ""}
    answer = client.post(month(world), {**odd, "do": "submit"})
    page = said(answer.content)
    assert answer.status_code == 400
    assert "2 chỗ cần giải thích, chưa gửi" in page
    assert 'name="explain-used_is_equipped:equipped_on"' in page
    explained = {
        "explain-used_is_equipped:equipped_on": "Dùng máy của ngân hàng",
        "explain-used_is_accepted:accepts_on": "Mượn trước khi có quyết định",
    }
    saved = client.post(month(world), {**odd, **explained, "do": "save"})
    assert saved.status_code == 302
    assert "Mượn trước khi có quyết định" in text(client, month(world))
    answer = client.post(month(world), {**odd, **explained, "do": "submit"})
    assert answer.status_code == 302
    page = text(client, month(world))
    assert "Đã giải thích" in page
    assert "Dùng máy của ngân hàng" in page
    with as_worker():
        assert DeclarationFlag.objects.count() == 2


def test_the_month_before_stands_beside(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    august = month(world, Month(2026, 8))
    assert client.post(august, {**GOOD, "do": "submit"}).status_code == 302
    page = text(client, month(world))
    assert "Tháng trước: 24.000.000 đ" in page
    assert "Tháng trước: 05/01/2026" in page


def test_what_is_booked_here_is_not_declared_again(world: World, at_desk: At) -> None:
    october = month(world, Month(2026, 10))
    with as_worker(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO month_count (facility_id, month, method, payments, value_vnd)"
            " VALUES (%s, '2026-09-01', 'qr', 12, 3600000), (%s, '2026-09-01', 'cash', 3, 900000)",
            [world.a.id, world.a.id],
        )
    client = at_desk(world.lan)
    assert "Tiền thu qua đây không phải kê khai" in text(client, home(world))
    page = text(client, month(world))
    assert "Tiền vào đã ghi sổ ở đây" in page
    assert "3.600.000 đ / 4.500.000 đ" in page
    assert "Có tiền thu ngoài hệ thống này" in page
    rest = {name: value for name, value in GOOD.items() if not name.endswith(("count", "vnd"))}
    answer = client.post(month(world), {**rest, "do": "submit"})
    assert answer.status_code == 302, said(answer.content)
    assert "Tiền vào đã ghi sổ ở đây" not in text(client, october)


def test_less_than_what_is_booked_is_refused(world: World, at_desk: At) -> None:
    with as_worker(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO month_count (facility_id, month, method, payments, value_vnd)"
            " VALUES (%s, '2026-09-01', 'qr', 900, 360000000)",
            [world.a.id],
        )
    answer = at_desk(world.lan).post(month(world), {**GOOD, "do": "submit"})
    assert answer.status_code == 400
    assert "Không thấp hơn số đã ghi sổ" in said(answer.content)


def test_an_approved_month_is_locked_and_a_new_revision_begins(
    world: World, at_desk: At, officers: tuple[Person, Person]
) -> None:
    client = at_desk(world.lan)
    client.post(month(world), {**GOOD, "do": "submit"})
    with as_worker():
        approved(world, officers)
    page = text(client, month(world))
    assert "Đã duyệt và khóa" in page
    assert "Hoàng Trung Dũng" in page
    assert "Lập bản mới" in page
    again = reverse("desk_declare_reopen", args=[world.a.id, SEPTEMBER])
    assert client.post(again).status_code == 302
    page = text(client, month(world))
    assert "Bản 2, thay bản đã duyệt trước." in page
    assert 'value="24.000.000"' in page
    assert "Đã duyệt và khóa" in text(client, f"{month(world)}?ban=1")
    assert client.get(f"{month(world)}?ban=7").status_code == 404
    assert client.post(again).status_code == 302
    assert "chưa duyệt nên chưa cần bản mới" in text(client, month(world))


def test_what_was_sent_back_says_why_and_is_sent_again(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    client.post(month(world), {**GOOD, "do": "submit"})
    with as_worker():
        found = Declaration.objects.get()
        actions.send_back(
            by=world.dung.actor, declaration_id=found.pk, reason="Thiếu biên bản.", at=NOW
        )
    assert "bị trả lại" in text(client, home(world))
    assert "Thiếu biên bản." in text(client, month(world))
    assert client.post(month(world), {**GOOD, "do": "submit"}).status_code == 302
    with as_worker():
        assert Declaration.objects.get().state == "submitted"


def test_evidence_is_laid_beside_and_taken_away(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    client.post(month(world), {"do": "save"})
    add = reverse("desk_declare_evidence", args=[world.a.id, SEPTEMBER])
    file = SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.7 bien ban", "application/pdf")
    assert client.post(add, {"words": "Biên bản số 12", "file": file}).status_code == 302
    page = text(client, month(world))
    assert "Biên bản số 12 · bien-ban.pdf" in page
    with as_worker():
        (proof,) = queries.sheet(world.a.id, SEPTEMBER, NOW.date()).proofs
    got = client.get(reverse("desk_declare_file", args=[world.a.id, proof.id]))
    assert got.content == b"%PDF-1.7 bien ban"
    assert got["Content-Disposition"] == 'attachment; filename="bien-ban.pdf"'
    odd = SimpleUploadedFile("x.exe", b"MZ", "application/pdf")
    client.post(add, {"words": "", "file": odd})
    assert "Chưa thêm gì" in text(client, month(world))
    client.post(add, {"words": ""})
    assert "Ghi liên kết, mô tả hoặc chọn một tệp." in text(client, month(world))
    remove = reverse("desk_declare_evidence_remove", args=[world.a.id, proof.id])
    assert client.post(remove, {"month": "2026-09"})["Location"] == month(world)
    assert "Chưa có minh chứng." in text(client, month(world))
    assert client.post(remove).status_code == 404


@pytest.mark.parametrize("written", ["2026-11", "2021-12", "khong", "2026-13"])
def test_a_month_that_cannot_be_declared_is_not_there(
    world: World, at_desk: At, written: str
) -> None:
    address = reverse("desk_declare_month", args=[world.a.id, written])
    assert at_desk(world.lan).get(address).status_code == 404


def test_who_may_not_declare_sees_no_page_and_a_stranger_none(world: World, at_desk: At) -> None:
    addresses = [home(world), month(world), reverse("desk_declare_upload", args=[world.a.id])]
    for address in addresses:
        assert at_desk(world.minh).get(address).status_code == 403
        assert at_desk(world.quan).get(address).status_code == 404
        assert Client().get(address).status_code == 302
    assert at_desk(world.quan).post(month(world), {**GOOD, "do": "submit"}).status_code == 404
    with as_worker():
        assert not Declaration.objects.exists()


def test_every_address_is_closed_to_strangers_cashiers_and_officers(
    world: World, at_desk: At
) -> None:
    client = at_desk(world.lan)
    client.post(month(world), {**GOOD, "do": "save"})
    add = reverse("desk_declare_evidence", args=[world.a.id, SEPTEMBER])
    client.post(add, {"words": "Biên bản số 12"})
    with as_worker():
        (proof,) = queries.sheet(world.a.id, SEPTEMBER, NOW.date()).proofs
    values = {"facility_id": world.a.id, "written": SEPTEMBER, "evidence_id": proof.id, "use_id": 1}
    for one in declare_urls.urlpatterns:
        address = reverse(
            str(one.name), kwargs={name: values[name] for name in one.pattern.converters}
        )
        assert Client().post(address).status_code == 302, one.name
        for person in (world.minh, world.dung):
            assert at_desk(person).post(address).status_code == 403, one.name
        stranger = at_desk(world.quan)
        answers = {stranger.get(address).status_code, stranger.post(address).status_code}
        assert answers <= {404, 405}, one.name
        assert 404 in answers, one.name
    with as_worker():
        assert len(queries.sheet(world.a.id, SEPTEMBER, NOW.date()).proofs) == 1


def test_the_list_asks_as_much_for_two_years_as_for_a_month(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    client.post(month(world), {**GOOD, "do": "submit"})
    client.get(home(world))
    with CaptureQueriesContext(connection) as few:
        client.get(home(world))
    for which in (Month(2025, 10), Month(2026, 1), Month(2026, 5), Month(2026, 8)):
        client.post(month(world, which), {**GOOD, "do": "save"})
    client.get(home(world))
    with CaptureQueriesContext(connection) as more:
        client.get(home(world))
    assert len(more) == len(few) <= 16


def test_days_are_shown_as_the_browser_takes_them(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    client.post(month(world), {**GOOD, "do": "save"})
    page = text(client, month(world))
    assert 'type="date" name="equipped_on" value="2026-01-05"' in page
    with as_worker():
        assert queries.months_of(world.a.id)[0].values[Item.EQUIPPED_ON] == 20260105
