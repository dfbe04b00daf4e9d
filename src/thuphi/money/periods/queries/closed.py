"""What is closed, under which seal, and what was corrected afterwards."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from thuphi.money.periods.figures import Correction, Figures
from thuphi.money.periods.models import PeriodClosing, Seal
from thuphi.money.periods.rules import PeriodKind

from .reading import Value, ask

CORRECTIONS_MOST = 1_000


def figures_of(closing: PeriodClosing) -> Figures:
    """The report as it was frozen."""
    return msgspec.convert(closing.figures, Figures)


def seal_of(closing_id: int) -> Seal:
    """The seal that was put on a closing."""
    return Seal.objects.get(closing_id=closing_id)


def _correction(
    transfer_id: int,
    recipe: str,
    amount_vnd: int,
    reference: str,
    happened_at: datetime,
    booked_at: datetime,
    corrects_id: int | None,
    closing_id: int,
    kind: str,
    from_on: date,
    to_on: date,
) -> Correction:
    return Correction(
        transfer_id,
        recipe,
        amount_vnd,
        reference,
        happened_at,
        booked_at,
        corrects_id,
        closing_id,
        PeriodKind(kind),
        from_on,
        to_on,
    )


def _ask(
    facility_id: int,
    *,
    seal_id: int | None = None,
    about_id: int | None = None,
    booked_from: datetime | None = None,
    booked_before: datetime | None = None,
) -> list[Correction]:
    values: dict[str, Value] = {
        "facility_id": facility_id,
        "seal_id": seal_id,
        "about_id": about_id,
        "booked_from": booked_from or "-infinity",
        "unsealed": booked_before is not None,
        "booked_before": booked_before or "infinity",
        "most": CORRECTIONS_MOST,
    }
    return ask("corrections", values, _correction)


def corrections(closing: PeriodClosing) -> list[Correction]:
    """Transfers of later periods that speak of the days of this one and were booked after it was
    closed, or that correct a transfer under its seal."""
    seal = seal_of(closing.pk)
    return _ask(closing.facility_id, about_id=closing.pk, booked_from=seal.booked_before)


def corrections_in(closing: PeriodClosing) -> list[Correction]:
    """Transfers under this closing's seal that speak of periods closed before."""
    return _ask(closing.facility_id, seal_id=seal_of(closing.pk).pk)


def unsealed_corrections(facility_id: int, booked_before: datetime) -> list[Correction]:
    """Transfers that the next seal will take and that speak of periods closed before."""
    return _ask(facility_id, booked_before=booked_before)
