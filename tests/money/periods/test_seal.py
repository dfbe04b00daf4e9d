from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.money.periods.conftest import DAY, NEXT, close_day, plant, statement
from tests.money.seen import number, rows
from tests.world import World
from thuphi.money.ledger import recipes
from thuphi.money.ledger.recipes import Posting
from thuphi.money.periods.models import PeriodClosing, Seal, SealedTransfer
from thuphi.money.periods.queries.proof import Fault, Proof, verify


def written(*parts: object) -> bytes:
    """A JSON array as PostgreSQL writes it."""
    return json.dumps(list(parts), ensure_ascii=False, separators=(", ", ": ")).encode()


def utc(at: object) -> str:
    assert isinstance(at, datetime)
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def hash_by_hand(seal: Seal) -> bytes:
    """A seal's hash from the rows as they are, without the statements of the room."""
    moved = rows(
        "SELECT t.id, t.facility_id, t.recipe, d.kind, d.detail, c.kind, c.detail, t.amount_vnd,"
        " t.reference, t.happened_at, t.booked_at, t.corrects_id"
        " FROM sealed_transfer m JOIN transfer t ON t.id = m.transfer_id"
        " JOIN ledger_account d ON d.id = t.debit_account_id"
        " JOIN ledger_account c ON c.id = t.credit_account_id"
        " WHERE m.seal_id = %s",
        seal.pk,
    )
    hashes = b""
    for id_, school, recipe, dk, dd, ck, cd, vnd, about, on, booked, corrects in sorted(
        moved, key=lambda row: int(str(row[0]))
    ):
        text = written(
            id_, school, recipe, f"{dk}:{dd}", f"{ck}:{cd}", vnd, about, utc(on), utc(booked),
            corrects,
        )  # fmt: skip
        hashes += hashlib.sha256(text).digest()
    ((figures, pieces),) = rows(
        "SELECT figures::text, pieces::text FROM period_closing WHERE id = %s", seal.closing_id
    )
    one = PeriodClosing.objects.get(pk=seal.closing_id)
    head = written(
        one.facility_id, seal.number, one.kind, one.from_on.isoformat(), one.to_on.isoformat(),
        one.closed_by, utc(one.closed_at), one.cash_vnd, one.counted_vnd, pieces, one.cash_reason,
        figures, utc(seal.booked_before),
    )  # fmt: skip
    before = Seal.objects.filter(facility_id=seal.facility_id, number=seal.number - 1).first()
    previous = bytes(before.sha256) if before else bytes(32)
    return hashlib.sha256(previous + hashlib.sha256(head).digest() + hashes).digest()


def issue(world: World, amount_vnd: int, about: str = 'TF"é\n\\0001', day: date = NEXT) -> int:
    """One more transfer, booked on a day; returns its id."""
    at = datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(hours=3)
    recipes.issue(Posting(world.a.id, amount_vnd, about, at), fee_item="AN")
    made = number("SELECT max(id) FROM transfer")
    plant("UPDATE transfer SET booked_at = %s WHERE id = %s", at, made)
    return made


@pytest.fixture
def three(proven: World) -> World:
    """Three days, each closed on the next morning; the second has two transfers, the third none."""
    close_day(proven)
    issue(proven, 1_000)
    issue(proven, 2_000)
    statement(proven.a.id, NEXT, until=NEXT + timedelta(days=1))
    close_day(proven, NEXT)
    close_day(proven, NEXT + timedelta(days=1))
    return proven


def proofs(world: World) -> list[Proof]:
    return list(verify(world.a.id))


def faults(world: World) -> list[tuple[Fault, ...]]:
    return [one.faults for one in proofs(world)]


def test_seals_count_up_and_are_what_anybody_can_compute(three: World) -> None:
    seals = list(Seal.objects.filter(facility_id=three.a.id).order_by("number"))
    assert [one.number for one in seals] == [1, 2, 3]
    assert [one.transfers for one in seals] == [5, 2, 0]
    assert [one.amount_vnd for one in seals[1:]] == [3_000, 0]
    for seal in seals:
        assert hash_by_hand(seal) == bytes(seal.sha256)
    assert bytes(seals[0].previous_sha256) == bytes(32)
    assert bytes(seals[2].previous_sha256) == bytes(seals[1].sha256)
    assert faults(three) == [(), (), ()]


