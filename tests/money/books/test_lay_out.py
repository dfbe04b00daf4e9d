"""A school keeps its columns and its signatures; nobody else's change."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from tests.world import AT, World
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.money.books import actions, queries, rules
from thuphi.money.books.actions import Foot
from thuphi.money.books.models import BookLayout
from thuphi.money.books.rules import BookName, Chosen

OURS = tuple(Chosen(one.key) for one in rules.SHAPES[BookName.UNPAID].columns)


def lay_out(world: World, *columns: Chosen) -> None:
    """The accountant of school A chooses."""
    actions.lay_out(
        by=world.lan.actor,
        facility_id=world.a.id,
        book=BookName.UNPAID,
        columns=columns,
        at=AT,
    )


def test_a_layout_is_kept_until_it_is_changed(world: World) -> None:
    assert queries.layout(world.a.id, BookName.UNPAID) == OURS
    lay_out(world, Chosen("rest_vnd", " Còn   nợ "), Chosen("name"))
    kept = (Chosen("rest_vnd", "Còn nợ"), Chosen("name"))
    assert queries.layout(world.a.id, BookName.UNPAID) == kept
    assert queries.layout(world.b.id, BookName.UNPAID) == OURS
    lay_out(world, Chosen("name"))
    assert queries.layout(world.a.id, BookName.UNPAID) == (Chosen("name"),)
    assert BookLayout.objects.count() == 1
    actions.lay_out_as_made(by=world.lan.actor, facility_id=world.a.id, book=BookName.UNPAID, at=AT)
    assert queries.layout(world.a.id, BookName.UNPAID) == OURS


@pytest.mark.parametrize(
    ("columns", "refusal"),
    [
        ([], rules.NoColumns),
        ([Chosen("salary")], rules.ColumnUnknown),
        ([Chosen("name"), Chosen("name", "Tên")], rules.ColumnTwice),
    ],
)
def test_a_layout_that_cannot_be_read_is_refused(
    world: World, columns: list[Chosen], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        lay_out(world, *columns)
    assert not BookLayout.objects.exists()


def test_a_column_that_is_no_more_is_left_out() -> None:
    columns = rules.SHAPES[BookName.CASH].columns
    assert rules.laid_out(columns, [Chosen("gone"), Chosen("in_vnd")]) == (Chosen("in_vnd"),)
    assert len(rules.laid_out(columns, [Chosen("gone")])) == len(columns)


def test_only_the_accountant_of_the_school_arranges(world: World) -> None:
    for actor, refusal in ((world.minh.actor, NotAllowed), (world.quan.actor, NotYours)):
        with pytest.raises(refusal):
            actions.lay_out(
                by=actor,
                facility_id=world.a.id,
                book=BookName.PAID,
                columns=[Chosen("name")],
                at=AT,
            )
        with pytest.raises(refusal):
            actions.sign_by(by=actor, facility_id=world.a.id, foot=Foot(), at=AT)
        with pytest.raises(refusal):
            actions.lay_out_as_made(by=actor, facility_id=world.a.id, book=BookName.PAID, at=AT)


def test_who_signs_is_kept_with_its_words_trimmed(world: World) -> None:
    assert queries.foot(world.a.id) is None
    foot = Foot(signed_at="  Bắc   Ninh ", head="Vũ Thị Hoa")
    actions.sign_by(by=world.lan.actor, facility_id=world.a.id, foot=foot, at=AT)
    kept = queries.foot(world.a.id)
    assert kept is not None
    assert (kept.signed_at, kept.head, kept.maker) == ("Bắc Ninh", "Vũ Thị Hoa", "")


def test_another_school_sees_neither_columns_nor_signatures(
    world: World, as_role: Callable[..., None]
) -> None:
    lay_out(world, Chosen("name"))
    actions.sign_by(by=world.lan.actor, facility_id=world.a.id, foot=Foot(head="Hoa"), at=AT)
    as_role("thuphi_app", world.b.id)
    assert queries.layout(world.a.id, BookName.UNPAID) == OURS
    assert queries.foot(world.a.id) is None


def test_the_database_keeps_one_layout_a_book_and_known_books_only(world: World) -> None:
    lay_out(world, Chosen("name"))
    copied = (
        "INSERT INTO book_layout (facility_id, book, columns, changed_at)"
        " SELECT facility_id, {book}, columns, changed_at FROM book_layout"
    )
    for book, name in (
        ("book", "book_layout_is_one_a_book"),
        ("'so-den'", "book_layout_is_of_a_known_book"),
    ):
        with (
            pytest.raises(IntegrityError, match=name),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(copied.format(book=book))
