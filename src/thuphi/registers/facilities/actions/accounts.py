"""The two verbs on the account families pay into: one person proposes, another decides."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from thuphi.ground.channels.banks import BANKS
from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.registers.facilities import errors, rules
from thuphi.registers.facilities.models import AccountState, BeneficiaryAccount, Facility


@transaction.atomic
def propose_account(
    *, by: Actor, facility_id: int, bin: str, number: str, name: str, at: datetime
) -> BeneficiaryAccount:
    """Propose the account families are to pay into; nothing changes until another person agrees.

    Raises `PersonNeeded`, `BankNotKnown`, `AccountNumberWrong`, `AccountNameMissing`,
    `ProposalWaiting`.
    """
    by.require(Permission.ACCOUNT_PROPOSE, facility_id)
    if by.user_id is None:
        raise errors.PersonNeeded
    if bin not in BANKS:
        raise errors.BankNotKnown(bin)
    plain = rules.account_number(number)
    if plain is None:
        raise errors.AccountNumberWrong
    if not name.strip():
        raise errors.AccountNameMissing
    try:
        with transaction.atomic():
            account = BeneficiaryAccount.objects.create(
                facility_id=facility_id,
                bin=bin,
                number=plain,
                name=name.strip(),
                proposed_by=by.user_id,
                proposed_at=at,
            )
    except IntegrityError as error:
        if "facility_has_one_proposed_account" in str(error):
            raise errors.ProposalWaiting from error
        raise
    events.record(
        "account_proposed",
        by=by,
        subject=f"account:{account.pk}",
        at=at,
        facility_id=facility_id,
        bin=bin,
        ends_with=plain[-4:],
    )
    return account


@transaction.atomic
def decide_account(
    *, by: Actor, account_id: int, approve: bool, at: datetime
) -> BeneficiaryAccount:
    """Approve or refuse a proposed account; an approved one takes the place of the old.

    Raises `AccountNotFound`, `AccountDecidedAlready`, `PersonNeeded`, `SecondPersonNeeded`.
    """
    proposal = BeneficiaryAccount.objects.filter(pk=account_id).first()
    if proposal is None:
        raise errors.AccountNotFound
    by.require(Permission.ACCOUNT_APPROVE, proposal.facility_id)
    # The facility is locked before its accounts, so two deciders cannot pass each other.
    Facility.objects.select_for_update(no_key=True).get(pk=proposal.facility_id)
    proposal.refresh_from_db()
    if proposal.state != AccountState.PROPOSED.value:
        raise errors.AccountDecidedAlready
    if by.user_id is None:
        raise errors.PersonNeeded
    if by.user_id == proposal.proposed_by:
        raise errors.SecondPersonNeeded
    retired = 0
    if approve:
        approved = BeneficiaryAccount.objects.filter(
            facility_id=proposal.facility_id, state=AccountState.APPROVED.value
        )
        retired = approved.update(state=AccountState.RETIRED.value)
    proposal.state = (AccountState.APPROVED if approve else AccountState.REFUSED).value
    proposal.decided_by = by.user_id
    proposal.decided_at = at
    proposal.save(update_fields=["state", "decided_by", "decided_at"])
    events.record(
        "account_approved" if approve else "account_refused",
        by=by,
        subject=f"account:{account_id}",
        at=at,
        facility_id=proposal.facility_id,
        retired=retired,
    )
    return proposal
