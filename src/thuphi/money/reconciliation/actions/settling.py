"""A provider's settlement between our payments and the bank's line.

Its rows are put beside our payments without moving anything: the provider only says what it will
pay. When the line is there, the settlement stands beside it as a whole: what came empties the
clearing account together with the fee that the provider kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from thuphi.ground.kit import billcode
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.fold import for_bank
from thuphi.ground.kit.sql import statement
from thuphi.ground.statements.providers.profiles import profiles
from thuphi.money.bills.models import Bill
from thuphi.money.bills.rules import BillState
from thuphi.money.ledger import recipes
from thuphi.money.ledger.rules import RecipeName
from thuphi.money.reconciliation import rules, settling_rules
from thuphi.money.reconciliation import settling_errors as errors
from thuphi.money.reconciliation.models import (
    Decision,
    LineMatch,
    LineMatchUndone,
    LineState,
    SettledRow,
)
from thuphi.money.reconciliation.rules import Confirmed, Deed, How, MatchKind, Outcome
from thuphi.money.reconciliation.settling_rules import Back, Fit, Paid, Row, Slip, Verdict
from thuphi.money.statements.models import BankLine, Settlement, SettlementRow

from .standing import NewMatch, Standing, lock, part, say, stand


@dataclass(frozen=True, slots=True)
class DaySum:
    """A day's payments by one provider that come to a line's amount, or to a little more."""

    channel: str
    day: date
    payments: int
    gross_vnd: int
    is_whole: bool
    """Whether they come to it exactly; else the rest may be the fee."""


DAYS_APART = 3
"""How far the bank's day may be from the day on which the provider says it pays."""

REFERENCE_MIN = 6
"""A settlement's number with fewer letters and digits could stand in a text by chance."""

PAID_EARLIER, PAID_LATER = timedelta(days=10), timedelta(days=2)
"""In which days around its row a payment is looked for by other numbers than the provider's own."""

DAYS_BACK = 5
"""How long before a line the payments it brings may have been made."""

DAYS_SUGGESTED = 3

PAY_EACH = tuple(one.channel for one in profiles().values() if one.pays_each)
"""Providers whose payments come to the account one by one: their settlements have no line."""


def _run(name: str, values: Mapping[str, object]) -> list[tuple[object, ...]]:
    cursor = recipes.raw_cursor()
    cursor.execute(statement(rules.__file__, name).encode(), values, prepare=False)
    return cursor.fetchall() if cursor.description else []


def facilities_to_settle() -> list[int]:
    """Facilities with rows of settlements that nobody has looked at."""
    settled = SettledRow.objects.filter(row_id=OuterRef("pk"))
    found = SettlementRow.objects.filter(~Exists(settled))
    return sorted(found.values_list("facility_id", flat=True).distinct())


@transaction.atomic
def settle_rows(*, facility_id: int, at: datetime, limit: int = 5_000) -> Counter[Outcome]:
    """Put rows of settlements beside our payments and refunds; how many came to what.

    New rows first, then those that nothing explained so far. Moves no money; lines that a new
    settlement may be are looked at again.
    """
    todo = _run("rows_to_judge", {"facility_id": facility_id, "limit": limit})
    if not todo:
        return Counter()
    rows = [_row(one) for one in todo]
    payments, refunds = _may_be(facility_id, rows)
    verdicts = settling_rules.judge(rows, settling_rules.candidates(rows, payments, refunds))
    _write(facility_id, verdicts, at)
    _run(
        "lines_wake",
        {
            "facility_id": facility_id,
            "settlements": sorted({int(str(one[4])) for one in todo}),
            "days": DAYS_APART,
        },
    )
    return Counter(one.outcome for one in verdicts)


def _row(told: tuple[object, ...]) -> Row:
    about_at, words = told[5], [str(one) for one in told[7:14]]
    if not isinstance(about_at, datetime):
        raise TypeError
    return Row(
        id=int(str(told[0])),
        kind=str(told[1]),
        gross_vnd=int(str(told[2])),
        channel=str(told[3]),
        about_at=about_at,
        has_time=bool(told[6]),
        number=words[0],
        ours=words[1],
        slip=Slip(*words[2:7]),
    )


