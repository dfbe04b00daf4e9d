"""One page for the head of a school: three sentences from figures, and one drawing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib import resources
from threading import Lock
from urllib.parse import urlencode

import typst
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.doors.web.shared.templatetags.thuphi import count, day, dong, share
from thuphi.ground.kit.actor import Permission
from thuphi.money import books
from thuphi.money.bills.models import CollectionRun
from thuphi.money.books import queries
from thuphi.money.books import summary as figures
from thuphi.money.books.rules import BookName
from thuphi.money.books.summary import ClassFigures, Summary

from .books import a_file
from .books_files import Signing
from .frame import Crumb, Desk, Noun, desk_of, number_in, show

BARS_ON_PAPER = 30
"""So many classes fit on the sheet, the furthest behind first."""

_DRAWING = Lock()


@cache
def _drawer() -> typst.Compiler:
    """Made once: reading the fonts takes longer than drawing."""
    return typst.Compiler(
        str(resources.files(books) / "forms" / "summary.typ"),
        font_paths=[str(resources.files("fontpkg_be_vietnam_pro") / "files")],
        ignore_system_fonts=True,
    )


def sentences(said: Summary) -> list[str]:
    """What the figures come to, in three sentences."""
    return [_of_the_year(said), _of_the_run(said), _of_the_month(said)]


def _of_the_year(said: Summary) -> str:
    facts = {
        "year": said.school_year,
        "paid": dong(said.paid_vnd),
        "due": dong(said.due_vnd),
        "share": share(said.paid_vnd, said.due_vnd),
        "owing": count(said.owing),
        "rest": dong(said.rest_vnd),
        "overdue": dong(said.overdue_vnd),
    }
    if not said.rest_vnd:
        return _("Năm học %(year)s đã thu đủ %(paid)s.") % facts
    if not said.overdue_vnd:
        return (
            _(
                "Năm học %(year)s đã thu %(paid)s trên %(due)s, %(share)s; "
                "%(owing)s em còn %(rest)s, chưa khoản nào quá hạn."
            )
            % facts
        )
    return (
        _(
            "Năm học %(year)s đã thu %(paid)s trên %(due)s, %(share)s; "
            "%(owing)s em còn %(rest)s, trong đó %(overdue)s đã quá hạn."
        )
        % facts
    )


def _of_the_run(said: Summary) -> str:
    if said.run_paid_vnd >= said.run_due_vnd:
        return _("Đợt “%(run)s” đã thu đủ ở mọi lớp.") % {"run": said.run.name}
    last = max(said.classes, key=lambda one: one.rest_vnd)
    return ngettext(
        "Đợt “%(run)s” thu được %(share)s; lớp %(name)s còn nhiều nhất, "
        "%(rest)s của %(behind)s em.",
        "Đợt “%(run)s” thu được %(share)s; lớp %(name)s còn nhiều nhất, "
        "%(rest)s của %(behind)s em.",
        last.behind,
    ) % {
        "run": said.run.name,
        "share": share(said.run_paid_vnd, said.run_due_vnd),
        "name": last.name or "—",
        "rest": dong(last.rest_vnd),
        "behind": count(last.behind),
    }


def _of_the_month(said: Summary) -> str:
    facts = {
        "month": f"{said.month:%m/%Y}",
        "came": dong(said.month_vnd),
        "share": share(said.month_cashless_vnd, said.month_vnd),
        "credit": dong(said.credit_vnd),
        "unidentified": dong(said.unidentified_vnd),
    }
    if not said.month_vnd:
        return (
            _(
                "Tháng %(month)s chưa có tiền vào; đang giữ %(credit)s tiền thừa của gia đình "
                "và %(unidentified)s chưa rõ của ai."
            )
            % facts
        )
    return (
        _(
            "Tháng %(month)s tiền vào %(came)s, %(share)s không dùng tiền mặt; đang giữ "
            "%(credit)s tiền thừa của gia đình và %(unidentified)s chưa rõ của ai."
        )
        % facts
    )


def finding(said: Summary) -> str:
    """What the drawing shows, as its title."""
    behind = [one for one in said.classes if one.rest_vnd > 0]
    if not behind:
        return _("Mọi lớp đã nộp đủ")
    return _("%(behind)s trên %(all)s lớp chưa thu đủ; lớp thu được ít nhất ở trên") % {
        "behind": count(len(behind)),
        "all": count(len(said.classes)),
    }


def _chosen(request: StaffRequest, desk: Desk) -> tuple[Sequence[CollectionRun], Summary | None]:
    """The runs to choose from, and the figures of the one asked for or of the latest."""
    runs = queries.runs_out(desk.facility_id)
    asked = number_in(request.GET.get("run", ""))
    run = next((one for one in runs if one.pk == asked), runs[0] if runs else None)
    return runs, figures.summary(run, today=desk.today) if run is not None else None


@for_staff(Permission.PAYMENT_READ)
@require_safe
def summary(request: StaffRequest) -> HttpResponse:
    """The page on a screen, every figure with the list it is made of."""
    desk = desk_of(request)
    runs, said = _chosen(request, desk)
    context: dict[str, object] = {"runs": runs, "said": said}
    if said is not None:
        unpaid = reverse("desk_book", args=[BookName.UNPAID.value])
        context |= {
            "sentences": sentences(said),
            "finding": finding(said),
            "bars": [
                (one, f"{unpaid}?{urlencode({'run': said.run.pk, 'class_name': one.name})}")
                for one in said.classes
            ],
        }
    crumbs = [Crumb(_("Danh sách và sổ"), reverse("desk_books")), Crumb(_("Tóm tắt"))]
    return show(request, desk, "books_summary", context, noun=Noun.MONEY, crumbs=crumbs)


@for_staff(Permission.PAYMENT_READ)
@require_safe
def summary_pdf(request: StaffRequest) -> HttpResponse:
    """The same on one sheet of paper, in Vietnamese as the office keeps it."""
    desk = desk_of(request)
    said = _chosen(request, desk)[1]
    if said is None:
        raise Http404
    with translation.override("vi"):
        drawn = _sheet(desk, said)
    name = f"tom-tat-{desk.facility.code}-{desk.today:%Y%m%d}.pdf"
    return a_file(drawn, name=name, kind="application/pdf")


def _bar(one: ClassFigures) -> dict[str, str | int]:
    return {
        "name": one.name or "—",
        "permille": min(1000, one.paid_vnd * 1000 // one.due_vnd) if one.due_vnd else 1000,
        "share": share(one.paid_vnd, one.due_vnd),
        "said": _("còn %(rest)s · %(behind)s em")
        % {"rest": dong(one.rest_vnd), "behind": count(one.behind)}
        if one.rest_vnd
        else _("đã nộp đủ"),
    }


def _others(classes: int) -> str:
    if classes <= 0:
        return ""
    return _("và %(classes)s lớp khác, thu được bằng hoặc hơn các lớp trên") % {
        "classes": count(classes)
    }


def _sheet(desk: Desk, said: Summary) -> bytes:
    signing = Signing(queries.foot(desk.facility_id), desk.today)
    facts = {
        "unit_above": signing.unit_above,
        "unit": desk.facility.name,
        "title": _("Tóm tắt thu tiền"),
        "as_of": _("Số liệu đến ngày %(day)s") % {"day": day(desk.today)},
        "sentences": sentences(said),
        "finding": f"{said.run.name}: {finding(said)}",
        "bars": [_bar(one) for one in said.classes[:BARS_ON_PAPER]],
        "others": _others(len(said.classes) - BARS_ON_PAPER),
        "signed": signing.place_and_day,
        "sign_word": _("(ký, ghi rõ họ tên)"),
        "signers": [{"title": title, "name": name} for title, name in signing.signers[1:]],
    }
    with _DRAWING:
        drawn = _drawer().compile(
            format="pdf", sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)}
        )
    if not isinstance(drawn, bytes):
        raise TypeError("a summary is one document")
    return drawn
