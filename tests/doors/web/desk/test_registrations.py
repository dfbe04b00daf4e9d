"""The register: ticks of a class, one pupil alone, and a year copied into the next."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from tests.doors.web.desk.conftest import NOW, At
from tests.doors.web.desk.saying import said
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.registrations import actions, queries
from thuphi.money.registrations.models import Registration

TODAY = date(2026, 10, 6)


def tick(world: World, pupil: str, item: str) -> str:
    return f"t{world.a.pupils[pupil].pk}_{world.a.items[item].pk}"


def seen(world: World, on: date = TODAY) -> str:
    return queries.digest(queries.registered_on(world.a.id, on))


def taken(world: World, on: date = TODAY) -> set[tuple[str, str]]:
    people = {one.pk: code for code, one in world.a.pupils.items()}
    items = {one.pk: code for code, one in world.a.items.items()}
    return {
        (people[one.beneficiary_id], items[one.fee_item_id])
        for one in queries.registered_on(world.a.id, on)
    }


def test_a_class_is_ticked_and_saved_at_once(world: World, at_desk: At) -> None:
    lan = at_desk(world.lan)
    page = lan.get(reverse("desk_registrations"))
    words = said(page)
    assert "Lớp 2A, từ 06/10/2026" in words
    assert "Tiền ăn bán trú" in words
    assert "Bảo hiểm y tế" not in words.partition("Lớp 2A, từ")[2]
    address = reverse("desk_registrations") + "?class=2A&on=2026-10-06"
    sent = {
        "seen": seen(world),
        tick(world, "HS001", "AN"): "on",
        f"all{world.a.items['NU'].pk}": "on",
        tick(world, "HS003", "AN"): "on",
    }
    answer = lan.post(address, sent)
    assert answer.status_code == 302
    assert taken(world) == {("HS001", "AN"), ("HS001", "NU"), ("HS002", "NU")}
    assert "Đã lưu lớp 2A từ 06/10/2026: thêm 3, thôi 0 lượt đăng ký." in said(
        lan.get(answer["Location"])
    )


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(world: World, at_desk: At) -> None:
    lan = at_desk(world.lan)
    before = seen(world)
    address = reverse("desk_registrations") + "?class=2A&on=2026-10-06"
    lan.post(address, {"seen": before, tick(world, "HS002", "NU"): "on"})
    answer = lan.post(address, {"seen": before, tick(world, "HS001", "AN"): "on"})
    assert answer.status_code == 409
    assert "Chưa lưu: lớp 2A vừa được người khác sửa." in said(answer)
    assert f'name="{tick(world, "HS001", "AN")}" checked' in answer.content.decode()
    assert taken(world) == {("HS002", "NU")}


def test_a_class_that_does_not_exist_is_said_so(world: World, at_desk: At) -> None:
    answer = at_desk(world.lan).get(reverse("desk_registrations") + "?class=9Z")
    assert answer.status_code == 404
    assert "Không có lớp 9Z" in said(answer)


def test_one_pupil_takes_their_own_number_and_stops(world: World, at_desk: At) -> None:
    lan = at_desk(world.lan)
    address = reverse("desk_registration_pupil", args=[world.a.pupils["HS001"].pk])
    item = world.a.items["AN"].pk
    sent = {"fee_item": item, "quantity": "20", "percent": "80", "from_on": "2026-10-06"}
    assert lan.post(address, sent)["Location"] == address
    words = said(lan.get(address))
    assert "Tiền ăn bán trú 2026-2027 20 80 % 06/10/2026 đến hết 31/07/2027" in words
    again = lan.post(address, sent)
    assert again.status_code == 400
    assert "Em đã đăng ký khoản này trong những ngày đó." in said(again)
    one = Registration.objects.get()
    lan.post(reverse("desk_registration_stop", args=[one.pk]), {"last_on": "2026-10-31"})
    one.refresh_from_db()
    assert one.until_on == date(2026, 11, 1)
    assert "Đã cho thôi Tiền ăn bán trú." in said(lan.get(address))


def test_nonsense_is_answered_with_how_to_write_it(world: World, at_desk: At) -> None:
    lan = at_desk(world.lan)
    address = reverse("desk_registration_pupil", args=[world.a.pupils["HS001"].pk])
    answer = lan.post(address, {"quantity": "0", "percent": "2000", "from_on": "x"})
    assert answer.status_code == 400
    words = said(answer)
    assert "Chưa chọn khoản mục thu." in words
    assert "Số lượng là số nguyên từ 1 đến 1.000." in words
    assert "Hệ số là số nguyên từ 1 đến 1.000." in words
    assert "Ngày này không có." in words


def test_the_stranger_and_the_cashier_find_no_register(world: World, at_desk: At) -> None:
    pupil = reverse("desk_registration_pupil", args=[world.a.pupils["HS001"].pk])
    made = actions.register(
        by=SYSTEM,
        facility_id=world.a.id,
        beneficiary_id=world.a.pupils["HS001"].pk,
        fee_item_id=world.a.items["AN"].pk,
        from_on=TODAY,
        at=AT,
    )
    quan = at_desk(world.quan)
    assert quan.get(pupil).status_code == 404
    stop = reverse("desk_registration_stop", args=[made.pk])
    assert quan.post(stop, {"last_on": "2026-10-31"}).status_code == 404
    assert at_desk(world.minh).get(reverse("desk_registrations")).status_code == 403


def test_copying_a_year_with_nothing_in_it_says_so(world: World, at_desk: At) -> None:
    lan = at_desk(world.lan)
    answer = lan.post(reverse("desk_registration_copy"), {"year": "2026-2027"})
    assert "Không có gì để chép" in said(lan.get(answer["Location"]))
    assert lan.post(reverse("desk_registration_copy"), {"year": "1999-2000"}).status_code == 404
    assert NOW.year == 2026
