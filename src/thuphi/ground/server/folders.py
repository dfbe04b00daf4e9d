"""Where the data, the socket, the password and the master secret of this machine are kept."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

ROOT_STATE = Path("/var/lib/thuphi")
SECRET_BYTES_MIN = 32


class SecretTooShort(Exception):
    """The master secret has fewer than 64 hex digits, or its file is empty."""


def state_folder() -> Path:
    """`THUPHI_STATE`, or /var/lib/thuphi for root, or the user's own state folder."""
    if named := os.environ.get("THUPHI_STATE"):
        return Path(named).absolute()
    if os.geteuid() == 0:
        return ROOT_STATE
    base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "thuphi"


def make_folder(path: Path, mode: int) -> Path:
    """Make a folder (and missing ones above it) with exactly this mode; leave an old one alone."""
    if not path.exists():
        make_folder(path.parent, 0o755)
        # Another process that starts at the same moment may have made it just now.
        with suppress(FileExistsError):
            path.mkdir()
            path.chmod(mode)
    return path


def kept_secret(path: Path) -> str:
    """The secret in this file; made at the first call, readable by its owner only."""
    make_folder(path.parent, 0o700)
    if not path.exists():
        # Written whole under another name and linked to its own: of two processes that start at
        # once neither can read a file that the other has only opened.
        half = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        write_private(half, secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(half, path)
        half.unlink()
    return path.read_text().strip()


def write_private(path: Path, text: str) -> None:
    """Write a file that was never readable by anybody but its owner; an old one is replaced."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def master_secret() -> bytes:
    """The one secret all others come from: `THUPHI_MASTER_SECRET` (hex), or this machine's own.

    Raises `SecretTooShort`.
    """
    given = os.environ.get("THUPHI_MASTER_SECRET")
    secret = bytes.fromhex(given or kept_secret(state_folder() / "secrets" / "master"))
    if len(secret) < SECRET_BYTES_MIN:
        raise SecretTooShort
    return secret
