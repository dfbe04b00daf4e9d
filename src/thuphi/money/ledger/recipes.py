"""Every posting there is: one function a recipe, and one way to book many rows of recipes at once.

Set-based rooms write a query that yields rows (facility_id, recipe, debit_detail, credit_detail,
amount_vnd, reference, happened_at) and hand it to `book`; which kinds of account a recipe moves
money between is looked up in `rules.RECIPES` by both roads. A query that also yields `corrects_id`
names the transfer that each of its rows corrects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from psycopg import Cursor

from . import actions
from .actions import Value
from .rules import RecipeName

_ONE_ROW = """
    SELECT %(facility_id)s::bigint AS facility_id, %(recipe)s::text AS recipe,
           %(debit_detail)s::text AS debit_detail, %(credit_detail)s::text AS credit_detail,
           %(amount_vnd)s::bigint AS amount_vnd, %(reference)s::text AS reference,
           %(happened_at)s::timestamptz AS happened_at
"""


_COLUMNS = "facility_id, recipe, debit_detail, credit_detail, amount_vnd, reference, happened_at"
_waiting: ContextVar[list[tuple[str, Mapping[str, Value]]] | None] = ContextVar(
    "bookings of a deed that are booked together", default=None
)


@dataclass(frozen=True, slots=True)
class Posting:
    """What all recipes share: whose book, how much, about what, when."""

    facility_id: int
    amount_vnd: int
    reference: str
    happened_at: datetime


def raw_cursor() -> Cursor[tuple[object, ...]]:
    """A cursor of the driver itself, so that long statements are prepared once on the server."""
    connection.ensure_connection()
    return Cursor(connection.connection)


def book(cursor: Cursor[tuple[object, ...]], rows: str, values: Mapping[str, Value]) -> int:
    """Book all rows of a query, each by the recipe it names. Returns the number of transfers.

    Within `together` it is booked at the end of that, and none is told of here.
    """
    waiting = _waiting.get()
    if waiting is None:
        return actions.post_rows(cursor, rows, values)
    waiting.append((rows, values))
    return 0


@contextmanager
def together() -> Iterator[None]:
    """What a deed books inside is booked by one statement at its end.

    So a deed of several steps takes its accounts in one order, as every booking does. The rows of
    the queries have to be there for good by then; a deed that fails books nothing.
    """
    if _waiting.get() is not None:
        yield
        return
    waiting: list[tuple[str, Mapping[str, Value]]] = []
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    if waiting:
        parts: list[str] = []
        whole: dict[str, Value] = {}
        for place, (rows, values) in enumerate(waiting):
            corrects = "corrects_id" if "corrects_id" in rows else "NULL::bigint AS corrects_id"
            named = rows.replace("%(", f"%(of{place}_")
            parts.append(f"SELECT {_COLUMNS}, {corrects} FROM ({named}) AS of{place}")
            whole |= {f"of{place}_{name}": value for name, value in values.items()}
        actions.post_rows(raw_cursor(), " UNION ALL ".join(parts), whole, is_prepared=False)


def _one(recipe: RecipeName, posting: Posting, *, debit: str = "", credit: str = "") -> None:
    actions.post_rows(
        raw_cursor(),
        _ONE_ROW,
        {
            "facility_id": posting.facility_id,
            "recipe": recipe.value,
            "debit_detail": debit,
            "credit_detail": credit,
            "amount_vnd": posting.amount_vnd,
            "reference": posting.reference,
            "happened_at": posting.happened_at.isoformat(),
        },
    )


def issue(posting: Posting, *, fee_item: str) -> None:
    """A bill's line is owed from now on: receivable up, revenue of the item up."""
    _one(RecipeName.ISSUE, posting, credit=fee_item)


def cancel(posting: Posting, *, fee_item: str) -> None:
    """A line of a withdrawn bill is owed no more."""
    _one(RecipeName.CANCEL, posting, debit=fee_item)


def exempt(posting: Posting, *, fee_item: str) -> None:
    """A part of what is owed is waived: the waiver shows how much was let off."""
    _one(RecipeName.EXEMPT, posting, debit=fee_item)


def cancel_exempt(posting: Posting, *, fee_item: str) -> None:
    """The waiver of a withdrawn bill falls away with it."""
    _one(RecipeName.CANCEL_EXEMPT, posting, credit=fee_item)


def pay(posting: Posting, *, channel: str) -> None:
    """A provider says the money came; it clears when the bank's statement says so too."""
    _one(RecipeName.PAY, posting, debit=channel)


def pay_cash(posting: Posting) -> None:
    """Cash was taken at the desk for a bill."""
    _one(RecipeName.PAY_CASH, posting)


def overpay(posting: Posting, *, channel: str, beneficiary: str) -> None:
    """More came than was owed: the family has a credit, to be spent or paid back."""
    _one(RecipeName.OVERPAY, posting, debit=channel, credit=beneficiary)


def overpay_cash(posting: Posting, *, beneficiary: str) -> None:
    """More cash was taken than was owed, and kept as the family's credit."""
    _one(RecipeName.OVERPAY_CASH, posting, credit=beneficiary)


def pay_unknown(posting: Posting, *, channel: str) -> None:
    """Money came whose owner is not known; it waits in a place of its own."""
    _one(RecipeName.PAY_UNKNOWN, posting, debit=channel)


def identify(posting: Posting) -> None:
    """A person found the bill that money without an owner was meant for."""
    _one(RecipeName.IDENTIFY, posting)


