"""Sealing of nexo messages on the way between our server and a card terminal.

docs.adyen.com, Terminal API, "Protect local communications": PBKDF2-HMAC-SHA1 of the passphrase
gives an HMAC key, a cipher key and an IV; AES-256-CBC hides the message, HMAC-SHA256 over the plain
text proves it. Vector: `tests/channels/nexo/vectors`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from dataclasses import dataclass
from functools import lru_cache

import msgspec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from thuphi.ground.channels.contract import SignatureWrong

CRYPTO_VERSION = 1
NONCE_LENGTH = 16
_SALT = b"AdyenNexoV1Salt"
_ROUNDS = 4000
_BLOCK = 16
_OF_THIS_PROCESS = os.urandom(32)


class Trailer(msgspec.Struct, rename="pascal"):
    """What travels beside a sealed message, so that the other side can open it."""

    adyen_crypto_version: int
    hmac: str
    key_identifier: str
    key_version: int
    nonce: str


class Sealed(msgspec.Struct, rename="pascal"):
    """A message as it travels. Its outer header is only an address and proves nothing."""

    nexo_blob: str
    security_trailer: Trailer


@dataclass(frozen=True, slots=True)
class SharedKey:
    """What a terminal and we both know, under the name the terminal has for it."""

    identifier: str
    version: int
    passphrase: str


@dataclass(frozen=True, slots=True)
class Keys:
    """What the passphrase is turned into: 80 bytes in three parts."""

    hmac_key: bytes
    cipher_key: bytes
    iv: bytes


class _Passphrase:
    """A passphrase that a cache can look up by its hash, and that is given out only once.

    The cache keeps the thing it was asked with. So after the keys are derived that thing holds no
    passphrase any more, only a hash that is keyed anew in every process and worth nothing outside.
    """

    __slots__ = ("_mark", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._mark = hashlib.blake2b(text.encode(), key=_OF_THIS_PROCESS, digest_size=32).digest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Passphrase) and hmac.compare_digest(self._mark, other._mark)

    def __hash__(self) -> int:
        return hash(self._mark)

    def take(self) -> bytes:
        """The passphrase; there is none afterwards."""
        text, self._text = self._text, ""
        return text.encode()


@lru_cache(maxsize=64)
def _derived(passphrase: _Passphrase) -> Keys:
    material = hashlib.pbkdf2_hmac("sha1", passphrase.take(), _SALT, _ROUNDS, dklen=80)
    return Keys(material[:32], material[32:64], material[64:80])


def keys_of(passphrase: str) -> Keys:
    """The keys of a passphrase, derived once per process. Raises `SignatureWrong` if it is empty.

    The keys themselves stay in memory for at most 64 passphrases: they are needed for each message,
    and 4,000 rounds for each would keep the cashier waiting.
    """
    if not passphrase:
        raise SignatureWrong("no_secret")
    return _derived(_Passphrase(passphrase))


def _cipher(keys: Keys, nonce: bytes) -> Cipher[modes.CBC]:
    mixed = bytes(one ^ other for one, other in zip(keys.iv, nonce, strict=True))
    return Cipher(algorithms.AES(keys.cipher_key), modes.CBC(mixed))


def seal(plain: bytes, key: SharedKey, nonce: bytes) -> Sealed:
    """Hide and prove a message. The nonce is 16 random bytes, never used twice."""
    keys = keys_of(key.passphrase)
    padder = PKCS7(_BLOCK * 8).padder()
    padded = padder.update(plain) + padder.finalize()
    encryptor = _cipher(keys, nonce).encryptor()
    return Sealed(
        nexo_blob=base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode(),
        security_trailer=Trailer(
            adyen_crypto_version=CRYPTO_VERSION,
            hmac=base64.b64encode(hmac.digest(keys.hmac_key, plain, "sha256")).decode(),
            key_identifier=key.identifier,
            key_version=key.version,
            nonce=base64.b64encode(nonce).decode(),
        ),
    )


def unseal(sealed: Sealed, key: SharedKey) -> bytes:
    """The plain message. Raises `SignatureWrong`, always with the same reason for a false one."""
    keys = keys_of(key.passphrase)
    trailer = sealed.security_trailer
    named = (trailer.adyen_crypto_version, trailer.key_identifier, trailer.key_version)
    if named != (CRYPTO_VERSION, key.identifier, key.version):
        raise SignatureWrong("other_key")
    try:
        nonce, proof, hidden = (
            base64.b64decode(text, validate=True)
            for text in (trailer.nonce, trailer.hmac, sealed.nexo_blob)
        )
        decryptor = _cipher(keys, nonce).decryptor()
        padded = decryptor.update(hidden) + decryptor.finalize()
        unpadder = PKCS7(_BLOCK * 8).unpadder()
        plain = unpadder.update(padded) + unpadder.finalize()
    except (binascii.Error, ValueError) as error:
        raise SignatureWrong("signature") from error
    if not hmac.compare_digest(hmac.digest(keys.hmac_key, plain, "sha256"), proof):
        raise SignatureWrong("signature")
    return plain
