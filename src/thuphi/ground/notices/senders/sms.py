"""Short messages by an HTTP gateway.

`POST <url>/v1/messages` with `Authorization: Bearer <key>`:
`{"request_id", "to": "84...", "from": "<brand>", "text", "callback_url"}` gives
`200 {"message_id", "parts", "cost_vnd"}`; the same request_id again gives the same answer and no
second message. Refusals: 402 out_of_credit, 422 unknown_number, text_refused.
Reports come to callback_url, signed as Standard Webhooks:
`{"request_id", "message_id", "status", "cost_vnd"}`, the status one of delivered, undelivered,
unknown_number.
"""

from __future__ import annotations

from typing import Final

import msgspec

from thuphi.ground.calls.errors import NoReply
from thuphi.ground.calls.sender import Sender
from thuphi.ground.channels.contract import Call
from thuphi.ground.notices.rules import Trouble, Way

from .port import CostVnd, Parcel, ProviderReference, Told
from .settings import SmsSettings

LINE: Final = "letters:sms"
WAIT_SECONDS: Final = 15


class _Taken(msgspec.Struct):
    message_id: ProviderReference
    cost_vnd: CostVnd = 0


class _NotTaken(msgspec.Struct):
    error: str = ""


class SmsPost:
    """Carries letters to a gateway."""

    way: Final = Way.SMS

    def __init__(self, settings: SmsSettings, sender: Sender) -> None:
        self._settings = settings
        self._sender = sender

    def send(self, parcel: Parcel) -> Told:
        """Hand a letter over. A call without an answer is made again by the same reference."""
        body = {
            "request_id": parcel.reference,
            "to": parcel.to_address,
            "from": self._settings.brand,
            "text": parcel.text,
            "callback_url": parcel.report_url,
        }
        call = Call(
            "POST",
            f"{self._settings.url}/v1/messages",
            {
                "content-type": "application/json",
                "authorization": f"Bearer {self._settings.key}",
            },
            msgspec.json.encode(body),
            WAIT_SECONDS,
        )
        try:
            answer = self._sender.send(call, line=LINE)
        except NoReply:
            return Told(Trouble.UNREACHABLE)
        return _read(answer.status, answer.body)


def _read(status: int, body: bytes) -> Told:
    try:
        if status == 200:
            taken = msgspec.json.decode(body, type=_Taken)
            return Told(provider_reference=taken.message_id, cost_vnd=max(0, taken.cost_vnd))
        error = msgspec.json.decode(body, type=_NotTaken).error
    except msgspec.DecodeError:
        return Told(Trouble.UNREACHABLE)
    match status, error:
        case 402, _:
            return Told(Trouble.OUT_OF_CREDIT)
        case 422, "unknown_number":
            return Told(Trouble.WRONG_ADDRESS)
        case 422, _:
            return Told(Trouble.REFUSED)
        case _:
            return Told(Trouble.UNREACHABLE)
