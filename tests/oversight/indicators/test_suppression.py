"""No small number is told, neither by itself nor by subtraction."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from thuphi.oversight.indicators.suppression import Cell, Rest, told

counts = st.integers(0, 30)


@st.composite
def cells(draw: st.DrawFn) -> list[Cell]:
    has_transactions = draw(st.booleans())
    found = []
    for unit_id in range(draw(st.integers(0, 12))):
        facilities = draw(st.integers(0, 12))
        whole = draw(counts) if facilities else 0
        part = draw(st.integers(0, whole))
        found.append(Cell(unit_id, part, whole, facilities, whole if has_transactions else None))
    return found


@given(cells())
def test_what_is_told_adds_up_and_nothing_small_can_be_found(every: list[Cell]) -> None:
    found = told(every)
    counted = [one for one in every if one.whole]
    assert set(found.empty) == {one.unit_id for one in every if not one.whole}
    if found.total is None:
        assert found.shown == () and found.rest is None
        return
    assert found.total == (sum(o.part for o in counted), sum(o.whole for o in counted))
    assert all(not one.is_small for one in found.shown)
    rest = found.rest or Rest((), 0, 0, 0)
    assert found.total[0] == sum(one.part for one in found.shown) + rest.part
    assert found.total[1] == sum(one.whole for one in found.shown) + rest.whole
    assert {one.unit_id for one in counted} == {o.unit_id for o in found.shown} | set(rest.unit_ids)
    if found.rest is not None and found.shown:
        # What remains when the shown are subtracted is never one unit, and never small.
        assert len(found.rest.unit_ids) >= 2
        assert found.rest.facilities >= 5
        if all(one.transactions is not None for one in counted):
            assert found.rest.whole >= 10


@given(cells())
def test_the_same_facilities_are_hidden_whatever_the_part(every: list[Cell]) -> None:
    """Two targets over the same base hide the same units: one does not tell on the other."""
    other = [Cell(o.unit_id, 0, o.whole, o.facilities, o.transactions) for o in every]
    assert [o.unit_id for o in told(every).shown] == [o.unit_id for o in told(other).shown]


def test_one_small_unit_takes_the_smallest_shown_one_with_it() -> None:
    found = told([Cell(1, 3, 4, 4), Cell(2, 5, 6, 6), Cell(3, 40, 90, 90)])
    assert found.rest == Rest((1, 2), 8, 10, 10)
    assert [one.unit_id for one in found.shown] == [3]


def test_two_small_units_stand_together_and_hide_no_third() -> None:
    found = told([Cell(1, 3, 4, 4), Cell(2, 1, 2, 2), Cell(3, 40, 90, 90)])
    assert found.rest == Rest((1, 2), 4, 6, 6)


def test_a_province_of_four_facilities_is_not_told_at_all() -> None:
    found = told([Cell(1, 1, 2, 2), Cell(2, 2, 2, 2), Cell(3, 0, 0, 0)])
    assert (found.total, found.facilities, found.shown, found.rest) == (None, None, (), None)
    assert found.empty == (3,)


def test_nine_transactions_are_few_though_many_facilities_had_them() -> None:
    found = told([Cell(1, 5, 9, 8, 9), Cell(2, 20, 40, 8, 40), Cell(3, 50, 90, 9, 90)])
    assert found.rest == Rest((1, 2), 25, 49, 16)


def test_nothing_is_nothing() -> None:
    assert told([]).total is None


def test_exactly_five_facilities_and_exactly_ten_transactions_are_told() -> None:
    found = told([Cell(1, 2, 5, 5, 10), Cell(2, 3, 6, 6, 40)])
    assert (found.rest, [one.unit_id for one in found.shown]) == (None, [1, 2])
    assert not Cell(1, 2, 5, 5).is_small
    assert Cell(1, 2, 5, 4).is_small
    assert Cell(1, 2, 5, 5, 9).is_small
