"""Secrets at rest, and the several keys that one master secret gives."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken


class SealBroken(Exception):
    """The sealed text was made with another master secret, or was altered."""


def derive(master: bytes, purpose: str) -> bytes:
    """32 bytes for one purpose; knowing one such key tells nothing of another or of the master."""
    return hashlib.blake2b(purpose.encode(), key=master[:64], digest_size=32).digest()


def _fernet(master: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derive(master, "seal")))


def seal(master: bytes, secrets: Mapping[str, str]) -> bytes:
    """Encrypt and sign a set of named secrets."""
    return _fernet(master).encrypt(json.dumps(dict(secrets), ensure_ascii=False).encode())


def unseal(master: bytes, sealed: bytes) -> dict[str, str]:
    """The named secrets again. Raises `SealBroken`."""
    try:
        opened = json.loads(_fernet(master).decrypt(sealed))
    except InvalidToken as error:
        raise SealBroken from error
    return {str(name): str(value) for name, value in opened.items()}
