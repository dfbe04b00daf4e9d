"""The transfer that needs no merchant: a code from an order, and nothing more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from thuphi.ground.channels import vietqr
from thuphi.ground.channels.contract import Ability, CannotDo, Knock, Order, OrderRefused
from thuphi.ground.channels.vietqr_transfer import VietQRTransfer
from thuphi.ground.kit.clock import VIETNAM

SETTINGS = {"acqId": "970436", "accountNo": "1012345678", "accountName": "TRUONG A"}
ORDER = Order(
    reference="TF0000000132",
    amount_vnd=1_250_000,
    description="TF0000000132 Học phí kỳ 1",
    return_url="https://thuphi.example.vn/b",
    notify_url="",
    ip="127.0.0.1",
    at=datetime(2026, 1, 5, 8, 30, tzinfo=VIETNAM),
)


def test_an_order_is_a_code_with_its_reference_first() -> None:
    step = VietQRTransfer().start(ORDER, SETTINGS)
    read = vietqr.decode(step.qr)
    assert (step.call, step.url) == (None, "")
    assert (read.bin, read.account) == ("970436", "1012345678")
    assert (read.amount_vnd, read.purpose) == (1_250_000, "TF0000000132 HOC PHI KY 1")


@pytest.mark.parametrize("amount_vnd", [0, -1, 500_000_000])
def test_an_amount_that_no_quick_transfer_carries_is_refused(amount_vnd: int) -> None:
    with pytest.raises(OrderRefused, match="NAPAS"):
        VietQRTransfer().start(replace(ORDER, amount_vnd=amount_vnd), SETTINGS)


@pytest.mark.parametrize("missing", ["acqId", "accountNo"])
def test_a_missing_setting_is_named_as_the_merchant_writes_it(missing: str) -> None:
    told = {name: value for name, value in SETTINGS.items() if name != missing}
    with pytest.raises(OrderRefused, match=f"^{missing}: phải là"):
        VietQRTransfer().start(ORDER, told)


def test_it_can_do_nothing_else_and_says_why() -> None:
    for ability, capability in VietQRTransfer.CAN.items():
        assert capability.can is (ability is Ability.START)
        assert bool(capability.why_not) is not capability.can
    knock = Knock("POST", {}, {}, b"{}", ORDER.at)
    with pytest.raises(CannotDo):
        VietQRTransfer().hear(knock, SETTINGS)
