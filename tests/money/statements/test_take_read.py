"""A file is taken in whole or not at all, and each movement once however often it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.money.statements import files
from tests.world import ACCOUNT_A, ACCOUNT_B, AT, World
from thuphi.ground.kit import billcode
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.ground.statements.contract import ReadFile
from thuphi.money.statements import actions, errors
from thuphi.money.statements.models import BankLine, LineSeen, Statement, StatementFile

MONDAY = date(2026, 10, 5)


def take(world: World, read: ReadFile, content: bytes = b"x") -> actions.Taken:
    return actions.take_read(
        by=world.lan.actor, facility_id=world.a.id, name="sao-ke.xml", content=content,
        read=read, at=AT,
    )  # fmt: skip


def test_a_file_brings_its_lines(world: World) -> None:
    taken = take(world, files.read([files.line(1, 660_000, "TFX"), files.line(2, -5_500, "phi")]))
    assert (taken.lines, taken.new_lines, taken.confirmed_lines, taken.is_known) == (2, 2, 0, False)
    one, two = BankLine.objects.order_by("pk")
    assert (one.account, one.direction, one.amount_vnd, one.text) == (
        ACCOUNT_A,
        "in",
        660_000,
        "TFX",
    )
    assert (two.direction, two.amount_vnd, two.ordinal) == ("out", 5_500, 0)
    assert Statement.objects.get().in_vnd == 660_000
    file = StatementFile.objects.get()
    assert (file.lines, file.new_lines, file.taken_by) == (2, 2, world.lan.user.pk)


def test_the_same_bytes_are_known(world: World) -> None:
    read = files.read([files.line(1, 660_000, "TFX")])
    first = take(world, read)
    again = take(world, read)
    assert (again.is_known, again.file_id, again.new_lines) == (True, first.file_id, 0)
    assert StatementFile.objects.count() == 1


def test_notice_day_and_evening_confirm_each_other(world: World) -> None:
    notice = files.line(1, 660_000, "TFX nop", reference="FT26278000000123456")
    cut = replace(notice, place=4, bank_reference="FT26278000000123456"[:16], text="TFX")
    sheet = replace(notice, place=9, bank_reference="", text="TFX nộp")
    take(world, files.read([notice], kind="notice"), b"054")
    for content, line in ((b"053", notice), (b"940", cut), (b"xlsx", sheet)):
        taken = take(world, files.read([line], kind="end_of_day", format=content.decode()), content)
        assert (taken.new_lines, taken.confirmed_lines) == (0, 1)
    assert BankLine.objects.count() == 1
    assert LineSeen.objects.count() == 4
    assert LineSeen.objects.order_by("pk")[2].bank_reference == "FT26278000000123"


def test_two_equal_movements_of_one_file_are_two(world: World) -> None:
    twice = [files.line(1, 50_000, "an"), files.line(2, 50_000, "an")]
    take(world, files.read(twice))
    assert sorted(BankLine.objects.values_list("ordinal", flat=True)) == [0, 1]
    taken = take(world, files.read([*twice, files.line(3, 50_000, "an")], format="csv"), b"csv")
    assert (taken.new_lines, taken.confirmed_lines) == (1, 2)


def test_movements_with_different_references_are_two(world: World) -> None:
    take(world, files.read([files.line(1, 50_000, "an", reference="A1")]))
    taken = take(world, files.read([files.line(1, 50_000, "an", reference="A2")]), b"y")
    assert taken.new_lines == 1


def test_another_facilitys_account_is_refused_and_nothing_is_written(world: World) -> None:
    read = files.read([files.line(1, 50_000, "an")], account=ACCOUNT_B)
    with pytest.raises(errors.AccountNotOurs, match=ACCOUNT_B):
        take(world, read)
    assert not StatementFile.objects.exists()


def test_an_account_is_known_however_the_bank_parts_its_digits(world: World) -> None:
    read = files.read([files.line(1, 50_000, "an")], account="0011 0019.324-18")
    take(world, read)
    assert BankLine.objects.get().account == ACCOUNT_A


def test_a_file_without_statements_is_refused(world: World) -> None:
    with pytest.raises(errors.NoStatements):
        take(world, ReadFile("vnpay"))


def test_only_an_accountant_of_the_facility_takes_files(world: World) -> None:
    read = files.read([files.line(1, 50_000, "an")])
    for someone, refusal in ((world.minh, NotAllowed), (world.quan, NotYours)):
        with pytest.raises(refusal):
            actions.take_read(
                by=someone.actor, facility_id=world.a.id, name="x", content=b"x", read=read, at=AT
            )


def test_a_statement_that_a_file_has_twice_counts_once(world: World) -> None:
    one = files.statement([files.line(1, 50_000, "an")], number="7")
    taken = take(world, ReadFile("mt940", (one, one)))
    assert (taken.new_lines, taken.repeats) == (1, 1)


def test_gaps_of_numbers_and_of_balances_are_told(world: World) -> None:
    def day(number: int, opening: int, on: date) -> ReadFile:
        return ReadFile("mt940", (files.statement(
            [files.line(1, 50_000, f"an {number}", on=on)], number=str(number), opening=opening,
            on=on,
        ),))  # fmt: skip

    assert take(world, day(11, 0, MONDAY), b"1").gaps == ()
    by_number, by_balance = take(world, day(14, 70_000, date(2026, 10, 8)), b"2").gaps
    assert by_number.missing == (12, 13)
    assert (by_balance.closed_vnd, by_balance.opened_vnd) == (50_000, 70_000)
    assert take(world, day(12, 50_000, date(2026, 10, 6)), b"3").gaps != ()
    assert take(world, day(12, 50_000, date(2026, 10, 6)), b"4").repeats == 1


def test_what_a_later_file_says_more_is_kept_with_its_sighting(world: World) -> None:
    take(world, files.read([files.line(1, 50_000, "nop tien hoc thang 10")], format="csv"))
    full = files.line(1, 50_000, "nop tien hoc thang 10 TFX", reference="FT1")
    take(world, files.read([full]), b"y")
    seen = LineSeen.objects.order_by("pk").last()
    assert seen is not None
    assert (seen.bank_reference, seen.text) == ("FT1", "nop tien hoc thang 10 TFX")


def test_a_facility_does_not_see_anothers_lines(world: World, as_role: object) -> None:
    take(world, files.read([files.line(1, 50_000, "an")]))
    assert callable(as_role)
    as_role("thuphi_app", world.b.id)
    assert not BankLine.objects.exists()
    assert not StatementFile.objects.exists()
    as_role("thuphi_app", world.a.id)
    assert BankLine.objects.count() == 1


def test_a_page_takes_a_file_in(world: World, as_role: object) -> None:
    assert callable(as_role)
    as_role("thuphi_app", world.a.id)
    assert take(world, files.read([files.line(1, 50_000, "an")])).new_lines == 1


def test_two_families_words_are_two_movements_whatever_file_tells_them(world: World) -> None:
    take(world, files.read([files.line(1, 660_000, "nop tien cho An 2A")], format="csv"), b"1")
    other = files.read([files.line(1, 660_000, "nop tien cho Binh 2A")], format="xlsx")
    assert take(world, other, b"2").new_lines == 1


def test_other_words_around_one_bills_code_are_one_movement(world: World) -> None:
    code = billcode.encode(27001)
    take(world, files.read([files.line(1, 660_000, f"MBVCB.12.{code}.CT tu 0011")]), b"1")
    other = files.read([files.line(1, 660_000, f"{code} NGUYEN VAN A")], format="xlsx")
    assert take(world, other, b"2").confirmed_lines == 1


def test_a_file_without_words_confirms_what_another_told(world: World) -> None:
    take(world, files.read([files.line(1, 660_000, "nop tien", reference="FT1")]), b"1")
    assert take(world, files.read([files.line(1, 660_000, "")], format="csv"), b"2").new_lines == 0


def test_another_minute_is_another_movement_where_nothing_else_is_told(world: World) -> None:
    early, late = AT, AT.replace(hour=15)
    take(world, files.read([files.line(1, 660_000, "nop tien", booked_at=early)]), b"1")
    again = files.read([files.line(1, 660_000, "nop tien", booked_at=late)])
    assert take(world, again, b"2").new_lines == 1
