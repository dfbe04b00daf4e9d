"""What a wallet is told at its start: the JSON file that an environment variable names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeVar

import msgspec


class Common(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every wallet is told."""

    thuphi_url: str = ""
    """Where the merchant's own site is, for a link home."""
    repeat_ms: int = 200
    """Pause between repeats of a notification; a real wallet waits minutes."""
    repeats_max: int = 3
    """Repeats after a first try that was not acknowledged."""
    timeout_ms: int = 15_000
    """How long a notification waits for its answer."""
    redirect_ms: int = 1_000
    """How long the payer's browser waits for the notification before it goes back."""
    silence_seconds: int = 60
    """How long a call that is "not answered" is held."""
    expires_seconds: int = 900
    """How long a page can be paid on."""


Told = TypeVar("Told", bound=Common)


class ConfigMissing(Exception):
    """The variable does not name a readable file in the documented form."""


def from_environment(variable: str, kind: type[Told]) -> Told:
    """The settings, or `ConfigMissing` with what to mend."""
    path = os.environ.get(variable, "")
    if not path:
        raise ConfigMissing(f"set {variable} to a JSON file, see docs/simulators/")
    try:
        return msgspec.json.decode(Path(path).read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError) as error:
        raise ConfigMissing(f"{variable}={path!r}: {error}") from error
