"""Ways of paying at the desk: what is shown to whom, and that a secret never comes back."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW, SIGN_IN, At, as_worker
from tests.world import Person, World
from thuphi.doors.web.desk import methods as pages
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.seal import unseal
from thuphi.registers.facilities import actions as facilities
from thuphi.registers.methods import actions
from thuphi.registers.methods.models import Incentive, Merchant, MethodFee, Terminal
from thuphi.registers.methods.queries import terms_of
from thuphi.registers.methods.rules import BorneBy, FeeTerms
from thuphi.registers.staff.rules import Role

SECRETS = {"key1": "ak-khong-ai-biet", "key2": "sk-khong-ai-biet"}
NEW = {"set_key1": "ak-moi-tinh", "set_key2": "sk-moi-tinh"}


@pytest.fixture
def operator(world: World) -> Person:
    """Keeps the register of school A."""
    return worlds.person("van", "Trịnh Thị Vân", Role.OPERATOR, facility_id=world.a.id)


@pytest.fixture
def zalo(world: World) -> Merchant:
    """School A's contract with a wallet."""
    return _register(world, "zalopay", {"app_id": "2553", **SECRETS})


@pytest.fixture
def cards(world: World) -> Merchant:
    """School A's contract for cards."""
    return _register(world, "nexo", {"SaleID": "VIDU", "Passphrase": "p-khong-ai-biet"})


def _register(world: World, channel: str, given: dict[str, str]) -> Merchant:
    return actions.register_merchant(
        by=SYSTEM, facility_id=world.a.id, channel=channel, slug=f"vidu-{channel}",
        account_number="", settings=given, at=worlds.AT,
    )  # fmt: skip


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def list_of(world: World) -> str:
    return reverse("desk_methods", args=[world.a.id])


def page_of(merchant: Merchant) -> str:
    return reverse("desk_method", args=[merchant.facility_id, merchant.pk])


def change(client: Client, merchant: Merchant, what: str, given: Mapping[str, str]) -> int:
    address = reverse("desk_method_change", args=[merchant.facility_id, merchant.pk, what])
    return client.post(address, given).status_code


def press(client: Client, world: World, what: str, number: int) -> int:
    address = reverse("desk_method_press", args=[world.a.id, what, number])
    return client.post(address, {"back": ""}).status_code


def test_the_list_shows_the_four_ways_with_dated_evidence(world: World, at_desk: At) -> None:
    actions.record_contract(
        by=SYSTEM, merchant_id=world.sepay.pk, number="12/HĐ", from_on=worlds.TODAY,
        until_on=None, evidence="", at=worlds.AT,
    )  # fmt: skip
    actions.record_paid_days({world.sepay.pk: worlds.TODAY})
    page = text(at_desk(world.lan), list_of(world))
    assert "1 trong 4 phương thức sẵn sàng" in page
    assert "Khoản gần nhất: 05/10/2026." in page
    assert "hợp đồng 12/HĐ" in page
    for way in ("Chuyển khoản VietQR", "Cổng thanh toán trên web", "Mobile Money", "máy POS"):
        assert way in page
    assert "Gia đình chỉ có một cách trả" in page


def test_who_may_not_write_is_offered_no_form(world: World, zalo: Merchant, at_desk: At) -> None:
    for person in (world.lan, world.minh):
        client = at_desk(person)
        assert "Thêm nhà cung cấp" not in text(client, list_of(world))
        page = text(client, page_of(zalo))
        assert "set_key2" not in page
        assert 'method="post"' not in page.split("<main")[1]


def test_a_new_provider_is_registered_and_its_address_is_shown(
    world: World, operator: Person, at_desk: At
) -> None:
    client = at_desk(operator)
    add = reverse("desk_method_add", args=[world.a.id])
    assert "?kenh=zalopay" in text(client, add)
    form = text(client, f"{add}?kenh=zalopay")
    assert 'value="27001-zalopay"' in form
    assert form.count('type="password"') == 2
    answer = client.post(
        f"{add}?kenh=zalopay", {"slug": "27001-zalopay", "set_app_id": "2554", **NEW}
    )
    assert answer.status_code == 302
    page = text(client, answer["Location"])
    assert f"{settings.SITE_URL}/gate/zalopay/27001-zalopay" in page
    assert "2554" in page
    with as_worker():
        made = Merchant.objects.get(slug="27001-zalopay")
        assert unseal(settings.MASTER_SECRET, bytes(made.sealed)) == {
            "key1": "ak-moi-tinh",
            "key2": "sk-moi-tinh",
        }
        assert made.facility_id == world.a.id