def _may_be(facility_id: int, rows: Sequence[Row]) -> tuple[list[Paid], list[Back]]:
    """Our payments and refunds that share a number with any of these rows."""
    values = {
        "facility_id": facility_id,
        "numbers": [row.number for row in rows],
        "channels": [row.channel for row in rows],
        "ours": sorted({row.ours for row in rows} - {""}),
        "rrns": sorted({row.slip.rrn for row in rows} - {""}),
        "stans": sorted({row.slip.stan for row in rows} - {""}),
        "approvals": sorted({row.slip.approval for row in rows} - {""}),
        "from_at": min(row.about_at for row in rows) - PAID_EARLIER,
        "to_at": max(row.about_at for row in rows) + PAID_LATER,
    }
    payments = [
        Paid(int(str(one[0])), str(one[1]), one[2], int(str(one[3])), str(one[4]), str(one[5]),
             str(one[6]), Slip(*(str(word) for word in one[7:12])), bool(one[12]))
        for one in _run("payments_told", values)
        if isinstance(one[2], datetime)
    ]  # fmt: skip
    if all(row.kind == "payment" for row in rows):
        return payments, []
    refunds = [
        Back(int(str(one[0])), str(one[1]), one[2], int(str(one[3])),
             str(one[4]), str(one[5]), str(one[6]), str(one[7]), str(one[8]), bool(one[9]))
        for one in _run("refunds_told", values)
        if isinstance(one[2], datetime)
    ]  # fmt: skip
    return payments, refunds


def _write(facility_id: int, verdicts: Sequence[Verdict], at: datetime) -> None:
    _run(
        "write_verdicts",
        {
            "facility_id": facility_id,
            "at": at,
            "rows": [one.row_id for one in verdicts],
            "payments": [one.payment_id for one in verdicts],
            "refunds": [one.refund_id for one in verdicts],
            "outcomes": [one.outcome.value for one in verdicts],
        },
    )


@transaction.atomic
def match_lines(
    *, facility_id: int, line_ids: Sequence[int] | None, at: datetime
) -> frozenset[int]:
    """Put each line that is a provider's settlement beyond doubt beside it, and book it.

    The line's money comes from the provider's clearing account, and the fee with it. Without
    `line_ids` all open lines are looked at. Returns the lines that found theirs.
    """
    told = _run(
        "line_fits",
        {
            "facility_id": facility_id,
            "lines": list(line_ids or ()),
            "all_lines": line_ids is None,
            "each": list(PAY_EACH),
            "days": DAYS_APART,
        },
    )
    if not told:
        return frozenset()
    amounts = {int(str(one[0])): int(str(one[9])) for one in told}
    wanted = frozenset(amounts if line_ids is None else set(line_ids) & amounts.keys())
    found = settling_rules.choose([_fit(one) for one in told], wanted)
    owed = _rests_of_bills(facility_id, {amounts[line_id] for line_id in found})
    sure = {
        line_id: one
        for line_id, one in found.items()
        if one[1] is not How.ONLY_ONE or amounts[line_id] not in owed
    }
    if not sure:
        return frozenset()
    lock(sorted(sure))
    open_still = set(
        LineState.objects.filter(line_id__in=list(sure), left_vnd__gt=0).values_list(
            "line_id", flat=True
        )
    )
    matches = [
        NewMatch(
            line_id=line_id,
            facility_id=facility_id,
            kind=MatchKind.SETTLEMENT,
            subject_id=settlement_id,
            amount_vnd=amounts[line_id],
            how=how,
        )
        for line_id, (settlement_id, how) in sorted(sure.items())
        if line_id in open_still
    ]
    _stand(matches, Confirmed.BY_ITSELF, at)
    return frozenset(one.line_id for one in matches)


def _stand(matches: Sequence[NewMatch], confirmed: Confirmed, at: datetime) -> None:
    """Beside their lines, in the book with the fees, and so said of the lines."""
    ids = stand(matches, at=at)
    _book_fees(ids, RecipeName.FEE_KEPT, None)
    days = {
        one.pk: one.settled_on
        for one in Settlement.objects.filter(pk__in=[one.subject_id for one in matches])
    }
    booked = dict(
        BankLine.objects.filter(pk__in=[one.line_id for one in matches]).values_list(
            "pk", "booked_on"
        )
    )
    say(
        [
            Standing(
                line_id=one.line_id,
                outcome=(
                    Outcome.MATCHED
                    if booked[one.line_id] == days[one.subject_id]
                    else Outcome.MATCHED_OTHER_DAY
                ),
                confirmed=confirmed,
            )
            for one in matches
        ],
        at=at,
    )


def _book_fees(match_ids: Sequence[int], recipe: RecipeName, at: datetime | None) -> None:
    recipes.book(
        recipes.raw_cursor(),
        statement(rules.__file__, "rows_to_keep_fees"),
        {
            "ids": list(match_ids),
            "recipe": recipe.value,
            "at": at.isoformat() if at is not None else None,
        },
    )


