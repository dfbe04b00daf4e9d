"""What we learn without a knock at the gate, put into the same inbox and booked by the same road:

a provider's answer to our question, an operator's bill payment, a line of a paid list.
"""

from __future__ import annotations

import enum
import json
from datetime import datetime

from django.db import transaction

from thuphi.ground.channels.contract import Notice, Outcome
from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.channels.told import heard_key, told_hash
from thuphi.ground.kit import billcode
from thuphi.ground.kit.sql import statement
from thuphi.money.ledger import recipes
from thuphi.registers.methods.models import Merchant

from .models import Heard, HeardOtherwise
from .rules import Method

_METHODS = frozenset(method.value for method in Method)


class HeardResult(enum.Enum):
    """What became of a notice that was put into the inbox."""

    RECORDED = "recorded"
    REPEATED = "repeated"
    """It was there already and says the same."""
    OTHERWISE = "otherwise"
    """The same reference was heard with another amount or another bill: a person looks."""


@transaction.atomic
def hear(*, merchant_id: int, notice: Notice, raw: bytes, at: datetime) -> HeardResult:
    """Put one notice into the inbox, once; the worker books it. `raw` is kept as scrubbed.

    Raises `Merchant.DoesNotExist` for a merchant that these rows may not be written for.
    """
    merchant = Merchant.objects.defer("sealed").get(pk=merchant_id)
    connector = CONNECTORS[merchant.channel]
    found = billcode.find(f"{notice.reference} {notice.text}")
    is_mended = bool(found) and found[0].corrected
    codes = [one.code for one in found if one.corrected == is_mended]
    kept = connector.scrub(raw)
    told = told_hash(notice, codes)
    key = heard_key(notice)
    told_words = {**notice.details, **({"status": notice.status} if notice.status else {})}
    details = {name: word.replace("\0", "") for name, word in told_words.items()}
    cursor = recipes.raw_cursor()
    cursor.execute(
        statement(__file__, "hear_one").encode(),
        {
            "channel": merchant.channel,
            "merchant_id": merchant_id,
            "facility_id": merchant.facility_id,
            "key": key,
            "outcome": notice.outcome.value,
            "amount_vnd": notice.amount_vnd,
            "paid_at": notice.paid_at,
            "text": notice.text,
            "reference": notice.reference,
            "details": json.dumps(details, ensure_ascii=False),
            "codes": codes,
            "corrected": is_mended,
            "bank_reference": notice.bank_reference,
            "account": notice.account,
            "virtual_account": notice.virtual_account,
            "payer_name": notice.payer_name,
            "payer_account": notice.payer_account,
            "payer_bank": notice.payer_bank,
            "method": notice.method if notice.method in _METHODS else connector.method,
            "raw": kept,
            "told_hash": told,
            "at": at,
        },
    )
    new = cursor.fetchone()
    if new is not None:
        if notice.outcome is Outcome.CONFIRMED or (
            notice.reference and notice.outcome is not Outcome.NOT_OURS
        ):
            cursor.execute(statement(__file__, "let_wait").encode(), {"heard_id": new[0]})
            cursor.execute(b"SELECT pg_notify('thuphi_heard', '')")
        return HeardResult.RECORDED
    first = Heard.objects.filter(
        channel=merchant.channel, merchant_id=merchant_id, provider_reference=key
    ).get()
    if bytes(first.body_hash) == told:
        return HeardResult.REPEATED
    if not HeardOtherwise.objects.filter(heard_id=first.pk, body_hash=told).exists():
        HeardOtherwise.objects.create(heard_id=first.pk, raw=kept, body_hash=told, heard_at=at)
    return HeardResult.OTHERWISE


@transaction.atomic
def accept(*, merchant_id: int, reference: str, at: datetime) -> int:
    """A person has found that money which did not fit its order is ours: book it as it came.

    What was heard stays as it is; a second row under the provider's own reference is confirmed.
    Returns how many there were.
    """
    held = Heard.objects.filter(
        merchant_id=merchant_id,
        reference=reference,
        outcome=Outcome.MISMATCH.value,
        amount_vnd__gt=0,
    )
    accepted = 0
    for row in held:
        provider_reference = row.provider_reference.removesuffix(f":{Outcome.MISMATCH.value}")
        if provider_reference == row.reference:
            # The provider has not named this money yet. Booked under our own name it would be
            # booked again under its own; it is asked after until it has one.
            continue
        notice = Notice(
            outcome=Outcome.CONFIRMED,
            provider_reference=provider_reference,
            amount_vnd=row.amount_vnd,
            paid_at=row.paid_at,
            text=row.text,
            reference=row.reference,
            bank_reference=row.bank_reference,
            account=row.account,
            virtual_account=row.virtual_account,
            payer_name=row.payer_name,
            payer_account=row.payer_account,
            payer_bank=row.payer_bank,
            method=row.method,
            details={str(name): str(value) for name, value in dict(row.details).items()},
        )
        result = hear(merchant_id=merchant_id, notice=notice, raw=bytes(row.raw), at=at)
        accepted += result is HeardResult.RECORDED
    return accepted
