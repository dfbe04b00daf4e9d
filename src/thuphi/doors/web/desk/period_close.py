"""Closing a day or a month: the check list, where each line of it is mended, and the deed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.money.periods import actions, errors
from thuphi.money.periods.queries.ready import Gathered, gather
from thuphi.money.periods.rules import Item, Need, PeriodKind, last_of_month

from . import period_words as words
from .frame import Crumb, Desk, Noun, desk_of, show
from .period_forms import CloseForm
from .periods import YEARS
from .words import Words

ITEMS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One open thing, where it is mended, and what is known of it."""

    item: Item
    channel: str
    href: str
    note: str

    @property
    def title(self) -> str:
        """What it is called; a channel as people call it."""
        told = self.item.reference
        return self.channel if told in ("", self.item.channel) else told


@dataclass(frozen=True, slots=True)
class Group:
    """All that is open of one kind; `why` is the field in which the closer may explain it."""

    need: Need
    word: Words
    mend: Words
    rows: Sequence[ItemRow]
    count: int
    vnd: int
    why: BoundField | None

    @property
    def more(self) -> int:
        """So many are not shown."""
        return self.count - len(self.rows)


def item_rows(items: Sequence[Item]) -> list[ItemRow]:
    """Open things as rows."""
    return [
        ItemRow(one, words.channel(one.channel), words.mended_at(one), words.note(one))
        for one in items[:ITEMS_SHOWN]
    ]


def _groups(items: Sequence[Item], form: CloseForm) -> list[Group]:
    found = []
    for need in Need:
        of = [one for one in items if one.need is need]
        if of:
            vnd = sum(one.amount_vnd for one in of)
            row = item_rows(of)
            why = form.why_field(need)
            found.append(Group(need, words.NEEDS[need], words.MENDS[need], row, len(of), vnd, why))
    return found


def _asked(request: StaffRequest, today: date) -> tuple[PeriodKind, date]:
    """Which period the address asks to close; days until yesterday where it asks nothing."""
    is_month = request.GET.get("kind") == PeriodKind.MONTH.value
    kind = PeriodKind.MONTH if is_month else PeriodKind.DAY
    yesterday = today - timedelta(days=1)
    try:
        until_on = date.fromisoformat(request.GET.get("until_on", ""))
    except ValueError:
        until_on = yesterday
    if until_on.year not in YEARS:
        until_on = yesterday
    return kind, last_of_month(until_on) if is_month else until_on


@for_staff(Permission.PERIOD_CLOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def period_close(request: StaffRequest) -> HttpResponse:
    """What is missing before it can be closed; a POST closes it."""
    desk = desk_of(request)
    kind, until_on = _asked(request, desk.today)
    if until_on >= desk.today:
        messages.error(
            request,
            _("Ngày %(day)s chưa hết. Khóa sổ từ ngày hôm sau.") % {"day": f"{until_on:%d/%m/%Y}"},
        )
        return redirect("desk_periods")
    found = gather(desk.facility_id, until_on, at=desk.at, kind=kind)
    if found.unready.from_on > until_on:
        return _closed_before(request, until_on)
    needs = sorted(found.unready.counts(), key=lambda need: need.value)
    form = CloseForm(request.POST if request.method == "POST" else None, needs=needs)
    if form.is_bound and form.is_valid():
        answer = _close(request, desk, kind, until_on, form)
        if answer is not None:
            return answer
    return _page(request, desk, kind, found, form)


def _closed_before(request: StaffRequest, until_on: date) -> HttpResponse:
    messages.info(request, _("Ngày %(day)s đã khóa trước đó.") % {"day": f"{until_on:%d/%m/%Y}"})
    return redirect("desk_periods")


def _close(
    request: StaffRequest, desk: Desk, kind: PeriodKind, until_on: date, form: CloseForm
) -> HttpResponse | None:
    """The page to go to when it is closed; nothing when it cannot be."""
    try:
        done = actions.close(
            by=desk.by,
            facility_id=desk.facility_id,
            kind=kind,
            until_on=until_on,
            at=desk.at,
            pieces=form.pieces() if form.is_counted() else None,
            reasons=form.reasons(),
        )
    except errors.AlreadyClosed:
        return _closed_before(request, until_on)
    except errors.GapBefore as refused:
        messages.error(
            request,
            _("Các ngày từ %(day)s chưa khóa. Khóa hết tháng trước rồi khóa tháng này.")
            % {"day": f"{refused.first_on:%d/%m/%Y}"},
        )
        return redirect("desk_periods")
    except errors.NotReady as refused:
        for need, (count, vnd) in refused.unready.counts().items():
            if need is Need.CASH_DIFFERS:
                form.add_error(
                    "reason",
                    _("Đếm được khác sổ quỹ %(gap)s. Đếm lại hoặc viết một câu vì sao.")
                    % {"gap": money.dong(vnd)},
                )
            else:
                form.add_error(
                    None,
                    _("Chưa khóa được: %(need)s (%(count)s). %(mend)s")
                    % {"need": words.NEEDS[need], "count": count, "mend": words.MENDS[need]},
                )
        return None
    messages.success(
        request,
        _("Đã khóa sổ. Niêm phong số %(number)s trên %(transfers)s bút toán.")
        % {"number": done.seal.number, "transfers": done.seal.transfers},
    )
    return redirect("desk_period", done.closing.pk)


def _page(
    request: StaffRequest, desk: Desk, kind: PeriodKind, found: Gathered, form: CloseForm
) -> HttpResponse:
    unready = found.unready
    first, last = f"{unready.from_on:%d/%m/%Y}", f"{unready.until_on:%d/%m/%Y}"
    if kind is PeriodKind.MONTH:
        name = _("Tháng %(month)s") % {"month": f"{unready.until_on:%m/%Y}"}
    elif first == last:
        name = _("Ngày %(day)s") % {"day": last}
    else:
        name = _("Từ %(first)s đến %(last)s") % {"first": first, "last": last}
    groups = _groups(unready.missing, form)
    context = {
        "period_name": name,
        "groups": groups,
        "must_mend": [one for one in groups if one.why is None],
        "on_way": item_rows(unready.on_way),
        "on_way_count": len(unready.on_way),
        "on_way_vnd": sum(one.amount_vnd for one in unready.on_way),
        "explained": item_rows(unready.explained),
        "explained_count": len(unready.explained),
        "figures": found.figures,
        "settled_vnd": sum(one.settled_vnd for one in found.figures.channels),
        "in_vnd": sum(one.in_vnd for one in found.figures.channels),
        "form": form,
    }
    crumbs = [
        Crumb(_("Đối soát"), reverse("desk_reconcile")),
        Crumb(_("Khóa sổ"), reverse("desk_periods")),
        Crumb(name),
    ]
    status = 400 if form.errors else 200
    return show(
        request, desk, "period_close", context, noun=Noun.MONEY, crumbs=crumbs, status=status
    )
