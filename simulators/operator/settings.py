"""Which schools the operator serves: the JSON file that OPERATOR_CONFIG names."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec


class Merchant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A school or hospital under contract, with the keys of both directions."""

    organisation_id: str
    name: str
    api_key: str
    """What it sends us as `X-API-Key`."""
    username: str = ""
    password: str = ""
    client_id: str = ""
    """Our name at its bill server: `X-Client-Id`."""
    caller_key: str = ""
    """Our key at its bill server: `X-API-Key`."""
    service_provider: str = ""
    """Its code in an account id: `serviceprovider@...`."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that this operator is told at its start."""

    thuphi_url: str
    merchants: list[Merchant]
    pin: str = "1234"
    balance_vnd: int = 200_000_000
    """What every wallet holds in the morning."""
    repeat_ms: int = 200
    """The wait between repeats of a callback."""
    repeats_max: int = 3
    late_ms: int = 5_000
    """How late a late callback comes."""
    silence_ms: int = 60_000
    """How long a call is left without an answer when it is to time out."""
    timeout_ms: int = 8_000

    def merchant(self, organisation_id: str) -> Merchant | None:
        """The merchant of an id."""
        return next((m for m in self.merchants if m.organisation_id == organisation_id), None)


class OperatorConfigMissing(Exception):
    """OPERATOR_CONFIG does not name a readable file in the documented form."""


def from_environment() -> Settings:
    """The settings, or `OperatorConfigMissing` with what to mend."""
    path = os.environ.get("OPERATOR_CONFIG", "")
    if not path:
        raise OperatorConfigMissing("set OPERATOR_CONFIG to a JSON file, see docs/simulators")
    try:
        return msgspec.json.decode(Path(path).read_bytes(), type=Settings)
    except (OSError, msgspec.DecodeError) as error:
        raise OperatorConfigMissing(f"OPERATOR_CONFIG={path!r}: {error}") from error
