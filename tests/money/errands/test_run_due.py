"""All that is due is taken, one after the other, and what breaks holds up no other."""

from __future__ import annotations

from datetime import timedelta

from tests.world import AT
from thuphi.ground.channels.contract import Answer, Call
from thuphi.ground.kit.actor import PAYER
from thuphi.money.attempts import actions as attempts
from thuphi.money.attempts.actions import Wish
from thuphi.money.attempts.models import Attempt
from thuphi.money.attempts.queries import steps_of
from thuphi.money.bills.models import Bill
from thuphi.money.errands.actions import run_due
from thuphi.registers.methods.models import Merchant

from .scripted import Scripted, made

URL = "https://truong.example.edu.vn/tra-ve"


def begun(bill: Bill, merchant: Merchant) -> Attempt:
    wish = Wish(code=bill.code, merchant_id=merchant.pk, amount_vnd=660_000, return_url=URL)
    return attempts.begin(by=PAYER, wish=wish, at=AT)


def test_what_is_due_is_taken_once_and_no_more_than_the_limit(
    bills: list[Bill], momo: Merchant
) -> None:
    begun_ids = [begun(bill, momo).pk for bill in bills]
    sender = Scripted([made, made, made])
    assert run_due(sender=sender, clock=lambda: AT, limit=2) == 2
    assert run_due(sender=sender, clock=lambda: AT) == 1
    assert run_due(sender=sender, clock=lambda: AT) == 0
    found = Attempt.objects.filter(pk__in=begun_ids).values_list("state", flat=True)
    assert set(found) == {"pending"}


class Broken(Scripted):
    """Breaks on its first call, in a way that nobody foresaw."""

    def send(self, call: Call, *, line: str) -> Answer:
        """As the script, after the first."""
        if not self.calls:
            self.calls.append(call)
            raise RuntimeError("nobody foresaw this")
        return super().send(call, line=line)


def test_a_step_that_breaks_is_unknown_and_holds_up_no_other(
    bills: list[Bill], momo: Merchant
) -> None:
    first, second = begun(bills[0], momo), begun(bills[1], momo)
    assert run_due(sender=Broken([made]), clock=lambda: AT) == 2
    first.refresh_from_db()
    second.refresh_from_db()
    # The broken one may have been sent: it is asked after, and never begun again.
    assert (first.state, first.next_ask_at) == ("unknown", AT + timedelta(minutes=1))
    assert steps_of(first.pk)[-1].note == "broken:RuntimeError"
    assert bool(second.url)


def test_lines_and_channels_that_are_full_are_left_out(
    bills: list[Bill], momo: Merchant, vnpay: Merchant
) -> None:
    begun(bills[0], momo)
    begun(bills[1], vnpay)
    (one,) = attempts.claim_due(at=AT, limit=5, except_merchants=[vnpay.pk])
    assert one.attempt.channel == "momo"
    assert attempts.claim_due(at=AT, limit=5, except_channels=["vnpay"]) == []
    (other,) = attempts.claim_due(at=AT, limit=5, except_channels=["momo"])
    assert other.attempt.channel == "vnpay"
