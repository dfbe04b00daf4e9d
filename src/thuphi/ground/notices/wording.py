"""What letters say. Short, polite, naming the school first; none of them ever asks for anything
but the payment itself, and each says that nobody asks for a one-time code.

`{sum}` and `{due}` are made from the facts `sum_vnd` and `due_on`. `sms` is written without marks
and fits one message (160 letters); `sms_short` stands in when the address of the page is long.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

BILL: Final = ("facility", "pupil", "reason", "sum_vnd", "due_on", "link", "contact")


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in one language, for each way it may travel."""

    needs: tuple[str, ...]
    subject: str
    mail: str
    sms: str
    sms_short: str
    zalo: str


def _mail(opening: str) -> str:
    return (
        "Kính gửi gia đình {pupil},\n\n"
        + opening
        + "\n\nKhoản: {reason}\nCòn phải nộp: {sum}\nHạn nộp: {due}\n"
        "Xem và trả tại: {link}\n\n"
        "Trang này có mã QR để chuyển khoản; người nộp không mất phí (0 đồng). Không có điện thoại "
        "thông minh, xin đến văn phòng nhà trường.\n"
        "Cần hỏi: {contact}\n\n"
        "Nhà trường không bao giờ hỏi mã OTP, mật khẩu hay số thẻ.\n{facility}\n"
    )


def _mail_en(opening: str) -> str:
    return (
        "Dear family of {pupil},\n\n"
        + opening
        + "\n\nFor: {reason}\nStill to pay: {sum}\nLast day: {due}\n"
        "See and pay at: {link}\n\n"
        "The page has a QR code for a bank transfer; paying costs you nothing (0 đồng). Without a "
        "smartphone, please come to the office.\n"
        "Questions: {contact}\n\n"
        "We never ask for an OTP, a password or a card number.\n{facility}\n"
    )


def _bill(subject: str, mail: str, sms: str, sms_short: str, zalo: str) -> Wording:
    return Wording(BILL, subject, mail, sms, sms_short, zalo)


