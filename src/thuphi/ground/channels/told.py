"""What of a notice matters to money, however and how often it is told.

The same money may be told by a notification and by the answer to a question of ours, in other
bytes. Whoever writes the inbox takes its key and its hash from here, so that both are one row.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from thuphi.ground.channels.contract import Notice, Outcome

KEY_LENGTH_MAX: Final = 100
_DIGEST_LETTERS: Final = 16


def heard_key(notice: Notice) -> str:
    """The name under which the inbox keeps a notice, at most 100 letters.

    Confirmed money has the provider's own reference. Every other outcome is marked by its word, so
    that a payment that was pending first and confirmed later is two rows.
    """
    reference = notice.provider_reference
    if notice.outcome is Outcome.CONFIRMED:
        return reference
    mark = f":{notice.outcome.value}"
    room = KEY_LENGTH_MAX - len(mark)
    if len(reference) > room:
        # Long references often differ in their last letters only.
        digest = sha256(reference.encode(errors="replace")).hexdigest()[:_DIGEST_LETTERS]
        reference = f"{reference[: room - _DIGEST_LETTERS - 1]}~{digest}"
    return reference + mark


def told_hash(notice: Notice, codes: Sequence[str]) -> bytes:
    """SHA-256 of outcome, amount and bill codes: a repeat that has another one says another thing.

    `codes` are the bill codes found in the notice, as the inbox keeps them.
    """
    said = f"{notice.outcome.value}|{notice.amount_vnd}|{' '.join(codes)}"
    return sha256(said.encode()).digest()
