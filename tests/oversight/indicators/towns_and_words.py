"""A province at random, the same for a seed: bookings, declarations, platforms, contracts, fees.

Payments come through the booking. What other rooms write by several persons is put as rows here.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from tests import world as worlds
from tests.oversight.towns import Payee, post, register
from tests.world import World
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.payments.models import FeeCount
from thuphi.money.payments.rules import Method
from thuphi.registers.facilities.models import BeneficiaryAccount, Level
from thuphi.registers.methods.models import Merchant
from thuphi.registers.places.models import Place

LEVELS = (Level.PRESCHOOL, Level.PRIMARY, Level.LOWER_SECONDARY, Level.HOSPITAL, Level.CLINIC)
MONTHS = tuple(date(2026, month, 1) for month in range(4, 11))


@dataclass(frozen=True, slots=True)
class Town:
    """A province with facilities of all sorts of words."""

    world: World
    payees: tuple[Payee, ...]

    @property
    def ids(self) -> list[int]:
        """The facilities, with the two schools of the world."""
        return [self.world.a.id, self.world.b.id, *(payee.id for payee in self.payees)]


def build(world: World, seed: int, communes: list[Place], facilities: int = 24) -> Town:
    """Facilities in these communes; a third bills here, a third declares, some do both or none."""
    dice = random.Random(seed)
    payees = []
    for number in range(facilities):
        where = dice.choice(communes)
        payee = register(
            f"{31_000 + number}",
            f"Cơ sở {number}",
            where,
            level=dice.choice(LEVELS),
            valid_from=where.valid.lower,
        )
        payees.append(payee)
        if dice.random() < 0.5:
            approve(payee.id, date(2026, dice.randint(1, 9), 15))
        if dice.random() < 0.4:
            use_platform(payee.id, date(2026, dice.randint(1, 9), 1), listed=dice.random() < 0.5)
        if dice.random() < 0.6:
            for _ in range(dice.randint(1, 14)):
                pay(world, payee, dice)
        if dice.random() < 0.6:
            for month in dice.sample(MONTHS, dice.randint(1, 5)):
                declare(payee.id, month, random_values(dice))
        if dice.random() < 0.5:
            count_fees(payee.id, dice)
    Merchant.objects.filter(facility_id__in=[one.id for one in payees[::7]]).update(is_active=False)
    post()
    return Town(world, tuple(payees))


def pay(world: World, payee: Payee, dice: random.Random) -> None:
    """Money comes on some minute of the seven months."""
    first_at = datetime(2026, 4, 1, tzinfo=VIETNAM)
    worlds.hear(
        world,
        "",
        dice.randint(1_000, 3_000_000),
        merchant=payee.merchant,
        method=dice.choice([method.value for method in Method]),
        paid_at=first_at + timedelta(minutes=dice.randint(0, 214 * 24 * 60 - 1)),
    )


def random_values(dice: random.Random) -> dict[str, int]:
    """A declaration that keeps to the rules of its form."""
    due, lessons = dice.randint(0, 9_000_000), dice.randint(1, 200)
    values = {
        f"{method.value}_{unit}": dice.randint(0, 40) * times
        for method in Method
        for unit, times in (("count", 1), ("vnd", 100_000))
    }
    return values | {
        "hospital_fee_due_vnd": due,
        "hospital_fee_cashless_vnd": dice.randint(0, due),
        "tuition_collected_vnd": due,
        "tuition_cashless_vnd": dice.randint(0, due),
        "online_teaching": dice.randint(0, 1),
        "portal_tuition": dice.randint(0, 1),
        "lessons_total_primary": lessons,
        "lessons_online_primary": dice.randint(0, lessons),
        "equipped_on": 20260301,
        "accepts_on": 20260515,
    }


def declare(
    facility_id: int, month: date, values: dict[str, int], *, state: str = "verified"
) -> None:
    """A declaration of a month; the next revision when there is one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO declaration (facility_id, month, revision, state, written_at) "
            "SELECT %s, %s, 1 + coalesce(max(revision), 0), 'draft', %s FROM declaration "
            "WHERE facility_id = %s AND month = %s RETURNING id",
            [facility_id, month, worlds.AT, facility_id, month],
        )
        row = cursor.fetchone()
        assert row is not None
        for item, value in values.items():
            cursor.execute(
                "INSERT INTO declared_value (declaration_id, facility_id, item, value) "
                "VALUES (%s, %s, %s, %s)",
                [row[0], facility_id, item, value],
            )
        steps = {"draft": 0, "submitted": 1, "verified": 2, "approved": 3}[state]
        for step in (
            "state = 'submitted', submitted_by = 1, submitted_at = %s",
            "state = 'verified', verified_by = 2, verified_at = %s",
            "state = 'approved', approved_by = 3, approved_at = %s",
        )[:steps]:
            cursor.execute(f"UPDATE declaration SET {step} WHERE id = %s", [worlds.AT, row[0]])


def use_platform(
    facility_id: int,
    from_on: date,
    until_on: date | None = None,
    *,
    listed: bool = False,
    state: str = "verified",
) -> None:
    """A use of a platform, verified unless told otherwise."""
    name = "Nền tảng quốc gia" if listed else "Nền tảng khác"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO platform (name, vendor, is_vietnamese, categories, source) "
            "VALUES (%s, 'V', true, '{SCHOOL_ADMIN}', 'S') ON CONFLICT DO NOTHING",
            [name],
        )
        cursor.execute("SELECT id FROM platform WHERE name = %s", [name])
        row = cursor.fetchone()
        assert row is not None
        if listed:
            cursor.execute(
                "INSERT INTO platform_listing (platform_id, list_code, valid, source) "
                "VALUES (%s, 'QD186', '[2022-02-11,)', 'QĐ 186/QĐ-BTTTT') ON CONFLICT DO NOTHING",
                [row[0]],
            )
        cursor.execute(
            "INSERT INTO platform_use (facility_id, platform_id, category, valid, evidence, state, "
            "declared_by, declared_at) VALUES (%s, %s, 'SCHOOL_ADMIN', daterange(%s, %s), 'E', "
            "'declared', 1, %s) RETURNING id",
            [facility_id, row[0], from_on, until_on, worlds.AT],
        )
        use = cursor.fetchone()
        assert use is not None
        if state != "declared":
            cursor.execute(
                "UPDATE platform_use SET state = %s, decided_by = 2, decided_at = %s WHERE id = %s",
                [state, worlds.AT, use[0]],
            )


def approve(facility_id: int, on: date) -> None:
    """Two persons have agreed on the facility's account on a day."""
    at = datetime(on.year, on.month, on.day, 9, tzinfo=VIETNAM)
    BeneficiaryAccount.objects.create(
        facility_id=facility_id,
        bin=worlds.VIETINBANK,
        number=f"77{facility_id:08}",
        name="CO SO",
        state="approved",
        proposed_by=1,
        proposed_at=at,
        decided_by=2,
        decided_at=at,
    )


def count_fees(facility_id: int, dice: random.Random) -> None:
    """Fees as the counting job leaves them."""
    for month in dice.sample(MONTHS, 3):
        for kind in ("tuition", "hospital_fee"):
            due, collected = dice.randint(1, 10**9), dice.randint(1, 10**9)
            FeeCount.objects.create(
                facility_id=facility_id,
                month=month,
                kind=kind,
                due_vnd=due,
                due_paid_vnd=due // 2,
                due_cashless_vnd=due // 3,
                collected_vnd=collected,
                cashless_vnd=collected // 3,
            )
