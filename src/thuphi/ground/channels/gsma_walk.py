"""From a request to its end, one question at a time. Not a connector.

GSMA Mobile Money API 1.2.0, merchant payments: `/responses/{clientCorrelationId}` tells where the
lost reply is, `/requeststates/{serverCorrelationId}` how far the request is, and
`/transactions/{transactionReference}` alone what became of the money.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from thuphi.ground.channels import gsma_accounts, reading
from thuphi.ground.channels import gsma_words as words
from thuphi.ground.channels.contract import (
    Answer,
    Malformed,
    Notice,
    Outcome,
    Question,
    RefundNotice,
    RefundOrder,
)


def place_to_ask(question: Question) -> str:
    """Where this question goes: what was told last, else the transaction, else the request."""
    if told := words.place_of(question.extra.get("next", "")):
        return told
    if transaction := question.extra.get("transaction", ""):
        return words.place("transactions", transaction)
    if question.provider_reference not in ("", question.reference):
        return words.place("transactions", question.provider_reference)
    if told := words.place_of(question.token):
        return told
    if question.token:
        return words.place("requeststates", question.token)
    return words.place("responses", words.correlation_id(question.reference))


def refund_place_to_ask(order: RefundOrder) -> str:
    """The same for a refund, of which only the last told place or our own reference is known."""
    told = words.place_of(order.extra.get("next", ""))
    return told or words.place("responses", words.correlation_id(order.reference))


def fault_of(answer: Answer) -> words.Fault:
    """The error object of an answer that is not a success. Raises `Malformed`."""
    if answer.status < 400:
        raise Malformed("status")
    return words.read(answer.body, words.Fault)


def is_dead(answer: Answer, fault: words.Fault) -> bool:
    """Whether the request itself was refused, so that nothing was begun."""
    return answer.status < 500 and fault.is_final


def on_the_way(kind: str, answer: Answer, reference: str) -> tuple[Outcome, str, str]:
    """Outcome, the operator's word and the next place, from a request's state or a link."""
    if kind == "responses":
        place = words.place_of(words.read(answer.body, words.Link).link)
        if not place or place.startswith("responses/"):
            raise Malformed("link")
        return Outcome.PENDING, "", place
    return of_state(words.read(answer.body, words.RequestState), reference)


def of_state(state: words.RequestState, reference: str) -> tuple[Outcome, str, str]:
    """The same from a request's state."""
    status = state.status.lower()
    outcome = words.REQUEST_STATUS.get(status, Outcome.UNKNOWN)
    if outcome is Outcome.REFUSED:
        return outcome, state.error.word if state.error else reading.words(state.status), ""
    if status != "completed":
        place = words.place("requeststates", state.server_correlation_id)
    elif state.object_reference:
        place = words.place("transactions", state.object_reference)
    else:
        place = words.place("responses", words.correlation_id(reference))
    return outcome, reading.words(state.status)[:100], place


def still(
    question: Question, outcome: Outcome, status: str, at: datetime, place: str = ""
) -> Notice:
    """A notice without money, and where to ask next."""
    kind, _, name = place.partition("/")
    details = {"next": place} if place else {}
    if kind == "transactions":
        details["transaction"] = name
    return Notice(
        outcome=outcome,
        provider_reference=question.reference,
        amount_vnd=question.amount_vnd,
        paid_at=at,
        reference=question.reference,
        status=status,
        details=details,
    )


def judged(
    found: words.Transaction,
    reference: str,
    amount_vnd: int,
    settings: Mapping[str, str],
    at: datetime,
) -> Notice:
    """What a transaction says of our payment. Another's, or another amount, is a MISMATCH."""
    status = reading.words(found.transaction_status)[:100]
    outcome = words.TRANSACTION_STATUS.get(status.lower(), Outcome.UNKNOWN)
    told_vnd = gsma_accounts.read_vnd(found.amount, found.currency)
    payees = [party.value for party in found.credit_party if party.key == "organisationid"]
    is_ours = (
        told_vnd == amount_vnd
        and found.type in ("merchantpay", "")
        and found.requesting_organisation_transaction_reference in (reference, "")
        and (not payees or settings.get("organisationId", "") in payees)
    )
    told_at = found.transaction_date or found.modification_date or found.creation_date
    details = {"transaction": found.transaction_reference}
    if outcome in (Outcome.PENDING, Outcome.UNKNOWN):
        details["next"] = words.place("transactions", found.transaction_reference)
    if found.transaction_receipt:
        details["receipt"] = reading.words(found.transaction_receipt)[:100]
    payers = [party.value for party in found.debit_party if party.key == "msisdn"]
    return Notice(
        outcome=outcome if is_ours else Outcome.MISMATCH,
        provider_reference=reading.reference(found.transaction_reference),
        amount_vnd=told_vnd,
        paid_at=reading.local_time(told_at) if told_at else at,
        reference=reference,
        payer_account=reading.words(payers[0])[:100] if payers else "",
        status=status,
        details=details,
    )


def reversed_by(order: RefundOrder, answer: Answer) -> RefundNotice:
    """What a reversal says of our refund."""
    found = words.read(answer.body, words.Reversal)
    status = reading.words(found.transaction_status)[:100]
    outcome = words.TRANSACTION_STATUS.get(status.lower(), Outcome.UNKNOWN)
    amount_vnd = order.amount_vnd
    if found.amount:
        amount_vnd = gsma_accounts.read_vnd(found.amount, found.currency)
    is_ours = (
        amount_vnd == order.amount_vnd
        and found.type in ("reversal", "")
        and found.original_transaction_reference in (order.provider_reference, "")
        and found.transaction_reference != order.provider_reference
    )
    name = reading.reference(found.transaction_reference)
    if outcome in (Outcome.PENDING, Outcome.UNKNOWN):
        name = words.place("transactions", name)
    return RefundNotice(outcome if is_ours else Outcome.MISMATCH, amount_vnd, name, status)
