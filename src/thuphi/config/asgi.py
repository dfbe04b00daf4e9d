"""One application for one process: the gate in front, the pages behind it."""

from __future__ import annotations

import gc
import os
from typing import cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuphi.config.settings")

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.urls import get_resolver
from starlette.types import ASGIApp

from thuphi.doors.gate.app import create_gate
from thuphi.doors.gate.bounds import bounded
from thuphi.doors.gate.front import in_front_of
from thuphi.doors.gate.settings import GateSettings

gate_settings = GateSettings.from_environment()
pages = bounded(
    cast("ASGIApp", get_asgi_application()),
    trusted_proxies=gate_settings.trusted_proxies,
    uploads_at=settings.UPLOADS_AT,
    # A form has a little more in it than its file.
    upload_bytes_max=settings.WORKBOOK_BYTES_MAX + 1_000_000,
)
application = in_front_of(create_gate(gate_settings), pages)

# Every page is read in before the first visitor, and what was read in is never garbage. The page of
# a province makes a hundred thousand small values: the collector looks less often, and at less.
_ = get_resolver().url_patterns
GARBAGE_LOOKED_AFTER_EVERY = 50_000
gc.collect()
gc.freeze()
gc.set_threshold(GARBAGE_LOOKED_AFTER_EVERY, 20, 20)
