"""What one facility adds to the figure of a target; figures are the sums of nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import zip_longest
from typing import assert_never

from thuphi.oversight.plans.rules import Basis, Indicator, Plan, Target, Urban

from .facts import Days, FacilityFacts, FeeFigures, Source
from .shares import NOTHING, Share

ONLINE_TEACHING = "online_teaching"
PORTAL_TUITION = "portal_tuition"


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one facility adds, parted by who says so. Their sum is the facility's share."""

    booked: Share = NOTHING
    declared: Share = NOTHING
    missing: Share = NOTHING
    """Of a count of facilities, one of whom nothing is known: nought of one."""
    source: Source = Source.MISSING

    @property
    def part(self) -> int:
        """What counts."""
        return self.booked.part + self.declared.part

    @property
    def whole(self) -> int:
        """Of how much."""
        return self.booked.whole + self.declared.whole + self.missing.whole


@dataclass(frozen=True, slots=True)
class Figure:
    """The share of a target: a part and its whole, and which share of the whole who has said.

    `facilities` were expected to report; of `missing_facilities` nothing is known.
    """

    part: int
    whole: int
    basis: Basis
    booked: Share = NOTHING
    declared: Share = NOTHING
    missing_facilities: int = 0
    facilities: int = 0

    @property
    def share(self) -> Share:
        """The two integers."""
        return Share(self.part, self.whole)

    @property
    def missing_whole(self) -> int:
        """How much of the whole nobody has said anything about."""
        return self.whole - self.booked.whole - self.declared.whole

    def __add__(self, other: Figure) -> Figure:
        return Figure(
            self.part + other.part,
            self.whole + other.whole,
            self.basis,
            self.booked + other.booked,
            self.declared + other.declared,
            self.missing_facilities + other.missing_facilities,
            self.facilities + other.facilities,
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """The days in which a target is looked at: both ends included, and what was urban on the last.

    The last day is the one asked for, or the day the target was due if that lies within.
    """

    first_on: date
    last_on: date
    urban: Urban


def year_of(plan: Plan, as_of: date) -> tuple[date, date]:
    """The days a share is measured over: the year of a day up to that day, and none before the
    plan. After its end a plan is measured on the year at hand."""
    first_on = max(plan.from_on, date(as_of.year, 1, 1))
    return first_on, max(first_on, as_of)


def frame(plan: Plan, target: Target, window: tuple[date, date]) -> Frame:
    """The frame of a target within a window of days."""
    last_on = min(window[1], target.due_on)
    if last_on < window[0]:
        last_on = window[1]
    return Frame(window[0], last_on, plan.urban_on(last_on))


def in_scope(target: Target, fact: FacilityFacts, frame: Frame) -> bool:
    """Whether a target looks at a facility: sector, level, tier, ownership, town, period."""
    return (
        is_of_kind(target, fact)
        and fact.stood_in(frame.first_on, frame.last_on)
        and (not target.scope.is_urban_only or fact.is_urban(frame.urban, frame.last_on))
    )


def is_of_kind(target: Target, fact: FacilityFacts) -> bool:
    """Whether a target looks at facilities of this sector, level, tier and ownership."""
    scope = target.scope
    return (
        fact.sector is target.sector
        and (not scope.levels or fact.level in scope.levels)
        and (not scope.tiers or fact.tier in scope.tiers)
        and (not scope.ownerships or fact.ownership in scope.ownerships)
    )


def contribution(target: Target, fact: FacilityFacts, frame: Frame) -> Contribution:
    """What a facility in scope adds to the figure of a target."""
    match target.indicator:
        case (
            Indicator.TXN_COUNT_SHARE
            | Indicator.TXN_VALUE_SHARE
            | Indicator.HOSPITAL_FEE_VALUE_SHARE_OF_DUE
            | Indicator.TUITION_VALUE_SHARE_OF_COLLECTED
        ):
            return _flow(target, fact, frame)
        case Indicator.ONLINE_CURRICULUM_SHARE:
            return _lessons(target, fact, frame)
        case (
            Indicator.PLATFORM_ADOPT
            | Indicator.CASHLESS_USE
            | Indicator.CASHLESS_INSTALL_USE
            | Indicator.CASHLESS_ACCEPT
            | Indicator.ONLINE_TEACHING_DEPLOYED
            | Indicator.PORTAL_ONLINE_TUITION
        ):
            source = _held(counted(target, fact), frame.last_on)
            if source is not None:
                return _one(source, counts=True)
            return _one(_known(target.indicator, fact, frame), counts=False)
        case _:
            assert_never(target.indicator)


Added = Sequence[tuple[FacilityFacts, Contribution]]


def added(target: Target, facts: Iterable[FacilityFacts], frame: Frame) -> Added:
    """What each facility in the scope of a target adds."""
    return [
        (fact, contribution(target, fact, frame)) for fact in facts if in_scope(target, fact, frame)
    ]


def figure_of(basis: Basis, ones: Iterable[Contribution]) -> Figure:
    """The sum of what facilities add."""
    part, whole, said_part, said, missing, silent, facilities = 0, 0, 0, 0, 0, 0, 0
    for one in ones:
        part += one.booked.part
        whole += one.booked.whole
        said_part += one.declared.part
        said += one.declared.whole
        missing += one.missing.whole
        silent += one.source is Source.MISSING
        facilities += 1
    return Figure(
        part=part + said_part,
        whole=whole + said + missing,
        basis=basis,
        booked=Share(part, whole),
        declared=Share(said_part, said),
        missing_facilities=silent,
        facilities=facilities,
    )


def evaluate(target: Target, facts: Iterable[FacilityFacts], frame: Frame) -> Figure:
    """The figure of a target: the sum of what each facility in its scope adds."""
    return figure_of(target.indicator.basis, (one for _fact, one in added(target, facts, frame)))


@lru_cache(maxsize=16)
def _one(source: Source, *, counts: bool) -> Contribution:
    """One facility, which counts or does not."""
    share = Share(int(counts), 1)
    match source:
        case Source.BOOKED:
            return Contribution(booked=share, source=source)
        case Source.DECLARED | Source.BOTH:
            return Contribution(declared=share, source=source)
        case Source.MISSING:
            return Contribution(missing=share, source=source)
        case _:
            assert_never(source)


def counted(target: Target, fact: FacilityFacts) -> tuple[Days, ...]:
    """The days on which a facility counts for a target that counts facilities, and who says so."""
    match target.indicator:
        case Indicator.PLATFORM_ADOPT:
            wanted = target.scope.platform_list
            return tuple(
                Days(one.from_on, one.until_on, Source.DECLARED)
                for one in fact.platforms
                if not wanted or wanted in one.lists
            )
        case Indicator.CASHLESS_USE:
            return _used(fact)
        case Indicator.CASHLESS_INSTALL_USE:
            return tuple(
                _both(equipped, used) for equipped in fact.equipped for used in _used(fact)
            )
        case Indicator.CASHLESS_ACCEPT:
            return fact.accepts
        case Indicator.ONLINE_TEACHING_DEPLOYED:
            return _said_yes(fact, ONLINE_TEACHING)
        case Indicator.PORTAL_ONLINE_TUITION:
            return _said_yes(fact, PORTAL_TUITION)
        case (
            Indicator.TXN_COUNT_SHARE
            | Indicator.TXN_VALUE_SHARE
            | Indicator.HOSPITAL_FEE_VALUE_SHARE_OF_DUE
            | Indicator.TUITION_VALUE_SHARE_OF_COLLECTED
            | Indicator.ONLINE_CURRICULUM_SHARE
        ):
            return ()
        case _:
            assert_never(target.indicator)


_WORDS = ((True, Source.BOOKED), (False, Source.DECLARED))


def _used(fact: FacilityFacts) -> tuple[Days, ...]:
    """Since when at least one payment has come without cash in the period, by either word."""
    found: list[Days] = []
    for is_booked, source in _WORDS:
        for one in fact.months:
            if one.cashless_count and one.is_booked is is_booked:
                found.append(Days(one.last_on, None, source))
                break
    return tuple(found)


def _both(equipped: Days, used: Days) -> Days:
    """Equipped and used; booked only if both are."""
    source = used.source if equipped.source is Source.BOOKED else equipped.source
    return Days(max(equipped.from_on, used.from_on), equipped.until_on, source)


def _said_yes(fact: FacilityFacts, item: str) -> tuple[Days, ...]:
    """The days on which the newest word of the facility about an item was yes."""
    said = [one for one in fact.values if one.item == item]
    ends = [one.last_on for one in said[1:]]
    return tuple(
        Days(one.last_on, end, Source.DECLARED)
        for one, end in zip_longest(said, ends)
        if one.value > 0
    )


def _known(indicator: Indicator, fact: FacilityFacts, frame: Frame) -> Source:
    """By whose word it is known that a facility does not count, if by anybody's."""
    match indicator:
        case Indicator.PLATFORM_ADOPT:
            return Source.DECLARED if fact.platforms else Source.MISSING
        case Indicator.ONLINE_TEACHING_DEPLOYED:
            said = fact.value(ONLINE_TEACHING, frame.last_on)
        case Indicator.PORTAL_ONLINE_TUITION:
            said = fact.value(PORTAL_TUITION, frame.last_on)
        case Indicator.CASHLESS_ACCEPT if fact.has_registers:
            return Source.BOOKED
        case _:
            return known_by(fact, frame)
    return Source.MISSING if said is None else Source.DECLARED


def known_by(fact: FacilityFacts, frame: Frame) -> Source:
    """By whose word anything at all is known of a facility's money in the period."""
    words = {one.is_booked for one in fact.months if one.last_on <= frame.last_on}
    if True in words:
        return Source.BOOKED
    if words or any(one.last_on <= frame.last_on for one in fact.values):
        return Source.DECLARED
    return Source.MISSING


def _held(spans: Iterable[Days], on: date) -> Source | None:
    """By whose word a state holds on a day; registers come before declarations."""
    found = {one.source for one in spans if one.holds(on)}
    if Source.BOOKED in found:
        return Source.BOOKED
    return Source.DECLARED if found else None


def amounts(target: Target, fact: FacilityFacts, frame: Frame) -> list[tuple[date, bool, int, int]]:
    """Of a target that counts flows: last day, whether booked, part and whole, month by month."""
    last_on = frame.last_on
    match target.indicator:
        case Indicator.TXN_COUNT_SHARE:
            return [
                (one.last_on, one.is_booked, one.cashless_count, one.whole_count)
                for one in fact.months
                if one.last_on <= last_on
            ]
        case Indicator.TXN_VALUE_SHARE:
            return [
                (one.last_on, one.is_booked, one.cashless_vnd, one.vnd)
                for one in fact.months
                if one.last_on <= last_on
            ]
        case Indicator.HOSPITAL_FEE_VALUE_SHARE_OF_DUE:
            return _fees(fact.hospital_fees, last_on)
        case Indicator.TUITION_VALUE_SHARE_OF_COLLECTED:
            return _fees(fact.tuition, last_on)
        case (
            Indicator.PLATFORM_ADOPT
            | Indicator.CASHLESS_USE
            | Indicator.CASHLESS_INSTALL_USE
            | Indicator.CASHLESS_ACCEPT
            | Indicator.ONLINE_TEACHING_DEPLOYED
            | Indicator.ONLINE_CURRICULUM_SHARE
            | Indicator.PORTAL_ONLINE_TUITION
        ):
            return []
        case _:
            assert_never(target.indicator)


def _fees(fees: Iterable[FeeFigures], last_on: date) -> list[tuple[date, bool, int, int]]:
    # Declared by hand: a part above its whole is flagged there and cannot count here.
    return [
        (one.last_on, one.is_booked, min(one.part_vnd, one.whole_vnd), one.whole_vnd)
        for one in fees
        if one.last_on <= last_on
    ]


def _flow(target: Target, fact: FacilityFacts, frame: Frame) -> Contribution:
    booked_part = booked = declared_part = declared = 0
    words = set()
    for _last_on, is_booked, part, whole in amounts(target, fact, frame):
        words.add(is_booked)
        if is_booked:
            booked_part += part
            booked += whole
        else:
            declared_part += part
            declared += whole
    if len(words) > 1:
        source = Source.BOTH
    elif words:
        source = Source.BOOKED if True in words else Source.DECLARED
    else:
        # Who reports its money and names no such fee has none: of it something is known.
        source = known_by(fact, frame)
    return Contribution(Share(booked_part, booked), Share(declared_part, declared), source=source)


def _lessons(target: Target, fact: FacilityFacts, frame: Frame) -> Contribution:
    """Lessons that pupils may study online, of all lessons of the level (M14)."""
    level = target.scope.curriculum_level
    online = fact.value(f"lessons_online_{level}", frame.last_on)
    lessons = fact.value(f"lessons_total_{level}", frame.last_on)
    if online is None or lessons is None:
        return Contribution()
    return Contribution(declared=Share(min(online, lessons), lessons), source=Source.DECLARED)
