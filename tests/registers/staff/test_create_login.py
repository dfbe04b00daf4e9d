import pytest
from django.contrib.auth import authenticate
from django.http import HttpRequest

from tests import world as worlds
from tests.world import PASSWORD
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, NotAllowed
from thuphi.registers.staff import errors
from thuphi.registers.staff.actions import create_login
from thuphi.registers.staff.models import User
from thuphi.registers.staff.queries import actor_for, assignments_of


def create(
    *, username: str = "oanh", password: str | None = None, full_name: str = "Lý Thị Oanh"
) -> User:
    return create_login(
        by=SYSTEM, username=username, password=password, full_name=full_name, at=worlds.AT
    )


def test_a_person_with_a_password_can_sign_in(db: None) -> None:
    user = create(password=PASSWORD)
    assert authenticate(HttpRequest(), username="oanh", password=PASSWORD) == user
    assert PASSWORD not in user.password


def test_a_person_without_a_password_cannot(db: None) -> None:
    assert not create().has_usable_password()


def test_a_login_alone_may_do_nothing(db: None) -> None:
    user = create()
    actor = actor_for(user)
    assert (actor.name, actor.user_id) == ("Lý Thị Oanh", user.pk)
    assert (actor.permissions, actor.facilities) == (frozenset(), frozenset())
    assert assignments_of(user) == []
    assert not user.is_staff
    assert not user.is_superuser


def test_the_record_names_nobody(db: None) -> None:
    user = create()
    event = Event.objects.get(kind="login_created")
    assert (event.subject, event.facts) == (f"user:{user.pk}", {})


def test_a_name_to_sign_in_with_is_given_once(db: None) -> None:
    create()
    with pytest.raises(errors.UsernameTaken, match="oanh"):
        create()
    assert User.objects.count() == 1


def test_a_weak_password_is_refused_with_its_reasons(db: None) -> None:
    with pytest.raises(errors.PasswordTooWeak) as refused:
        create(password="oanh")
    assert len(refused.value.reasons) >= 1
    assert User.objects.count() == 0


def test_a_strange_or_missing_name_is_refused(db: None) -> None:
    with pytest.raises(errors.UsernameNotPlain):
        create(username="lý oanh")
    with pytest.raises(errors.FullNameMissing):
        create(full_name=" ")


def test_a_head_makes_no_logins(db: None) -> None:
    world = worlds.build()
    with pytest.raises(NotAllowed):
        create_login(
            by=world.hoa.actor, username="oanh", password=None, full_name="Oanh", at=worlds.AT
        )
