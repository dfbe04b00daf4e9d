"""The way to a family's page, as the family goes it and as an enemy tries to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import world
from tests.doors.web.pay import household
from tests.doors.web.pay.conftest import as_worker
from tests.doors.web.pay.household import (
    ANH,
    HAN,
    HUY,
    PHONE,
    STRANGER,
    TU,
    Household,
    letters,
    page_of,
    say,
    sent_code,
    sign_in,
)
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.notices.models import Letter
from thuphi.ground.tries.models import Tries
from thuphi.money.families.models import FamilyCode, FamilyKnown, FamilySession
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers.actions import NewBeneficiary
from thuphi.registers.payers.models import Beneficiary

WRONG = "Mã không đúng, đã dùng hoặc đã quá 5 phút."
NAMES = ("Minh Anh", "Gia Hân", "Đức Huy", "Văn Tư")
PLACES = ("Trường Tiểu học Ví Dụ", "Láng Giềng", "Bệnh viện Đa khoa")


@pytest.fixture
def home(db: None, as_role: Callable[..., None]) -> Iterator[Household]:
    """The family; from here on the connection is that of a page."""
    built = household.build()
    as_role("thuphi_app")
    yield built


def later(monkeypatch: pytest.MonkeyPatch, **span: int) -> None:
    """The clock of the pages goes on."""
    at = clock.now() + timedelta(**span)
    monkeypatch.setattr(clock, "now", lambda: at)


def ask(client: Client, phone: str = PHONE, address: str = "203.0.113.1") -> int:
    """Ask for a code; returns the status."""
    return client.post("/gia-dinh/", {"phone": phone}, REMOTE_ADDR=address).status_code


def another(code: str) -> str:
    """Six figures that are not these."""
    return f"{(int(code) + 1) % 10**6:06}"


def test_phone_code_and_birth_dates_open_the_whole_family(parent: Client, home: Household) -> None:
    sign_in(parent)
    page = page_of(parent)
    assert [one for one in (*NAMES, *PLACES, "826.800", "đ</small>") if one in page] == []
    say(parent, ANH, HAN, HUY, TU)
    page = page_of(parent)
    assert [one for one in (*NAMES, *PLACES) if one not in page] == []
    assert "Gia Bảo" not in page
    assert home.neighbour.code not in page
    for amount in ("826.800", "1.653.600", "1.200.000", "450.000"):
        assert amount in page
    assert page.count("<h1>") == 1


def test_a_birth_date_opens_one_person_and_tells_nothing_of_the_others(
    parent: Client, home: Household
) -> None:
    sign_in(parent)
    say(parent, HUY)
    page = page_of(parent)
    assert "Nguyễn Đức Huy" in page
    assert "Còn 3 người đứng dưới số này" in page
    assert [
        one for one in ("Minh Anh", "Gia Hân", "Văn Tư", PLACES[0], PLACES[2]) if one in page
    ] == []


def test_the_code_of_a_bill_stands_in_for_a_birth_date(parent: Client, home: Household) -> None:
    sign_in(parent)
    assert parent.post("/gia-dinh/mo", {"fact": home.tu.code.lower()}).status_code == 303
    page = page_of(parent)
    assert "Nguyễn Văn Tư" in page
    assert "Minh Anh" not in page
    answer = parent.post("/gia-dinh/mo", {"fact": home.neighbour.code})
    assert "Chưa khớp với ai." in answer.content.decode()
    assert "Gia Bảo" not in page_of(parent)


def test_birth_dates_are_asked_once_in_a_browser_and_again_in_another(
    parent: Client, home: Household
) -> None:
    sign_in(parent)
    say(parent, ANH, HAN, HUY, TU)
    parent.post("/gia-dinh/thoat")
    sign_in(parent)
    assert "Nguyễn Minh Anh" in page_of(parent)
    # A number that has got a new owner: the same code arrives, and nobody is named.
    other = Client()
    sign_in(other)
    assert [one for one in (*NAMES, *PLACES, "826.800") if one in page_of(other)] == []


def test_who_is_paid_for_by_another_phone_now_is_gone_at_once(
    parent: Client, home: Household
) -> None:
    sign_in(parent)
    say(parent, ANH, HAN)
    with as_worker():
        Beneficiary.objects.filter(name="Nguyễn Gia Hân").update(payer_phone="0905556667")
    page = page_of(parent)
    assert "Minh Anh" in page
    assert "Gia Hân" not in page
    assert parent.get(f"/gia-dinh/khoan/{home.han.code}").status_code == 404


def test_known_and_unknown_phones_get_the_same_answer_and_the_same_work(
    parent: Client, home: Household
) -> None:
    known, unknown = Client(), Client()
    with CaptureQueriesContext(connection) as for_known:
        yes = known.post("/gia-dinh/", {"phone": PHONE})
    assert letters() == 1
    with CaptureQueriesContext(connection) as for_unknown:
        no = unknown.post("/gia-dinh/", {"phone": STRANGER})
    assert letters() == 1
    assert (yes.status_code, yes["Location"]) == (no.status_code, no["Location"])
    assert yes.content == no.content
    first, second = known.get("/gia-dinh/ma"), unknown.get("/gia-dinh/ma")
    assert _without_tokens(first.content.decode()) == _without_tokens(second.content.decode())
    assert _verbs(for_known) == _verbs(for_unknown)
    wrong = [client.post("/gia-dinh/ma", {"code": "000000"}) for client in (known, unknown)]
    assert [WRONG in answer.content.decode() for answer in wrong] == [True, True]
    with as_worker():
        assert FamilyCode.objects.count() == 2


def test_a_wrong_code_costs_a_try_and_the_fifth_was_the_last(
    parent: Client, home: Household
) -> None:
    ask(parent)
    code = sent_code()
    for said in (another(code), "abc", "12345", "1234567", another(code)):
        assert WRONG in parent.post("/gia-dinh/ma", {"code": said}).content.decode()
    assert WRONG in parent.post("/gia-dinh/ma", {"code": code}).content.decode()
    with as_worker():
        assert FamilySession.objects.count() == 0


def test_a_code_opens_once(parent: Client, home: Household) -> None:
    ask(parent)
    code, asked = sent_code(), dict(parent.cookies)
    assert parent.post("/gia-dinh/ma", {"code": code}).status_code == 303
    again = Client()
    again.cookies["gia_dinh_hoi"] = asked["gia_dinh_hoi"].value
    assert WRONG in again.post("/gia-dinh/ma", {"code": code}).content.decode()


def test_a_new_code_is_the_end_of_the_old(parent: Client, home: Household) -> None:
    ask(parent)
    first = sent_code()
    elsewhere = Client()
    ask(elsewhere)
    assert WRONG in parent.post("/gia-dinh/ma", {"code": first}).content.decode()
    assert elsewhere.post("/gia-dinh/ma", {"code": sent_code()}).status_code == 303


def test_a_code_ends_after_five_minutes(
    parent: Client, home: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(parent)
    code = sent_code()
    later(monkeypatch, minutes=5)
    assert WRONG in parent.post("/gia-dinh/ma", {"code": code}).content.decode()


def test_a_code_opens_only_in_the_browser_that_asked(parent: Client, home: Household) -> None:
    ask(parent)
    thief = Client()
    assert ask(thief, STRANGER) == 303
    assert WRONG in thief.post("/gia-dinh/ma", {"code": sent_code()}).content.decode()
    assert WRONG in Client().post("/gia-dinh/ma", {"code": sent_code()}).content.decode()
    assert parent.post("/gia-dinh/ma", {"code": sent_code()}).status_code == 303


def test_a_session_ends_after_half_an_hour(
    parent: Client, home: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(parent)
    say(parent, ANH)
    parent.get(f"/gia-dinh/khoan/{home.anh.code}")
    assert "Nguyễn Minh Anh" in parent.get(f"/b/{home.anh.code}").content.decode()
    later(monkeypatch, minutes=30)
    assert "Minh Anh" not in page_of(parent)
    assert parent.get(f"/gia-dinh/khoan/{home.anh.code}")["Location"] == "/gia-dinh/"
    assert "Minh Anh" not in parent.get(f"/b/{home.anh.code}").content.decode()


def test_signing_out_kills_the_session_wherever_its_cookie_is(
    parent: Client, home: Household
) -> None:
    sign_in(parent)
    say(parent, ANH)
    parent.get(f"/gia-dinh/khoan/{home.anh.code}")
    stolen = Client()
    stolen.cookies["gia_dinh"] = parent.cookies["gia_dinh"].value
    assert "Minh Anh" in page_of(stolen)
    assert parent.get("/gia-dinh/thoat").status_code == 405
    assert parent.post("/gia-dinh/thoat").status_code == 303
    assert "Minh Anh" not in page_of(parent)
    assert "Minh Anh" not in page_of(stolen)
    assert "Minh Anh" not in parent.get(f"/b/{home.anh.code}").content.decode()


def test_cookies_are_signed_and_hidden_from_scripts(parent: Client, home: Household) -> None:
    sign_in(parent)
    for name, seconds in (("gia_dinh", 1800), ("gia_dinh_may", 180 * 86400)):
        cookie = parent.cookies[name]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (
            True, "Lax", "/gia-dinh/",
        )  # fmt: skip
        assert cookie["max-age"] == seconds
        assert PHONE not in cookie.value
    forged = Client()
    token = parent.cookies["gia_dinh"].value.split(":")[0]
    forged.cookies["gia_dinh"] = token
    assert "Đăng xuất" not in page_of(forged)
    # A token that we signed for another purpose is none here.
    signer = signing.TimestampSigner(salt="gia_dinh_maythuphi.pay.family.gia_dinh_may")
    forged.cookies["gia_dinh"] = signer.sign(token)
    assert "Đăng xuất" not in page_of(forged)


def test_a_phone_gets_three_codes_in_a_quarter_of_an_hour(
    home: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = [f"203.0.113.{n}" for n in range(1, 6)]
    told = [ask(Client(), address=address) for address in addresses]
    assert told == [303, 303, 303, 429, 429]
    assert letters() == 3
    unknown = [ask(Client(), STRANGER, address) for address in addresses]
    assert unknown == told
    later(monkeypatch, minutes=15)
    assert ask(Client()) == 303


def test_one_address_cannot_try_phone_after_phone(home: Household) -> None:
    told = [ask(Client(), f"09130000{n:02}") for n in range(31)]
    assert told == [303] * 30 + [429]
    assert ask(Client()) == 429
    assert ask(Client(), address="203.0.113.9") == 303
    assert letters() == 1


def test_one_address_cannot_try_code_after_code(home: Household) -> None:
    client = Client()
    told = [client.post("/gia-dinh/ma", {"code": f"{n:06}"}).status_code for n in range(61)]
    assert told == [200] * 60 + [429]


def test_birth_dates_are_guessed_five_times(
    parent: Client, home: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(parent)
    for day in range(1, 6):
        page = parent.post("/gia-dinh/mo", {"fact": f"{day}/6/2018"}).content.decode()
        assert "Chưa khớp với ai." in page
    page = parent.post("/gia-dinh/mo", {"fact": f"{ANH:%d/%m/%Y}"}).content.decode()
    assert "Đã thử sai nhiều lần." in page
    assert "Minh Anh" not in page_of(parent)
    later(monkeypatch, minutes=15)
    say(parent, ANH)
    assert "Minh Anh" in page_of(parent)


def test_what_is_counted_names_no_phone(parent: Client, home: Household) -> None:
    sign_in(parent)
    with as_worker():
        names = " ".join(Tries.objects.values_list("name", flat=True))
    assert "family:" in names
    assert PHONE[1:] not in names


def test_a_stand_in_phone_of_an_office_opens_nobody_by_a_birth_date(
    parent: Client, home: Household
) -> None:
    office = "0988000000"
    with as_worker():
        payers.enrol_many(
            by=SYSTEM,
            facility_id=home.world.a.id,
            people=[
                NewBeneficiary(
                    f"VP{n:02}",
                    f"Học Sinh {n}",
                    born_on=ANH,
                    payer_name="Trường",
                    payer_phone=office,
                )
                for n in range(11)
            ],
            at=world.AT,
        )
    sign_in(parent, office)
    answer = parent.post("/gia-dinh/mo", {"fact": f"{ANH:%d/%m/%Y}"})
    assert "Chưa khớp với ai." in answer.content.decode()
    assert "Học Sinh" not in page_of(parent)


def test_somebody_without_a_birth_date_is_not_opened_by_an_empty_one(
    parent: Client, home: Household
) -> None:
    with as_worker():
        Beneficiary.objects.filter(payer_phone=PHONE).update(born_on=None)
    sign_in(parent)
    for said in ("-", "0", "00/00/0000", PHONE, PHONE[-3:], "HS001", "\x00"):
        answer = parent.post("/gia-dinh/mo", {"fact": said})
        assert answer.status_code == 200, said
    assert [one for one in NAMES if one in page_of(parent)] == []


@pytest.mark.parametrize("typed", ["+84 912 345 678", "0912.345.678", "912345678"])
def test_a_phone_is_read_however_it_is_written(parent: Client, home: Household, typed: str) -> None:
    assert ask(parent, typed) == 303
    assert letters() == 1


@pytest.mark.parametrize("typed", ["", "123", "02223821234", "0912 345 67a", "\x00", "0" * 40])
def test_what_is_no_mobile_number_is_said_to_be_none(
    parent: Client, home: Household, typed: str
) -> None:
    assert ask(parent, typed) == 200
    assert letters() == 0


def test_the_message_says_the_code_and_is_forgotten_by_pages(
    parent: Client, home: Household
) -> None:
    ask(parent)
    with as_worker():
        letter = Letter.objects.get()
    assert (letter.way, letter.kind, letter.template) == ("sms", "code", "one_time_code")
    assert letter.facts.keys() == {"code", "minutes"}
    assert letter.facts["minutes"] == "5"
    assert letter.not_after == world.AT + timedelta(minutes=5)
    assert Letter.objects.count() == 0


def test_codes_and_sessions_are_kept_as_digests_that_pages_cannot_read(
    parent: Client, home: Household
) -> None:
    ask(parent)
    code = sent_code()
    with as_worker():
        kept = FamilyCode.objects.get()
    assert code not in f"{kept.code_key} {kept.asker_key}"
    parent.post("/gia-dinh/ma", {"code": code})
    say(parent, ANH)
    token = parent.cookies["gia_dinh"].value.split(":")[0]
    with as_worker():
        assert FamilySession.objects.get().session_key != token
        assert (FamilyKnown.objects.count(), FamilyCode.objects.count()) == (1, 0)
    with connection.cursor() as cursor:
        for table in ("family_code", "family_session", "family_known"):
            for deed in ("SELECT", "INSERT", "UPDATE", "DELETE"):
                cursor.execute("SELECT has_table_privilege(%s, %s)", [table, deed])
                assert cursor.fetchone() == (False,), (table, deed)


def _verbs(captured: CaptureQueriesContext) -> list[str]:
    """Each statement's first words; the same work has the same list, but for how it ends."""
    found = [" ".join(str(one["sql"]).split()[:3]) for one in captured.captured_queries]
    ends = ("RELEASE SAVEPOINT", "ROLLBACK TO")
    return ["END" if one.startswith(ends) else one.split(' "s')[0] for one in found]


def _without_tokens(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)
