"""One step with a provider: written down before, sent, read, and written down again.

No transaction is open while a provider is waited for. Whatever breaks in between, the attempt or
refund stays written down as sent, and is asked after when its lease is over.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

import structlog
from django.conf import settings as installation
from django.db import DatabaseError
from django.db.models import F

from thuphi.ground.calls.errors import NoAnswer, NoReply, NotSent
from thuphi.ground.channels.contract import (
    Ability,
    Answer,
    Call,
    CannotDo,
    Connector,
    Notice,
    Order,
    OrderRefused,
    Outcome,
    Question,
    RefundNotice,
    RefundOrder,
    Refusal,
    Started,
    Step,
)
from thuphi.ground.channels.registry import CONNECTORS
from thuphi.money.attempts import actions as attempts
from thuphi.money.attempts import rules
from thuphi.money.attempts.models import Attempt
from thuphi.money.attempts.queries import attempt_by_reference
from thuphi.money.payments import hearing
from thuphi.money.payments.models import Heard
from thuphi.money.refunds import actions as refunds
from thuphi.money.refunds.models import Refund
from thuphi.money.refunds.queries import has_twin
from thuphi.registers.methods import queries as methods

from .models import LineTrouble

log = structlog.get_logger("thuphi.errands")

WALK_MAX = 4
"""How many questions in a row one asking may take, where each answer names the next address."""


class Sends(Protocol):
    """What opens connections; `ground.calls.Sender` is one."""

    def send(self, call: Call, *, line: str) -> Answer:
        """Raises `NotSent` when it never arrived, `NoAnswer` when it may have."""
        ...


Clock = Callable[[], datetime]


def now() -> datetime:
    """The instant of this machine's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Line:
    """One merchant's way to its provider, opened for one step."""

    merchant_id: int
    facility_id: int
    connector: Connector
    settings: Mapping[str, str]
    notify_url: str
    sender: Sends
    clock: Clock

    def send(self, call: Call) -> tuple[Answer, int]:
        """The answer and how long it took. Keeps account of a line that does not answer."""
        began = time.monotonic_ns()
        try:
            answer = self.sender.send(call, line=f"merchant-{self.merchant_id}")
        except NoReply as failure:
            if failure.why.value not in ("busy", "not_allowed", "unwritable"):
                _note_trouble(self.merchant_id, self.facility_id, self.clock())
            raise
        if answer.status >= 500:
            _note_trouble(self.merchant_id, self.facility_id, self.clock())
        else:
            LineTrouble.objects.filter(merchant_id=self.merchant_id).delete()
        return answer, (time.monotonic_ns() - began) // 1_000_000


def _note_trouble(merchant_id: int, facility_id: int, at: datetime) -> None:
    _, is_new = LineTrouble.objects.get_or_create(
        merchant_id=merchant_id,
        defaults={"facility_id": facility_id, "failures": 1, "since": at, "last_at": at},
    )
    if not is_new:
        LineTrouble.objects.filter(merchant_id=merchant_id).update(
            failures=F("failures") + 1, last_at=at
        )


def _line(merchant_id: int, sender: Sends, clock: Clock) -> _Line:
    merchant = methods.at_work(merchant_id)
    site = str(installation.SITE_URL).rstrip("/")
    return _Line(
        merchant_id=merchant.id,
        facility_id=merchant.facility_id,
        connector=CONNECTORS[merchant.channel],
        settings=merchant.settings,
        notify_url=f"{site}/gate/{merchant.channel}/{merchant.slug}",
        sender=sender,
        clock=clock,
    )


def take_attempt_step(due: attempts.Due, *, sender: Sends, clock: Clock = now) -> None:
    """Start, ask after or cancel one attempt, and keep what became of it.

    A step that cannot even be prepared (a seal made with another master secret, a connector's own
    fault) is kept as unknown, so that it is asked after and in the end seen by a person.
    """
    try:
        line = _line(due.attempt.merchant_id, sender, clock)
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


def _take_attempt_step(due: attempts.Due, line: _Line) -> None:
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


