"""The words a plan may use from the registers, without their tables; a test holds them together."""

from __future__ import annotations

from .rules import Indicator, Requirement, Sector

LEVELS: dict[Sector, frozenset[str]] = {
    Sector.EDUCATION: frozenset(
        {
            "preschool",
            "primary",
            "lower_secondary",
            "upper_secondary",
            "multi_level",
            "continuing",
            "college",
            "university",
        }
    ),
    Sector.HEALTH: frozenset({"hospital", "health_centre", "commune_station", "clinic"}),
}
ALL_LEVELS = LEVELS[Sector.EDUCATION] | LEVELS[Sector.HEALTH]
TIERS = frozenset({"central", "province", "district", "commune"})
OWNERSHIPS = frozenset({"public", "private"})
CURRICULUM_LEVELS = frozenset({"primary", "lower_secondary", "upper_secondary"})
AGENCY_KINDS = frozenset(
    {
        "education_department",
        "health_department",
        "information_department",
        "science_department",
        "peoples_committee",
        "state_bank",
        "bank",
        "intermediary",
        "press",
        "ministry",
        "telecom",
        "platform_vendor",
        "institution",
    }
)
AGENCY_LEVELS = frozenset({"province", "district", "commune"})
PLAN_KINDS = frozenset({"guidance_news", "provincial_plan", "provincial_plan_news"})
UNIFIED_FIELDS = frozenset({"payer_name", "beneficiary_name", "payment_reason", "bill_code"})
"""The four fields of every payment: An Giang's plan, IV.1.2."""

METHODS = 4
"""QR, website, Mobile Money, card."""

SECTOR_OF_INDICATOR: dict[Indicator, Sector] = {
    Indicator.HOSPITAL_FEE_VALUE_SHARE_OF_DUE: Sector.HEALTH,
    Indicator.TUITION_VALUE_SHARE_OF_COLLECTED: Sector.EDUCATION,
    Indicator.ONLINE_TEACHING_DEPLOYED: Sector.EDUCATION,
    Indicator.ONLINE_CURRICULUM_SHARE: Sector.EDUCATION,
    Indicator.PORTAL_ONLINE_TUITION: Sector.EDUCATION,
}
SECTOR_OF_REQUIREMENT: dict[Requirement, Sector] = {
    Requirement.HIS_BANK_CONNECTION_449: Sector.HEALTH,
}
SECTORS_VI = {Sector.EDUCATION: "giáo dục", Sector.HEALTH: "y tế"}
