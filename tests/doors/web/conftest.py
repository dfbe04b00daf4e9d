"""Pages of the web by the site's own addresses, with a folder where the server looks for files."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def folder_of_files(settings: Settings, tmp_path: Path) -> None:
    """An empty one; styles are served to browsers in the stories."""
    settings.STATIC_ROOT = tmp_path
