"""Delivers notifications as the providers do: again and again until they are acknowledged."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import datetime

from simulators.bank.book import Credit, Sent
from simulators.bank.messages import message
from simulators.bank.settings import Provider, Settings, Subscription
from simulators.bank.wire import NoAnswer, Wire

FIBONACCI = (1, 1, 2, 3, 5, 8, 13)
BODY_KEPT = 2_000


def _is_acknowledged(provider: Provider, status: int, body: str) -> bool:
    """SePay wants 200 or 201 and `{"success": true}`; the others are content with any 2xx."""
    if provider is not Provider.SEPAY:
        return 200 <= status < 300
    try:
        told = json.loads(body)
    except ValueError:
        return False
    return status in (200, 201) and isinstance(told, dict) and told.get("success") is True


def _pause_ms(provider: Provider, repeat: int, back_off_ms: int) -> int:
    """SePay spaces its repeats as Fibonacci's numbers, the others evenly."""
    if provider is Provider.SEPAY:
        return FIBONACCI[min(repeat, len(FIBONACCI) - 1)] * back_off_ms
    return back_off_ms


async def deliver(
    credit: Credit,
    to: Subscription,
    *,
    over: Wire,
    settings: Settings,
    clock: Callable[[], datetime],
    repeats_max: int,
    has_bad_signature: bool = False,
) -> Sent:
    """Tell one subscriber of one credit; status 0 means that nobody answered."""
    tries, status, answer = 0, 0, ""
    while True:
        signed = message(about=credit, to=to, now=clock())
        if has_bad_signature:
            signed = signed.with_bad_signature()
        headers = {"Content-Type": "application/json", **signed.headers}
        tries += 1
        try:
            status, answer = await over.post(
                to.notify_url, headers=headers, body=signed.body, timeout_ms=settings.timeout_ms
            )
        except NoAnswer as error:
            status, answer = 0, str(error)
        is_acknowledged = _is_acknowledged(to.provider, status, answer)
        if is_acknowledged or tries > repeats_max:
            return Sent(
                bank_reference=credit.bank_reference,
                provider=to.provider.value,
                notify_url=to.notify_url,
                status=status,
                body=answer[:BODY_KEPT],
                tries=tries,
                is_acknowledged=is_acknowledged,
            )
        await asyncio.sleep(_pause_ms(to.provider, tries - 1, settings.back_off_ms) / 1000)
