"""Letters at the desk: cost before sending, wrong numbers, the plan of reminders, paper."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from tests import world as worlds
from tests.carriers import NOBODY, Carriers
from tests.doors.web.desk.conftest import NOW, At, as_worker
from tests.doors.web.desk.saying import said
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.notices.models import Letter
from thuphi.ground.notices.rules import Way
from thuphi.money.bills.models import Bill
from thuphi.money.credits import actions as credits_room
from thuphi.money.reminders import actions, queries
from thuphi.money.reminders.rules import Plan, Quiet
from thuphi.registers.payers.models import Beneficiary

HOUSE = Carriers("https://tin.vidu.vn", 25)
SENDERS = (
    "THUPHI_SMTP",
    "THUPHI_SMS_URL",
    "THUPHI_ZALO_URL",
)


@pytest.fixture
def senders(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation with all senders, 350 đồng a message, 250 by Zalo, mail for nothing."""
    for name, value in HOUSE.environment.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def no_senders(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SENDERS:
        monkeypatch.delenv(name, raising=False)


def issued(world: World) -> list[Bill]:
    return worlds.issued_run(world, items=[("AN", 22)], allows_part=True)


def sending(bill: Bill) -> str:
    return reverse("desk_letters_send", args=[bill.run_id])


def test_the_cost_is_shown_by_way_before_anything_leaves(
    world: World, at_desk: At, senders: None
) -> None:
    bills = issued(world)
    Beneficiary.objects.filter(pk=bills[2].beneficiary_id).update(
        payer_phone="", payer_email="dat@vidu.vn"
    )
    lan = at_desk(world.lan)
    words = said(lan.get(sending(bills[0])))
    assert "Zalo 2 250 đ 500 đ Thư điện tử 1 0 đ 0 đ Tất cả 3 500 đ" in words
    assert "Gửi 3 tin, 500 đ" in words
    by_sms = said(lan.get(sending(bills[0]) + "?ways=sms"))
    assert "Tin nhắn SMS 2 350 đ 700 đ Tất cả 2 700 đ" in by_sms
    assert "1 gia đình nhận giấy báo" in by_sms
    assert "Đặng Khánh Chi 5B chưa có số di động hoặc thư điện tử" in by_sms
    assert not Letter.objects.exists()


def test_pressed_once_every_family_has_a_letter_and_pressed_again_nobody_has_two(
    world: World, at_desk: At, senders: None
) -> None:
    bills = issued(world)
    lan = at_desk(world.lan)
    told = {"expected": "3", "ways": ["sms"]}
    answer = lan.post(sending(bills[0]), told, follow=True)
    assert "3 tin đang chờ gửi." in said(answer)
    assert "Chờ gửi: 3" in said(answer)
    again = lan.post(sending(bills[0]), told, follow=True)
    assert "Số tin đã đổi thành 0 từ lúc mở trang. Xem lại rồi bấm gửi." in said(again)
    with as_worker():
        assert Letter.objects.count() == 3
        assert set(Letter.objects.values_list("way", flat=True)) == {"sms"}


def test_by_night_the_page_says_from_when_letters_leave(
    world: World, at_desk: At, senders: None
) -> None:
    bills = issued(world)
    quiet = Quiet((NOW - timedelta(hours=1)).time(), (NOW + timedelta(hours=2)).time())
    actions.set_plan(
        by=world.lan.actor, facility_id=world.a.id, plan=Plan(quiet=quiet), at=worlds.AT
    )
    words = said(at_desk(world.lan).get(sending(bills[0])))
    assert "Đang trong giờ yên tĩnh: tin đi từ 11:30" in words


def test_without_a_sender_the_page_says_so_and_offers_paper(
    world: World, at_desk: At, no_senders: None
) -> None:
    bills = issued(world)
    lan = at_desk(world.lan)
    words = said(lan.get(sending(bills[0])))
    assert "Máy này chưa nối nhà gửi tin nào" in words
    assert "3 gia đình nhận giấy báo" in words
    refused = said(lan.post(sending(bills[0]), {"expected": "0"}, follow=True))
    assert "Chọn ít nhất một cách gửi." in refused
    assert "Máy này chưa nối nhà gửi tin nào" in said(lan.get(reverse("desk_letters")))


def test_a_draft_is_not_told_of(world: World, at_desk: At, senders: None) -> None:
    draft = worlds.planned_run(world)
    words = said(at_desk(world.lan).get(reverse("desk_letters_send", args=[draft.pk])))
    assert "Phát hành đợt thu rồi mới gửi tin báo." in words


def test_a_cashier_may_not_send_and_a_stranger_finds_nothing(
    world: World, at_desk: At, senders: None
) -> None:
    bills = issued(world)
    assert at_desk(world.minh).get(sending(bills[0])).status_code == 403
    quan = at_desk(world.quan)
    for name in ("desk_letters_send", "desk_notices"):
        assert quan.get(reverse(name, args=[bills[0].run_id])).status_code == 404
    pdf = reverse("desk_notices_pdf", args=[bills[0].run_id, "bon"])
    assert quan.get(f"{pdf}?class=2A").status_code == 404
    assert quan.post(sending(bills[0]), {"expected": "3", "ways": ["sms"]}).status_code == 404


def wrong_number(world: World) -> int:
    """A letter of school A that failed for good."""
    bills = issued(world)
    Beneficiary.objects.filter(pk=bills[0].beneficiary_id).update(payer_phone=f"0{NOBODY[2:]}")
    actions.tell_run(
        by=world.lan.actor, run_id=bills[0].run_id or 0, ways=[Way.SMS], expected=3,
        site="https://thuphi.vidu.vn", at=worlds.AT,
    )  # fmt: skip
    failed = Letter.objects.get(to_address=NOBODY)
    Letter.objects.filter(pk=failed.pk).update(state="failed", trouble="wrong_address", tries=1)
    return failed.pk


def test_the_list_says_which_number_is_wrong_whose_it_is_and_where_it_is_mended(
    world: World, at_desk: At, senders: None
) -> None:
    wrong_number(world)
    answer = at_desk(world.lan).get(reverse("desk_letters"))
    words = said(answer)
    assert "60 ngày qua: 3 tin, hết 0 đ" in words
    assert (
        "Nguyễn Minh Anh 2A 0900 000 000 Tin nhắn SMS Số hoặc địa chỉ này không có người dùng"
        in words
    )
    pupil = world.a.pupils["HS001"].pk
    assert reverse("desk_pupil", args=[pupil]) in answer.content.decode()
    one = Bill.objects.get(beneficiary__code="HS003").code
    about = said(at_desk(world.lan).get(reverse("desk_letters") + f"?code={one}"))
    assert "0356 789 012" in about
    assert "0912 345 678" not in about
    only = said(at_desk(world.lan).get(reverse("desk_letters") + "?tab=failed"))
    assert "0912 345 678" not in only
    assert "Nguyễn Minh Anh" not in said(at_desk(world.quan).get(reverse("desk_letters")))


def test_a_number_that_is_right_after_all_is_tried_again(
    world: World, at_desk: At, senders: None
) -> None:
    failed = wrong_number(world)
    there = reverse("desk_letter_forgive", args=[failed])
    assert at_desk(world.quan).post(there).status_code == 404
    assert at_desk(world.minh).post(there).status_code == 403
    answer = at_desk(world.lan).post(there, follow=True)
    assert "Đã ghi: số này đúng. Lần gửi tới sẽ thử lại." in said(answer)
    with as_worker():
        assert queries.wrong_addresses(world.a.id) == []


PLAN = {
    "is_on": "on",
    "before_days": "2",
    "on_due": "on",
    "after_days": "",
    "last_days": "15",
    "ways": ["sms", "mail"],
    "quiet_from": "20:00",
    "quiet_until": "08:00",
    "rests_on_sunday": "on",
    "contact_name": "Cô Lan",
    "contact_phone": "0912 345 678",
}


def test_the_plan_shows_every_level_in_its_own_words_and_is_kept(
    world: World, at_desk: At, senders: None
) -> None:
    lan = at_desk(world.lan)
    before = said(lan.get(reverse("desk_reminders")))
    assert "Đang tắt: hệ thống không nhắc ai." in before
    assert "TH Vi Du nhac: Nguyen Minh Anh con 450.000d" in before
    after = said(lan.post(reverse("desk_reminders"), PLAN, follow=True))
    assert "Đã lưu lịch nhắc." in after
    assert "Đang bật: hệ thống nhắc lúc 08:00" in after
    assert "2 ngày trước hạn" in after
    assert "goi 0912345678" in after
    with as_worker():
        kept = queries.plan_of(world.a.id)
    assert (kept.is_on, kept.before_days, kept.on_due, kept.after_days, kept.last_days) == (
        True, 2, True, None, 15,
    )  # fmt: skip
    assert kept.ways == (Way.SMS, Way.MAIL)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ways": []}, "Chọn ít nhất một cách gửi."),
        ({"before_days": "61"}, "Từ 1 đến 60 ngày; để trống nếu không nhắc."),
        ({"before_days": "ba"}, "Từ 1 đến 60 ngày; để trống nếu không nhắc."),
        (
            {"after_days": "5", "last_days": "5"},
            "Nhắc cuối phải sau lần nhắc quá hạn trước đó.",
        ),
        ({"contact_phone": "cô Lan"}, "Số điện thoại chỉ gồm chữ số, dấu chấm, dấu cách."),
    ],
)
def test_a_plan_that_makes_no_sense_is_told_where_to_be_mended(
    world: World, at_desk: At, wrong: dict[str, object], sentence: str
) -> None:
    answer = at_desk(world.lan).post(reverse("desk_reminders"), {**PLAN, **wrong})
    assert answer.status_code == 400
    assert sentence in said(answer)
    with as_worker():
        assert queries.plan_of(world.a.id) == Plan()


