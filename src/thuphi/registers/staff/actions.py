"""Every verb on logins and roles; the only writer of this room's tables."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, NotAllowed, Permission

from . import errors
from .models import Assignment, ClassAllowance, User
from .rules import OVER_MANY, Role


@transaction.atomic
def create_login(
    *, by: Actor, username: str, password: str | None, full_name: str, at: datetime
) -> User:
    """Let a person sign in; without a password not until they are given one. No role comes with it.

    Raises `UsernameTaken`, `UsernameNotPlain`, `FullNameMissing`, `PasswordTooWeak`, `NotAllowed`.
    """
    if not (by.is_everywhere and by.may(Permission.REGISTER_WRITE)):
        raise NotAllowed(Permission.REGISTER_WRITE)
    if not full_name.strip():
        raise errors.FullNameMissing
    user = User(username=User.normalize_username(username), full_name=full_name.strip())
    _check(user, password)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        if "username" in str(error):
            raise errors.UsernameTaken(username) from error
        raise
    events.record("login_created", by=by, subject=f"user:{user.pk}", at=at)
    return user


def _check(user: User, password: str | None) -> None:
    try:
        User.username_validator(user.username)
    except ValidationError as error:
        raise errors.UsernameNotPlain(user.username) from error
    if password is None:
        return
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise errors.PasswordTooWeak(error.messages) from error


@transaction.atomic
def assign(
    *,
    by: Actor,
    user_id: int,
    role: Role,
    at: datetime,
    facility_id: int | None = None,
    place_id: int | None = None,
    agency_id: int | None = None,
    class_name: str = "",
) -> Assignment:
    """Give a person a role over one facility, one place with all below it, or one agency.

    A teacher's role is over one class of a facility. Raises `BranchNotOne`,
    `RoleIsOfOneFacility`, `ClassMissing`, `PersonNotFound`, `RoleHeldAlready`, `NotAllowed`,
    `NotYours`.
    """
    if sum(branch is not None for branch in (facility_id, place_id, agency_id)) != 1:
        raise errors.BranchNotOne
    if facility_id is None and role not in OVER_MANY:
        raise errors.RoleIsOfOneFacility
    if (role is Role.TEACHER) != bool(class_name.strip()):
        raise errors.ClassMissing
    if facility_id is not None:
        by.require(Permission.REGISTER_WRITE, facility_id)
    elif not (by.is_everywhere and by.may(Permission.REGISTER_WRITE)):
        raise NotAllowed(Permission.REGISTER_WRITE)
    if not User.objects.filter(pk=user_id).exists():
        raise errors.PersonNotFound
    try:
        with transaction.atomic():
            assignment = Assignment.objects.create(
                user_id=user_id,
                role=role.value,
                facility_id=facility_id,
                place_id=place_id,
                agency_id=agency_id,
                class_name=class_name.strip(),
            )
    except IntegrityError as error:
        if "assignment_is_given_once" in str(error):
            raise errors.RoleHeldAlready from error
        raise
    events.record(
        "role_given",
        by=by,
        subject=f"user:{user_id}",
        at=at,
        facility_id=facility_id,
        role=role.value,
        class_name=assignment.class_name,
    )
    return assignment


def give_class(
    *, by: Actor, facility_id: int, user_id: int, class_name: str, at: datetime
) -> Assignment:
    """Let a teacher look after one class: tick its meals, see how many have paid.

    Raises what `assign` raises.
    """
    return assign(
        by=by,
        user_id=user_id,
        role=Role.TEACHER,
        at=at,
        facility_id=facility_id,
        class_name=class_name,
    )


@transaction.atomic
def end_class(*, by: Actor, facility_id: int, assignment_id: int, at: datetime) -> None:
    """Take a class from a teacher; she sees nothing of it from this moment on.

    Raises `NotATeacherHere`, `NotAllowed`, `NotYours`.
    """
    by.require(Permission.REGISTER_WRITE, facility_id)
    held = (
        Assignment.objects.select_for_update()
        .filter(pk=assignment_id, facility_id=facility_id, role=Role.TEACHER.value)
        .first()
    )
    if held is None:
        raise errors.NotATeacherHere
    events.record(
        "class_ended",
        by=by,
        subject=f"user:{held.user_id}",
        at=at,
        facility_id=facility_id,
        class_name=held.class_name,
    )
    held.delete()


@transaction.atomic
def allow_names(
    *, by: Actor, facility_id: int, shows_names: bool, reason: str, at: datetime
) -> ClassAllowance:
    """Say whether teachers see the names of children whose bills are unpaid; never an amount.

    Raises `AllowanceReasonMissing`, `NotAllowed`, `NotYours`.
    """
    by.require(Permission.CLASS_ALLOW, facility_id)
    if not reason.strip() or by.user_id is None:
        raise errors.AllowanceReasonMissing
    said = ClassAllowance.objects.create(
        facility_id=facility_id,
        shows_names=shows_names,
        reason=reason.strip(),
        said_by=by.user_id,
        said_at=at,
    )
    events.record(
        "class_names_said",
        by=by,
        subject=f"facility:{facility_id}",
        at=at,
        facility_id=facility_id,
        shows_names=shows_names,
        reason=said.reason,
    )
    return said
