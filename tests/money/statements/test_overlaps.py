"""Any files that overlap, in any order and however they were written, come to the same lines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.money.statements import files
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.fold import without_marks
from thuphi.ground.statements.contract import ReadFile, ReadLine
from thuphi.money.statements import actions
from thuphi.money.statements.models import BankLine, LineSeen

AMOUNTS = (50_000, 660_000)
DAYS = (date(2026, 10, 5), date(2026, 10, 6))


@dataclass(frozen=True)
class Form:
    """How a bank tells a movement in one kind of file."""

    format: str
    kind: str
    reference: int
    """So many characters of it."""
    has_marks: bool
    text: int
    """So many characters of it."""


FORMS = (
    Form("camt.054.001.08", "notice", 35, False, 140),
    Form("camt.053.001.08", "end_of_day", 35, False, 140),
    Form("mt940", "end_of_day", 16, False, 40),
    Form("xlsx", "sheet", 0, True, 140),
)
WHOLE_DAYS_ONLY = FORMS[3]
"""A file without references tells whole days: a part of one could not be told from another part."""


@dataclass(frozen=True)
class Telling:
    """One file: which movements, how written, in which order."""

    form: Form
    first: int
    last: int
    is_backwards: bool


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[tuple[date, int]], list[Telling]]:
    moves = draw(
        st.lists(
            st.tuples(st.sampled_from(DAYS), st.sampled_from(AMOUNTS)), min_size=1, max_size=10
        )
    )
    moves.sort(key=lambda one: one[0])
    tellings = []
    for _ in range(draw(st.integers(1, 6))):
        form = draw(st.sampled_from(FORMS))
        ends = sorted(draw(st.tuples(st.integers(0, len(moves)), st.integers(0, len(moves)))))
        if form is WHOLE_DAYS_ONLY:
            day = draw(st.sampled_from(sorted({on for on, _ in moves})))
            places = [place for place, (on, _) in enumerate(moves) if on == day]
            ends = [places[0], places[-1] + 1]
        tellings.append(Telling(form, ends[0], ends[1], draw(st.booleans())))
    return moves, tellings


def told(moves: list[tuple[date, int]], telling: Telling) -> ReadFile:
    form = telling.form
    lines: list[ReadLine] = []
    for number in range(telling.first, telling.last):
        on, amount_vnd = moves[number]
        text = f"Nộp tiền học số {number:03} của cháu An lớp 2A kỳ này"[: form.text]
        lines.append(
            files.line(
                number + 1, amount_vnd, text if form.has_marks else without_marks(text).upper(),
                on=on, reference=f"FT26278{number:09}ABCDEFGH"[: form.reference],
            )
        )  # fmt: skip
    if telling.is_backwards:
        lines.reverse()
    return files.read(lines, kind=form.kind, format=form.format)


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=histories())
def test_any_overlapping_files_come_to_the_union_of_their_lines(
    world: World, history: tuple[list[tuple[date, int]], list[Telling]]
) -> None:
    moves, tellings = history
    with transaction.atomic():
        before = BankLine.objects.count()
        seen = LineSeen.objects.count()
        for number, telling in enumerate(tellings):
            actions.take_read(
                by=SYSTEM, facility_id=world.a.id, name="x", content=f"{number} {telling}".encode(),
                read=told(moves, telling), at=AT,
            )  # fmt: skip
        covered = {place for one in tellings for place in range(one.first, one.last)}
        wanted = Counter(moves[place] for place in covered)
        kept = BankLine.objects.order_by("pk").values_list("booked_on", "amount_vnd")
        assert Counter(kept[before:]) == wanted
        assert LineSeen.objects.count() - seen == sum(one.last - one.first for one in tellings)
        again = actions.take_read(
            by=SYSTEM, facility_id=world.a.id, name="x", content=b"again",
            read=told(moves, tellings[0]), at=AT,
        )  # fmt: skip
        assert again.new_lines == 0
        transaction.set_rollback(True)
