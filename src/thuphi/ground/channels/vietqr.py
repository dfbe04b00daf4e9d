"""VietQR: the text inside a bank-transfer QR code, written and read strictly.

NAPAS, "VietQR code format" v1.0 of 09/2021, on EMVCo merchant-presented mode. A payload is a run of
objects: 2-digit id, 2-digit length, value. Lengths count characters, the checksum runs over UTF-8
bytes. The document's own sample 6.1.1 has an inner length that is one short; readers that let it
pass would send money to another account, so templates must close exactly here.
"""

from __future__ import annotations

import binascii
import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from thuphi.ground.kit import fold

VIETQR_GUID = "A000000727"
LONGEST_PAYLOAD = 512
LONGEST_PURPOSE = 25
NAPAS_LIMIT_VND = 500_000_000
"""A transfer must stay below this; above it the code is right but the bank app refuses it."""

_BIN = re.compile(r"[0-9]{6}")
_ACCOUNT = re.compile(r"[0-9A-Za-z]{1,19}")
_ANY_ACCOUNT = re.compile(r"[!-~]{1,19}")
_BILL = re.compile(r"[ -~]{0,25}")
_DIGITS = re.compile(r"[0-9]{2}")
_AMOUNT = re.compile(r"(?=.{1,13}$)[0-9]+(?:\.[0-9]*)?")
_CHECKSUM = re.compile(r"6304([0-9A-Fa-f]{4})")
_TEMPLATES = frozenset({*(f"{number:02}" for number in range(26, 52)), "62", "64"})


class QrUnreadable(ValueError):
    """This text is not a payment QR code, or must not be paid."""


class ChecksumWrong(QrUnreadable):
    """The checksum does not fit the text: a misread or altered code."""


class LengthsDoNotClose(QrUnreadable):
    """A length says more or less than what follows."""


class PartMissing(QrUnreadable):
    """A part that every code must have is not there."""


class PartWrong(QrUnreadable):
    """A part has a form that it must not have, or stands there twice."""


class PayloadTooLong(QrUnreadable):
    """Longer than any payment code."""


class NotVietQR(QrUnreadable):
    """A readable code, but not one for a VietQR transfer."""


class TransferUnwritable(ValueError):
    """These facts cannot be put into a code as they are."""


class Service(enum.Enum):
    """What stands behind the number: an account or a card."""

    ACCOUNT = "QRIBFTTA"
    CARD = "QRIBFTTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """What a code asks the payer's bank app to fill in. With an amount it is for one use."""

    bin: str
    account: str
    amount_vnd: int | None = None
    purpose: str = ""
    """The transfer text; written without marks, at most 25 letters (see `purpose_for`)."""
    bill: str = ""
    service: Service | None = None
    """When not said: a number of 16 or 19 digits that begins with the bank's BIN is a card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """Any EMVCo payment code with a right checksum: its root objects and its opened templates."""

    objects: Mapping[str, str]
    templates: Mapping[str, Mapping[str, str]]

    @property
    def is_vietqr(self) -> bool:
        """Whether it carries a VietQR transfer."""
        return self.templates.get("38", {}).get("00") == VIETQR_GUID

    def additional(self, number: str) -> str:
        """A part of the additional data, template 62; empty when it is not there."""
        return self.templates.get("62", {}).get(number, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class VietQR:
    """What a VietQR code says. Empty text means that the code does not say."""

    bin: str
    account: str
    service: str
    """`QRIBFTTA`, `QRIBFTTC`, or another word that some bank uses."""
    dynamic: bool
    amount_vnd: int | None
    purpose: str = ""
    bill: str = ""
    reference: str = ""
    code: Code = field(repr=False)


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE of the UTF-8 bytes, four capital hexadecimal digits."""
    return f"{binascii.crc_hqx(text.encode(errors='replace'), 0xFFFF):04X}"


def purpose_for(code: str, hint: str = "") -> str:
    """The transfer text of a bill: its code, then as many whole words as fit in 25 letters."""
    purpose = code
    for word in fold.for_bank(hint).upper().split():
        if len(purpose) + 1 + len(word) > LONGEST_PURPOSE:
            break
        purpose = f"{purpose} {word}"
    return purpose


def encode(transfer: Transfer) -> str:
    """The payload of a transfer. Raises `TransferUnwritable`."""
    amount = transfer.amount_vnd
    purpose, bill = fold.for_bank(transfer.purpose), transfer.bill
    if not _BIN.fullmatch(transfer.bin):
        raise TransferUnwritable("bin: six digits")
    if not _ACCOUNT.fullmatch(transfer.account):
        raise TransferUnwritable("account: 1 to 19 letters and digits")
    if amount is not None and not 0 < amount < 10**13:
        raise TransferUnwritable("amount: a whole number above 0, at most 13 digits")
    if len(purpose) > LONGEST_PURPOSE:
        raise TransferUnwritable(f"purpose: at most {LONGEST_PURPOSE} letters, not {len(purpose)}")
    if not _BILL.fullmatch(bill):
        raise TransferUnwritable("bill: at most 25 letters, digits and signs without marks")
    additional = _object("01", bill) + _object("08", purpose)
    payee = _object("00", transfer.bin) + _object("01", transfer.account)
    service = transfer.service or _service_of(transfer.bin, transfer.account)
    vietqr = _object("00", VIETQR_GUID) + _object("01", payee) + _object("02", service.value)
    text = (
        _object("00", "01")
        + _object("01", "11" if amount is None else "12")
        + _object("38", vietqr)
        + _object("53", "704")
        + _object("54", "" if amount is None else str(amount))
        + _object("58", "VN")
        + _object("62", additional)
        + "6304"
    )
    return text + checksum(text)


