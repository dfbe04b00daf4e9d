"""The senders that an installation's settings open."""

from __future__ import annotations

from thuphi.ground.calls.sender import Sender

from .mail import MailPost
from .port import Post
from .settings import SenderSettings
from .sms import SmsPost
from .zalo import ZaloPost


def posts(settings: SenderSettings, sender: Sender) -> list[Post]:
    """One for each way that is open."""
    opened: list[Post] = []
    if settings.zalo is not None:
        opened.append(ZaloPost(settings.zalo, sender))
    if settings.sms is not None:
        opened.append(SmsPost(settings.sms, sender))
    if settings.mail is not None:
        opened.append(MailPost(settings.mail))
    return opened