def test_a_channel_that_watches_is_given_the_approved_account(
    world: World, operator: Person, at_desk: At
) -> None:
    add = reverse("desk_method_add", args=[world.a.id])
    answer = at_desk(operator).post(
        f"{add}?kenh=casso", {"slug": "vidu-casso", "set_key": "k-bi-mat"}
    )
    assert answer.status_code == 302
    with as_worker():
        made = Merchant.objects.get(slug="vidu-casso")
        assert (made.account_number, made.shares_account) == (worlds.ACCOUNT_A, True)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"slug": "Ví dụ", **NEW}, "4 đến 60 chữ thường"),
        ({"slug": "vidu-zalopay", **NEW}, "đã có nơi khác dùng"),
        ({"slug": "vidu-hai"}, "Chưa có khóa bí mật nào"),
        ({"slug": "", **NEW}, "Chưa có tên"),
        ({"slug": "vidu-hai", "set_endpoint": "http://x.vn", **NEW}, "bắt đầu bằng https://"),
    ],
)
def test_a_faulty_form_comes_back_without_the_secrets(
    world: World, zalo: Merchant, operator: Person, at_desk: At, given: dict[str, str], said: str
) -> None:
    add = reverse("desk_method_add", args=[world.a.id])
    answer = at_desk(operator).post(f"{add}?kenh=zalopay", given)
    body = answer.content.decode()
    assert answer.status_code == 400
    assert said in body
    assert "moi-tinh" not in body
    with as_worker():
        assert Merchant.objects.filter(channel="zalopay").count() == 1


def test_no_secret_ever_stands_in_a_page(
    world: World, zalo: Merchant, cards: Merchant, operator: Person, at_desk: At
) -> None:
    client = at_desk(operator)
    for address in (list_of(world), page_of(zalo), page_of(cards)):
        page = text(client, address)
        assert "khong-ai-biet" not in page
        for field in re.findall(r'<input[^>]*type="password"[^>]*>', page):
            assert "value=" not in field
    assert "Đã có, không hiện lại" in text(client, page_of(zalo))


def test_settings_are_changed_and_the_secrets_stay_unless_all_are_given(
    world: World, zalo: Merchant, operator: Person, at_desk: At
) -> None:
    client = at_desk(operator)
    assert change(client, zalo, "cai-dat", {"set_app_id": "MOI"}) == 302
    assert change(client, zalo, "cai-dat", {"set_key2": "sk-moi-tinh"}) == 400
    with as_worker():
        kept = Merchant.objects.get(pk=zalo.pk)
        assert kept.settings == {"app_id": "MOI"}
        assert unseal(settings.MASTER_SECRET, bytes(kept.sealed)) == SECRETS
    dropped = {"set_key2": "sk-moi-tinh", "drop": "key1", "set_app_id": "MOI"}
    assert change(client, zalo, "cai-dat", dropped) == 302
    with as_worker():
        kept = Merchant.objects.get(pk=zalo.pk)
        assert unseal(settings.MASTER_SECRET, bytes(kept.sealed)) == {"key2": "sk-moi-tinh"}


def test_contract_fee_and_favour_are_written_and_shown(
    world: World, zalo: Merchant, operator: Person, at_desk: At
) -> None:
    client = at_desk(operator)
    days = {"from_on": "2026-10-01", "last_on": "2027-09-30"}
    assert change(client, zalo, "hop-dong", {"number": "45/HĐ", "evidence": "Tủ 2", **days}) == 302
    fee = {"flat_vnd": "1.100", "basis_points": "1,1", "minimum_vnd": "", "maximum_vnd": "50.000",
           "borne_by": "payer", "from_on": "2026-10-01", "last_on": ""}  # fmt: skip
    assert change(client, zalo, "phi", fee) == 302
    assert change(client, zalo, "phi", fee) == 400
    favour = {"kind": "discount", "percent": "5", "amount_vnd": "", "granted_by": "ZaloPay",
              "wording": "Giảm 5 %.", "scope": "merchant", **days}  # fmt: skip
    assert change(client, zalo, "uu-dai", favour) == 302
    page = text(client, page_of(zalo))
    assert "1.100 đ + 1,1 %, nhiều nhất 50.000 đ · người nộp chịu" in page
    assert "từ 01/10/2026 đến 30/09/2027" in page
    assert "Giảm 5 %." in page
    assert "Đã ký, chưa thử" in page
    offered = text(client, list_of(world))
    assert "phí 12.100 đ" in offered
    assert "Danh sách này không thiên vị nơi nào." in offered
    with as_worker():
        assert terms_of(MethodFee.objects.get()) == FeeTerms(1_100, 110, 0, 50_000, BorneBy.PAYER)


