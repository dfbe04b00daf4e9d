"""Sentences of the pages are gathered, put into English and compiled; no page mixes languages."""

from __future__ import annotations

import ast
import gettext
import html
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests import world as worlds
from tests.money.bills.workbook.books import NAM, book
from tests.world import Person, World
from thuphi.ground.channels.banks import BANKS
from thuphi.ground.kit import clock, fold, money
from thuphi.money.bills import actions as bills
from thuphi.money.bills.models import Bill, CollectionRun
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.money.payments.receipt_code import code_of
from thuphi.registers.facilities.models import Facility
from thuphi.registers.places.models import Place
from tools import messages

SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"
MEANT_LATER = "Thu tháng 11/2026"
NOW = datetime(2026, 10, 6, 9, 30, tzinfo=clock.VIETNAM)
OF_VIETNAMESE = re.compile(r"[\u00c0-\u00c3\u00c8-\u00ca\u00cc\u00cd\u00d2-\u00d5\u00d9\u00da\u00dd"
                           r"\u00e0-\u00e3\u00e8-\u00ea\u00ec\u00ed\u00f2-\u00f5\u00f9\u00fa\u00fd"
                           r"\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af"
                           r"\u01b0\u1ea0-\u1ef9]")  # fmt: skip
"""Letters that Vietnamese has and English has not."""

SAME_IN_BOTH = ("Tiếng Việt", "Thu Phí", "“Mã khoản thu”", "đĐ", "đồng", "QĐ", "12/BC-SGDĐT",
                "10/2025/NQ-HĐND")  # fmt: skip
"""The other language's name, our own, and what stands on a printed notice; our money and its sign;
the number of a decision and of a paper."""

MEANT_FOR_FAMILIES = {
    "pay/pdf.py",  # the receipt on paper is Vietnamese, whoever prints it
    "desk/refund_slip.py",  # the slip on paper is Vietnamese, whoever prints it
    "pay/giving_back.py",  # the reason that is kept, which the school reads
    "desk/run_new.py",  # words that are proposed for the notice
    "desk/notice_pdf.py",  # the notice on paper is Vietnamese, whoever prints it
    "desk/letters_plan.py",  # the letter that is shown before it is sent
}
NOT_TRANSLATED = {"shared/templates/500.html"}
"""Shown when nothing works any more; says both languages itself."""

English = Callable[[Person | None], Client]


# What the catalogues hold.


def test_every_sentence_of_the_source_has_an_english_one() -> None:
    english = messages.read("en")
    lacking = [one.singular for one in messages.gathered() if english.get(one.singular) is None]
    assert lacking == []
    assert messages.untranslated(english) == []


def test_the_english_catalogue_holds_no_sentence_that_left_the_source() -> None:
    sources = {one.key for one in messages.gathered()}
    assert [one.id for one in messages.read("en") if one.id and one.id not in sources] == []


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_compiled_catalogue_is_that_of_the_text(language: str) -> None:
    compiled = messages.LOCALE / language / "LC_MESSAGES" / "django.mo"
    assert compiled.read_bytes() == messages.written_mo(messages.read(language))
    with compiled.open("rb") as file:
        assert gettext.GNUTranslations(file).info()["language"] == language


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_translation_keeps_every_placeholder(language: str) -> None:
    wrong = []
    for message in messages.read(language):
        if not message.id:
            continue
        key = message.id if isinstance(message.id, str) else message.id[-1]
        wrong += [
            (key, said)
            for said in said_by(message)
            if messages.placeholders(said) != messages.placeholders(key)
            or said.count("%%") != key.count("%%")
        ]
    assert wrong == []


def test_a_sentence_with_several_placeholders_names_them() -> None:
    nameless = [
        one.singular
        for one in messages.gathered()
        if messages.placeholders(one.singular)[1] > 1
        or (messages.placeholders(one.singular)[0] and messages.placeholders(one.singular)[1])
    ]
    assert nameless == []


