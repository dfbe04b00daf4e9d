"""querydr and refund, with every code of their documents."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping

from simulators.vnpay import signing
from simulators.vnpay.book import Payment, Refund, now
from simulators.vnpay.faults import Event, Fault, Wish
from simulators.vnpay.gateway import Gateway
from simulators.vnpay.settings import Merchant

MESSAGES = {
    "00": "Success",
    "02": "Invalid TmnCode",
    "03": "Invalid data format",
    "91": "Transaction not found",
    "93": "Invalid amount",
    "94": "Duplicate request",
    "95": "Transaction was not successful",
    "97": "Invalid checksum",
}
NEEDED = {
    "querydr": signing.QUERY.split("|"),
    "refund": signing.REFUND.split("|"),
}


class Down(Exception):
    """The gateway is not there just now."""


class Silence(Exception):
    """The gateway did its part and says nothing."""


async def answer(gateway: Gateway, told: Mapping[str, str]) -> dict[str, str]:
    """The signed answer to a call. Raises `Down`, `Silence`."""
    command = told.get("vnp_Command", "")
    event = Event.REFUND if command == "refund" else Event.ASK
    wish = gateway.faults.take(event)
    if wish and wish.next is Fault.DOWN:
        raise Down
    merchant = gateway.merchant(told.get("vnp_TmnCode", ""))
    if merchant is None:
        return {"vnp_ResponseCode": "02", "vnp_Message": MESSAGES["02"]}
    if event is Event.REFUND:
        said = _refund(gateway, merchant, told, wish)
    else:
        said = _query(gateway, merchant, told)
    if wish:
        await _spoil(said, wish)
    return _signed(merchant, command, told, said, is_spoilt=_is(wish, Fault.BAD_SIGNATURE))


def _is(wish: Wish | None, fault: Fault) -> bool:
    return wish is not None and wish.next is fault


async def _spoil(said: dict[str, str], wish: Wish) -> None:
    match wish.next:
        case Fault.TIMEOUT:
            await asyncio.sleep(wish.seconds)
            raise Silence
        case Fault.LATE:
            await asyncio.sleep(wish.seconds)
        case Fault.CODE:
            said["ResponseCode"] = wish.code
        case Fault.UNKNOWN_WORD:
            said["TransactionStatus"] = "77"
        case Fault.WRONG_AMOUNT:
            said["Amount"] = str(int(said.get("Amount", "0")) + 100_000)
        case _:
            pass


def _signed(
    merchant: Merchant,
    command: str,
    told: Mapping[str, str],
    said: Mapping[str, str],
    *,
    is_spoilt: bool,
) -> dict[str, str]:
    code = said["ResponseCode"]
    members = {
        "vnp_ResponseId": secrets.token_hex(16),
        "vnp_Command": command,
        "vnp_Message": MESSAGES.get(code, "Other error"),
        "vnp_TmnCode": merchant.vnp_TmnCode,
        "vnp_TxnRef": told.get("vnp_TxnRef", ""),
        **{f"vnp_{name}": value for name, value in said.items() if value},
    }
    names = signing.REFUND_REPLY if command == "refund" else signing.QUERY_REPLY
    signature = signing.of_call(merchant.vnp_HashSecret, names, members)
    members["vnp_SecureHash"] = signing.spoilt(signature) if is_spoilt else signature
    return members


def _fault_of_form(gateway: Gateway, merchant: Merchant, told: Mapping[str, str]) -> str:
    """The code of what is wrong with a call by itself; empty when nothing is."""
    command = told.get("vnp_Command", "")
    needed = NEEDED.get(command)
    if needed is None or any(not told.get(f"vnp_{name}") for name in needed):
        return "03"
    if not told["vnp_CreateDate"].isdigit() or len(told["vnp_RequestId"]) > 32:
        return "03"
    expected = signing.of_call(merchant.vnp_HashSecret, "|".join(needed), told)
    if not signing.holds(told.get("vnp_SecureHash", ""), expected):
        return "97"
    request = (merchant.vnp_TmnCode, told["vnp_RequestId"])
    if request in gateway.book.requests:
        return "94"
    gateway.book.requests.add(request)
    return ""


def _found(gateway: Gateway, merchant: Merchant, told: Mapping[str, str]) -> Payment | None:
    payment = gateway.book.payments.get((merchant.vnp_TmnCode, told["vnp_TxnRef"]))
    is_same = payment is not None and payment.created == told["vnp_TransactionDate"]
    return payment if is_same else None


def _query(gateway: Gateway, merchant: Merchant, told: Mapping[str, str]) -> dict[str, str]:
    fault = _fault_of_form(gateway, merchant, told)
    if fault:
        return {"ResponseCode": fault}
    payment = _found(gateway, merchant, told)
    if payment is None:
        return {"ResponseCode": "91"}
    at, asked_at = now(), payment.asked_at
    payment.asked_at = at
    if asked_at and (at - asked_at).total_seconds() * 1000 < gateway.settings.query_gap_ms:
        return {"ResponseCode": "94"}
    said = {
        "ResponseCode": "00",
        "Amount": str(payment.amount_vnd * 100),
        "BankCode": payment.bank_code,
        "PayDate": payment.pay_date,
        "TransactionNo": payment.transaction_no,
        "TransactionType": "01",
        "TransactionStatus": payment.status,
        "OrderInfo": payment.order_info,
    }
    if payment.refunds:
        last = _settled(gateway, payment.refunds[-1])
        said |= {
            "Amount": str(last.amount_vnd * 100),
            "TransactionNo": last.transaction_no,
            "TransactionType": last.kind,
            "TransactionStatus": last.status,
        }
    return said


def _settled(gateway: Gateway, refund: Refund) -> Refund:
    """The refund, at its end when its time has come."""
    lasted_ms = (now() - refund.asked_at).total_seconds() * 1000
    if refund.status == "05" and lasted_ms >= gateway.settings.refund_ms:
        refund.status = refund.ends_as
    return refund


def _refund(
    gateway: Gateway, merchant: Merchant, told: Mapping[str, str], wish: Wish | None
) -> dict[str, str]:
    fault = _fault_of_form(gateway, merchant, told)
    if fault:
        return {"ResponseCode": fault}
    payment = _found(gateway, merchant, told)
    if payment is None or payment.transaction_no != told["vnp_TransactionNo"]:
        return {"ResponseCode": "91"}
    if not payment.is_paid or _is(wish, Fault.REFUND_FAILS):
        return {"ResponseCode": "95"}
    if _is(wish, Fault.CODE):
        return {"ResponseCode": "99"}
    amount, kind = told["vnp_Amount"], told["vnp_TransactionType"]
    if not amount.isdigit() or int(amount) % 100 or kind not in ("02", "03"):
        return {"ResponseCode": "03"}
    amount_vnd = int(amount) // 100
    if payment.refunded_vnd == payment.amount_vnd:
        return {"ResponseCode": "94"}
    is_too_much = amount_vnd > payment.amount_vnd - payment.refunded_vnd
    if not amount_vnd or is_too_much or (kind == "02" and amount_vnd != payment.amount_vnd):
        return {"ResponseCode": "93"}
    refund = Refund(
        request_id=told["vnp_RequestId"],
        kind=kind,
        amount_vnd=amount_vnd,
        transaction_no=str(next(gateway.book.numbers)),
        asked_by=told["vnp_CreateBy"],
        asked_at=now(),
        ends_as="09" if _is(wish, Fault.REFUND_FAILS_LATER) else "06",
    )
    payment.refunds.append(refund)
    return {
        "ResponseCode": "00",
        "Amount": amount,
        "BankCode": payment.bank_code,
        "PayDate": payment.pay_date,
        "TransactionNo": refund.transaction_no,
        "TransactionType": kind,
        "TransactionStatus": refund.status,
        "OrderInfo": told["vnp_OrderInfo"],
    }
