"""The workbench: what needs a person, what it may be, every deed, who decided, and the way back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.bank_told import beside, key, line, listed, stands, suggested, unknown
from tests.doors.web.desk.conftest import NOW, At, as_worker
from tests.doors.web.desk.saying import said
from tests.money.tills.conftest import hand_over, notes
from tests.money.tills.conftest import take as take_cash
from tests.world import World
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.money.reconciliation.actions.reconciling import reconcile
from thuphi.money.reconciliation.models import Decision, LineState
from thuphi.money.reconciliation.rules import Outcome
from thuphi.money.refunds.models import Refund
from thuphi.money.statements.models import BankLine
from thuphi.money.statements.rules import Direction
from thuphi.money.tills.actions import depositing, handing

TOTAL = 660_000
DAY = worlds.TODAY
BENCH = "desk_workbench"


@pytest.fixture
def bills(world: World) -> list[Bill]:
    return worlds.issued_run(world, items=[("AN", 22)], allows_part=True)


def do(client: Client, deed: str, told: BankLine | Payment, **typed: object) -> str:
    """A deed, and what the page says after it."""
    address = reverse(f"desk_workbench_{deed}", args=[key(told)])
    return said(client.post(address, {"reason": "xem sao kê", **typed}, follow=True))


def outcome(told: BankLine) -> str:
    return LineState.objects.get(line_id=told.pk).outcome


def paid_vnd(bill: Bill) -> int:
    return Bill.objects.get(pk=bill.pk).paid_vnd


def test_the_oldest_comes_first_and_of_a_day_the_largest(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    old = stands(line(world.a, 10_000, "mot", on=DAY - timedelta(days=3)), Outcome.ONLY_THEIRS)
    small = stands(line(world.a, 20_000, "hai"), Outcome.ONLY_THEIRS)
    large = stands(line(world.a, 30_000, "ba"), Outcome.AMOUNT_DIFFERS)
    stands(line(world.a, 99_000, "khop"), Outcome.NOT_OURS)
    line(world.a, 98_000, "dang cho")
    lost = unknown(world, 25_000)
    lan = at_desk(world.lan)
    page = lan.get(reverse(BENCH))
    assert [row.key for row in page.context["rows"]] == [
        key(old),
        key(large),
        key(lost),
        key(small),
    ]
    assert page.context["item"].key == key(old)
    assert "Còn 4 việc, 85.000 đ." in said(page)
    page = lan.get(reverse(BENCH), {"order": "largest"})
    assert [row.key for row in page.context["rows"]] == [
        key(large),
        key(lost),
        key(small),
        key(old),
    ]
    page = lan.get(reverse(BENCH), {"outcome": "amount_differs"})
    assert listed(page.context["rows"]) == [key(large)]


def test_a_thing_shows_what_was_told_tried_and_what_it_may_be(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    told = suggested(world, bills[0])
    words = said(at_desk(world.lan).get(reverse(BENCH)))
    assert "NGUYEN MINH ANH 2A tien an" in words
    assert "Tìm mã khoản thu trong nội dung: không thấy" in words
    assert "So tên, lớp, điện thoại, số tiền: chỉ có dấu hiệu" in words
    assert "Nguyễn Minh Anh · 2A" in words
    assert "số tiền khớp tên học sinh thu đủ" in words
    assert told.account in words


def test_what_the_worker_thought_of_is_what_is_offered(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    named = line(world.a, TOTAL, "NGUYEN MINH ANH 2A nop tien an")
    worlds.hear(world, bills[1].code, 600_000)
    payments.post_waiting(at=NOW)
    other = line(world.a, 590_000, f"{bills[1].code} tien an")
    reconcile(facility_id=world.a.id, at=NOW)
    lan = at_desk(world.lan)
    page = lan.get(reverse(BENCH), {"item": key(named)})
    assert page.context["proposals"][0].code == bills[0].code
    assert "số tiền khớp" in page.context["proposals"][0].reasons
    page = lan.get(reverse(BENCH), {"item": key(other)})
    booked = Payment.objects.get()
    assert outcome(other) == "amount_differs"
    assert reverse("desk_workbench_item", args=[key(booked)]) in page.content.decode()
    words = said(page)
    assert "Đã ghi 600.000 đ" in words
    assert "lệch 10.000 đ; mở khoản đã ghi để xem" in words
    assert "Tìm theo mã giao dịch ngân hàng: thấy, nhưng số tiền không khớp" in words
    refused = do(lan, "pair", other, payment=booked.pk)
    assert "Số tiền hai bên khác nhau nên không ghép được. Chưa có gì được ghi." in refused


def test_a_suggestion_is_taken_with_one_button_and_taken_back_with_a_reason(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    told, bill = suggested(world, bills[0]), bills[0]
    lan = at_desk(world.lan)
    words = do(lan, "assign", told, code=bill.code, after=f"{reverse(BENCH)}?done={key(told)}")
    assert "Đã gạch 660.000 đ cho Nguyễn Minh Anh." in words
    assert "Vừa xong. Nhầm thì lấy lại" in words
    assert "Xong hết. Mọi đồng đã có chủ." in words
    assert "Hôm nay bạn đã xong 1 việc." in words
    assert (outcome(told), paid_vnd(bill)) == ("matched", TOTAL)
    decided = Decision.objects.get()
    assert (decided.deed, decided.reason, decided.decided_by) == (
        "assign", "xem sao kê", world.lan.user.pk,
    )  # fmt: skip
    alone = said(lan.get(reverse("desk_workbench_item", args=[key(told)])))
    assert "Gạch vào khoản thu · xem sao kê · Nguyễn Thị Lan, 09:30 06/10/2026" in alone
    assert "Chưa có lý do hủy. Chọn hoặc viết một câu." in do(lan, "undo", told, reason="")
    assert paid_vnd(bill) == TOTAL
    words = do(lan, "undo", told, reason="", picked="Gạch nhầm học sinh")
    assert "Đã hủy xác nhận thu 660.000 đ; tiền chờ xử lý lại." in words
    assert (outcome(told), paid_vnd(bill)) == ("to_look_at", 0)
    page = lan.get(reverse(BENCH))
    assert listed(page.context["rows"]) == [key(told)]
    assert "Hủy xác nhận thu · Gạch nhầm học sinh" in said(page)


def test_money_that_a_notification_told_of_is_decided_on_the_same_page(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    lost = unknown(world, TOTAL, "tien an cua be Nguyen Minh Anh")
    lan = at_desk(world.lan)
    page = lan.get(reverse(BENCH))
    assert page.context["item"].key == key(lost)
    assert page.context["proposals"][0].code == bills[0].code
    assert "Đã gạch 660.000 đ" in do(lan, "assign", lost, code=bills[0].code)
    assert paid_vnd(bills[0]) == TOTAL
    assert "tiền chờ xử lý lại" in do(lan, "undo", lost)
    assert paid_vnd(bills[0]) == 0


def test_a_bill_is_found_by_name_and_takes_its_number_key(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    told = stands(line(world.a, TOTAL, ""), Outcome.ONLY_THEIRS)
    lan = at_desk(world.lan)
    page = lan.get(reverse(BENCH), {"item": key(told), "q": "gia bao"})
    assert [one.name for one in page.context["proposals"]] == ["Trần Gia Bảo"]
    assert 'data-key="1"' in page.content.decode()
    assert "Không thấy khoản nào." in said(lan.get(reverse(BENCH), {"q": "khong ai ca"}))


def test_money_is_shared_out_over_bills_to_the_last_dong(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    told = stands(line(world.a, 1_000_000, "tien an 2 chau"), Outcome.TO_LOOK_AT)
    lan = at_desk(world.lan)
    codes = [bills[0].code, bills[1].code, ""]
    wrong = do(lan, "split", told, code=codes, amount=["660.000", "330.000", ""])
    assert "Các phần cộng lại 990.000 đ, phải đúng 1.000.000 đ. Chưa có gì được ghi." in wrong
    assert "không đọc được" in do(lan, "split", told, code=codes, amount=["abc", "1", ""])
    twice = do(lan, "split", told, code=[codes[0]] * 2, amount=["500.000", "500.000"])
    assert "Một mã khoản thu ghi hai lần." in twice
    assert not Decision.objects.exists()
    done = do(lan, "split", told, code=codes, amount=["660.000", "340.000", ""])
    assert "Đã chia 1.000.000 đ cho 2 khoản." in done
    assert [paid_vnd(bill) for bill in bills] == [660_000, 340_000, 0]


def test_money_becomes_a_pupils_credit(world: World, bills: list[Bill], at_desk: At) -> None:
    told = stands(line(world.a, 200_000, "dong truoc"), Outcome.ONLY_THEIRS)
    lan = at_desk(world.lan)
    page = lan.get(reverse(BENCH), {"who": "khanh chi"})
    assert [one.name for one in page.context["pupils"]] == ["Đặng Khánh Chi"]
    pupil = world.a.pupils["HS003"].pk
    done = do(lan, "credit", told, beneficiary=pupil)
    assert "Đã ghi 200.000 đ vào số dư của Đặng Khánh Chi." in done
    foreign = world.b.pupils["HS001"].pk
    assert "Không có học sinh này ở trường." in do(lan, "credit", told, beneficiary=foreign)


def test_money_goes_back_only_to_a_whole_account(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    told = stands(line(world.a, 300_000, "nham truong"), Outcome.ONLY_THEIRS)
    lan = at_desk(world.lan)
    assert "Chọn ngân hàng nhận tiền hoàn." in do(lan, "refund", told, account="1", name="A")
    payee = {"bank": "970436", "account": "1018 888 999", "name": "NGUYEN VAN BINH"}
    assert "Đã đề nghị hoàn 300.000 đ" in do(lan, "refund", told, **payee)
    asked = Refund.objects.get()
    assert (asked.amount_vnd, asked.payee_account) == (300_000, "1018888999")
    assert listed(lan.get(reverse(BENCH)).context["rows"]) == []


def test_what_is_none_of_ours_stays_out_of_the_book_and_comes_back(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    told = stands(line(world.a, 45_000_000, "cap bu hoc phi"), Outcome.ONLY_THEIRS)
    lan = at_desk(world.lan)
    done = do(lan, "not_ours", told, reason="", picked="Ngân sách cấp")
    assert "Đã để 45.000.000 đ ngoài sổ thu." in done
    assert outcome(told) == "not_ours"
    assert not Payment.objects.exists()
    do(lan, "undo", told)
    assert outcome(told) == "to_look_at"


def test_a_note_leaves_it_where_it_is(world: World, bills: list[Bill], at_desk: At) -> None:
    told = stands(line(world.a, 5_000, ""), Outcome.ONLY_THEIRS)
    lan = at_desk(world.lan)
    assert "Chưa có ghi chú. Chưa có gì được ghi." in do(lan, "note", told, reason="")
    done = do(lan, "note", told, reason="đã gọi ngân hàng, chờ trả lời")
    assert "Đã ghi chú; việc vẫn ở trong danh sách." in done
    page = said(lan.get(reverse(BENCH)))
    assert "có ghi chú" in page
    assert "đã gọi ngân hàng, chờ trả lời · Nguyễn Thị Lan" in page


def test_a_line_is_paired_with_a_payment_that_is_booked_already(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    heard = worlds.hear(world, bills[0].code, TOTAL)
    payments.post_waiting(at=NOW)
    booked = Payment.objects.get(heard_id=heard)
    told = stands(
        line(world.a, TOTAL, ""),
        Outcome.TO_LOOK_AT,
        suggestions=[{"payment_id": booked.pk, "score": 70, "reasons": ["account", "amount"]}],
    )
    lan = at_desk(world.lan)
    words = said(lan.get(reverse(BENCH)))
    assert "ghép với khoản đã ghi, không ghi thêm tiền" in words
    assert "Đã ghép 660.000 đ với khoản đã ghi." in do(lan, "pair", told, payment=booked.pk)
    assert (outcome(told), Payment.objects.count()) == ("matched", 1)


def test_money_that_the_bank_took_back_is_owed_again(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    heard = worlds.hear(world, bills[0].code, TOTAL)
    payments.post_waiting(at=NOW)
    booked = Payment.objects.get(heard_id=heard)
    beside(line(world.a, TOTAL, "tien an"), booked)
    back = stands(
        line(world.a, TOTAL, "REV", direction=Direction.OUT),
        Outcome.REVERSED,
        suggestions=[{"payment_id": booked.pk, "score": 80, "reasons": ["reference"]}],
    )
    lan = at_desk(world.lan)
    words = said(lan.get(reverse(BENCH)))
    assert "ngân hàng đã thu lại: khoản thu nợ lại" in words
    assert "Chia nhiều khoản" not in words
    do(lan, "pair", back, payment=booked.pk)
    assert paid_vnd(bills[0]) == 0


def test_two_people_decide_and_the_second_is_told(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    told = suggested(world, bills[0])
    lan = at_desk(world.lan)
    do(lan, "assign", told, code=bills[0].code)
    again = do(lan, "assign", told, code=bills[1].code)
    assert "Người khác vừa gạch khoản tiền này rồi" in again
    assert "Chưa có gì được ghi." in again
    assert paid_vnd(bills[1]) == 0


@pytest.mark.parametrize("typed", ["", "TF", "khong phai ma", "TFZZZZZZZZZZ"])
def test_a_code_that_is_none_is_refused(
    world: World, bills: list[Bill], at_desk: At, typed: str
) -> None:
    told = suggested(world, bills[0])
    assert "Chưa có gì được ghi." in do(at_desk(world.lan), "assign", told, code=typed)
    assert not Decision.objects.exists()


def test_a_deed_leads_nowhere_but_to_our_own_pages(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    told = suggested(world, bills[0])
    address = reverse("desk_workbench_note", args=[key(told)])
    for wanted in ("https://evil.example/", "//evil.example", "/dang-xuat", "javascript:1"):
        answer = at_desk(world.lan).post(address, {"reason": "x", "after": wanted})
        assert answer["Location"] == reverse(BENCH)


def test_another_school_sees_and_decides_nothing(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    told, lost = suggested(world, bills[0]), unknown(world)
    quan = at_desk(world.quan)
    assert "Xong hết. Mọi đồng đã có chủ." in said(quan.get(reverse(BENCH)))
    for one in (told, lost):
        assert quan.get(reverse("desk_workbench_item", args=[key(one)])).status_code == 404
        for deed in ("assign", "split", "credit", "refund", "not_ours", "note", "pair", "undo"):
            address = reverse(f"desk_workbench_{deed}", args=[key(one)])
            assert quan.post(address, {"reason": "x", "code": bills[0].code}).status_code == 404
    facts = {"deed": "note", "thing": [key(told), key(lost)], "reason": "x"}
    answer = quan.post(reverse("desk_workbench_many"), facts, follow=True)
    assert "Chưa đánh dấu việc nào" in said(answer)
    with as_worker():
        assert not Decision.objects.exists()


def test_a_cashier_and_a_head_look_but_do_not_decide(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    told = suggested(world, bills[0])
    for person in (world.minh, world.hoa):
        client = at_desk(person)
        page = client.get(reverse(BENCH))
        assert "Nguyễn Minh Anh · 2A" in said(page)
        assert 'data-key="1"' not in page.content.decode()
        address = reverse("desk_workbench_assign", args=[key(told)])
        assert client.post(address, {"code": bills[0].code, "reason": "x"}).status_code == 403


@pytest.mark.parametrize("asked", ["dong-", "tien-0", "dong-99999999999999999999", "x-1", "dong-١"])
def test_a_thing_that_is_none_is_not_found(world: World, at_desk: At, asked: str) -> None:
    lan = at_desk(world.lan)
    assert lan.get(reverse("desk_workbench_item", args=[asked])).status_code == 404
    assert lan.get(reverse(BENCH), {"item": asked, "page": asked}).status_code == 200


def test_forty_things_ask_as_many_questions_as_four(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    first = suggested(world, bills[0])
    for number in range(3):
        stands(line(world.a, 1_000 + number, "x"), Outcome.ONLY_THEIRS)
    lan = at_desk(world.lan)
    lan.get(reverse(BENCH))
    with CaptureQueriesContext(connection) as few:
        lan.get(reverse(BENCH), {"item": key(first)})
    with as_worker():
        for number in range(40):
            stands(line(world.a, 5_000 + number, "x"), Outcome.ONLY_THEIRS)
    with CaptureQueriesContext(connection) as lots:
        lan.get(reverse(BENCH), {"item": key(first)})
    assert len(lots) == len(few)
    assert len(few) <= 32


def test_what_is_done_on_another_page_leads_there(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    out = line(world.a, 90_000, "TFCT12", direction=Direction.OUT)
    asked: dict[str, str | int | list[str]] = {"kind": "refund", "id": 12, "score": 60}
    stands(out, Outcome.TO_LOOK_AT, suggestions=[{**asked, "reasons": ["amount"]}])
    come = line(world.a, 5_000_000, "VNPAY THANH TOAN")
    day: dict[str, str | int] = {
        "channel": "vnpay",
        "day": "2026-10-05",
        "payments": 9,
        "gross_vnd": 5_050_000,
    }
    stands(come, Outcome.TO_LOOK_AT, suggestions=[{"how": "settlement_day", **day}])
    lan = at_desk(world.lan)
    page = lan.get(reverse(BENCH), {"item": key(out)})
    assert reverse("desk_refund", args=[12]) in page.content.decode()
    assert "mở ra, ghi là đã chuyển thì máy tự khớp" in said(page)
    words = said(lan.get(reverse(BENCH), {"item": key(come)}))
    assert "VNPAY ngày 05/10/2026, 9 khoản, 5.050.000 đ" in words


def test_a_line_is_put_beside_the_cash_that_was_paid_in(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    take_cash(world.minh.actor, bills[0], TOTAL, "K1")
    given = hand_over(world, notes(TOTAL))
    handing.receive(by=world.lan.actor, hand_over_id=given.pk, at=worlds.AT)
    paid_in, other = (
        depositing.deposit(
            by=world.lan.actor,
            facility_id=world.a.id,
            amount_vnd=300_000,
            account=worlds.ACCOUNT_A,
            document=document,
            at=worlds.AT,
        )
        for document in ("GNT 0015", "GNT 0016")
    )
    told = stands(line(world.a, 300_000, "nop tien mat"), Outcome.TO_LOOK_AT)
    lan = at_desk(world.lan)
    page = said(lan.get(reverse("desk_workbench_item", args=[key(told)])))
    assert "GNT 0015" in page
    assert "GNT 0016" in page
    assert "không cùng số tiền" in do(lan, "pair", told, own="payout-1")
    assert "Chưa chọn khoản" in do(lan, "pair", told, own="bill-1")
    assert "Đã ghép 300.000 đ" in do(lan, "pair", told, own=f"deposit-{paid_in.pk}")
    assert outcome(told) == Outcome.MATCHED.value
    left = stands(line(world.a, 300_000, "nop them"), Outcome.TO_LOOK_AT)
    page = said(lan.get(reverse("desk_workbench_item", args=[key(left)])))
    assert "GNT 0015" not in page
    assert "GNT 0016" in page
    assert other.matched_at is None
