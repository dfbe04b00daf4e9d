"""What proves an account, without a database.

A small transfer with a text of its own reaches the approved account, and our line hears of it: then
the account is the school's, and the line to its bank works.
"""

from __future__ import annotations

import enum
import re
from datetime import datetime, timedelta

from thuphi.ground.kit.fold import without_marks
from thuphi.ground.kit.states import StateTable

PROOF_VND = 1_000
"""The smallest transfer that every bank lets through."""

OPEN_FOR = timedelta(days=7)
"""So long a proof is waited for; then it is asked anew."""

TEXT_FORM = re.compile(r"XACMINH[0-9]{6}", re.ASCII)


class ProofState(enum.Enum):
    """A proof is asked for once at a time and ends as seen, refused or withdrawn."""

    ASKED = "asked"
    SEEN = "seen"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Refusal(enum.Enum):
    """Why money with the right text proves nothing."""

    NONE = ""
    AMOUNT = "amount"
    ACCOUNT = "account"
    LATE = "late"


PROOF_STATES = StateTable(
    "account_proof",
    {
        ProofState.ASKED: frozenset({ProofState.SEEN, ProofState.REFUSED, ProofState.WITHDRAWN}),
        ProofState.SEEN: frozenset(),
        ProofState.REFUSED: frozenset(),
        ProofState.WITHDRAWN: frozenset(),
    },
)


def text_of(number: int) -> str:
    """The transfer text of one proof: letters and digits only, never a bill's code."""
    return f"XACMINH{number % 1_000_000:06d}"


def says(transfer_text: str, proof_text: str) -> bool:
    """Whether a transfer's text carries the proof's, however the bank has spaced it."""
    bare = re.sub(r"[^A-Z0-9]", "", without_marks(transfer_text).upper())
    return proof_text in bare


def judge(
    *,
    amount_vnd: int,
    account: str,
    paid_at: datetime,
    wanted_account: str,
    asked_until: datetime,
) -> Refusal:
    """What is wrong with money that carries the text; nothing when it proves the account."""
    if amount_vnd != PROOF_VND:
        return Refusal.AMOUNT
    if account != wanted_account:
        return Refusal.ACCOUNT
    if paid_at >= asked_until:
        return Refusal.LATE
    return Refusal.NONE


class Step(enum.Enum):
    """What a school's first morning is made of, in the order it is done."""

    SCHOOL = "school"
    ACCOUNT = "account"
    LINE = "line"
    PROOF = "proof"
    PUPILS = "pupils"
    ITEMS = "items"
    TRIAL = "trial"
    REAL = "real"


def next_step(done: frozenset[Step]) -> Step | None:
    """The first thing that is still to be done; nothing when all is."""
    return next((step for step in Step if step not in done), None)
