"""One application for one process: the gate in front, the pages behind it."""

from __future__ import annotations

import os
from typing import cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuphi.config.settings")

from django.core.asgi import get_asgi_application
from starlette.types import ASGIApp

from thuphi.doors.gate.app import create_gate
from thuphi.doors.gate.front import in_front_of
from thuphi.doors.gate.settings import GateSettings

pages = cast("ASGIApp", get_asgi_application())
application = in_front_of(create_gate(GateSettings.from_environment()), pages)