def _fit(told: tuple[object, ...]) -> Fit:
    channel, reference = str(told[2]), str(told[3])
    said = _plain(" ".join(str(one) for one in told[5:9]))
    number = _plain(reference).replace(" ", "")
    named = {
        one.channel
        for one in profiles().values()
        if any(f" {word} " in f" {said} " for word in one.words)
    }
    return Fit(
        line_id=int(str(told[0])),
        settlement_id=int(str(told[1])),
        has_reference=_is_number(number) and number in said.replace(" ", ""),
        has_name=channel in named,
        names_other=bool(named) and channel not in named,
        has_code=any(not one.corrected for one in billcode.find(str(told[5]))),
        is_same_day=bool(told[4]),
    )


def _plain(text: str) -> str:
    return for_bank(text.replace("-", " ").replace(".", " ").replace("_", " ")).lower()


def _is_number(number: str) -> bool:
    """Whether a reference could stand in a text only on purpose: a day made into a name could not,
    for banks write days everywhere."""
    is_day = len(number) == len("20261005") and number.isdigit() and number.startswith("20")
    return len(number) >= REFERENCE_MIN and not is_day


def _rests_of_bills(facility_id: int, amounts: set[int]) -> set[int]:
    """Those amounts that an open bill just needs: a family may have sent them."""
    if not amounts:
        return set()
    owed = Bill.objects.filter(
        facility_id=facility_id, state__in=[BillState.OPEN.value, BillState.PART_PAID.value]
    ).values_list("total_vnd", "paid_vnd")
    return amounts & {total - paid for total, paid in owed}


def suggest_days(*, facility_id: int, line_ids: Sequence[int]) -> dict[int, list[DaySum]]:
    """For lines without a settlement file: which provider's day they may be, the closest first."""
    channels = [channel for channel in profiles() if channel not in PAY_EACH]
    told = _run(
        "days_of_lines",
        {
            "facility_id": facility_id,
            "lines": list(line_ids),
            "channels": channels,
            "days": DAYS_BACK,
        },
    )
    found: defaultdict[int, list[DaySum]] = defaultdict(list)
    for line_id, channel, day, payments, gross_vnd, is_whole in told:
        days = found[int(str(line_id))]
        if isinstance(day, date) and len(days) < DAYS_SUGGESTED:
            one = DaySum(str(channel), day, int(str(payments)), int(str(gross_vnd)), bool(is_whole))
            days.append(one)
    return dict(found)


@transaction.atomic
def settle_by_hand(
    *, by: Actor, line_id: int, settlement_id: int, reason: str, at: datetime
) -> None:
    """A person says which settlement a line is.

    Raises `LineOrSettlementNotFound`, `SettlementDoesNotFit`, `ReasonMissing`.
    """
    line = BankLine.objects.filter(pk=line_id).first()
    settlement = Settlement.objects.filter(pk=settlement_id).first()
    if line is None or settlement is None or line.facility_id != settlement.facility_id:
        raise errors.LineOrSettlementNotFound
    by.require(Permission.RECONCILE, line.facility_id)
    if not reason.strip():
        raise errors.ReasonMissing
    lock([line_id])
    state = LineState.objects.get(pk=line_id)
    undone = LineMatchUndone.objects.filter(match_id=OuterRef("pk"))
    is_settled = LineMatch.objects.filter(
        ~Exists(undone),
        facility_id=line.facility_id,
        kind=MatchKind.SETTLEMENT.value,
        subject_id=settlement_id,
    ).exists()
    is_in = line.direction == "in"
    if (
        state.left_vnd != line.amount_vnd
        or line.amount_vnd != (settlement.net_vnd if is_in else -settlement.net_vnd)
        or settlement.channel in PAY_EACH
        or is_settled
    ):
        raise errors.SettlementDoesNotFit
    match = NewMatch(
        line_id=line_id,
        facility_id=line.facility_id,
        kind=MatchKind.SETTLEMENT,
        subject_id=settlement_id,
        amount_vnd=line.amount_vnd,
        how=How.PERSON,
        made_by=by.user_id,
        reason=reason.strip(),
    )
    _stand([match], Confirmed.BY_PERSON, at)
    Decision.objects.create(
        facility_id=line.facility_id,
        line_id=line_id,
        deed=Deed.PAIR.value,
        reason=reason.strip(),
        facts={"settlement_id": settlement_id},
        decided_by=by.user_id,
        decided_at=at,
    )


@transaction.atomic
def undo_settlement(*, match_id: int, undone_by: int | None, reason: str, at: datetime) -> None:
    """Take a settlement away from its line: what it brought, and its fee, are not there yet.

    For whoever undoes a line's matches and has locked the line; says nothing of the line itself.
    """
    part([match_id], undone_by=undone_by, reason=reason, at=at)
    _book_fees([match_id], RecipeName.FEE_GIVEN_BACK, at)
