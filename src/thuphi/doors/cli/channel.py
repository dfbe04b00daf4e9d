"""`thuphi channel`: one step of one connector, from files, without a server and without sending.

The tool of an integration engineer: what would be signed and sent, and what a sample of the
provider's says to us. It ends with 0; with 1 when a file cannot be used or the connector cannot do
it; with 2 when a message or an answer is not believed.
"""

from __future__ import annotations

import dataclasses
import enum
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from thuphi.doors.cli import channel_files as files
from thuphi.ground.channels import coverage
from thuphi.ground.channels.contract import (
    Ability,
    Answer,
    CannotDo,
    Connector,
    Knock,
    Notice,
    OrderFault,
    OrderRefused,
    RefundNotice,
    Refusal,
    Reply,
    SignatureWrong,
    Started,
    Step,
)
from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.channels.vietqr_transfer import VietQRTransfer
from thuphi.ground.channels.viettel import Viettel
from thuphi.ground.kit.clock import VIETNAM

ALL: Mapping[str, Connector] = {
    **CONNECTORS,
    VietQRTransfer.name: VietQRTransfer(),
    Viettel.name: Viettel(),
}
"""Also what is no merchant's channel: a plain transfer, and Viettel's old payment address."""

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Run one step of a connector from files, and print JSON.",
)

UNUSABLE, NOT_BELIEVED = 1, 2
HIDDEN = "***"
CREDENTIALS = frozenset({"authorization", "x-api-key"})
"""Headers that are hidden whole: what they carry may be a secret in other letters."""
UNTOUCHED = frozenset({"signature", "provider_reference", "reply"})
"""Members that the engineer compares letter by letter and that never hold a secret."""
LONG_SECRET = 12
"""So many letters do not stand in a text by chance; shorter ones are hidden as whole values only,
so that a secret of one letter spoils no amount and no word."""
Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"

Name = Annotated[str, typer.Argument(help="The connector's name; `thuphi channel list` has them.")]
Config = Annotated[Path, typer.Option(help="JSON: the merchant's settings, by provider's names.")]
RequestFile = Annotated[Path, typer.Option("--request", help="JSON: the request.")]


def _warn(sentence: str) -> None:
    typer.echo(sentence, err=True)


def _stop(sentence: str, code: int = UNUSABLE) -> typer.Exit:
    _warn(sentence)
    return typer.Exit(code)


@dataclasses.dataclass(frozen=True, slots=True)
class _Bench:
    """A connector with a merchant's settings, ready to be tried."""

    connector: Connector
    settings: Mapping[str, str]

    def show(self, facts: Mapping[str, Json]) -> None:
        """Print an object as JSON, without any secret of the merchant."""
        typer.echo(json.dumps(self._hide(dict(facts)), ensure_ascii=False, indent=2))

    def _hide(self, value: Json) -> Json:
        if isinstance(value, dict):
            return {
                name: inner if name in UNTOUCHED else self._hide(inner)
                for name, inner in value.items()
            }
        if isinstance(value, list):
            return [self._hide(inner) for inner in value]
        if not isinstance(value, str):
            return value
        for name in self.connector.SECRETS:
            if secret := self.settings.get(name):
                value = _without(secret, value)
        return value


def _without(secret: str, text: str) -> str:
    """The text with the secret hidden where it is a whole value, of JSON too, or long."""
    if text == secret:
        return HIDDEN
    if len(secret) >= LONG_SECRET:
        return text.replace(secret, HIDDEN)
    for written in {json.dumps(secret), json.dumps(secret, ensure_ascii=False)}:
        text = re.sub(rf"(?<!\\){re.escape(written)}(?!\s*:)", lambda _: f'"{HIDDEN}"', text)
    return text


def _check_can(connector: Connector, step: Ability) -> None:
    if not connector.CAN[step].can:
        raise CannotDo(step)


