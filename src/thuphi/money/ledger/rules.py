"""Which accounts there are, and between which of them each recipe moves money. Pure data.

Every posting is one of these recipes. The single verbs and the set-based statements both take
their accounts from `RECIPES`, so that they cannot differ.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class AccountKind(enum.Enum):
    """The accounts of a facility (product: "Ledger accounts of a facility")."""

    RECEIVABLE = "receivable"
    CLEARING = "clearing"
    BANK = "bank"
    CASH = "cash"
    UNIDENTIFIED = "unidentified"
    PAYER_CREDIT = "payer_credit"
    DEPOSIT = "deposit"
    REFUND_DUE = "refund_due"
    REVENUE = "revenue"
    WAIVER = "waiver"
    PROVIDER_FEE = "provider_fee"
    ROUNDING = "rounding"
    OPENING = "opening"
    """What a facility brings along from the program it used before."""


DEBIT_SIDE = frozenset(
    {
        AccountKind.RECEIVABLE,
        AccountKind.CLEARING,
        AccountKind.BANK,
        AccountKind.CASH,
        AccountKind.WAIVER,
        AccountKind.PROVIDER_FEE,
        AccountKind.OPENING,
    }
)
"""Kinds whose balance is debit less credit; the others count the other way round."""


class RecipeName(enum.Enum):
    """Every posting there is. A new one needs a line in docs/money.md with a worked example."""

    ISSUE = "issue"
    CANCEL = "cancel"
    EXEMPT = "exempt"
    CANCEL_EXEMPT = "cancel_exempt"
    PAY = "pay"
    PAY_CASH = "pay_cash"
    OVERPAY = "overpay"
    OVERPAY_CASH = "overpay_cash"
    PAY_UNKNOWN = "pay_unknown"
    IDENTIFY = "identify"
    IDENTIFY_OVER = "identify_over"
    REFUND_BILL = "refund_bill"
    REFUND_CREDIT = "refund_credit"
    REFUND_UNIDENTIFIED = "refund_unidentified"
    REFUND_FAILED_BILL = "refund_failed_bill"
    REFUND_FAILED_CREDIT = "refund_failed_credit"
    REFUND_FAILED_UNIDENTIFIED = "refund_failed_unidentified"
    REFUND_DONE = "refund_done"
    REFUND_DONE_BANK = "refund_done_bank"
    REFUND_DONE_CASH = "refund_done_cash"
    ADJUST_UP = "adjust_up"
    ADJUST_DOWN = "adjust_down"
    RELEASE = "release"
    SPEND = "spend"
    OPEN_CREDIT = "open_credit"
    PAYOUT_ASKED = "payout_asked"
    PAYOUT_FAILED = "payout_failed"
    PAYOUT_DONE_BANK = "payout_done_bank"
    PAYOUT_DONE_CASH = "payout_done_cash"
    BANK_CASH = "bank_cash"
    SETTLE = "settle"
    UNSETTLE = "unsettle"
    FEE_KEPT = "fee_kept"
    FEE_GIVEN_BACK = "fee_given_back"
    UNIDENTIFY = "unidentify"
    UNIDENTIFY_OVER = "unidentify_over"
    DISOWN = "disown"
    OWN_AGAIN = "own_again"


@dataclass(frozen=True, slots=True)
class Recipe:
    """Which kind of account is debited and which is credited."""

    name: RecipeName
    debit: AccountKind
    credit: AccountKind


RECIPES: dict[RecipeName, Recipe] = {
    recipe.name: recipe
    for recipe in (
        Recipe(RecipeName.ISSUE, AccountKind.RECEIVABLE, AccountKind.REVENUE),
        Recipe(RecipeName.CANCEL, AccountKind.REVENUE, AccountKind.RECEIVABLE),
        Recipe(RecipeName.EXEMPT, AccountKind.WAIVER, AccountKind.RECEIVABLE),
        Recipe(RecipeName.CANCEL_EXEMPT, AccountKind.RECEIVABLE, AccountKind.WAIVER),
        Recipe(RecipeName.PAY, AccountKind.CLEARING, AccountKind.RECEIVABLE),
        Recipe(RecipeName.PAY_CASH, AccountKind.CASH, AccountKind.RECEIVABLE),
        Recipe(RecipeName.OVERPAY, AccountKind.CLEARING, AccountKind.PAYER_CREDIT),
        Recipe(RecipeName.OVERPAY_CASH, AccountKind.CASH, AccountKind.PAYER_CREDIT),
        Recipe(RecipeName.PAY_UNKNOWN, AccountKind.CLEARING, AccountKind.UNIDENTIFIED),
        Recipe(RecipeName.IDENTIFY, AccountKind.UNIDENTIFIED, AccountKind.RECEIVABLE),
        Recipe(RecipeName.IDENTIFY_OVER, AccountKind.UNIDENTIFIED, AccountKind.PAYER_CREDIT),
        Recipe(RecipeName.REFUND_BILL, AccountKind.RECEIVABLE, AccountKind.REFUND_DUE),
        Recipe(RecipeName.REFUND_CREDIT, AccountKind.PAYER_CREDIT, AccountKind.REFUND_DUE),
        Recipe(RecipeName.REFUND_UNIDENTIFIED, AccountKind.UNIDENTIFIED, AccountKind.REFUND_DUE),
        Recipe(RecipeName.REFUND_FAILED_BILL, AccountKind.REFUND_DUE, AccountKind.RECEIVABLE),
        Recipe(RecipeName.REFUND_FAILED_CREDIT, AccountKind.REFUND_DUE, AccountKind.PAYER_CREDIT),
        Recipe(
            RecipeName.REFUND_FAILED_UNIDENTIFIED, AccountKind.REFUND_DUE, AccountKind.UNIDENTIFIED
        ),
        Recipe(RecipeName.REFUND_DONE, AccountKind.REFUND_DUE, AccountKind.CLEARING),
        Recipe(RecipeName.REFUND_DONE_BANK, AccountKind.REFUND_DUE, AccountKind.BANK),
        Recipe(RecipeName.REFUND_DONE_CASH, AccountKind.REFUND_DUE, AccountKind.CASH),
        Recipe(RecipeName.ADJUST_UP, AccountKind.RECEIVABLE, AccountKind.REVENUE),
        Recipe(RecipeName.ADJUST_DOWN, AccountKind.REVENUE, AccountKind.RECEIVABLE),
        Recipe(RecipeName.RELEASE, AccountKind.RECEIVABLE, AccountKind.PAYER_CREDIT),
        Recipe(RecipeName.SPEND, AccountKind.PAYER_CREDIT, AccountKind.RECEIVABLE),
        Recipe(RecipeName.OPEN_CREDIT, AccountKind.OPENING, AccountKind.PAYER_CREDIT),
        Recipe(RecipeName.PAYOUT_ASKED, AccountKind.PAYER_CREDIT, AccountKind.REFUND_DUE),
        Recipe(RecipeName.PAYOUT_FAILED, AccountKind.REFUND_DUE, AccountKind.PAYER_CREDIT),
        Recipe(RecipeName.PAYOUT_DONE_BANK, AccountKind.REFUND_DUE, AccountKind.BANK),
        Recipe(RecipeName.PAYOUT_DONE_CASH, AccountKind.REFUND_DUE, AccountKind.CASH),
        Recipe(RecipeName.BANK_CASH, AccountKind.CLEARING, AccountKind.CASH),
        Recipe(RecipeName.SETTLE, AccountKind.BANK, AccountKind.CLEARING),
        Recipe(RecipeName.UNSETTLE, AccountKind.CLEARING, AccountKind.BANK),
        Recipe(RecipeName.FEE_KEPT, AccountKind.PROVIDER_FEE, AccountKind.CLEARING),
        Recipe(RecipeName.FEE_GIVEN_BACK, AccountKind.CLEARING, AccountKind.PROVIDER_FEE),
        Recipe(RecipeName.UNIDENTIFY, AccountKind.RECEIVABLE, AccountKind.UNIDENTIFIED),
        Recipe(RecipeName.UNIDENTIFY_OVER, AccountKind.PAYER_CREDIT, AccountKind.UNIDENTIFIED),
        Recipe(RecipeName.DISOWN, AccountKind.UNIDENTIFIED, AccountKind.CLEARING),
        Recipe(RecipeName.OWN_AGAIN, AccountKind.CLEARING, AccountKind.UNIDENTIFIED),
    )
}
