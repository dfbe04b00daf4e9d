"""One application for one process: the gate in front, the pages behind it."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuphi.config.settings")

from django.core.asgi import get_asgi_application

from thuphi.doors.gate.app import create_gate
from thuphi.doors.gate.front import in_front_of
from thuphi.doors.gate.settings import GateSettings

application = in_front_of(create_gate(GateSettings.from_environment()), get_asgi_application())
