"""What pages call the states and groups of tasks, and what is refused about them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.doors.web.shared.methods_words import Pill, Words
from thuphi.doors.web.shared.templatetags.thuphi import count
from thuphi.oversight.tasks.queries import Card
from thuphi.oversight.tasks.rules import PartState

STATES: dict[PartState, Pill] = {
    PartState.NOT_STARTED: Pill(gettext_lazy("Chưa thực hiện"), "ring", ""),
    PartState.DOING: Pill(gettext_lazy("Đang thực hiện"), "half", "info"),
    PartState.DONE: Pill(gettext_lazy("Đã hoàn thành"), "tick", "good"),
    PartState.CONFIRMED: Pill(gettext_lazy("Đã xác nhận"), "tick", "good"),
}
OVERDUE = Pill(gettext_lazy("Quá hạn"), "late", "bad")

GROUPS: dict[str, Words] = {
    "bank": gettext_lazy("Ngân hàng, trung gian thanh toán"),
    "communication": gettext_lazy("Tuyên truyền"),
    "consumer_protection": gettext_lazy("Bảo vệ người sử dụng"),
    "contest": gettext_lazy("Hội thi, phong trào"),
    "education": gettext_lazy("Giáo dục"),
    "education_payment": gettext_lazy("Thanh toán trong giáo dục"),
    "governance": gettext_lazy("Chỉ đạo, điều hành"),
    "health": gettext_lazy("Y tế"),
    "health_payment": gettext_lazy("Thanh toán trong y tế"),
    "incentive": gettext_lazy("Khuyến khích"),
    "infrastructure": gettext_lazy("Hạ tầng"),
    "local": gettext_lazy("Địa phương"),
    "platform_evaluation": gettext_lazy("Đánh giá nền tảng số"),
    "platform_promotion": gettext_lazy("Giới thiệu nền tảng số"),
    "ranking": gettext_lazy("Xếp hạng, đánh giá"),
    "security": gettext_lazy("An toàn, bảo mật"),
    "support": gettext_lazy("Hỗ trợ cơ sở"),
    "training": gettext_lazy("Tập huấn"),
    "university": gettext_lazy("Đại học, cao đẳng"),
}


def group(code: str) -> str:
    """A group of the plan in words; one that is not known here as the plan writes it."""
    return str(GROUPS.get(code, code.replace("_", " ")))


def sentence(cards: tuple[Card, ...]) -> tuple[str, str]:
    """`21 nhiệm vụ: 4 đã xác nhận, 9 đang làm, 8 chưa làm`, and `3 quá hạn` or nothing."""
    told = {
        PartState.CONFIRMED: _("%(n)s đã xác nhận"),
        PartState.DONE: _("%(n)s xong, chờ xác nhận"),
        PartState.DOING: _("%(n)s đang làm"),
        PartState.NOT_STARTED: _("%(n)s chưa làm"),
    }
    counts = {state: sum(card.state is state for card in cards) for state in told}
    parts = [words % {"n": count(counts[one])} for one, words in told.items() if counts[one]]
    said = _("%(n)s nhiệm vụ: %(parts)s.") % {"n": count(len(cards)), "parts": ", ".join(parts)}
    late = sum(card.is_overdue for card in cards)
    return said, _("%(n)s quá hạn.") % {"n": count(late)} if late else ""
