"""Every verb of a family; the only writer of this room's tables, through the database's functions.

No actor is handed in: who holds the phone's code, and then the token of the session, is the actor.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from thuphi.ground.kit import billcode
from thuphi.ground.notices import actions as notices
from thuphi.ground.notices.rules import Kind, Way
from thuphi.money.bills.models import Bill
from thuphi.registers.payers.models import Beneficiary

from . import errors, limits, rules, tokens
from .queries import Family, family_of


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is at the door: the network address, and the language in which the code is written."""

    network: str
    language: str = "vi"


def ask(*, phone: str, caller: Caller, at: datetime) -> str:
    """Send a code to a phone, if anybody is paid for by it. Returns the asking browser's token.

    Nobody learns here whether that is so: the same is counted, written and sent to the disk either
    way. `phone` is as `rules.mobile` gives it. Raises `TooManyAsked`.
    """
    phone_key = tokens.phone_key(phone)
    if limits.is_spent(limits.asking(phone_key, caller.network), at):
        raise errors.TooManyAsked
    asker, code = secrets.token_urlsafe(32), f"{secrets.randbelow(10**6):06}"
    letter = notices.Letter(
        way=Way.SMS,
        kind=Kind.CODE,
        to_address=phone,
        template="one_time_code",
        facts={"code": code, "minutes": str(int(rules.CODE_LASTS.total_seconds()) // 60)},
        language=caller.language,
        not_after=at + rules.CODE_LASTS,
    )
    with transaction.atomic():
        is_known = _ask(
            [
                phone,
                tokens.asker_key(asker),
                tokens.code_key(asker, code),
                at,
                at + rules.CODE_LASTS,
            ]
        )
        # Written for everybody, and taken back where nobody waits for it: both take the same time.
        here = transaction.savepoint()
        notices.queue(letters=[letter], at=at)
        if is_known:
            transaction.savepoint_commit(here)
        else:
            transaction.savepoint_rollback(here)
    return asker


def enter(*, asker: str, said: str, device: str, caller: Caller, at: datetime) -> str:
    """Open a session with the code that this browser asked for. Returns the session's token.

    Raises `CodeWrong`, `TooManyWrong`.
    """
    counted = limits.entering(caller.network)
    if limits.is_spent(counted, at):
        raise errors.TooManyWrong
    session = secrets.token_urlsafe(32)
    # What is no code is compared as well, so that it costs a try like any other.
    values: list[str | datetime] = [
        tokens.asker_key(asker),
        tokens.code_key(asker, rules.code(said) or "-"),
        tokens.session_key(session),
        tokens.device_key(device),
        at,
        at + rules.SESSION_LASTS,
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT family_enter(%s, %s, %s, %s, %s, %s)", values)
        is_right = bool(cursor.fetchone()[0])
    if not is_right:
        raise errors.CodeWrong
    limits.give_back(counted, at)
    return session


def prove(*, session: str, said: str, caller: Caller, at: datetime) -> list[int]:
    """Open everybody behind the session's phone who was born on this day, or has this bill.

    Rows of the facilities of those people have to be visible. Returns who was opened. Raises
    `SessionOver`, `TooManyWrong`, `FactWrong`.
    """
    family = family_of(session, at)
    if family is None:
        raise errors.SessionOver
    counted = limits.proving(tokens.phone_key(family.phone), caller.network)
    if limits.is_spent(counted, at):
        raise errors.TooManyWrong
    found = _proved(family, said)
    if not found:
        raise errors.FactWrong
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT family_remember(%s, %s, %s, %s)",
            [tokens.session_key(session), found, at, at + rules.KNOWN_LASTS],
        )
    limits.give_back(counted, at)
    return found


def leave(*, session: str) -> None:
    """End a session. Its token opens nothing any more, whoever holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT family_leave(%s)", [tokens.session_key(session)])


def _proved(family: Family, said: str) -> list[int]:
    hidden = [member.beneficiary_id for member in family.members if not member.is_known]
    by_bill = _by_bill(hidden, said)
    if by_bill or len(family.members) > rules.PEOPLE_BY_BIRTH_DATE:
        return by_bill
    born = Beneficiary.objects.filter(pk__in=hidden).order_by("pk").values_list("pk", "born_on")
    return [pk for pk, born_on in born if rules.is_birth_date(said, born_on)]


def _by_bill(people: Sequence[int], said: str) -> list[int]:
    try:
        code = billcode.decode(said).code
    except billcode.NotABillCode:
        return []
    found = Bill.objects.filter(code=code, beneficiary_id__in=people)
    return list(found.values_list("beneficiary_id", flat=True))


def _ask(values: list[str | datetime]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT family_ask(%s, %s, %s, %s, %s)", values)
        return bool(cursor.fetchone()[0])
