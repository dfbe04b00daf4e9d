"""What a family may choose between on the page of a bill, and what it says of each way."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from tests import world
from tests.doors.web.pay.conftest import Village, as_worker
from thuphi.doors.web.pay import ways
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.errands.models import LineTrouble
from thuphi.registers.methods import actions as methods
from thuphi.registers.methods.actions import NewIncentive
from thuphi.registers.methods.models import Merchant
from thuphi.registers.methods.queries import offers_of
from thuphi.registers.methods.rules import BorneBy, FeeTerms, IncentiveKind, is_neutral

FIRST, LAST = date(2026, 10, 1), date(2026, 11, 1)


def page_of(parent: Client, village: Village) -> str:
    return parent.get(f"/b/{village.bills[0].code}").content.decode()


def ways_of(page: str) -> list[str]:
    """The names of the ways in the order of the page."""
    return re.findall(r'<(?:button|div) class="way".*?<b>(.*?)</b>', page, re.DOTALL)


def charge(merchant: Merchant, flat_vnd: int) -> None:
    with as_worker():
        methods.set_fee(
            by=SYSTEM,
            merchant_id=merchant.pk,
            terms=FeeTerms(flat_vnd=flat_vnd, borne_by=BorneBy.PAYER),
            from_on=FIRST,
            at=world.AT,
        )


def test_the_qr_stands_first_and_the_ways_below_it_by_cost_and_name(
    parent: Client, village: Village
) -> None:
    charge(village.opens("momo"), 2_200)
    village.opens("vnpay")
    village.opens("gsma")
    page = page_of(parent, village)
    assert page.index('class="qr"') < page.index('class="way"')
    assert ways_of(page) == [
        "Mobile Money",
        "VNPAY",
        "Ví MoMo",
        "Tiền mặt tại quầy thu của đơn vị",
    ]
    assert "Phí 2.200\u00a0đ do Ví MoMo thu thêm" in page
    assert page.count("Không mất phí") == 3
    assert "checked" not in page


def test_the_list_of_a_facility_favours_nobody(village: Village) -> None:
    charge(village.opens("momo"), 2_200)
    village.opens("vnpay")
    with as_worker():
        choice = ways.choice_for(village.world.a.id, 826_800, world.AT)
        offers = offers_of(village.world.a.id, world.TODAY, 826_800)
    assert is_neutral(offers) == []
    assert [way.label for way in choice.others] == ["VNPAY", "Ví MoMo"]


def test_a_school_with_the_qr_alone_shows_the_desk_beside_it(
    parent: Client, village: Village
) -> None:
    page = page_of(parent, village)
    assert ways_of(page) == ["Tiền mặt tại quầy thu của đơn vị"]
    assert "/cach-tra" not in page


def test_a_card_is_for_the_desk_and_has_no_button(parent: Client, village: Village) -> None:
    card = village.opens("nexo")
    page = page_of(parent, village)
    assert "Thẻ tại máy POS" in ways_of(page)
    assert f'value="{card.pk}"' not in page


def test_a_provider_that_is_down_says_so_and_the_others_stay(
    parent: Client, village: Village
) -> None:
    momo, vnpay = village.opens("momo"), village.opens("vnpay")
    with as_worker():
        LineTrouble.objects.create(
            merchant_id=momo.pk,
            facility_id=village.world.a.id,
            failures=3,
            since=world.AT,
            last_at=world.AT - timedelta(minutes=1),
        )
    page = page_of(parent, village)
    assert f'value="{momo.pk}" disabled' in page
    assert "Đang tạm gián đoạn." in page
    assert f'value="{vnpay.pk}">' in page
    refused = parent.post(f"/b/{village.bills[0].code}/cach-tra", {"cach": momo.pk}, follow=True)
    assert "Đang tạm gián đoạn." in refused.content.decode()


def test_an_amount_outside_a_providers_limits_is_said_with_the_limit(
    parent: Client, village: Village
) -> None:
    momo, gsma = village.opens("momo"), village.opens("gsma")
    with as_worker():
        (bill,) = world.issued_run(
            village.world, name="Thu lớn", classes=["5B"], items=[("BH", 200)]
        )
    page = parent.get(f"/b/{bill.code}").content.decode()
    assert "Chỉ nhận đến 50.000.000\u00a0đ một lần. Chọn cách khác." in page
    assert "Vượt hạn mức Mobile Money (100.000.000\u00a0đ)." in page
    assert page.count("disabled") == 2
    assert f'value="{momo.pk}" disabled' in page
    assert f'value="{gsma.pk}" disabled' in page


@pytest.mark.parametrize(("quantity", "is_told"), [(15, False), (16, True)])
def test_above_ten_million_the_family_is_told_of_face_and_finger(
    parent: Client, village: Village, quantity: int, is_told: bool
) -> None:
    village.opens("vnpay")
    with as_worker():
        (bill,) = world.issued_run(
            village.world, name="Thu lớn", classes=["5B"], items=[("BH", quantity)]
        )
    page = parent.get(f"/b/{bill.code}").content.decode()
    assert ("khuôn mặt hoặc vân tay" in page) is is_told
    assert "chia nhỏ" not in page


def test_a_favour_is_shown_with_its_days_and_moves_nobody_up(
    parent: Client, village: Village
) -> None:
    vnpay = village.opens("vnpay")
    village.opens("momo")
    with as_worker():
        methods.offer_incentive(
            by=SYSTEM,
            facility_id=village.world.a.id,
            incentive=NewIncentive(
                kind=IncentiveKind.DISCOUNT,
                granted_by="VNPAY",
                wording="Giảm 10.000 đ cho lần đầu",
                from_on=FIRST,
                until_on=LAST,
                merchant_id=vnpay.pk,
                amount_vnd=10_000,
            ),
            at=world.AT,
        )
    page = page_of(parent, village)
    assert "Giảm 10.000 đ cho lần đầu" in page
    assert "01/10/2026 – 31/10/2026" in page
    assert ways_of(page)[:2] == ["Ví MoMo", "VNPAY"]


def test_a_paid_bill_offers_nothing_to_choose(parent: Client, village: Village) -> None:
    village.opens("vnpay")
    village.pay(village.bills[0])
    assert 'class="way"' not in page_of(parent, village)