TEMPLATES: Final[Mapping[tuple[str, str], Wording]] = {
    ("one_time_code", "vi"): Wording(
        ("code", "minutes"),
        "Mã xem khoản thu của gia đình",
        "Mã của quý vị là {code}, dùng được trong {minutes} phút.\n\n"
        "Không đưa mã này cho ai, kể cả người tự xưng là nhà trường hay ngân hàng.\n"
        "Nếu quý vị không yêu cầu mã, xin bỏ qua thư này.\n",
        "Thu Phi: ma xem khoan thu la {code}, dung trong {minutes} phut. "
        "Khong dua ma nay cho ai, ke ca nha truong.",
        "Thu Phi: ma {code}, dung trong {minutes} phut. Khong dua cho ai.",
        "Mã xem khoản thu của gia đình là {code}, dùng được trong {minutes} phút. "
        "Không đưa mã này cho ai, kể cả nhà trường.",
    ),
    ("one_time_code", "en"): Wording(
        ("code", "minutes"),
        "Your code to see the family's bills",
        "Your code is {code}. It works for {minutes} minutes.\n\n"
        "Give it to nobody, not even to someone who says they are the school or a bank.\n"
        "If you did not ask for a code, please ignore this message.\n",
        "Thu Phi: your code is {code}, good for {minutes} minutes. Give it to nobody.",
        "Thu Phi: code {code}, {minutes} minutes. Give it to nobody.",
        "Your code to see the family's bills is {code}, good for {minutes} minutes. "
        "Give it to nobody.",
    ),
    ("notice", "vi"): _bill(
        "{facility}: thông báo khoản thu {reason}",
        _mail("{facility} xin thông báo khoản thu của {pupil}."),
        "{facility} bao: {pupil}, {reason}: {sum}, han {due}. Xem va tra: {link} "
        "Truong khong hoi ma OTP.",
        "{facility}: {pupil} {sum}, han {due}. {link} Khong hoi OTP.",
        "{facility} xin thông báo: {pupil}, {reason}, {sum}, hạn nộp {due}. Xem và trả: {link}. "
        "Cần hỏi: {contact}. Nhà trường không hỏi mã OTP.",
    ),
    ("notice", "en"): _bill(
        "{facility}: {reason}",
        _mail_en("{facility} lets you know what is to be paid for {pupil}."),
        "{facility}: {pupil}, {reason}: {sum} by {due}. See and pay: {link} We never ask for OTP.",
        "{facility}: {pupil} {sum} by {due}. {link} No OTP asked.",
        "{facility}: {pupil}, {reason}, {sum}, to be paid by {due}. See and pay: {link}. "
        "Questions: {contact}. We never ask for an OTP.",
    ),
    ("reminder_before", "vi"): _bill(
        "{facility}: sắp đến hạn nộp {reason}",
        _mail(
            "{facility} xin nhắc gia đình: khoản dưới đây sắp đến hạn. "
            "Nếu gia đình vừa nộp, xin bỏ qua thư này."
        ),
        "{facility} nhac: {pupil} con {sum} {reason}, han {due}. Xem va tra: {link} "
        "Da nop xin bo qua. Khong hoi ma OTP.",
        "{facility} nhac: {pupil} con {sum}, han {due}. {link} Khong hoi OTP.",
        "{facility} xin nhắc: {pupil} còn {sum} ({reason}), hạn nộp {due}. Xem và trả: {link}. "
        "Nếu vừa nộp, xin bỏ qua. Cần hỏi: {contact}. Nhà trường không hỏi mã OTP.",
    ),
    ("reminder_before", "en"): _bill(
        "{facility}: {reason} is due soon",
        _mail_en(
            "A friendly reminder from {facility}: this is due soon. "
            "If you have just paid, please ignore this letter."
        ),
        "{facility}: {pupil}, {sum} {reason} is due {due}. See and pay: {link} "
        "Just paid? Please ignore. No OTP asked.",
        "{facility}: {pupil}, {sum} due {due}. {link} No OTP asked.",
        "A reminder from {facility}: {pupil}, {sum} ({reason}), due {due}. See and pay: {link}. "
        "If you have just paid, please ignore this. Questions: {contact}. We never ask for an OTP.",
    ),
    ("reminder_due", "vi"): _bill(
        "{facility}: hôm nay là hạn nộp {reason}",
        _mail(
            "{facility} xin nhắc gia đình: hôm nay là hạn nộp của khoản dưới đây. "
            "Nếu gia đình vừa nộp, xin bỏ qua thư này."
        ),
        "{facility}: hom nay den han, {pupil} con {sum} {reason}. Xem va tra: {link} "
        "Da nop xin bo qua. Khong hoi ma OTP.",
        "{facility}: hom nay den han, {pupil} con {sum}. {link} Khong hoi OTP.",
        "{facility} xin nhắc: hôm nay là hạn nộp, {pupil} còn {sum} ({reason}). Xem và trả: "
        "{link}. Nếu vừa nộp, xin bỏ qua. Cần hỏi: {contact}. Nhà trường không hỏi mã OTP.",
    ),
    ("reminder_due", "en"): _bill(
        "{facility}: {reason} is due today",
        _mail_en(
            "A friendly reminder from {facility}: this is due today. "
            "If you have just paid, please ignore this letter."
        ),
        "{facility}: due today, {pupil}, {sum} {reason}. See and pay: {link} "
        "Just paid? Please ignore. No OTP asked.",
        "{facility}: due today, {pupil} {sum}. {link} No OTP asked.",
        "A reminder from {facility}: {pupil}, {sum} ({reason}) is due today. See and pay: {link}. "
        "If you have just paid, please ignore this. Questions: {contact}. We never ask for an OTP.",
    ),
    ("reminder_after", "vi"): _bill(
        "{facility}: khoản {reason} đã qua hạn",
        _mail(
            "Khoản dưới đây đã qua hạn nộp; có thể gia đình chưa kịp xem. "
            "Nếu gia đình vừa nộp, xin bỏ qua thư này. Cần thêm thời gian, xin gọi nhà trường."
        ),
        "{facility}: {pupil} con {sum} {reason}, qua han {due}. Xem va tra: {link} "
        "Can giup xin goi {contact}. Khong hoi OTP.",
        "{facility}: {pupil} con {sum}, qua han {due}. {link} Khong hoi OTP.",
        "{facility} xin nhắc: {pupil} còn {sum} ({reason}), đã qua hạn {due}. Xem và trả: {link}. "
        "Cần giúp hoặc cần thêm thời gian, xin gọi {contact}. Nhà trường không hỏi mã OTP.",
    ),
    ("reminder_after", "en"): _bill(
        "{facility}: {reason} is past its day",
        _mail_en(
            "This is past its last day; perhaps you have not seen it. If you have just paid, "
            "please ignore this letter. If you need more time, please call us."
        ),
        "{facility}: {pupil}, {sum} {reason} was due {due}. See and pay: {link} "
        "Help: {contact}. No OTP asked.",
        "{facility}: {pupil}, {sum} was due {due}. {link} No OTP asked.",
        "A reminder from {facility}: {pupil}, {sum} ({reason}) was due {due}. See and pay: {link}. "
        "If you need help or more time, please call {contact}. We never ask for an OTP.",
    ),
    ("reminder_last", "vi"): _bill(
        "{facility}: nhà trường muốn giúp gia đình về khoản {reason}",
        _mail(
            "Khoản dưới đây vẫn chưa nộp. Nếu gia đình có khó khăn, xin gọi cho nhà trường để cùng "
            "thu xếp (nộp nhiều lần, gia hạn, xét miễn giảm). Việc học của con không bị ảnh hưởng. "
            "Đây là tin nhắc cuối; nếu gia đình vừa nộp, xin bỏ qua."
        ),
        "{facility}: {pupil} con {sum} {reason}, han {due}. Neu kho khan xin goi {contact} de "
        "cung thu xep. {link} Khong hoi OTP.",
        "{facility}: {pupil} con {sum}. Kho khan xin goi truong. {link} Khong hoi OTP.",
        "{facility}: {pupil} còn {sum} ({reason}), hạn {due}. Nếu gia đình có khó khăn, xin gọi "
        "{contact} để cùng thu xếp. Xem và trả: {link}. Nhà trường không hỏi mã OTP.",
    ),
    ("reminder_last", "en"): _bill(
        "{facility}: can we help with {reason}?",
        _mail_en(
            "This is still to be paid. If it is difficult for you, please call us: it can be paid "
            "in parts or later, or an exemption looked at. Your child's lessons are not affected. "
            "This is the last reminder; if you have just paid, please ignore it."
        ),
        "{facility}: {pupil}, {sum} {reason}, due {due}. If it is difficult, please call "
        "{contact}. {link} No OTP asked.",
        "{facility}: {pupil}, {sum}. If difficult, please call. {link} No OTP asked.",
        "{facility}: {pupil}, {sum} ({reason}), was due {due}. If it is difficult, please call "
        "{contact} and we find a way. See and pay: {link}. We never ask for an OTP.",
    ),
}
