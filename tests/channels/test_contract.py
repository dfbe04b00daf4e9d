"""One contract for every connector: its recordings are replayed, and it must have them.

What a recording is: `tests/channels/recordings.py`. What a connector sends and reads:
`tests/channels/test_contract_steps.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.channels.recordings import CODE, Recording, kinds, load, recordings, those
from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import (
    Ability,
    CannotDo,
    Connector,
    FourFields,
    Knock,
    Limits,
    Malformed,
    Notice,
    OrderFault,
    Outcome,
    Refusal,
    Reply,
    SignatureWrong,
    Waits,
)
from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.channels.unable import Unable

REPLAYS = [
    pytest.param(connector, path, id=f"{name}-{path.stem}")
    for name, connector in CONNECTORS.items()
    if connector.CAN[Ability.HEAR].can
    for path in recordings(name)
]
GOODS = pytest.mark.parametrize(
    ("connector", "path"), [one for one in REPLAYS if "-good" in str(one.id)]
)
CONNECTOR = pytest.mark.parametrize("connector", CONNECTORS.values(), ids=list(CONNECTORS))
GARBAGE = {
    "empty": b"",
    "null": b"null",
    "list": b"[]",
    "object": b"{}",
    "not_utf8": b"\xff\xfe",
    "deep": b"[" * 5000,
    "half_a_letter": b'{"data":"\\ud800"}',
    "endless_number": b"9" * 5000,
}


@CONNECTOR
def test_a_connector_has_recordings_of_every_kind(connector: Connector) -> None:
    names = [path.stem for path in recordings(connector.name)]
    missing = [k for k in kinds(connector) if not any(name.startswith(k) for name in names)]
    assert missing == []
    assert "good" in names


@CONNECTOR
def test_a_connector_says_what_it_can_and_why_not(connector: Connector) -> None:
    assert set(connector.CAN) == set(Ability)
    for capability in connector.CAN.values():
        assert bool(capability.why_not) is not capability.can
    assert connector.method in ("qr", "web", "mobile_money", "card", "cash")
    if not connector.CAN[Ability.REFUND].can:
        assert not connector.CAN[Ability.PART_REFUND].can
        assert not connector.CAN[Ability.ASK_REFUND].can


@CONNECTOR
def test_a_connector_names_its_settings(connector: Connector) -> None:
    assert len(set(connector.SETTINGS)) == len(connector.SETTINGS)
    assert set(connector.SECRETS) <= set(connector.SETTINGS)
    assert set(connector.ADDRESSES) <= set(connector.SETTINGS)
    assert not set(connector.ADDRESSES) & set(connector.SECRETS)
    for path in recordings(connector.name):
        assert set(load(path).settings) <= set(connector.SETTINGS), path


@CONNECTOR
def test_a_connector_calls_only_over_https(connector: Connector) -> None:
    for name, address in connector.ADDRESSES.items():
        assert address.startswith("https://"), name


@CONNECTOR
def test_a_connector_has_limits_and_waits(connector: Connector) -> None:
    assert isinstance(connector.LIMITS, Limits)
    assert 0 < connector.LIMITS.min_vnd <= connector.LIMITS.max_vnd
    assert isinstance(connector.WAITS, Waits)
    assert connector.WAITS.expires_after > timedelta(0)
    assert list(connector.WAITS.ask_after) == sorted(set(connector.WAITS.ask_after))
    assert connector.WAITS.ask_after[0] > timedelta(0)


@CONNECTOR
def test_a_connector_says_where_the_code_travels(connector: Connector) -> None:
    assert isinstance(connector.FOUR_FIELDS, FourFields)
    assert connector.FOUR_FIELDS.version >= 1
    assert connector.FOUR_FIELDS.code


@CONNECTOR
def test_a_reference_is_its_numbers_alone_and_fits(connector: Connector) -> None:
    at = reading.local_time("2026-01-05 08:31:50")
    references = [connector.reference_of(CODE, number, at) for number in range(1, 50)]
    assert len(set(references)) == 49
    assert references[0] == connector.reference_of(CODE, 1, at)
    assert all(0 < len(one) <= reading.LONGEST_REFERENCE for one in references)


@pytest.mark.parametrize(("connector", "path"), REPLAYS)
def test_a_recording_is_heard_as_it_was_meant(connector: Connector, path: Path) -> None:
    recording = load(path)
    if recording.expect.notice is None:
        with pytest.raises(Refusal) as refusal:
            connector.hear(recording.knock, recording.settings)
        assert type(refusal.value).__name__ == recording.expect.refused
        assert connector.reply_refused(refusal.value).status == recording.expect.status
        return
    facts = dict(recording.expect.notice)
    outcome = Outcome(facts.pop("outcome"))
    paid_at = datetime.fromisoformat(str(facts["paid_at"]))
    notice = connector.hear(recording.knock, recording.settings)
    assert notice.outcome is outcome
    assert notice.paid_at == paid_at
    assert notice.paid_at.utcoffset() is not None
    heard = {name: fact for name, fact in asdict(notice).items() if fact not in ("", {}, outcome)}
    assert {**heard, "paid_at": facts["paid_at"]} == facts


@GOODS
def test_another_merchants_secret_is_never_believed(connector: Connector, path: Path) -> None:
    recording = load(path)
    others = {name: f"{value}x" for name, value in recording.settings.items()}
    for settings in (others, {}, dict.fromkeys(recording.settings, "")):
        with pytest.raises(SignatureWrong):
            connector.hear(recording.knock, settings)


@GOODS
def test_hearing_twice_gives_the_same_notice(connector: Connector, path: Path) -> None:
    recording = load(path)
    first, second = (connector.hear(recording.knock, recording.settings) for _ in range(2))
    assert first == second
    assert isinstance(first, Notice)


def with_another_message(recording: Recording, message: bytes) -> Iterator[Knock]:
    """The knock with garbage where its message is: the body, or else the whole of the query."""
    if recording.body:
        yield recording.knock_with(body=message)
        return
    text = message.decode(errors="replace")
    yield recording.knock_with(query=dict.fromkeys(recording.query, text))
    yield recording.knock_with(query={text: text})
    yield recording.knock_with(query={}, body=message)


@GOODS
@pytest.mark.parametrize("message", GARBAGE.values(), ids=list(GARBAGE))
def test_no_body_breaks_a_connector(connector: Connector, path: Path, message: bytes) -> None:
    recording = load(path)
    for knock in with_another_message(recording, message):
        with pytest.raises((SignatureWrong, Malformed)):
            connector.hear(knock, recording.settings)


@GOODS
@pytest.mark.parametrize("value", ["", "é", "=", ",", "t=,v1=", "sha256=", "Apikey ", "9" * 400])
def test_no_header_breaks_a_connector(connector: Connector, path: Path, value: str) -> None:
    recording = load(path)
    for name in recording.headers:
        with pytest.raises(SignatureWrong):
            knock = recording.knock_with(headers={**recording.headers, name: value})
            connector.hear(knock, recording.settings)


@GOODS
@pytest.mark.parametrize("value", ["", "é", "0", "9" * 400, "\0", None])
def test_a_member_of_a_query_that_was_altered_or_lost_is_not_believed(
    connector: Connector, path: Path, value: str | None
) -> None:
    """A member that is not signed may be altered, and then nothing comes of it."""
    recording = load(path)
    for name in recording.query:
        others = {key: told for key, told in recording.query.items() if key != name}
        knock = recording.knock_with(query=others if value is None else {**others, name: value})
        try:
            heard = connector.hear(knock, recording.settings)
        except (SignatureWrong, Malformed):
            continue
        assert heard == connector.hear(recording.knock, recording.settings), name


@GOODS
def test_another_tail_is_not_believed(connector: Connector, path: Path) -> None:
    recording = load(path)
    for tail in ("", f"{recording.tail}x", "é") if recording.tail else ():
        with pytest.raises(SignatureWrong):
            connector.hear(recording.knock_with(tail=tail), recording.settings)


@those(lambda one: not one.CAN[Ability.HEAR].can)
def test_a_connector_that_cannot_hear_says_so(connector: Connector) -> None:
    good = load(recordings(connector.name)[0])
    with pytest.raises(CannotDo) as refusal:
        connector.hear(good.knock, good.settings)
    assert refusal.value.ability is Ability.HEAR


def replies(connector: Connector) -> dict[str, Reply]:
    return {
        "recorded": connector.reply_recorded(),
        "repeated": connector.reply_repeated(),
        "not_found": connector.reply_order(OrderFault.NOT_FOUND),
        "amount_differs": connector.reply_order(OrderFault.AMOUNT_DIFFERS),
        "wrong": connector.reply_refused(SignatureWrong("signature")),
        "unread": connector.reply_refused(Malformed("message")),
        "busy": connector.reply_busy(),
    }


@CONNECTOR
def test_replies_are_in_the_providers_words(connector: Connector) -> None:
    said = replies(connector)
    for reply in said.values():
        assert isinstance(reply.body, bytes)
        assert 200 <= reply.status < 600
        if reply.body and reply.content_type.startswith("application/json"):
            json.loads(reply.body)
    assert said["recorded"].status < 300
    assert said["repeated"].status < 300
    for refused in ("wrong", "unread", "busy"):
        assert said[refused] not in (said["recorded"], said["repeated"]), refused


@CONNECTOR
def test_a_provider_that_wants_to_know_of_its_order_is_told(connector: Connector) -> None:
    said = replies(connector)
    faults = (said["not_found"], said["amount_differs"])
    if type(connector).reply_order is not Unable.reply_order:
        assert connector.CHECKS_ORDER
        assert len({said["recorded"].body, *(fault.body for fault in faults)}) == 3
    else:
        assert faults == (said["recorded"], said["recorded"])


@those(lambda one: isinstance(one, reading.SuccessReplies))
def test_a_provider_that_looks_at_success_is_told_by_the_number(connector: Connector) -> None:
    said = replies(connector)
    statuses = {name: reply.status for name, reply in said.items()}
    assert (statuses["busy"], statuses["wrong"], statuses["unread"]) == (503, 401, 400)
    for name, reply in said.items():
        assert json.loads(reply.body)["success"] is (statuses[name] == 200)
        assert reply.content_type == "application/json"


def test_the_registry_names_every_connector_once() -> None:
    assert [connector.name for connector in CONNECTORS.values()] == list(CONNECTORS)
    assert {"sepay", "casso", "payos", "sandbox"} <= set(CONNECTORS)
