"""The pages of a workbook: template, upload, faults or summary, confirmation."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import world as worlds
from tests.doors.web.desk.conftest import At, as_worker
from tests.money.bills.workbook.books import NAM, book
from tests.world import SCHOOL_YEAR, World
from thuphi.money.bills.models import Charge, CollectionRun, UploadedWorkbook
from thuphi.money.bills.workbook.sealing import BYTES_MAX
from thuphi.registers.payers.models import Beneficiary

IMPORT = "/ban-lam-viec/nhap-excel/"
GOOD = book([NAM], [("HS010", 22, "x", "16.000 đ")])
FAULTY = book([NAM], [("HS010", -1), ("HS999", 2)])
FORM = {
    "name": "Thu tháng 11/2026",
    "reason": "Thu tháng 11/2026",
    "opens_on": "2026-11-01",
    "due_on": "2026-11-30",
}


@pytest.fixture
def lan(world: World, at_desk: At) -> Client:
    return at_desk(world.lan)


def send(client: Client, content: bytes, *, year: str = SCHOOL_YEAR) -> object:
    return client.post(
        IMPORT,
        {"school_year": year, "workbook": SimpleUploadedFile("thang-11.xlsx", content)},
    )


def uploaded(client: Client, content: bytes) -> UploadedWorkbook:
    response = send(client, content)
    assert getattr(response, "status_code", 0) == 302, getattr(response, "content", b"").decode()
    kept = UploadedWorkbook.objects.latest("pk")
    assert getattr(response, "url", "") == f"{IMPORT}{kept.pk}"
    return kept


def page(client: Client, kept: UploadedWorkbook) -> str:
    response = client.get(f"{IMPORT}{kept.pk}")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode().replace("\u00a0", " "))


def filled(kept: UploadedWorkbook, changes: Mapping[str, str] | None = None) -> dict[str, str]:
    return {**FORM, "digest": kept.preview["digest"], **(changes or {})}


def test_the_form_offers_the_template_of_the_year(lan: Client) -> None:
    response = lan.get(IMPORT)
    text = response.content.decode()
    assert response.status_code == 200
    assert f"{IMPORT}mau.xlsx?year={SCHOOL_YEAR}" in text
    assert 'enctype="multipart/form-data"' in text


def test_the_template_comes_as_a_workbook_and_goes_back_in(lan: Client) -> None:
    response = lan.get(f"{IMPORT}mau.xlsx?year={SCHOOL_YEAR}")
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert response["Content-Disposition"] == 'attachment; filename="thuphi-2026-2027.xlsx"'
    kept = uploaded(lan, response.content)
    assert (kept.state, kept.preview["fault_count"]) == ("waiting", 0)


def test_a_clean_workbook_is_summed_up_and_writes_nothing(lan: Client) -> None:
    text = page(lan, uploaded(lan, GOOD))
    assert "Xem trước khi ghi" in text
    assert "826.000 đ" in text
    assert "3 khoản của 1 học sinh" in text
    assert "AN · Tiền ăn bán trú" in text
    assert not CollectionRun.objects.exists()
    assert not Beneficiary.objects.filter(code="HS010").exists()


def test_a_faulty_workbook_shows_its_faults_and_no_way_to_confirm(lan: Client) -> None:
    kept = uploaded(lan, FAULTY)
    text = page(lan, kept)
    assert "Tệp có 2 chỗ cần sửa" in text
    assert "B · AN - Tiền ăn bán trú (suất)" in text
    assert "“-1” là số âm; số lượng không được âm" in text
    assert "Xác nhận và ghi" not in text
    response = lan.post(f"{IMPORT}{kept.pk}/xac-nhan", filled(kept))
    assert (response.status_code, response.url) == (302, f"{IMPORT}{kept.pk}")
    assert not CollectionRun.objects.exists()


def test_confirming_opens_the_run_and_leads_to_it(lan: Client, world: World) -> None:
    kept = uploaded(lan, GOOD)
    response = lan.post(f"{IMPORT}{kept.pk}/xac-nhan", filled(kept))
    run = CollectionRun.objects.get()
    assert (response.status_code, response.url) == (302, f"/ban-lam-viec/dot-thu/{run.pk}")
    assert (run.facility_id, run.name, run.state) == (world.a.id, "Thu tháng 11/2026", "draft")
    assert Charge.objects.filter(run=run).count() == 3


def test_confirming_twice_writes_once_and_leads_to_the_same_run(lan: Client) -> None:
    kept = uploaded(lan, GOOD)
    first = lan.post(f"{IMPORT}{kept.pk}/xac-nhan", filled(kept))
    again = lan.post(f"{IMPORT}{kept.pk}/xac-nhan", filled(kept))
    assert again.url == first.url == lan.get(f"{IMPORT}{kept.pk}").url
    assert Charge.objects.count() == 3


def test_a_list_without_charges_asks_for_no_run(lan: Client) -> None:
    kept = uploaded(lan, book([NAM], None))
    text = page(lan, kept)
    assert "Ghi vào danh bạ" in text
    assert "Tên đợt thu" not in text
    response = lan.post(f"{IMPORT}{kept.pk}/xac-nhan", {"digest": kept.preview["digest"]})
    assert response.url == "/ban-lam-viec/hoc-sinh"
    assert Beneficiary.objects.filter(code="HS010").count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Chưa có tên đợt thu."),
        ({"reason": " "}, "Chưa có nội dung thu."),
        ({"due_on": "2026-10-30"}, "Hạn nộp phải từ ngày bắt đầu thu trở đi."),
        ({"due_on": "31/11/2026"}, "Ngày này không có."),
    ],
)
def test_a_run_that_is_not_whole_is_sent_back_and_nothing_written(
    lan: Client, changes: Mapping[str, str], words: str
) -> None:
    kept = uploaded(lan, GOOD)
    response = lan.post(f"{IMPORT}{kept.pk}/xac-nhan", filled(kept, changes))
    assert response.status_code == 400
    assert words in response.content.decode()
    assert not CollectionRun.objects.exists()


def test_a_run_name_that_is_taken_is_named_beside_its_field(lan: Client, world: World) -> None:
    with as_worker():
        worlds.planned_run(world, name="Thu tháng 11/2026")
    kept = uploaded(lan, GOOD)
    response = lan.post(f"{IMPORT}{kept.pk}/xac-nhan", filled(kept))
    assert response.status_code == 400
    assert "Đã có đợt thu tên này" in response.content.decode()
    assert not Beneficiary.objects.filter(code="HS010").exists()


def test_a_register_that_changed_meanwhile_is_shown_again_first(lan: Client, world: World) -> None:
    kept = uploaded(lan, GOOD)
    Beneficiary.objects.create(
        facility_id=world.a.id, code="HS010", name="Ai đó", search_key="", payer_name="Khác"
    )
    response = lan.post(f"{IMPORT}{kept.pk}/xac-nhan", filled(kept))
    text = response.content.decode()
    assert response.status_code == 409
    assert "đã thay đổi sau khi xem trước" in text
    assert not CollectionRun.objects.exists()
    fresh = re.search(r'name="digest" value="([0-9a-f]{64})"', text)
    assert fresh is not None
    done = lan.post(f"{IMPORT}{kept.pk}/xac-nhan", filled(kept, {"digest": fresh[1]}))
    assert done.status_code == 302
    assert CollectionRun.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Ma,Ten\n1,2\n", "Tệp là văn bản (CSV)"),
        (b"", "Tệp rỗng."),
        (b"x" * (BYTES_MAX + 1), "Tệp lớn hơn 20 MB"),
        (book(None, None), "Không thấy trang tính “Học sinh” hay “Khoản thu”"),
    ],
)
def test_another_kind_of_file_is_refused_with_the_mend(
    lan: Client, content: bytes, words: str
) -> None:
    response = send(lan, content)
    assert getattr(response, "status_code", 0) == 400
    assert words in getattr(response, "content", b"").decode()
    assert not UploadedWorkbook.objects.exists()


def test_a_strangers_upload_does_not_exist(lan: Client, world: World, at_desk: At) -> None:
    kept = uploaded(lan, GOOD)
    quan = at_desk(world.quan)
    assert quan.get(f"{IMPORT}{kept.pk}").status_code == 404
    assert quan.post(f"{IMPORT}{kept.pk}/xac-nhan", filled(kept)).status_code == 404
    with as_worker():
        assert not CollectionRun.objects.exists()
        assert UploadedWorkbook.objects.get(pk=kept.pk).state == "waiting"


def test_a_cashier_may_not_import_and_nobody_may_unseen(world: World, at_desk: At) -> None:
    assert Client().get(IMPORT).status_code == 302
    minh = at_desk(world.minh)
    assert minh.get(IMPORT).status_code == 403
    assert minh.get(f"{IMPORT}mau.xlsx").status_code == 403
