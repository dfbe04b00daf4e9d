"""Two schools, and a platform that stands on a list."""

from __future__ import annotations

from datetime import date

import pytest

from tests import world as worlds
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.registers.platforms import actions
from thuphi.registers.platforms.actions import NewPlatform
from thuphi.registers.platforms.models import Platform
from thuphi.registers.platforms.rules import Category


@pytest.fixture
def world(db: None) -> World:
    """Two schools and five people."""
    return worlds.build()


@pytest.fixture
def vnedu(world: World) -> Platform:
    """A platform for two purposes of schools, on the list of Decision 186 since 2022."""
    made = actions.register_platform(
        by=SYSTEM,
        platform=NewPlatform(
            name="Trường học số Ví Dụ",
            vendor="Công ty Phần mềm Ví Dụ",
            is_vietnamese=True,
            categories=[Category.SCHOOL_ADMIN, Category.LMS_ONLINE],
            source="https://example.vn/186",
        ),
        at=worlds.AT,
    )
    actions.list_platform(
        by=SYSTEM, platform_id=made.pk, list_code="qd186", from_on=date(2022, 2, 11),
        source="Quyết định 186/QĐ-BTTTT", at=worlds.AT,
    )  # fmt: skip
    return made
