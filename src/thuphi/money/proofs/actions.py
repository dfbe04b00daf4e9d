"""Asking for a proof, finding it in the money that came, giving it up; the only writer here."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.money.bills.models import CollectionRun
from thuphi.money.bills.rules import RunState
from thuphi.money.payments.models import Payment
from thuphi.registers.facilities import queries as facilities

from . import errors, queries, rules
from .models import AccountProof
from .rules import PROOF_STATES, ProofState, Refusal

BEFORE = timedelta(days=1)
"""A bank's clock may be behind ours."""


@transaction.atomic
def ask_for_proof(*, by: Actor, facility_id: int, at: datetime) -> AccountProof:
    """Ask for a small transfer to the approved account, with a text of its own.

    Raises `NoApprovedAccount`, `ProvedAlready`, `ProofAskedAlready`.
    """
    by.require(Permission.ACCOUNT_PROPOSE, facility_id)
    account = facilities.approved_account(facility_id)
    if account is None:
        raise errors.NoApprovedAccount
    if queries.is_proved(account):
        raise errors.ProvedAlready
    open_proof = _asked(facility_id)
    if open_proof is not None:
        if open_proof.account_id == account.pk and at < open_proof.asked_until:
            raise errors.ProofAskedAlready
        # It waits for an account that is no longer in use, or has waited too long.
        _end(open_proof, ProofState.WITHDRAWN, at)
    proof = _new(by, facility_id, account.pk, at)
    events.record(
        "account_proof_asked",
        by=by,
        subject=f"account:{account.pk}",
        at=at,
        facility_id=facility_id,
        proof=proof.pk,
    )
    return proof


def _new(by: Actor, facility_id: int, account_id: int, at: datetime) -> AccountProof:
    for _try in range(5):
        try:
            with transaction.atomic():
                return AccountProof.objects.create(
                    facility_id=facility_id,
                    account_id=account_id,
                    text=rules.text_of(secrets.randbelow(1_000_000)),
                    amount_vnd=rules.PROOF_VND,
                    state=ProofState.ASKED.value,
                    asked_by=by.user_id,
                    asked_at=at,
                    asked_until=at + rules.OPEN_FOR,
                )
        except IntegrityError as error:
            if "account_proof_is_asked_once_at_a_time" in str(error):
                raise errors.ProofAskedAlready from error
            if "account_proof_text_is_unique" not in str(error):
                raise
    raise errors.ProofAskedAlready


@transaction.atomic
def look_for_proof(*, by: Actor, facility_id: int, at: datetime) -> AccountProof:
    """Look through the money that came in since the asking; what is found ends the proof.

    The proof that comes back is still asked for when nothing was found. Raises `NoProofAsked`.
    """
    by.require(Permission.PAYMENT_READ, facility_id)
    proof = _asked(facility_id)
    if proof is None:
        raise errors.NoProofAsked
    for payment in _payments_that_say(proof):
        why = rules.judge(
            amount_vnd=payment.amount_vnd,
            account=payment.heard.account,
            paid_at=payment.paid_at,
            wanted_account=proof.account.number,
            asked_until=proof.asked_until,
        )
        proof.heard_id = payment.heard_id
        proof.refusal = why.value
        state = ProofState.SEEN if why is Refusal.NONE else ProofState.REFUSED
        _end(proof, state, at)
        events.record(
            "account_proved" if why is Refusal.NONE else "account_proof_refused",
            by=by,
            subject=f"account:{proof.account_id}",
            at=at,
            facility_id=facility_id,
            proof=proof.pk,
            refusal=why.value,
        )
        break
    return proof


def look_everywhere(*, by: Actor, at: datetime) -> int:
    """Look for every proof that is waited for. Returns how many ended."""
    waiting = AccountProof.objects.filter(state=ProofState.ASKED.value)
    found = [
        look_for_proof(by=by, facility_id=facility_id, at=at)
        for facility_id in waiting.order_by("facility_id").values_list("facility_id", flat=True)
    ]
    return sum(1 for proof in found if proof.state != ProofState.ASKED.value)


@transaction.atomic
def withdraw_proof(*, by: Actor, facility_id: int, at: datetime) -> AccountProof:
    """Wait no longer for a proof. Raises `NoProofAsked`."""
    by.require(Permission.ACCOUNT_PROPOSE, facility_id)
    proof = _asked(facility_id)
    if proof is None:
        raise errors.NoProofAsked
    _end(proof, ProofState.WITHDRAWN, at)
    events.record(
        "account_proof_withdrawn",
        by=by,
        subject=f"account:{proof.account_id}",
        at=at,
        facility_id=facility_id,
        proof=proof.pk,
    )
    return proof


@transaction.atomic
def try_out(*, by: Actor, run_id: int, at: datetime) -> CollectionRun:
    """Note that somebody looks at specimen notices of a draft run; nothing is issued.

    Raises `RunNotDraft` for a run that is out, or is none.
    """
    run = CollectionRun.objects.filter(pk=run_id).first()
    if run is None:
        raise errors.RunNotDraft
    by.require(Permission.RUN_WRITE, run.facility_id)
    if run.state != RunState.DRAFT.value:
        raise errors.RunNotDraft
    events.record(queries.TRIED, by=by, subject=f"run:{run_id}", at=at, facility_id=run.facility_id)
    return run


def _asked(facility_id: int) -> AccountProof | None:
    return (
        AccountProof.objects.select_for_update(of=("self",))
        .select_related("account")
        .filter(facility_id=facility_id, state=ProofState.ASKED.value)
        .first()
    )


def _payments_that_say(proof: AccountProof) -> list[Payment]:
    """Money with the proof's text, what proves it first."""
    digits = proof.text[-6:]
    found = (
        Payment.objects.filter(
            facility_id=proof.facility_id,
            paid_at__gte=proof.asked_at - BEFORE,
            identifies=None,
            heard__text__contains=digits,
        )
        .select_related("heard")
        .defer("heard__raw", "heard__headers", "heard__body_hash")
        .order_by("pk")[:50]
    )
    said = [one for one in found if rules.says(one.heard.text, proof.text)]
    return sorted(
        said,
        key=lambda one: (
            one.amount_vnd != rules.PROOF_VND or one.heard.account != proof.account.number,
            one.pk,
        ),
    )


def _end(proof: AccountProof, state: ProofState, at: datetime) -> None:
    proof.state = PROOF_STATES.move(ProofState(proof.state), state).value
    proof.closed_at = at
    proof.save(update_fields=["state", "refusal", "heard_id", "closed_at"])
