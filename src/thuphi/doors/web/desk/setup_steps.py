"""The steps of a school's first morning in words, each with the page where it is done."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.ground.kit.actor import Actor, Permission
from thuphi.money.proofs.queries import Standing
from thuphi.money.proofs.rules import Refusal, Step

from .words import Words


@dataclass(frozen=True, slots=True)
class StepCard:
    """One step as it is shown."""

    step: str
    title: str
    why: str
    is_done: bool
    is_next: bool
    href: str
    link: str


_TITLES: dict[Step, tuple[Words, Words]] = {
    Step.SCHOOL: (
        gettext_lazy("Đơn vị và người đầu mối"),
        gettext_lazy(
            "Gia đình biết hỏi ai. Tên và số điện thoại đầu mối do cơ quan quản lý ghi giúp."
        ),
    ),
    Step.ACCOUNT: (
        gettext_lazy("Tài khoản nhận tiền đã duyệt"),
        gettext_lazy("Kế toán đề nghị, thủ trưởng duyệt: hai người, để không ai đổi một mình."),
    ),
    Step.LINE: (
        gettext_lazy("Đường báo tiền về"),
        gettext_lazy("Chọn cách ngân hàng hoặc ví báo cho Thu Phí biết tiền đã về."),
    ),
    Step.PROOF: (
        gettext_lazy("Thử tài khoản bằng 1.000 đồng"),
        gettext_lazy("Chuyển 1.000 đồng với nội dung riêng: tiền về đúng tài khoản là thông."),
    ),
    Step.PUPILS: (
        gettext_lazy("Danh sách học sinh"),
        gettext_lazy("Đưa tệp của trường vào như đang có, hoặc thêm từng em."),
    ),
    Step.ITEMS: (
        gettext_lazy("Khoản mục thu của năm học"),
        gettext_lazy("Tên, đơn giá và căn cứ của từng khoản. Tệp của trường có thể thêm giúp."),
    ),
    Step.TRIAL: (
        gettext_lazy("Đợt thu đầu tiên, thử trước"),
        gettext_lazy("Lập đợt nháp và xem giấy báo MẪU: chưa gửi cho gia đình nào."),
    ),
    Step.REAL: (
        gettext_lazy("Một khoản nộp thật"),
        gettext_lazy("Phát hành, nhờ một gia đình nộp: tiền về, gạch nợ và biên nhận tự ra."),
    ),
}


def _where(step: Step, standing: Standing) -> tuple[str, str, Permission]:
    draft = standing.draft
    match step:
        case Step.SCHOOL:
            return "", "", Permission.BILL_READ
        case Step.ACCOUNT:
            href = reverse("desk_account", args=[standing.facility.pk])
            words = _("Xem đề nghị đang chờ") if standing.proposed else _("Đề nghị tài khoản")
            return href, words, Permission.BILL_READ
        case Step.LINE:
            href = reverse("desk_methods", args=[standing.facility.pk])
            return href, _("Chọn phương thức"), Permission.BILL_READ
        case Step.PROOF:
            return "", "", Permission.BILL_READ
        case Step.PUPILS:
            return reverse("desk_sheet"), _("Đưa tệp của trường vào"), Permission.PEOPLE_WRITE
        case Step.ITEMS:
            return reverse("desk_fee_add"), _("Thêm khoản mục thu"), Permission.FEE_WRITE
        case Step.TRIAL if draft is None:
            return reverse("desk_run_new"), _("Lập đợt thu"), Permission.RUN_WRITE
        case Step.TRIAL:
            return "", "", Permission.RUN_WRITE
        case Step.REAL if draft is not None:
            return reverse("desk_run", args=[draft.pk]), _("Mở đợt thu"), Permission.BILL_READ
        case Step.REAL:
            return reverse("desk_runs"), _("Xem các đợt thu"), Permission.BILL_READ


def cards(standing: Standing, by: Actor) -> list[StepCard]:
    """Every step in its order; a link only for who may do it."""
    found = []
    for step, (title, why) in _TITLES.items():
        href, link, permission = _where(step, standing)
        is_allowed = standing.facility.pk in by.where(permission)
        found.append(
            StepCard(
                step=step.value,
                title=str(title),
                why=str(why),
                is_done=step in standing.done,
                is_next=step is standing.next,
                href=href if is_allowed else "",
                link=link,
            )
        )
    return found


REFUSALS: dict[str, Words] = {
    Refusal.AMOUNT.value: gettext_lazy(
        "Tiền đã về đúng nội dung nhưng không phải 1.000 đồng. Xin mã mới rồi chuyển lại."
    ),
    Refusal.ACCOUNT.value: gettext_lazy(
        "Tiền đã về một tài khoản khác tài khoản đã duyệt. Kiểm tra số tài khoản và đường báo tiền."
    ),
    Refusal.LATE.value: gettext_lazy("Tiền về sau hạn của mã. Xin mã mới rồi chuyển lại."),
}
