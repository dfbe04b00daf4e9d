"""The worker takes what is due, one step with the provider at a time.

It writes down before it sends and after it has read.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Max, Q
from psycopg import Cursor

from thuphi.ground.channels.contract import Ability, Outcome, Started
from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.kit.sql import statement
from thuphi.money.attempts import rules
from thuphi.money.attempts.models import Attempt, AttemptStep
from thuphi.money.attempts.rules import LIVE, STATE_OF, AttemptState

from .keeping import LIVE_STATES, keep_step

_ROOM = str(Path(__file__).parent)


LEASE = timedelta(minutes=4)
"""How long a step with a provider may take before another worker may look after it."""

_CLAIMED = (
    "cancel_sent_at", "sent_at", "state", "asks", "asked_at", "next_ask_at", "needs_person",
)  # fmt: skip

_FINAL = frozenset({Outcome.REFUSED, Outcome.CONFIRMED})
_ENDED = frozenset({AttemptState.CANCELLED, AttemptState.REFUSED})


class Deed(enum.Enum):
    """The step with a provider that is due."""

    START = "start"
    ASK = "ask"
    CANCEL = "cancel"
    ACCEPT = "accept"
    """No step with the provider: a person has decided about the money it told of."""


@dataclass(frozen=True, slots=True)
class Due:
    """An attempt and the step that is due; it is this worker's for the length of the lease."""

    attempt: Attempt
    deed: Deed


@transaction.atomic
def claim_due(
    *,
    at: datetime,
    limit: int,
    except_merchants: Sequence[int] = (),
    except_channels: Sequence[str] = (),
) -> list[Due]:
    """Take what is due, the longest waiting first; nobody else takes it while the lease lasts.

    A start is written down as sent before it is: whoever finds it after a crash asks, and never
    sends it twice.
    """
    stop = Q(cancel_asked_at__isnull=False, cancel_sent_at=None, state__in=LIVE_STATES)
    due = Q(next_ask_at__lte=at) | stop
    found = list(
        Attempt.objects.select_for_update(skip_locked=True)
        .filter(due, channel__in=list(CONNECTORS))
        .exclude(state=AttemptState.CONFIRMED.value)
        .exclude(merchant_id__in=list(except_merchants))
        .exclude(channel__in=list(except_channels))
        .order_by("next_ask_at", "id")[:limit]
    )
    return [Due(attempt, _claim(attempt, at)) for attempt in found]


def _claim(attempt: Attempt, at: datetime) -> Deed:
    connector = CONNECTORS[attempt.channel]
    deed = Deed.ASK
    if attempt.accepted_by is not None and attempt.needs_person:
        deed = Deed.ACCEPT
        attempt.needs_person = False
    elif attempt.cancel_asked_at is not None and attempt.sent_at is None:
        # Also after a crash between claiming the stop and writing it down: it is never started.
        deed = Deed.CANCEL
        attempt.cancel_sent_at = at
    elif attempt.cancel_asked_at is not None and attempt.cancel_sent_at is None:
        attempt.cancel_sent_at = at
        if connector.CAN[Ability.CANCEL].can:
            deed = Deed.CANCEL
    elif attempt.sent_at is None:
        deed = Deed.START
        attempt.sent_at = at
        attempt.state = AttemptState.PENDING.value
        keep_step(attempt, "sent", at=at)
    if deed is Deed.ASK:
        attempt.asks += 1
        attempt.asked_at = at
    attempt.next_ask_at = at + LEASE
    attempt.save(update_fields=[*_CLAIMED])
    return deed


