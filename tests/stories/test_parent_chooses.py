"""A parent chooses another way than the QR: a website, a wallet, a part, several bills at once."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import world
from tests.stories.conftest import (
    PICTURES,
    Site,
    faults_of,
    free_port,
    look_at,
    running_provider,
    running_site,
    running_worker,
)
from tests.stories.test_parent_pays import read_code
from tests.world import World
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import PAYER, SYSTEM
from thuphi.money.attempts import actions as attempts
from thuphi.money.attempts.models import Attempt
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.registers.methods import actions as methods
from thuphi.registers.methods.actions import NewIncentive
from thuphi.registers.methods.models import Merchant
from thuphi.registers.methods.rules import BorneBy, FeeTerms, IncentiveKind

pytestmark = [pytest.mark.browser]
Visitor = Callable[..., BrowserContext]
TMN, HASH_SECRET = "SCHOOL01", "MADEUPSECRETFORTESTS0123456789AB"
MOMO = {
    "partnerCode": "MOMOMADEUP2026",
    "accessKey": "MADEUPACCESSKEY1",
    "secretKey": "made_up_momo_secret_0123456789ab",
}
OPERATOR = {
    "organisationId": "TRUONG-A",
    "apiKey": "made-up key of the school",
    "username": "truong",
    "password": "made-up password",
    "callbackKey": "made-up secret of the callbacks",
}
SOON_MS = 15_000
"""For what a worker, a provider and a page do together on a busy machine."""


@dataclass(frozen=True)
class Town:
    """A school with bills, the site, the worker and three providers, each a process of its own."""

    site: Site
    vnpay: Site
    momo: Site
    operator: Site
    world: World
    bills: list[Bill]

    def address(self, bill: Bill) -> str:
        """The link in a notice."""
        return f"{self.site.address}/b/{bill.code}"


def contract(world_: World, channel: str, settings: dict[str, str]) -> Merchant:
    """School A makes a contract with a provider."""
    return methods.register_merchant(
        by=SYSTEM,
        facility_id=world_.a.id,
        channel=channel,
        slug=f"vidu-{channel}",
        account_number="",
        settings=settings,
        at=world.AT,
    )


def issue(world_: World) -> list[Bill]:
    """Bills of three pupils, due in three weeks, that may be paid in parts."""
    due_on = clock.today(clock.now()) + timedelta(weeks=3)
    return world.issued_run(world_, allows_part=True, due_on=due_on)


@pytest.fixture
def ports() -> dict[str, int]:
    """Where everybody will listen."""
    return {name: free_port() for name in ("site", "vnpay", "momo", "operator")}


@pytest.fixture
def school(town: str, tmp_path: Path, ports: dict[str, int]) -> Iterator[Town]:
    """Everything at work."""
    built = world.build()
    at = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    vnpay = contract(
        built,
        "vnpay",
        {
            "vnp_TmnCode": TMN,
            "vnp_HashSecret": HASH_SECRET,
            "vnp_Url": f"{at['vnpay']}/paymentv2/vpcpay.html",
            "vnp_ApiUrl": f"{at['vnpay']}/merchant_webapi/api/transaction",
        },
    )
    contract(built, "momo", {**MOMO, "endpoint": at["momo"]})
    contract(built, "gsma", {**OPERATOR, "endpoint": f"{at['operator']}/mm"})
    near = {
        "THUPHI_CALLS_MAY_GO_TO": ",".join(f"127.0.0.1:{port}" for port in ports.values()),
        "THUPHI_SITE": at["site"],
    }
    gateway = {
        "merchants": [
            {
                "vnp_TmnCode": TMN,
                "vnp_HashSecret": HASH_SECRET,
                "notify_url": f"{at['site']}/gate/vnpay/{vnpay.slug}",
                "name": "Trường Tiểu học Ví Dụ",
            }
        ]
    }
    wallet = {"merchants": [{**MOMO, "name": "Trường Tiểu học Ví Dụ"}], "redirect_ms": 200}
    line = {
        "thuphi_url": at["site"],
        "merchants": [
            {
                "organisation_id": OPERATOR["organisationId"],
                "name": "Trường Tiểu học Ví Dụ",
                "api_key": OPERATOR["apiKey"],
                "username": OPERATOR["username"],
                "password": OPERATOR["password"],
            }
        ],
    }
    with ExitStack() as open_:
        asks = open_.enter_context
        yield Town(
            vnpay=asks(running_provider("vnpay", tmp_path, gateway, port=ports["vnpay"])),
            momo=asks(running_provider("momo", tmp_path, wallet, port=ports["momo"])),
            operator=asks(running_provider("operator", tmp_path, line, port=ports["operator"])),
            site=asks(running_site(town, tmp_path, port=ports["site"], **near)),
            world=built,
            bills=_worked(asks, town, tmp_path, near, built),
        )


def _worked(
    asks: Callable[..., object], town: str, folder: Path, near: dict[str, str], built: World
) -> list[Bill]:
    asks(running_worker(town, folder, **near))
    return issue(built)


def control(provider: Site, **wish: object) -> None:
    """What shall go wrong next at a provider."""
    request = urllib.request.Request(
        f"{provider.address}/control", json.dumps(wish).encode(), method="POST"
    )
    with urllib.request.urlopen(request, timeout=5):
        pass


def choose(page: Page, label: str) -> None:
    """Press the button of a way."""
    page.get_by_role("button", name=label).click()


def test_a_parent_pays_on_a_website_and_keeps_the_receipt(school: Town, visitor: Visitor) -> None:
    page = visitor().new_page()
    page.goto(school.address(school.bills[0]))
    choose(page, "VNPAY")
    page.wait_for_url(f"{school.vnpay.address}/**", timeout=SOON_MS)
    expect(page.get_by_role("heading", name="Thanh toán")).to_be_visible()
    page.get_by_role("button", name="Thanh toán").click()
    expect(page.get_by_role("heading", name="Đã nhận tiền")).to_be_visible(timeout=SOON_MS)
    assert "vnp_" not in page.url
    assert page.url.startswith(school.site.address)
    assert faults_of(page) == []
    page.get_by_role("link", name="Xem biên nhận").click()
    expect(page.get_by_text("Tám trăm hai mươi sáu nghìn tám trăm đồng")).to_be_visible()
    expect(page.get_by_text("Cổng thanh toán trên web")).to_be_visible()


def test_a_parent_without_script_pays_with_a_wallet(school: Town, visitor: Visitor) -> None:
    page = visitor(script=False).new_page()
    page.goto(school.address(school.bills[1]))
    choose(page, "Ví MoMo")
    page.wait_for_url(f"{school.momo.address}/**", timeout=SOON_MS)
    page.get_by_label("Mã PIN").fill("246810")
    page.get_by_role("button", name="Trả 826.800").click()
    expect(page.get_by_role("heading", name="Đã nhận tiền")).to_be_visible(timeout=25_000)
    page.get_by_role("link", name="Về khoản thu").click()
    expect(page.get_by_role("heading", name="Đã thu")).to_be_visible()


def test_a_parent_confirms_on_the_phone_with_mobile_money(school: Town, visitor: Visitor) -> None:
    context = visitor()
    page, phone = context.new_page(), context.new_page()
    page.goto(school.address(school.bills[2]))
    choose(page, "Mobile Money")
    page.get_by_label("Số điện thoại có Mobile Money").fill("0356 789 012")
    page.get_by_role("button", name="Gửi yêu cầu tới điện thoại").click()
    asked = page.get_by_role("heading", name="Xác nhận trên điện thoại của bạn")
    expect(asked).to_be_visible(timeout=SOON_MS)
    phone.goto(school.operator.address)
    request = phone.locator('a[href^="/requests/"]').first
    for _ in range(30):
        if request.count():
            break
        phone.wait_for_timeout(300)
        phone.reload()
    request.click()
    phone.get_by_label("PIN").fill("1234")
    phone.get_by_role("button", name="Trả 826.800").click()
    page.bring_to_front()
    expect(page.get_by_role("heading", name="Đã nhận tiền")).to_be_visible(timeout=40_000)
    assert "356789012" not in page.content().replace(" ", "")


def test_a_payment_called_off_at_the_provider_frees_the_other_ways(
    school: Town, visitor: Visitor
) -> None:
    page = visitor().new_page()
    page.goto(school.address(school.bills[0]))
    choose(page, "VNPAY")
    page.get_by_role("button", name="Hủy giao dịch").click(timeout=SOON_MS)
    ended = page.get_by_role("heading", name="Lần trả này không thành công")
    expect(ended).to_be_visible(timeout=SOON_MS)
    page.get_by_role("link", name="Chọn cách trả khác").click()
    choose(page, "Ví MoMo")
    page.wait_for_url(f"{school.momo.address}/**", timeout=SOON_MS)
    page.go_back()
    expect(page.get_by_text("Một lần trả đang được kiểm tra").first).to_be_visible()
    page.get_by_role("link", name="Xem lần trả đang chờ").click()
    expect(page.get_by_role("link", name="Tiếp tục tới 127.0.0.1")).to_be_visible()


def test_a_silent_provider_leaves_a_calm_page_and_the_qr(school: Town, visitor: Visitor) -> None:
    control(school.momo, next="down")
    page = visitor().new_page()
    page.goto(school.address(school.bills[0]))
    choose(page, "Ví MoMo")
    expect(page.get_by_role("heading", name="Đang kiểm tra với Ví MoMo")).to_be_visible(
        timeout=SOON_MS
    )
    expect(page.get_by_text(re.compile("Đừng trả lần nữa"))).to_be_visible()
    assert faults_of(page) == []
    page.get_by_role("link", name="Về khoản thu").click()
    expect(page.get_by_role("button", name="VNPAY")).to_be_disabled()
    expect(page.locator("figure.qr")).to_be_hidden()
    page.get_by_text("Chắc chắn chưa trả? Xem mã QR").click()
    expect(page.locator("figure.qr")).to_be_visible()


@dataclass(frozen=True)
class Quiet:
    """The site alone: what happens behind it, the test does itself."""

    site: Site
    world: World
    bills: list[Bill]
    vnpay: Merchant
    momo: Merchant
    gsma: Merchant

    def address(self, bill: Bill) -> str:
        """The link in a notice."""
        return f"{self.site.address}/b/{bill.code}"


@pytest.fixture
def quiet(site: Site) -> Quiet:
    """A school with three ways beside its QR; one costs, one has a favour."""
    built = world.build()
    vnpay = contract(built, "vnpay", {"vnp_TmnCode": TMN, "vnp_HashSecret": HASH_SECRET})
    momo = contract(built, "momo", MOMO)
    gsma = contract(
        built,
        "gsma",
        {
            "organisationId": "SCHOOL01",
            "callbackKey": "made-up-callback-key-of-the-tests",
            "apiKey": "made-up-api-key",
        },
    )
    today = clock.today(clock.now())
    methods.set_fee(
        by=SYSTEM,
        merchant_id=momo.pk,
        terms=FeeTerms(flat_vnd=2_200, borne_by=BorneBy.PAYER),
        from_on=today,
        at=world.AT,
    )
    methods.offer_incentive(
        by=SYSTEM,
        facility_id=built.a.id,
        incentive=NewIncentive(
            kind=IncentiveKind.DISCOUNT,
            granted_by="VNPAY",
            wording="Giảm 10.000 đ cho lần trả đầu tiên",
            from_on=today,
            until_on=today + timedelta(days=30),
            merchant_id=vnpay.pk,
            amount_vnd=10_000,
        ),
        at=world.AT,
    )
    return Quiet(site, built, issue(built), vnpay, momo, gsma)


def begun(quiet: Quiet, bill: Bill, merchant: Merchant, **facts: object) -> Attempt:
    """An attempt that has come so far."""
    attempt = attempts.begin(
        by=PAYER,
        wish=attempts.Wish(
            code=bill.code, merchant_id=merchant.pk, amount_vnd=bill.total_vnd,
            return_url=f"{quiet.site.address}/b/{bill.code}/tra-ve/ten-cua-bai-thu",
        ),
        at=clock.now(),
    )  # fmt: skip
    sent = {"state": "pending", "sent_at": clock.now(), **facts}
    Attempt.objects.filter(pk=attempt.pk).update(**sent)
    attempt.refresh_from_db()
    return attempt


def picture_of(page: Page, name: str) -> None:
    """A page that answers a form, as it stands: axe walks it, and its picture is kept."""
    assert faults_of(page) == []
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}-390-light.png", full_page=True)


def test_a_parent_pays_a_part_and_two_bills_at_once(
    quiet: Quiet, visitor: Visitor, tmp_path: Path
) -> None:
    first, second, _ = quiet.bills
    page = visitor().new_page()
    page.goto(quiet.address(first))
    page.get_by_text("Chưa đủ tiền? Trả một phần").click()
    page.get_by_label("Số tiền khác").fill("300.000")
    page.get_by_role("button", name="Đổi mã QR").click()
    assert read_code(page, tmp_path).amount_vnd == 300_000

    page.goto(quiet.address(first))
    page.get_by_text("Trả cùng lúc nhiều khoản").click()
    page.get_by_label("Mã khoản thu khác").fill(second.code.lower())
    page.get_by_role("button", name="Gộp lại để trả").click()
    expect(page.get_by_role("heading", name="Trả cùng lúc 2 khoản")).to_be_visible()
    said = read_code(page, tmp_path)
    assert said.amount_vnd == first.total_vnd + second.total_vnd
    code = page.url.rpartition("/")[2]
    world.hear(quiet.world, code, said.amount_vnd or 0, paid_at=world.AT)
    payments.post_waiting(at=clock.now())
    expect(page.get_by_role("heading", name="Đã thu")).to_be_visible(timeout=SOON_MS)


def test_the_pages_of_choosing_fit_and_pass_axe(quiet: Quiet, visitor: Visitor) -> None:
    first, second, third = quiet.bills
    payer = visitor()
    page = payer.new_page()
    look_at(visitor, quiet.address(first), "bill-ways")
    look_at(visitor, f"{quiet.address(first)}?so-tien=400000", "bill-part")

    page.goto(quiet.address(first))
    choose(page, "Mobile Money")
    expect(page.get_by_label("Số điện thoại có Mobile Money")).to_be_visible()
    page.get_by_role("button", name="Gửi yêu cầu tới điện thoại").click()
    expect(page.get_by_text("Chưa có số điện thoại")).to_be_visible()
    picture_of(page, "phone")

    basket = attempts.make_basket(
        by=PAYER, codes=[first.code, second.code, third.code], at=clock.now()
    )
    look_at(visitor, f"{quiet.site.address}/b/{basket.code}", "basket")

    go = begun(quiet, first, quiet.vnpay, url="https://sandbox.vnpayment.vn/paymentv2/vpcpay.html")
    back = f"{quiet.address(first)}/tra-ve/ten-cua-bai-thu"
    page.goto(back)
    checking = page.url
    look_at(visitor, checking, "attempt-checking")
    look_at(visitor, checking.partition("?")[0], "attempt-go")
    look_at(visitor, quiet.address(first), "bill-attempt")
    attempts.ask_to_cancel(by=PAYER, attempt_id=go.pk, at=clock.now())
    Attempt.objects.filter(pk=go.pk).update(state="refused", closed_at=clock.now())
    look_at(visitor, checking, "attempt-refused")

    begun(quiet, second, quiet.gsma, extra={"msisdn": "+84912345678"})
    page.goto(f"{quiet.address(second)}/tra-ve/ten-cua-bai-thu")
    look_at(visitor, page.url.partition("?")[0], "attempt-phone")
    world.hear(quiet.world, third.code, third.total_vnd + 173_200, paid_at=world.AT)
    payments.post_waiting(at=clock.now())
    page.goto(quiet.address(third))
    page.get_by_text("Muốn nhận lại?").click()
    page.get_by_label("Ngày sinh").fill("9/7/2015")
    page.get_by_role("button", name="Hiện họ tên").click()
    look_at(visitor, page.url, "bill-overpaid", cookies=payer)
    page.get_by_role("button", name="Đề nghị trả lại").click()
    expect(page.get_by_role("heading", name="Tài khoản nhận lại tiền")).to_be_visible()
    picture_of(page, "payee")
    page.get_by_label("Ngân hàng").select_option(label="Vietcombank")
    page.get_by_label("Số tài khoản").fill("1012345678")
    page.get_by_label("Chủ tài khoản").fill("DANG QUOC DAT")
    page.get_by_role("button", name="Gửi đề nghị trả lại").click()
    expect(page.get_by_text("Đơn vị đang xem đề nghị.")).to_be_visible()
    look_at(visitor, page.url, "bill-refund", cookies=payer)
