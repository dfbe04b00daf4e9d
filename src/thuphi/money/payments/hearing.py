"""What we learn without a knock at the gate, put into the same inbox and booked by the same road:

a provider's answer to our question, an operator's bill payment, a line of a paid list.
"""

from __future__ import annotations

import enum
import json
from datetime import datetime

from django.db import transaction

from thuphi.ground.channels.contract import Notice
from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.channels.told import heard_key, told_hash
from thuphi.ground.kit import billcode
from thuphi.ground.kit.sql import statement
from thuphi.money.ledger import recipes
from thuphi.registers.methods.models import Merchant

from .models import Heard, HeardOtherwise


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
    details = {**notice.details, **({"status": notice.status} if notice.status else {})}
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
            "method": notice.method or connector.method,
            "raw": kept,
            "told_hash": told,
            "at": at,
        },
    )
    if cursor.fetchone() is not None:
        return HeardResult.RECORDED
    first = Heard.objects.filter(
        channel=merchant.channel, merchant_id=merchant_id, provider_reference=key
    ).get()
    if bytes(first.body_hash) == told:
        return HeardResult.REPEATED
    if not HeardOtherwise.objects.filter(heard_id=first.pk, body_hash=told).exists():
        HeardOtherwise.objects.create(heard_id=first.pk, raw=kept, body_hash=told, heard_at=at)
    return HeardResult.OTHERWISE
