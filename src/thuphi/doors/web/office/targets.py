"""Pages of one target: what it says, how it is counted, where it stands, what it is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.fold import search_key
from thuphi.oversight.indicators.queries import shares, verdicts
from thuphi.oversight.indicators.queries.verdicts import MadeOf
from thuphi.oversight.indicators.rules import Share, Source, reaches
from thuphi.oversight.plans.explain import citation, explain
from thuphi.oversight.plans.rules import Basis, Target
from thuphi.registers.facilities.models import Facility
from thuphi.registers.places.models import Place

from .branches import as_download
from .chairman_answers import other_geography, row_of, unit_tiles
from .chairman_drawings import trend_drawing, units_drawing
from .chairman_look import Look, look_of, target_of
from .frame import Crumb, show
from .tables import Table, as_text, as_workbook
from .target_words import goal, label, requirement
from .targets_export import Line, target_table

PAGE_ROWS = 100
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True, slots=True)
class MadeRow:
    """One facility of a figure, with the way on to its own page."""

    one: MadeOf
    unit: str
    source: str
    is_short: bool
    href: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to."""

    is_short: bool
    source: Source | None
    name: str

    @property
    def query(self) -> dict[str, str]:
        """As it stands in an address."""
        found = {
            "loc": "chua" if self.is_short else "",
            "nguon": self.source.value if self.source else "",
            "ten": self.name,
        }
        return {key: value for key, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Listing:
    """The facilities of a figure as they are listed, and what they add up to."""

    look: Look
    target: Target
    wanted: Wanted
    every: list[MadeRow]
    rows: list[MadeRow]

    @property
    def total(self) -> Share:
        """The shown ones together; without any filter it is the figure itself."""
        return _together(self.rows)

    @property
    def short(self) -> int:
        """How many of all are below the goal."""
        return sum(row.is_short for row in self.every)

    def by_source(self) -> list[tuple[Source, str, int]]:
        """How many of all come from where; sources without any are left out."""
        found = []
        for source in Source:
            number = sum(row.one.source is source for row in self.every)
            if number:
                found.append((source, source_word(source), number))
        return found


@for_staff(Permission.FIGURES_READ)
@require_safe
def target_page(request: StaffRequest, plan_id: str, place_id: int, target_id: str) -> HttpResponse:
    """A target in words with its legal basis, its formula, its months, its units."""
    look = look_of(request, plan_id, place_id)
    target = target_of(look, target_id)
    judged = look.judge(target)
    tiles = unit_tiles(look, target)
    context = {
        "look": look,
        "target": target,
        "row": row_of(look, judged),
        "label": label(target),
        "goal": goal(target),
        "said": explain(look.plan, target),
        "bases": [citation(one) for one in look.plan.legal_bases],
        "trend": trend_drawing(judged.verdict, judged.points),
        "months": list(reversed(judged.points)),
        "tiles": tiles,
        "units_drawing": units_drawing(target, tiles),
        "others": other_geography(look),
    }
    crumbs = [*look.crumbs, Crumb(label(target))]
    return show(request, look.office, "target", context, crumbs=crumbs)


@for_staff(Permission.FIGURES_READ)
@require_safe
def target_facilities(
    request: StaffRequest, plan_id: str, place_id: int, target_id: str
) -> HttpResponse:
    """The facilities a figure is made of; they add up to it."""
    listing = _listing(request, plan_id, place_id, target_id)
    look, target = listing.look, listing.target
    context = {
        "look": look,
        "target": target,
        "listing": listing,
        "label": label(target),
        "goal": goal(target),
        "is_money": target.indicator.basis in {Basis.VALUE, Basis.FEE_DUE, Basis.FEE_COLLECTED},
        "made_of": look.made_of(target),
        "sheet": look.with_asked(**listing.wanted.query),
        "page": Paginator(listing.rows, PAGE_ROWS).get_page(request.GET.get("page", "1")),
    }
    crumbs = [
        *look.crumbs,
        Crumb(label(target), f"{look.target_page(target)}{look.query}"),
        Crumb(_("Cơ sở")),
    ]
    return show(request, look.office, "target_facilities", context, crumbs=crumbs)


@for_staff(Permission.FIGURES_READ)
@require_safe
def target_xlsx(request: StaffRequest, plan_id: str, place_id: int, target_id: str) -> HttpResponse:
    """The same list as a workbook."""
    listing = _listing(request, plan_id, place_id, target_id)
    return as_download(as_workbook(_table(listing)), f"{_name(listing)}.xlsx")


@for_staff(Permission.FIGURES_READ)
@require_safe
def target_csv(request: StaffRequest, plan_id: str, place_id: int, target_id: str) -> HttpResponse:
    """The same list as text."""
    listing = _listing(request, plan_id, place_id, target_id)
    return HttpResponse(
        as_text(_table(listing)),
        content_type=CSV,
        headers={"Content-Disposition": f'attachment; filename="{_name(listing)}.csv"'},
    )


@for_staff(Permission.FIGURES_READ)
@require_safe
def rule_page(request: StaffRequest, plan_id: str, place_id: int, rule_id: str) -> HttpResponse:
    """The facilities that do not have what the plan asks of each."""
    look = look_of(request, plan_id, place_id)
    rule = next((one for one in look.plan.facility_rules if one.id == rule_id), None)
    if rule is None:
        raise Http404
    failing = verdicts.rule_failures(look.ground).get(rule.id, [])
    found = shares.facilities(failing)
    units = unit_names(look)
    places = {fact.facility_id: fact.place_id for fact in look.ground.facts}
    mine = look.office.by.facilities
    rows = [
        (
            facility,
            units.get(places.get(facility.pk) or 0, ""),
            reverse("office:facility", args=[facility.pk]) if facility.pk in mine else "",
        )
        for facility in sorted(found.values(), key=_by_name)
    ]
    context = {
        "look": look,
        "rule": rule,
        "label": requirement(rule),
        "page": Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page", "1")),
    }
    crumbs = [*look.crumbs, Crumb(_("Chưa đủ điều kiện"))]
    return show(request, look.office, "rule", context, crumbs=crumbs)


def source_word(source: Source) -> str:
    """By whose word a figure is known."""
    words = {
        Source.BOOKED: _("đã ghi sổ"),
        Source.DECLARED: _("cơ sở khai, đã xác minh"),
        Source.BOTH: _("một phần khai"),
        Source.MISSING: _("chưa có số liệu"),
    }
    return words[source]


def unit_names(look: Look) -> dict[int, str]:
    """The communes of the ground by id."""
    wanted = {fact.place_id for fact in look.ground.facts if fact.place_id is not None}
    found = Place.objects.filter(pk__in=wanted).values_list("pk", "full_name")
    return dict(found)


def _listing(request: StaffRequest, plan_id: str, place_id: int, target_id: str) -> Listing:
    look = look_of(request, plan_id, place_id)
    target = target_of(look, target_id)
    sources = {one.value: one for one in Source}
    wanted = Wanted(
        request.GET.get("loc") == "chua",
        sources.get(request.GET.get("nguon", "")),
        request.GET.get("ten", "").strip()[:80],
    )
    units, mine = unit_names(look), look.office.by.facilities
    every = [
        MadeRow(
            one,
            units.get(one.place_id or 0, ""),
            source_word(one.source),
            not reaches(one.part, one.whole, target.comparator, target.goal_permille),
            reverse("office:facility", args=[one.facility_id]) if one.facility_id in mine else "",
        )
        for one in verdicts.made_of(look.ground, target.id)
    ]
    every.sort(key=_by_lack)
    return Listing(look, target, wanted, every, [row for row in every if _is_wanted(row, wanted)])


def _is_wanted(row: MadeRow, wanted: Wanted) -> bool:
    return (
        (not wanted.is_short or row.is_short)
        and (wanted.source is None or row.one.source is wanted.source)
        and (not wanted.name or search_key(wanted.name) in search_key(row.one.name))
    )


def _by_lack(row: MadeRow) -> tuple[int, int, str]:
    """Whoever holds the figure down most stands first."""
    return row.one.part - row.one.whole, -row.one.whole, search_key(row.one.name)


def _by_name(facility: Facility) -> str:
    return facility.search_key


def _together(rows: Iterable[MadeRow]) -> Share:
    listed = list(rows)
    return Share(sum(row.one.part for row in listed), sum(row.one.whole for row in listed))


def _table(listing: Listing) -> Table:
    look, target = listing.look, listing.target
    title = f"{look.plan.title} · {look.place.full_name} · {label(target)} · {look.as_of:%d/%m/%Y}"
    lines = [
        Line(row.one.code, row.one.name, row.unit, row.one.part, row.one.whole, row.source)
        for row in listing.rows
    ]
    return target_table(title, _counted(target), lines)


def _counted(target: Target) -> str:
    match target.indicator.basis:
        case Basis.FACILITIES:
            return _("cơ sở")
        case Basis.TRANSACTIONS:
            return _("giao dịch")
        case Basis.CURRICULUM:
            return _("tiết")
        case Basis.VALUE | Basis.FEE_DUE | Basis.FEE_COLLECTED:
            return _("đồng")


def _name(listing: Listing) -> str:
    return f"{listing.target.id.lower()}-{listing.look.place.pk}-{listing.look.as_of}"
