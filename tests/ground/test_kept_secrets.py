"""Secrets on disk: whole from the first moment, and nobody else's to read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from thuphi.ground.server import folders
from thuphi.ground.server.folders import SecretTooShort, kept_secret, master_secret, write_private


def test_processes_that_start_at_once_share_one_whole_secret(tmp_path: Path) -> None:
    for number in range(30):
        path = tmp_path / str(number) / "master"
        with ThreadPoolExecutor(8) as threads:
            seen = set(threads.map(kept_secret, [path] * 16))
        assert [len(one) for one in seen] == [64]
        assert [one.name for one in path.parent.iterdir()] == ["master"]
        assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize("given", ["ab", "00" * 31])
def test_a_short_master_secret_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("THUPHI_MASTER_SECRET", given)
    with pytest.raises(SecretTooShort):
        master_secret()


def test_an_emptied_secret_file_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("THUPHI_MASTER_SECRET")
    monkeypatch.setattr(folders, "state_folder", lambda: tmp_path)
    (tmp_path / "secrets").mkdir()
    write_private(tmp_path / "secrets" / "master", "")
    with pytest.raises(SecretTooShort):
        master_secret()


def test_a_private_file_replaces_an_open_one(tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text("old")
    path.chmod(0o644)
    write_private(path, "mới")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("mới", 0o600)
