"""One contract for every connector: its recordings are replayed, and it must have them.

A recording is `tests/channels/<name>/<kind>[_more].json`: what arrived, when, and what must come of
it. To record a new one: take the raw body and the headers used, scrub names and numbers, sign again
with a made-up secret.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import msgspec
import pytest

from thuphi.ground.channels.contract import (
    Connector,
    Knock,
    Malformed,
    Notice,
    Outcome,
    Refusal,
    SignatureWrong,
)
from thuphi.ground.channels.registry import CONNECTORS

HERE = Path(__file__).parent
ALWAYS = ("good", "bad_signature", "altered_body", "malformed_body")
IF_IT_CAN = {"old_timestamp": "refuse_old", "test_ping": "test_ping", "money_out": "money_out"}
ABILITIES = {"refuse_old", "test_ping", "money_out", "name_payer", "ask", "refund"}


class Expected(msgspec.Struct):
    notice: dict[str, str | int] | None = None
    refused: str = ""
    status: int = 0


class Recording(msgspec.Struct):
    note: str
    settings: dict[str, str]
    at: datetime
    headers: dict[str, str]
    body: str
    expect: Expected

    @property
    def knock(self) -> Knock:
        return Knock("POST", {}, self.headers, self.body.encode(), self.at)


def recordings(name: str) -> list[Path]:
    return sorted((HERE / name).glob("*.json"))


def load(path: Path) -> Recording:
    return msgspec.json.decode(path.read_bytes(), type=Recording)


REPLAYS = [
    pytest.param(connector, path, id=f"{name}-{path.stem}")
    for name, connector in CONNECTORS.items()
    for path in recordings(name)
]
CONNECTOR = pytest.mark.parametrize("connector", CONNECTORS.values(), ids=list(CONNECTORS))


@CONNECTOR
def test_a_connector_has_recordings_of_every_kind(connector: Connector) -> None:
    names = [path.stem for path in recordings(connector.name)]
    kinds = [*ALWAYS, *(kind for kind, ability in IF_IT_CAN.items() if connector.CAN[ability].can)]
    missing = [kind for kind in kinds if not any(name.startswith(kind) for name in names)]
    assert missing == []


@CONNECTOR
def test_a_connector_says_what_it_can_and_why_not(connector: Connector) -> None:
    assert set(connector.CAN) == ABILITIES
    for capability in connector.CAN.values():
        assert bool(capability.why_not) is not capability.can
    assert set(connector.SECRETS) <= set(connector.SETTINGS)
    assert connector.method in ("qr", "web", "mobile_money", "card", "cash")


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
    outcome, paid_at = Outcome(facts.pop("outcome")), datetime.fromisoformat(str(facts["paid_at"]))
    notice = connector.hear(recording.knock, recording.settings)
    assert notice.outcome is outcome
    assert notice.paid_at == paid_at
    assert notice.paid_at.utcoffset() is not None
    heard = {name: fact for name, fact in asdict(notice).items() if fact not in ("", outcome)}
    assert {**heard, "paid_at": facts["paid_at"]} == facts


def goods() -> list[object]:
    return [replay for replay in REPLAYS if "good" in str(replay.id)]


@pytest.mark.parametrize(("connector", "path"), goods())
def test_another_merchants_secret_is_never_believed(connector: Connector, path: Path) -> None:
    recording = load(path)
    others = {name: f"{value}x" for name, value in recording.settings.items()}
    for settings in (others, {}, dict.fromkeys(recording.settings, "")):
        with pytest.raises(SignatureWrong):
            connector.hear(recording.knock, settings)


@pytest.mark.parametrize(("connector", "path"), goods())
def test_hearing_twice_gives_the_same_notice(connector: Connector, path: Path) -> None:
    recording = load(path)
    first, second = (connector.hear(recording.knock, recording.settings) for _ in range(2))
    assert first == second
    assert isinstance(first, Notice)


@pytest.mark.parametrize(("connector", "path"), goods())
@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"{}", b"\xff\xfe", b"[" * 5000, b'{"data":"\\ud800"}', b"9" * 5000],
    ids=["empty", "null", "list", "object", "not_utf8", "deep", "half_a_letter", "endless_number"],
)
def test_no_body_breaks_a_connector(connector: Connector, path: Path, body: bytes) -> None:
    recording = load(path)
    knock = Knock("POST", {}, recording.headers, body, recording.at)
    with pytest.raises((SignatureWrong, Malformed)):
        connector.hear(knock, recording.settings)


@pytest.mark.parametrize(("connector", "path"), goods())
@pytest.mark.parametrize("value", ["", "é", "=", ",", "t=,v1=", "sha256=", "Apikey ", "9" * 400])
def test_no_header_breaks_a_connector(connector: Connector, path: Path, value: str) -> None:
    recording = load(path)
    for name in recording.headers:
        headers = {**recording.headers, name: value}
        with pytest.raises(SignatureWrong):
            connector.hear(
                Knock("POST", {}, headers, recording.body.encode(), recording.at),
                recording.settings,
            )


@CONNECTOR
def test_replies_are_in_the_providers_words(connector: Connector) -> None:
    for reply in (connector.reply_recorded(), connector.reply_repeated()):
        assert reply.status == 200
        assert json.loads(reply.body)["success"] is True
    busy, wrong, unread = (
        connector.reply_busy(),
        connector.reply_refused(SignatureWrong("signature")),
        connector.reply_refused(Malformed("message")),
    )
    assert (busy.status, wrong.status, unread.status) == (503, 401, 400)
    for reply in (busy, wrong, unread):
        assert json.loads(reply.body)["success"] is False
        assert reply.content_type == "application/json"


def test_the_registry_names_every_connector_once() -> None:
    assert list(CONNECTORS) == ["sepay", "casso", "payos", "sandbox"]
    assert [connector.name for connector in CONNECTORS.values()] == list(CONNECTORS)
