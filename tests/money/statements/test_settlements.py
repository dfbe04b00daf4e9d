"""A provider's settlement file: all of it or nothing, each settlement once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection

from tests.money.settlement_files import Paid, vnpay
from tests.world import AT, World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.ground.statements.contract import Unreadable
from thuphi.money.statements.models import Settlement, SettlementRow, StatementFile
from thuphi.money.statements.settlements import (
    SettlementRefused,
    TakenSettlement,
    take_settlements,
)

LATER = AT + timedelta(days=2)
TWO = [Paid("14422574", "TF1-1"), Paid("14422575", "TF2-1", 1_250_000, 12_500)]


def take(world: World, content: bytes, name: str = "doi-soat.csv") -> TakenSettlement:
    return take_settlements(
        by=world.lan.actor, facility_id=world.a.id, name=name, content=content, at=LATER
    )


def test_a_settlement_is_kept_with_its_rows_and_sums(world: World) -> None:
    taken = take(world, vnpay(TWO, number="DS-2026-1006"))
    assert (taken.rows, taken.new_rows, taken.is_known) == (2, 2, False)
    kept = Settlement.objects.get()
    assert (kept.channel, kept.reference, kept.settled_on) == (
        "vnpay", "DS-2026-1006", date(2026, 10, 6),
    )  # fmt: skip
    assert (kept.gross_vnd, kept.fee_vnd, kept.net_vnd) == (1_910_000, 19_100, 1_890_900)
    rows = list(SettlementRow.objects.order_by("place").values_list(
        "kind", "provider_reference", "our_reference", "gross_vnd", "fee_vnd", "net_vnd", "place"
    ))  # fmt: skip
    assert rows == [
        ("payment", "14422574", "TF1-1", 660_000, 6_600, 653_400, 5),
        ("payment", "14422575", "TF2-1", 1_250_000, 12_500, 1_237_500, 6),
    ]
    file = StatementFile.objects.get()
    assert (file.source, file.format, file.name, file.lines, file.new_lines) == (
        "provider", "vnpay", "doi-soat.csv", 2, 2,
    )  # fmt: skip
    told = Event.objects.get(kind="settlements_taken_in")
    assert told.facts["rows"] == 2


def test_the_same_file_again_changes_nothing(world: World) -> None:
    first = take(world, vnpay(TWO))
    again = take(world, vnpay(TWO))
    assert (again.file_id, again.new_rows, again.is_known) == (first.file_id, 0, True)
    assert [one.is_new for one in again.settlements] == [False]
    assert (SettlementRow.objects.count(), StatementFile.objects.count()) == (2, 1)


def test_files_that_overlap_add_only_what_is_new(world: World) -> None:
    first = [Paid("1", paid_at="04/10/2026 09:00")]
    second = [Paid("2", paid_at="05/10/2026 09:00")]
    both = vnpay([*first, *second], day="", with_total=False)
    take(world, vnpay(first, day="", with_total=False))
    taken = take(world, both, "hai-ngay.csv")
    assert [(one.reference, one.is_new) for one in taken.settlements] == [
        ("2026-10-04", False), ("2026-10-05", True),
    ]  # fmt: skip
    assert (taken.rows, taken.new_rows) == (2, 1)


def test_a_settlement_told_with_other_figures_is_refused_naming_both(world: World) -> None:
    take(world, vnpay(TWO, number="DS1"), "lan-1.csv")
    for rows in ([TWO[0], Paid("14422575", "TF2-1", 1_250_000, 12_600)], TWO[:1]):
        with pytest.raises(SettlementRefused) as refused:
            take(world, vnpay(rows, number="DS1"), "lan-2.csv")
        one = refused.value.differ[0]
        assert (one.reference, one.file_before, one.net_before_vnd) == (
            "DS1",
            "lan-1.csv",
            1_890_900,
        )
        assert one.net_vnd == sum(row.gross_vnd - row.fee_vnd for row in rows)
    with pytest.raises(SettlementRefused):
        take(world, vnpay(TWO, number="DS1", day="07/10/2026"), "lan-3.csv")
    assert StatementFile.objects.count() == 1


def test_one_told_otherwise_keeps_the_whole_file_out(world: World) -> None:
    days = [Paid("1", paid_at="04/10/2026 09:00"), Paid("2", paid_at="05/10/2026 09:00")]
    take(world, vnpay(days[:1], day="", with_total=False))
    other = [Paid("1", gross_vnd=1, fee_vnd=0, paid_at="04/10/2026 09:00"), days[1]]
    with pytest.raises(SettlementRefused):
        take(world, vnpay(other, day="", with_total=False))
    assert Settlement.objects.count() == 1


def test_a_day_far_ahead_is_a_wrong_year(world: World) -> None:
    with pytest.raises(Unreadable) as refused:
        take(world, vnpay(TWO, day="06/10/2027"))
    assert [one.kind for one in refused.value.faults] == ["provider_future"]
    assert not StatementFile.objects.exists()


def test_two_schools_may_be_told_the_same_number(world: World) -> None:
    take(world, vnpay(TWO, number="DS1"))
    taken = take_settlements(
        by=world.quan.actor, facility_id=world.b.id, name="b.csv",
        content=vnpay(TWO, number="DS1"), at=LATER,
    )  # fmt: skip
    assert taken.new_rows == 2
    assert Settlement.objects.filter(facility_id=world.b.id).count() == 1


def test_only_who_reconciles_takes_a_file_in(world: World) -> None:
    for person in (world.minh, world.dung):
        with pytest.raises((NotAllowed, NotYours)):
            take_settlements(
                by=person.actor, facility_id=world.a.id, name="x.csv", content=vnpay(TWO), at=LATER
            )
    with pytest.raises(NotYours):
        take_settlements(
            by=world.quan.actor, facility_id=world.a.id, name="x.csv", content=vnpay(TWO), at=LATER
        )


def test_a_school_does_not_see_the_settlements_of_another(
    world: World, as_role: Callable[..., None]
) -> None:
    take(world, vnpay(TWO))
    as_role("thuphi_app", world.b.id)
    with connection.cursor() as cursor:
        for table in ("settlement", "settlement_row", "statement_file"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,)
