"""What each fault of each provider ends in, and which faults a provider cannot have."""

from __future__ import annotations

from dataclasses import dataclass

from .road import TOTAL

CHANNELS = ("vnpay", "momo", "zalopay", "payos", "gsma", "nexo")
FAULTS = (
    "none",
    "timeout",
    "late",
    "twice",
    "out_of_order",
    "wrong_amount",
    "bad_signature",
    "unknown_word",
    "down",
    "lost_start",
    "start_down",
    "declined",
    "left",
    "cancelled",
)
METHODS = {"payos": "qr", "gsma": "mobile_money", "nexo": "card"}
"""How it is counted; the others are paid on a page."""


@dataclass(frozen=True)
class End:
    """How one case ends, before a person does anything."""

    state: str = "confirmed"
    took_vnd: int = TOTAL
    """What the bill gets."""
    over_vnd: int = 0
    """What becomes the family's credit."""
    charged_vnd: int | None = None
    """What the provider took; None: what we booked."""
    deliveries: int = 1
    """How many notifications the provider sends in all."""
    is_asked: bool | None = False
    """Whether a question of ours was asked on the way; None: it may have been."""
    needs_person: bool = False


PAID = End()
ASKED = End(is_asked=True)
UNHEARD = End(deliveries=0, is_asked=True)
AT_ONCE = End(deliveries=0)
DEAD = End("refused", took_vnd=0)
UNTOLD = End("refused", took_vnd=0, deliveries=0, is_asked=True)
STRANGE = End("unknown", took_vnd=0, charged_vnd=0, deliveries=0, is_asked=True, needs_person=True)

ENDS: dict[tuple[str, str], End] = {
    **{(channel, "none"): PAID for channel in ("vnpay", "momo", "zalopay", "payos")},
    # An operator's callback proves nothing by itself: it only makes us ask.
    ("gsma", "none"): ASKED,
    ("nexo", "none"): AT_ONCE,
    **{(channel, "timeout"): UNHEARD for channel in CHANNELS},
    **{(channel, "late"): ASKED for channel in ("vnpay", "momo", "zalopay", "payos", "gsma")},
    ("nexo", "late"): AT_ONCE,
    **{(channel, "twice"): End(deliveries=2) for channel in ("vnpay", "momo", "zalopay", "payos")},
    ("gsma", "twice"): End(deliveries=2, is_asked=True),
    ("vnpay", "out_of_order"): End(deliveries=3),
    ("momo", "out_of_order"): End(deliveries=3),
    ("zalopay", "out_of_order"): PAID,
    ("payos", "out_of_order"): End(deliveries=2),
    ("gsma", "out_of_order"): End(deliveries=3, is_asked=True),
    # A wallet that tells of more than it took is asked, and its answer is believed.
    **{(channel, "wrong_amount"): ASKED for channel in ("vnpay", "momo", "zalopay")},
    # A transfer of another amount is real money on the account: it pays what it pays.
    ("payos", "wrong_amount"): End(took_vnd=TOTAL - 1_000),
    ("gsma", "wrong_amount"): End(
        "unknown", took_vnd=0, charged_vnd=TOTAL - 1_000, is_asked=True, needs_person=True
    ),
    ("nexo", "wrong_amount"): End(
        "unknown",
        took_vnd=0,
        charged_vnd=TOTAL + 1_000,
        deliveries=0,
        is_asked=True,
        needs_person=True,
    ),
    **{(channel, "bad_signature"): ASKED for channel in ("vnpay", "momo", "zalopay", "gsma")},
    ("payos", "bad_signature"): PAID,
    ("nexo", "bad_signature"): UNHEARD,
    **{(channel, "unknown_word"): ASKED for channel in ("vnpay", "momo", "zalopay", "payos")},
    ("gsma", "unknown_word"): End(
        "unknown", took_vnd=0, charged_vnd=TOTAL, is_asked=True, needs_person=True
    ),
    ("nexo", "unknown_word"): STRANGE,
    **{(channel, "down"): UNHEARD for channel in ("vnpay", "momo", "zalopay", "payos", "gsma")},
    ("nexo", "down"): UNTOLD,
    # The order exists, the payer never saw its page: it closes by its time.
    **{
        (channel, "lost_start"): End("expired", took_vnd=0, deliveries=0, is_asked=True)
        for channel in ("momo", "zalopay", "payos")
    },
    ("gsma", "lost_start"): ASKED,
    ("nexo", "lost_start"): UNTOLD,
    # Nothing was begun, but "no such order" is no verdict in these three providers' documents.
    **{(channel, "start_down"): STRANGE for channel in ("momo", "zalopay", "payos")},
    ("gsma", "start_down"): UNTOLD,
    ("vnpay", "declined"): DEAD,
    ("momo", "declined"): DEAD,
    ("zalopay", "declined"): UNTOLD,
    ("gsma", "declined"): End("refused", took_vnd=0, is_asked=True),
    ("nexo", "declined"): End("refused", took_vnd=0, deliveries=0),
    ("vnpay", "left"): DEAD,
    ("momo", "left"): DEAD,
    ("zalopay", "left"): UNTOLD,
    ("payos", "left"): UNTOLD,
    ("nexo", "left"): End("refused", took_vnd=0, deliveries=0),
    ("vnpay", "cancelled"): End("cancelled", took_vnd=0, deliveries=0, is_asked=True),
    ("momo", "cancelled"): End("expired", took_vnd=0, deliveries=0, is_asked=True),
    ("zalopay", "cancelled"): End("expired", took_vnd=0, deliveries=0, is_asked=True),
    ("payos", "cancelled"): End("cancelled", took_vnd=0, deliveries=0),
    # An operator ends nothing by time, so a prompt that is still pending may yet be confirmed.
    ("gsma", "cancelled"): End(
        "pending", took_vnd=0, charged_vnd=0, deliveries=0, is_asked=True, needs_person=True
    ),
    ("nexo", "cancelled"): End("cancelled", took_vnd=0, deliveries=0, is_asked=None),
}

CANNOT: dict[tuple[str, str], str] = {
    ("vnpay", "lost_start"): "VNPAY's page opens by an address that we sign; no call can be lost",
    ("vnpay", "start_down"): "as with lost_start",
    ("nexo", "start_down"): "this is what its `down` is: there is nothing else to call",
    ("payos", "declined"): "a transfer is never declined: it arrives or it does not",
    ("gsma", "left"): "a phone's PIN prompt has one no, which is the decline",
    ("nexo", "twice"): "a terminal answers once and tells nothing by itself",
    ("nexo", "out_of_order"): "a terminal tells nothing by itself; its look-up is in its own test",
}
