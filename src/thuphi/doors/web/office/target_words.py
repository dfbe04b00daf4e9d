"""Targets in the few words that fit beside a bar. The plan's own sentence is on its page."""

from __future__ import annotations

from typing import assert_never

from django.utils.translation import gettext as _

from thuphi.doors.web.shared.templatetags.thuphi import count, permille_share
from thuphi.ground.kit.money import NO_BREAK_SPACE, dong
from thuphi.oversight.plans.rules import (
    Basis,
    Comparator,
    FacilityRule,
    Indicator,
    Plan,
    Requirement,
    Sector,
    Target,
)

MILLION, BILLION = 10**6, 10**9


def label(target: Target) -> str:
    """What the target is about: `Trường học dùng nền tảng số`."""
    said, scope = _label(target), target.scope
    if scope.platform_list:
        listed = scope.platform_list.replace("QD", f"QĐ{NO_BREAK_SPACE}")
        said = _("%(target)s theo %(list)s") % {"target": said, "list": listed}
    if scope.is_urban_only:
        said = _("%(target)s, khu vực đô thị") % {"target": said}
    if scope.tiers == {"province"}:
        said = _("%(target)s, tuyến tỉnh") % {"target": said}
    return said


def _label(target: Target) -> str:
    is_school = target.sector is Sector.EDUCATION
    who = _who(target)
    match target.indicator:
        case Indicator.PLATFORM_ADOPT:
            return _("%(who)s dùng nền tảng số") % {"who": who}
        case Indicator.CASHLESS_INSTALL_USE:
            return _("%(who)s lắp đặt và sử dụng thanh toán không tiền mặt") % {"who": who}
        case Indicator.CASHLESS_USE:
            return _("%(who)s sử dụng thanh toán không tiền mặt") % {"who": who}
        case Indicator.CASHLESS_ACCEPT:
            return _("%(who)s chấp nhận thanh toán không tiền mặt") % {"who": who}
        case Indicator.TXN_COUNT_SHARE:
            return (
                _("Số giao dịch không tiền mặt, trường học")
                if is_school
                else _("Số giao dịch không tiền mặt, bệnh viện")
            )
        case Indicator.TXN_VALUE_SHARE:
            return (
                _("Giá trị không tiền mặt, trường học")
                if is_school
                else _("Giá trị không tiền mặt, bệnh viện")
            )
        case Indicator.HOSPITAL_FEE_VALUE_SHARE_OF_DUE:
            return _("Viện phí thu không tiền mặt trên phải thu")
        case Indicator.TUITION_VALUE_SHARE_OF_COLLECTED:
            return _("Học phí thu không tiền mặt trên đã thu")
        case Indicator.ONLINE_TEACHING_DEPLOYED:
            return _("%(who)s dạy và học trực tuyến") % {"who": who}
        case Indicator.ONLINE_CURRICULUM_SHARE:
            return _("Nội dung học trực tuyến, %(level)s") % {"level": _school_level(target)}
        case Indicator.PORTAL_ONLINE_TUITION:
            return _("%(who)s thu học phí trên cổng dịch vụ công") % {"who": who}
        case _ as other:
            assert_never(other)


def _who(target: Target) -> str:
    if target.sector is Sector.HEALTH:
        return _("Cơ sở y tế")
    if target.scope.levels and target.scope.levels <= {"college", "university"}:
        return _("Đại học, cao đẳng")
    return _("Trường học")


def _school_level(target: Target) -> str:
    words = {
        "primary": _("tiểu học"),
        "lower_secondary": _("THCS"),
        "upper_secondary": _("THPT"),
    }
    return words.get(target.scope.curriculum_level, target.scope.curriculum_level)


def in_a_sentence(said: str) -> str:
    """The same words where they do not begin: the first letter small."""
    return said[:1].lower() + said[1:]


def plan_name(plan: Plan) -> str:
    """A plan as it is called in passing; its full title stands on the target's page."""
    first, last = plan.from_on.year, plan.until_on.year
    years = str(first) if first == last else f"{first}–{last}"
    if plan.province is None:
        return _("Chỉ tiêu cả nước %(years)s") % {"years": years}
    return _("Kế hoạch %(years)s của %(province)s") % {
        "years": years,
        "province": plan.province.name,
    }