def test_who_may_not_send_sees_the_plan_and_cannot_change_it(
    world: World, at_desk: At, senders: None
) -> None:
    minh = at_desk(world.minh)
    assert "Đặt lịch" not in said(minh.get(reverse("desk_reminders")))
    assert minh.post(reverse("desk_reminders"), PLAN).status_code == 403


def pages_of(pdf: bytes) -> int:
    """How many pages a file of typst has."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@pytest.mark.parametrize(("form", "pages"), [("mot", 2), ("hai", 1), ("bon", 1), ("cuon", 2)])
def test_a_class_is_printed_in_every_form(
    world: World, at_desk: At, form: str, pages: int, tmp_path: Path
) -> None:
    bills = issued(world)
    lan = at_desk(world.lan)
    answer = lan.get(reverse("desk_notices_pdf", args=[bills[0].run_id, form]) + "?class=2A")
    assert (answer.status_code, answer["content-type"]) == (200, "application/pdf")
    assert "no-store" in answer["cache-control"]
    assert pages_of(answer.content) == pages


def test_there_is_no_other_form_and_no_sheet_of_an_empty_class(world: World, at_desk: At) -> None:
    bills = issued(world)
    lan = at_desk(world.lan)
    other = reverse("desk_notices_pdf", args=[bills[0].run_id, "tam"])
    assert lan.get(f"{other}?class=2A").status_code == 404
    empty = reverse("desk_notices_pdf", args=[bills[0].run_id, "bon"])
    assert lan.get(f"{empty}?class=9Z").status_code == 404


def test_paper_for_those_no_letter_reached(world: World, at_desk: At, senders: None) -> None:
    bills = issued(world)
    Beneficiary.objects.filter(pk=bills[0].beneficiary_id).update(payer_phone="")
    actions.tell_run(
        by=world.lan.actor, run_id=bills[0].run_id or 0, ways=[Way.SMS], expected=2,
        site="https://thuphi.vidu.vn", at=worlds.AT,
    )  # fmt: skip
    lan = at_desk(world.lan)
    words = said(lan.get(reverse("desk_notices", args=[bills[0].run_id]) + "?only=untold"))
    assert "Lớp 2A 1 giấy báo, 1 tờ A4" in words
    assert "Lớp 5B" not in words
    sheet = reverse("desk_notices_print", args=[bills[0].run_id])
    printed = said(lan.get(f"{sheet}?class=2A&only=untold"))
    assert "Nguyễn Minh Anh" in printed
    assert "Trần Gia Bảo" not in printed


def test_older_debt_stands_beside_the_sum_and_is_not_added_to_it(world: World, at_desk: At) -> None:
    worlds.issued_run(world, items=[("NU", 1)], name="Thu tháng 9/2026")
    bills = issued(world)
    sheet = reverse("desk_notices_print", args=[bills[0].run_id])
    words = said(at_desk(world.lan).get(f"{sheet}?class=2A"))
    assert "Nợ kỳ trước, nộp theo mã của kỳ đó 15.000 đ" in words
    assert "660.000 đ Hạn 31/10/2026" in words


def test_the_familys_credit_stands_on_the_notice(world: World, at_desk: At) -> None:
    bills = issued(world)
    credits_room.open_credit(
        by=SYSTEM, facility_id=world.a.id, beneficiary_id=bills[0].beneficiary_id,
        amount_vnd=96_000, fee_item_id=None, is_cashless=True, reason="Số dư đầu kỳ",
        at=worlds.AT,
    )  # fmt: skip
    sheet = reverse("desk_notices_print", args=[bills[0].run_id])
    words = said(at_desk(world.lan).get(f"{sheet}?class=2A"))
    assert words.count("Tiền tồn của gia đình") == 1
    assert "Tiền tồn của gia đình 96.000 đ" in words


def test_the_poster_leads_to_where_bills_are_found(world: World, at_desk: At) -> None:
    lan = at_desk(world.lan)
    words = said(lan.get(reverse("desk_poster")))
    assert "127.0.0.1:8000/tra" in words
    answer = lan.get(reverse("desk_poster_pdf"))
    assert answer["content-type"] == "application/pdf"
    assert pages_of(answer.content) == 1
