"""Start, ask after or cancel an attempt, and keep what became of it.

No transaction is open while a provider is waited for. Whatever breaks in between, the attempt stays
written down as sent, and is asked after when its lease is over.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace

from django.db import DatabaseError

from thuphi.ground.calls.errors import NoAnswer, NoReply, NotSent
from thuphi.ground.channels.contract import (
    Ability,
    Answer,
    CannotDo,
    Notice,
    Order,
    OrderRefused,
    Outcome,
    Question,
    Refusal,
    Started,
    Step,
)
from thuphi.money.attempts import actions as attempts
from thuphi.money.attempts import rules
from thuphi.money.attempts.models import Attempt
from thuphi.money.payments import hearing

from .lines import Clock, Line, Sends, log, now, open_line, word_of

WALK_MAX = 4
"""How many questions in a row one asking may take, where each answer names the next address."""


def take_attempt_step(due: attempts.Due, *, sender: Sends, clock: Clock = now) -> None:
    """Start, ask after or cancel one attempt, and keep what became of it.

    A step that cannot even be prepared (a seal made with another master secret, a connector's own
    fault) is kept as unknown, so that it is asked after and in the end seen by a person.
    """
    try:
        line = open_line(due.attempt.merchant_id, sender, clock)
        _take_attempt_step(due, line)
    except DatabaseError:
        raise
    except Exception as fault:  # noqa: BLE001
        # Only the kind: a traceback would show what the line holds.
        log.critical("attempt_step_broke", attempt=due.attempt.pk, error=type(fault).__name__)
        attempts.record_told(
            attempt_id=due.attempt.pk,
            deed="asked",
            outcome=Outcome.UNKNOWN,
            note=f"broken:{type(fault).__name__}",
            at=clock(),
        )


def _take_attempt_step(due: attempts.Due, line: Line) -> None:
    match due.deed:
        case attempts.Deed.START:
            _start(due.attempt, line)
        case attempts.Deed.ASK:
            _ask(due.attempt, line)
        case attempts.Deed.CANCEL:
            _cancel(due.attempt, line)
        case attempts.Deed.ACCEPT:
            hearing.accept(
                merchant_id=line.merchant_id, reference=due.attempt.reference, at=line.clock()
            )


def _order(attempt: Attempt, line: Line) -> Order:
    return Order(
        reference=attempt.reference,
        amount_vnd=attempt.amount_vnd,
        description=attempt.description,
        return_url=attempt.return_url,
        notify_url=line.notify_url,
        ip=attempt.ip or "127.0.0.1",
        at=attempt.started_at,
        expires_at=attempt.expires_at,
        payer_name=attempt.payer_name,
        beneficiary_name=attempt.beneficiary_name,
        extra=attempt.extra,
    )


def _start(attempt: Attempt, line: Line) -> None:
    if line.clock() >= attempt.expires_at:
        # Nobody waits for it any more; a terminal would ask an empty desk for a card.
        _tell(attempt, line, "answered", Outcome.REFUSED, note="too_late")
        return
    order = _order(attempt, line)
    try:
        step = line.connector.start(order, line.settings)
    except (OrderRefused, CannotDo, Refusal) as refused:
        _tell(attempt, line, "answered", Outcome.REFUSED, note=type(refused).__name__)
        return
    if step.call is None:
        started = Started(Outcome.PENDING, url=step.url, qr=step.qr)
        attempts.record_started(attempt_id=attempt.pk, started=started, took_ms=0, at=line.clock())
        return
    try:
        answer, took_ms = line.send(step.call)
        started = line.connector.read_started(order, answer, line.settings)
    except NotSent as failure:
        # Not one byte arrived, so there is nothing that could be paid: another way is free at once.
        _tell(attempt, line, "answered", Outcome.REFUSED, note=failure.why.value)
        return
    except (NoAnswer, Refusal) as unread:
        _tell(attempt, line, "answered", Outcome.UNKNOWN, note=word_of(unread))
        return
    at = line.clock()
    attempts.record_started(attempt_id=attempt.pk, started=started, took_ms=took_ms, at=at)
    if started.notice is not None:
        _hear(attempt, line, started.notice, answer)


def _tell(
    attempt: Attempt,
    line: Line,
    deed: str,
    outcome: Outcome,
    *,
    status: str = "",
    note: str = "",
    took_ms: int | None = None,
) -> None:
    attempts.record_told(
        attempt_id=attempt.pk,
        deed=deed,
        outcome=outcome,
        status=status,
        note=note,
        took_ms=took_ms,
        at=line.clock(),
    )


def _nothing_learnt(attempt: Attempt, line: Line, deed: str, note: str) -> None:
    """Our question never arrived. That nobody was asked must not end an attempt: until its last
    minute it waits on, after that nobody knows what became of it.
    """
    is_over = rules.is_over(expires_at=attempt.expires_at, at=line.clock())
    _tell(attempt, line, deed, Outcome.UNKNOWN if is_over else Outcome.PENDING, note=note)


def _hear(attempt: Attempt, line: Line, notice: Notice, answer: Answer) -> Outcome:
    """Money goes by the inbox, as if a notification had told of it. What it was found to be."""
    outcome = notice.outcome
    if outcome is Outcome.CONFIRMED and notice.amount_vnd != attempt.amount_vnd:
        # Real money, but not what was asked for: kept, and a person decides, as at the gate.
        outcome = Outcome.MISMATCH
    if outcome in (Outcome.CONFIRMED, Outcome.MISMATCH):
        heard = replace(notice, outcome=outcome)
        at = line.clock()
        hearing.hear(merchant_id=line.merchant_id, notice=heard, raw=answer.body, at=at)
    return outcome


def _question(attempt: Attempt, line: Line, extra: Mapping[str, str]) -> Question:
    return Question(
        reference=attempt.reference,
        amount_vnd=attempt.amount_vnd,
        started_at=attempt.started_at,
        at=line.clock(),
        request_id=uuid.uuid4().hex,
        token=attempt.token,
        ip=attempt.ip or "127.0.0.1",
        extra={**attempt.extra, **extra},
    )


def _ask(attempt: Attempt, line: Line) -> None:
    extra: dict[str, str] = {}
    try:
        for _ in range(WALK_MAX):
            question = _question(attempt, line, extra)
            step = line.connector.ask(question, line.settings)
            notice, answer, took_ms = _asked(line, question, step)
            found = {**extra, **notice.details}
            if notice.outcome is not Outcome.PENDING or found == extra or "next" not in found:
                break
            extra = found
    except CannotDo:
        # Its provider has no such question: nothing is learnt, the schedule goes on.
        _tell(attempt, line, "asked", Outcome.PENDING, note="cannot_ask")
        return
    except (NotSent, OrderRefused) as unasked:
        _nothing_learnt(attempt, line, "asked", word_of(unasked))
        return
    except (NoAnswer, Refusal) as unread:
        _tell(attempt, line, "asked", Outcome.UNKNOWN, note=word_of(unread))
        return
    outcome = _hear(attempt, line, notice, answer)
    _tell(attempt, line, "asked", outcome, status=notice.status, took_ms=took_ms)


def _asked(line: Line, question: Question, step: Step) -> tuple[Notice, Answer, int]:
    if step.call is None:
        raise CannotDo(Ability.ASK)
    answer, took_ms = line.send(step.call)
    return line.connector.read_asked(question, answer, line.settings), answer, took_ms


def _cancel(attempt: Attempt, line: Line) -> None:
    if attempt.sent_at is None:
        _tell(attempt, line, "answered", Outcome.REFUSED, note="never_sent")
        return
    try:
        notice, answer, took_ms = _cancelled(_question(attempt, line, {}), line)
    except CannotDo:
        _nothing_learnt(attempt, line, "answered", "cannot_cancel")
        return
    except (NoReply, Refusal, OrderRefused) as failure:
        _nothing_learnt(attempt, line, "answered", word_of(failure))
        return
    if notice.outcome is Outcome.PENDING:
        # It only says that our wish arrived; what became of the payment is asked.
        _ask(attempt, line)
        return
    outcome = _hear(attempt, line, notice, answer)
    _tell(attempt, line, "answered", outcome, status=notice.status, took_ms=took_ms)


def _cancelled(question: Question, line: Line) -> tuple[Notice, Answer, int]:
    step = line.connector.cancel(question, line.settings)
    if step.call is None:
        raise CannotDo(Ability.CANCEL)
    answer, took_ms = line.send(step.call)
    return line.connector.read_cancelled(question, answer, line.settings), answer, took_ms