def test_the_english_has_no_vietnamese_but_the_names_of_a_workbook() -> None:
    of_the_workbook = (
        "“(số tiền)”", "“Tổng cộng”", "“Khoản thu”", "“Mã khoản thu”",
        "“Họ và tên”", "“Mã học sinh”", "“Thu bù”", "“Số tài khoản: …”",
    )  # fmt: skip
    found = []
    for message in messages.read("en"):
        if message.id:
            found += [one for one in said_by(message) if is_vietnamese(one, of_the_workbook)]
    assert found == []


def test_no_vietnamese_stands_in_a_page_unmarked() -> None:
    found = []
    for path in sorted(messages.PAGES.rglob("*.html")):
        place = path.relative_to(messages.PAGES).as_posix()
        if place not in NOT_TRANSLATED:
            text = re.sub(
                r"{% blocktrans.*?{% endblocktrans\w* %}|{%.*?%}|{{.*?}}|{#.*?#}",
                " ",
                path.read_text(encoding="utf-8"),
                flags=re.DOTALL,
            )
            found += [f"{place}: {line}" for line in text.splitlines() if is_vietnamese(line)]
    for path in sorted(messages.PAGES.rglob("*.py")):
        place = path.relative_to(messages.PAGES).as_posix()
        if place not in MEANT_FOR_FAMILIES:
            found += [f"{place}: {words}" for words in unmarked(path) if is_vietnamese(words)]
    assert found == []


def test_a_sentence_put_together_at_run_time_is_refused(tmp_path: Path) -> None:
    path = messages.ROOT / "tests" / "doors" / "web" / "put_together.py"
    source = 'from x import gettext as _\nname = 1\nsay = _(f"Cho {name}")\n'
    with pytest.raises(messages.NotALiteral, match=r"put_together.py:3"):
        list(messages._of_python(source, path))


def unmarked(path: Path) -> Iterator[str]:
    """Texts of a module that are neither translated nor said to programmers."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            said.add(id(node.value))
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in messages.SINGULAR | messages.PLURAL
        ):
            said |= {id(argument) for argument in node.args}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def said_by(message: Message) -> list[str]:
    """A translation, with its plurals."""
    words = message.string
    return [words] if isinstance(words, str) else list(words or ())


def is_vietnamese(text: str, allowed: tuple[str, ...] = ()) -> bool:
    """Whether Vietnamese letters are left beside what is the same in both languages."""
    for one in (*SAME_IN_BOTH, *allowed):
        text = text.replace(one, "")
    return OF_VIETNAMESE.search(re.sub(r"\bđ\b", "", text)) is not None


# What pages say.


@pytest.fixture(autouse=True)
def the_site(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The whole site, on the day after everything in the world happened."""
    settings.ROOT_URLCONF = "thuphi.config.urls"
    monkeypatch.setattr(clock, "now", lambda: NOW)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def world(db: None) -> World:
    """School A with bills of every state, money that has an owner and money that has none."""
    made = worlds.build()
    paid, part, still_open = worlds.issued_run(made, allows_part=True)
    worlds.hear(made, paid.code, paid.total_vnd)
    worlds.hear(made, part.code, 100_000)
    worlds.hear(made, "", 826_800, text="dong hoc")
    payments.post_waiting(at=NOW)
    payments.take_cash(
        by=made.minh.actor,
        code=still_open.code,
        amount_vnd=26_800,
        key="d" * 32,
        payer_name="",
        at=NOW,
    )
    withdrawn = worlds.issued_run(made, name="Thu thêm", items=[("NU", 1)], classes=["5B"])[0]
    bills.cancel_bill(by=made.lan.actor, code=withdrawn.code, reason="Nhap nham", at=NOW)
    worlds.planned_run(made, name=MEANT_LATER)
    return made


@pytest.fixture
def english(as_role: Callable[..., None]) -> English:
    """`english(world.lan)`: that person, or a visitor, who reads English."""

    def sit(person: Person | None) -> Client:
        client = Client()
        client.cookies["django_language"] = "en"
        if person is not None:
            client.force_login(person.user, backend=SIGN_IN)
        as_role("thuphi_app")
        return client

    return sit