def test_a_changed_row_is_found_by_its_number(three: World) -> None:
    changed = number("SELECT max(transfer_id) FROM sealed_transfer")
    plant("UPDATE transfer SET amount_vnd = amount_vnd + 1 WHERE id = %s", changed)
    found = proofs(three)
    assert [one.faults for one in found] == [(), (Fault.CHANGED,), ()]
    assert found[1].changed == (changed,)


def test_a_row_that_was_changed_with_its_hash_is_found_too(three: World) -> None:
    changed = number("SELECT max(transfer_id) FROM sealed_transfer")
    plant("UPDATE transfer SET reference = 'TF0000000999' WHERE id = %s", changed)
    plant("UPDATE sealed_transfer SET sha256 = %s WHERE transfer_id = %s", bytes(32), changed)
    assert faults(three)[1] == (Fault.CHANGED, Fault.BROKEN)


def test_a_row_that_was_removed_is_found_by_its_number(three: World) -> None:
    gone = number("SELECT min(transfer_id) FROM sealed_transfer")
    plant("DELETE FROM transfer WHERE id = %s", gone)
    found = proofs(three)
    assert found[0].faults == (Fault.GONE,)
    assert found[0].gone == (gone,)


def test_a_row_that_was_slipped_under_a_seal_is_found(three: World) -> None:
    slipped = issue(three, 5_000)
    seal = Seal.objects.get(facility_id=three.a.id, number=2)
    plant(
        "INSERT INTO sealed_transfer (transfer_id, seal_id, facility_id, sha256)"
        " VALUES (%s, %s, %s, %s)",
        slipped,
        seal.pk,
        three.a.id,
        bytes(32),
    )
    assert faults(three) == [(), (Fault.CHANGED, Fault.MEMBERS), ()]


def test_a_row_that_was_taken_from_under_a_seal_is_found(three: World) -> None:
    plant("DELETE FROM sealed_transfer WHERE transfer_id = (SELECT max(transfer_id)"
          " FROM sealed_transfer)")  # fmt: skip
    assert faults(three) == [(), (Fault.MEMBERS,), ()]


def test_a_changed_seal_is_found_and_so_is_the_chain_behind_it(three: World) -> None:
    plant("UPDATE period_seal SET sha256 = %s WHERE number = 2", bytes(32))
    assert faults(three) == [(), (Fault.BROKEN,), (Fault.CHAIN,)]


def test_a_removed_seal_breaks_the_chain(three: World) -> None:
    plant("DELETE FROM period_seal WHERE number = 2")
    assert faults(three) == [(), (Fault.CHAIN,)]


def test_a_report_that_was_changed_is_found(three: World) -> None:
    plant(
        "UPDATE period_closing SET figures = jsonb_set(figures, '{cash,in_vnd}', '1')"
        " WHERE id = (SELECT max(id) FROM period_closing)"
    )
    assert faults(three) == [(), (), (Fault.BROKEN,)]


def test_a_renamed_account_is_found_in_every_row_of_it(three: World) -> None:
    plant("UPDATE ledger_account SET detail = 'XX' WHERE kind = 'revenue' AND detail = 'AN'")
    assert [one.faults for one in proofs(three)] == [(Fault.CHANGED,), (Fault.CHANGED,), ()]


def test_what_was_booked_late_falls_to_the_next_seal(three: World) -> None:
    late = issue(three, 7_000, day=DAY)
    statement(three.a.id, NEXT + timedelta(days=2))
    done = close_day(three, NEXT + timedelta(days=2))
    assert done.seal.transfers == 1
    assert SealedTransfer.objects.get(transfer_id=late).seal_id == done.seal.pk
    assert faults(three) == [(), (), (), ()]
