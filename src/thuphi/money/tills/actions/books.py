"""Pads of receipts are given out and handed back; spoilt and lost numbers are written down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.money.tills import errors
from thuphi.money.tills.models import ReceiptBook, ReceiptSlip
from thuphi.money.tills.rules import BOOK_LONGEST, SlipState


@transaction.atomic
def give_book(
    *,
    by: Actor,
    facility_id: int,
    series: str,
    first_number: int,
    last_number: int,
    holder_id: int,
    at: datetime,
) -> ReceiptBook:
    """Give a pad of numbered receipts to a collector. Raises `BookUnreadable`, `BookOverlaps`."""
    by.require(Permission.RUN_WRITE, facility_id)
    name = " ".join(series.split()).upper()
    numbers = last_number - first_number + 1
    if not name or first_number < 1 or not 0 < numbers <= BOOK_LONGEST:
        raise errors.BookUnreadable
    try:
        with transaction.atomic():
            book = ReceiptBook.objects.create(
                facility_id=facility_id,
                series=name,
                first_number=first_number,
                last_number=last_number,
                holder_id=holder_id,
                given_by=by.user_id,
                given_at=at,
            )
    except IntegrityError as error:
        if "receipt_books_of_a_series_do_not_overlap" in str(error):
            raise errors.BookOverlaps from error
        raise
    _tell("receipt_book_given", by, book, at, holder_id=holder_id, last_number=last_number)
    return book


@transaction.atomic
def return_book(*, by: Actor, book_id: int, at: datetime) -> ReceiptBook:
    """The pad is handed back; its blank numbers stay blank. Raises `BookIsReturned`."""
    book = _book(book_id)
    by.require(Permission.RUN_WRITE, book.facility_id)
    if book.returned_at is not None:
        raise errors.BookIsReturned
    book.returned_to, book.returned_at = by.user_id, at
    book.save(update_fields=["returned_to", "returned_at"])
    _tell("receipt_book_returned", by, book, at)
    return book


def void_number(*, by: Actor, book_id: int, number: int, reason: str, at: datetime) -> ReceiptSlip:
    """A sheet was spoilt: its number is not used. Raises as `lose_numbers`."""
    return _write_off(by, book_id, [number], SlipState.VOID, reason, at)[0]


def lose_numbers(
    *, by: Actor, book_id: int, first_number: int, last_number: int, reason: str, at: datetime
) -> list[ReceiptSlip]:
    """Sheets are lost, none of them used. All or nothing.

    Raises `BookNotFound`, `BookIsReturned`, `NumberNotInBook`, `NumberTaken`, `ReasonMissing`.
    """
    if not 0 <= last_number - first_number < BOOK_LONGEST:
        raise errors.NumberNotInBook
    numbers = range(first_number, last_number + 1)
    return _write_off(by, book_id, numbers, SlipState.LOST, reason, at)


@transaction.atomic
def _write_off(
    by: Actor,
    book_id: int,
    numbers: Iterable[int],
    state: SlipState,
    reason: str,
    at: datetime,
) -> list[ReceiptSlip]:
    book = _book(book_id)
    by.require(Permission.CASH_TAKE, book.facility_id)
    wanted = list(numbers)
    if book.returned_at is not None:
        raise errors.BookIsReturned
    if not reason.strip():
        raise errors.ReasonMissing
    if not all(book.first_number <= number <= book.last_number for number in wanted):
        raise errors.NumberNotInBook
    gone = ReceiptSlip.objects.filter(book_id=book_id, number__in=wanted).order_by("number")
    for one in gone:
        raise errors.NumberTaken(one.number)
    slips = ReceiptSlip.objects.bulk_create(
        ReceiptSlip(
            facility_id=book.facility_id,
            book=book,
            number=number,
            state=state.value,
            reason=reason.strip(),
            written_by=by.user_id,
            written_at=at,
        )
        for number in wanted
    )
    _tell(
        f"receipt_number_{state.value}",
        by,
        book,
        at,
        number=wanted[0],
        last_number=wanted[-1],
        reason=reason.strip(),
    )
    return slips


def _book(book_id: int) -> ReceiptBook:
    """The pad, locked: who writes on it waits for who does so at this moment."""
    book = ReceiptBook.objects.select_for_update().filter(pk=book_id).first()
    if book is None:
        raise errors.BookNotFound
    return book


def _tell(kind: str, by: Actor, book: ReceiptBook, at: datetime, **facts: str | int) -> None:
    events.record(
        kind,
        by=by,
        subject=f"receipt_book:{book.pk}",
        at=at,
        facility_id=book.facility_id,
        series=book.series,
        first_number=book.first_number,
        **facts,
    )