@contextmanager
def _bench(name: str, config: Path, request: Path, step: Ability) -> Iterator[_Bench]:
    """Turns every refusal into a sentence and an exit code."""
    connector = ALL.get(name)
    if connector is None:
        raise _stop(f"Không có kênh {name}; các kênh có: {', '.join(ALL)}.")
    told: Mapping[str, str] = {}
    try:
        _check_can(connector, step)
        told = files.settings(config, connector, warn=_warn)
        yield _Bench(connector, told)
    except files.FileRefused as refusal:
        raise _stop(str(refusal)) from refusal
    except OrderRefused as refusal:
        member = re.split("[,:]", str(refusal))[0]
        where = config if member in connector.SETTINGS else request
        raise _stop(f"{where}: {refusal}") from refusal
    except CannotDo as refusal:
        why = connector.CAN[refusal.ability].why_not
        raise _stop(f"{name} không làm được bước {refusal.ability.value}: {why}.") from refusal
    except SignatureWrong as refusal:
        absent = files.missing(connector, told)
        raise _stop(f"{config}: không ký được, thiếu mục cấu hình: {absent}.") from refusal


def _text(body: bytes) -> str:
    return body.decode(errors="replace")


def _reply(reply: Reply) -> dict[str, Json]:
    return {"status": reply.status, "body": _text(reply.body)}


def _header(name: str, value: str) -> str:
    if name.lower() not in CREDENTIALS:
        return value
    scheme, space, _ = value.partition(" ")
    return f"{scheme} {HIDDEN}" if space else HIDDEN


def _facts(said: Notice | Started | RefundNotice) -> dict[str, Json]:
    """What was read, in our words; what the provider did not say is left out."""
    facts: dict[str, Json] = {}
    for member in dataclasses.fields(said):
        value = getattr(said, member.name)
        if isinstance(value, enum.Enum):
            facts[member.name] = str(value.value)
        elif isinstance(value, datetime):
            facts[member.name] = value.isoformat()
        elif isinstance(value, Notice):
            facts[member.name] = _facts(value)
        elif isinstance(value, Mapping):
            facts.update({member.name: dict(value)} if value else {})
        elif isinstance(value, int) or value:
            facts[member.name] = value
    return facts


def _heard(notice: Notice) -> dict[str, Json]:
    always: dict[str, Json] = {"outcome": "", "reference": "", "provider_reference": ""}
    return {**always, **_facts(notice)}


def _sent(step: Step) -> dict[str, Json]:
    """The request that would be sent."""
    if step.call is None:
        return {"url": step.url} if step.url else {"qr": step.qr}
    return {
        "method": step.call.method,
        "url": step.call.url,
        "headers": {name: _header(name, value) for name, value in step.call.headers.items()},
        "body": _text(step.call.body),
    }


def _signed(step: Step) -> dict[str, Json]:
    return {"signed_text": step.signed_text, "signature": step.signature}


def _show_with_answer(
    bench: _Bench,
    facts: dict[str, Json],
    told: files.Request,
    at: datetime,
    read: Callable[[Answer], Notice | Started | RefundNotice],
) -> None:
    """Print the request, and what the provider's answer says when the file has one."""
    if told.answer is None:
        bench.show(facts)
        return
    try:
        said = read(files.answer(told.answer, at))
    except Refusal as refusal:
        bench.show({**facts, "read": _refused(refusal)})
        raise typer.Exit(NOT_BELIEVED) from refusal
    bench.show({**facts, "read": _facts(said)})


def _refused(refusal: Refusal) -> dict[str, Json]:
    return {"refused": type(refusal).__name__, "reason": refusal.reason}


def _now() -> datetime:
    return datetime.now(VIETNAM)


@app.command()
def start(name: Name, config: Config, request: RequestFile) -> None:
    """Print the address, body or QR code that begins a payment, and what was signed."""
    with _bench(name, config, request, Ability.START) as bench:
        told = files.request(request, files.OrderFile, warn=_warn)
        order = files.order(request, told, _now())
        step = bench.connector.start(order, bench.settings)
        facts = _sent(step)
        if step.call is not None:
            facts = {"body": facts.pop("body"), "call": facts}
        _show_with_answer(
            bench, {**facts, **_signed(step)}, told, order.at,
            lambda said: bench.connector.read_started(order, said, bench.settings),
        )  # fmt: skip


