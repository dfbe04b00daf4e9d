"""A department's workbook: one template for a month, looked at, then handed in whole or not."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineWorkbook

from tests.doors.web.office.conftest import At, as_worker
from tests.doors.web.office.declared import (
    HOME,
    HOSPITAL,
    SCHOOL,
    filled,
    said,
    sheet,
    text,
    without,
)
from tests.oversight.towns import Payee
from tests.world import Person, World
from thuphi.oversight.declarations.models import Declaration
from thuphi.oversight.declarations.rules import Item


def test_the_template_names_who_is_missing(
    world: World, hospital: Payee, waiting: int, at_office: At
) -> None:
    answer = at_office(world.dung).get(f"{HOME}/mau.xlsx?thang=2026-09")
    assert answer["Content-Disposition"] == 'attachment; filename="ke-khai-2026-09.xlsx"'
    found = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_name("Kê khai")
    rows = found.to_python(skip_empty_area=False)
    assert [row[:3] for row in rows[2:]] == [
        ["27100", "Bệnh viện Ví Dụ", "09/2026"],
        ["27002", "Trường THCS Tư thục Láng Giềng", "09/2026"],
    ]
    assert rows[0][0] == "Mã cơ sở*"
    assert "Viện phí phải thu" in rows[0]
    assert "Tiểu học: tổng số tiết" not in rows[0]


def test_a_workbook_is_looked_at_and_then_handed_in(
    world: World, hospital: Payee, second: Person, at_office: At
) -> None:
    client = at_office(world.dung)
    content = filled({"27001": SCHOOL, "27100": HOSPITAL})
    answer = client.post(f"{HOME}/tep", {"workbook": sheet(content)})
    page = said(answer.content)
    assert answer.status_code == 200
    assert "Đọc được từ tệp" in page
    assert "30.000.000 đ" in page
    with as_worker():
        assert not Declaration.objects.exists()
    rows = answer.context["signed"]
    assert at_office(second).post(f"{HOME}/tep/ghi", {"rows": rows}).status_code == 302
    with as_worker():
        assert not Declaration.objects.exists()
    assert at_office(world.dung).post(f"{HOME}/tep/ghi", {"rows": rows}).status_code == 302
    with as_worker():
        assert set(Declaration.objects.values_list("state", flat=True)) == {"submitted"}
        assert Declaration.objects.count() == 2
    again = at_office(world.dung).post(f"{HOME}/tep", {"workbook": sheet(content)})
    assert again.status_code == 400
    assert "đã gửi nên không ghi đè được" in said(again.content)


def test_faults_stand_in_the_sheet_s_own_coordinates_and_nothing_is_offered(
    world: World, at_office: At
) -> None:
    client = at_office(world.dung)
    wrong = {**SCHOOL, Item.LESSONS_ONLINE_PRIMARY: 2000}
    odd = without(SCHOOL, Item.ACCEPTS_ON)
    content = filled({"27001": wrong, "99999": SCHOOL, "27002": odd})
    answer = client.post(f"{HOME}/tep", {"workbook": sheet(content)})
    page = said(answer.content)
    assert answer.status_code == 400
    assert "Tiểu học: tiết trực tuyến" in page
    assert "Phần không quá tổng." in page
    assert "không có cơ sở mã “99999” trong phạm vi của bạn" in page
    assert "không áp dụng cho loại cơ sở này" in page
    assert "Ghi vào cột Giải trình." in page
    assert answer.context["signed"] == ""
    places_found = [(one.row, one.column[:1]) for one in answer.context["checked"].places]
    assert (4, "A") in places_found
    assert any(row == 3 for row, _column in places_found)


def test_an_explanation_in_the_sheet_lets_the_odd_pass(world: World, at_office: At) -> None:
    client = at_office(world.dung)
    odd = without(SCHOOL, Item.ACCEPTS_ON)
    content = filled({"27001": odd}, "Máy mượn")
    answer = client.post(f"{HOME}/tep", {"workbook": sheet(content)})
    assert answer.status_code == 200
    assert client.post(f"{HOME}/tep/ghi", {"rows": answer.context["signed"]}).status_code == 302
    page = text(client, HOME)
    assert 'class="pill warn"' in page


@pytest.mark.parametrize("content", [b"", b"khong phai excel", b"PK\x03\x04xx"])
def test_what_is_no_workbook_is_refused(world: World, at_office: At, content: bytes) -> None:
    answer = at_office(world.dung).post(f"{HOME}/tep", {"workbook": sheet(content)})
    assert answer.status_code == 400
    assert 'class="wrong"' in said(answer.content)


def test_a_confirmation_without_a_preview_is_refused(world: World, at_office: At) -> None:
    client = at_office(world.dung)
    assert client.post(f"{HOME}/tep/ghi", {"rows": "x:y:z"}).status_code == 302
    assert "Bản xem trước đã cũ." in text(client, f"{HOME}/tep")