def left_in_vietnamese(client: Client, address: str, data: list[str]) -> list[str]:
    """What an English page says in Vietnamese beside names and other facts of the school."""
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    page = answer.content.decode()
    assert '<html lang="en"' in page, address
    return left_of(page, data)


def left_of(page: str, data: list[str]) -> list[str]:
    """The lines of a page with Vietnamese letters, once facts are taken out."""
    page = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|placeholder|alt|title|data-done|content)="([^"]*)"', page)
    text = "\n".join([re.sub(r"<[^>]+>", "\n", page), *spoken])
    text = html.unescape(text).replace(money.NO_BREAK_SPACE, " ")
    for fact in data:
        text = re.sub(re.escape(fact), "", text, flags=re.IGNORECASE)
    return [line.strip() for line in text.splitlines() if is_vietnamese(line)]


def facts(world: World) -> list[str]:
    """What is data and stays as it was entered, the longest first."""
    known = {"Thu tháng 10/2026", "Thu thêm"}
    known |= {MEANT_LATER, "Thu tháng", "Các khoản thu tháng"}
    known |= {one.name for one in Facility.objects.all()}
    known |= {one.address for one in Facility.objects.all()}
    known |= {one.focal_name for one in Facility.objects.all()}
    for place in Place.objects.filter(province=world.province):
        known |= {place.name, place.full_name}
    known |= {world.province.name, world.province.full_name}
    known |= {one.name for one in BANKS.values()} | {one.short_name for one in BANKS.values()}
    for person in (world.lan, world.minh, world.hoa, world.quan, world.dung):
        known.add(person.user.full_name)
    for school in (world.a, world.b):
        for item in school.items.values():
            known |= {item.name, item.unit, item.ground}
        for pupil in school.pupils.values():
            known |= {pupil.name, pupil.payer_name}
            known |= {fold.half_masked(pupil.name), fold.half_masked(pupil.payer_name)}
    known |= {money.in_words(one.amount_vnd) for one in Payment.objects.all()}
    return sorted(filter(None, known), key=len, reverse=True)


def test_pages_for_everybody_are_english_in_english(world: World, english: English) -> None:
    data = facts(world)
    codes = list(Bill.objects.order_by("id").values_list("code", flat=True))
    booked = Payment.objects.filter(receipt_number__isnull=False).order_by("id")
    receipts = [code_of(one.pk) for one in booked]
    visitor = english(None)
    pages = [
        "/",
        reverse("pay:find"),
        reverse("pay:verify"),
        reverse("account_login"),
        *(reverse("pay:bill", args=[code]) for code in codes),
        *(reverse("pay:receipt", args=[code]) for code in receipts),
    ]
    assert len(pages) == 11
    assert {page: left_in_vietnamese(visitor, page, data) for page in pages} == {
        page: [] for page in pages
    }


def test_errors_of_forms_are_english_in_english(world: World, english: English) -> None:
    visitor = english(None)
    for page in (reverse("pay:find"), reverse("pay:verify"), reverse("account_login")):
        answer = visitor.post(page, {})
        assert 'class="wrong"' in answer.content.decode(), page
        assert left_of(answer.content.decode(), []) == [], page
    for page in ("/khong-co", reverse("desk_bill", args=["TF0000000000"])):
        client = english(world.lan)
        answer = client.get(page)
        assert answer.status_code == 404
        assert left_of(answer.content.decode(), []) == [], page


