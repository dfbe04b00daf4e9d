"""Cash by class: the list, one save, faults beside their rows, and what browsers send later."""

from __future__ import annotations

import uuid

import msgspec
import pytest
from django.test import Client
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import At, as_worker
from tests.doors.web.desk.saying import said
from tests.world import AT, World
from thuphi.money.bills.models import Bill
from thuphi.money.payments.models import Payment
from thuphi.money.tills.actions import books
from thuphi.money.tills.models import ReceiptBook, ReceiptSlip

KEYS = [f"{number:032x}" for number in range(10)]


@pytest.fixture
def bills(world: World) -> list[Bill]:
    """Two bills of class 2A and one of 5B, 660.000 đồng each, in parts."""
    return worlds.issued_run(world, items=[("AN", 22)], allows_part=True)


@pytest.fixture
def pad(world: World) -> ReceiptBook:
    """Minh's pad; its second number is spoilt."""
    made = books.give_book(
        by=world.lan.actor, facility_id=world.a.id, series="AA/26K", first_number=101,
        last_number=110, holder_id=world.minh.user.pk, at=AT,
    )  # fmt: skip
    books.void_number(by=world.minh.actor, book_id=made.pk, number=102, reason="Sai tên", at=AT)
    return made


def ticked(*bills: Bill, **more: str) -> dict[str, str]:
    """The form of class 2A with these bills ticked."""
    form = {"class_name": "2A", **more}
    for place, bill in enumerate(bills):
        form |= {
            f"tick_{bill.code}": "1",
            f"key_{bill.code}": KEYS[place],
            f"rest_{bill.code}": str(bill.remaining_vnd),
        }
    return form


def test_classes_that_owe_are_offered_and_one_shows_its_bills(
    world: World, at_desk: At, bills: list[Bill]
) -> None:
    client = at_desk(world.minh)
    words = said(client.get(reverse("desk_till_class")))
    assert "2A 2 khoản chưa nộp đủ 1.320.000 đ" in words
    assert "5B 1 khoản chưa nộp đủ 660.000 đ" in words
    page = said(client.get(reverse("desk_till_class"), {"class_name": "2A"}))
    assert "2 khoản chưa nộp đủ, còn 1.320.000 đ" in page
    assert "Nguyễn Minh Anh 660.000 đ" in page
    assert "Đặng Khánh Chi" not in page


def test_a_class_is_saved_at_once_and_a_repeated_save_gives_the_same_receipts(
    world: World, at_desk: At, bills: list[Bill]
) -> None:
    client = at_desk(world.minh)
    form = ticked(*bills[:2])
    form[f"amount_{bills[1].code}"] = "160.000"
    for _time in range(2):
        answer = client.post(reverse("desk_till_class"), form)
        assert answer.status_code in (302, 400)
    with as_worker():
        assert list(Payment.objects.order_by("amount_vnd").values_list("amount_vnd")) == [
            (160_000,),
            (660_000,),
        ]
    page = said(client.get(reverse("desk_till_class"), {"class_name": "2A"}))
    assert "Đã thu 2 khoản, 820.000 đ. Biên nhận 2026-0000001 đến 2026-0000002." in page
    assert "Bạn đã thu hôm nay ở lớp này" in page


def test_one_wrong_row_keeps_the_whole_class_and_says_where(
    world: World, at_desk: At, bills: list[Bill]
) -> None:
    client = at_desk(world.minh)
    form = ticked(*bills[:2])
    form[f"amount_{bills[1].code}"] = "660.001"
    answer = client.post(reverse("desk_till_class"), form)
    assert answer.status_code == 400
    assert "1 dòng cần sửa" in said(answer)
    assert "Chỉ còn 660.000 đ. Nhận đúng số này, trả lại phần hơn." in said(answer)
    form[f"amount_{bills[1].code}"] = "một trăm"
    assert "Không đọc được số tiền" in said(client.post(reverse("desk_till_class"), form))
    nothing = client.post(reverse("desk_till_class"), {"class_name": "2A"})
    assert "Chưa đánh dấu ai" in said(nothing)
    with as_worker():
        assert Payment.objects.count() == 0


def test_numbers_of_the_pad_go_up_and_skip_what_is_gone(
    world: World, at_desk: At, bills: list[Bill], pad: ReceiptBook
) -> None:
    client = at_desk(world.minh)
    form = ticked(*bills[:2], book=str(pad.pk), first_number="101")
    assert client.post(reverse("desk_till_class"), form).status_code == 302
    with as_worker():
        used = ReceiptSlip.objects.filter(state="used").order_by("number")
        assert [one.number for one in used] == [101, 103]


class Booked(msgspec.Struct):
    """What the site says of an entry that it took."""

    key: str
    receipt: str
    repeated: bool


