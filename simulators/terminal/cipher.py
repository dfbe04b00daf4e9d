"""The terminal's side of the sealing: OpenSSL's view of it, written apart from Thu Phí's.

PBKDF2-HMAC-SHA1, salt `AdyenNexoV1Salt`, 4,000 rounds, 80 bytes: HMAC key, cipher key, IV.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from functools import cache

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from simulators.terminal.settings import Merchant


class NotSealedRight(Exception):
    """The till's message is not sealed with the key this terminal shares with it."""


@cache
def _material(passphrase: str) -> bytes:
    return hashlib.pbkdf2_hmac("sha1", passphrase.encode(), b"AdyenNexoV1Salt", 4000, 80)


def _aes(material: bytes, nonce: bytes) -> Cipher[modes.CBC]:
    iv = (int.from_bytes(material[64:]) ^ int.from_bytes(nonce)).to_bytes(16)
    return Cipher(algorithms.AES256(material[32:64]), modes.CBC(iv))


def opened(secured: dict[str, object], merchant: Merchant) -> bytes:
    """The till's plain message. Raises `NotSealedRight`."""
    material = _material(merchant.Passphrase)
    trailer, blob = secured.get("SecurityTrailer"), secured.get("NexoBlob")
    if not isinstance(trailer, dict) or not isinstance(blob, str):
        raise NotSealedRight("not sealed")
    named = [trailer.get(name) for name in ("AdyenCryptoVersion", "KeyIdentifier", "KeyVersion")]
    if named != [1, merchant.KeyIdentifier, merchant.KeyVersion]:
        raise NotSealedRight("another key")
    try:
        nonce = base64.b64decode(str(trailer.get("Nonce")), validate=True)
        opener = _aes(material, nonce).decryptor()
        padded = opener.update(base64.b64decode(blob, validate=True)) + opener.finalize()
        proof = base64.b64decode(str(trailer.get("Hmac")), validate=True)
    except (ValueError, OverflowError) as error:
        raise NotSealedRight("unreadable") from error
    plain = padded[: -padded[-1]] if padded else b""
    if not hmac.compare_digest(hmac.digest(material[:32], plain, "sha256"), proof):
        raise NotSealedRight("wrong HMAC")
    return plain


def sealed(plain: bytes, merchant: Merchant, *, is_proof_wrong: bool) -> dict[str, object]:
    """A message as it leaves the terminal; the proof is damaged on demand."""
    material, nonce = _material(merchant.Passphrase), os.urandom(16)
    fill = 16 - len(plain) % 16
    closer = _aes(material, nonce).encryptor()
    blob = closer.update(plain + bytes([fill]) * fill) + closer.finalize()
    proof = hmac.digest(material[:32], plain, "sha256")
    if is_proof_wrong:
        proof = bytes([proof[0] ^ 1]) + proof[1:]
    return {
        "NexoBlob": base64.b64encode(blob).decode(),
        "SecurityTrailer": {
            "AdyenCryptoVersion": 1,
            "Hmac": base64.b64encode(proof).decode(),
            "KeyIdentifier": merchant.KeyIdentifier,
            "KeyVersion": merchant.KeyVersion,
            "Nonce": base64.b64encode(nonce).decode(),
        },
    }
