"""The first page and the search box."""

from __future__ import annotations

from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW, At
from tests.doors.web.desk.saying import said
from tests.world import World
from thuphi.money.bills import actions as bills
from thuphi.money.payments import actions as payments


def test_a_school_that_begins_is_told_what_to_do_first(world: World, at_desk: At) -> None:
    answer = at_desk(world.lan).get(reverse("desk_home"))
    words = said(answer)
    steps = [
        "Nhập học sinh",
        "Khai khoản mục thu",
        "Lập đợt thu và phát hành",
        "Gửi giấy báo",
        "Tiền chuyển khoản tự gạch nợ",
    ]
    places = [words.rindex(step) for step in steps]
    assert places == sorted(places)
    assert words.count("Đã xong:") == 3
    assert reverse("desk_run_new") in answer.content.decode()


def test_the_first_page_says_what_waits_each_figure_with_its_way(world: World, at_desk: At) -> None:
    first, second, _third = worlds.issued_run(world, due_on=worlds.TODAY, allows_part=True)
    worlds.hear(world, first.code, first.total_vnd, paid_at=NOW)
    worlds.hear(world, "", 123_000, text="chuyen tien")
    worlds.hear(world, "", 77_000, text="chuyen tien")
    payments.post_waiting(at=NOW)
    moving = worlds.planned_run(world, name="Thu tháng 11/2026")
    bills.request_issue(by=world.lan.actor, run_id=moving.pk, at=NOW)

    answer = at_desk(world.lan).get(reverse("desk_home"))
    words, page = said(answer), answer.content.decode()
    assert "Hôm nay nhận 826.800 đ trong 1 lần nộp." in words
    assert "200.000 đ chưa rõ của ai, 2 lần chuyển chờ bạn." in words
    waits = "Tiền về chờ xử lý Máy chưa dám tự gạch 200.000 đ. Xem gợi ý rồi chọn. 2"
    assert waits in words
    assert "0 trên 3 giấy báo" in words
    assert "826.800 đ trên 2.480.400 đ · hạn 05/10/2026" in words
    assert "Quá hạn 1.653.600 đ 2 khoản" in words
    for name in ("desk_workbench", "desk_bills", "desk_payments"):
        assert f'href="{reverse(name)}' in page
    assert f'href="{reverse("desk_run", args=[second.run_id])}"' in page
    assert f'hx-get="{reverse("desk_run_progress", args=[moving.pk])}"' in page


def test_the_search_takes_a_code_also_with_a_wrong_letter(world: World, at_desk: At) -> None:
    bill = worlds.issued_run(world)[0]
    client = at_desk(world.lan)
    page = reverse("desk_bill", args=[bill.code])
    other = "0" if bill.code[5] != "0" else "1"
    for typed in (
        bill.code,
        bill.code.lower(),
        f"{bill.code[:4]} {bill.code[4:8]}-{bill.code[8:]}",
        f"{bill.code[:5]}{other}{bill.code[6:]}",
    ):
        answer = client.get(reverse("desk_search"), {"q": typed})
        assert answer["Location"] == page, typed
    assert f"khoản thu có mã {bill.code}" in said(client.get(page))


def test_the_search_takes_a_name_without_marks_and_a_telephone(world: World, at_desk: At) -> None:
    worlds.issued_run(world)
    client = at_desk(world.lan)
    khanh = reverse("desk_pupil", args=[world.a.pupils["HS003"].pk])
    for typed in ("dang khanh", "Khánh Chi", "chi dang", "0356789012", "035 678 9012", "HS003"):
        assert client.get(reverse("desk_search"), {"q": typed})["Location"] == khanh, typed
    many = said(client.get(reverse("desk_search"), {"q": "HS00"}))
    assert "Nguyễn Minh Anh" in many
    assert "Trần Gia Bảo" in many


def test_a_search_that_finds_nothing_says_how_to_search(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    assert "Không tìm thấy ai" in said(client.get(reverse("desk_search"), {"q": "lê hải đăng"}))
    nowhere = said(client.get(reverse("desk_search"), {"q": "TF0000000132"}))
    assert "Không có khoản thu mang mã này ở trường" in nowhere
    assert client.get(reverse("desk_search"), {"q": "  "})["Location"] == reverse("desk_home")


def test_pupils_are_narrowed_by_class_and_show_what_they_owe(world: World, at_desk: At) -> None:
    worlds.issued_run(world, items=[("AN", 20)])
    client = at_desk(world.lan)
    one_class = said(client.get(reverse("desk_pupils"), {"class": "2A"}))
    assert "Nguyễn Minh Anh" in one_class
    assert "Đặng Khánh Chi" not in one_class
    assert "600.000 đ" in one_class
    assert "1–2 trong 2" in one_class
    pupil = said(client.get(reverse("desk_pupil", args=[world.a.pupils["HS001"].pk])))
    assert "Còn phải nộp 600.000 đ" in pupil
    assert "0912345678" in pupil


def test_a_school_without_bills_here_is_sent_to_the_month_it_has_to_declare(
    world: World, at_desk: At
) -> None:
    month = reverse("desk_declare_month", args=[world.a.id, "2026-09"])
    client = at_desk(world.lan)
    assert f'href="{month}"' in client.get(reverse("desk_home")).content.decode()
    worlds.issued_run(world)
    assert f'href="{month}"' not in client.get(reverse("desk_home")).content.decode()