class Refused(msgspec.Struct):
    """What it says of one that it did not take."""

    key: str
    fault: str
    words: str


class Told(msgspec.Struct):
    """A whole answer."""

    taken: list[Booked]
    faults: list[Refused]


def send(
    client: Client, world: World, *entries: dict[str, object], **more: object
) -> tuple[int, bytes]:
    """Send as the script does; the status and what came back."""
    body = {
        "facility": world.a.id,
        "person": world.minh.user.pk,
        "together": False,
        "entries": list(entries),
        **more,
    }
    answer = client.post(
        reverse("desk_till_send"), msgspec.json.encode(body), content_type="application/json"
    )
    return answer.status_code, answer.content


def told(client: Client, world: World, *entries: dict[str, object], **more: object) -> Told:
    """What the site says of entries that it could read."""
    status, content = send(client, world, *entries, **more)
    assert status == 200
    return msgspec.json.decode(content, type=Told)


def entry(bill: Bill, amount_vnd: int, key: str = KEYS[0]) -> dict[str, object]:
    return {"key": key, "code": bill.code, "amount_vnd": amount_vnd, "keyed_at": "2026-10-06"}


def test_what_a_browser_kept_is_booked_once_and_answered_again(
    world: World, at_desk: At, bills: list[Bill]
) -> None:
    client = at_desk(world.minh)
    first = told(client, world, entry(bills[0], 660_000))
    again = told(client, world, entry(bills[0], 660_000))
    assert first.taken == [Booked(KEYS[0], "2026-0000001", repeated=False)]
    assert again.taken == [Booked(KEYS[0], "2026-0000001", repeated=True)]
    mixed = told(client, world, entry(bills[0], 1, KEYS[1]), entry(bills[1], 660_000, KEYS[2]))
    assert [one.key for one in mixed.taken] == [KEYS[2]]
    assert [(one.key, one.fault) for one in mixed.faults] == [(KEYS[1], "nothing_to_pay")]
    with as_worker():
        assert Payment.objects.count() == 2


def test_sent_together_it_is_all_or_none(world: World, at_desk: At, bills: list[Bill]) -> None:
    client = at_desk(world.minh)
    said_of = told(
        client,
        world,
        entry(bills[0], 660_000, KEYS[0]),
        entry(bills[1], 660_001, KEYS[1]),
        together=True,
    )
    assert said_of.taken == []
    assert [one.fault for one in said_of.faults] == ["above_rest"]
    with as_worker():
        assert Payment.objects.count() == 0


def test_what_another_person_keyed_or_nobody_can_read_is_refused(
    world: World, at_desk: At, bills: list[Bill]
) -> None:
    client = at_desk(world.minh)
    kept = entry(bills[0], 660_000)
    assert send(client, world, kept, person=world.lan.user.pk)[0] == 409
    assert send(client, world, kept, facility=world.b.id)[0] == 404
    for wrong in (
        {**kept, "key": "short"},
        {**kept, "amount_vnd": 1.5},
        {**kept, "payer_name": "a\x00b"},
        {**kept, "code": "<b>"},
    ):
        assert send(client, world, wrong)[0] == 400
    assert send(client, world)[0] == 400
    answer = client.post(reverse("desk_till_send"), b"\xff", content_type="application/json")
    assert answer.status_code == 400
    with as_worker():
        assert Payment.objects.count() == 0


def test_strangers_and_heads_take_no_cash(world: World, at_desk: At, bills: list[Bill]) -> None:
    assert at_desk(world.hoa).get(reverse("desk_till_class")).status_code == 403
    client = at_desk(world.quan)
    page = client.get(reverse("desk_till_class"), {"class_name": "2A"})
    assert "Nguyễn Minh Anh" not in said(page)
    form = ticked(*bills[:1])
    client.post(reverse("desk_till_class"), form)
    with as_worker():
        assert Payment.objects.count() == 0


def test_the_counter_writes_the_number_of_the_pad(
    world: World, at_desk: At, bills: list[Bill], pad: ReceiptBook
) -> None:
    client = at_desk(world.minh)
    page = reverse("desk_cash_bill", args=[bills[0].code])
    form = {"amount_vnd": "660.000", "key": str(uuid.uuid4()), "payer_name": ""}
    spoilt = client.post(page, {**form, "book": str(pad.pk), "number": "102"})
    assert spoilt.status_code == 400
    assert "Số biên lai này đã dùng, đã hủy hoặc đã mất" in said(spoilt)
    assert client.post(page, {**form, "book": str(pad.pk), "number": "104"}).status_code == 302
    with as_worker():
        assert ReceiptSlip.objects.get(number=104).payment_id == Payment.objects.get().pk
