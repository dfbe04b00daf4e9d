"""How much of a stranger's file is looked at."""

from __future__ import annotations

BYTES_MAX = 64_000_000
LINES_MAX = 300_000
HEAD_ROWS = 120
"""The header row of a sheet stands within so many rows (protocols, 6.3)."""
COLUMNS_MAX = 120
ROWS_MAX = LINES_MAX + 20_000
"""Heads, totals and footers stand between the lines."""
CELLS_MAX = 12_000_000
UNPACKED_BYTES_MAX = 400_000_000
TEXT_MAX = 4_000
"""Letters of one text; a bank's are at most a few hundred."""
SUM_VND_MAX = 10**18
"""What a database keeps as a whole number has room for a little more."""
