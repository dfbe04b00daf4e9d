"""A school's own sheet at the desk: chosen, its columns confirmed, looked at, saved as a draft."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.doors.web.desk.conftest import NOW, At, as_worker
from tests.money.sheets.books import book
from tests.world import SCHOOL_YEAR, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills.models import Bill, Charge, CollectionRun
from thuphi.money.catalogue import actions as catalogue
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.sheets.models import SchoolSheet, SheetMapping
from thuphi.registers.payers.models import Beneficiary

ROWS = [
    ("TRƯỜNG TIỂU HỌC VÍ DỤ",),
    ("DANH SÁCH THU TIỀN LỚP 2A",),
    ("STT", "Mã HS", "Họ và tên", "SĐT", "Nước uống", "Sổ liên lạc", "Tổng"),
    (1, "HS001", "Nguyễn Minh Anh", 912345678, "15.000 đ", 50_000, 65_000),
    (2, None, "Trần Gia Bảo", None, 15_000, None, 15_000),
    (3, None, "Vũ Thu Em", 966777888, 15_000, "50.000", 65_000),
    ("Tổng cộng", None, None, None, 45_000, 100_000, 145_000),
]
ANSWERS = {
    "c0_0": "order", "c0_1": "code", "c0_2": "name", "c0_3": "phone", "c0_4": "charge|NU",
    "c0_5": "charge|+", "c0_6": "total",
}  # fmt: skip
PLAN = {
    "name": "Thu tháng 10 lớp 2A",
    "reason": "Các khoản tháng 10",
    "opens_on": "2026-10-06",
    "due_on": "2026-10-31",
    "ground": "Biên bản họp cha mẹ 05/9/2026",
}


def hand_over(client: Client, content: bytes = b"", name: str = "thu.xlsx") -> int:
    """Choose a file; the number of the sheet that waits."""
    file = SimpleUploadedFile(name, content or book({"2A": ROWS}))
    sent = client.post(reverse("desk_sheet"), {"school_year": SCHOOL_YEAR, "file": file})
    assert sent.status_code == 302, sent.content.decode()
    return int(sent["Location"].split("/")[3])


def text(client: Client, name: str, sheet_id: int) -> str:
    response = client.get(reverse(name, args=[sheet_id]))
    assert response.status_code == 200
    return response.content.decode()


def digest_of(page: str) -> str:
    return page.split('name="digest" value="')[1].split('"')[0]


def saved(client: Client, sheet_id: int, **plan: str) -> object:
    page = text(client, "desk_sheet_preview", sheet_id)
    facts = {**PLAN, **plan, "digest": digest_of(page)}
    return client.post(reverse("desk_sheet_save", args=[sheet_id]), facts)


@pytest.fixture
def lan(world: World, at_desk: At) -> Client:
    """The accountant of school A."""
    return at_desk(world.lan)


def test_a_sheet_becomes_pupils_and_a_draft_run(world: World, lan: Client) -> None:
    sheet_id = hand_over(lan)
    drawn = text(lan, "desk_sheet_columns", sheet_id)
    assert 'value="charge|NU" selected' in drawn
    assert "DANH SÁCH" not in drawn
    lan.post(reverse("desk_sheet_columns", args=[sheet_id]), ANSWERS)
    page = text(lan, "desk_sheet_preview", sheet_id)
    assert "145.000" in page
    assert "Thêm mới, đơn giá 50.000" in page
    saved(lan, sheet_id)
    run = CollectionRun.objects.get(name=PLAN["name"])
    assert (run.state, run.facility_id) == ("draft", world.a.id)
    added = FeeItem.objects.get(name="Sổ liên lạc")
    assert (added.price_vnd, added.ground, added.is_mandatory) == (50_000, PLAN["ground"], False)
    charges = {
        (one.beneficiary.code, one.fee_item.name): (one.quantity, one.amount_vnd)
        for one in Charge.objects.filter(run=run).select_related("beneficiary", "fee_item")
    }
    assert charges == {
        ("HS001", "Nước uống"): (1, 15_000),
        ("HS001", "Sổ liên lạc"): (1, 50_000),
        ("HS002", "Nước uống"): (1, 15_000),
        ("HS00001", "Nước uống"): (1, 15_000),
        ("HS00001", "Sổ liên lạc"): (1, 50_000),
    }
    new = Beneficiary.objects.get(facility_id=world.a.id, code="HS00001")
    assert (new.name, new.class_name, new.grade, new.payer_phone) == (
        "Vũ Thu Em", "2A", "2", "0966777888",
    )  # fmt: skip
    assert Bill.objects.count() == 0
    kept = SchoolSheet.objects.get(pk=sheet_id)
    assert (kept.state, bytes(kept.content), kept.run_id) == ("saved", b"", run.pk)


def test_saving_twice_writes_once(lan: Client) -> None:
    sheet_id = hand_over(lan)
    lan.post(reverse("desk_sheet_columns", args=[sheet_id]), ANSWERS)
    saved(lan, sheet_id)
    again = lan.post(reverse("desk_sheet_save", args=[sheet_id]), PLAN)
    assert again["Location"] == reverse("desk_run", args=[CollectionRun.objects.get().pk])
    assert CollectionRun.objects.count() == 1


def test_the_columns_are_remembered_for_the_school_and_for_no_other(
    world: World, at_desk: At
) -> None:
    lan = at_desk(world.lan)
    first = hand_over(lan)
    lan.post(reverse("desk_sheet_columns", args=[first]), {**ANSWERS, "c0_5": "nothing"})
    file = SimpleUploadedFile("sau.xlsx", book({"2A": ROWS}))
    sent = lan.post(reverse("desk_sheet"), {"school_year": SCHOOL_YEAR, "file": file})
    second = int(sent["Location"].split("/")[3])
    assert sent["Location"] == reverse("desk_sheet_preview", args=[second])
    assert "Sổ liên lạc" not in text(lan, "desk_sheet_preview", second).split("Những dòng đầu")[0]
    quan = at_desk(world.quan)
    assert SheetMapping.objects.count() == 0
    assert quan.get(reverse("desk_sheet_preview", args=[second])).status_code == 404
    assert quan.get(reverse("desk_sheet_columns", args=[second])).status_code == 404
    assert quan.post(reverse("desk_sheet_save", args=[second]), PLAN).status_code == 404


def test_an_item_nobody_named_is_a_fault_and_nothing_is_saved(lan: Client) -> None:
    sheet_id = hand_over(lan)
    page = text(lan, "desk_sheet_preview", sheet_id)
    assert "chưa biết là khoản mục thu nào" in page
    refused = lan.post(reverse("desk_sheet_save", args=[sheet_id]), PLAN)
    assert refused.status_code == 400
    assert CollectionRun.objects.count() == 0
    assert Beneficiary.objects.filter(name="Vũ Thu Em").count() == 0


def test_faults_stand_in_the_coordinates_of_the_sheet(lan: Client) -> None:
    rows = [list(row) for row in ROWS]
    rows[4][4] = "miễn"
    page = text(lan, "desk_sheet_preview", hand_over(lan, book({"2A": rows})))
    assert "“miễn” không phải số tiền" in page
    assert '<td>2A</td><td class="r">5</td><td>E<span class="sub">Nước uống</span></td>' in page


def test_a_code_that_belongs_to_another_name_is_a_fault(lan: Client) -> None:
    rows = [ROWS[2], (1, "HS001", "Trần Gia Bảo", None, 15_000, None, 15_000)]
    page = text(lan, "desk_sheet_preview", hand_over(lan, book({"2A": rows})))
    assert "mã “HS001” trong danh bạ là “Nguyễn Minh Anh”" in page


def test_a_register_that_changed_meanwhile_asks_to_look_again(world: World, lan: Client) -> None:
    sheet_id = hand_over(lan)
    lan.post(reverse("desk_sheet_columns", args=[sheet_id]), ANSWERS)
    page = text(lan, "desk_sheet_preview", sheet_id)
    item = FeeItem.objects.get(facility_id=world.a.id, code="NU")
    with as_worker():
        catalogue.change_fee_item(
            by=SYSTEM,
            item_id=item.pk,
            name=item.name,
            unit=item.unit,
            price_vnd=5_000,
            ground=item.ground,
            is_mandatory=False,
            allows_instalments=True,
            at=NOW,
        )
    stale = lan.post(
        reverse("desk_sheet_save", args=[sheet_id]), {**PLAN, "digest": digest_of(page)}
    )
    assert stale.status_code == 409
    assert CollectionRun.objects.count() == 0


def test_a_list_without_charges_goes_into_the_register_only(world: World, lan: Client) -> None:
    rows = [("Mã HS", "Họ và tên", "Lớp"), ("HS900", "Vũ Thu Em", "3C")]
    sheet_id = hand_over(lan, book({"Sheet1": rows}))
    done = saved(lan, sheet_id)
    assert getattr(done, "url", "") == reverse("desk_pupils")
    assert Beneficiary.objects.get(facility_id=world.a.id, code="HS900").class_name == "3C"


def test_a_text_file_is_taken_too_and_a_picture_is_not(lan: Client) -> None:
    csv = "Mã HS;Họ và tên;Lớp\nHS900;Vũ Thu Em;3C\n".encode("utf-16")
    assert hand_over(lan, csv, "ds.csv")
    file = SimpleUploadedFile("a.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(50))
    refused = lan.post(reverse("desk_sheet"), {"school_year": SCHOOL_YEAR, "file": file})
    assert refused.status_code == 400
    assert SchoolSheet.objects.count() == 1


def test_who_may_not_write_people_sees_no_sheet(world: World, at_desk: At) -> None:
    assert at_desk(world.hoa).get(reverse("desk_sheet")).status_code == 403
