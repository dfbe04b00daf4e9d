"""Pages of the web, by the site's own addresses."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import SettingsWrapper


@pytest.fixture(autouse=True)
def addresses(settings: SettingsWrapper) -> None:
    """The payer's pages alone."""
    settings.ROOT_URLCONF = "tests.doors.web.addresses"
