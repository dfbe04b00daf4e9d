"""What is owed, by whom, how far it is, and what waits for an office."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from thuphi.ground.kit.clock import today
from thuphi.ground.kit.sql import statement
from thuphi.oversight.plans.rules import Periodicity
from thuphi.oversight.reports import errors
from thuphi.oversight.reports.models import Obligation
from thuphi.oversight.reports.rules import calendar, holidays, timely
from thuphi.oversight.reports.rules.calendar import Period
from thuphi.oversight.reports.rules.holidays import Hint
from thuphi.oversight.reports.rules.states import ObligationState
from thuphi.oversight.reports.rules.timely import Level
from thuphi.registers.agencies import queries as agencies

DONE = frozenset({ObligationState.FILED, ObligationState.FORWARDED, ObligationState.ACCEPTED})
"""A report stands: filed, and neither sent back nor replaced by a draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """An obligation at an instant: who owes what, by when, and how far the newest filing is."""

    id: int
    plan_id: str
    duty_id: str
    place_id: int
    period: Period
    window_first_on: date
    window_last_on: date
    agency_id: int
    agency_name: str
    answering_id: int
    """Who answers for the office now: itself or the last of its successors."""
    answering_name: str
    answering_phone: str
    due_at: datetime | None
    state: ObligationState
    filing_id: int | None
    """The filing that stands; where none does, the newest."""
    number: int | None
    draft_id: int | None
    """The draft, where one is being written: the first report, or a correction."""
    filed_at: datetime | None
    """When that filing was filed."""
    first_filed_at: datetime | None
    hop: int
    hops: int
    holder_id: int | None
    """Where it waits: the office that answers now for the one on the route."""
    holder_name: str
    return_reason: str
    at: datetime

    @property
    def due_on(self) -> date | None:
        """The last day in time."""
        return calendar.last_day_of(self.due_at) if self.due_at else None

    @property
    def is_done(self) -> bool:
        """Whether a report stands."""
        return self.state in DONE

    @property
    def is_overdue(self) -> bool:
        """Past its due instant, and no report stands."""
        return self.due_at is not None and self.due_at < self.at and not self.is_done

    @property
    def was_late(self) -> bool:
        """First filed after its due instant."""
        return (
            self.due_at is not None
            and self.first_filed_at is not None
            and self.first_filed_at > self.due_at
        )

    @property
    def days_late(self) -> int:
        """Days after the last day in time, up to now or to the first filing."""
        if self.due_on is None:
            return 0
        reached = self.at if self.is_overdue or not self.first_filed_at else self.first_filed_at
        return timely.days_late(self.due_on, today(reached))

    @property
    def level(self) -> Level:
        """Who is told by now that it is late; nobody once a report stands."""
        if not self.is_overdue or self.due_on is None:
            return Level.NONE
        return timely.level(self.due_on, today(self.at))

    @property
    def working_days_left(self) -> int | None:
        """Working days up to the last day in time; None without one or after it."""
        if self.due_on is None or self.due_on < today(self.at):
            return None
        return holidays.working_days_left(today(self.at), self.due_on)

    @property
    def hint(self) -> Hint | None:
        """The last day in time is a day off: which working day comes before it."""
        return holidays.hint(self.due_on) if self.due_on else None


