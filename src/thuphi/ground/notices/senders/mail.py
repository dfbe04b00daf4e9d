"""Mail by SMTP (RFC 5321, 6409): one connection for one letter, as text without pictures."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from typing import Final

import structlog

from thuphi.ground.notices.rules import Trouble, Way

from .port import Parcel, Told
from .settings import MailSettings

log = structlog.get_logger("thuphi.notices")

WAIT_SECONDS: Final = 15
NOBODY: Final = frozenset({501, 511, 550, 551, 553, 554, 555})
"""What servers answer to a recipient that does not exist (RFC 5321 4.2, RFC 3463 5.1.x)."""


class MailPost:
    """Carries letters to a mail server."""

    way: Final = Way.MAIL

    def __init__(self, settings: MailSettings, tls: ssl.SSLContext | None = None) -> None:
        self._settings = settings
        self._tls = tls or ssl.create_default_context()

    def send(self, parcel: Parcel) -> Told:
        """Hand a letter over. When the line breaks after the text left, it counts as sent:
        a letter less is known by no report, a letter twice annoys."""
        has_left = False
        try:
            with self._open() as line:
                if self._settings.tls == "starttls":
                    line.starttls(context=self._tls)
                if self._settings.user:
                    line.login(self._settings.user, self._settings.password)
                line.ehlo_or_helo_if_needed()
                _ask(line.mail(self._settings.from_address))
                _ask(line.rcpt(parcel.to_address), is_recipient=True)
                has_left = True
                _ask(line.data(self._written(parcel).as_bytes()))
        except _Refused as refused:
            return Told(refused.trouble)
        except smtplib.SMTPDataError as refused:
            return Told(Trouble.REFUSED if refused.smtp_code >= 500 else Trouble.UNREACHABLE)
        except (smtplib.SMTPException, OSError) as failure:
            log.warning("mail_line_broke", why=type(failure).__name__, has_left=has_left)
            if not has_left:
                return Told(Trouble.UNREACHABLE)
        return Told(provider_reference=_message_id(parcel, self.domain))

    @property
    def domain(self) -> str:
        """Of our address; message ids are made in it."""
        return self._settings.from_address.rpartition("@")[2]

    def _open(self) -> smtplib.SMTP:
        place = self._settings.host, self._settings.port
        if self._settings.tls == "tls":
            return smtplib.SMTP_SSL(*place, timeout=WAIT_SECONDS, context=self._tls)
        return smtplib.SMTP(*place, timeout=WAIT_SECONDS)

    def _written(self, parcel: Parcel) -> EmailMessage:
        letter = EmailMessage(policy=SMTP)
        letter["From"] = self._settings.from_address
        letter["To"] = parcel.to_address
        letter["Subject"] = parcel.subject
        letter["Date"] = formatdate(localtime=False)
        letter["Message-ID"] = _message_id(parcel, self.domain)
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(parcel.text, cte="base64")
        return letter


class _Refused(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def _ask(answer: tuple[int, bytes], *, is_recipient: bool = False) -> None:
    status, _words = answer
    if status < 400:
        return
    if status < 500 or status in (530, 535):
        raise _Refused(Trouble.UNREACHABLE)
    is_nobody = is_recipient and status in NOBODY
    raise _Refused(Trouble.WRONG_ADDRESS if is_nobody else Trouble.REFUSED)


def _message_id(parcel: Parcel, domain: str) -> str:
    return f"<{parcel.reference}@{domain}>"
