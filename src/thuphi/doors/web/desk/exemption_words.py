"""Kinds and periods of exemptions, in the words of the decree and of schools."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from thuphi.money.bills.rules import ExemptionKind, Period

from .words import Words

KINDS: dict[ExemptionKind, Words] = {
    ExemptionKind.POOR_HOUSEHOLD: _("Hộ nghèo"),
    ExemptionKind.NEAR_POOR_HOUSEHOLD: _("Hộ cận nghèo"),
    ExemptionKind.MERIT: _("Con liệt sĩ, thương binh, người có công"),
    ExemptionKind.DISABILITY: _("Khuyết tật"),
    ExemptionKind.ETHNIC_MINORITY: _("Dân tộc thiểu số vùng khó khăn"),
    ExemptionKind.ORPHAN: _("Mồ côi, không nơi nương tựa"),
    ExemptionKind.SIBLING: _("Anh chị em ruột cùng học"),
    ExemptionKind.STAFF_CHILD: _("Con cán bộ, giáo viên"),
    ExemptionKind.OTHER: _("Diện khác"),
}

PERIODS: dict[Period, Words] = {
    Period.YEAR: _("Cả năm học"),
    Period.FIRST_TERM: _("Học kỳ I"),
    Period.SECOND_TERM: _("Học kỳ II"),
    Period.DAYS: _("Những ngày khác"),
}
