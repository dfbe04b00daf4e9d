"""`thuphi channel` with what a stranger has in hand: a provider's sample and the guide's names."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from tests.channels.recordings import load
from tests.doors.cli.test_channel import Tried
from thuphi.doors.cli import commands
from thuphi.doors.cli.channel_files import signed_at
from thuphi.ground.kit.clock import VIETNAM

HERE = Path(__file__).parents[2] / "channels"
FROM_MESSAGE = 'mốc giờ lấy từ thông báo; thêm "at" để kiểm độ cũ'
ORDER = {
    "reference": "26000123",
    "amount_vnd": 1_250_000,
    "description": "HP26000123",
    "return_url": "https://x.vn/r",
    "notify_url": "https://x.vn/n",
    "ip": "203.0.113.10",
    "at": "2026-01-05T08:30:00+07:00",
}
VNPAY = {"vnp_TmnCode": "SCHOOL01", "vnp_HashSecret": "MADEUPSECRETFORTESTS0123456789AB"}
MOMO = {
    "partnerCode": "MOMOMADEUP2026",
    "accessKey": "MADEUPACCESSKEY1",
    "secretKey": "made_up_momo_secret_0123456789ab",
}


def test_the_whole_command_line_lists_it() -> None:
    assert "channel" in {group.name for group in commands.app.registered_groups}


def test_a_short_api_key_spoils_neither_body_nor_signature(tmp_path: Path) -> None:
    settings = {"clientId": "c", "apiKey": "a", "checksumKey": "made_up_checksum_key_0123456789"}
    told = Tried(tmp_path, ["start", "payos"], settings, ORDER)
    assert re.fullmatch("[0-9a-f]{64}", str(told.facts["signature"]))
    assert json.loads(str(told.facts["body"]))["amount"] == 1_250_000
    call = told.facts["call"]
    assert isinstance(call, dict)
    assert call["headers"]["x-api-key"] == "***"


def test_a_short_secret_is_hidden_where_it_is_a_whole_value(tmp_path: Path) -> None:
    settings = {"clientId": "c", "apiKey": "a", "checksumKey": "HP26000123"}
    told = Tried(tmp_path, ["start", "payos"], settings, ORDER)
    assert json.loads(str(told.facts["body"]))["description"] == "***"
    assert "description=HP26000123&" in str(told.facts["signed_text"])


def test_a_short_secret_spoils_no_reply(tmp_path: Path) -> None:
    settings = {"partnerCode": "P", "accessKey": "a", "secretKey": "s"}
    told = Tried(tmp_path, ["hear", "momo"], settings, {"body": "<html>"})
    reply = told.facts["reply"]
    assert isinstance(reply, dict)
    assert json.loads(reply["body"]) == {"message": "json"}


@pytest.mark.parametrize("name", ["sepay", "casso", "sandbox"])
def test_an_old_sample_is_believed_at_the_instant_that_it_signs(tmp_path: Path, name: str) -> None:
    path = next(one for one in sorted((HERE / name).glob("*.json")) if _is_signed_and_good(one))
    recording = load(path)
    file = json.loads(path.read_bytes())
    request = {"headers": file["headers"], "body": recording.body}
    told = Tried(tmp_path, ["hear", name], recording.settings, request)
    assert told.code == 0, told.text
    assert recording.expect.notice is not None
    assert told.facts["outcome"] == "confirmed"
    assert FROM_MESSAGE in told.errors
    late = Tried(
        tmp_path, ["hear", name], recording.settings, {**request, "at": "2030-01-01T00:00:00+07:00"}
    )
    assert (late.code, late.facts["reason"]) == (2, "timestamp")
    assert FROM_MESSAGE not in late.errors


def _is_signed_and_good(path: Path) -> bool:
    recording, file = load(path), json.loads(path.read_bytes())
    headers = {name.lower(): value for name, value in file.get("headers", {}).items()}
    notice = recording.expect.notice
    return (
        notice is not None
        and json.loads(path.read_bytes())["expect"]["notice"].get("outcome") == "confirmed"
        and signed_at(headers) is not None
    )


def test_an_old_forgery_stays_a_forgery(tmp_path: Path) -> None:
    right = hmac.new(b"made-up-secret-2026", b"1767576600.{}", hashlib.sha256).hexdigest()
    headers = {"X-SePay-Timestamp": "1767576600", "X-SePay-Signature": f"sha256={right}"}
    told = Tried(
        tmp_path, ["hear", "sepay"], {"secret": "another"}, {"headers": headers, "body": "{}"}
    )
    assert (told.code, told.facts["reason"]) == (2, "signature")
    assert FROM_MESSAGE not in told.errors


@pytest.mark.parametrize(
    ("headers", "at"),
    [
        ({"x-sepay-timestamp": "1767576600"}, datetime(2026, 1, 5, 8, 30, tzinfo=VIETNAM)),
        (
            {"x-casso-signature": "t=1767576600250,v1=ab"},
            datetime(2026, 1, 5, 8, 30, 0, 250_000, tzinfo=VIETNAM),
        ),
        ({"x-sepay-timestamp": "soon"}, None),
        ({"x-sepay-timestamp": "9" * 40}, None),
        ({"content-type": "application/json"}, None),
    ],
)
def test_the_signed_instant_is_read_from_the_headers(
    headers: dict[str, str], at: datetime | None
) -> None:
    assert signed_at(headers) == at


def test_a_momo_refund_needs_no_payment_reference(tmp_path: Path) -> None:
    request = {
        "reference": "HP26000123-1-R1",
        "amount_vnd": 250_000,
        "description": "Hoan tien HP26000123",
        "provider_reference": "4088878653",
        "request_id": "REQ-0004",
    }
    told = Tried(tmp_path, ["refund", "momo"], MOMO, request)
    assert told.code == 0, told.errors
    expected = "065517502d8b98fdf836a68f9a2df8339ede55391158b08b7394d0eb395321ba"
    assert told.facts["signature"] == expected


def test_a_vnpay_refund_without_one_takes_the_reference(tmp_path: Path) -> None:
    request = {
        "reference": "HP26000123-1",
        "amount_vnd": 250_000,
        "provider_reference": "14422574",
        "at": ORDER["at"],
    }
    told = Tried(tmp_path, ["refund", "vnpay"], VNPAY, request)
    assert json.loads(str(told.facts["body"]))["vnp_TxnRef"] == "HP26000123-1"


def test_vnpay_takes_its_own_names_in_extra(tmp_path: Path) -> None:
    extra = {"vnp_BankCode": "VNPAYQR", "vnp_OrderType": "190000", "vnp_Locale": "en"}
    told = Tried(tmp_path, ["start", "vnpay"], VNPAY, {**ORDER, "extra": extra})
    assert told.code == 0, told.errors
    for name, value in extra.items():
        assert f"{name}={value}&" in str(told.facts["url"])


def test_the_text_of_a_query_can_be_given(tmp_path: Path) -> None:
    question = {
        "reference": "HP26000123-1",
        "amount_vnd": 1_250_000,
        "started_at": "2026-01-05T08:30:00+07:00",
        "at": "2026-01-05T09:00:00+07:00",
        "request_id": "REQ0001",
        "provider_reference": "14422574",
        "ip": "203.0.113.10",
        "description": "Kiem tra HP26000123",
    }
    told = Tried(tmp_path, ["ask", "vnpay"], VNPAY, question)
    assert json.loads(str(told.facts["body"]))["vnp_OrderInfo"] == "Kiem tra HP26000123"
    told = Tried(
        tmp_path, ["ask", "vnpay"], VNPAY, {**question, "description": "Truy van HP26000123"}
    )
    assert str(told.facts["signature"]).startswith("d42d8e9f")


def test_vietqr_without_a_bank_names_the_file_and_the_member(tmp_path: Path) -> None:
    told = Tried(tmp_path, ["start", "vietqr"], {"accountNo": "0011001932418"}, ORDER)
    assert (told.code, told.text) == (1, "")
    assert told.errors.startswith(f"{told.config}: acqId: phải là mã BIN")


def test_zalopay_names_the_reference_that_it_cannot_take(tmp_path: Path) -> None:
    settings = {"app_id": "999001", "key1": "made_up_zalopay_key1", "key2": "made_up_zalopay_key2"}
    told = Tried(tmp_path, ["start", "zalopay"], settings, {**ORDER, "reference": "HP26000123-1"})
    assert (told.code, told.text) == (1, "")
    assert told.errors.startswith(f"{told.request}: reference: ZaloPay lấy làm app_trans_id")
