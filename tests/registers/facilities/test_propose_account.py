import pytest

from tests import world as worlds
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, Actor, NotAllowed, NotYours
from thuphi.registers.facilities import errors, queries
from thuphi.registers.facilities.actions import propose_account
from thuphi.registers.facilities.models import BeneficiaryAccount


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


def propose(
    world: World, *, by: Actor | None = None, bin: str = "970436", number: str = "1018 888-999"
) -> BeneficiaryAccount:
    return propose_account(
        by=by or world.lan.actor,
        facility_id=world.a.id,
        bin=bin,
        number=number,
        name="TRUONG TIEU HOC VI DU",
        at=worlds.AT,
    )


def test_a_proposal_changes_nothing_yet(world: World) -> None:
    proposed = propose(world)
    assert (proposed.bin, proposed.number, proposed.state) == ("970436", "1018888999", "proposed")
    assert queries.approved_account(world.a.id) == world.a.account
    assert queries.proposed_account(world.a.id) == proposed
    assert queries.accounts_of(world.a.id) == [proposed, world.a.account]


def test_the_record_of_a_proposal_shows_the_last_four_digits_only(world: World) -> None:
    proposed = propose(world)
    event = Event.objects.get(kind="account_proposed", subject=f"account:{proposed.pk}")
    assert event.facts == {"bin": "970436", "ends_with": "8999"}
    assert event.user_id == world.lan.user.pk


def test_one_account_is_proposed_at_a_time(world: World) -> None:
    proposed = propose(world)
    with pytest.raises(errors.ProposalWaiting):
        propose(world, number="5555666677")
    assert queries.proposed_account(world.a.id) == proposed


@pytest.mark.parametrize(
    ("bin", "number", "refusal"),
    [
        ("000000", "1018888999", errors.BankNotKnown),
        ("97043", "1018888999", errors.BankNotKnown),
        ("970436", "123", errors.AccountNumberWrong),
        ("970436", "1" * 20, errors.AccountNumberWrong),
        ("970436", "số 12345", errors.AccountNumberWrong),
    ],
)
def test_a_mistyped_account_is_refused(
    world: World, bin: str, number: str, refusal: type[errors.FacilityRefused]
) -> None:
    with pytest.raises(refusal):
        propose(world, bin=bin, number=number)
    assert queries.proposed_account(world.a.id) is None


def test_an_account_has_a_holder(world: World) -> None:
    with pytest.raises(errors.AccountNameMissing):
        propose_account(
            by=world.lan.actor,
            facility_id=world.a.id,
            bin="970436",
            number="1018888999",
            name=" ",
            at=worlds.AT,
        )


def test_a_machine_proposes_no_account(world: World) -> None:
    with pytest.raises(errors.PersonNeeded):
        propose(world, by=SYSTEM)


def test_a_cashier_proposes_no_account(world: World) -> None:
    with pytest.raises(NotAllowed):
        propose(world, by=world.minh.actor)


def test_to_a_stranger_the_school_does_not_exist(world: World) -> None:
    with pytest.raises(NotYours):
        propose(world, by=world.quan.actor)
