"""The guide refuses words that the story has not met, and a file that says something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories import guide as guides
from tests.stories.guide import Guide


def test_a_guide_names_no_button_that_the_story_has_not_pressed() -> None:
    guide = Guide("docs/none.md", "Thử")
    with pytest.raises(AssertionError, match="Nút không có"):
        guide.chapter("Một", "Bấm “Nút không có”.")


def test_a_guide_that_says_something_else_than_the_story_is_out_of_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guides, "IS_WRITTEN_ANEW", False)
    guide = Guide("docs/none.md", "Thử", "Mở đầu.")
    guide.path = tmp_path / "guide.md"
    guide.chapter("Một", "Không bấm gì.")
    guide.path.write_text("# Thử\n\nMở đầu.\n\n## 1. Một\n\nKhông bấm gì.\n", encoding="utf-8")
    guide.close()
    guide.path.write_text("# Thử\n\nMở đầu.\n\n## 1. Một\n\nBấm gì đó.\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="out of date"):
        guide.close()
