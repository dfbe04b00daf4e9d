"""What a plan says, as values: targets, tasks, duties to report, agencies, legal bases.

A plan is a file (`profiles/*.toml`); this is what it means once it has been read. No database.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never


class Comparator(enum.StrEnum):
    """How a share is held against its goal: `tối thiểu`, `từ … trở lên`, `đạt`; and `trên` (M4)."""

    AT_LEAST = "ge"
    ABOVE = "gt"


class Modality(enum.StrEnum):
    """How binding a target is. A `strive` or `pilot` is not reached, others are missed (M5)."""

    STATED = "stated"
    MINIMUM = "minimum"
    STRIVE = "strive"
    PILOT = "pilot_minimum"

    @property
    def is_binding(self) -> bool:
        """Whether failing it is a breach of the plan."""
        return self in {Modality.STATED, Modality.MINIMUM}


class Basis(enum.StrEnum):
    """What is counted."""

    FACILITIES = "facility_count"
    TRANSACTIONS = "transaction_count"
    VALUE = "transaction_value"
    FEE_DUE = "fee_due"
    FEE_COLLECTED = "fee_collected"
    CURRICULUM = "curriculum_content"


class Indicator(enum.StrEnum):
    """The indicators that targets name."""

    PLATFORM_ADOPT = "PLATFORM_ADOPT"
    CASHLESS_INSTALL_USE = "CASHLESS_INSTALL_USE"
    CASHLESS_USE = "CASHLESS_USE"
    CASHLESS_ACCEPT = "CASHLESS_ACCEPT"
    TXN_COUNT_SHARE = "TXN_COUNT_SHARE"
    TXN_VALUE_SHARE = "TXN_VALUE_SHARE"
    HOSPITAL_FEE_VALUE_SHARE_OF_DUE = "HOSPITAL_FEE_VALUE_SHARE_OF_DUE"
    TUITION_VALUE_SHARE_OF_COLLECTED = "TUITION_VALUE_SHARE_OF_COLLECTED"
    ONLINE_TEACHING_DEPLOYED = "ONLINE_TEACHING_DEPLOYED"
    ONLINE_CURRICULUM_SHARE = "ONLINE_CURRICULUM_SHARE"
    PORTAL_ONLINE_TUITION = "PORTAL_ONLINE_TUITION"

    @property
    def basis(self) -> Basis:
        """What this indicator counts."""
        match self:
            case Indicator.TXN_COUNT_SHARE:
                return Basis.TRANSACTIONS
            case Indicator.TXN_VALUE_SHARE:
                return Basis.VALUE
            case Indicator.HOSPITAL_FEE_VALUE_SHARE_OF_DUE:
                return Basis.FEE_DUE
            case Indicator.TUITION_VALUE_SHARE_OF_COLLECTED:
                return Basis.FEE_COLLECTED
            case Indicator.ONLINE_CURRICULUM_SHARE:
                return Basis.CURRICULUM
            case (
                Indicator.PLATFORM_ADOPT
                | Indicator.CASHLESS_INSTALL_USE
                | Indicator.CASHLESS_USE
                | Indicator.CASHLESS_ACCEPT
                | Indicator.ONLINE_TEACHING_DEPLOYED
                | Indicator.PORTAL_ONLINE_TUITION
            ):
                return Basis.FACILITIES
            case _:
                assert_never(self)


class Requirement(enum.StrEnum):
    """What a plan asks of each facility by itself."""

    METHODS_READY_MIN = "METHODS_READY_MIN"
    PAYMENT_MODULE_INTEGRATED = "PAYMENT_MODULE_INTEGRATED"
    FOCAL_POINT_ASSIGNED = "FOCAL_POINT_ASSIGNED"
    UNIFIED_FIELDS = "UNIFIED_FIELDS"
    HIS_BANK_CONNECTION_449 = "HIS_BANK_CONNECTION_449"
    CASHLESS_ACCEPT = "CASHLESS_ACCEPT"


class Sector(enum.StrEnum):
    """The sector a target or rule speaks of; the same words as the register of facilities."""

    EDUCATION = "education"
    HEALTH = "health"


class Periodicity(enum.StrEnum):
    """How often a duty comes back."""

    MONTHLY = "monthly"
    SEMIANNUAL = "semiannual"
    ANNUAL = "annual"
    AS_PRESCRIBED = "as_prescribed"
    AD_HOC = "ad_hoc"


class Urban(enum.StrEnum):
    """By what a facility counts as urban in a span of days."""

    WARDS_AND_TOWNSHIPS = "wards_and_townships"
    WARDS = "wards"
    AREA_CLASS = "area_class"
    """The class registered for the facility itself."""


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A document the plan rests on, printed as a `Căn cứ` line (M3)."""

    code: str
    number: str
    issued_on: date | None
    issuer: str
    title: str
    note: str = ""
    kind: str = ""
    """What it is called before its number: Quyết định, Nghị quyết, Công văn."""


@dataclass(frozen=True, slots=True)
class Successor:
    """Who takes over, from which day; `what` when only a part of the work goes there."""

    agency: str
    from_on: date
    what: str = ""


