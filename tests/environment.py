"""Loaded by pytest before anything else: settings are read once, so this comes first."""

from __future__ import annotations

import os

from tests import databases

os.environ["DJANGO_SETTINGS_MODULE"] = "thuphi.config.settings"
os.environ["THUPHI_MASTER_SECRET"] = "00" * 64
os.environ["THUPHI_DB_ROLE"] = "thuphi_worker"
os.environ["DATABASE_URL"] = databases.address("postgres")
# Playwright's sync API runs an event loop in the test's thread; the database is not touched by it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
