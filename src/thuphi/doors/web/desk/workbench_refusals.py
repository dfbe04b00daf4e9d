"""Why a decision of the workbench was refused, in the words of the desk."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.ground.kit import money
from thuphi.money.payments import errors as payments
from thuphi.money.reconciliation import errors as decisions
from thuphi.money.refunds import errors as refunds

from .words import Words

REFUSALS = (decisions.DecisionRefused, payments.PaymentRefused, refunds.RefundRefused)

SENTENCES: Mapping[type[Exception], Words] = {
    payments.OwnerAlreadyFound: gettext_lazy("Người khác vừa gạch khoản tiền này rồi."),
    payments.ToldSince: gettext_lazy("Vừa có người quyết định khác về khoản tiền này. Xem lại."),
    payments.NothingToPay: gettext_lazy("Khoản thu này đã hủy. Chọn khoản khác."),
    payments.PaymentNotFound: gettext_lazy("Khoản tiền này không chờ tìm chủ nữa."),
    payments.BillOfAnother: gettext_lazy("Không có khoản thu mang mã này ở trường."),
    payments.FamilyOfAnother: gettext_lazy("Không có học sinh này ở trường."),
    payments.PartsDoNotAddUp: gettext_lazy("Các phần không cộng lại đúng số tiền."),
    payments.IsCash: gettext_lazy("Tiền mặt không đi qua sao kê."),
    payments.GoesBack: gettext_lazy("Khoản tiền này đang được hoàn trả."),
    payments.ReasonMissing: gettext_lazy("Chưa có lý do. Viết một câu để người sau đọc hiểu."),
    decisions.ReasonMissing: gettext_lazy("Chưa có lý do. Viết một câu để người sau đọc hiểu."),
    decisions.NothingNamed: gettext_lazy("Chưa chọn việc nào."),
    decisions.LineNotFound: gettext_lazy("Không có dòng sao kê này ở trường."),
    decisions.LineIsMoneyOut: gettext_lazy("Dòng này là tiền ra; không gạch cho khoản thu được."),
    decisions.LineIsExplained: gettext_lazy("Dòng này đã khớp với việc khác; hủy khớp trước."),
    decisions.NotOfThisLine: gettext_lazy(
        "Khoản ấy không cùng số tiền, tài khoản hay thời gian, hoặc đã khớp với dòng khác."
    ),
    decisions.LineIsNotWhole: gettext_lazy("Một phần dòng này đã khớp; hủy khớp trước."),
    decisions.LineHasOwner: gettext_lazy(
        "Người khác vừa gạch khoản tiền này rồi; hủy xác nhận thu trước."
    ),
    decisions.PaymentHasLine: gettext_lazy(
        "Khoản tiền này đứng cạnh một dòng sao kê; làm ở dòng đó."
    ),
    decisions.PaymentHasNoLine: gettext_lazy(
        "Khoản này chưa có dòng sao kê; ghép nó với dòng của nó trước khi ghi thu lại."
    ),
    decisions.MoneyWasTold: gettext_lazy(
        "Khoản tiền này vừa có thông báo và đã được ghi; ghép dòng sao kê với khoản đã ghi ấy."
    ),
    decisions.AmountsDiffer: gettext_lazy("Số tiền hai bên khác nhau nên không ghép được."),
    decisions.MoneyGoesBack: gettext_lazy(
        "Khoản tiền này đang được hoàn trả; rút đề nghị hoàn trước."
    ),
    decisions.NothingToUndo: gettext_lazy("Không có quyết định nào để hủy."),
    decisions.StaysDone: gettext_lazy(
        "Quyết toán của cổng và tiền ngân hàng đã thu lại không hủy ở đây được."
    ),
    refunds.AmountAbovePaid: gettext_lazy("Chỉ hoàn được số tiền còn lại của khoản này."),
    refunds.NothingToRefund: gettext_lazy("Khoản này không còn gì để hoàn trả."),
    refunds.PayeeMissing: gettext_lazy("Ghi đủ ngân hàng, số tài khoản và tên người nhận."),
    refunds.ReasonMissing: gettext_lazy("Chưa có lý do. Viết một câu để người sau đọc hiểu."),
}


def sentence(refusal: Exception) -> str:
    """What happened and what to do instead."""
    if isinstance(refusal, payments.OwnerHasSpent):
        return _("Gia đình đã dùng hoặc đã nhận lại %(sum)s của khoản này nên không hủy được.") % {
            "sum": money.dong(refusal.missing_vnd)
        }
    found = next((word for kind, word in SENTENCES.items() if isinstance(refusal, kind)), None)
    return str(found) if found else _("Không làm được việc này với khoản tiền này.")
