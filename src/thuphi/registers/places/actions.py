"""The register is loaded from the shipped file; nobody edits it by hand."""

import csv
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from thuphi.ground.kit.fold import search_key
from thuphi.registers.places.errors import PlacesMissingFromFile
from thuphi.registers.places.models import Place

ROOM = Path(__file__).parent
MAY_BE_EMPTY = {"parent", "province", "valid_until"}


@dataclass(frozen=True, slots=True)
class LoadedPlaces:
    """What the file holds and how many rows the load had to write or take out."""

    places: int
    successions: int
    places_written: int
    successions_written: int
    successions_dropped: int


@transaction.atomic
def load_places() -> LoadedPlaces:
    """Bring the register to what the shipped file says; a second load writes nothing.

    Raises `PlacesMissingFromFile` when a registered unit is not in the file.
    """
    places, successions = columns("places.csv"), columns("mappings.csv")
    places["search_key"] = [search_key(name or "") for name in places["full_name"]]
    shipped = [int(place) for place in places["id"] if place]
    missing = list(Place.objects.exclude(id__in=shipped).values_list("id", flat=True)[:10])
    if missing:
        raise PlacesMissingFromFile(missing)
    places_written = execute("upsert_places.sql", places)
    dropped = execute("drop_successions_not_shipped.sql", successions)
    successions_written = execute("upsert_successions.sql", successions)
    return LoadedPlaces(
        places=len(shipped),
        successions=len(successions["predecessor"]),
        places_written=places_written,
        successions_written=successions_written,
        successions_dropped=dropped,
    )


def columns(file: str) -> dict[str, list[str | None]]:
    """A shipped CSV file by columns; an empty field where nothing can stand is None."""
    with (ROOM / "data" / file).open(encoding="utf-8", newline="") as shipped:
        rows = list(csv.DictReader(shipped))
    return {
        name: [row[name] or None if name in MAY_BE_EMPTY else row[name] for row in rows]
        for name in rows[0]
    }


def execute(statement: str, parameters: dict[str, list[str | None]]) -> int:
    """Run one statement of `sql/`; the number of rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute((ROOM / "sql" / statement).read_text("utf-8"), parameters)
        written: int = cursor.rowcount
    return written
