"""What a family sees once it is in, what it pays with, and what an enemy does not get."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import world
from tests.doors.web.pay import household
from tests.doors.web.pay.conftest import as_worker
from tests.doors.web.pay.household import ANH, HAN, HUY, TU, Household, page_of, say, sign_in
from thuphi.ground.channels import vietqr
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.adjustments import actions as adjustments
from thuphi.money.adjustments.plans import Change
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.attempts.models import Basket
from thuphi.money.bills.models import Bill
from thuphi.money.bills.rules import BillState
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.money.payments.receipt_code import code_of
from thuphi.registers.methods.models import Merchant
from thuphi.registers.payers.models import Beneficiary

TOTAL_VND = 826_800
ONLY_ONE_PLACE = "Chỉ gộp được các khoản còn phải trả của cùng một nơi."


@pytest.fixture
def home(db: None, as_role: Callable[..., None]) -> Iterator[Household]:
    """The family; from here on the connection is that of a page."""
    built = household.build()
    as_role("thuphi_app")
    yield built


@pytest.fixture
def binh(parent: Client, home: Household) -> Client:
    """The father, signed in, with all four opened."""
    sign_in(parent)
    say(parent, ANH, HAN, HUY, TU)
    return parent


def hear(home: Household, code: str, amount_vnd: int, merchant: Merchant | None = None) -> None:
    """A bank tells of money."""
    with as_worker():
        world.hear(home.world, code, amount_vnd, merchant=merchant, payer_name="TRAN THI NAM")


def book() -> None:
    """The worker takes what waits."""
    with as_worker():
        payments.post_waiting(at=world.AT)


def fresh(bill: Bill) -> Bill:
    """The bill as it is now."""
    with as_worker():
        return Bill.objects.get(pk=bill.pk)


def receipt_of(bill: Bill) -> str:
    """The code of the receipt of a bill."""
    with as_worker():
        return code_of(Payment.objects.get(bill=bill).pk)


def tick(client: Client, *bills: Bill | str) -> str:
    """Pay these together; returns where the browser is sent."""
    codes = [one if isinstance(one, str) else one.code for one in bills]
    answer = client.post("/gia-dinh/tra-cung", {"kem": codes})
    assert answer.status_code == 303
    return str(answer["Location"])


def baskets() -> int:
    """How many codes for several bills there are."""
    with as_worker():
        return Basket.objects.count()


def test_one_button_leads_to_the_bill_with_its_own_qr_and_names_in_full(
    binh: Client, home: Household
) -> None:
    assert f'href="/gia-dinh/khoan/{home.han.code}"' in page_of(binh)
    answer = binh.get(f"/gia-dinh/khoan/{home.han.code}", follow=True)
    assert answer.redirect_chain == [(f"/b/{home.han.code}", 303)]
    said = vietqr.decode(answer.context["transfer"].payload)
    assert (said.amount_vnd, said.purpose.split()[0]) == (TOTAL_VND, home.han.code)
    page = answer.content.decode()
    assert "Nguyễn Gia Hân" in page
    assert "Minh Anh" not in page


def test_two_bills_of_one_school_are_paid_at_once_and_each_child_gets_its_own(
    binh: Client, home: Household
) -> None:
    address = tick(binh, home.anh, home.han)
    answer = binh.get(address)
    said = vietqr.decode(answer.context["transfer"].payload)
    assert said.amount_vnd == 2 * TOTAL_VND
    page = answer.content.decode()
    assert "Nguyễn Minh Anh" in page
    assert "Nguyễn Gia Hân" in page
    hear(home, address.rpartition("/")[2], 2 * TOTAL_VND)
    assert page_of(binh).count("Đã nhận tiền, đang ghi nhận.") == 2
    book()
    assert [fresh(bill).paid_vnd for bill in (home.anh, home.han)] == [TOTAL_VND, TOTAL_VND]
    assert [fresh(bill).paid_vnd for bill in (home.huy, home.tu, home.neighbour)] == [0, 0, 0]
    page = page_of(binh)
    assert page.count("biên nhận 2026-") == 2
    assert page.count("Không còn khoản nào phải trả.") == 2


def test_one_childs_money_stays_off_the_others_bill(binh: Client, home: Household) -> None:
    hear(home, home.anh.code, TOTAL_VND)
    book()
    assert (fresh(home.anh).state, fresh(home.han).state) == ("paid", "open")
    page = page_of(binh)
    assert f"/gia-dinh/khoan/{home.han.code}" in page
    assert f"/gia-dinh/khoan/{home.anh.code}" not in page
    # Too much for one child is kept for that child, and pays nothing of the other's.
    hear(home, home.huy.code, 1_300_000, merchant=home.world.b.sandbox)
    book()
    page = page_of(binh)
    assert "Còn giữ cho bạn <b>100.000" in page
    assert "trả thừa" in page
    assert fresh(home.han).paid_vnd == 0


def test_bills_of_two_places_are_never_one_code(binh: Client, home: Household) -> None:
    assert tick(binh, home.anh, home.huy) == "/gia-dinh/"
    assert ONLY_ONE_PLACE in page_of(binh)
    assert baskets() == 0


@pytest.mark.parametrize("what", ["neighbour", "made up", "paid", "twice"])
def test_only_the_familys_own_open_bills_are_put_together(
    binh: Client, home: Household, what: str
) -> None:
    if what == "paid":
        hear(home, home.anh.code, TOTAL_VND)
        book()
    others: dict[str, Bill | str] = {
        "neighbour": home.neighbour, "made up": "TF0000000000", "paid": home.anh, "twice": "\x00"
    }  # fmt: skip
    assert tick(binh, home.han, others[what]) == "/gia-dinh/"
    assert ONLY_ONE_PLACE in page_of(binh)
    assert baskets() == 0


def test_a_bill_whose_money_is_on_its_way_is_not_paid_again(binh: Client, home: Household) -> None:
    hear(home, home.anh.code, TOTAL_VND)
    page = page_of(binh)
    assert "Đã nhận tiền, đang ghi nhận." in page
    assert f'value="{home.anh.code}"' not in page
    assert f"/gia-dinh/khoan/{home.anh.code}" not in page
    assert tick(binh, home.anh, home.han) == "/gia-dinh/"
    assert "Đừng trả lần nữa." in page_of(binh)
    assert baskets() == 0


def test_a_single_tick_leads_to_the_bill_itself(binh: Client, home: Household) -> None:
    assert tick(binh, home.han) == f"/b/{home.han.code}"
    assert tick(binh) == "/gia-dinh/"
    assert "Chưa chọn khoản nào." in page_of(binh)
    assert baskets() == 0


def test_a_place_says_its_sum_without_what_is_on_its_way(binh: Client, home: Household) -> None:
    assert "1.653.600" in page_of(binh)
    hear(home, home.anh.code, 300_000)
    book()
    page = page_of(binh)
    assert "1.353.600" in page
    assert "đã trả 300.000" in page


def test_receipts_open_with_names_in_full_and_as_a_sheet(binh: Client, home: Household) -> None:
    hear(home, home.anh.code, TOTAL_VND)
    book()
    code = receipt_of(home.anh)
    answer = binh.get(f"/gia-dinh/bien-nhan/{code}", follow=True)
    assert answer.redirect_chain == [(f"/bien-lai/{code}", 303)]
    assert "Nguyễn Minh Anh" in answer.content.decode()
    sheet = binh.get(f"/gia-dinh/bien-nhan/{code}?pdf=1", follow=True)
    assert sheet.content.startswith(b"%PDF-")


def test_history_goes_by_year_and_says_who_sent_the_money(binh: Client, home: Household) -> None:
    hear(home, home.anh.code, TOTAL_VND)
    hear(home, home.tu.code, 200_000)
    book()
    page = binh.get(f"/gia-dinh/lich-su/{home.anh.beneficiary_id}").content.decode()
    assert "Năm học 2026-2027" in page
    assert "Người trả hộ: TRAN THI NAM" in page
    assert "Nguyễn Văn Bình" in page
    assert "Biên nhận 2026-0000001" in page
    assert page.count("Người trả hộ") == 1
    assert "Gia Hân" not in page
    patient = binh.get(f"/gia-dinh/lich-su/{home.tu.beneficiary_id}").content.decode()
    assert "Năm 2026" in patient
    assert "Năm học" not in patient


def test_the_payers_own_name_is_not_said_twice(binh: Client, home: Household) -> None:
    with as_worker():
        world.hear(home.world, home.anh.code, TOTAL_VND, payer_name="nguyen van  BINH")
    book()
    page = binh.get(f"/gia-dinh/lich-su/{home.anh.beneficiary_id}").content.decode()
    assert "Người trả hộ" not in page


def test_what_a_school_has_written_is_text_and_never_a_page(home: Household) -> None:
    bad = "<script>alert(1)</script>"
    with as_worker():
        Beneficiary.objects.filter(pk=home.anh.beneficiary_id).update(name=bad, class_name=bad)
        world.hear(home.world, home.anh.code, TOTAL_VND + 5, payer_name=bad)
    book()
    father = Client()
    sign_in(father)
    say(father, ANH)
    for path in ("/gia-dinh/", f"/gia-dinh/lich-su/{home.anh.beneficiary_id}"):
        page = father.get(path).content.decode()
        assert "&lt;script&gt;" in page
        assert "<script>" not in page


def test_a_change_on_a_paid_bill_and_what_it_leaves_are_told_in_words(
    binh: Client, home: Household
) -> None:
    hear(home, home.anh.code, TOTAL_VND)
    book()
    with as_worker():
        adjustments.adjust(
            by=SYSTEM,
            facility_id=home.world.a.id,
            kind=AdjustmentKind.MEALS,
            changes=[
                Change(
                    code=home.anh.code, fee_item_id=home.world.a.items["AN"].pk, amount_vnd=-30_000
                )
            ],
            reason="nghỉ ăn 1 buổi",
            paper="",
            at=world.AT,
        )
    page = page_of(binh)
    assert "Còn giữ cho bạn <b>30.000" in page
    assert "giảm Tiền ăn bán trú sau khi đã trả" in page
    past = binh.get(f"/gia-dinh/lich-su/{home.anh.beneficiary_id}").content.decode()
    assert "Tiền ăn bán trú, nghỉ ăn 1 buổi (05/10/2026)." in past


def test_nobody_walks_to_other_peoples_bills_receipts_or_years(
    binh: Client, home: Household
) -> None:
    hear(home, home.neighbour.code, TOTAL_VND)
    book()
    foreign = [
        f"/gia-dinh/khoan/{home.neighbour.code}",
        f"/gia-dinh/bien-nhan/{receipt_of(home.neighbour)}",
        f"/gia-dinh/lich-su/{home.neighbour.beneficiary_id}",
        f"/gia-dinh/lich-su/{10**30}",
        "/gia-dinh/khoan/TF0000000000",
        "/gia-dinh/khoan/%00",
        "/gia-dinh/bien-nhan/BL0000000000",
        "/gia-dinh/bien-nhan/%00",
    ]
    assert {path: binh.get(path).status_code for path in foreign} == dict.fromkeys(foreign, 404)
    assert "Gia Bảo" not in binh.get(f"/b/{home.neighbour.code}").content.decode()


def test_who_is_still_hidden_is_as_closed_as_a_stranger(parent: Client, home: Household) -> None:
    sign_in(parent)
    say(parent, ANH)
    closed = [
        f"/gia-dinh/khoan/{home.han.code}",
        f"/gia-dinh/lich-su/{home.tu.beneficiary_id}",
    ]
    assert [parent.get(path).status_code for path in closed] == [404, 404]
    assert tick(parent, home.anh, home.han) == "/gia-dinh/"
    assert baskets() == 0


def test_every_address_asks_the_phone_of_who_is_not_signed_in(
    parent: Client, home: Household
) -> None:
    for path in (
        f"/gia-dinh/khoan/{home.anh.code}",
        f"/gia-dinh/lich-su/{home.anh.beneficiary_id}",
        "/gia-dinh/mo",
    ):
        assert parent.get(path)["Location"] == "/gia-dinh/"
    assert parent.post("/gia-dinh/tra-cung", {"kem": [home.anh.code]})["Location"] == "/gia-dinh/"
    assert parent.post("/gia-dinh/mo", {"fact": "1/2/2019"})["Location"] == "/gia-dinh/"
    assert parent.get("/gia-dinh/ma")["Location"] == "/gia-dinh/"


def test_another_site_cannot_act_for_the_family(home: Household) -> None:
    guarded = Client(enforce_csrf_checks=True)
    for path in (
        "/gia-dinh/",
        "/gia-dinh/ma",
        "/gia-dinh/mo",
        "/gia-dinh/tra-cung",
        "/gia-dinh/thoat",
    ):
        assert guarded.post(path).status_code == 403, path


def test_pages_are_kept_by_no_browser_and_no_cache(binh: Client, home: Household) -> None:
    for path in ("/gia-dinh/", f"/gia-dinh/lich-su/{home.anh.beneficiary_id}"):
        answer = binh.get(path)
        assert "no-store" in answer["Cache-Control"], path
        assert "<script" not in answer.content.decode().replace('<script src="', "")


def test_the_page_asks_a_fixed_number_of_questions(binh: Client, home: Household) -> None:
    with CaptureQueriesContext(connection) as before:
        page_of(binh)
    with as_worker():
        for month in (11, 12):
            world.issued_run(home.world, name=f"Thu tháng {month}/2026")
    with CaptureQueriesContext(connection) as after:
        page = page_of(binh)
    assert page.count("Thu tháng 12/2026") >= 2
    assert len(after) == len(before)


def test_a_cancelled_bill_is_neither_asked_for_nor_opened(binh: Client, home: Household) -> None:
    with as_worker():
        Bill.objects.filter(pk=home.anh.pk).update(state=BillState.CANCELLED.value)
    assert home.anh.code not in page_of(binh)
    page = binh.get(f"/gia-dinh/lich-su/{home.anh.beneficiary_id}").content.decode()
    assert "Đã hủy" in page
    assert f"/gia-dinh/khoan/{home.anh.code}" not in page


def test_a_phone_that_nobody_has_any_more_gets_no_message_and_an_open_page_empties(
    parent: Client, home: Household
) -> None:
    sign_in(parent)
    with as_worker():
        Beneficiary.objects.filter(payer_phone=household.PHONE).update(payer_phone="")
    assert "Chưa nơi nào ghi số này" in page_of(parent)
    assert parent.post("/gia-dinh/", {"phone": household.PHONE}).status_code == 303
    assert household.letters() == 1
