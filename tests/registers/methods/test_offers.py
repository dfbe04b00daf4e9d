"""The order of ways to pay favours nobody, and each says what it costs and why it cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuphi.ground.channels.contract import Limits
from thuphi.registers.methods.rules import (
    Bias,
    BorneBy,
    FeeTerms,
    Hint,
    IncentiveKind,
    IncentiveTerms,
    Way,
    WayTerms,
    WhyNot,
    is_neutral,
    offers,
)

PAYER = BorneBy.PAYER


def way(
    label: str,
    kind: Way = Way.WEB,
    fee: FeeTerms | None = None,
    limits: Limits | None = None,
    number: int = 1,
) -> WayTerms:
    return WayTerms(
        channel=label.lower(), way=kind, label=label, takes="ngay", takes_seconds=10,
        merchant_id=number, fee=fee or FeeTerms(), limits=limits or Limits(),
    )  # fmt: skip


FREE_QR = way("Chuyển khoản VietQR", Way.QR)
DEAR = way("Ấn Độ Pay", fee=FeeTerms(flat_vnd=5_000, borne_by=PAYER))
CHEAP = way("ZaloPay", fee=FeeTerms(flat_vnd=1_000, borne_by=PAYER))
BORNE = way("VNPAY", fee=FeeTerms(flat_vnd=9_000))


def labels(*terms: WayTerms, amount_vnd: int = 1_250_000) -> list[str]:
    return [one.label for one in offers(terms, amount_vnd)]


def test_the_free_one_is_first_then_the_cheaper_then_the_alphabet() -> None:
    other = way("MoMo", fee=FeeTerms(flat_vnd=1_000, borne_by=PAYER))
    assert labels(DEAR, CHEAP, other, BORNE, FREE_QR) == [
        "Chuyển khoản VietQR",
        "VNPAY",
        "MoMo",
        "ZaloPay",
        "Ấn Độ Pay",
    ]


def test_what_the_school_bears_costs_the_family_nothing() -> None:
    (offer,) = offers([BORNE], 1_250_000)
    assert (offer.fee_vnd, offer.cost_vnd, offer.total_vnd) == (9_000, 0, 1_250_000)
    (offer,) = offers([CHEAP], 1_250_000)
    assert (offer.fee_vnd, offer.cost_vnd, offer.total_vnd) == (1_000, 1_000, 1_251_000)


def test_a_favour_moves_nobody_up() -> None:
    favour = IncentiveTerms(IncentiveKind.FEE_WAIVED, "Miễn phí.", "Ấn Độ Pay")
    favoured = replace(DEAR, incentives=(favour,))
    found = offers([favoured, CHEAP], 1_250_000)
    assert [one.label for one in found] == ["ZaloPay", "Ấn Độ Pay"]
    assert found[1].incentive == "Miễn phí."
    assert found[1].cost_vnd == 5_000


def test_a_provider_that_is_down_keeps_its_place_and_says_so() -> None:
    down = replace(CHEAP, merchant_id=7)
    found = offers([DEAR, down], 1_250_000, down={7})
    assert [(one.label, one.is_down, one.is_usable) for one in found] == [
        ("ZaloPay", True, False),
        ("Ấn Độ Pay", False, True),
    ]


@pytest.mark.parametrize(
    ("amount_vnd", "why_not"),
    [
        (4_999, WhyNot.TOO_SMALL),
        (5_000, None),
        (50_000_000, None),
        (50_000_001, WhyNot.TOO_LARGE),
    ],
)
def test_the_limits_of_a_channel_hold_to_the_dong(amount_vnd: int, why_not: WhyNot | None) -> None:
    (offer,) = offers([way("VNPAY", limits=Limits(5_000, 50_000_000))], amount_vnd)
    assert (offer.why_not, offer.min_vnd, offer.max_vnd) == (why_not, 5_000, 50_000_000)


@pytest.mark.parametrize("kind", list(Way))
def test_above_ten_million_the_bank_asks_for_a_face_and_never_at_a_terminal(kind: Way) -> None:
    (at,) = offers([way("Một", kind)], 10_000_000)
    (above,) = offers([way("Một", kind)], 10_000_001)
    assert Hint.BIOMETRICS not in at.hints
    assert (Hint.BIOMETRICS in above.hints) == (kind in (Way.QR, Way.WEB))


def test_what_leaves_the_account_counts_for_the_bank_not_the_bill_alone() -> None:
    (offer,) = offers([CHEAP], 9_999_500)
    assert Hint.BIOMETRICS in offer.hints


def test_mobile_money_has_a_sum_for_the_month() -> None:
    one = way("Mobile Money", Way.MOBILE_MONEY)
    for amount_vnd, why_not in ((200_000_000, None), (200_000_001, WhyNot.TOO_LARGE)):
        (offer,) = offers([one], amount_vnd)
        assert offer.hints == (Hint.MOBILE_MONEY_CAP,)
        assert offer.why_not is why_not


WAYS = st.lists(
    st.builds(
        way,
        st.sampled_from(["VNPAY", "Ví MoMo", "ZaloPay", "payOS", "Mobile Money", "Đồng Pay"]),
        st.sampled_from(list(Way)),
        st.builds(
            FeeTerms,
            flat_vnd=st.sampled_from([0, 1_000, 5_000]),
            basis_points=st.integers(0, 300),
            borne_by=st.sampled_from(list(BorneBy)),
        ),
        st.none(),
        st.integers(1, 9),
    ),
    unique_by=lambda one: one.label,
    max_size=6,
)


@given(WAYS, st.integers(1, 10**8))
def test_no_order_of_the_register_changes_the_order_that_families_see(
    terms: list[WayTerms], amount_vnd: int
) -> None:
    found = offers(terms, amount_vnd)
    assert offers(list(reversed(terms)), amount_vnd) == found
    of_order = {Bias.DEARER_FIRST, Bias.NOT_BY_NAME, Bias.TWICE, Bias.CHOSEN_BEFORE}
    assert not of_order & set(is_neutral(found))


def test_a_list_that_favours_nobody_has_no_fault() -> None:
    assert is_neutral(offers([DEAR, CHEAP, FREE_QR], 1_000_000)) == []


def test_each_fault_of_a_list_is_named() -> None:
    free, cheap, dear = offers([DEAR, CHEAP, FREE_QR], 1_000_000)
    (borne,) = offers([BORNE], 1_000_000)
    assert is_neutral([free]) == [Bias.ONE_PROVIDER]
    assert is_neutral([cheap, dear]) == [Bias.NO_FREE_WAY]
    assert is_neutral([cheap, free]) == [Bias.DEARER_FIRST]
    assert is_neutral([borne, free]) == [Bias.NOT_BY_NAME]
    assert is_neutral([free, free, dear]) == [Bias.TWICE]
    assert is_neutral([free, dear], chosen=free) == [Bias.CHOSEN_BEFORE]
    assert is_neutral([]) == [Bias.ONE_PROVIDER, Bias.NO_FREE_WAY]
