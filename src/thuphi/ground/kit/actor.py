"""Who does a thing: a plain value, built at the door, checked in every verb."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace


class Permission(enum.Enum):
    """What a person may do within their branch of the tree."""

    REGISTER_READ = "register_read"
    REGISTER_WRITE = "register_write"
    METHOD_WRITE = "method_write"
    SOFTWARE_CONNECT = "software_connect"
    PEOPLE_READ = "people_read"
    PEOPLE_WRITE = "people_write"
    ACCOUNT_PROPOSE = "account_propose"
    ACCOUNT_APPROVE = "account_approve"
    FEE_WRITE = "fee_write"
    RUN_WRITE = "run_write"
    BILL_READ = "bill_read"
    BILL_CANCEL = "bill_cancel"
    EXEMPT = "exempt"
    CASH_TAKE = "cash_take"
    PAYMENT_READ = "payment_read"
    PAYMENT_IDENTIFY = "payment_identify"
    REFUND_ASK = "refund_ask"
    REFUND_APPROVE = "refund_approve"
    FIGURES_READ = "figures_read"
    DECLARE = "declare"
    DECLARATION_VERIFY = "declaration_verify"
    DECLARATION_APPROVE = "declaration_approve"
    PLAN_ADOPT = "plan_adopt"
    TASK_WRITE = "task_write"
    REPORT_WRITE = "report_write"
    REPORT_DECIDE = "report_decide"
    REGISTRATION_WRITE = "registration_write"
    ADJUST = "adjust"
    PAYOUT_PREPARE = "payout_prepare"
    PAYOUT_RELEASE = "payout_release"
    MEAL_TICK = "meal_tick"
    MEAL_WRITE = "meal_write"
    NOTICE_SEND = "notice_send"
    CLASS_COUNTS = "class_counts"
    CLASS_ALLOW = "class_allow"
    INVOICE_WRITE = "invoice_write"
    INSURANCE_WRITE = "insurance_write"
    FEE_RULE_WRITE = "fee_rule_write"
    RECONCILE = "reconcile"
    PERIOD_CLOSE = "period_close"


class NotAllowed(Exception):
    """The person may not do this at all, though the thing is within their branch."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(permission.value)
        self.permission = permission


class NotYours(Exception):
    """The thing belongs to another facility or agency; to the person it does not exist."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or a machine at work: who, with which permissions, over which facilities.

    Who has several roles holds some permissions in fewer facilities than others: `only` says in
    which. A permission that is not in it is held in all of them.
    """

    name: str
    user_id: int | None = None
    permissions: frozenset[Permission] = frozenset()
    facilities: frozenset[int] = field(default=frozenset())
    is_everywhere: bool = False
    only: Mapping[Permission, frozenset[int]] = field(default_factory=dict)
    agencies: frozenset[int] = field(default=frozenset())
    """The offices the person works in, with those whose work has gone over to them."""
    only_agencies: Mapping[Permission, frozenset[int]] = field(default_factory=dict)
    classes: frozenset[tuple[int, str]] = field(default=frozenset())
    """Facility and class name of each class that the person teaches."""

    def require(self, permission: Permission, facility_id: int) -> None:
        """Raises `NotYours` for another facility, `NotAllowed` for a missing permission."""
        if not (self.is_everywhere or facility_id in self.facilities):
            raise NotYours
        if permission not in self.permissions:
            raise NotAllowed(permission)
        if not self.is_everywhere and facility_id not in self.where(permission):
            raise NotAllowed(permission)

    def where(self, permission: Permission) -> frozenset[int]:
        """The facilities in which the permission is held."""
        if permission not in self.permissions:
            return frozenset()
        return self.only.get(permission, self.facilities)

    def require_agency(self, permission: Permission, agency_id: int) -> None:
        """Raises `NotYours` for another office, `NotAllowed` for a missing permission."""
        if not (self.is_everywhere or agency_id in self.agencies):
            raise NotYours
        if permission not in self.permissions:
            raise NotAllowed(permission)
        if not self.is_everywhere and agency_id not in self.agencies_where(permission):
            raise NotAllowed(permission)

    def agencies_where(self, permission: Permission) -> frozenset[int]:
        """The offices in which the permission is held."""
        if permission not in self.permissions:
            return frozenset()
        return self.only_agencies.get(permission, self.agencies)

    def at_work_as(self, permission: Permission) -> Actor:
        """The same person with only those facilities before them in which they hold this."""
        return replace(
            self,
            facilities=self.where(permission),
            agencies=self.agencies_where(permission),
        )

    def may(self, permission: Permission) -> bool:
        """Whether the permission is held at all; the branch is asked by `require`."""
        return permission in self.permissions


SYSTEM = Actor(name="system", permissions=frozenset(Permission), is_everywhere=True)
"""The clock and the worker: machines of our own."""

PAYER = Actor(name="payer")
"""Whoever holds a bill's code: may pay it, and nothing else."""