@dataclass(frozen=True, slots=True)
class PlanAgency:
    """An office or group the plan names, with who answers for it later (M114).

    `kind` is a kind of the register of agencies, empty for a group that has no office
    (`trường học, cơ sở giáo dục`). `until_on` is the first day on which it is no more.
    """

    code: str
    name: str
    kind: str = ""
    level: str = ""
    """province, district, commune or empty (anywhere, or the country): whose agency of the kind."""
    until_on: date | None = None
    successors: tuple[Successor, ...] = ()
    other_kinds: tuple[str, ...] = ()
    """Further kinds of the register that the plan's name takes in: banks *and* intermediaries."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which facilities a target looks at. Empty sets narrow nothing."""

    is_urban_only: bool = False
    levels: frozenset[str] = frozenset()
    """Levels of the register: preschool, primary, lower_secondary ... hospital, clinic."""
    tiers: frozenset[str] = frozenset()
    ownerships: frozenset[str] = frozenset()
    platform_list: str = ""
    """Only platforms on this list count: a legal basis, such as QD186 (M16)."""
    curriculum_level: str = ""
    """primary, lower_secondary or upper_secondary: whose lessons are counted (M14)."""


@dataclass(frozen=True, slots=True)
class Target:
    """One number to be reached by a day. The goal is in thousandths; `goal` is as written."""

    id: str
    sector: Sector
    indicator: Indicator
    comparator: Comparator
    goal: int
    """In hundredths (percent), whole."""
    due_on: date
    scope: Scope
    modality: Modality
    text: str
    reference: str
    comparator_as_written: str = ""
    scope_note: str = ""
    due_is_assumed: bool = False
    """The plan names no day; its own last day is taken."""
    reading: str = ""
    """What the plan leaves open about this target, and how it is read here."""

    @property
    def goal_permille(self) -> int:
        """The goal in thousandths."""
        return self.goal * 10


@dataclass(frozen=True, slots=True)
class FacilityRule:
    """What each facility of a sector has to have."""

    id: str
    sector: Sector
    requirement: Requirement
    reference: str
    minimum: int = 0
    of: int = 0
    share_of_facilities: int | None = None
    text: str = ""
    note: str = ""
    legal_basis: str = ""
    """The document that says how, such as QD449."""


@dataclass(frozen=True, slots=True)
class Task:
    """Work given to agencies. `original_reference` where the plan's own is wrong (M71)."""

    id: str
    group: str
    text: str
    leads: tuple[str, ...]
    supports: tuple[str, ...]
    performers: tuple[str, ...]
    reference: str
    original_reference: str = ""
    due_on: date | None = None
    is_shared_lead: bool = False
    is_mandatory_content: bool = False
    is_outgoing: bool = False
    """About money that the facility spends, not collects (M52)."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """`trước ngày 20`: before that day of the month, or before that day of the year.

    `is_inclusive`: the named day itself is still in time; by default it is not.
    """

    before_day: int | None = None
    before_month: int | None = None
    is_inclusive: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty to report. `reporter` is an agency's code, or ALL_UNITS."""

    id: str
    reporter: str
    recipients: tuple[str, ...]
    periodicity: Periodicity
    deadline: Deadline | None
    text: str
    reference: str
    via: str = ""
    aggregates: tuple[str, ...] = ()
    original_reference: str = ""


@dataclass(frozen=True, slots=True)
class UrbanDefinition:
    """What counts as urban from a day to a day (first day included, last excluded)."""

    definition: Urban
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """The paper itself, as far as it is known."""

    number: str = ""
    issued_on: date | None = None
    signer: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlanProvince:
    """The province by the codes of then and now; a code alone names nothing without its day."""

    code: str
    name: str
    on: date
    """A day on which the code meant this province."""


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of digital platform the plan names."""

    code: str
    name: str


ALL_UNITS = "ALL_UNITS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A whole plan (M1)."""

    id: str
    title: str
    kind: str
    issuer: str
    province: PlanProvince | None
    document: PlanDocument
    from_on: date
    until_on: date
    """The last day of the plan, included."""
    goal: str = ""
    funding: str = ""
    legal_bases: tuple[LegalBasis, ...] = ()
    agencies: tuple[PlanAgency, ...] = ()
    targets: tuple[Target, ...] = ()
    facility_rules: tuple[FacilityRule, ...] = ()
    tasks: tuple[Task, ...] = ()
    duties: tuple[Duty, ...] = ()
    urban: tuple[UrbanDefinition, ...] = ()
    platform_categories: dict[Sector, tuple[Category, ...]] = field(default_factory=dict)
    min_methods_ready: dict[Sector, int] = field(default_factory=dict)
    unified_fields: tuple[str, ...] = ()
    ambiguities: tuple[str, ...] = ()

    def target(self, id: str) -> Target:
        """The target of this id. Raises `KeyError`."""
        return {one.id: one for one in self.targets}[id]

    def agency(self, code: str) -> PlanAgency:
        """The agency of this code. Raises `KeyError`."""
        return {one.code: one for one in self.agencies}[code]

    def urban_on(self, on: date) -> Urban:
        """What counts as urban on a day; wards, and townships until the reform, when unsaid."""
        for one in self.urban:
            if one.from_on <= on and (one.until_on is None or on < one.until_on):
                return one.definition
        return Urban.WARDS_AND_TOWNSHIPS
