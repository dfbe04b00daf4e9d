from __future__ import annotations

import pytest

from tests.money.seen import number, rows
from tests.world import AT, World
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.money.tills import errors
from thuphi.money.tills.actions import books
from thuphi.money.tills.models import ReceiptBook
from thuphi.money.tills.queries.books import pads


def give(world: World, first_number: int, last_number: int, series: str = "AA/26K") -> ReceiptBook:
    return books.give_book(
        by=world.lan.actor,
        facility_id=world.a.id,
        series=series,
        first_number=first_number,
        last_number=last_number,
        holder_id=world.minh.user.pk,
        at=AT,
    )


def test_a_pad_is_given_to_a_collector(world: World, pad: ReceiptBook) -> None:
    (mine,) = pads(world.a.id, world.minh.user.pk, only_out=True)
    assert (mine.book.series, mine.size, mine.left, mine.next_number) == ("AA/26K", 10, 10, 101)
    assert pads(world.a.id, world.lan.user.pk) == []


@pytest.mark.parametrize(("first", "last"), [(110, 120), (1, 101), (105, 106), (1, 500)])
def test_numbers_of_a_series_are_on_one_pad(
    world: World, pad: ReceiptBook, first: int, last: int
) -> None:
    with pytest.raises(errors.BookOverlaps):
        give(world, first, last)
    give(world, first, last, "AB/26K")
    assert number("SELECT count(*) FROM receipt_book") == 2


@pytest.mark.parametrize(("first", "last"), [(0, 10), (10, 9), (1, 1001)])
def test_a_pad_counts_from_one_upwards(world: World, first: int, last: int) -> None:
    with pytest.raises(errors.BookUnreadable):
        give(world, first, last)


def test_the_accountant_gives_pads(world: World, pad: ReceiptBook) -> None:
    for somebody, refusal in ((world.minh, NotAllowed), (world.quan, NotYours)):
        with pytest.raises(refusal):
            books.give_book(
                by=somebody.actor,
                facility_id=world.a.id,
                series="AC",
                first_number=1,
                last_number=2,
                holder_id=world.minh.user.pk,
                at=AT,
            )


def test_spoilt_and_lost_numbers_are_written_down_with_their_reason(
    world: World, pad: ReceiptBook
) -> None:
    by = world.minh.actor
    books.void_number(by=by, book_id=pad.pk, number=101, reason="Viết sai tên", at=AT)
    books.lose_numbers(
        by=by, book_id=pad.pk, first_number=109, last_number=110, reason="Rách", at=AT
    )
    with pytest.raises(errors.NumberTaken) as refused:
        books.void_number(by=by, book_id=pad.pk, number=109, reason="Sai", at=AT)
    assert refused.value.number == 109
    with pytest.raises(errors.NumberNotInBook):
        books.void_number(by=by, book_id=pad.pk, number=111, reason="Sai", at=AT)
    with pytest.raises(errors.ReasonMissing):
        books.void_number(by=by, book_id=pad.pk, number=102, reason=" ", at=AT)
    with pytest.raises(errors.NumberTaken):
        books.lose_numbers(
            by=by, book_id=pad.pk, first_number=107, last_number=109, reason="Mất", at=AT
        )
    assert rows("SELECT number, state, reason FROM receipt_slip ORDER BY number") == [
        (101, "void", "Viết sai tên"),
        (109, "lost", "Rách"),
        (110, "lost", "Rách"),
    ]


def test_a_pad_that_is_back_is_not_written_on(world: World, pad: ReceiptBook) -> None:
    books.return_book(by=world.lan.actor, book_id=pad.pk, at=AT)
    with pytest.raises(errors.BookIsReturned):
        books.return_book(by=world.lan.actor, book_id=pad.pk, at=AT)
    with pytest.raises(errors.BookIsReturned):
        books.void_number(by=world.minh.actor, book_id=pad.pk, number=101, reason="Sai", at=AT)
    assert pads(world.a.id, world.minh.user.pk, only_out=True) == []
