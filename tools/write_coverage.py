"""Write the table "what each way of paying can do" from the connectors' `CAN`."""

from __future__ import annotations

from pathlib import Path

from thuphi.ground.channels import coverage

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
CHANNELS = ROOT / "docs" / "channels" / "README.md"
BEGIN, END = "<!-- coverage -->\n", "<!-- /coverage -->"


def exchanged(text: str, table: str) -> str:
    """The text with another table between the marks. Raises `ValueError` without them."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the marks {BEGIN.strip()} and {END} are missing")
    return f"{before}{begin}\n{table}\n{end}{after}"


def documents() -> dict[Path, str]:
    """Both pages as they should be."""
    tables = {
        README: coverage.table(),
        CHANNELS: f"{coverage.table()}\n{coverage.reasons()}",
    }
    return {
        path: exchanged(path.read_text(encoding="utf-8"), table) for path, table in tables.items()
    }


if __name__ == "__main__":
    for path, text in documents().items():
        path.write_text(text, encoding="utf-8")
