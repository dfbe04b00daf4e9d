"""The promises of money whose owner was not the owner, each with a deed that breaks it."""

from __future__ import annotations

from tests.house.copying import A_PAID, FREE_ID, copy

A_CHILD = (
    "INSERT INTO payment (facility_id, heard_id, identifies_id, part, finding, channel, method,"
    " amount_vnd, applied_vnd, excess_vnd, unidentified_vnd, paid_at, reason)"
    " SELECT facility_id, heard_id, id, {part}, '{finding}', channel, method, {amount}, 0,"
    " {excess}, {unidentified}, paid_at, '{reason}' FROM payment{times}"
    " WHERE finding = 'unknown' AND identifies_id IS NULL AND NOT EXISTS"
    " (SELECT FROM payment AS l WHERE l.identifies_id = payment.id) AND NOT EXISTS"
    " (SELECT FROM payment_return AS r WHERE r.payment_id = payment.id)"
)


def child(
    finding: str,
    *,
    part: str = "0",
    amount: str = "amount_vnd",
    excess: str = "0",
    unidentified: str = "0",
    reason: str = "",
    times: str = "",
) -> str:
    """A further row of money without an owner."""
    return A_CHILD.format(
        finding=finding, part=part, amount=amount, excess=excess, unidentified=unidentified,
        reason=reason, times=times,
    )  # fmt: skip


TWICE = ", generate_series(0, 1) AS g (n)"

CASES: list[tuple[str, str]] = [
    ("charge_back_is_of_money", copy("charge_back", refund_id=FREE_ID, amount_vnd=0)),
    ("charge_back_says_why_and_whence", copy("charge_back", refund_id=FREE_ID, reason="")),
    ("charge_back_says_why_and_whence", copy("charge_back", refund_id=FREE_ID, account="")),
    (
        "charge_back_is_kept_as_returns",
        "INSERT INTO payment_return (facility_id, payment_id, refund_id, kind, short_vnd,"
        " happened_at) SELECT p.facility_id, p.id, 999999999, 'asked', 1, now() FROM payment AS p"
        " WHERE p.finding = 'exact' AND NOT EXISTS"
        " (SELECT FROM payment_return AS r WHERE r.payment_id = p.id) LIMIT 1",
    ),
    (
        "credit_says_where_it_came_from",
        copy("credit", where="source = 'given'", payment_id=None),
    ),
    (
        "credit_of_a_payment_is_kept_once",
        copy("credit", where="source = 'given'"),
    ),
    (
        "payment_finding_fits_its_bill",
        copy(
            "payment",
            where="finding = 'unknown' AND identifies_id IS NULL",
            finding="credit",
            heard_id=FREE_ID,
        ),
    ),
    ("payment_owner_is_found_once", child("credit", excess="amount_vnd", times=TWICE)),
    (
        "payment_owner_is_found_once",
        child("credit", excess="amount_vnd", part="g.n", times=TWICE),
    ),
    ("payment_root_is_of_a_later_row", copy("payment", where=A_PAID, root_id=1)),
    (
        "payment_says_more_of_the_same_money",
        child("unknown", unidentified="amount_vnd", reason="x"),
    ),
    ("payment_without_its_owner_says_why", child("not_for_us")),
    (
        "told_before_by_one_notification",
        "INSERT INTO told_before (heard_id, facility_id, line_heard_id)"
        " SELECT h.id, t.facility_id, t.line_heard_id FROM told_before AS t, heard AS h"
        " WHERE h.id NOT IN (SELECT heard_id FROM told_before) LIMIT 1",
    ),
]
