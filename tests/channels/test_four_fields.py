"""The four fields of a payment (M33) are found again on every way of paying.

Code, reason, payer's name and beneficiary's name: each travels in the member that the connector's
`FOUR_FIELDS` names, or is read from our own bill, which the code finds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

import msgspec
import pytest

from simulators.bank import messages
from simulators.bank.book import Credit
from simulators.bank.settings import Provider, Subscription
from tests.channels.recordings import CODE, HERE, Sample, load, sample
from thuphi.ground.channels import vietqr
from thuphi.ground.channels.contract import Ability, Connector, FourFields, Knock, Step
from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.kit import billcode, fold
from thuphi.ground.kit.clock import VIETNAM

STARTING = [one for one in CONNECTORS.values() if one.CAN[Ability.START].can]
WATCHING = [one for one in CONNECTORS.values() if one.name in {who.value for who in Provider}]
AT = datetime(2026, 1, 5, 8, 31, 45, tzinfo=VIETNAM)
SECRET = "made_up_secret"
OUR_BILL = {
    "code": CODE,
    "reason": "Học phí tháng 9",
    "payer_name": "Nguyễn Văn A",
    "beneficiary_name": "Trường Tiểu học Hoa Mai",
}


def members(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every member of a message with its dotted path; GSMA's lists of key and value, too."""
    if isinstance(value, dict):
        if set(value) == {"key", "value"}:
            yield f"{path}.{value['key']}", str(value["value"])
        for name, inner in value.items():
            yield from members(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from members(inner, path)
    elif value is not None:
        yield path, str(value)
        if isinstance(value, str) and value[:1] in ("{", "["):
            yield from members(parsed(value), path)


def parsed(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return dict(parse_qsl(text))


def sent(step: Step) -> dict[str, str]:
    """What goes to the provider, however it is wrapped; an encrypted message as it was before."""
    found: dict[str, str] = {}
    for url in (step.url, step.call.url if step.call else ""):
        found.update((f".{name}", value) for name, value in parse_qsl(urlsplit(url).query))
    if step.call is not None:
        found.update(members(parsed(step.call.body.decode())))
    found.update(members(parsed(step.signed_text)))
    return found


def said(found: dict[str, str], name: str) -> str:
    values = [value for path, value in found.items() if path.endswith(f".{name}")]
    assert values, f"{name} is not among {sorted(found)}"
    return values[0]


def plain(text: str) -> str:
    return fold.for_bank(text).lower()


def started(connector: Connector) -> tuple[Sample, dict[str, str]]:
    given = sample(connector)
    return given, sent(connector.start(given.order, given.settings))


@pytest.mark.parametrize("connector", STARTING, ids=lambda one: one.name)
def test_what_is_sent_carries_the_fields_that_it_says(connector: Connector) -> None:
    _, found = started(connector)
    where = msgspec.to_builtins(connector.FOUR_FIELDS)
    assert CODE in said(found, where["code"])
    for field in ("payer_name", "beneficiary_name"):
        if where[field]:
            assert plain(OUR_BILL[field]) in plain(said(found, where[field])), field
    if where["reason"]:
        first_words = " ".join(plain(OUR_BILL["reason"]).split()[:2])
        assert first_words in plain(said(found, where["reason"]))


@pytest.mark.parametrize("connector", STARTING, ids=lambda one: one.name)
def test_all_four_are_found_by_the_code_that_comes_back(connector: Connector) -> None:
    given, found = started(connector)
    carried = said(found, connector.FOUR_FIELDS.code)
    by_reference = {given.order.reference: CODE}
    good = load(HERE / connector.name / "good.json")
    if connector.CAN[Ability.HEAR].can:
        notice = connector.hear(good.knock, good.settings)
        assert notice.reference, "the notification names no order of ours"
    code = billcode.find(carried)[0].code
    assert by_reference[given.order.reference] == code == OUR_BILL["code"]


def told_by(connector: Connector, text: str) -> Knock:
    """What the bank's simulator writes for a credit with this text."""
    credit = Credit(
        number=92704,
        bank_reference="FT26005123456789",
        bin="970415",
        account="113366668888",
        amount_vnd=1_250_000,
        text=text,
        order_code=None,
        payer_name="NGUYEN VAN A",
        payer_account="0123456789",
        paid_at=AT,
        balance_vnd=1_250_000,
    )
    listener = Subscription(Provider(connector.name), credit.account, credit.bin, "", SECRET)
    message = messages.message(about=credit, to=listener, now=AT)
    headers = {name.lower(): value for name, value in message.headers.items()}
    return Knock("POST", {}, headers, message.body, AT)


def settings_of(connector: Connector) -> dict[str, str]:
    return dict.fromkeys(connector.SECRETS, SECRET)


@pytest.mark.parametrize("connector", WATCHING, ids=lambda one: one.name)
def test_a_transfer_by_the_bills_code_brings_its_code_back(connector: Connector) -> None:
    text = vietqr.purpose_for(CODE, OUR_BILL["reason"])
    payload = vietqr.encode(
        vietqr.Transfer(bin="970415", account="113366668888", amount_vnd=1_250_000, purpose=text)
    )
    knock = told_by(connector, vietqr.decode(payload).purpose)
    notice = connector.hear(knock, settings_of(connector))
    assert [one.code for one in billcode.find(notice.text)] == [CODE]
    assert plain(OUR_BILL["reason"]).startswith(plain(notice.text.partition(" ")[2]))
    where = connector.FOUR_FIELDS
    body = dict(members(json.loads(knock.body)))
    for field in (where.code, where.reason):
        assert CODE in said(body, field)
    if where.payer_name and connector.name != "payos":
        assert plain(said(body, where.payer_name)) == plain(notice.payer_name) == "nguyen van a"


@pytest.mark.parametrize("connector", CONNECTORS.values(), ids=list(CONNECTORS))
def test_the_mapping_has_a_version_and_names_members_only(connector: Connector) -> None:
    where = connector.FOUR_FIELDS
    assert isinstance(where, FourFields)
    names = (where.code, where.reason, where.payer_name, where.beneficiary_name)
    assert all(name == "" or name.replace(".", "").replace("_", "").isalnum() for name in names)
    by_file = not connector.CAN[Ability.HEAR].can
    assert connector in STARTING or connector in WATCHING or by_file
