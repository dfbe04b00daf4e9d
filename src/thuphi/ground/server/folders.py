"""Where the data, the socket, the password and the master secret of this machine are kept."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

ROOT_STATE = Path("/var/lib/thuphi")


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
        path.mkdir()
        path.chmod(mode)
    return path


def kept_secret(path: Path) -> str:
    """The secret in this file; made at the first call, readable by its owner only."""
    make_folder(path.parent, 0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        fresh = secrets.token_hex(32)
        file.write(fresh)
    return fresh


def master_secret() -> bytes:
    """The one secret all others come from: `THUPHI_MASTER_SECRET` (hex), or this machine's own."""
    given = os.environ.get("THUPHI_MASTER_SECRET")
    return bytes.fromhex(given or kept_secret(state_folder() / "secrets" / "master"))
