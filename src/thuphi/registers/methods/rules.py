"""Which of a merchant's settings are secret, without a database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from thuphi.ground.channels.contract import Connector

from . import errors

_PLAIN = re.compile(r"[a-z0-9][a-z0-9-]{3,59}")


@dataclass(frozen=True, slots=True)
class Sorted:
    """Settings apart: what may lie open and what is sealed. The secrets do not show in a log."""

    open: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)


def is_plain(slug: str) -> bool:
    """Whether a slug can stand in a web address as it is."""
    return _PLAIN.fullmatch(slug) is not None


def sort_settings(connector: Connector, settings: Mapping[str, str]) -> Sorted:
    """Part the secrets from the rest. Raises `SettingNotKnown` (with its name), `SecretMissing`."""
    strange = sorted(set(settings) - set(connector.SETTINGS))
    if strange:
        raise errors.SettingNotKnown(strange[0])
    given = {name: value for name, value in settings.items() if value}
    secrets = {name: value for name, value in given.items() if name in connector.SECRETS}
    if connector.SECRETS and not secrets:
        raise errors.SecretMissing
    return Sorted(
        open={name: value for name, value in given.items() if name not in secrets},
        secrets=secrets,
    )
