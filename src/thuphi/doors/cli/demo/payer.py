"""The payer's hands: on the provider's page, in a wallet, on a phone, at a card terminal."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from thuphi.ground.kit.actor import PAYER
from thuphi.money.attempts import actions as attempts
from thuphi.money.attempts.models import Attempt
from thuphi.money.attempts.queries import attempts_of
from thuphi.money.attempts.rules import AttemptState
from thuphi.money.bills.models import Bill
from thuphi.registers.facilities.models import Facility
from thuphi.registers.methods.models import Merchant
from thuphi.registers.staff.models import User
from thuphi.registers.staff.queries import actor_for

from .looking import now
from .story import Stage, expect, hidden, until

PHONE = "0912345678"
PIN, WALLET_PIN = "1234", "123456"
HOUSE = {"gsma": "operator", "nexo": "terminal"}
"""Where a channel's provider lives, when the house has another name."""


def school() -> Facility:
    """The lower secondary school, which has a contract for every way."""
    return Facility.objects.get(code="24000202")


def hospital() -> Facility:
    """The hospital, which has them too."""
    return Facility.objects.get(code="24000404")


def accountant(tail: str = "2") -> str:
    """The accountant of the school."""
    return f"ketoan{tail}"


def merchant_of(facility: Facility, channel: str) -> Merchant:
    """The contract of a facility with a provider."""
    return Merchant.objects.defer("sealed").get(facility=facility, channel=channel, is_active=True)


def next_bill(facility: Facility) -> Bill:
    """The latest open bill that nobody has tried to pay; the first ones are for visitors."""
    tried = Attempt.objects.filter(facility_id=facility.pk).values("code")
    mine = Bill.objects.filter(facility=facility, state="open").exclude(code__in=tried)
    return mine.order_by("-id")[0]


def house(stage: Stage, channel: str) -> str:
    """The address of a channel's provider."""
    return stage.street.houses()[HOUSE.get(channel, channel)]


def spoil(stage: Stage, channel: str, **wish: str | int) -> None:
    """Tell a provider what to do wrong next."""
    told = httpx.post(f"{house(stage, channel)}/control", json=wish, trust_env=False)
    expect(told.status_code == 200, f"{channel}: {told.status_code} {told.text[:200]}")


def ledger(stage: Stage, channel: str) -> Mapping[str, list[dict[str, str]]]:
    """What a provider believes."""
    told: Mapping[str, list[dict[str, str]]] = httpx.get(
        f"{house(stage, channel)}/ledger", trust_env=False
    ).json()
    return told


def choose(stage: Stage, bill: Bill, channel: str) -> Attempt:
    """Begin on the bill's own page by pressing a way; the phone is typed where it is asked for."""
    merchant = merchant_of(bill.facility, channel)
    with httpx.Client(base_url=stage.web.base_url, timeout=20, trust_env=False) as browser:
        page = browser.get(f"/b/{bill.code}")
        form = {
            "cach": str(merchant.pk),
            "so-tien": str(bill.remaining_vnd),
            "csrfmiddlewaretoken": hidden(page.text, "csrfmiddlewaretoken"),
            **({"phone": PHONE} if channel == "gsma" else {}),
        }
        answer = browser.post(f"/b/{bill.code}/cach-tra", data=form)
    expect(
        answer.status_code == 303 and "/lan-tra/" in answer.headers["location"],
        f"chọn {channel}: {answer.status_code} {answer.headers.get('location', '')}",
    )
    return attempts_of([bill.code])[0]


def begin(facility: Facility, code: str, amount_vnd: int, channel: str) -> Attempt:
    """Begin by the verb: a card at the desk, a basket, or where no page is looked at."""
    at_desk = channel == "nexo"
    tails = {"24000101": "", "24000202": "2", "24000404": "4"}
    desk = f"ketoan{tails[facility.code]}"
    return attempts.begin(
        by=actor_for(User.objects.get(username=desk)) if at_desk else PAYER,
        wish=attempts.Wish(
            code=code,
            merchant_id=merchant_of(facility, channel).pk,
            amount_vnd=amount_vnd,
            return_url="http://127.0.0.1/",
            ip="127.0.0.1",
            extra={"msisdn": PHONE} if channel == "gsma" else {},
        ),
        at=now(),
    )


def seen(attempt: Attempt) -> Attempt:
    """The attempt as it is now."""
    return Attempt.objects.get(pk=attempt.pk)


def reaches(attempt: Attempt, state: AttemptState) -> int:
    """Wait until an attempt is in a state; the milliseconds it took."""
    return until(
        lambda: seen(attempt).state == state.value,
        f"{attempt.channel}: không thành {state.value}, vẫn {seen(attempt).state}",
    )


def approve(stage: Stage, attempt: Attempt) -> None:
    """Pay as asked, the way this provider lets people pay."""
    match attempt.channel:
        case "vnpay":
            at_vnpay(stage, attempt, "pay")
        case "gsma":
            on_the_phone(stage, attempt, "pay")
        case "nexo":
            at_the_terminal(stage, attempt, "approve")
        case _:
            on_a_page(attempt, "pay")


def _page_of(attempt: Attempt) -> str:
    until(lambda: bool(seen(attempt).url), f"{attempt.channel}: nhà cung cấp chưa mở trang trả")
    return seen(attempt).url


def at_vnpay(stage: Stage, attempt: Attempt, deed: str) -> None:
    """Open the signed address and do something there."""
    body = {"url": _page_of(attempt), "deed": deed}
    told = httpx.post(f"{stage.street.vnpay}/pay", json=body, trust_env=False)
    expect(told.status_code == 200, f"VNPAY: {told.text[:200]}")


def on_a_page(attempt: Attempt, deed: str) -> None:
    """Press a button of a wallet or of payOS, with the PIN a wallet asks for."""
    form = {"deed": deed, "pin": WALLET_PIN}
    told = httpx.post(_page_of(attempt), data=form, trust_env=False, timeout=10)
    expect(told.status_code == 303, f"{attempt.channel}: {told.status_code} {told.text[:200]}")


def on_the_phone(stage: Stage, attempt: Attempt, deed: str, pin: str = PIN) -> httpx.Response:
    """Answer the prompt that the operator put on the phone."""

    def prompts() -> list[str]:
        asked = ledger(stage, "gsma")["requests"]
        return [one["server_id"] for one in asked if one["reference"] == attempt.reference]

    until(lambda: bool(prompts()), "điện thoại chưa có lời nhắc PIN")
    return httpx.post(
        f"{stage.street.operator}/requests/{prompts()[0]}",
        data={"deed": deed, "pin": pin}, trust_env=False,
    )  # fmt: skip


def at_the_terminal(stage: Stage, attempt: Attempt, deed: str, card: str = "napas") -> None:
    """Hold a card to the terminal once it waits for one."""
    poi_id = merchant_of(Facility.objects.get(pk=attempt.facility_id), "nexo").settings["POIID"]
    control = f"{stage.street.terminal}/control"

    def screen(**wish: str) -> str:
        told = httpx.post(control, json={"poi_id": poi_id, **wish}, trust_env=False).json()
        return str(told["screen"])

    until(lambda: screen() == "card", "máy POS chưa chờ thẻ")
    screen(press=deed, card=card)
