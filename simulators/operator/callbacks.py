"""Tells a school what became of its request: PUT, again and again until it says 2xx."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime

import httpx
import msgspec

from simulators.operator.faults import Fault
from simulators.operator.settings import Settings


@dataclass(frozen=True)
class Told:
    """One callback and what was answered; status 0 means that nobody answered."""

    correlation_id: str
    url: str
    status: int
    tries: int


async def tell(
    browser: httpx.AsyncClient,
    settings: Settings,
    *,
    url: str,
    correlation_id: str,
    message: dict[str, object],
    at: datetime,
) -> Told:
    """Send one callback, with repeats."""
    body = msgspec.json.encode(message)
    headers = {
        "Content-Type": "application/json",
        "X-CorrelationID": correlation_id,
        "X-Date": at.isoformat(timespec="seconds"),
        "X-Content-Hash": hashlib.sha256(body).hexdigest(),
    }
    status, tries = 0, 0
    while tries <= settings.repeats_max:
        if tries:
            await asyncio.sleep(settings.repeat_ms / 1000)
        tries += 1
        try:
            answer = await browser.put(
                url, content=body, headers=headers, timeout=settings.timeout_ms / 1000
            )
        except httpx.HTTPError:
            status = 0
            continue
        status = answer.status_code
        if 200 <= status < 300:
            break
    return Told(correlation_id, url, status, tries)


def spoilt(url: str) -> str:
    """The same address with another last letter: nobody was given this one."""
    return url[:-1] + ("0" if url[-1] != "0" else "1")


def waits(fault: Fault, settings: Settings) -> float:
    """Seconds before the first callback."""
    return settings.late_ms / 1000 if fault is Fault.LATE else 0
