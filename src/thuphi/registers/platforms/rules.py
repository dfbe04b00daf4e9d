"""What kinds of platform there are, and what a facility's use of one can be. No database."""

from __future__ import annotations

import enum
import re

from thuphi.ground.kit.states import StateTable
from thuphi.registers.facilities.models import Sector


class Category(enum.StrEnum):
    """The kinds of digital platform the plans name (M55, M56): the union of the five."""

    SCHOOL_ADMIN = "SCHOOL_ADMIN"
    LMS_ONLINE = "LMS_ONLINE"
    ONLINE_EXAM = "ONLINE_EXAM"
    RESOURCE_SHARING = "RESOURCE_SHARING"
    DIGITISED_MATERIALS = "DIGITISED_MATERIALS"
    PARENT_LINK = "PARENT_LINK"
    E_TRANSCRIPT = "E_TRANSCRIPT"
    HOMEWORK = "HOMEWORK"
    ONLINE_ASSESSMENT = "ONLINE_ASSESSMENT"
    UNIFIED_RECORD = "UNIFIED_RECORD"
    LINKED_DB = "LINKED_DB"
    REMOTE_INSPECTION = "REMOTE_INSPECTION"
    HOSPITAL_MGMT = "HOSPITAL_MGMT"
    TELEHEALTH = "TELEHEALTH"
    EPRESCRIPTION = "EPRESCRIPTION"
    PHR = "PHR"
    VACCINATION = "VACCINATION"
    ONLINE_CONSULT = "ONLINE_CONSULT"
    CLINICAL_TOOLS = "CLINICAL_TOOLS"

    @property
    def sector(self) -> Sector:
        """Whose kind of platform it is."""
        return Sector.HEALTH if self in _OF_HEALTH else Sector.EDUCATION


_OF_HEALTH = frozenset(
    {
        Category.HOSPITAL_MGMT,
        Category.TELEHEALTH,
        Category.EPRESCRIPTION,
        Category.PHR,
        Category.VACCINATION,
        Category.ONLINE_CONSULT,
        Category.CLINICAL_TOOLS,
    }
)


class UseState(enum.StrEnum):
    """Chờ xác minh, Đã xác minh, Bị từ chối, Đã ngừng dùng."""

    DECLARED = "declared"
    VERIFIED = "verified"
    REFUSED = "refused"
    ENDED = "ended"
    """It was verified and counts up to its last day."""


USE_STATES = StateTable(
    "platform_use",
    {
        UseState.DECLARED: frozenset({UseState.VERIFIED, UseState.REFUSED}),
        UseState.VERIFIED: frozenset({UseState.ENDED, UseState.REFUSED}),
        UseState.REFUSED: frozenset(),
        UseState.ENDED: frozenset(),
    },
)

COUNTED = frozenset({UseState.VERIFIED, UseState.ENDED})
"""Only what a department has verified counts (M59)."""

_LIST_CODE = re.compile(r"[A-Z0-9][A-Z0-9._/-]{1,39}")


def list_code(written: str) -> str | None:
    """The code of a list as it is kept (`QD186`); None when it cannot be one."""
    code = written.strip().upper()
    return code if _LIST_CODE.fullmatch(code) else None