def _object(number: str, value: str) -> str:
    """One object, or nothing for an empty value."""
    if len(value) > 99:
        raise TransferUnwritable(f"object {number}: more than 99 letters")
    return f"{number}{len(value):02}{value}" if value else ""


def _service_of(bank: str, account: str) -> Service:
    is_card = account.isdigit() and len(account) in (16, 19) and account.startswith(bank)
    return Service.CARD if is_card else Service.ACCOUNT


def read(payload: str) -> Code:
    """Take any EMVCo payment code apart and check its form. Raises `QrUnreadable`."""
    payload = payload.strip()
    if len(payload) > LONGEST_PAYLOAD:
        raise PayloadTooLong(f"{len(payload)} letters, at most {LONGEST_PAYLOAD}")
    last = _CHECKSUM.fullmatch(payload[-8:])
    if not payload.startswith("000201") or last is None:
        raise PartMissing("a payment code begins with 000201 and ends in a checksum, object 63")
    if checksum(payload[:-4]) != last[1].upper():
        raise ChecksumWrong(f"checksum {last[1]}, the text gives {checksum(payload[:-4])}")
    objects = _take_apart(payload, "code")
    if "63" not in objects:
        raise LengthsDoNotClose("code: the checksum is not an object of its own")
    if "VNPayWallet" in objects.values():
        raise NotVietQR("a VNPAY wallet's own code, which only that wallet reads")
    if objects.get("01", "11") not in ("11", "12"):
        raise PartWrong("object 01: neither 11 (reusable) nor 12 (one use)")
    for number in ("53", "58"):
        if number not in objects:
            raise PartMissing(f"object {number}")
    amount = objects.get("54")
    if amount is not None and not (_AMOUNT.fullmatch(amount) and amount.strip("0.")):
        raise PartWrong("object 54: not an amount")
    templates = {
        number: _take_apart(value, f"object {number}")
        for number, value in objects.items()
        if number in _TEMPLATES
    }
    return Code(objects=objects, templates=templates)


def decode(payload: str) -> VietQR:
    """What a VietQR code says. Raises `NotVietQR` for another kind of code, or `QrUnreadable`."""
    code = read(payload)
    if not code.is_vietqr:
        raise NotVietQR("no VietQR transfer (object 38) in this code")
    vietqr = code.templates["38"]
    if "01" not in vietqr:
        raise PartMissing("object 38-01: the payee")
    payee = _take_apart(vietqr["01"], "object 38-01")
    if "00" not in payee or "01" not in payee:
        raise PartMissing("object 38-01: bank or account")
    if not _BIN.fullmatch(payee["00"]):
        raise PartWrong("object 38-01-00: not six digits")
    if not _ANY_ACCOUNT.fullmatch(payee["01"]):
        raise PartWrong("object 38-01-01: not an account")
    if code.objects["53"] != "704" or code.objects["58"].upper() != "VN":
        raise PartWrong("objects 53 and 58: not Vietnamese đồng in Việt Nam")
    return VietQR(
        bin=payee["00"],
        account=payee["01"],
        # A library in the wild nests the service one level too deep.
        service=vietqr.get("02", payee.get("02", "")),
        dynamic=code.objects.get("01") == "12",
        amount_vnd=whole_dong(code.objects.get("54")),
        purpose=code.additional("08"),
        bill=code.additional("01"),
        reference=code.additional("05"),
        code=code,
    )


def whole_dong(amount: str | None) -> int | None:
    """The amount of object 54. Raises `PartWrong` for a part of a đồng."""
    if amount is None:
        return None
    whole, _, fraction = amount.partition(".")
    if fraction.strip("0"):
        raise PartWrong("object 54: đồng have no fractions")
    return int(whole)


def _take_apart(text: str, where: str) -> dict[str, str]:
    """The objects of a run, which must close exactly and name nothing twice."""
    objects: dict[str, str] = {}
    at = 0
    while at < len(text):
        number, length = text[at : at + 2], text[at + 2 : at + 4]
        if not (_DIGITS.fullmatch(number) and _DIGITS.fullmatch(length)):
            raise LengthsDoNotClose(f"{where}: no object at letter {at + 1}")
        value = text[at + 4 : at + 4 + int(length)]
        if not value or len(value) != int(length):
            raise LengthsDoNotClose(f"{where}: object {number} says {int(length)} letters")
        if number in objects:
            raise PartWrong(f"{where}: object {number} stands there twice")
        objects[number] = value
        at += 4 + len(value)
    return objects