def requirement(rule: FacilityRule) -> str:
    """What a plan asks of each facility, in a few words."""
    who = _("Cơ sở y tế") if rule.sector is Sector.HEALTH else _("Trường học")
    match rule.requirement:
        case Requirement.METHODS_READY_MIN:
            facts = {"who": who, "n": rule.minimum, "all": rule.of}
            return _("%(who)s: sẵn sàng %(n)s trong %(all)s phương thức") % facts
        case Requirement.PAYMENT_MODULE_INTEGRATED:
            return _("%(who)s: có mô-đun thanh toán trong phần mềm quản lý") % {"who": who}
        case Requirement.FOCAL_POINT_ASSIGNED:
            return _("%(who)s: có người đầu mối") % {"who": who}
        case Requirement.UNIFIED_FIELDS:
            return _("%(who)s: đủ thông tin thống nhất trên mỗi khoản thu") % {"who": who}
        case Requirement.HIS_BANK_CONNECTION_449:
            return _("%(who)s: phần mềm bệnh viện nối với ngân hàng") % {"who": who}
        case Requirement.CASHLESS_ACCEPT:
            return _("%(who)s: chấp nhận thanh toán không tiền mặt") % {"who": who}
        case _ as other:
            assert_never(other)


def goal(target: Target) -> str:
    """`≥ 50 %`, `> 50 %`; everything that is asked of all is just `100 %`."""
    share = permille_share(target.goal_permille)
    if target.goal_permille >= 1000:
        return share
    sign = ">" if target.comparator is Comparator.ABOVE else "≥"
    return f"{sign}{NO_BREAK_SPACE}{share}"


def amount(target: Target, number: int) -> str:
    """So many of what the target counts, in full: `108 cơ sở`, `1.250.000 đ`."""
    match target.indicator.basis:
        case Basis.FACILITIES:
            return _("%(n)s cơ sở") % {"n": count(number)}
        case Basis.TRANSACTIONS:
            return _("%(n)s giao dịch") % {"n": count(number)}
        case Basis.VALUE | Basis.FEE_DUE | Basis.FEE_COLLECTED:
            return dong(number)
        case Basis.CURRICULUM:
            return _("%(n)s tiết") % {"n": count(number)}
        case _ as other:
            assert_never(other)


def rough(target: Target, number: int) -> str:
    """The same as one says it: `18,6 tỷ đồng`, cut and never rounded up."""
    match target.indicator.basis:
        case Basis.VALUE | Basis.FEE_DUE | Basis.FEE_COLLECTED:
            return rough_dong(number)
        case _:
            return amount(target, number)


def rough_dong(amount_vnd: int) -> str:
    """`18,6 tỷ đồng`, `930 triệu đồng`, or in full below a million."""
    if amount_vnd >= BILLION:
        tenths = amount_vnd * 10 // BILLION
        return _("%(n)s tỷ đồng") % {"n": _tenths(tenths)}
    if amount_vnd >= MILLION:
        return _("%(n)s triệu đồng") % {"n": _tenths(amount_vnd * 10 // MILLION)}
    return dong(amount_vnd)


def points(permille: int) -> str:
    """`8,8 điểm`: hundredths between two shares."""
    return _("%(n)s điểm") % {"n": f"{permille // 10},{permille % 10}"}


def part_of_whole(target: Target, part: int, whole: int) -> str:
    """`108 trên 219 cơ sở`, `93 trên 350 triệu đồng`."""
    match target.indicator.basis:
        case Basis.VALUE | Basis.FEE_DUE | Basis.FEE_COLLECTED:
            first = _without_unit(part, whole)
        case _:
            first = count(part)
    return _("%(part)s trên %(whole)s") % {"part": first, "whole": rough(target, whole)}


def _without_unit(part_vnd: int, whole_vnd: int) -> str:
    """The part in the unit of the whole, if it is large enough for it."""
    for unit in (BILLION, MILLION):
        if whole_vnd >= unit:
            if part_vnd * 10 < unit:
                return rough_dong(part_vnd)
            return _tenths(part_vnd * 10 // unit)
    return dong(part_vnd)


def _tenths(tenths: int) -> str:
    return f"{count(tenths // 10)},{tenths % 10}" if tenths % 10 else count(tenths // 10)
