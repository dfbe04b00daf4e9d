"""`thuphi login`: a person is let in, given a class, and seen at her own desk; then it is taken."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.test import Client
from typer.testing import CliRunner

from tests import world as worlds
from tests.world import World
from thuphi.doors.cli.commands import app
from thuphi.ground.kit.actor import Permission
from thuphi.registers.staff import queries
from thuphi.registers.staff.models import User

PASSWORD = "hoa-phuong-do-1975"
DESK = "/ban-lam-viec/lop-toi/"


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


def told(*words: str, typed: str = "") -> tuple[int, str]:
    done = CliRunner().invoke(app, ["login", *words], input=typed)
    return done.exit_code, done.output


def added(username: str = "thu") -> None:
    code, output = told("add", username, "--name", "Lê Thị Thu", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert code == 0, output
    assert PASSWORD not in output


def test_a_teacher_is_let_in_given_a_class_and_loses_it(world: World, client: Client) -> None:
    school = world.a.facility.code
    added()
    assert client.login(username="thu", password=PASSWORD)
    assert client.get(DESK).status_code == HTTPStatus.FORBIDDEN
    assert told("class", "thu", "--facility", school, "--class", " 2A ")[0] == 0
    assert "2A" in client.get(DESK).content.decode()
    assert "teacher lớp 2A" in told("list", "--facility", school)[1]
    assert told("end-class", "thu", "--facility", world.b.facility.code, "--class", "2A")[0] == 2
    assert told("end-class", "thu", "--facility", school, "--class", "2A")[0] == 0
    assert client.get(DESK).status_code == HTTPStatus.FORBIDDEN


def test_an_accountant_works_at_her_own_school_alone(world: World) -> None:
    added("lien")
    assert told("role", "lien", "accountant", "--facility", world.a.facility.code)[0] == 0
    actor = queries.actor_for(User.objects.get(username="lien"))
    assert actor.facilities == {world.a.id}
    assert actor.may(Permission.RUN_WRITE)


def test_an_officer_is_given_a_province(world: World) -> None:
    added("kim")
    assert told("role", "kim", "officer", "--place", str(world.province.pk))[0] == 0
    assert world.a.id in queries.actor_for(User.objects.get(username="kim")).facilities


@pytest.mark.parametrize(
    ("words", "typed", "why"),
    [
        (["add", "thu", "--name", "Thu"], PASSWORD, "đã có người dùng"),
        (["add", "hai lan", "--name", "Thu"], PASSWORD, "chỉ gồm chữ"),
        (["add", "moi", "--name", " "], PASSWORD, "Chưa có họ tên"),
        (["add", "moi", "--name", "Thu"], "123", "✗"),
        (["role", "ai-do", "head", "--facility", "A"], "", "thuphi login add"),
        (["role", "thu", "head", "--facility", "khong-co"], "", "Không có đơn vị"),
        (["role", "thu", "head"], "", "đúng một trong ba"),
        (["role", "thu", "head", "--place", "P"], "", "một đơn vị"),
        (["role", "thu", "officer", "--place", "1"], "", "mang số 1"),
        (["role", "thu", "officer", "--agency", "1"], "", "cơ quan mang số 1"),
        (["role", "thu", "teacher", "--facility", "A"], "", "thuphi login class"),
        (["class", "thu", "--facility", "A", "--class", " "], "", "với tên lớp"),
        (["class", "thu", "--facility", "A", "--class", "2B"], "", "đã có việc đó"),
        (["end-class", "thu", "--facility", "A", "--class", "9Z"], "", "không giữ lớp đó"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(
    world: World, words: list[str], typed: str, why: str
) -> None:
    known = {"A": world.a.facility.code, "P": str(world.province.pk)}
    here = [known.get(one, one) for one in words]
    added()
    told("class", "thu", "--facility", world.a.facility.code, "--class", "2B")
    people = User.objects.count()
    code, output = told(*here, typed=f"{typed}\n{typed}\n" if typed else "")
    assert (code, why in output) == (2, True), output
    assert User.objects.count() == people