@pytest.mark.parametrize(
    ("what", "given", "said"),
    [
        ("phi", {"basis_points": "1,111"}, "nhiều nhất hai chữ số thập phân"),
        ("phi", {"basis_points": "101"}, "Phần trăm từ 0 đến 100"),
        ("phi", {"minimum_vnd": "5.000", "maximum_vnd": "1.000"}, "không được nhỏ hơn"),
        ("phi", {"flat_vnd": "-5"}, "không được âm"),
        ("uu-dai", {"kind": "discount"}, "một trong hai"),
        ("uu-dai", {"kind": "fee_waived", "percent": "5"}, "để trống"),
        ("hop-dong", {"number": ""}, "Chưa có số hợp đồng"),
        ("hop-dong", {"number": "1", "last_on": "2026-09-01"}, "Ngày cuối phải từ ngày đầu"),
    ],
)
def test_a_fault_is_said_beside_its_field_and_nothing_is_written(
    world: World, zalo: Merchant, operator: Person, at_desk: At, what: str,
    given: dict[str, str], said: str,
) -> None:  # fmt: skip
    usual = {"from_on": "2026-10-01", "borne_by": "payer", "scope": "way", "granted_by": "x",
             "wording": "x", "kind": "fee_waived"}  # fmt: skip
    address = reverse("desk_method_change", args=[world.a.id, zalo.pk, what])
    answer = at_desk(operator).post(address, {**usual, **given})
    assert answer.status_code == 400
    assert said in answer.content.decode()
    with as_worker():
        assert not MethodFee.objects.exists()
        assert not Incentive.objects.exists()
        assert Merchant.objects.get(pk=zalo.pk).contract_number == ""


def test_terminals_are_registered_break_and_go_back(
    world: World, zalo: Merchant, cards: Merchant, operator: Person, at_desk: At
) -> None:
    client = at_desk(operator)
    given = {"poi_id": "P400-1", "serial": "sn-0001", "tid": "12345678", "mid": "",
             "place": "Phòng kế toán", "from_on": "2026-10-01"}  # fmt: skip
    assert change(client, cards, "may-pos", {**given, "serial": "số 1"}) == 400
    assert change(client, cards, "may-pos", given) == 302
    assert change(client, cards, "may-pos", given) == 400
    assert change(client, zalo, "may-pos", given) == 404
    with as_worker():
        terminal = Terminal.objects.get()
    assert press(client, world, "may-hong", terminal.pk) == 302
    assert "Đang hỏng" in text(client, list_of(world))
    assert press(client, world, "may-duoc", terminal.pk) == 302
    assert press(client, world, "may-duoc", terminal.pk) == 302
    assert press(client, world, "tra-may", terminal.pk) == 302
    assert "Đã trả lại" in text(client, page_of(cards))


def test_a_provider_is_taken_out_of_use_and_back(
    world: World, zalo: Merchant, operator: Person, at_desk: At
) -> None:
    client = at_desk(operator)
    assert press(client, world, "ngung", zalo.pk) == 302
    assert "Thông báo của nhà cung cấp này bị từ chối" in text(client, page_of(zalo))
    assert press(client, world, "dung", zalo.pk) == 302
    with as_worker():
        assert Merchant.objects.get(pk=zalo.pk).is_active


def test_a_channel_follows_the_account_approved_since(
    world: World, operator: Person, at_desk: At
) -> None:
    client = at_desk(operator)
    assert "Theo dõi tài khoản mới" in text(client, page_of(world.sepay))
    assert press(client, world, "tai-khoan", world.sepay.pk) == 302
    with as_worker():
        assert Merchant.objects.get(pk=world.sepay.pk).account_number == worlds.ACCOUNT_A
    assert press(client, world, "tai-khoan", world.sepay.pk) == 302
    assert "không có gì đổi" in text(client, list_of(world))


def test_a_fee_and_a_favour_of_yesterday_are_ended_today(
    world: World, zalo: Merchant, operator: Person, at_desk: At
) -> None:
    client = at_desk(operator)
    fee = {"flat_vnd": "1.100", "borne_by": "payer", "from_on": "2026-10-01"}
    favour = {"kind": "fee_waived", "granted_by": "ZaloPay", "wording": "Miễn phí.", "scope": "way",
              "from_on": "2026-10-06"}  # fmt: skip
    assert change(client, zalo, "phi", fee) == 302
    assert change(client, zalo, "uu-dai", favour) == 302
    with as_worker():
        fee_id, favour_id = MethodFee.objects.get().pk, Incentive.objects.get().pk
    assert press(client, world, "het-phi", fee_id) == 302
    assert press(client, world, "het-uu-dai", favour_id) == 302
    assert "đến mai mới kết thúc được" in text(client, list_of(world))
    with as_worker():
        assert MethodFee.objects.get().valid.upper == NOW.date()
        assert Incentive.objects.get().valid.upper is None