def identify_over(posting: Posting, *, beneficiary: str) -> None:
    """What the found bill did not need becomes the family's credit."""
    _one(RecipeName.IDENTIFY_OVER, posting, credit=beneficiary)


def refund_bill(posting: Posting) -> None:
    """Money that paid a bill is to go back: the bill is owed again, the refund is due."""
    _one(RecipeName.REFUND_BILL, posting)


def refund_credit(posting: Posting, *, beneficiary: str) -> None:
    """The family's credit is to go back: it is no credit any more, the refund is due."""
    _one(RecipeName.REFUND_CREDIT, posting, debit=beneficiary)


def refund_unidentified(posting: Posting) -> None:
    """Money without an owner is to go back to where it came from."""
    _one(RecipeName.REFUND_UNIDENTIFIED, posting)


def refund_failed_bill(posting: Posting) -> None:
    """The money could not go back and pays the bill after all."""
    _one(RecipeName.REFUND_FAILED_BILL, posting)


def refund_failed_credit(posting: Posting, *, beneficiary: str) -> None:
    """The money could not go back and is the family's credit."""
    _one(RecipeName.REFUND_FAILED_CREDIT, posting, credit=beneficiary)


def refund_failed_unidentified(posting: Posting) -> None:
    """The money could not go back and waits for its owner again."""
    _one(RecipeName.REFUND_FAILED_UNIDENTIFIED, posting)


def refund_done(posting: Posting, *, channel: str) -> None:
    """The provider paid it back, and keeps it back from what it owes us."""
    _one(RecipeName.REFUND_DONE, posting, credit=channel)


def refund_done_bank(posting: Posting, *, account: str) -> None:
    """It was paid back by a transfer from the facility's own account."""
    _one(RecipeName.REFUND_DONE_BANK, posting, credit=account)


def refund_done_cash(posting: Posting) -> None:
    """It was handed back at the desk."""
    _one(RecipeName.REFUND_DONE_CASH, posting)


def adjust_up(posting: Posting, *, fee_item: str) -> None:
    """A bill that is out is owed more: receivable up, revenue of the item up."""
    _one(RecipeName.ADJUST_UP, posting, credit=fee_item)


def adjust_down(posting: Posting, *, fee_item: str) -> None:
    """A bill that is out is owed less: revenue of the item down, receivable down."""
    _one(RecipeName.ADJUST_DOWN, posting, debit=fee_item)


def release(posting: Posting, *, beneficiary: str) -> None:
    """Money on a bill that needs it no longer becomes the family's credit."""
    _one(RecipeName.RELEASE, posting, credit=beneficiary)


def spend(posting: Posting, *, beneficiary: str) -> None:
    """The family's credit pays a bill."""
    _one(RecipeName.SPEND, posting, debit=beneficiary)


def open_credit(posting: Posting, *, beneficiary: str) -> None:
    """A credit that the family had in the program used before."""
    _one(RecipeName.OPEN_CREDIT, posting, credit=beneficiary)


def payout_asked(posting: Posting, *, beneficiary: str) -> None:
    """The family's credit is to be paid out: it is no credit any more, the money is due."""
    _one(RecipeName.PAYOUT_ASKED, posting, debit=beneficiary)


def payout_failed(posting: Posting, *, beneficiary: str) -> None:
    """The bank did not pay it out, or it was called off: it is the family's credit again."""
    _one(RecipeName.PAYOUT_FAILED, posting, credit=beneficiary)


def payout_done_bank(posting: Posting, *, account: str) -> None:
    """It was paid out from the facility's own account."""
    _one(RecipeName.PAYOUT_DONE_BANK, posting, credit=account)


def payout_done_cash(posting: Posting) -> None:
    """It was paid out at the desk."""
    _one(RecipeName.PAYOUT_DONE_CASH, posting)


def bank_cash(posting: Posting) -> None:
    """Cash went to the bank; it clears when the statement shows it (detail `cash_deposit`)."""
    _one(RecipeName.BANK_CASH, posting, debit="cash_deposit")


def settle(posting: Posting, *, account: str, channel: str) -> None:
    """The bank's statement shows what a provider said had come: it is on the account."""
    _one(RecipeName.SETTLE, posting, debit=account, credit=channel)


def unsettle(posting: Posting, *, account: str, channel: str) -> None:
    """A line was beside the wrong payment: what was said to have come waits for its line again."""
    _one(RecipeName.UNSETTLE, posting, debit=channel, credit=account)


def fee_kept(posting: Posting, *, channel: str) -> None:
    """The provider keeps its fee out of what it pays over."""
    _one(RecipeName.FEE_KEPT, posting, debit=channel, credit=channel)


def fee_given_back(posting: Posting, *, channel: str) -> None:
    """A settlement was undone, and its fee with it."""
    _one(RecipeName.FEE_GIVEN_BACK, posting, debit=channel, credit=channel)


def unidentify(posting: Posting) -> None:
    """A bill was given money that is another's: it is owed again, the owner is unknown again."""
    _one(RecipeName.UNIDENTIFY, posting)


def unidentify_over(posting: Posting, *, beneficiary: str) -> None:
    """A family was given a credit that is another's: the owner is unknown again."""
    _one(RecipeName.UNIDENTIFY_OVER, posting, debit=beneficiary)


def disown(posting: Posting, *, channel: str) -> None:
    """Money without an owner turned out to be no business of this book: it was never ours."""
    _one(RecipeName.DISOWN, posting, credit=channel)


def own_again(posting: Posting, *, channel: str) -> None:
    """It was ours after all, and waits for its owner again."""
    _one(RecipeName.OWN_AGAIN, posting, debit=channel)
