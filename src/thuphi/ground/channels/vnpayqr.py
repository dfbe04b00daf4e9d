"""VNPAYQR: reads the merchant codes that VNPAY issues.

An EMVCo code as VietQR, with VNPAY's object 26 instead of 38. VNPAY alone issues them, so nothing
here writes one. A person's own "VNPayWallet" code has another form and asks no merchant for money:
`recognise` tells it apart, and it is ignored.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final

from thuphi.ground.channels import vietqr

GUID: Final = "A000000775"
_WALLET: Final = "VNPayWallet"


class Kind(enum.Enum):
    """What a scanned text is, as far as VNPAY is concerned."""

    MERCHANT = "merchant"
    WALLET = "wallet"
    """A person's own code: only that wallet reads it, and it is ignored."""
    OTHER = "other"


class NotVnpayQR(vietqr.QrUnreadable):
    """A readable code, but not one of a merchant at VNPAY."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VnpayQR:
    """What a merchant's code says. Empty text means that the code does not say."""

    merchant_id: str
    dynamic: bool
    amount_vnd: int | None
    category: str = ""
    name: str = ""
    city: str = ""
    store: str = ""
    reference: str = ""
    terminal: str = ""
    purpose: str = ""


def recognise(payload: str) -> Kind:
    """Whose code it is; the checksum of a wallet's code is not looked at, since nobody pays it."""
    if _WALLET in payload:
        return Kind.WALLET
    try:
        decode(payload)
    except vietqr.QrUnreadable:
        return Kind.OTHER
    return Kind.MERCHANT


def decode(payload: str) -> VnpayQR:
    """What a merchant's code says. Raises `NotVnpayQR` for another kind, or `QrUnreadable`."""
    code = vietqr.read(payload)
    account = code.templates.get("26", {})
    if account.get("00") != GUID:
        raise NotVnpayQR("no merchant at VNPAY (object 26) in this code")
    if "01" not in account:
        raise vietqr.PartMissing("object 26-01: the merchant")
    if code.objects["53"] != "704" or code.objects["58"].upper() != "VN":
        raise vietqr.PartWrong("objects 53 and 58: not Vietnamese đồng in Việt Nam")
    return VnpayQR(
        merchant_id=account["01"],
        dynamic=code.objects.get("01") == "12",
        amount_vnd=vietqr.whole_dong(code.objects.get("54")),
        category=code.objects.get("52", ""),
        name=code.objects.get("59", ""),
        city=code.objects.get("60", ""),
        store=code.additional("03"),
        reference=code.additional("05"),
        terminal=code.additional("07"),
        purpose=code.additional("08"),
    )
