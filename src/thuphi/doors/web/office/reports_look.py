"""One report as pages see it: which version, whose, whose turn it is, and what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from thuphi.doors.web.shared.methods_words import Pill
from thuphi.ground.kit.actor import Permission
from thuphi.oversight.indicators import charts
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.rules import Comparator, Duty, Plan
from thuphi.oversight.reports import errors, queries
from thuphi.oversight.reports.models import Filing
from thuphi.oversight.reports.queries import FiledFigure, FiledReport, Owed, Step
from thuphi.oversight.reports.queries.reporters import province_on, receivers
from thuphi.oversight.reports.rules import routes
from thuphi.oversight.reports.rules.states import UNDER_WAY, Deed, FilingState
from thuphi.registers.agencies import queries as agencies
from thuphi.registers.agencies.models import Agency
from thuphi.registers.places.models import Place

from . import reports_words as words
from .frame import Office
from .reports import follows

CHART_WIDTH = 430


@dataclass(frozen=True, slots=True)
class Sight:
    """An obligation with those of its filings that the person may see."""

    office: Office
    owed: Owed
    plan: Plan
    duty: Duty
    filings: tuple[Filing, ...]
    is_mine: bool
    may_write: bool

    @property
    def title(self) -> str:
        """`Báo cáo tháng 9/2026`."""
        return words.title(self.owed, self.duty)

    @property
    def draft(self) -> Filing | None:
        """The draft, which only its own office sees."""
        return next((one for one in self.filings if one.state == FilingState.DRAFT.value), None)

    @property
    def newest(self) -> Filing | None:
        """What is shown without being asked for: the draft, else the last that was filed."""
        return self.filings[-1] if self.filings else None

    def numbered(self, number: int) -> Filing:
        """A version by its number; 404 without one."""
        found = next((one for one in self.filings if one.number == number), None)
        if found is None:
            raise Http404
        return found


def sight(office: Office, obligation_id: int) -> Sight:
    """A report one owes, holds, has on its way through one's office, or sums up; else 404.

    Others' drafts, and what others have not filed, are not there.
    """
    try:
        owed = queries.obligation(obligation_id, office.at)
    except errors.ObligationNotFound:
        raise Http404 from None
    mine = owed.agency_id in office.by.agencies
    every = queries.history(obligation_id)
    seen = [one for one in every if mine or one.state != FilingState.DRAFT.value]
    if not mine:
        passes = any(set(one.route) & office.by.agencies for one in seen)
        if not seen or not (passes or follows(office, owed)):
            raise Http404
    return Sight(
        office=office,
        owed=owed,
        plan=plans.plan(owed.plan_id),
        duty=words.duty_of(owed),
        filings=tuple(seen),
        is_mine=mine,
        may_write=owed.agency_id in office.by.agencies_where(Permission.REPORT_WRITE),
    )


def sight_of_filing(office: Office, filing_id: int) -> tuple[Sight, Filing]:
    """A filing of a report one may see; else 404."""
    try:
        found = queries.filing(filing_id)
    except errors.FilingNotFound:
        raise Http404 from None
    seen = sight(office, found.obligation_id)
    return seen, seen.numbered(found.number)


def may_decide(office: Office, filing: Filing) -> bool:
    """Whether the report waits for a word of one's own office that one may say.

    In a people's committee only who decides there says it.
    """
    if FilingState(filing.state) not in UNDER_WAY or filing.holder_id is None:
        return False
    holder = agencies.agency(filing.holder_id)
    is_committee = holder.kind == routes.COMMITTEE
    needed = Permission.REPORT_DECIDE if is_committee else Permission.REPORT_WRITE
    return holder.pk in office.by.agencies_where(needed)


@dataclass(frozen=True, slots=True)
class Hop:
    """One office on the way, from the one that reports to the last."""

    name: str
    said: str
    step: Step | None
    pill: Pill | None
    state: str
    """`past`, `now`, `next`, or `back` where the report was sent back."""


def way(seen: Sight, report: FiledReport | None) -> list[Hop]:
    """The way a report goes: what each office did and when, whose turn it is, who comes after."""
    if report is None or report.state is FilingState.DRAFT:
        return _way_ahead(seen)
    filed = next((one for one in report.steps if one.deed is Deed.FILED), None)
    hops = [Hop(report.author_name, _("Lập và gửi"), filed, None, "past")]
    hop = report.filing.hop
    after = {one.agency_id: one for one in report.steps if one.deed is not Deed.FILED}
    for number, (agency_id, name) in enumerate(
        zip(report.filing.route, report.route, strict=True), start=1
    ):
        step = after.get(agency_id)
        is_last = number == len(report.route)
        said = _("Tiếp nhận") if is_last else _("Xem và chuyển tiếp")
        state = "next"
        if step is not None:
            state = "back" if step.deed is Deed.RETURNED else "past"
        elif number == hop and report.state in UNDER_WAY:
            state = "now"
        hops.append(Hop(name, said, step, None, state))
    return hops


def _way_ahead(seen: Sight) -> list[Hop]:
    """Of a draft: who will get it, as offices stand today."""
    hops = [Hop(seen.owed.answering_name, _("Lập và gửi"), None, None, "now")]
    place = Place.objects.get(pk=seen.owed.place_id)
    on = seen.office.today
    try:
        found = receivers(seen.plan, seen.duty, province_on(seen.plan, place, on) or place, on)
    except errors.NobodyAnswers as error:
        missing = seen.plan.agency(error.code).name
        hops.append(Hop(missing, _("chưa có trong danh bạ cơ quan"), None, None, "next"))
        return hops
    ahead = [one for one in found if one.pk != seen.owed.answering_id]
    return hops + [_ahead(one, is_last=one is ahead[-1]) for one in ahead]


def _ahead(one: Agency, *, is_last: bool) -> Hop:
    return Hop(one.name, _("Tiếp nhận") if is_last else _("Xem và chuyển tiếp"), None, None, "next")


@dataclass(frozen=True, slots=True)
class FigureShown:
    """One target of a report beside its goal."""

    figure: FiledFigure
    goal: str
    pill: Pill
    before: FiledFigure | None
    """What the version that was corrected said, where it said something else."""


def goal(figure: FiledFigure) -> str:
    """`từ 50 %`, `trên 50 %`."""
    share = f"{figure.goal}\u00a0%"
    if figure.comparator is Comparator.ABOVE:
        return _("trên %(share)s") % {"share": share}
    return share if figure.goal == 100 else _("từ %(share)s") % {"share": share}


def figures_shown(
    found: FiledReport, plan: Plan, before: Sequence[FiledFigure] = ()
) -> list[FigureShown]:
    """The figures of a report, each with what the version before had told otherwise."""
    old = {one.target_id: one for one in before}
    made = []
    for one in found.figures:
        was = old.get(one.target_id)
        differs = was is not None and (was.part, was.whole) != (one.part, one.whole)
        pill = words.VERDICTS[one.verdict(plan, found.filing.data_on)]
        made.append(FigureShown(one, goal(one), pill, was if differs else None))
    return made


@dataclass(frozen=True, slots=True)
class WordsChanged:
    """A passage that says something else than the version before."""

    label: str
    before: str
    now: str


def words_changed(old: Filing, new: Filing) -> list[WordsChanged]:
    """The passages of a correction that differ."""
    pairs = [
        (_("Kết quả thực hiện"), old.results, new.results),
        (_("Khó khăn, vướng mắc"), old.difficulties, new.difficulties),
        (_("Kiến nghị, đề xuất"), old.proposals, new.proposals),
        (_("Số văn bản"), old.document_number, new.document_number),
    ]
    return [WordsChanged(*one) for one in pairs if one[1] != one[2]]


def chart(shown: Sequence[FigureShown]) -> SafeString:
    """The targets as bars, by the same description as in the document."""
    spec = charts.targets_chart(
        [
            charts.Bullet(
                label=_("Mục tiêu %(n)s") % {"n": number},
                goal_label=one.goal,
                now_permille=charts.permille(one.figure.part, one.figure.whole),
                goal_permille=one.figure.goal_permille,
                is_reached=one.figure.reaches,
                said=_said(one),
            )
            for number, one in enumerate(shown, start=1)
        ],
        width=CHART_WIDTH,
    )
    return mark_safe(charts.inline(spec))  # noqa: S308 - drawn by us from numbers


def _said(one: FigureShown) -> str:
    share = charts.permille(one.figure.part, one.figure.whole)
    # What stands after a comma has its place in the list below: a bar's end is short.
    said = str(one.pill.word).partition(",")[0].lower()
    return said if share is None else f"{charts.percent(share)}, {said}"
