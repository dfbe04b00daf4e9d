"""A notice on paper with many ways to pay and many lines: nothing of it is cut off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserContext, Page

from tests import world as worlds
from tests.stories.conftest import PICTURES, Site, faults_of
from tests.stories.test_accountant_month import sign_in
from tests.world import SCHOOL_YEAR, World
from thuphi.ground.channels import vietqr
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills import actions as bills
from thuphi.money.bills.models import CollectionRun
from thuphi.money.catalogue.actions import NewFeeItem, add_fee_item
from thuphi.registers.methods import actions as methods
from thuphi.registers.methods.actions import NewIncentive
from thuphi.registers.methods.models import Merchant
from thuphi.registers.methods.rules import BorneBy, FeeTerms, IncentiveKind, Way

pytestmark = [pytest.mark.browser]

PROVIDERS = {
    "vnpay": {"vnp_TmnCode": "VIDU0001", "vnp_HashSecret": "of-the-tests"},
    "momo": {"partnerCode": "MOMOVIDU", "accessKey": "key", "secretKey": "of-the-tests"},
    "payos": {"clientId": "1", "apiKey": "of-the-tests", "checksumKey": "of-the-tests"},
    "zalopay": {"app_id": "2554", "key1": "of-the-tests", "key2": "of-the-tests"},
    "gsma": {"apiKey": "of-the-tests"},
    "nexo": {"SaleID": "VIDU", "POIID": "P400-01", "Passphrase": "of-the-tests"},
}
EXTRA = (
    "Học bơi", "Kỹ năng sống", "Tiếng Anh tăng cường", "Sổ liên lạc điện tử", "Ảnh thẻ",
    "Xe đưa đón",
)  # fmt: skip
PAYER, FACILITY = BorneBy.PAYER, BorneBy.FACILITY


def contract(world: World, channel: str, terms: FeeTerms) -> Merchant:
    """A provider of school A with its price."""
    made = methods.register_merchant(
        by=SYSTEM, facility_id=world.a.id, channel=channel, slug=f"vidu-{channel}",
        account_number="", settings=PROVIDERS[channel], at=worlds.AT,
    )  # fmt: skip
    methods.set_fee(
        by=SYSTEM, merchant_id=made.pk, terms=terms, from_on=date(2026, 9, 1), at=worlds.AT
    )
    return made


def all_ways(world: World) -> NewIncentive:
    """Every provider there is, some dear, one with a favour; returns another favour."""
    contract(world, "vnpay", FeeTerms(1_100, 110, 0, None, FACILITY))
    momo = contract(world, "momo", FeeTerms(0, 90, 0, None, PAYER))
    contract(world, "payos", FeeTerms())
    contract(world, "zalopay", FeeTerms(0, 90, 0, None, PAYER))
    contract(world, "gsma", FeeTerms())
    contract(world, "nexo", FeeTerms(0, 110, 0, None, FACILITY))
    favour = NewIncentive(
        kind=IncentiveKind.FEE_WAIVED, granted_by="Ví MoMo",
        wording="Miễn phí giao dịch cho lần trả học phí đầu tiên trong tháng.",
        from_on=date(2026, 9, 1), until_on=date(2030, 1, 1), merchant_id=momo.pk,
    )  # fmt: skip
    methods.offer_incentive(by=SYSTEM, facility_id=world.a.id, incentive=favour, at=worlds.AT)
    return replace(favour, granted_by="VietinBank", merchant_id=None, way=Way.QR)


def long_run(world: World) -> CollectionRun:
    """Ten items for everybody."""
    run = worlds.planned_run(world)
    more = [
        add_fee_item(
            by=SYSTEM, facility_id=world.a.id, at=worlds.AT,
            item=NewFeeItem(f"X{n}", name, "tháng", 50_000, "Thỏa thuận", False, SCHOOL_YEAR),
        )
        for n, name in enumerate(EXTRA)
    ]  # fmt: skip
    bills.plan_scope(by=SYSTEM, run_id=run.pk, items=[(item.pk, 1) for item in more], at=worlds.AT)
    bills.issue_run(by=SYSTEM, run_id=run.pk, at=worlds.AT)
    return run


def test_a_slip_with_every_way_to_pay_is_cut_nowhere(
    site: Site, visitor: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    world = worlds.build()
    more = all_ways(world)
    run = long_run(world)
    page = sign_in(site, visitor(width=1280), world.lan)
    sheet = f"{site.address}/ban-lam-viec/dot-thu/{run.pk}/giay-bao/in?class=2A"
    page.goto(sheet)
    assert faults_of(page) == []
    slip = page.locator(".slip").first
    assert [way.split(":")[0] for way in slip.locator(".ways li").all_inner_texts()] == [
        "Mobile Money", "payOS", "Thẻ tại máy POS, tại quầy", "VNPAY", "Ví MoMo", "ZaloPay",
    ]  # fmt: skip
    assert "Ví MoMo, 01/09/2026 – 31/12/2029" in slip.inner_text()
    nothing_is_cut(page, tmp_path, "one-favour")

    methods.offer_incentive(by=SYSTEM, facility_id=world.a.id, incentive=more, at=worlds.AT)
    page.goto(sheet)
    assert "Có ưu đãi khi trả một số cách trên" in slip.inner_text()
    nothing_is_cut(page, tmp_path, "favours")


def nothing_is_cut(page: Page, folder: Path, name: str) -> None:
    """Two slips on one sheet of A4, all of their words, both codes readable."""
    page.emulate_media(media="screen")
    printed = page.pdf(path=folder / "notices.pdf", prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == 1
    page.set_viewport_size({"width": 749, "height": 1077})
    page.emulate_media(media="print")
    picture = PICTURES / f"desk-notices-{name}.png"
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=picture)
    cut = "all => all.map(one => one.scrollHeight - one.clientHeight).filter(by => by > 1)"
    assert page.locator(".slip").evaluate_all(cut) == []
    read = [vietqr.decode(code.text) for code in zxingcpp.read_barcodes(Image.open(picture))]
    assert len(read) == 2