def _order(attempt: Attempt, line: _Line) -> Order:
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


def _start(attempt: Attempt, line: _Line) -> None:
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
        _tell(attempt, line, "answered", Outcome.UNKNOWN, note=_word(unread))
        return
    at = line.clock()
    attempts.record_started(attempt_id=attempt.pk, started=started, took_ms=took_ms, at=at)
    if started.notice is not None:
        _hear(attempt, line, started.notice, answer)


def _word(failure: NoReply | Refusal | OrderRefused) -> str:
    """A short code for the step's note, without what the provider wrote."""
    if isinstance(failure, NoReply):
        return failure.why.value
    return failure.reason if isinstance(failure, Refusal) else type(failure).__name__


def _tell(
    attempt: Attempt,
    line: _Line,
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


def _nothing_learnt(attempt: Attempt, line: _Line, deed: str, note: str) -> None:
    """Our question never arrived. That nobody was asked must not end an attempt: until its last
    minute it waits on, after that nobody knows what became of it.
    """
    is_over = rules.is_over(expires_at=attempt.expires_at, at=line.clock())
    _tell(attempt, line, deed, Outcome.UNKNOWN if is_over else Outcome.PENDING, note=note)


def _hear(attempt: Attempt, line: _Line, notice: Notice, answer: Answer) -> Outcome:
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


def _question(attempt: Attempt, line: _Line, extra: Mapping[str, str]) -> Question:
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


def _ask(attempt: Attempt, line: _Line) -> None:
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
        _nothing_learnt(attempt, line, "asked", _word(unasked))
        return
    except (NoAnswer, Refusal) as unread:
        _tell(attempt, line, "asked", Outcome.UNKNOWN, note=_word(unread))
        return
    outcome = _hear(attempt, line, notice, answer)
    _tell(attempt, line, "asked", outcome, status=notice.status, took_ms=took_ms)


def _asked(line: _Line, question: Question, step: Step) -> tuple[Notice, Answer, int]:
    if step.call is None:
        raise CannotDo(Ability.ASK)
    answer, took_ms = line.send(step.call)
    return line.connector.read_asked(question, answer, line.settings), answer, took_ms


def _cancel(attempt: Attempt, line: _Line) -> None:
    if attempt.sent_at is None:
        _tell(attempt, line, "answered", Outcome.REFUSED, note="never_sent")
        return
    try:
        notice, answer, took_ms = _cancelled(_question(attempt, line, {}), line)
    except CannotDo:
        _nothing_learnt(attempt, line, "answered", "cannot_cancel")
        return
    except (NoReply, Refusal, OrderRefused) as failure:
        _nothing_learnt(attempt, line, "answered", _word(failure))
        return
    if notice.outcome is Outcome.PENDING:
        # It only says that our wish arrived; what became of the payment is asked.
        _ask(attempt, line)
        return
    outcome = _hear(attempt, line, notice, answer)
    _tell(attempt, line, "answered", outcome, status=notice.status, took_ms=took_ms)


def _cancelled(question: Question, line: _Line) -> tuple[Notice, Answer, int]:
    step = line.connector.cancel(question, line.settings)
    if step.call is None:
        raise CannotDo(Ability.CANCEL)
    answer, took_ms = line.send(step.call)
    return line.connector.read_cancelled(question, answer, line.settings), answer, took_ms


def take_refund_step(due: refunds.Due, *, sender: Sends, clock: Clock = now) -> None:
    """Send one refund, or ask what became of it, and keep the answer."""
    refund = due.refund
    try:
        line = _line(refund.merchant_id, sender, clock)
        order = _refund_order(refund, line)
        told, note = (_send_back if due.deed is refunds.Deed.REFUND else _ask_back)(order, line)
    except NotSent as failure:
        refunds.record_not_sent(refund_id=refund.pk, note=failure.why.value, at=clock())
        return
    except DatabaseError:
        raise
    except Exception as fault:  # noqa: BLE001
        log.critical("refund_step_broke", refund=refund.pk, error=type(fault).__name__)
        told, note = _NOT_KNOWN, f"broken:{type(fault).__name__}"
    refunds.record_told(refund_id=refund.pk, told=told, note=note, at=clock())


_NOT_KNOWN = RefundNotice(Outcome.UNKNOWN)
_STAYED = RefundNotice(Outcome.REFUSED)


def _send_back(order: RefundOrder, line: _Line) -> tuple[RefundNotice, str]:
    """What became of a refund that is sent now, and a note of what was in the way.

    Raises `NotSent`: nothing of it left, so it may be sent again.
    """
    try:
        step = line.connector.refund(order, line.settings)
    except (OrderRefused, CannotDo, Refusal) as refused:
        return _STAYED, type(refused).__name__
    if step.call is None:
        return _STAYED, "cannot_send"
    try:
        answer, _ = line.send(step.call)
        return line.connector.read_refunded(order, answer, line.settings), ""
    except (NoAnswer, Refusal) as unread:
        return _NOT_KNOWN, _word(unread)


def _ask_back(order: RefundOrder, line: _Line) -> tuple[RefundNotice, str]:
    """What became of a refund that was sent before. What cannot be asked stays open."""
    told, asked_at_last = _NOT_KNOWN, ""
    try:
        for _ in range(WALK_MAX):
            step = line.connector.ask_refund(order, line.settings)
            if step.call is None or step.call.url == asked_at_last:
                break
            asked_at_last = step.call.url
            answer, _ = line.send(step.call)
            told = line.connector.read_refund_asked(order, answer, line.settings)
            if told.outcome is not Outcome.PENDING or not told.provider_reference:
                break
            extra = {**order.extra, "next": told.provider_reference}
            order = replace(order, request_id=uuid.uuid4().hex, extra=extra)
    except CannotDo:
        return _NOT_KNOWN, "cannot_ask"
    except (NoReply, Refusal, OrderRefused) as failure:
        return _NOT_KNOWN, _word(failure)
    return told, ""


def _refund_order(refund: Refund, line: _Line) -> RefundOrder:
    heard = Heard.objects.get(pk=refund.payment.heard_id)
    attempt = attempt_by_reference(refund.merchant_id, heard.reference)
    others = Refund.objects.filter(payment_id=refund.payment_id).exclude(pk=refund.pk)
    known = others.exclude(provider_reference="").values_list("provider_reference", flat=True)
    return RefundOrder(
        reference=refund.reference,
        request_id=uuid.uuid4().hex,
        payment_reference=heard.reference,
        provider_reference=heard.provider_reference,
        amount_vnd=refund.amount_vnd,
        paid_vnd=heard.amount_vnd,
        description=f"Hoan {refund.code}".strip(),
        started_at=attempt.started_at if attempt is not None else heard.paid_at,
        at=line.clock(),
        asked_by=f"user-{refund.approved_by}",
        token=attempt.token if attempt is not None else "",
        # Where the provider said that this refund can be asked after, if it said so.
        extra={
            **(dict(attempt.extra) if attempt is not None else {}),
            "next": refund.provider_reference,
            # Its names of the payment's other refunds: what it tells of them is not of this one.
            "other_refunds": " ".join(known),
            # Where a provider has no name for a refund, two of one amount cannot be told apart.
            **({"twin": "1"} if has_twin(refund) else {}),
        },
    )


def run_due(*, sender: Sends, clock: Clock = now, limit: int = 20) -> int:
    """Take every step that is due now, one after the other. Returns how many.

    Each is claimed when its turn comes: one that breaks keeps no other waiting for its lease.
    """
    taken = 0
    while taken < limit and (found := attempts.claim_due(at=clock(), limit=1)):
        take_attempt_step(found[0], sender=sender, clock=clock)
        taken += 1
    while taken < limit and (owed := refunds.claim_due(at=clock(), limit=limit)):
        for one in owed:
            take_refund_step(one, sender=sender, clock=clock)
            taken += 1
    return taken
