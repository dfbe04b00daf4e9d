"""Begin a new way of paying: `make new-channel NAME=x`.

Writes a module that hears a signed JSON message, the four recordings that the contract test wants,
and a page of documentation; registers it. All of it passes the contract test from the first
minute, so that what you change next is told by a failing test.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = Path(__file__).resolve().parent / "new_channel_templates"
NAME = re.compile(r"[a-z][a-z0-9]{1,19}")
SECRET = "made_up_secret"
AT = "2026-01-05T08:31:50+07:00"
MESSAGE: Mapping[str, str | int] = {
    "id": "92704",
    "status": "paid",
    "amount": 1_250_000,
    "paidAt": "2026-01-05 08:31:45",
    "text": "TF003NQK8NRQ HOC PHI",
}
NOTICE = {
    "outcome": "confirmed",
    "provider_reference": "92704",
    "amount_vnd": 1_250_000,
    "paid_at": "2026-01-05T08:31:45+07:00",
    "text": "TF003NQK8NRQ HOC PHI",
    "status": "paid",
}


class CannotBegin(Exception):
    """The sentence says why nothing was written."""


def _signature(body: str, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), body.encode(), hashlib.sha256).hexdigest()


def _refused(error: str, status: int) -> dict[str, object]:
    return {"refused": error, "status": status}


def recordings(name: str) -> dict[str, dict[str, object]]:
    """One recording of each kind that every connector must have."""
    body = json.dumps(MESSAGE)
    altered = body.replace("1250000", "9250000")
    fraction = body.replace("1250000", "1250000.5")
    kinds = {
        "good": ("A payment, signed.", body, _signature(body), {"notice": NOTICE}),
        "bad_signature": (
            "Signed with another secret.",
            body,
            _signature(body, "another"),
            _refused("SignatureWrong", 401),
        ),
        "altered_body": (
            "The amount was altered after signing.",
            altered,
            _signature(body),
            _refused("SignatureWrong", 401),
        ),
        "malformed_body": (
            "A fraction of a đồng, well signed.",
            fraction,
            _signature(fraction),
            _refused("Malformed", 400),
        ),
    }
    return {
        kind: {
            "note": note,
            "settings": {"secret": SECRET},
            "at": AT,
            "headers": {f"x-{name}-signature": signature},
            "body": text,
            "expect": expect,
        }
        for kind, (note, text, signature, expect) in kinds.items()
    }


def _filled(template: str, name: str) -> str:
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    return text.replace("@name@", name).replace("@Class@", name.capitalize())


def _registered(registry: str, name: str) -> str:
    """The registry with one more connector. Raises `CannotBegin`."""
    line = f"from thuphi.ground.channels.{name} import {name.capitalize()}\n"
    imports = re.findall(r"^from thuphi\.ground\.channels\.\w+ import .*\n", registry, re.MULTILINE)
    listed = re.search(r"(_ALL: tuple\[Connector, \.\.\.\] = \([^=]*?\)),?(\s*\)\n)", registry)
    if not imports or listed is None:
        raise CannotBegin("registry.py no longer looks as this tool knows it: register by hand")
    begin, end = listed.span()
    made = f"{name.capitalize()}()"
    is_long = listed[2].startswith("\n")
    added = f"{listed[1]},\n    {made},\n)\n" if is_long else f"{listed[1]}, {made})\n"
    registry = registry[:begin] + added + registry[end:]
    after = [one for one in imports if one < line]
    place = registry.index(after[-1]) + len(after[-1]) if after else registry.index(imports[0])
    return registry[:place] + line + registry[place:]


def _kept_apart(project: str, name: str) -> str:
    """The import contracts with one more connector. Raises `CannotBegin`."""
    contract = re.search(
        r'name = "Connectors do not know each other".*?modules = \[\n.*?(?=\n\])',
        project,
        re.DOTALL,
    )
    if contract is None:
        raise CannotBegin("pyproject.toml no longer lists the connectors: add this one by hand")
    end = contract.end()
    return f'{project[:end]}\n    "thuphi.ground.channels.{name}",{project[end:]}'


def begin(name: str, root: Path = ROOT) -> list[Path]:
    """Write all files of a new connector; none when one is there. Raises `CannotBegin`."""
    if not NAME.fullmatch(name):
        raise CannotBegin("NAME: 2 to 20 small letters and digits, a letter first")
    module = root / "src/thuphi/ground/channels" / f"{name}.py"
    folder = root / "tests/channels" / name
    page = root / "docs/channels" / f"{name}.md"
    registry, project = root / "src/thuphi/ground/channels/registry.py", root / "pyproject.toml"
    if there := [path for path in (module, folder, page) if path.exists()]:
        raise CannotBegin(f"{there[0].relative_to(root)} is there already")
    changed = {
        registry: _registered(registry.read_text(encoding="utf-8"), name),
        project: _kept_apart(project.read_text(encoding="utf-8"), name),
        module: _filled("module.py.txt", name),
        page: _filled("page.md", name),
    }
    for kind, recording in recordings(name).items():
        told = json.dumps(recording, ensure_ascii=False, indent=1) + "\n"
        changed[folder / f"{kind}.json"] = told
    folder.mkdir()
    for path, text in changed.items():
        path.write_text(text, encoding="utf-8")
    return list(changed)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Begin a new way of paying.")
    parser.add_argument("name", help="2 to 20 small letters and digits")
    given = parser.parse_args()
    try:
        written = begin(given.name)
    except CannotBegin as refusal:
        sys.exit(str(refusal))
    for path in written:
        print(path.relative_to(ROOT))
    print("next: name the provider's document, change the recordings to its own, then the module;")
    print("python -m pytest tests/channels; make schema writes the table of abilities anew")


if __name__ == "__main__":
    main()
