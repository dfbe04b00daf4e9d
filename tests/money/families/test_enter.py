"""Codes and sessions in the database: tried by many at once, and past the pages' own reading."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests import databases, world
from tests.world import World
from thuphi.money.families import actions, errors, queries, rules, tokens
from thuphi.money.families.actions import Caller
from thuphi.money.families.models import FamilyCode, FamilyKnown, FamilySession
from thuphi.registers.payers.models import Beneficiary

AT = datetime(2026, 10, 5, 1, 0, tzinfo=UTC)
PHONE = "0912345678"
CALLER = Caller(network="203.0.113.7")


def opened(world: World, device: str = "d", at: datetime = AT) -> str:
    """A session whose code somebody has read from the message."""
    asker = "a" * 43
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT family_ask(%s, %s, %s, %s, %s)",
            [
                PHONE,
                tokens.asker_key(asker),
                tokens.code_key(asker, "123456"),
                at,
                at + rules.CODE_LASTS,
            ],
        )
        assert cursor.fetchone() == (True,)
    return actions.enter(asker=asker, said="123456", device=device, caller=CALLER, at=at)


@pytest.fixture
def schools(db: None) -> World:
    """Two schools."""
    return world.build()


def test_fifty_tries_at_once_are_five(town: str) -> None:
    world.build()
    asker = "a" * 43
    right = tokens.code_key(asker, "123456")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT family_ask(%s, %s, %s, %s, %s)",
            [PHONE, tokens.asker_key(asker), right, AT, AT + rules.CODE_LASTS],
        )

    def guess(number: int) -> bool:
        address = databases.address(town, "thuphi_app")
        with psycopg.connect(address, autocommit=True) as page:
            row = page.execute(
                "SELECT family_enter(%s, %s, %s, %s, %s, %s)",
                [
                    tokens.asker_key(asker), tokens.code_key(asker, f"{number:06}"),
                    tokens.session_key(str(number)), tokens.device_key("d"), AT,
                    AT + rules.SESSION_LASTS,
                ],
            ).fetchone()  # fmt: skip
        return row == (True,)

    with ThreadPoolExecutor(8) as pool:
        assert not any(pool.map(guess, range(50)))
    assert FamilyCode.objects.get().tries_left == 0
    assert not guess(123456)
    assert FamilySession.objects.count() == 0


def test_a_session_shows_its_own_phones_people_only(schools: World) -> None:
    session = opened(schools)
    family = queries.family_of(session, AT)
    assert family is not None
    assert (family.phone, family.ends_at) == (PHONE, AT + timedelta(minutes=30))
    anh = schools.a.pupils["HS001"].pk
    assert [member.beneficiary_id for member in family.members] == [anh]
    assert family.known == []
    assert queries.family_of(session, AT + timedelta(minutes=30)) is None
    assert queries.family_of("made up", AT) is None
    actions.leave(session=session)
    assert queries.family_of(session, AT) is None


def test_a_birth_date_is_remembered_for_half_a_year_and_for_the_browser(schools: World) -> None:
    session = opened(schools)
    anh = schools.a.pupils["HS001"].pk
    assert actions.prove(session=session, said="1/2/2019", caller=CALLER, at=AT) == [anh]
    half_a_year = AT + rules.KNOWN_LASTS
    for device, at, known in (
        ("d", half_a_year - timedelta(minutes=1), [anh]),
        ("d", half_a_year, []),
        ("e", AT, []),
    ):
        family = queries.family_of(opened(schools, device, at), at)
        assert family is not None
        assert [member.beneficiary_id for member in family.known] == known
    assert FamilyKnown.objects.count() == 0


def test_the_birth_date_of_another_familys_child_opens_nobody(schools: World) -> None:
    session = opened(schools)
    with pytest.raises(errors.FactWrong):
        actions.prove(session=session, said="23/11/2019", caller=CALLER, at=AT)
    bao = schools.a.pupils["HS002"].pk
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT family_remember(%s, %s, %s, %s)",
            [tokens.session_key(session), [bao], AT, AT + rules.KNOWN_LASTS],
        )
        assert cursor.fetchone() == (0,)
    assert FamilyKnown.objects.count() == 0


def test_two_families_with_one_phone_each_open_their_own(schools: World) -> None:
    Beneficiary.objects.filter(pk=schools.a.pupils["HS002"].pk).update(payer_phone=PHONE)
    for device, said, name in (("d", "1/2/2019", "HS001"), ("e", "23/11/2019", "HS002")):
        session = opened(schools, device)
        actions.prove(session=session, said=said, caller=CALLER, at=AT)
        family = queries.family_of(session, AT)
        assert family is not None
        known = [member.beneficiary_id for member in family.known]
        assert known == [schools.a.pupils[name].pk]
        assert len(family.hidden) == 1


def test_a_proof_needs_a_session_that_is_not_over(schools: World) -> None:
    session = opened(schools)
    with pytest.raises(errors.SessionOver):
        actions.prove(
            session=session, said="1/2/2019", caller=CALLER, at=AT + timedelta(minutes=30)
        )


def test_the_pages_role_cannot_open_or_read_anything_by_itself(
    schools: World, as_role: Callable[..., None]
) -> None:
    opened(schools)
    as_role("thuphi_app", schools.a.id)
    for deed in (
        "SELECT phone FROM family_session",
        "SELECT code_key FROM family_code",
        "UPDATE family_session SET phone = '0987654321'",
        "INSERT INTO family_known (device_key, beneficiary_id, known_at, ends_at)"
        " VALUES (repeat('0', 64), 1, now(), now())",
        "DELETE FROM family_known",
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            _run(deed)


def _run(deed: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(deed)
