"""Money for several bills at once: one code, one amount, shared out bill by bill."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import world as worlds
from tests.money.payments.test_histories import undone
from tests.money.seen import balances, post_all, receipt_numbers, rows
from tests.world import AT, World
from thuphi.ground.kit.actor import PAYER
from thuphi.money.attempts import actions as attempts
from thuphi.money.attempts.models import Basket
from thuphi.money.bills import actions as bill_actions
from thuphi.money.bills.models import Bill
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rebuild import differences

TOTAL = 660_000


def basket_of(bills: list[Bill]) -> Basket:
    return attempts.make_basket(by=PAYER, codes=[bill.code for bill in bills], at=AT)


def paid(bills: list[Bill]) -> list[tuple[int, str]]:
    found = {bill.pk: bill for bill in Bill.objects.filter(pk__in=[one.pk for one in bills])}
    return [(found[one.pk].paid_vnd, found[one.pk].state) for one in bills]


def test_a_basket_pays_each_of_its_bills_and_counts_once(world: World, bills: list[Bill]) -> None:
    basket = basket_of(bills)
    heard = worlds.hear(world, basket.code, 3 * TOTAL)
    post_all()
    assert paid(bills) == [(TOTAL, "paid")] * 3
    shares = Payment.objects.filter(heard_id=heard).order_by("part")
    assert [(one.part, one.finding, one.amount_vnd) for one in shares] == [
        (0, "exact", TOTAL), (1, "exact", TOTAL), (2, "exact", TOTAL),
    ]  # fmt: skip
    assert receipt_numbers(world.a.id) == [1, 2, 3]
    assert rows("SELECT payments, value_vnd FROM month_count") == [(1, 3 * TOTAL)]
    assert balances(world.a.id) == {"revenue:AN": -3 * TOTAL, "clearing:sandbox": 3 * TOTAL}
    assert differences() == []


def test_less_than_the_basket_serves_the_first_bills_and_more_is_credit(
    world: World, bills: list[Bill]
) -> None:
    basket = basket_of(bills)
    worlds.hear(world, basket.code, TOTAL + 100)
    post_all()
    assert paid(bills) == [(TOTAL, "paid"), (100, "part_paid"), (0, "open")]
    worlds.hear(world, basket.code, 3 * TOTAL)
    post_all()
    assert paid(bills) == [(TOTAL, "paid")] * 3
    book = balances(world.a.id)
    assert book[f"payer_credit:{bills[0].beneficiary_id}"] == -TOTAL
    assert book[f"payer_credit:{bills[1].beneficiary_id}"] == -100
    assert differences() == []


def test_a_withdrawn_bill_leaves_its_share_without_an_owner(
    world: World, bills: list[Bill]
) -> None:
    basket = basket_of(bills)
    bill_actions.cancel_bill(by=world.lan.actor, code=bills[1].code, reason="Sai lớp", at=AT)
    worlds.hear(world, basket.code, 3 * TOTAL)
    post_all()
    assert [state for _, state in paid(bills)] == ["paid", "cancelled", "paid"]
    assert balances(world.a.id)["unidentified"] == -TOTAL
    assert differences() == []


def test_a_mended_basket_code_is_believed_for_its_whole_sum_only(
    world: World, bills: list[Bill]
) -> None:
    basket = basket_of(bills[:2])
    worlds.hear(world, basket.code, 2 * TOTAL - 1, corrected=True)
    post_all()
    assert paid(bills)[0] == (0, "open")
    worlds.hear(world, basket.code, 2 * TOTAL, corrected=True)
    post_all()
    assert paid(bills)[:2] == [(TOTAL, "paid")] * 2


def test_another_schools_basket_is_nobodys(world: World, bills: list[Bill]) -> None:
    basket = basket_of(bills)
    worlds.hear(world, basket.code, 3 * TOTAL, merchant=world.b.sandbox)
    post_all()
    assert paid(bills) == [(0, "open")] * 3
    assert balances(world.b.id)["unidentified"] == -3 * TOTAL


NOTICES = st.lists(
    st.tuples(st.sampled_from(["basket", "0", "1", "2"]), st.integers(1, 4 * TOTAL)),
    min_size=1,
    max_size=8,
)


@given(told=NOTICES, limit=st.integers(1, 5))
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_dong_is_lost_however_baskets_and_bills_are_mixed(
    world: World, bills: list[Bill], told: list[tuple[str, int]], limit: int
) -> None:
    with undone():
        codes = {"basket": basket_of(bills).code}
        codes |= {str(place): bill.code for place, bill in enumerate(bills)}
        for name, amount_vnd in told:
            worlds.hear(world, codes[name], amount_vnd)
        post_all(limit)
        came = sum(amount_vnd for _, amount_vnd in told)
        assert balances(world.a.id)["clearing:sandbox"] == came
        assert rows("SELECT sum(payments)::int, sum(value_vnd)::bigint FROM month_count") == [
            (len(told), came)
        ]
        assert differences() == []
