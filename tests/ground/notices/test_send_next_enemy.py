"""A letter that cannot be written keeps no other waiting; names that were typed stay words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.ground.notices.test_queue import BILL
from thuphi.ground.notices import actions, texts
from thuphi.ground.notices.actions import Letter
from thuphi.ground.notices.models import Letter as Row
from thuphi.ground.notices.rules import Kind, Way
from thuphi.ground.notices.senders.mail import MailPost
from thuphi.ground.notices.senders.port import Parcel, Told
from thuphi.ground.notices.senders.settings import MailSettings
from thuphi.ground.notices.sending import Due, Round, send_next

AT = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)


class Carrier:
    """Takes everything, and keeps it."""

    way = Way.SMS

    def __init__(self) -> None:
        self.taken: list[Parcel] = []

    def send(self, parcel: Parcel) -> Told:
        self.taken.append(parcel)
        return Told(provider_reference="x")


def wanted(due: Due, at: datetime) -> datetime:
    assert due.facts["due_on"]
    return at


@pytest.mark.django_db
def test_letters_of_a_text_that_is_gone_fail_and_the_others_leave() -> None:
    carrier = Carrier()
    letter = Letter(Way.SMS, Kind.NOTICE, "0912345678", "notice", BILL, "TF0123456789", 7)
    numbers = actions.queue(letters=[letter, letter, letter], at=AT)
    for changes in ({"template": "of_last_year"}, {"facts": {"sum_vnd": "x"}}):
        broken = Row.objects.get(pk=numbers.pop(0))
        broken.pk += 1000
        broken.not_before = AT.replace(hour=1)
        for name, value in changes.items():
            setattr(broken, name, value)
        broken.save(force_insert=True)
    ended = [send_next(post=carrier, at=AT, judge=wanted) for _ in range(5)]
    assert ended == [Round.FAILED, Round.FAILED, Round.SENT, Round.SENT, Round.SENT]
    assert len(carrier.taken) == 3


NASTY = {
    "pupil": "Anh\r\nBcc: all@x.vn\r\n\r\n<script>{0.__class__} %s {link} \u202e\x00",
    "facility": "Trường\nSubject: x\u2028{sum}",
    "reason": "{pupil}{facts[code]}\t=cmd|'/C calc'!A0",
}


@pytest.mark.parametrize("way", list(Way))
def test_what_was_typed_is_neither_header_nor_template(way: Way) -> None:
    rendered = texts.render("notice", {**BILL, **NASTY}, way=way, language="vi")
    assert "\n" not in rendered.subject
    assert "\r" not in rendered.subject + rendered.text
    assert "\x00" not in rendered.text
    if way is not Way.SMS:
        assert "{0.__class__}" in rendered.text
        assert "{link}" in rendered.text


def test_a_mail_has_the_headers_that_we_wrote_and_no_more() -> None:
    rendered = texts.render("notice", {**BILL, **NASTY}, way=Way.MAIL, language="vi")
    settings = MailSettings(
        host="x", port=25, from_address="thuphi@vidu.vn", tls="none", user="", password=""
    )
    parcel = Parcel("thuphi-1", "a@vidu.vn", "notice", {}, rendered.subject, rendered.text)
    written = MailPost(settings)._written(parcel)
    assert sorted(name for name, _ in written.items()) == sorted(
        [
            *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
            *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
        ]
    )
    assert b"\nBcc:" not in written.as_bytes()
