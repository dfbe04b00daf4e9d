"""What schools and offices read about ceilings and doubts."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.ground.kit.money import dong
from thuphi.money.catalogue.measuring import Doubt, Measured
from thuphi.registers.fee_rules.rules import Nature

NATURES = {
    Nature.MANDATORY: gettext_lazy("Bắt buộc"),
    Nature.VOLUNTARY: gettext_lazy("Tự nguyện"),
    Nature.AGREED: gettext_lazy("Thỏa thuận"),
}
DOUBTS = {
    Doubt.NO_CODE: gettext_lazy("Chưa gắn mã thống kê"),
    Doubt.NO_RULE: gettext_lazy("Chưa có quy định mức thu"),
    Doubt.ABOVE: gettext_lazy("Vượt mức thu tối đa"),
    Doubt.OTHER_UNIT: gettext_lazy("Khác đơn vị tính"),
    Doubt.CALLED_MANDATORY: gettext_lazy("Ghi bắt buộc, trong khi là khoản tự nguyện"),
    Doubt.NO_AGREEMENT: gettext_lazy("Chưa lưu biên bản thỏa thuận"),
}


def sentence(doubt: Doubt, one: Measured) -> str:
    """One doubt about an item, with the figures and what to do."""
    ceiling = one.ceiling
    if ceiling is None:
        if doubt is Doubt.NO_CODE:
            return _("Chưa gắn mã thống kê: chọn mã để so với mức thu của tỉnh.")
        return _("Tỉnh, xã chưa có mức thu cho mã %(code)s.") % {"code": one.item.statistic_code}
    if doubt is Doubt.ABOVE:
        return _("%(price)s vượt mức tối đa %(most)s mỗi %(unit)s theo %(ground)s.") % {
            "price": dong(one.item.price_vnd),
            "most": dong(ceiling.max_vnd),
            "unit": ceiling.unit,
            "ground": ceiling.ground,
        }
    if doubt is Doubt.OTHER_UNIT:
        return _("Mức thu quy định theo %(unit)s, khoản này tính theo %(own)s: không so được.") % {
            "unit": ceiling.unit,
            "own": one.item.unit,
        }
    if doubt is Doubt.CALLED_MANDATORY:
        return _("Theo %(ground)s, gia đình được từ chối: sửa thành Tự nguyện.") % {
            "ground": ceiling.ground
        }
    return _("Chưa có biên bản thỏa thuận với phụ huynh: nộp biên bản trước khi thu.")
