"""Pads of receipts: who holds which, and which number comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from thuphi.money.tills.models import ReceiptBook, ReceiptSlip
from thuphi.money.tills.rules import SlipState


@dataclass(frozen=True, slots=True)
class Pad:
    """A pad and how far it is written."""

    book: ReceiptBook
    used: int
    void: int
    lost: int
    last_written: int

    @property
    def size(self) -> int:
        """How many numbers it was printed with."""
        return self.book.last_number - self.book.first_number + 1

    @property
    def left(self) -> int:
        """How many numbers are blank."""
        return self.size - self.used - self.void - self.lost

    @property
    def next_number(self) -> int | None:
        """The blank number after the last one written; none when the pad is full."""
        number = max(self.last_written + 1, self.book.first_number)
        return number if number <= self.book.last_number else None


def pads(facility_id: int, holder_id: int | None = None, *, only_out: bool = False) -> list[Pad]:
    """Pads of a facility (of one holder), those that are out first, then by series."""
    found = ReceiptBook.objects.filter(facility_id=facility_id)
    if holder_id is not None:
        found = found.filter(holder_id=holder_id)
    if only_out:
        found = found.filter(returned_at=None)
    books = list(found.order_by("series", "first_number"))
    books.sort(key=lambda book: book.returned_at is not None)
    written = (
        ReceiptSlip.objects.filter(book_id__in=[book.pk for book in books])
        .values("book_id")
        .annotate(
            used=Count("id", filter=Q(state=SlipState.USED.value)),
            void=Count("id", filter=Q(state=SlipState.VOID.value)),
            lost=Count("id", filter=Q(state=SlipState.LOST.value)),
            last=Max("number"),
        )
        .values_list("book_id", "used", "void", "lost", "last")
    )
    counts = {book_id: counted for book_id, *counted in written}
    return [Pad(book, *counts.get(book.pk, [0, 0, 0, 0])) for book in books]


def slips(book_id: int) -> list[ReceiptSlip]:
    """The numbers of a pad that are gone, with the bills that the used ones were written for."""
    found = ReceiptSlip.objects.filter(book_id=book_id).select_related("payment__bill")
    return list(found.order_by("number"))


def slips_of(payment_ids: Iterable[int]) -> dict[int, str]:
    """`AA/26K 0000123` of each payment that has a paper receipt."""
    found = ReceiptSlip.objects.filter(payment_id__in=list(payment_ids)).select_related("book")
    return {
        one.payment_id: f"{one.book.series} {one.number:07d}"
        for one in found
        if one.payment_id is not None
    }
