"""The operator as a client of a school: asks for bills and pays them (GSMA bill payments 1.2.0)."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from urllib.parse import quote

import httpx
import msgspec

from simulators.operator.book import CURRENCY, Book, Transaction
from simulators.operator.faults import Fault, Refused
from simulators.operator.operator import SHORT_VND, Operator
from simulators.operator.settings import Merchant

BILLS = "/api/mm/v1.2"


class Bill(msgspec.Struct, rename="camel"):
    """A bill as the school shows it."""

    bill_reference: str
    bill_status: str
    amount_due: str
    currency: str
    billdescription: str = msgspec.field(name="billdescription", default="")
    due_date: str = ""
    minimum_amount_due: str = ""
    metadata: list[dict[str, str]] = []


class Wish(msgspec.Struct, forbid_unknown_fields=True):
    """Pay a school's bill from a wallet, by JSON."""

    organisation_id: str
    consumer: str
    """A bill's code or a pupil's."""
    phone: str
    bill: str = ""
    """Empty: the only one that is still to be paid."""
    amount_vnd: int = 0
    """0: what is due."""
    fault: Fault = Fault.NONE


@dataclass(frozen=True)
class Posted:
    """What the school answered to a payment."""

    status: int
    body: object
    transaction: str


def account_of(merchant: Merchant, consumer: str) -> str:
    """`consumerno@HS001$serviceprovider@27001`."""
    account = f"consumerno@{consumer}"
    if merchant.service_provider:
        account += f"$serviceprovider@{merchant.service_provider}"
    return account


def _headers(operator: Operator, merchant: Merchant, fault: Fault = Fault.NONE) -> dict[str, str]:
    key = merchant.caller_key + ("x" if fault is Fault.BAD_SIGNATURE else "")
    return {
        "X-API-Key": key,
        "X-Client-Id": merchant.client_id,
        "X-Date": operator.stamp(),
        "X-Channel": "App",
        "Accept": "application/json",
    }


async def ask(operator: Operator, merchant: Merchant, consumer: str) -> list[Bill]:
    """The bills of a pupil or of a code. Raises `Refused`."""
    account = quote(account_of(merchant, consumer.strip()), safe="@$")
    url = f"{operator.settings.thuphi_url}{BILLS}/accounts/{account}/bills"
    try:
        answer = await operator.browser.get(url, headers=_headers(operator, merchant))
        if answer.status_code != 200:
            raise Refused(f"Trường chưa trả lời được ({answer.status_code}): {answer.text[:200]}")
        return msgspec.json.decode(answer.content, type=list[Bill])
    except (httpx.HTTPError, msgspec.DecodeError) as error:
        raise Refused("Chưa hỏi được khoản thu. Thử lại sau ít phút.") from error


async def pay(operator: Operator, wish: Wish) -> list[Posted]:
    """Pay one bill; with a fault, wrongly or more than once. Raises `Refused`."""
    merchant = operator.settings.merchant(wish.organisation_id)
    if merchant is None:
        raise Refused("Không có đơn vị này.")
    due = [bill for bill in await ask(operator, merchant, wish.consumer) if _is_due(bill)]
    wanted = [bill for bill in due if wish.bill in ("", bill.bill_reference)]
    if len(wanted) != 1:
        raise Refused("Chọn đúng một khoản thu còn phải nộp.")
    bill = wanted[0]
    amount_vnd = wish.amount_vnd or int(bill.amount_due)
    if wish.fault is Fault.WRONG_AMOUNT:
        amount_vnd += SHORT_VND
    done = _take(operator.book, wish.phone, merchant, amount_vnd, bill.bill_reference, operator)
    correlation_id = str(uuid.uuid4())
    first = await _post(operator, merchant, done, correlation_id, wish.fault)
    posted = [first]
    if wish.fault in (Fault.TWICE, Fault.TIMEOUT):
        posted.append(await _post(operator, merchant, done, correlation_id, Fault.NONE))
    if wish.fault is Fault.OUT_OF_ORDER:
        done.amount_vnd += SHORT_VND
        posted.append(await _post(operator, merchant, done, correlation_id, Fault.NONE))
        done.amount_vnd -= SHORT_VND
    if posted[-1].status >= 400 and first.status != 201:
        _give_back(operator.book, done)
    return posted


def _is_due(bill: Bill) -> bool:
    return bill.bill_status in ("unpaid", "partialpaid") and bill.currency == CURRENCY


def _take(
    book: Book, phone: str, merchant: Merchant, amount_vnd: int, bill: str, operator: Operator
) -> Transaction:
    if amount_vnd > book.wallet_vnd(phone):
        raise Refused("Số dư ví không đủ.")
    book.wallets_vnd[phone] -= amount_vnd
    done = Transaction(
        reference=f"MM-{len(book.transactions) + 1:06}",
        kind="billpay",
        amount_vnd=amount_vnd,
        phone=phone,
        organisation_id=merchant.organisation_id,
        their_reference="",
        at=operator.now(),
        bill=bill,
    )
    book.transactions[done.reference] = done
    return done


def _give_back(book: Book, done: Transaction) -> None:
    done.status = "failed"
    book.wallets_vnd[done.phone] += done.amount_vnd


async def _post(
    operator: Operator, merchant: Merchant, done: Transaction, correlation_id: str, fault: Fault
) -> Posted:
    account = quote(account_of(merchant, done.bill), safe="@$")
    url = f"{operator.settings.thuphi_url}{BILLS}/accounts/{account}/bills/{done.bill}/payments"
    body = msgspec.json.encode(
        {
            "currency": "USD" if fault is Fault.UNKNOWN_WORD else CURRENCY,
            "amountPaid": str(done.amount_vnd),
            "requestingOrganisationTransactionReference": done.reference,
            "requestingOrganisation": "VI-DI-DONG",
            "customerReference": done.phone,
            "requestDate": done.at.isoformat(timespec="seconds"),
        }
    )
    headers = {
        **_headers(operator, merchant, fault),
        "Content-Type": "application/json",
        "X-CorrelationID": correlation_id,
        "X-Content-Hash": hashlib.sha256(body).hexdigest(),
    }
    answer = await operator.browser.post(url, content=body, headers=headers)
    try:
        said: object = msgspec.json.decode(answer.content)
    except msgspec.DecodeError:
        said = answer.text[:500]
    return Posted(answer.status_code, said, done.reference)
