"""What a gate is told."""

from __future__ import annotations

import subprocess
import sys

import pytest
from psycopg.conninfo import conninfo_to_dict

from thuphi.doors.gate.settings import GateSettings, SettingsWrong


def test_limits_come_by_their_names() -> None:
    environment = {"DATABASE_URL": "postgresql://u:geheim@h/d", "THUPHI_GATE_QUEUE_MAX": "7"}
    settings = GateSettings.from_environment(environment)
    assert settings.queue_max == 7
    assert settings.flush_rows_max == 500
    assert conninfo_to_dict(settings.conninfo)["options"] == "-c role=thuphi_worker"


def test_a_limit_that_is_no_number_is_named() -> None:
    with pytest.raises(SettingsWrong, match="THUPHI_GATE_QUEUE_MAX"):
        GateSettings.from_environment({"DATABASE_URL": "x", "THUPHI_GATE_QUEUE_MAX": "many"})


def test_settings_show_no_secret() -> None:
    shown = repr(GateSettings(dsn="postgresql://u:geheim@h/d", master_secret=b"geheim"))
    assert "geheim" not in shown


def test_the_gate_imports_no_django() -> None:
    script = (
        "import sys, thuphi.doors.gate.app, thuphi.doors.gate.front, thuphi.doors.gate.gate_alone;"
        "print([name for name in sys.modules if name.split('.')[0] == 'django'])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == "[]"
