"""The promises of closed periods and seals, each with a deed that breaks it, and rows of them."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from tests.house.copying import FREE_ID, copy
from tests.world import World
from thuphi.ground.kit import clock
from thuphi.money.periods.models import PeriodClosing
from thuphi.money.periods.queries.reading import sql
from thuphi.money.tills.rules import NOTES_VND

LATE = "2999-01-01T00:00Z"
A_NEXT_ONE = (
    "INSERT INTO period_closing (id, facility_id, kind, from_on, to_on, closed_at, cash_vnd,"
    f" figures) SELECT {FREE_ID}, facility_id, 'day', to_on + 1, to_on + 1,"
    " closed_at + interval '9 days', 0, '{}' FROM period_closing ORDER BY to_on DESC LIMIT 1; "
)


def _seal(number: str, previous: str, transfers: int) -> str:
    some = "1" if transfers else "NULL"
    return A_NEXT_ONE + (
        "INSERT INTO period_seal (facility_id, number, closing_id, booked_before, transfers,"
        " amount_vnd, first_transfer_id, last_transfer_id, previous_sha256, sha256)"
        f" SELECT facility_id, {number}, {FREE_ID}, now(), {transfers}, {transfers}, {some},"
        f" {some},"
        f" {previous}, sha256 FROM period_seal ORDER BY number DESC LIMIT 1"
    )


CASES: list[tuple[str, str]] = [
    ("period_kind_is_known", copy("period_closing", kind="year")),
    (
        "period_days_are_in_order",
        copy("period_closing", from_on="2026-01-02", to_on="2026-01-01"),
    ),
    ("periods_of_a_kind_do_not_overlap", copy("period_closing")),
    ("period_cash_is_counted_in_notes", copy("period_closing", pieces=None)),
    ("period_cash_difference_has_a_reason", copy("period_closing", cash_vnd=7)),
    ("period_is_over", copy("period_closing", to_on="2999-01-01")),
    ("period_month_is_whole", copy("period_closing", kind="month")),
    (
        "period_follows_the_last",
        copy("period_closing", from_on="2998-01-01", to_on="2998-01-01", closed_at=LATE),
    ),
    ("period_closing_is_append_only", "UPDATE period_closing SET cash_reason = 'x'"),
    ("period_closing_is_append_only", "TRUNCATE period_closing CASCADE"),
    ("period_seal_closing_id_key", copy("period_seal", number=99)),
    ("seal_number_is_unique", copy("period_seal", closing_id=FREE_ID)),
    ("seal_counts_its_transfers", copy("period_seal", number=99, amount_vnd=0)),
    ("seal_hashes_have_32_bytes", copy("period_seal", number=99, sha256="\\x00")),
    ("seal_follows_the_last", _seal("number + 2", "sha256", 0)),
    ("seal_follows_the_last", _seal("number + 1", "previous_sha256", 0)),
    ("seal_has_its_transfers", _seal("number + 1", "sha256", 1)),
    ("period_seal_is_append_only", "DELETE FROM period_seal"),
    ("sealed_transfer_hash_has_32_bytes", copy("sealed_transfer", transfer_id=0, sha256="\\x00")),
    ("seal_has_its_transfers", copy("sealed_transfer", transfer_id=FREE_ID)),
    (
        "seal_has_its_transfers",
        "INSERT INTO sealed_transfer (transfer_id, seal_id, facility_id, sha256)"
        " SELECT t.id, s.id, s.facility_id, s.sha256"
        " FROM period_seal AS s JOIN transfer AS t ON t.facility_id <> s.facility_id LIMIT 1",
    ),
    ("sealed_transfer_is_append_only", "UPDATE sealed_transfer SET seal_id = 0"),
]


def period(world: World) -> None:
    """School A has closed today, as on the morning after, and counted no cash."""
    now = clock.now()
    today = clock.today(now)
    closing = PeriodClosing.objects.create(
        facility_id=world.a.id,
        kind="day",
        from_on=today,
        to_on=today,
        closed_at=now + timedelta(days=1),
        cash_vnd=0,
        counted_vnd=0,
        pieces=[0] * len(NOTES_VND),
        figures={},
    )
    with connection.cursor() as cursor:
        cursor.execute(
            sql("seal"),
            {
                "facility_id": world.a.id,
                "closing_id": closing.pk,
                "booked_before": now + timedelta(days=1),
            },
        )
