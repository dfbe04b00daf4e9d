"""Verbs on card terminals (M28)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.registers.methods import errors
from thuphi.registers.methods.models import Merchant, Terminal
from thuphi.registers.methods.rules import TERMINAL_STATES, TerminalState, Way

FORMS = {
    "poi_id": re.compile(r"[A-Za-z0-9._-]{1,64}"),
    "serial": re.compile(r"[A-Z0-9-]{3,40}"),
    "tid": re.compile(r"[A-Z0-9]{0,8}"),
    "mid": re.compile(r"[A-Z0-9]{0,15}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTerminal:
    """A terminal as it stands in its papers and on its counter."""

    poi_id: str
    serial: str
    place: str
    from_on: date
    tid: str = ""
    mid: str = ""


@transaction.atomic
def register_terminal(
    *, by: Actor, merchant_id: int, terminal: NewTerminal, at: datetime
) -> Terminal:
    """Put a terminal into use under a contract for cards.

    Raises `MerchantNotFound`, `TerminalNeedsCardContract`, `TerminalIncomplete` (with the name of
    the part), `TerminalElsewhere`, `TerminalNameTaken`.
    """
    merchant = Merchant.objects.filter(pk=merchant_id).defer("sealed").first()
    if merchant is None:
        raise errors.MerchantNotFound
    by.require(Permission.METHOD_WRITE, merchant.facility_id)
    connector = CONNECTORS.get(merchant.channel)
    if connector is None or connector.method != Way.CARD.value:
        raise errors.TerminalNeedsCardContract
    parts = {
        "poi_id": terminal.poi_id.strip(),
        "serial": terminal.serial.strip().upper(),
        "tid": terminal.tid.strip().upper(),
        "mid": terminal.mid.strip().upper(),
    }
    for name, form in FORMS.items():
        if form.fullmatch(parts[name]) is None:
            raise errors.TerminalIncomplete(name)
    if not terminal.place.strip():
        raise errors.TerminalIncomplete("place")
    try:
        with transaction.atomic():
            made = Terminal.objects.create(
                facility_id=merchant.facility_id,
                merchant_id=merchant_id,
                place=terminal.place.strip(),
                valid=(terminal.from_on, None),
                **parts,
            )
    except IntegrityError as error:
        if "terminal_serial_is_in_one_place_at_a_time" in str(error):
            raise errors.TerminalElsewhere from error
        if "terminal_poi_id_means_one_at_a_time" in str(error):
            raise errors.TerminalNameTaken from error
        raise
    _record("terminal_registered", by, made, at, serial=made.serial)
    return made


@transaction.atomic
def set_terminal(*, by: Actor, terminal_id: int, works: bool, at: datetime) -> Terminal:
    """Say that a terminal is out of order, or works again.

    Raises `TerminalNotFound` and `MoveNotAllowed`, also for one that was returned.
    """
    found = _locked(by, terminal_id)
    state = TerminalState.IN_USE if works else TerminalState.BROKEN
    found.state = TERMINAL_STATES.move(TerminalState(found.state), state).value
    found.save(update_fields=["state"])
    _record("terminal_state_set", by, found, at, state=found.state)
    return found


@transaction.atomic
def return_terminal(*, by: Actor, terminal_id: int, on: date, at: datetime) -> Terminal:
    """Give a terminal back to the bank: from this day it is not here any more.

    Raises `TerminalNotFound`, `DaysNotInOrder`, `MoveNotAllowed`.
    """
    found = _locked(by, terminal_id)
    state = TERMINAL_STATES.move(TerminalState(found.state), TerminalState.RETURNED)
    if on <= found.valid.lower:
        raise errors.DaysNotInOrder
    found.state, found.valid = state.value, (found.valid.lower, on)
    found.save(update_fields=["state", "valid"])
    _record("terminal_returned", by, found, at, on=on.isoformat())
    return found


@transaction.atomic
def move_terminal(*, by: Actor, terminal_id: int, place: str, at: datetime) -> Terminal:
    """Write down that a terminal stands somewhere else in the building.

    Raises `TerminalNotFound`, `TerminalIncomplete`.
    """
    found = _locked(by, terminal_id)
    if not place.strip():
        raise errors.TerminalIncomplete("place")
    found.place = place.strip()
    found.save(update_fields=["place"])
    _record("terminal_moved", by, found, at, place=found.place)
    return found


def _locked(by: Actor, terminal_id: int) -> Terminal:
    found = Terminal.objects.select_for_update(no_key=True).filter(pk=terminal_id).first()
    if found is None:
        raise errors.TerminalNotFound
    by.require(Permission.METHOD_WRITE, found.facility_id)
    return found


def _record(kind: str, by: Actor, terminal: Terminal, at: datetime, **facts: str) -> None:
    events.record(
        kind,
        by=by,
        subject=f"terminal:{terminal.pk}",
        at=at,
        facility_id=terminal.facility_id,
        poi_id=terminal.poi_id,
        **facts,
    )
