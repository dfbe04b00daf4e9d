"""Mutated settlement files: read, or refused in words; never a crash, never half."""

from __future__ import annotations

import random
from datetime import datetime

from tests.ground.statements.providers.test_provider_files import VNPAY, workbook
from thuphi.ground.statements.contract import Unreadable
from thuphi.ground.statements.faults import sentence
from thuphi.ground.statements.providers.reading import read_provider, read_settlements

BATCH = (
    "TID,Batch No,Trace No,RRN,Amount,MDR,Settlement Date\n"
    "12345678,12,123,628412345678,660000,0,06/10/2026\n"
)
JSON = (
    '[{"transactionReference":"T1","amount":"660000.00","currency":"VND","type":"merchantpay",'
    '"transactionDate":"2026-10-05T02:15:22Z","fees":[{"feeAmount":"1"},{"feeAmount":"2"}]}]'
)
BOOK = workbook(
    [
        ["Mã giao dịch MoMo", "Số tiền", "Phí", "Ngày giao dịch"],
        [4088878653, 660000, 6600, datetime(2026, 10, 5, 9)],
    ]
)
SEEDS = (VNPAY.encode(), BATCH.encode(), JSON.encode(), BOOK)
PIECES = (
    b"\x00", b"\xff", b";;;;", b'"', b"-", b"=1+1", b"9" * 40, b"\n", b"\r", b"1e400", b"nan",
    b"1.0", b"T\xe1\xbb\x95ng", b"31/12/9999", b"00/00/0000", b"[" * 200, b"\\u0000", b"(1)",
)  # fmt: skip


def mutated(chance: random.Random) -> bytes:
    content = bytearray(chance.choice(SEEDS))
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(content) + 1)
        match chance.randrange(4):
            case 0:
                content[at:at] = chance.choice(PIECES)
            case 1:
                del content[at : at + chance.randint(1, 30)]
            case 2:
                content[at : at + 1] = bytes([chance.randrange(256)])
            case _:
                content = content[: max(at, 1)] + content[at // 2 :]
        content = content or bytearray(b"x")
    return bytes(content)


def runs(count: int, seed: int) -> tuple[int, int]:
    """How many were read and how many refused."""
    chance = random.Random(seed)
    read = refused = 0
    for _ in range(count):
        content = mutated(chance)
        channel = chance.choice(["", "", "vnpay", "nexo", "gsma", "momo"])
        try:
            found = read_settlements("x", content, channel=channel)
            for one in found.settlements:
                assert one.rows
                assert sum(row.fee_vnd for row in one.rows) >= 0
                assert len({(row.kind, row.provider_reference) for row in one.rows}) == len(
                    one.rows
                )
            read += 1
        except Unreadable as error:
            assert 1 <= len(error.faults) <= 100
            assert all(sentence(one) for one in error.faults)
            refused += 1
        try:
            read_provider("x", content)
        except Unreadable as error:
            assert error.faults
    return read, refused


def test_two_thousand_mutated_files_are_read_or_refused() -> None:
    read, refused = runs(2_000, seed=5)
    assert read + refused == 2_000
    assert read > 20
    assert refused > 1_000
