"""Verbs on keys."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import Actor
from thuphi.registers.neighbours import errors, rules
from thuphi.registers.neighbours.models import ApiKey
from thuphi.registers.neighbours.rules import Key, Scope


@dataclass(frozen=True, slots=True)
class Caller:
    """Software that has come in with a good key."""

    actor: Actor
    key_id: int
    facility_id: int
    scopes: frozenset[Scope]


@dataclass(frozen=True, slots=True)
class KeyMade:
    """A new key: the row, and the key itself for the one time it is shown."""

    row: ApiKey
    key: Key


@transaction.atomic
def create_key(
    *,
    by: Actor,
    facility_id: int,
    name: str,
    scopes: Collection[Scope],
    expires_on: date | None,
    at: datetime,
) -> KeyMade:
    """Make a key for a facility's software; it is shown once and kept as a hash.

    Raises `NameMissing`, `ScopeMissing`, `KeyEndsBeforeItBegins`.
    """
    by.require(rules.MAY_CONNECT, facility_id)
    if not name.strip():
        raise errors.NameMissing
    if not scopes:
        raise errors.ScopeMissing
    if expires_on is not None and expires_on <= clock.today(at):
        raise errors.KeyEndsBeforeItBegins
    key = rules.new_key()
    row = ApiKey.objects.create(
        facility_id=facility_id,
        name=" ".join(name.split()),
        prefix=key.prefix,
        digest=key.digest,
        scopes=sorted(scope.value for scope in scopes),
        created_by=by.user_id,
        created_at=at,
        expires_on=expires_on,
    )
    events.record(
        "api_key_created",
        by=by,
        subject=f"api_key:{row.pk}",
        at=at,
        facility_id=facility_id,
        scopes=" ".join(row.scopes),
    )
    return KeyMade(row, key)


@transaction.atomic
def revoke_key(*, by: Actor, key_id: int, at: datetime) -> ApiKey:
    """End a key at once; ending it again changes nothing. Raises `KeyNotFound`."""
    row = ApiKey.objects.select_for_update(no_key=True).filter(pk=key_id).first()
    if row is None:
        raise errors.KeyNotFound
    by.require(rules.MAY_CONNECT, row.facility_id)
    if row.revoked_at is None:
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        events.record(
            "api_key_revoked",
            by=by,
            subject=f"api_key:{row.pk}",
            at=at,
            facility_id=row.facility_id,
        )
    return row


NOBODYS_DIGEST = bytes(32)


def authenticate(written: str, *, at: datetime) -> Caller:
    """Whose key this is, as somebody who may act in that facility alone. Raises `KeyNotGood`."""
    key = rules.read_key(written)
    if key is None:
        raise errors.KeyNotGood
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM key_of_prefix(%s)", [key.prefix])
        found = cursor.fetchone()
    if found is None:
        # An unknown prefix costs the same look as a wrong secret.
        key.fits(NOBODYS_DIGEST)
        raise errors.KeyNotGood
    key_id, facility_id, name, digest, scopes, expires_on, revoked_at, _ = found
    fits = key.fits(bytes(digest))
    is_over = expires_on is not None and expires_on <= clock.today(at)
    if not fits or is_over or revoked_at is not None:
        raise errors.KeyNotGood
    held = frozenset(Scope(scope) for scope in scopes)
    actor = Actor(
        name=f"api:{name}",
        permissions=rules.permissions_of(held),
        facilities=frozenset({int(facility_id)}),
    )
    return Caller(actor, int(key_id), int(facility_id), held)


def note_use(*, caller: Caller, at: datetime) -> None:
    """Remember the day on which a key was last used, once a day."""
    today = clock.today(at)
    used = ApiKey.objects.filter(pk=caller.key_id).exclude(last_used_on=today)
    used.update(last_used_on=today)
