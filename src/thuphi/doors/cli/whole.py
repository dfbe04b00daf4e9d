"""The commands that work on a database: Django is set up before any of them is loaded."""

from __future__ import annotations

import importlib
import os
import sys

import django

OWNER = {"migrate"}
"""Commands that change the schema, as the tables' owner; all others step down to the worker."""


def start() -> None:
    """Choose the role, set Django up, run the command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuphi.config.settings")
    first = sys.argv[1] if len(sys.argv) > 1 else ""
    if first in OWNER:
        os.environ["THUPHI_DB_ROLE"] = ""
    else:
        os.environ.setdefault("THUPHI_DB_ROLE", "thuphi_worker")
    django.setup()
    importlib.import_module("thuphi.doors.cli.commands").app()
