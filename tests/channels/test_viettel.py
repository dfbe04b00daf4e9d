"""Viettel's old gateway: the published vectors, and that nothing it sends is believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from thuphi.ground.channels import viettel
from thuphi.ground.channels.contract import (
    Ability,
    CannotDo,
    Knock,
    Order,
    OrderRefused,
    SignatureWrong,
)
from thuphi.ground.channels.viettel import Viettel
from thuphi.ground.kit.clock import VIETNAM


class Vector(msgspec.Struct):
    id: str
    params: dict[str, str | int]
    sign_string: str
    check_sum: str


class Vectors(msgspec.Struct):
    access_code: str
    hash_key: str
    vectors: list[Vector]


FILE = Path(__file__).parent / "viettel" / "vectors" / "viettel.json"
GIVEN = msgspec.json.decode(FILE.read_bytes(), type=Vectors)
SETTINGS = {
    "merchant_code": "MADEUPMC", "access_code": GIVEN.access_code, "hash_key": GIVEN.hash_key,
}  # fmt: skip
ORDER = Order(
    reference="HP26000123-1",
    amount_vnd=1_250_000,
    description="Học phí kỳ 1",
    return_url="https://thuphi.example.vn/ve",
    notify_url="https://thuphi.example.vn/gate",
    ip="127.0.0.1",
    at=datetime(2026, 1, 5, 8, 30, tzinfo=VIETNAM),
)


@pytest.mark.parametrize("vector", GIVEN.vectors, ids=lambda one: one.id)
def test_the_vectors_are_signed_alike(vector: Vector) -> None:
    members = {name: str(value) for name, value in vector.params.items()}
    command = members.get("command") or members["cmd"]
    text = viettel.sign_text(command, GIVEN.access_code, members)
    assert text == vector.sign_string
    assert viettel.check_sum(text, GIVEN.hash_key.encode()) == vector.check_sum


def test_an_order_is_the_payment_vector_as_an_address() -> None:
    step = Viettel().start(ORDER, SETTINGS)
    (payment,) = (one for one in GIVEN.vectors if one.id == "payment")
    assert (step.signed_text, step.signature) == (payment.sign_string, payment.check_sum)
    told = {name: values[0] for name, values in parse_qs(urlsplit(step.url).query).items()}
    assert {name: told[name] for name in payment.params} == {
        name: str(value) for name, value in payment.params.items()
    }
    assert (told["check_sum"], told["desc"]) == (payment.check_sum, "Hoc phi ky 1")


@pytest.mark.parametrize("amount_vnd", [0, 999, 100_000_001])
def test_an_amount_outside_the_limits_is_refused(amount_vnd: int) -> None:
    with pytest.raises(OrderRefused, match="amount_vnd"):
        Viettel().start(replace(ORDER, amount_vnd=amount_vnd), SETTINGS)


def test_without_a_key_nothing_is_signed() -> None:
    with pytest.raises(SignatureWrong):
        Viettel().start(ORDER, {**SETTINGS, "hash_key": ""})


def test_nothing_that_comes_back_is_believed() -> None:
    assert [one for one, can in Viettel.CAN.items() if can.can] == [Ability.START]
    with pytest.raises(CannotDo):
        Viettel().hear(Knock("POST", {}, {}, b"{}", ORDER.at), SETTINGS)
