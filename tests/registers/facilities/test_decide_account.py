from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from django.db import IntegrityError, transaction

from tests import world as worlds
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours, Permission
from thuphi.registers.facilities import errors, queries
from thuphi.registers.facilities.actions import decide_account, propose_account
from thuphi.registers.facilities.models import BeneficiaryAccount

LATER = worlds.AT + timedelta(days=1)


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


@pytest.fixture
def proposed(world: World) -> BeneficiaryAccount:
    return propose_account(
        by=world.lan.actor,
        facility_id=world.a.id,
        bin="970436",
        number="1018888999",
        name="TRUONG TIEU HOC VI DU",
        at=worlds.AT,
    )


def test_an_approved_account_takes_the_place_of_the_old(
    world: World, proposed: BeneficiaryAccount
) -> None:
    decide_account(by=world.hoa.actor, account_id=proposed.pk, approve=True, at=LATER)
    current = queries.approved_account(world.a.id)
    assert current is not None
    assert (current.pk, current.decided_by, current.decided_at) == (
        proposed.pk,
        world.hoa.user.pk,
        LATER,
    )
    assert BeneficiaryAccount.objects.get(pk=world.a.account.pk).state == "retired"
    assert queries.proposed_account(world.a.id) is None
    event = Event.objects.get(kind="account_approved", subject=f"account:{proposed.pk}")
    assert event.facts == {"retired": 1}


def test_a_refused_account_leaves_the_old_in_use(
    world: World, proposed: BeneficiaryAccount
) -> None:
    refused = decide_account(by=world.hoa.actor, account_id=proposed.pk, approve=False, at=LATER)
    assert refused.state == "refused"
    assert queries.approved_account(world.a.id) == world.a.account
    assert Event.objects.filter(kind="account_refused").count() == 1


def test_who_proposed_an_account_cannot_decide_about_it(
    world: World, proposed: BeneficiaryAccount
) -> None:
    both = replace(
        world.lan.actor, permissions=world.lan.actor.permissions | {Permission.ACCOUNT_APPROVE}
    )
    for approve in (True, False):
        with pytest.raises(errors.SecondPersonNeeded):
            decide_account(by=both, account_id=proposed.pk, approve=approve, at=LATER)
    assert queries.approved_account(world.a.id) == world.a.account
    assert queries.proposed_account(world.a.id) == proposed


def test_the_database_wants_two_persons_too(world: World, proposed: BeneficiaryAccount) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BeneficiaryAccount.objects.filter(pk=proposed.pk).update(
            state="refused", decided_by=world.lan.user.pk, decided_at=LATER
        )
    cause = refused.value.__cause__
    assert isinstance(cause, psycopg.Error)
    assert cause.diag.constraint_name == "account_needs_two_persons"


def test_the_database_lets_one_account_be_approved_at_a_time(
    world: World, proposed: BeneficiaryAccount
) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BeneficiaryAccount.objects.filter(pk=proposed.pk).update(
            state="approved", decided_by=world.hoa.user.pk, decided_at=LATER
        )
    cause = refused.value.__cause__
    assert isinstance(cause, psycopg.Error)
    assert cause.diag.constraint_name == "facility_has_one_approved_account"


@pytest.mark.parametrize("approve", [True, False])
def test_a_decision_is_made_once(world: World, proposed: BeneficiaryAccount, approve: bool) -> None:
    decide_account(by=world.hoa.actor, account_id=proposed.pk, approve=approve, at=LATER)
    with pytest.raises(errors.AccountDecidedAlready):
        decide_account(by=world.hoa.actor, account_id=proposed.pk, approve=not approve, at=LATER)


def test_an_accountant_approves_nothing(world: World, proposed: BeneficiaryAccount) -> None:
    with pytest.raises(NotAllowed):
        decide_account(by=world.lan.actor, account_id=proposed.pk, approve=True, at=LATER)


def test_to_a_stranger_the_account_does_not_exist(
    world: World, proposed: BeneficiaryAccount
) -> None:
    with pytest.raises(NotYours):
        decide_account(by=world.quan.actor, account_id=proposed.pk, approve=True, at=LATER)


def test_a_machine_decides_nothing(world: World, proposed: BeneficiaryAccount) -> None:
    with pytest.raises(errors.PersonNeeded):
        decide_account(by=SYSTEM, account_id=proposed.pk, approve=True, at=LATER)
    assert queries.proposed_account(world.a.id) == proposed


def test_an_unknown_account_is_not_found(world: World) -> None:
    with pytest.raises(errors.AccountNotFound):
        decide_account(by=world.hoa.actor, account_id=0, approve=True, at=LATER)
