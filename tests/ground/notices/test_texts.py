"""What letters say fits its way, names the school, and asks for nothing but the payment."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ground.notices.test_queue import BILL
from thuphi.ground.notices import texts
from thuphi.ground.notices.rules import Way
from thuphi.ground.notices.wording import TEMPLATES

BILLS = sorted(name for name in TEMPLATES if name[0] != "one_time_code")
CODE = {"code": "482913", "minutes": "5"}
words = st.text(st.sampled_from("aăâđêôơưÁẰẲỮỹ xyz, .-{}|ØЖ"), min_size=0, max_size=60)


@pytest.mark.parametrize(("template", "language"), sorted(TEMPLATES))
def test_every_text_is_there_for_every_way(template: str, language: str) -> None:
    facts = CODE if template == "one_time_code" else BILL
    for way in Way:
        rendered = texts.render(template, facts, way=way, language=language)
        assert rendered.text
        assert "{" not in rendered.text
        assert bool(rendered.subject) is (way is Way.MAIL)


@pytest.mark.parametrize(("template", "language"), BILLS)
def test_every_bills_letter_names_the_school_and_never_asks_for_a_code(
    template: str, language: str
) -> None:
    mail = texts.render(template, BILL, way=Way.MAIL, language=language)
    assert mail.subject.startswith("Trường Tiểu học Hoa Mai: ")
    assert ("không bao giờ hỏi mã OTP" in mail.text) or ("never ask for an OTP" in mail.text)
    message = texts.render(template, BILL, way=Way.SMS, language=language).text
    assert message.startswith("TH Hoa Mai")
    assert "OTP" in message


@given(facility=words, pupil=words, reason=words, contact=words, sum_vnd=st.integers(1, 10**10))
@pytest.mark.parametrize(("template", "language"), BILLS)
def test_a_message_is_one_message_and_keeps_sum_and_address(
    template: str,
    language: str,
    facility: str,
    pupil: str,
    reason: str,
    contact: str,
    sum_vnd: int,
) -> None:
    link = "https://thuphi.truonghoamai.edu.vn/b/TF0123456789"
    facts = {
        "facility": facility,
        "pupil": pupil,
        "reason": reason,
        "contact": contact,
        "sum_vnd": str(sum_vnd),
        "due_on": "2026-11-30",
        "link": link,
    }
    text = texts.render(template, facts, way=Way.SMS, language=language).text
    assert len(text) <= 160
    assert re.fullmatch(r"[\x20-\x7e]*", text)
    assert link in text
    assert f"{sum_vnd:,}d".replace(",", ".") in text


def test_what_was_typed_cannot_start_a_new_header() -> None:
    facts = {**BILL, "reason": "Tiền ăn\r\nBcc: ai@vidu.vn"}
    mail = texts.render("notice", facts, way=Way.MAIL, language="vi")
    assert mail.subject == "Trường Tiểu học Hoa Mai: thông báo khoản thu Tiền ăn Bcc: ai@vidu.vn"


def test_a_code_is_told_with_how_long_it_works_and_a_warning() -> None:
    assert texts.render("one_time_code", CODE, way=Way.SMS, language="vi").text == (
        "Thu Phi: ma xem khoan thu la 482913, dung trong 5 phut. "
        "Khong dua ma nay cho ai, ke ca nha truong."
    )
