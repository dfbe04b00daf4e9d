"""Payloads of banks, wallets and libraries, good and bad, with what they say."""

from __future__ import annotations

from pathlib import Path

import msgspec


class Good(msgspec.Struct):
    id: str
    payload: str
    crc: str
    expected: dict[str, str]
    generator_vector: bool
    purpose_input: str = ""


class Bad(msgspec.Struct):
    id: str
    payload: str
    expect: str


class Fold(msgspec.Struct):
    input: str
    output: str


class Vectors(msgspec.Struct):
    vectors: list[Good]
    negative: list[Bad]
    text_folding: list[Fold]


ALL = msgspec.json.decode(
    (Path(__file__).parent / "vietqr" / "vietqr.json").read_bytes(), type=Vectors
)