def everything(world: World, merchant: Merchant) -> dict[str, str]:
    values = {"facility_id": world.a.id, "merchant_id": merchant.pk, "what": "hop-dong",
              "number": merchant.pk}  # fmt: skip
    return {
        str(one.name): reverse(
            str(one.name),
            kwargs={
                name: "ngung" if name == "what" and one.name == "desk_method_press" else value
                for name, value in values.items()
                if name in one.pattern.converters
            },
        )
        for one in pages.urlpatterns
    }


def test_to_a_stranger_the_pages_are_not_there(world: World, zalo: Merchant, at_desk: At) -> None:
    stranger = worlds.person("cu", "Cù Văn Cư", Role.OPERATOR, facility_id=world.b.id)
    client = at_desk(stranger)
    for name, address in everything(world, zalo).items():
        answers = {client.get(address).status_code, client.post(address).status_code}
        assert answers <= {404, 405}, name
        assert 404 in answers, name
    own = reverse("desk_method", args=[world.b.id, zalo.pk])
    assert client.get(own).status_code == 404
    assert press(client, world, "ngung", zalo.pk) == 404
    mixed = reverse("desk_method_press", args=[world.b.id, "ngung", zalo.pk])
    assert client.post(mixed).status_code == 404
    with as_worker():
        assert Merchant.objects.get(pk=zalo.pk).is_active


def test_who_may_only_read_writes_nothing(world: World, zalo: Merchant, at_desk: At) -> None:
    writes = {"desk_method_add", "desk_method_change", "desk_method_press"}
    for person in (world.lan, world.minh, world.dung):
        client = at_desk(person)
        for name, address in everything(world, zalo).items():
            expected = 403 if name in writes else 200
            answer = client.post(address) if name in writes else client.get(address)
            assert answer.status_code == expected, (name, person.user.username)


def test_nobody_comes_in_without_signing_in_and_every_page_is_marked(
    world: World, zalo: Merchant
) -> None:
    for name, address in everything(world, zalo).items():
        answer = Client().get(address)
        assert answer.status_code == 302, name
        assert answer["Location"].startswith("/tai-khoan/login/"), name
    assert all(hasattr(one.callback, "access") for one in pages.urlpatterns)


def test_changes_come_with_a_token(world: World, zalo: Merchant, operator: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(operator.user, backend=SIGN_IN)
    for name, address in everything(world, zalo).items():
        if name in ("desk_method_change", "desk_method_press"):
            assert strict.post(address, {"number": "1"}).status_code == 403, name


def test_what_is_not_there_is_not_found(
    world: World, zalo: Merchant, operator: Person, at_desk: At
) -> None:
    client = at_desk(operator)
    assert change(client, zalo, "khac", {}) == 404
    assert press(client, world, "khac", zalo.pk) == 404
    assert press(client, world, "het-phi", 0) == 404
    assert press(client, world, "may-hong", 0) == 404
    assert press(client, world, "het-uu-dai", 0) == 404


def test_the_list_asks_the_same_for_two_providers_and_for_seven(
    world: World, operator: Person, at_desk: At
) -> None:
    client = at_desk(operator)
    client.get(list_of(world))
    with CaptureQueriesContext(connection) as few:
        client.get(list_of(world))
    with as_worker():
        for channel in ("vnpay", "momo", "zalopay", "gsma", "nexo"):
            secret = {"vnpay": "vnp_HashSecret", "momo": "secretKey", "zalopay": "key1",
                      "gsma": "apiKey", "nexo": "Passphrase"}[channel]  # fmt: skip
            _register(world, channel, {secret: "s"})
    with CaptureQueriesContext(connection) as many:
        client.get(list_of(world))
    assert len(many) == len(few)


def test_another_account_of_the_school_is_no_fault_of_the_page(
    world: World, zalo: Merchant, operator: Person, at_desk: At
) -> None:
    proposal = facilities.propose_account(
        by=world.lan.actor, facility_id=world.a.id, bin="970436", number="1018888999",
        name="TRUONG TIEU HOC VI DU", at=NOW,
    )  # fmt: skip
    facilities.decide_account(by=world.hoa.actor, account_id=proposal.pk, approve=True, at=NOW)
    page = text(at_desk(operator), page_of(zalo))
    assert "Theo dõi tài khoản mới" not in page
