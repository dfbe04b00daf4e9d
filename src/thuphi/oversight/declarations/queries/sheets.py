"""One facility's declaration of a month: as it is, as it was, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from thuphi.ground.kit.periods import Month
from thuphi.oversight.declarations import errors
from thuphi.oversight.declarations.models import (
    Declaration,
    DeclarationFlag,
    DeclaredValue,
)
from thuphi.oversight.declarations.rules import (
    OPEN,
    Asked,
    Context,
    Fault,
    Item,
    Rule,
    State,
    Values,
    asked_of,
    judge,
)

from .known import context
from .proofs import Proof, proofs_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One revision of a declaration with its values, and who did what when (ids of logins)."""

    id: int
    facility_id: int
    month: Month
    revision: int
    state: State
    values: Values
    written_by: int | None
    written_at: datetime
    submitted_by: int | None
    submitted_at: datetime | None
    verified_by: int | None
    verified_at: datetime | None
    approved_by: int | None
    approved_at: datetime | None
    returned_by: int | None
    returned_at: datetime | None
    return_reason: str

    @property
    def is_open(self) -> bool:
        """Whether its values may still be written."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class Explained:
    """A flag that was submitted with its explanation."""

    fault: Fault
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that a form or a department's page of one declaration shows."""

    facility_id: int
    month: Month
    context: Context
    asked: tuple[Asked, ...]
    revision: Revision | None
    """None while nothing was written for the month."""
    values: Values
    before: Values
    """What was submitted for the month before; empty when nothing was."""
    faults: tuple[Fault, ...]
    """As the values and the bookings are now."""
    explained: tuple[Explained, ...]
    proofs: tuple[Proof, ...]

    @property
    def is_open(self) -> bool:
        """Whether values may be written: nothing is there yet, or it is not submitted."""
        return self.revision is None or self.revision.is_open

    @property
    def explanations(self) -> Mapping[str, str]:
        """By the key of each flag, what was explained when it was submitted last."""
        return {one.fault.key: one.explanation for one in self.explained}


def declaration(declaration_id: int) -> Revision:
    """One revision, among the rows that may be seen. Raises `DeclarationNotFound`."""
    found = Declaration.objects.filter(pk=declaration_id).first()
    if found is None:
        raise errors.DeclarationNotFound
    return _revisions([found])[0]


def newest(facility_id: int, month: Month) -> Revision | None:
    """The newest revision of a facility's declaration of a month, whatever its state."""
    found = (
        Declaration.objects.filter(facility_id=facility_id, month=month.first_day_on)
        .order_by("-revision")
        .first()
    )
    return None if found is None else _revisions([found])[0]


def history(facility_id: int, month: Month) -> tuple[Revision, ...]:
    """Every revision of a month, the newest first."""
    found = Declaration.objects.filter(facility_id=facility_id, month=month.first_day_on)
    return tuple(_revisions(list(found.order_by("-revision"))))


def months_of(facility_id: int, *, limit: int = 24) -> tuple[Revision, ...]:
    """The newest revision of each month of a facility, the latest month first."""
    found = (
        Declaration.objects.filter(facility_id=facility_id)
        .order_by("-month", "-revision")
        .distinct("month")[:limit]
    )
    return tuple(_revisions(list(found)))


def sheet(facility_id: int, month: Month, today: date) -> Sheet:
    """The declaration of a month for a form, with what is wrong. Raises `FacilityNotFound`."""
    return _sheet(newest(facility_id, month), context(facility_id, month, today), facility_id)


def sheet_of(declaration_id: int, today: date) -> Sheet:
    """The same of one revision. Raises `DeclarationNotFound`."""
    found = declaration(declaration_id)
    return _sheet(found, context(found.facility_id, found.month, today), found.facility_id)


def _sheet(revision: Revision | None, known: Context, facility_id: int) -> Sheet:
    values = {} if revision is None else revision.values
    return Sheet(
        facility_id=facility_id,
        month=known.month,
        context=known,
        asked=asked_of(known.kind),
        revision=revision,
        values=values,
        before=values_before([facility_id], known.month).get(facility_id, {}),
        faults=() if revision is None else judge(values, known),
        explained=() if revision is None else _explained(revision.id),
        proofs=() if revision is None else proofs_of(revision.id),
    )


def values_before(facility_ids: Collection[int], month: Month) -> dict[int, Values]:
    """What these facilities submitted for the month before a month."""
    last = Month(month.year, month.month - 1) if month.month > 1 else Month(month.year - 1, 12)
    chosen = (
        Declaration.objects.filter(
            facility_id__in=facility_ids,
            month=last.first_day_on,
            state__in=[state.value for state in State if state not in OPEN],
        )
        .order_by("facility_id", "-revision")
        .distinct("facility_id")
        .values_list("pk", "facility_id")
    )
    by_id = dict(chosen)
    values = values_of(by_id)
    return {facility_id: values[pk] for pk, facility_id in by_id.items()}


def values_of(declaration_ids: Collection[int]) -> dict[int, Values]:
    """The values of some declarations."""
    found: dict[int, dict[Item, int]] = {pk: {} for pk in declaration_ids}
    rows = DeclaredValue.objects.filter(declaration_id__in=declaration_ids)
    for pk, item, value in rows.values_list("declaration_id", "item", "value"):
        found[pk][Item(item)] = value
    places = {item: place for place, item in enumerate(Item)}
    return {
        pk: dict(sorted(values.items(), key=lambda pair: places[pair[0]]))
        for pk, values in found.items()
    }


def _revisions(rows: list[Declaration]) -> list[Revision]:
    values = values_of([row.pk for row in rows])
    return [
        Revision(
            id=row.pk,
            facility_id=row.facility_id,
            month=Month.of(row.month),
            revision=row.revision,
            state=State(row.state),
            values=values[row.pk],
            written_by=row.written_by,
            written_at=row.written_at,
            submitted_by=row.submitted_by,
            submitted_at=row.submitted_at,
            verified_by=row.verified_by,
            verified_at=row.verified_at,
            approved_by=row.approved_by,
            approved_at=row.approved_at,
            returned_by=row.returned_by,
            returned_at=row.returned_at,
            return_reason=row.return_reason,
        )
        for row in rows
    ]


def _explained(declaration_id: int) -> tuple[Explained, ...]:
    rows = DeclarationFlag.objects.filter(declaration_id=declaration_id).order_by("pk")
    return tuple(
        Explained(
            Fault(Rule(row.rule), Item(row.item) if row.item else None, row.facts), row.explanation
        )
        for row in rows
    )
