"""The bank's own book: who was credited with what. In memory, one process."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from simulators.bank.refusals import Refused

NAPAS_247_VND = 500_000_000
"""NAPAS 247 carries amounts under this one (VietQR format 8.1.1)."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Money that reached an account. It exists from the moment the payer was told "done"."""

    number: int
    bank_reference: str
    bin: str
    account: str
    amount_vnd: int
    text: str
    order_code: int | None
    payer_name: str
    payer_account: str
    paid_at: datetime
    balance_vnd: int


@dataclass(frozen=True, slots=True)
class Movement:
    """What a statement shows of one account: credits as above, and all else the bank books."""

    bank_reference: str
    bin: str
    account: str
    amount_vnd: int
    is_in: bool
    text: str
    other_name: str
    other_account: str
    at: datetime
    is_reversal: bool
    """The bank takes an earlier credit back; the reference is that of the credit."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What one subscriber answered to the notification of one credit; status 0 is no answer."""

    bank_reference: str
    provider: str
    notify_url: str
    status: int
    body: str
    tries: int
    is_acknowledged: bool


@dataclass(slots=True)
class Book:
    """Credits, balances and what was sent about them."""

    numbers: Iterator[int]
    reference_seed: int
    credits: dict[str, Credit] = field(default_factory=dict)
    balances_vnd: dict[tuple[str, str], int] = field(default_factory=dict)
    sent: dict[str, list[Sent]] = field(default_factory=dict)
    movements: list[Movement] = field(default_factory=list)

    def credit(
        self,
        *,
        bank: str,
        account: str,
        amount_vnd: int,
        text: str,
        order_code: int | None,
        payer_name: str,
        payer_account: str,
        at: datetime,
    ) -> Credit:
        """Move the money. Raises `Refused` for an amount that NAPAS 247 does not carry."""
        if amount_vnd <= 0:
            raise Refused("Số tiền phải lớn hơn 0 đồng.")
        if amount_vnd >= NAPAS_247_VND:
            raise Refused("Chuyển nhanh NAPAS 247 chỉ nhận dưới 500.000.000 đồng mỗi lần.")
        number = next(self.numbers)
        balance_vnd = self.balances_vnd.get((bank, account), 0) + amount_vnd
        booked = Credit(
            number=number,
            bank_reference=self._reference(number, at),
            bin=bank,
            account=account,
            amount_vnd=amount_vnd,
            text=text,
            order_code=order_code,
            payer_name=payer_name,
            payer_account=payer_account,
            paid_at=at,
            balance_vnd=balance_vnd,
        )
        self.balances_vnd[bank, account] = balance_vnd
        self.credits[booked.bank_reference] = booked
        self.sent[booked.bank_reference] = []
        self.movements.append(
            Movement(
                bank_reference=booked.bank_reference,
                bin=bank,
                account=account,
                amount_vnd=amount_vnd,
                is_in=True,
                text=text,
                other_name=payer_name,
                other_account=payer_account,
                at=at,
                is_reversal=False,
            )
        )
        return booked

    def move(
        self,
        *,
        bank: str,
        account: str,
        amount_vnd: int,
        is_in: bool,
        text: str,
        other_name: str,
        other_account: str,
        reverses: str,
        at: datetime,
    ) -> Movement:
        """Book what is no transfer of a family: a subsidy, a fee, cash at the counter, a reversal.

        Raises `Refused` for an amount that is none, and for a reversal of what never was.
        """
        if amount_vnd <= 0:
            raise Refused("Số tiền phải lớn hơn 0 đồng.")
        if reverses and self.find(reverses).amount_vnd != amount_vnd:
            raise Refused("Bút toán đảo phải đúng số tiền đã ghi có.")
        movement = Movement(
            bank_reference=reverses or self._reference(next(self.numbers), at),
            bin=bank,
            account=account,
            amount_vnd=amount_vnd,
            is_in=is_in and not reverses,
            text=text,
            other_name=other_name,
            other_account=other_account,
            at=at,
            is_reversal=bool(reverses),
        )
        sign = 1 if movement.is_in else -1
        self.balances_vnd[bank, account] = (
            self.balances_vnd.get((bank, account), 0) + sign * amount_vnd
        )
        self.movements.append(movement)
        return movement

    def _reference(self, number: int, at: datetime) -> str:
        return f"FT{at:%y%j}{(self.reference_seed + number) % 10**9:09d}"

    def find(self, bank_reference: str) -> Credit:
        """One credit. Raises `Refused` when this bank never made it."""
        if bank_reference not in self.credits:
            raise Refused(f"Ngân hàng không có giao dịch {bank_reference}.")
        return self.credits[bank_reference]


def opened(at: datetime) -> Book:
    """An empty book whose numbers do not meet those of a book opened earlier."""
    first = (int(at.timestamp()) - 1_700_000_000) * 1_000
    return Book(numbers=itertools.count(first), reference_seed=secrets.randbelow(10**9))
