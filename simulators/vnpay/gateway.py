"""The gateway at work: opens a page, takes the payer's decision, tells the merchant."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx

from simulators.vnpay import signing
from simulators.vnpay.book import Book, Payment, Refused, Sent, now, written
from simulators.vnpay.faults import Event, Fault, Faults
from simulators.vnpay.settings import Merchant, Settings

DEEDS = {
    "pay": ("00", "00"),
    "no_money": ("51", "02"),
    "wrong_code": ("13", "02"),
    "cancel": ("24", "02"),
    "suspected": ("07", "07"),
    "reversed": ("99", "04"),
    "unfinished": ("99", "01"),
}
"""What a payer or a bank does, as response code and transaction status."""

EXPIRED = ("11", "02")
CARD_TYPES = {"VNPAYQR": "QRCODE", "INTCARD": "VISA"}
ACKNOWLEDGED = ("00", "02")
NEEDED = [
    "vnp_Version",
    "vnp_Command",
    "vnp_TmnCode",
    "vnp_Amount",
    "vnp_CurrCode",
    "vnp_TxnRef",
    "vnp_OrderInfo",
    "vnp_OrderType",
    "vnp_ReturnUrl",
    "vnp_IpAddr",
    "vnp_Locale",
    "vnp_CreateDate",
    "vnp_ExpireDate",
]


@dataclass(slots=True)
class Gateway:
    """One gateway, its book and its wire to the merchants."""

    settings: Settings
    browser: httpx.AsyncClient
    book: Book = field(default_factory=Book)
    faults: Faults = field(default_factory=Faults)
    telling: set[asyncio.Task[None]] = field(default_factory=set)

    def merchant(self, terminal: str) -> Merchant | None:
        """The merchant of a terminal."""
        found = [one for one in self.settings.merchants if one.vnp_TmnCode == terminal]
        return found[0] if found else None

    def open_page(self, query: Mapping[str, str]) -> Payment:
        """Check the address of a payment page and note it. Raises `Refused`."""
        merchant = self.merchant(query.get("vnp_TmnCode", ""))
        if merchant is None:
            raise Refused("Không tìm thấy website (vnp_TmnCode).")
        expected = signing.of_address(merchant.vnp_HashSecret, query)
        if not signing.holds(query.get("vnp_SecureHash", ""), expected):
            raise Refused("Sai chữ ký (vnp_SecureHash).")
        missing = [name for name in NEEDED if not query.get(name)]
        if missing:
            raise Refused(f"Thiếu {missing[0]}.")
        amount = query["vnp_Amount"]
        if not (amount.isdigit() and len(amount) <= 12 and int(amount) and not int(amount) % 100):
            raise Refused("Số tiền không hợp lệ (vnp_Amount).")
        if (query["vnp_Version"], query["vnp_Command"]) != ("2.1.0", "pay"):
            raise Refused("Chỉ nhận vnp_Version 2.1.0 và vnp_Command pay.")
        if query["vnp_ExpireDate"] <= written(now()):
            raise Refused("Giao dịch đã quá thời gian chờ thanh toán.")
        payment = Payment(
            merchant=merchant,
            reference=query["vnp_TxnRef"],
            amount_vnd=int(amount) // 100,
            order_info=query["vnp_OrderInfo"],
            return_url=query["vnp_ReturnUrl"],
            created=query["vnp_CreateDate"],
            expires=query["vnp_ExpireDate"],
            bank_code=query.get("vnp_BankCode", ""),
        )
        key = (merchant.vnp_TmnCode, payment.reference)
        known = self.book.payments.setdefault(key, payment)
        if known.response or known.amount_vnd != payment.amount_vnd:
            raise Refused("Mã giao dịch này đã được dùng (vnp_TxnRef).")
        return known

    def decide(self, payment: Payment, deed: str, bank_code: str) -> str:
        """Do what the payer chose, have the merchant told, and say where the browser goes next."""
        if deed not in DEEDS:
            raise Refused("Không hiểu nút vừa bấm.")
        if not payment.response or payment.status == "01":
            is_late = payment.expires <= written(now())
            self._end(payment, EXPIRED if is_late else DEEDS[deed], bank_code)
            task = asyncio.create_task(self._tell(payment))
            self.telling.add(task)
            task.add_done_callback(self.telling.discard)
        secret = payment.merchant.vnp_HashSecret
        members = self.members(payment)
        members["vnp_SecureHash"] = signing.of_address(secret, members)
        sign = "&" if "?" in payment.return_url else "?"
        return f"{payment.return_url}{sign}{urlencode(members)}"

    def _end(self, payment: Payment, words: tuple[str, str], bank_code: str) -> None:
        payment.response, payment.status = words
        payment.bank_code = bank_code or payment.bank_code or "NCB"
        payment.card_type = CARD_TYPES.get(payment.bank_code, "ATM")
        payment.pay_date = written(now())
        if words[0] not in ("24", "11"):
            payment.transaction_no = str(next(self.book.numbers))
        if words[1] in ("00", "04", "07"):
            payment.bank_tran_no = f"VNP{payment.transaction_no}"

    def members(self, payment: Payment) -> dict[str, str]:
        """What a notification and the browser's return say."""
        told = {
            "vnp_Amount": str(payment.amount_vnd * 100),
            "vnp_BankCode": payment.bank_code,
            "vnp_BankTranNo": payment.bank_tran_no,
            "vnp_CardType": payment.card_type,
            "vnp_OrderInfo": payment.order_info,
            "vnp_PayDate": payment.pay_date,
            "vnp_ResponseCode": payment.response,
            "vnp_TmnCode": payment.merchant.vnp_TmnCode,
            "vnp_TransactionNo": payment.transaction_no,
            "vnp_TransactionStatus": payment.status,
            "vnp_TxnRef": payment.reference,
        }
        return {name: value for name, value in told.items() if value}

    async def _tell(self, payment: Payment) -> None:
        wish = self.faults.take(Event.PAY)
        told = self.members(payment)
        match wish.next if wish else None:
            case Fault.TIMEOUT:
                return
            case Fault.LATE if wish:
                await asyncio.sleep(wish.seconds)
            case Fault.WRONG_AMOUNT:
                told["vnp_Amount"] = str(payment.amount_vnd * 100 + 100_000)
            case Fault.UNKNOWN_WORD:
                told |= {"vnp_ResponseCode": "77", "vnp_TransactionStatus": "77"}
            case Fault.BAD_SIGNATURE:
                await self._notify(payment, told, "bad_signature", is_spoilt=True)
                return
            case Fault.TWICE:
                await self._notify(payment, told, "first")
            case Fault.OUT_OF_ORDER:
                early = {"vnp_ResponseCode": "99", "vnp_TransactionStatus": "01"}
                await self._notify(payment, told, "end")
                await self._notify(payment, {**told, **early}, "pending_after_end")
                late = {"vnp_ResponseCode": "24", "vnp_TransactionStatus": "02"}
                await self._notify(payment, {**told, **late}, "refused_after_end")
                return
            case _:
                pass
        await self._notify(payment, told, wish.next.value if wish else "notification")

    async def notify_again(self, payment: Payment) -> None:
        """Send the notification of an ended payment once more."""
        await self._notify(payment, self.members(payment), "again")

    async def _notify(
        self, payment: Payment, members: dict[str, str], kind: str, *, is_spoilt: bool = False
    ) -> None:
        """Call until the merchant says 00 or 02, ten times at most."""
        signature = signing.of_address(payment.merchant.vnp_HashSecret, members)
        signed = {
            **members,
            "vnp_SecureHash": signing.spoilt(signature) if is_spoilt else signature,
        }
        sent = Sent(kind=kind)
        payment.sent.append(sent)
        url = payment.merchant.notify_url
        url += ("&" if "?" in url else "?") + urlencode(signed)
        while sent.tries < self.settings.tries_max:
            sent.tries += 1
            try:
                reply = await self.browser.get(url, timeout=self.settings.timeout_ms / 1000)
                sent.status, sent.body = reply.status_code, reply.text[:500]
                answer = reply.json()
                sent.rsp_code = str(answer.get("RspCode", "")) if isinstance(answer, dict) else ""
            except httpx.HTTPError as error:
                sent.status, sent.rsp_code, sent.body = 0, "", type(error).__name__
            except ValueError:
                sent.rsp_code = ""
            sent.is_acknowledged = sent.status == 200 and sent.rsp_code in ACKNOWLEDGED
            if sent.is_acknowledged:
                return
            await asyncio.sleep(self.settings.repeat_ms / 1000)

    async def close(self) -> None:
        """Stop telling, hang up."""
        for task in self.telling:
            task.cancel()
        await self.browser.aclose()
