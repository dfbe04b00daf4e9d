"""Names of banks, wallets and Mobile Money by BIN; `banks.json` is from State Bank letter
1589/NHNN-TT (2024-03-05) and the public VietQR bank tables."""

from __future__ import annotations

from pathlib import Path

import msgspec

NAMES = msgspec.json.decode(
    Path(__file__).with_name("banks.json").read_bytes(), type=dict[str, str]
)


def bank_name(bin_code: str) -> str:
    """The everyday name of a bank; an unlisted one is called by its number."""
    return NAMES.get(bin_code, f"Ngân hàng {bin_code}")
