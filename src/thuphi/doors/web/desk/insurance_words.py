"""What the reasons and columns of pupils' health insurance are called."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from thuphi.money.insurance.rules import LeftOut

from .words import Words

REASONS: Mapping[LeftOut, Words] = {
    LeftOut.NOT_PAID: gettext_lazy("Chưa nộp"),
    LeftOut.PAID_SHORT: gettext_lazy("Nộp thiếu"),
    LeftOut.EXEMPT: gettext_lazy("Được miễn toàn bộ"),
    LeftOut.OTHER_CARD: gettext_lazy("Đã có thẻ BHYT theo nhóm khác"),
    LeftOut.ABSENT: gettext_lazy("Không còn học tại trường"),
    LeftOut.DECLINED: gettext_lazy("Gia đình chưa tham gia, đã vận động"),
    LeftOut.OTHER: gettext_lazy("Lý do khác"),
}