@app.command()
def hear(name: Name, config: Config, request: RequestFile) -> None:
    """Print what a notification says and what we answer; 2 when it is not believed."""
    with _bench(name, config, request, Ability.HEAR) as bench:
        connector = bench.connector
        told = files.request(request, files.KnockFile, warn=_warn)
        knock = files.knock(request, told, _now())
        try:
            notice = _believed(bench, knock, is_dated=bool(told.at))
        except Refusal as refusal:
            reply = connector.reply_refused(refusal)
            bench.show({**_refused(refusal), "reply": _reply(reply)})
            raise typer.Exit(NOT_BELIEVED) from refusal
        bench.show({**_heard(notice), "reply": _reply(_our_reply(connector, notice, told))})


def _believed(bench: _Bench, knock: Knock, *, is_dated: bool) -> Notice:
    """What the message says. A file without `at` is read at the instant that the message itself
    signs, when its age is all that is wrong with it. Raises `Refusal`."""
    try:
        return bench.connector.hear(knock, bench.settings)
    except SignatureWrong as refusal:
        signed_at = files.signed_at(knock.headers)
        if is_dated or refusal.reason != "timestamp" or signed_at is None:
            raise
    notice = bench.connector.hear(dataclasses.replace(knock, at=signed_at), bench.settings)
    _warn('mốc giờ lấy từ thông báo; thêm "at" để kiểm độ cũ')
    return notice


def _our_reply(connector: Connector, notice: Notice, told: files.KnockFile) -> Reply:
    if told.order is None:
        return connector.reply_order(OrderFault.NOT_FOUND)
    if isinstance(told.order, files.KnownOrder) and told.order.amount_vnd != notice.amount_vnd:
        return connector.reply_order(OrderFault.AMOUNT_DIFFERS)
    return connector.reply_recorded()


@app.command()
def ask(name: Name, config: Config, request: RequestFile) -> None:
    """Print the question about a payment, and what the answer to it says."""
    with _bench(name, config, request, Ability.ASK) as bench:
        told = files.request(request, files.QuestionFile, warn=_warn)
        question = files.question(request, told, _now())
        step = bench.connector.ask(question, bench.settings)
        _show_with_answer(
            bench, {**_sent(step), **_signed(step)}, told, question.at,
            lambda said: bench.connector.read_asked(question, said, bench.settings),
        )  # fmt: skip


@app.command()
def cancel(name: Name, config: Config, request: RequestFile) -> None:
    """Print the request that ends an unpaid payment, and what the answer to it says."""
    with _bench(name, config, request, Ability.CANCEL) as bench:
        told = files.request(request, files.QuestionFile, warn=_warn)
        question = files.question(request, told, _now())
        step = bench.connector.cancel(question, bench.settings)
        _show_with_answer(
            bench, {**_sent(step), **_signed(step)}, told, question.at,
            lambda said: bench.connector.read_cancelled(question, said, bench.settings),
        )  # fmt: skip


@app.command()
def refund(name: Name, config: Config, request: RequestFile) -> None:
    """Print the request that sends money back, and what the answer to it says."""
    with _bench(name, config, request, Ability.REFUND) as bench:
        told = files.request(request, files.RefundFile, warn=_warn)
        order = files.refund(request, told, _now())
        step = bench.connector.refund(order, bench.settings)
        _show_with_answer(
            bench, {**_sent(step), **_signed(step)}, told, order.at,
            lambda said: bench.connector.read_refunded(order, said, bench.settings),
        )  # fmt: skip


@app.command("ask-refund")
def ask_refund(name: Name, config: Config, request: RequestFile) -> None:
    """Print the question about a refund, and what the answer to it says."""
    with _bench(name, config, request, Ability.ASK_REFUND) as bench:
        told = files.request(request, files.RefundFile, warn=_warn)
        order = files.refund(request, told, _now())
        step = bench.connector.ask_refund(order, bench.settings)
        _show_with_answer(
            bench, {**_sent(step), **_signed(step)}, told, order.at,
            lambda said: bench.connector.read_refund_asked(order, said, bench.settings),
        )  # fmt: skip


@app.command("list")
def coverage_table() -> None:
    """Print what each connector can do."""
    typer.echo(coverage.table(ALL), nl=False)
