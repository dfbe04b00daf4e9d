"""VietQR bank transfer: a code that any bank's app pays. NAPAS "VietQR" v1.0, 09/2021.

Nothing is sent and nobody knocks: SePay, Casso or payOS tell of the credit, or the statement does.
So it is no merchant's channel and stands outside the registry; `thuphi channel start vietqr` runs
it by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from thuphi.ground.channels import reading, vietqr
from thuphi.ground.channels.contract import (
    Ability,
    CannotDo,
    Capability,
    FourFields,
    Knock,
    Limits,
    Notice,
    Order,
    OrderRefused,
    Step,
)
from thuphi.ground.channels.unable import Unable

_NOBODY = "a bank transfer has no provider of its own; SePay, Casso or payOS tell of the credit"


_BIN = re.compile(r"[0-9]{6}")
_ACCOUNT = re.compile(r"[A-Za-z0-9]{1,19}")


def _check_settings(settings: Mapping[str, str]) -> None:
    if not _BIN.fullmatch(settings.get("acqId", "")):
        raise OrderRefused("acqId: phải là mã BIN sáu chữ số của ngân hàng, ví dụ 970436.")
    if not _ACCOUNT.fullmatch(settings.get("accountNo", "")):
        raise OrderRefused("accountNo: phải là số tài khoản từ 1 đến 19 chữ không dấu và chữ số.")


class VietQRTransfer(reading.SuccessReplies, Unable):
    """Writes the code of a transfer to the facility's own account."""

    name: ClassVar[str] = "vietqr"
    method: ClassVar[str] = "qr"
    CAN: ClassVar[Mapping[Ability, Capability]] = {
        ability: Capability(ability is Ability.START, "" if ability is Ability.START else _NOBODY)
        for ability in Ability
    }
    SETTINGS: ClassVar[tuple[str, ...]] = ("acqId", "accountNo", "accountName")
    """The bank's six digits and the account, by the names that vietqr.io uses."""
    SECRETS: ClassVar[tuple[str, ...]] = ()
    LIMITS: ClassVar[Limits] = Limits(1, vietqr.NAPAS_LIMIT_VND - 1)
    FOUR_FIELDS: ClassVar[FourFields] = FourFields(version=1, code="62.08", reason="62.08")

    def start(self, order: Order, settings: Mapping[str, str]) -> Step:
        """A code with the amount and, first in its text, our reference. Raises `OrderRefused`."""
        if not self.LIMITS.min_vnd <= order.amount_vnd <= self.LIMITS.max_vnd:
            raise OrderRefused("amount_vnd: chuyển nhanh NAPAS nhận từ 1 đ đến dưới 500.000.000 đ.")
        _check_settings(settings)
        hint = order.description.replace(order.reference, " ")
        try:
            payload = vietqr.encode(
                vietqr.Transfer(
                    bin=settings.get("acqId", ""),
                    account=settings.get("accountNo", ""),
                    amount_vnd=order.amount_vnd,
                    purpose=vietqr.purpose_for(order.reference, hint),
                )
            )
        except vietqr.TransferUnwritable as error:
            raise OrderRefused(f"{error}: sửa cài đặt hoặc đơn rồi thử lại.") from error
        return Step(qr=payload)

    def hear(self, knock: Knock, settings: Mapping[str, str]) -> Notice:  # noqa: ARG002
        """Raises `CannotDo`."""
        raise CannotDo(Ability.HEAR)