def owed(
    *,
    at: datetime,
    plan_id: str | None = None,
    place_id: int | None = None,
    ids: Collection[int] | None = None,
    duty_ids: Collection[str] | None = None,
    agency_ids: Collection[int] | None = None,
    holder_ids: Collection[int] | None = None,
    period: Period | None = None,
    due_by: datetime | None = None,
) -> list[Owed]:
    """The obligations that fit, the one due first at the top. One SQL statement."""
    parameters = {
        "on": today(at),
        "plan_id": plan_id,
        "place_id": place_id,
        "ids": None if ids is None else list(ids),
        "duty_ids": None if duty_ids is None else list(duty_ids),
        "agency_ids": None if agency_ids is None else list(agency_ids),
        "holder_ids": None if holder_ids is None else list(holder_ids),
        "first_on": period.first_on if period else None,
        "last_on": period.last_on if period else None,
        "due_by": due_by,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement(__file__, "owed"), parameters)
        rows = cursor.fetchall()
    return [
        Owed(
            id=row[0],
            plan_id=row[1],
            duty_id=row[2],
            place_id=row[3],
            period=Period(row[9], row[10], Periodicity(row[4])),
            agency_id=row[5],
            agency_name=row[6],
            answering_id=row[7],
            answering_name=row[8],
            window_first_on=row[11],
            window_last_on=row[12],
            due_at=row[13],
            state=ObligationState(row[14]),
            filing_id=row[15],
            number=row[16],
            filed_at=row[17],
            first_filed_at=row[18],
            hop=row[19] or 0,
            hops=row[20] or 0,
            holder_id=row[21],
            holder_name=row[22] or "",
            return_reason=row[23],
            draft_id=row[24],
            answering_phone=row[25],
            at=at,
        )
        for row in rows
    ]


def obligations(
    *,
    agency_ids: Collection[int],
    at: datetime,
    plan_id: str | None = None,
) -> list[Owed]:
    """What offices owe and owed, with what went over to them by succession."""
    return owed(at=at, plan_id=plan_id, agency_ids=agencies.with_forebears(agency_ids))


def obligation(obligation_id: int, at: datetime) -> Owed:
    """One obligation as it stands. Raises `ObligationNotFound`."""
    found = owed(at=at, ids=[obligation_id])
    if not found:
        raise errors.ObligationNotFound
    return found[0]


def row(obligation_id: int) -> Obligation:
    """The row itself, with its office and place. Raises `ObligationNotFound`."""
    rows = Obligation.objects.select_related("agency", "place")
    found = rows.filter(pk=obligation_id).first()
    if found is None:
        raise errors.ObligationNotFound
    return found


def waiting_at(*, agency_ids: Collection[int], at: datetime) -> list[Owed]:
    """The reports that wait for a word of these offices, the one due first at the top."""
    return owed(at=at, holder_ids=agencies.with_forebears(agency_ids))


@dataclass(frozen=True, slots=True)
class Inbox:
    """What an office has to do about reports; each list with the one due first at the top."""

    returned: tuple[Owed, ...]
    """Sent back to be corrected."""
    late: tuple[Owed, ...]
    due_soon: tuple[Owed, ...]
    """At most five working days are left."""
    later: tuple[Owed, ...]
    """Owed, with more time left, or without a date yet."""
    to_decide: tuple[Owed, ...]
    """Reports of others that wait for its word."""

    @property
    def count(self) -> int:
        """How many need something now."""
        return len(self.returned) + len(self.late) + len(self.due_soon) + len(self.to_decide)


def inbox(*, agency_ids: Collection[int], at: datetime) -> Inbox:
    """What waits for these offices, with what went over to them. Three SQL statements."""
    offices = agencies.with_forebears(agency_ids)
    mine = [one for one in owed(at=at, agency_ids=offices) if not one.is_done]
    soon = max(timely.REMINDERS)
    open_ones = [one for one in mine if one.state is not ObligationState.RETURNED]
    in_time = [one for one in open_ones if not one.is_overdue]
    left = {one.id: one.working_days_left for one in in_time}
    return Inbox(
        returned=tuple(one for one in mine if one.state is ObligationState.RETURNED),
        late=tuple(one for one in open_ones if one.is_overdue),
        due_soon=tuple(one for one in in_time if _within(left[one.id], soon)),
        later=tuple(one for one in in_time if not _within(left[one.id], soon)),
        to_decide=tuple(owed(at=at, holder_ids=offices)),
    )


def _within(left: int | None, days: int) -> bool:
    return left is not None and left <= days
