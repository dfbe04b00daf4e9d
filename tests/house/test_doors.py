"""Every route is guarded, every command is documented, every document is of today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from thuphi.doors.cli.commands import app
from thuphi.doors.web.shared.middleware import OPEN_MODULES
from tools import write_docs

ROOT = Path(__file__).resolve().parents[2]


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for one in patterns:
        if isinstance(one, URLResolver):
            found += routes(one.url_patterns, prefix + str(one.pattern))
        else:
            found.append((prefix + str(one.pattern), one.callback))
    return found


def test_every_route_says_who_may_open_it() -> None:
    unmarked = [
        path
        for path, view in routes(get_resolver().url_patterns)
        if getattr(view, "access", None) is None
        and not str(getattr(view, "__module__", "")).startswith(OPEN_MODULES)
    ]
    assert unmarked == []


def test_no_model_has_changed_without_a_migration(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0, skip_checks=True)


def test_the_schema_document_is_of_today() -> None:
    assert (ROOT / "docs" / "schema.sql").read_text(encoding="utf-8") == write_docs.schema()


def test_the_states_document_is_of_today() -> None:
    assert (ROOT / "docs" / "states.md").read_text(encoding="utf-8") == write_docs.states()


def test_the_readmes_name_every_command() -> None:
    names = {
        command.name or command.callback.__name__.replace("_", "-")
        for command in app.registered_commands
        if not command.hidden and command.callback is not None
    } | {group.name for group in app.registered_groups if group.name}
    for readme in ("README.md", "README.vi.md"):
        text = (ROOT / readme).read_text(encoding="utf-8")
        assert [name for name in sorted(names) if f"thuphi {name}" not in text] == []


def test_every_make_target_has_a_help_line() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    assert targets is not None
    helped = set(re.findall(r"^([a-z-]+):.*## ", text, re.MULTILINE))
    assert set(targets.group(1).split()) - helped == set()


@pytest.mark.parametrize(
    "host", ["py" + "pi.org", "python" + "hosted", "registry." + "npmjs", "deb." + "debian"]
)
def test_no_file_names_a_package_registry(host: str) -> None:
    folders = ("src", "tests", "tools", "docs", "benchmarks", "simulators", "requirements", ".ci")
    kinds = {".py", ".md", ".txt", ".in", ".toml", ".sql", ".html", ""}
    wrong = [
        str(path.relative_to(ROOT))
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in kinds
        and path.is_file()
        and host in path.read_text(encoding="utf-8", errors="ignore")
    ]
    assert wrong == []


def test_every_room_has_a_readme_that_begins_with_its_sentence() -> None:
    rooms = [
        path
        for floor in ("ground", "registers", "money", "oversight", "doors")
        for path in (ROOT / "src" / "thuphi" / floor).iterdir()
        if path.is_dir() and path.name != "__pycache__" and (path / "__init__.py").exists()
    ]
    missing = [str(room.relative_to(ROOT)) for room in rooms if not (room / "README.md").exists()]
    assert missing == []