def test_the_desk_is_english_in_english(world: World, english: English) -> None:
    data = facts(world)
    run, draft = (
        CollectionRun.objects.get(name=name).pk for name in ("Thu tháng 10/2026", MEANT_LATER)
    )
    codes = list(Bill.objects.order_by("id").values_list("code", flat=True))
    waiting = list(Payment.objects.order_by("id").values_list("id", flat=True))
    pupil = next(iter(world.a.pupils.values()))
    lan, minh = english(world.lan), english(world.minh)
    pages = [
        reverse("desk_home"),
        reverse("desk_pupils"),
        reverse("desk_pupils") + "?q=zzz",
        reverse("desk_pupil", args=[pupil.pk]),
        reverse("desk_runs"),
        reverse("desk_run_new"),
        reverse("desk_run", args=[run]),
        reverse("desk_run", args=[draft]),
        reverse("desk_standing"),
        reverse("desk_fees"),
        reverse("desk_fees") + "?year=2025-2026",
        reverse("desk_fee_add"),
        reverse("desk_fee_change", args=[world.a.items["AN"].pk]),
        reverse("desk_notices", args=[run]),
        reverse("desk_notices_print", args=[run]) + "?class=2A",
        reverse("desk_bills"),
        *(reverse("desk_bill", args=[code]) for code in codes),
        reverse("desk_payments"),
        reverse("desk_payments") + "?q=zzz",
        reverse("desk_inbox") + "?kind=differs",
        reverse("desk_workbench"),
        *(reverse("desk_workbench_item", args=[f"tien-{one}"]) for one in waiting),
        reverse("desk_reconcile"),
        reverse("desk_statements"),
        reverse("desk_statement_profiles"),
        reverse("desk_settlements"),
        reverse("desk_periods"),
        reverse("desk_accounts"),
        reverse("desk_aged"),
        reverse("desk_search") + "?q=zzz",
        reverse("desk_account", args=[world.a.id]),
        reverse("desk_import"),
    ]
    left = {page: left_in_vietnamese(lan, page, data) for page in pages}
    counter = [reverse("desk_cash"), reverse("desk_cash") + "?q=bao"]
    counter += [reverse("desk_cash_bill", args=[code]) for code in codes]
    left |= {page: left_in_vietnamese(minh, page, data) for page in counter}
    assert {page: lines for page, lines in left.items() if lines} == {}


def test_a_workbook_and_its_faults_are_english_in_english(world: World, english: English) -> None:
    lan = english(world.lan)
    for rows in ([("HS010", 22, "x", "16.000 đ")], [("HS010", -1), ("HS999", 2)]):
        answer = lan.post(
            reverse("desk_import"),
            {
                "school_year": worlds.SCHOOL_YEAR,
                "workbook": SimpleUploadedFile("a.xlsx", book([NAM], rows)),
            },
        )
        assert answer.status_code == 302
        heads = ["Khoản thu", "Học sinh", "Mã *", "(số tiền)"]
        assert left_in_vietnamese(lan, answer["Location"], [*heads, *facts(world)]) == []


def test_forms_of_the_desk_refuse_in_english(world: World, english: English) -> None:
    data = facts(world)
    lan = english(world.lan)
    pupil = world.a.pupils["HS001"]
    for page in (
        reverse("desk_fee_add"),
        reverse("desk_run_new"),
        reverse("desk_import"),
        reverse("desk_exempt", args=[pupil.pk]),
    ):
        answer = lan.post(page, {"name": ""})
        assert 'class="wrong"' in answer.content.decode(), page
        assert left_of(answer.content.decode(), data) == [], page


def test_the_office_is_english_in_english(world: World, english: English) -> None:
    data = facts(world)
    dung, hoa = english(world.dung), english(world.hoa)
    place, school = world.province.pk, world.a.id
    pages = [
        reverse("office:place", args=[place]),
        reverse("office:place", args=[place]) + "?tu=2026-09&den=2026-09",
        reverse("office:place", args=[world.commune.pk]),
        reverse("office:place_facilities", args=[place]),
        reverse("office:facility", args=[school]),
        reverse("office:payments", args=[school]),
    ]
    left = {page: left_in_vietnamese(dung, page, data) for page in pages}
    own = [reverse("office:facility", args=[school]), reverse("office:payments", args=[school])]
    left |= {f"{page} of the head": left_in_vietnamese(hoa, page, data) for page in own}
    assert {page: lines for page, lines in left.items() if lines} == {}
