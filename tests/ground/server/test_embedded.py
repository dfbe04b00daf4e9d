"""The server that comes along: who can reach it, and what it leaves as it was."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from thuphi.ground.server.embedded import EmbeddedServer
from thuphi.ground.server.folders import kept_secret, make_folder, state_folder


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def above(path: Path) -> dict[Path, int]:
    return {folder: mode(folder) for folder in path.parents}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A closed folder such as a person's home, with the server's own below it."""
    base = make_folder(state_folder(), 0o711)
    closed = Path(tempfile.mkdtemp(dir=base, prefix="t"))
    closed.chmod(0o711)
    yield closed
    shutil.rmtree(closed)


@pytest.fixture(scope="module")
def modes_before(folder: Path) -> dict[Path, int]:
    return above(folder / "postgres")


@pytest.fixture(scope="module")
def server(folder: Path, modes_before: dict[Path, int]) -> Iterator[EmbeddedServer]:
    one = EmbeddedServer(folder / "postgres")
    assert one.start() is True
    yield one
    one.stop()
    assert one.pid() is None


def test_no_folder_on_the_way_is_opened(
    server: EmbeddedServer, modes_before: dict[Path, int]
) -> None:
    assert above(server.folder) == modes_before


def test_data_socket_and_password_are_the_owners_alone(server: EmbeddedServer) -> None:
    assert [mode(path) for path in (server.data, server.socket_folder)] == [0o700, 0o700]
    assert mode(server.folder / "secrets") == 0o700
    assert mode(server.folder / "secrets" / "owner") == 0o600


def test_it_answers_the_right_password_only(server: EmbeddedServer) -> None:
    with psycopg.connect(server.address("postgres")) as line:
        assert line.execute("SHOW server_version_num").fetchone() == (
            str(line.info.server_version),
        )
    wrong = {**conninfo_to_dict(server.address("postgres")), "password": "no"}
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(make_conninfo(**{name: str(value) for name, value in wrong.items()}))


def test_it_listens_on_no_network_address_and_keeps_what_it_confirmed(
    server: EmbeddedServer,
) -> None:
    with psycopg.connect(server.address("postgres")) as line:
        names = ("listen_addresses", "fsync", "synchronous_commit", "full_page_writes")
        seen = [line.execute(f"SHOW {name}").fetchone() for name in names]
    assert seen == [("",), ("on",), ("on",), ("on",)]


def test_it_is_not_run_by_root(server: EmbeddedServer) -> None:
    pid = server.pid()
    assert pid is not None
    assert Path(f"/proc/{pid}").stat().st_uid != 0


def test_starting_it_again_changes_nothing(server: EmbeddedServer) -> None:
    pid = server.pid()
    assert server.start() is False
    assert server.pid() == pid


def test_a_process_of_another_with_the_old_number_is_not_taken_for_it(folder: Path) -> None:
    other = EmbeddedServer(folder / "other")
    make_folder(other.data, 0o700)
    (other.data / "postmaster.pid").write_text(f"{os.getpid()}\n")
    assert other.pid() is None


def test_a_secret_is_made_once_even_by_many_at_once(folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path;"
        "from thuphi.ground.server.folders import kept_secret;"
        "print(kept_secret(Path(sys.argv[1])))"
    )
    path = folder / "many" / "secret"
    makers = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(8)
    ]
    said = {maker.communicate()[0].strip() for maker in makers}
    assert said == {kept_secret(path)}
    assert len(said.pop()) == 64