@transaction.atomic
def record_started(*, attempt_id: int, started: Started, took_ms: int, at: datetime) -> Attempt:
    """Keep what the provider said to a start: where to pay, its own name for it, or its refusal."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
    attempt.url = attempt.url or started.url
    attempt.deeplink = attempt.deeplink or started.deeplink
    attempt.qr = attempt.qr or started.qr
    attempt.token = attempt.token or started.token
    outcome = started.outcome
    if outcome is Outcome.CONFIRMED:
        # The money itself goes by the inbox; until it is booked the attempt is asked after.
        outcome = Outcome.PENDING
    _told(attempt, "answered", outcome, status=started.status, note="", took_ms=took_ms, at=at)
    return attempt


@transaction.atomic
def record_told(
    *,
    attempt_id: int,
    deed: str,
    outcome: Outcome,
    status: str = "",
    note: str = "",
    took_ms: int | None = None,
    at: datetime,
) -> Attempt:
    """Keep what was learnt of an attempt, and say when it is asked after next.

    Confirmed money is not told here: it goes by the inbox, and booking it confirms the attempt.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
    _told(attempt, deed, outcome, status=status, note=note, took_ms=took_ms, at=at)
    return attempt


def _told(
    attempt: Attempt,
    deed: str,
    outcome: Outcome,
    *,
    status: str,
    note: str,
    took_ms: int | None,
    at: datetime,
) -> None:
    old = AttemptState(attempt.state)
    is_accepted = attempt.accepted_by is not None and attempt.needs_person
    told = STATE_OF[outcome]
    if told is AttemptState.CONFIRMED:
        told = AttemptState.PENDING
    if told is AttemptState.REFUSED and attempt.cancel_asked_at is not None:
        told = AttemptState.CANCELLED
    waits = CONNECTORS[attempt.channel].WAITS
    over = waits.ends_at_provider and rules.is_over(expires_at=attempt.expires_at, at=at)
    if told is AttemptState.PENDING and over and outcome is Outcome.PENDING:
        told = AttemptState.EXPIRED
    state = rules.higher(old, told)
    attempt.state = state.value
    attempt.status = status[:100] or attempt.status
    # What is dead by our reckoning alone is asked after like what is alive: money may come late.
    attempt.next_ask_at = None
    may_change = outcome not in _FINAL or told is AttemptState.PENDING
    # Of what the provider itself called dead, an answer that says nothing changes nothing.
    says_nothing = outcome is Outcome.UNKNOWN and state in _ENDED
    if may_change and not says_nothing and state is not AttemptState.CONFIRMED:
        attempt.next_ask_at = rules.next_ask(
            started_at=attempt.started_at, schedule=waits.ask_after, at=at
        )
    is_live = state in LIVE
    if not is_live:
        attempt.closed_at = attempt.closed_at or at
    keep_step(
        attempt, deed, outcome=outcome.value, status=status, note=note, took_ms=took_ms, at=at
    )
    attempt.needs_person = _is_held(attempt) or (is_live and attempt.next_ask_at is None)
    if is_accepted and attempt.state != AttemptState.CONFIRMED.value:
        # A person decided while this step was under way: what they decided is still to be done.
        attempt.needs_person, attempt.next_ask_at = True, at
    attempt.save()


def _is_held(attempt: Attempt) -> bool:
    """Whether money was told of that did not fit, and no person has decided about it."""
    if attempt.state == AttemptState.CONFIRMED.value or attempt.accepted_by is not None:
        return False
    steps = AttemptStep.objects.filter(attempt_id=attempt.pk)
    given_up = steps.filter(deed="given_up").aggregate(last=Max("id"))["last"] or 0
    return steps.filter(outcome=Outcome.MISMATCH.value, id__gt=given_up).exists()


def tell(
    cursor: Cursor[tuple[object, ...]],
    rows: str,
    values: Mapping[str, Sequence[int]],
    *,
    at: datetime,
) -> None:
    """Move attempts by a query of what notifications said of them, in the caller's transaction.

    The query yields merchant_id, reference, outcome, status, heard_id.
    """
    text = statement(_ROOM, "tell").replace("{rows}", rows)
    cursor.execute(text.encode(), {**values, "at": at}, prepare=True)
