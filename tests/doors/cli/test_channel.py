"""`thuphi channel`: one step of a connector from files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from tests.channels.recordings import load, recordings, sample, those
from thuphi.doors.cli.channel import app
from thuphi.ground.channels import payos_signature as signing
from thuphi.ground.channels.contract import Ability, Connector, OrderFault
from thuphi.ground.channels.registry import CONNECTORS

run = CliRunner()
CONNECTOR = pytest.mark.parametrize("connector", CONNECTORS.values(), ids=list(CONNECTORS))
RECORDINGS = [
    pytest.param(connector, path, id=f"{name}-{path.stem}")
    for name, connector in CONNECTORS.items()
    if connector.CAN[Ability.HEAR].can
    for path in recordings(name)
]
STEPS = {
    "start": Ability.START,
    "ask": Ability.ASK,
    "cancel": Ability.CANCEL,
    "refund": Ability.REFUND,
    "ask-refund": Ability.ASK_REFUND,
}


class Tried:
    """What the command printed and how it ended."""

    def __init__(self, tmp_path: Path, words: list[str], config: object, request: object) -> None:
        self.config, self.request = tmp_path / "config.json", tmp_path / "request.json"
        for path, content in ((self.config, config), (self.request, request)):
            if isinstance(content, bytes):
                path.write_bytes(content)
            else:
                path.write_bytes(msgspec.json.encode(content))
        told = ["--config", str(self.config), "--request", str(self.request)]
        result = run.invoke(app, [*words, *told])
        self.code, self.errors, self.text = result.exit_code, result.stderr, result.stdout
        assert result.exception is None or isinstance(result.exception, SystemExit)

    @property
    def facts(self) -> dict[str, object]:
        told: dict[str, object] = json.loads(self.text)
        return told


def request_of(connector: Connector, step: str) -> object:
    given = sample(connector)
    return {"start": given.order, "ask": given.question, "cancel": given.question}.get(
        step, given.refund
    )


@pytest.mark.parametrize(("connector", "path"), RECORDINGS)
def test_hear_tells_what_a_recording_means(
    tmp_path: Path, connector: Connector, path: Path
) -> None:
    recording = load(path)
    file = json.loads(path.read_bytes())
    request = {name: file[name] for name in file if name in ("method", "query", "headers", "tail")}
    request |= {"body": recording.body, "at": file["at"]}
    told = Tried(tmp_path, ["hear", connector.name], recording.settings, request)
    expected = recording.expect
    if expected.notice is None:
        assert told.code == 2
        assert told.facts["refused"] == expected.refused
        assert told.facts["reply"]["status"] == expected.status  # type: ignore[index]
        return
    assert told.code == 0
    for name in ("outcome", "provider_reference", "amount_vnd"):
        assert told.facts[name] == expected.notice[name]
    assert told.facts["reference"] == expected.notice.get("reference", "")
    reply = connector.reply_recorded()
    assert told.facts["reply"] == {"status": reply.status, "body": reply.body.decode()}


@CONNECTOR
@pytest.mark.parametrize("step", STEPS)
def test_a_step_prints_what_the_connector_would_send(
    tmp_path: Path, connector: Connector, step: str
) -> None:
    given = sample(connector)
    told = Tried(tmp_path, [step, connector.name], given.settings, request_of(connector, step))
    capability = connector.CAN[STEPS[step]]
    if not capability.can:
        assert (told.code, told.text) == (1, "")
        assert "không làm được" in told.errors
        return
    assert told.code == 0, told.errors
    assert {"signed_text", "signature"} <= set(told.facts)
    if step == "start":
        assert len({"url", "body", "qr"} & set(told.facts)) == 1
    else:
        assert {"method", "url", "headers", "body"} <= set(told.facts)
    for name in connector.SECRETS:
        secret = given.settings.get(name)
        assert not secret or secret not in told.text + told.errors, name


@CONNECTOR
def test_settings_that_are_missing_are_named(tmp_path: Path, connector: Connector) -> None:
    for step, ability in STEPS.items():
        if connector.CAN[ability].can:
            told = Tried(tmp_path, [step, connector.name], {}, request_of(connector, step))
            assert (told.code, told.text) == (1, "")
            assert str(told.config) in told.errors
            assert any(name in told.errors for name in connector.SETTINGS)


@those(lambda one: one.CHECKS_ORDER)
def test_an_order_that_is_not_ours_is_answered_in_the_providers_words(
    tmp_path: Path, connector: Connector
) -> None:
    good = load(Path(__file__).parents[2] / "channels" / connector.name / "good.json")
    request = msgspec.to_builtins(good)
    faults: dict[OrderFault, dict[str, int] | None] = {
        OrderFault.NOT_FOUND: None,
        OrderFault.AMOUNT_DIFFERS: {"amount_vnd": 1},
    }
    for fault, order in faults.items():
        told = Tried(tmp_path, ["hear", connector.name], good.settings, request | {"order": order})
        reply = connector.reply_order(fault)
        assert told.facts["reply"]["body"] == reply.body.decode()  # type: ignore[index]


def payos(tmp_path: Path, step: str, request: object, config: object = None) -> Tried:
    settings = sample(CONNECTORS["payos"]).settings if config is None else config
    return Tried(tmp_path, [step, "payos"], settings, request)


def test_start_prints_the_body_and_reads_the_answer(tmp_path: Path) -> None:
    given = sample(CONNECTORS["payos"])
    data = {
        "orderCode": 7,
        "amount": 1_250_000,
        "currency": "VND",
        "paymentLinkId": "0f1e",
        "status": "PENDING",
        "checkoutUrl": "https://pay.payos.vn/web/0f1e",
        "qrCode": "000201",
    }
    signature = signing.signature(given.settings["checksumKey"].encode(), signing.sign_text(data))
    order = {**msgspec.to_builtins(given.order), "reference": 7}
    body = json.dumps({"code": "00", "data": data, "signature": signature})
    told = payos(tmp_path, "start", {**order, "answer": {"status": 200, "body": body}})
    assert told.code == 0
    assert told.facts["read"] == {
        "outcome": "pending",
        "url": "https://pay.payos.vn/web/0f1e",
        "qr": "000201",
        "token": "0f1e",
        "status": "PENDING",
    }
    assert json.loads(str(told.facts["body"]))["signature"] == told.facts["signature"]
    headers = told.facts["call"]["headers"]  # type: ignore[index]
    assert headers["x-api-key"] == "***"
    assert headers["x-client-id"] == "made-up-client-id"
    wrong = payos(tmp_path, "start", {**order, "answer": {"body": body.replace("0f1e", "0f1f")}})
    assert wrong.code == 2
    assert wrong.facts["read"] == {"refused": "SignatureWrong", "reason": "signature"}


@pytest.mark.parametrize(
    ("request_file", "sentence"),
    [
        (b"{", "không phải JSON"),
        (b"[]", "phải là một đối tượng JSON"),
        (b"\xff", "không phải JSON"),
        (b"[" * 9000, "không phải JSON"),
        ({}, "thiếu mục reference"),
        ({"reference": "7", "description": "x"}, "thiếu mục amount_vnd"),
        ({"reference": "7", "amount_vnd": "1", "description": "x"}, "mục amount_vnd không đúng"),
        ({"reference": "7", "amount_vnd": 1.5, "description": "x"}, "mục amount_vnd không đúng"),
        ({"reference": "7", "amount_vnd": 1, "description": "x"}, "return_url: phải là địa chỉ"),
        ({"reference": "7", "amount_vnd": 0, "description": "x"}, "amount_vnd: số tiền phải từ"),
        ({"reference": "7", "amount_vnd": 1, "description": "x", "at": "hôm nay"}, "mục at phải"),
        ({"reference": "7", "amount_vnd": 1, "description": "x", "extra": []}, "mục extra không"),
        (
            {"reference": "7", "amount_vnd": 1, "description": "x", "answer": {"status": "x"}},
            "mục answer.status không",
        ),
    ],
)
def test_a_request_that_cannot_be_used_is_refused_by_its_member(
    tmp_path: Path, request_file: object, sentence: str
) -> None:
    told = payos(tmp_path, "start", request_file)
    assert (told.code, told.text) == (1, "")
    assert f"{told.request}: " in told.errors
    assert sentence in told.errors


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        (b"", "không phải JSON"),
        ([], "phải là một đối tượng JSON"),
        ({"checksumKey": ["MADE_UP"]}, "mục checksumKey phải là chữ"),
        ({"clientId": "a"}, "apiKey, checksumKey"),
    ],
)
def test_a_config_that_cannot_be_used_is_refused_by_its_member(
    tmp_path: Path, config: object, sentence: str
) -> None:
    told = payos(tmp_path, "ask", {"reference": "7", "amount_vnd": 1}, config)
    assert (told.code, told.text) == (1, "")
    assert f"{told.config}: " in told.errors
    assert sentence in told.errors
    assert "MADE_UP" not in told.errors


def test_members_that_nobody_knows_are_named_and_passed_over(tmp_path: Path) -> None:
    settings = {**sample(CONNECTORS["payos"]).settings, "clientId": 26, "colour": "blue"}
    told = payos(tmp_path, "ask", {"reference": "7", "amount_vnd": 1, "sum": 2}, settings)
    assert told.code == 0
    assert "bỏ qua mục colour" in told.errors
    assert "bỏ qua mục sum" in told.errors
    assert told.facts["headers"] == {"x-client-id": "26", "x-api-key": "***"}


def test_a_channel_or_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    told = Tried(tmp_path, ["hear", "bitcoin"], {}, {})
    assert told.code == 1
    assert "Không có kênh bitcoin; các kênh có: sepay" in told.errors
    nowhere = str(tmp_path / "nowhere.json")
    result = run.invoke(app, ["hear", "payos", "--config", nowhere, "--request", nowhere])
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{nowhere}: không có tệp này")
    folder = str(tmp_path)
    result = run.invoke(app, ["hear", "payos", "--config", folder, "--request", folder])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{folder}: tệp không đọc được")


def test_list_prints_the_table_of_abilities() -> None:
    result = run.invoke(app, ["list"])
    assert result.exit_code == 0
    for name in [*CONNECTORS, "vietqr"]:
        assert f"`{name}`" in result.stdout


def test_the_command_runs_by_itself_and_without_django(tmp_path: Path) -> None:
    good = load(Path(__file__).parents[2] / "channels" / "sandbox" / "good.json")
    files = {"config": good.settings, "request": msgspec.to_builtins(good)}
    for name, content in files.items():
        (tmp_path / name).write_bytes(msgspec.json.encode(content))
    loaded = (
        "import sys; from thuphi.doors.cli import main\n"
        "try: main()\n"
        "finally: assert 'django' not in sys.modules"
    )
    told = ["channel", "hear", "sandbox", "--config", "config", "--request", "request"]
    ran = subprocess.run(
        [sys.executable, "-c", loaded, *told],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["outcome"] == "confirmed"
