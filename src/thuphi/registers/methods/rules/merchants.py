"""Which of a merchant's settings are secret, and whether its address can stand in a link."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from thuphi.ground.channels.contract import Connector
from thuphi.registers.methods import errors

_PLAIN = re.compile(r"[a-z0-9][a-z0-9-]{3,59}")
OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Sorted:
    """Settings apart: what may lie open and what is sealed. The secrets do not show in a log."""

    open: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)


def is_plain(slug: str) -> bool:
    """Whether a slug can stand in a web address as it is."""
    return _PLAIN.fullmatch(slug) is not None


def part(connector: Connector, settings: Mapping[str, str]) -> Sorted:
    """Part the secrets from the rest; what is empty is left out.

    Raises `SettingNotKnown` and `AddressNotSafe`, both with the setting's name and never its value.
    """
    known = {*connector.SETTINGS, *connector.ADDRESSES}
    strange = sorted(set(settings) - known)
    if strange:
        raise errors.SettingNotKnown(strange[0])
    given = {name: value.strip() for name, value in settings.items() if value.strip()}
    for name in sorted(given.keys() & connector.ADDRESSES.keys()):
        if not is_safe(given[name]):
            raise errors.AddressNotSafe(name)
    secrets = {name: value for name, value in given.items() if name in connector.SECRETS}
    return Sorted(
        open={name: value for name, value in given.items() if name not in secrets},
        secrets=secrets,
    )


def sort_settings(connector: Connector, settings: Mapping[str, str]) -> Sorted:
    """The same for a new merchant, which needs a secret if its channel has any.

    Raises `SettingNotKnown`, `AddressNotSafe`, `SecretMissing`.
    """
    apart = part(connector, settings)
    if connector.SECRETS and not apart.secrets:
        raise errors.SecretMissing
    return apart


def is_safe(address: str) -> bool:
    """Whether we may send a family's payment there: over TLS, or to this machine for trying out."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    plain = parts.scheme == "http" and host in OWN_MACHINE
    return bool(host) and (parts.scheme == "https" or plain) and not parts.username


def check_whole(held: Collection[str], given: Collection[str], dropped: Collection[str]) -> None:
    """New secrets take the place of all old ones, so each old name is given anew or dropped.

    Raises `SecretNotRepeated` with the first name that is neither.
    """
    forgotten = sorted(set(held) - set(given) - set(dropped))
    if given and forgotten:
        raise errors.SecretNotRepeated(forgotten[0])
