"""One contract for every connector, second half: what it sends, and how it reads answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.channels.recordings import Sample, sample, those
from thuphi.ground.channels.contract import (
    Ability,
    Answer,
    Call,
    CannotDo,
    Connector,
    Malformed,
    OrderRefused,
    SignatureWrong,
    Step,
)
from thuphi.ground.channels.registry import CONNECTORS

CONNECTOR = pytest.mark.parametrize("connector", CONNECTORS.values(), ids=list(CONNECTORS))

STEPS: dict[Ability, Callable[[Connector, Sample], Step]] = {
    Ability.START: lambda one, given: one.start(given.order, given.settings),
    Ability.ASK: lambda one, given: one.ask(given.question, given.settings),
    Ability.CANCEL: lambda one, given: one.cancel(given.question, given.settings),
    Ability.REFUND: lambda one, given: one.refund(given.refund, given.settings),
    Ability.PART_REFUND: lambda one, given: one.refund(given.part_refund, given.settings),
    Ability.ASK_REFUND: lambda one, given: one.ask_refund(given.refund, given.settings),
}
READERS: dict[Ability, Callable[[Connector, Sample, Answer], object]] = {
    Ability.START: lambda one, given, said: one.read_started(given.order, said, given.settings),
    Ability.ASK: lambda one, given, said: one.read_asked(given.question, said, given.settings),
    Ability.CANCEL: lambda one, given, said: one.read_cancelled(
        given.question, said, given.settings
    ),
    Ability.REFUND: lambda one, given, said: one.read_refunded(given.refund, said, given.settings),
    Ability.ASK_REFUND: lambda one, given, said: one.read_refund_asked(
        given.refund, said, given.settings
    ),
}
PAGE = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
ANSWERS = {
    "down": (503, PAGE),
    "broken": (500, b'{"error":"internal"}'),
    "page_instead_of_json": (200, PAGE),
    "empty": (200, b""),
    "null": (200, b"null"),
    "list": (200, b"[]"),
    "object": (200, b"{}"),
    "text": (200, b'"OK"'),
    "cut": (200, b'{"code":"00","data":{"amount":12'),
    "not_utf8": (200, b"\xff\xfe"),
    "deep": (200, b"[" * 5000),
    "half_a_letter": (200, b'{"data":"\\ud800","signature":"\\ud800"}'),
    "endless_number": (200, b"9" * 5000),
}


@CONNECTOR
@pytest.mark.parametrize("ability", STEPS, ids=lambda ability: ability.name.lower())
def test_a_connector_sends_what_it_can_and_refuses_the_rest(
    connector: Connector, ability: Ability
) -> None:
    given = sample(connector)
    if connector.CAN[ability].can:
        step = STEPS[ability](connector, given)
        assert step.call or step.url or step.qr
        return
    with pytest.raises(CannotDo) as refusal:
        STEPS[ability](connector, given)
    is_part = ability is Ability.PART_REFUND and not connector.CAN[Ability.REFUND].can
    assert refusal.value.ability is (Ability.REFUND if is_part else ability)


@CONNECTOR
def test_a_connector_without_settlement_says_so(connector: Connector) -> None:
    if connector.CAN[Ability.SETTLEMENT].can:
        with pytest.raises(Malformed):
            connector.read_settlement(PAGE)
        return
    with pytest.raises(CannotDo) as refusal:
        connector.read_settlement(b"")
    assert refusal.value.ability is Ability.SETTLEMENT


@pytest.mark.parametrize(
    ("connector", "ability"),
    [
        pytest.param(one, ability, id=f"{one.name}-{ability.name.lower()}")
        for one in CONNECTORS.values()
        for ability in STEPS
        if one.CAN[ability].can
    ],
)
def test_what_is_sent_goes_to_an_address_of_the_settings_and_shows_no_secret(
    connector: Connector, ability: Ability
) -> None:
    given = sample(connector)
    step = STEPS[ability](connector, given)
    addresses = [given.settings.get(one) or connector.ADDRESSES[one] for one in connector.ADDRESSES]
    secrets = [given.settings[one] for one in connector.SECRETS if given.settings.get(one)]
    if step.call is not None:
        check_call(step.call)
    for url in (step.url, step.call.url if step.call else ""):
        assert not url or any(url.startswith(address.rstrip("/")) for address in addresses)
        assert not any(secret in url for secret in secrets)
    assert not any(secret in step.signed_text for secret in secrets)
    again = STEPS[ability](connector, given)
    assert (again.url, again.qr) == (step.url, step.qr)


def check_call(call: Call) -> None:
    assert call.method in ("GET", "POST", "PUT", "PATCH", "DELETE")
    assert isinstance(call.body, bytes)
    assert call.method == "POST" or call.method in ("PUT", "PATCH") or not call.body
    assert 0 < call.timeout_seconds <= 150
    for name, value in call.headers.items():
        assert (name + value).isascii(), name
        assert not {"\r", "\n"} & set(name + value), name


@CONNECTOR
def test_a_secret_that_was_never_set_sends_nothing(connector: Connector) -> None:
    """The refusal is ours to read: no step is ever signed with an empty secret."""
    given = replace(sample(connector), settings={})
    for ability, step in STEPS.items():
        if connector.CAN[ability].can:
            with pytest.raises((SignatureWrong, OrderRefused)):
                step(connector, given)


@those(lambda one: one.CAN[Ability.START].can)
def test_an_amount_outside_the_limits_is_refused_in_words(connector: Connector) -> None:
    given = sample(connector)
    limits = connector.LIMITS
    for amount_vnd in (limits.min_vnd - 1, 0, -1, limits.max_vnd + 1):
        with pytest.raises(OrderRefused, match=r"\w+ \w+"):
            connector.start(replace(given.order, amount_vnd=amount_vnd), given.settings)


@those(lambda one: one.CAN[Ability.REFUND].can)
def test_more_than_was_paid_is_never_sent_back(connector: Connector) -> None:
    given = sample(connector)
    for amount_vnd in (given.refund.paid_vnd + 1, 0, -1):
        with pytest.raises(OrderRefused, match=r"\w+ \w+"):
            connector.refund(replace(given.refund, amount_vnd=amount_vnd), given.settings)


@CONNECTOR
@pytest.mark.parametrize("ability", READERS, ids=lambda ability: ability.name.lower())
@pytest.mark.parametrize(("status", "body"), ANSWERS.values(), ids=list(ANSWERS))
def test_no_answer_breaks_a_connector(
    connector: Connector, ability: Ability, status: int, body: bytes
) -> None:
    """Whatever came, it is only not understood: the caller then knows that it does not know."""
    given = sample(connector)
    said = Answer(status, {"content-type": "text/html"}, body, given.order.at)
    if not connector.CAN[ability].can or STEPS[ability](connector, given).call is None:
        with pytest.raises(CannotDo):
            READERS[ability](connector, given, said)
        return
    with pytest.raises((SignatureWrong, Malformed)):
        READERS[ability](connector, given, said)
