"""The carriers and our senders over real HTTP and SMTP: what they take, refuse, cost and report."""

from __future__ import annotations

import http.server
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests import carriers
from tests.carriers import NO_MAIL, NO_ZALO, NOBODY, OFF, Carriers, within
from thuphi.ground.calls.sender import Sender
from thuphi.ground.notices.rules import LetterState, Trouble
from thuphi.ground.notices.senders.mail import MailPost
from thuphi.ground.notices.senders.port import Parcel, Told
from thuphi.ground.notices.senders.reports import (
    ReportNotSigned,
    ReportUnreadable,
    read_sms,
    read_zalo,
)
from thuphi.ground.notices.senders.settings import MailSettings
from thuphi.ground.notices.senders.sms import SmsPost

Heard = list[tuple[str, dict[str, str], bytes]]
FACTS = {
    "facility": "Trường Tiểu học Hoa Mai",
    "pupil": "Trần Gia Bảo",
    "reason": "Tiền ăn",
    "sum": "450.000 đ",
    "due": "30/11/2026",
    "link": "https://vidu.vn/b/TF0123456789",
    "contact": "0912 345 678",
}


@pytest.fixture(scope="module")
def heard() -> Iterator[tuple[str, Heard]]:
    came: Heard = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            came.append((self.path, headers, self.rfile.read(int(headers["content-length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", came
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def house(heard: tuple[str, Heard], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Carriers]:
    with carriers.running(tmp_path_factory.mktemp("messages"), heard[0]) as one:
        yield one


def parcel(reference: str, to: str, report_url: str = "", template: str = "notice") -> Parcel:
    return Parcel(
        reference, to, template, FACTS, "Khoản thu", "TH Hoa Mai bao: 450.000d", report_url
    )


def reports(heard: Heard, path: str) -> Heard:
    return [one for one in heard if one[0] == path]


def test_a_message_arrives_costs_and_is_reported(house: Carriers, heard: tuple[str, Heard]) -> None:
    before = house.balance_vnd("TH HOA MAI")
    told = house.posts()["sms"].send(parcel("thuphi-1", "84912345671", f"{heard[0]}sms1"))
    assert (told.trouble, told.cost_vnd) == (None, 350)
    assert house.balance_vnd("TH HOA MAI") == before - 350
    assert within(5, lambda: reports(heard[1], "/sms1"))
    ((_, headers, body),) = reports(heard[1], "/sms1")
    assert house.settings.sms is not None
    report = read_sms(house.settings.sms, headers, body)
    assert (report.letter_id, report.state, report.cost_vnd) == (1, LetterState.DELIVERED, 350)
    assert report.provider_reference == told.provider_reference
    with pytest.raises(ReportNotSigned):
        read_sms(house.settings.sms, headers, body.replace(b"delivered", b"undelivered"))


def test_the_same_reference_again_is_one_message(house: Carriers) -> None:
    post = house.posts()["sms"]
    first = post.send(parcel("thuphi-2", "84912345672"))
    assert post.send(parcel("thuphi-2", "84912345672")) == first
    assert len(house.arrived("84912345672")) == 1


@pytest.mark.parametrize("way", ["sms", "zalo"])
def test_a_number_that_nobody_has_is_named(house: Carriers, way: str) -> None:
    assert house.posts()[way].send(parcel("thuphi-3", NOBODY)) == Told(Trouble.WRONG_ADDRESS)
    assert house.arrived(NOBODY) == []


def test_an_owner_without_zalo_is_told_apart(house: Carriers) -> None:
    assert house.posts()["zalo"].send(parcel("thuphi-4", NO_ZALO)) == Told(Trouble.NO_ACCOUNT)


@pytest.mark.parametrize("way", ["sms", "zalo"])
def test_a_sender_without_credit_waits(house: Carriers, way: str) -> None:
    house.goes_wrong("out_of_credit")
    assert house.posts()[way].send(parcel("thuphi-5", "84912345675")) == Told(Trouble.OUT_OF_CREDIT)


@pytest.mark.parametrize("way", ["sms", "zalo", "mail"])
def test_a_carrier_that_is_closed_is_tried_later(house: Carriers, way: str) -> None:
    house.goes_wrong("down")
    to = "lan@vidu.vn" if way == "mail" else "84912345676"
    assert house.posts()[way].send(parcel("thuphi-6", to)) == Told(Trouble.UNREACHABLE)
    assert house.arrived(to) == []


def test_a_switched_off_telephone_is_reported(house: Carriers, heard: tuple[str, Heard]) -> None:
    assert house.posts()["sms"].send(parcel("thuphi-7", OFF, f"{heard[0]}sms7")).trouble is None
    assert within(5, lambda: reports(heard[1], "/sms7"))
    ((_, headers, body),) = reports(heard[1], "/sms7")
    assert house.settings.sms is not None
    report = read_sms(house.settings.sms, headers, body)
    assert (report.state, report.trouble) == (LetterState.FAILED, Trouble.NOT_DELIVERED)


def test_zalo_fills_its_own_text_and_reports(house: Carriers, heard: tuple[str, Heard]) -> None:
    told = house.posts()["zalo"].send(parcel("thuphi-8", "84912345678"))
    assert (told.trouble, told.cost_vnd) == (None, 250)
    (message,) = house.arrived("84912345678")
    assert "Trường Tiểu học Hoa Mai xin thông báo: Trần Gia Bảo" in str(message["text"])
    assert within(5, lambda: reports(heard[1], "/zalo"))
    (_, headers, body) = reports(heard[1], "/zalo")[-1]
    assert house.settings.zalo is not None
    report = read_zalo(house.settings.zalo, headers, body)
    assert (report.letter_id, report.state) == (8, LetterState.DELIVERED)
    with pytest.raises(ReportNotSigned):
        read_zalo(house.settings.zalo, headers, body.replace(b"thuphi-8", b"thuphi-9"))
    with pytest.raises(ReportUnreadable):
        read_zalo(house.settings.zalo, headers, b"[]")


def test_zalo_refuses_a_text_it_has_not_approved(house: Carriers) -> None:
    post = house.posts()["zalo"]
    assert post.send(parcel("thuphi-9", "84912345679", template="love")) == Told(Trouble.REFUSED)


def test_a_forged_report_is_not_believed(house: Carriers, heard: tuple[str, Heard]) -> None:
    house.goes_wrong("bad_signature")
    house.posts()["sms"].send(parcel("thuphi-10", "84912345680", f"{heard[0]}sms10"))
    assert within(5, lambda: reports(heard[1], "/sms10"))
    assert house.settings.sms is not None
    with pytest.raises(ReportNotSigned):
        read_sms(house.settings.sms, *reports(heard[1], "/sms10")[0][1:])


def test_a_wrong_key_gets_nothing_through(house: Carriers) -> None:
    answer = httpx.post(f"{house.url}/v1/messages", json={}, trust_env=False)
    assert (answer.status_code, answer.json()) == (401, {"error": "unauthorized"})
    answer = httpx.post(f"{house.url}/message/template", json={}, trust_env=False)
    assert answer.json()["error"] == -124


def test_mail_arrives_with_its_marks(house: Carriers) -> None:
    told = house.posts()["mail"].send(parcel("thuphi-11", "cuc@vidu.vn"))
    assert (told.trouble, told.cost_vnd) == (None, 0)
    assert told.provider_reference == "<thuphi-11@vidu.vn>"
    (letter,) = house.arrived("cuc@vidu.vn")
    assert (letter["subject"], letter["sender"]) == ("Khoản thu", "thu-phi@vidu.vn")
    assert letter["reference"] == "<thuphi-11@vidu.vn>"


def test_a_mailbox_that_is_not_there_is_named(house: Carriers) -> None:
    assert house.posts()["mail"].send(parcel("thuphi-12", NO_MAIL)) == Told(Trouble.WRONG_ADDRESS)


def test_mail_whose_answer_is_lost_counts_as_sent(house: Carriers) -> None:
    house.goes_wrong("timeout")
    assert house.posts()["mail"].send(parcel("thuphi-13", "dat@vidu.vn")).trouble is None
    assert len(house.arrived("dat@vidu.vn")) == 1


def test_the_pages_show_what_arrived(house: Carriers) -> None:
    house.posts()["sms"].send(parcel("thuphi-14", "84912345614"))
    assert within(
        5,
        lambda: (
            "TH Hoa Mai bao: 450.000d"
            in httpx.get(f"{house.url}/may/84912345614", trust_env=False).text
        ),
    )
    home = httpx.get(house.url, trust_env=False).text
    assert "0912 345 614" in home
    assert "0912 345 614" in httpx.get(f"{house.url}/tin", trust_env=False).text


def test_a_call_that_is_not_answered_is_made_again_by_the_same_name(tmp_path: Path) -> None:
    with carriers.running(tmp_path, silence_ms=1500) as house:
        house.goes_wrong("timeout")
        sender = Sender(may_go_to=frozenset({house.url.removeprefix("http://")}))
        assert house.settings.sms is not None
        post = SmsPost(house.settings.sms, sender)
        slow = threading.Thread(target=post.send, args=[parcel("thuphi-15", "84912345615")])
        slow.start()
        assert within(5, lambda: house.arrived("84912345615"))
        assert post.send(parcel("thuphi-15", "84912345615")).trouble is None
        slow.join()
        assert len(house.arrived("84912345615")) == 1


def test_mail_goes_through_starttls_with_a_password(tmp_path: Path) -> None:
    certificate, key = _certificate(tmp_path)
    with carriers.running(
        tmp_path,
        tls_certificate=str(certificate),
        tls_key=str(key),
        smtp_user="lan",
        smtp_password="made-up",
    ) as house:
        trusting = ssl.create_default_context(cafile=str(certificate))
        there = MailSettings(
            "localhost", house.smtp_port, "a@vidu.vn", "starttls", "lan", "made-up"
        )
        assert MailPost(there, trusting).send(parcel("thuphi-16", "binh@vidu.vn")).trouble is None
        assert len(house.arrived("binh@vidu.vn")) == 1
        wrong = MailSettings("localhost", house.smtp_port, "a@vidu.vn", "starttls", "lan", "x")
        assert MailPost(wrong, trusting).send(parcel("thuphi-17", "binh@vidu.vn")) == Told(
            Trouble.UNREACHABLE
        )
        stranger = MailPost(there).send(parcel("thuphi-18", "binh@vidu.vn"))
        assert stranger.trouble is Trouble.UNREACHABLE
        assert len(house.arrived("binh@vidu.vn")) == 1


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, kept = folder / "mail.pem", folder / "mail.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    kept.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, kept
