"""The days the tests of places speak of."""

from datetime import date

OLD = date(2022, 6, 1)
LAST_OLD = date(2025, 6, 30)
NEW = date(2025, 7, 1)
