"""What a paper notice says of ways to pay, beside its own code."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import At, as_worker
from tests.doors.web.desk.saying import said
from tests.world import World
from thuphi.doors.web.desk.notice_ways import printed_ways
from thuphi.ground.channels.contract import Limits
from thuphi.ground.kit.actor import SYSTEM
from thuphi.registers.methods import actions as methods
from thuphi.registers.methods.actions import NewIncentive
from thuphi.registers.methods.models import Merchant
from thuphi.registers.methods.rules import (
    BorneBy,
    FeeTerms,
    IncentiveKind,
    IncentiveTerms,
    Way,
    WayTerms,
)

SETTINGS = {
    "momo": {"partnerCode": "MOMOVIDU", "accessKey": "key", "secretKey": "of-the-tests"},
    "nexo": {"SaleID": "VIDU", "POIID": "P400-01", "Passphrase": "of-the-tests"},
    "vnpay": {"vnp_TmnCode": "VIDU0001", "vnp_HashSecret": "of-the-tests"},
}


def contract(world: World, channel: str, terms: FeeTerms) -> Merchant:
    made = methods.register_merchant(
        by=SYSTEM, facility_id=world.a.id, channel=channel, slug=f"vidu-{channel}",
        account_number="", settings=SETTINGS[channel], at=worlds.AT,
    )  # fmt: skip
    methods.set_fee(
        by=SYSTEM, merchant_id=made.pk, terms=terms, from_on=date(2026, 9, 1), at=worlds.AT
    )
    return made


def sheet(run_id: int | None) -> str:
    return f"{reverse('desk_notices_print', args=[run_id])}?class=2A"


def test_every_other_way_stands_on_the_slip_with_its_cost_and_who_bears_it(
    world: World, at_desk: At
) -> None:
    first = worlds.issued_run(world, items=[("AN", 22)])[0]
    momo = contract(world, "momo", FeeTerms(0, 90, 0, None, BorneBy.PAYER))
    contract(world, "vnpay", FeeTerms(1_100, 110, 0, None, BorneBy.FACILITY))
    contract(world, "nexo", FeeTerms())
    favour = NewIncentive(
        kind=IncentiveKind.FEE_WAIVED, granted_by="MoMo", wording="Lần đầu không mất phí.",
        from_on=date(2026, 9, 1), until_on=date(2027, 1, 1), merchant_id=momo.pk,
    )  # fmt: skip
    methods.offer_incentive(by=SYSTEM, facility_id=world.a.id, incentive=favour, at=worlds.AT)
    words = said(at_desk(world.lan).get(sheet(first.run_id)))
    assert f"Cách trả khác testserver/b/{first.code}" in words
    assert (
        "Thẻ tại máy POS, tại quầy: miễn phí"
        " VNPAY: miễn phí (phí 8.360 đ đơn vị chịu)"
        " Ví MoMo: phí 5.940 đ (người nộp chịu)"
        " Ưu đãi Ví MoMo: Lần đầu không mất phí. (MoMo, 01/09/2026 – 31/12/2026)"
    ) in words
    assert "Chuyển khoản: miễn phí." in words


def test_a_school_with_its_own_code_only_has_no_other_way_on_the_slip(
    world: World, at_desk: At
) -> None:
    first = worlds.issued_run(world)[0]
    words = said(at_desk(world.lan).get(sheet(first.run_id)))
    assert "Cách trả khác" not in words
    assert "Chuyển khoản: miễn phí." in words


def test_what_the_watched_transfer_costs_is_told_as_it_is(world: World, at_desk: At) -> None:
    first = worlds.issued_run(world, items=[("AN", 22)])[0]
    methods.set_fee(
        by=SYSTEM, merchant_id=world.a.sandbox.pk, at=worlds.AT, from_on=date(2026, 9, 1),
        terms=FeeTerms(flat_vnd=500, borne_by=BorneBy.PAYER),
    )  # fmt: skip
    words = said(at_desk(world.lan).get(sheet(first.run_id)))
    assert "Chuyển khoản: phí 500 đ (người nộp chịu)." in words


def test_a_way_that_cannot_take_the_sum_is_left_out_and_the_order_favours_nobody() -> None:
    small = Limits(max_vnd=50_000)
    dear = FeeTerms(flat_vnd=900, borne_by=BorneBy.PAYER)
    ways = [
        WayTerms("zalopay", Way.WEB, "ZaloPay", "ngay", 10, 4),
        WayTerms("momo", Way.WEB, "Ví MoMo", "ngay", 10, 3, dear),
        WayTerms("vnpay", Way.WEB, "VNPAY", "ngay", 10, 2, FeeTerms(), small),
        WayTerms("", Way.QR, "Chuyển khoản VietQR", "ngay", 10),
    ]
    made = printed_ways(ways, 60_000)
    assert made.transfer == "miễn phí"
    assert made.others == ("ZaloPay: miễn phí", "Ví MoMo: phí 900\u00a0đ (người nộp chịu)")
    assert [way.split(":")[0] for way in printed_ways(ways, 50_000).others] == [
        "VNPAY", "ZaloPay", "Ví MoMo",
    ]  # fmt: skip


def test_favours_that_are_too_long_for_a_slip_are_named_and_told_on_the_page() -> None:
    terms = IncentiveTerms(IncentiveKind.FEE_WAIVED, "Miễn phí. " * 19, "Ngân hàng")
    ways = [
        WayTerms("momo", Way.WEB, "Ví MoMo", "ngay", 10, 3, incentives=(terms, terms, terms)),
    ]
    assert printed_ways(ways, 60_000).favours == (
        "Có ưu đãi khi trả một số cách trên: xem trang trả tiền.",
    )


def test_a_class_asks_for_the_ways_once(
    world: World,
    at_desk: At,
    django_assert_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    lan = at_desk(world.lan)
    with as_worker():
        same = worlds.issued_run(world, items=[("AN", 22)])[0].run_id
    counts = 16
    with django_assert_num_queries(counts):
        assert lan.get(sheet(same)).status_code == 200
    with as_worker():
        contract(world, "vnpay", FeeTerms(0, 110, 0, None, BorneBy.PAYER))
    with django_assert_num_queries(counts):
        assert said(lan.get(sheet(same))).count("VNPAY") == 2
