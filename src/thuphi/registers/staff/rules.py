"""What each role may do. Pure data."""

from __future__ import annotations

import enum

from thuphi.ground.kit.actor import Permission


class Role(enum.Enum):
    """The roles of people who sign in (M106); more come with the rooms they work in."""

    ACCOUNTANT = "accountant"
    CASHIER = "cashier"
    HEAD = "head"
    TEACHER = "teacher"
    OFFICER = "officer"
    CHAIRMAN = "chairman"
    OPERATOR = "operator"


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ACCOUNTANT: frozenset(
        {
            Permission.REGISTER_READ,
            Permission.PEOPLE_READ,
            Permission.PEOPLE_WRITE,
            Permission.ACCOUNT_PROPOSE,
            Permission.FEE_WRITE,
            Permission.RUN_WRITE,
            Permission.BILL_READ,
            Permission.BILL_CANCEL,
            Permission.EXEMPT,
            Permission.CASH_TAKE,
            Permission.PAYMENT_READ,
            Permission.PAYMENT_IDENTIFY,
            Permission.REFUND_ASK,
            Permission.REFUND_APPROVE,
            Permission.FIGURES_READ,
            Permission.DECLARE,
            Permission.REGISTRATION_WRITE,
            Permission.ADJUST,
            Permission.PAYOUT_PREPARE,
            Permission.MEAL_TICK,
            Permission.MEAL_WRITE,
            Permission.NOTICE_SEND,
            Permission.CLASS_COUNTS,
            Permission.INVOICE_WRITE,
            Permission.INSURANCE_WRITE,
            Permission.RECONCILE,
            Permission.PERIOD_CLOSE,
        }
    ),
    Role.CASHIER: frozenset(
        {
            Permission.REGISTER_READ,
            Permission.PEOPLE_READ,
            Permission.BILL_READ,
            Permission.CASH_TAKE,
            Permission.PAYMENT_READ,
            Permission.REFUND_ASK,
        }
    ),
    Role.HEAD: frozenset(
        {
            Permission.REGISTER_READ,
            Permission.PEOPLE_READ,
            Permission.ACCOUNT_APPROVE,
            Permission.METHOD_WRITE,
            Permission.SOFTWARE_CONNECT,
            Permission.BILL_READ,
            Permission.PAYMENT_READ,
            Permission.REFUND_APPROVE,
            Permission.FIGURES_READ,
            Permission.DECLARE,
            Permission.PAYOUT_RELEASE,
            Permission.CLASS_COUNTS,
            Permission.CLASS_ALLOW,
            Permission.PERIOD_CLOSE,
        }
    ),
    Role.TEACHER: frozenset({Permission.CLASS_COUNTS, Permission.MEAL_TICK}),
    Role.OFFICER: frozenset(
        {
            Permission.REGISTER_READ,
            Permission.FIGURES_READ,
            Permission.DECLARATION_VERIFY,
            Permission.DECLARATION_APPROVE,
            Permission.TASK_WRITE,
            Permission.REPORT_WRITE,
            Permission.FEE_RULE_WRITE,
        }
    ),
    Role.CHAIRMAN: frozenset(
        {
            Permission.REGISTER_READ,
            Permission.FIGURES_READ,
            Permission.TASK_WRITE,
            Permission.REPORT_DECIDE,
        }
    ),
    Role.OPERATOR: frozenset(
        {
            Permission.REGISTER_READ,
            Permission.REGISTER_WRITE,
            Permission.METHOD_WRITE,
            Permission.PLAN_ADOPT,
        }
    ),
}

OVER_MANY = frozenset({Role.OFFICER, Role.CHAIRMAN, Role.OPERATOR})
"""Roles that look at figures of a branch; names of families are not theirs to read (M105)."""
