"""Bring DATABASE_URL to today's schema, with all places: `python -m tests.migrate`."""

from __future__ import annotations

import os

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuphi.config.settings")
django.setup()
call_command("migrate", verbosity=0, skip_checks=True)

from thuphi.registers.places.actions import load_places  # noqa: E402

load_places()
