"""The hourly count for the public."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tests import world as worlds
from thuphi.doors.jobs.publishing import publish_figures
from thuphi.oversight.indicators import publishing


@pytest.mark.django_db
def test_every_plan_that_has_begun_is_laid_down_as_the_last_month_ended() -> None:
    cache.clear()
    assert publishing.published() == []
    publish_figures(int(worlds.AT.timestamp()))
    found = {one.plan: one.as_of.isoformat() for one in publishing.published()}
    assert found == {
        "NAT2022": "2022-12-31",
        "BG2022": "2022-12-31",
        "TH2022": "2022-12-31",
        "AG2022": "2022-12-31",
        "HY2022_2025": "2025-12-31",
    }
    told = publishing.published_plan("bg2022")
    assert told is not None
    assert [target.whole for target in told.targets] == [None] * 8
    assert publishing.published_plan("nonsense") is None
