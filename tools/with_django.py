"""Run one of our tools that reads rules beside models: `python -m tools.with_django NAME`."""

from __future__ import annotations

import os
import runpy
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuphi.config.settings")
    django.setup()
    runpy.run_module(sys.argv[1], run_name="__main__")
