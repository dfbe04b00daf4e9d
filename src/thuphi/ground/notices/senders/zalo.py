"""Notices by Zalo (ZNS): the provider keeps the text, we give the facts.

developers.zalo.me, "Gửi thông báo ZNS": `POST <url>/message/template`, header `access_token`;
error numbers by zalo.cloud, "Cách xử lý mã lỗi". The provider keeps no reference of ours, so a call
without an answer counts as sent: its report, which carries our tracking_id, says when it arrived.
"""

from __future__ import annotations

from typing import Final

import msgspec

from thuphi.ground.calls.errors import NoAnswer, NotSent
from thuphi.ground.calls.sender import Sender
from thuphi.ground.channels.contract import Call
from thuphi.ground.notices.rules import Trouble, Way

from .port import Parcel, Told
from .settings import ZaloSettings

LINE: Final = "letters:zalo"
WAIT_SECONDS: Final = 15
TROUBLES: Final = {
    -108: Trouble.WRONG_ADDRESS,
    -109: Trouble.REFUSED,
    -111: Trouble.REFUSED,
    -112: Trouble.REFUSED,
    -114: Trouble.NO_ACCOUNT,
    -115: Trouble.OUT_OF_CREDIT,
    -117: Trouble.REFUSED,
    -118: Trouble.NO_ACCOUNT,
    -119: Trouble.NO_ACCOUNT,
}
"""Anything else (-100 unknown, -124 token expired) is tried again."""


class _Message(msgspec.Struct):
    msg_id: str


class _Said(msgspec.Struct):
    error: int
    data: _Message | None = None


class ZaloPost:
    """Carries letters to Zalo."""

    way: Final = Way.ZALO

    def __init__(self, settings: ZaloSettings, sender: Sender) -> None:
        self._settings = settings
        self._sender = sender

    def send(self, parcel: Parcel) -> Told:
        """Hand a letter over, with the number of its approved text."""
        template = self._settings.templates.get(parcel.template)
        if template is None:
            return Told(Trouble.REFUSED)
        body = {
            "phone": parcel.to_address,
            "template_id": template,
            "template_data": dict(parcel.facts),
            "tracking_id": parcel.reference,
        }
        call = Call(
            "POST",
            f"{self._settings.url}/message/template",
            {"content-type": "application/json", "access_token": self._settings.token},
            msgspec.json.encode(body),
            WAIT_SECONDS,
        )
        try:
            answer = self._sender.send(call, line=LINE)
        except NotSent:
            return Told(Trouble.UNREACHABLE)
        except NoAnswer:
            return Told(cost_vnd=self._settings.price_vnd or 0)
        return self._read(answer.body)

    def _read(self, body: bytes) -> Told:
        try:
            said = msgspec.json.decode(body, type=_Said)
        except msgspec.DecodeError:
            return Told(Trouble.UNREACHABLE)
        if said.error == 0 and said.data is not None:
            return Told(provider_reference=said.data.msg_id, cost_vnd=self._settings.price_vnd or 0)
        return Told(TROUBLES.get(said.error, Trouble.UNREACHABLE))
