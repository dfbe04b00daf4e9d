"""`thuphi login`: who signs in here, with which role, over what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from django.db import transaction

from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import SYSTEM
from thuphi.registers.agencies.models import Agency
from thuphi.registers.facilities import queries as facilities
from thuphi.registers.facilities.errors import FacilityNotFound
from thuphi.registers.places.models import Place
from thuphi.registers.staff import actions, errors, queries
from thuphi.registers.staff.models import Assignment
from thuphi.registers.staff.rules import Role

from .plan import REFUSED

app = typer.Typer(no_args_is_help=True, help="Who signs in, with which role, over what.")

Username = Annotated[str, typer.Argument(help="What the person signs in with.")]
FacilityCode = Annotated[str, typer.Option("--facility", help="The facility's code.")]
ClassName = Annotated[str, typer.Option("--class", help="The class, as it stands on its pupils.")]


@app.command()
def add(username: Username, name: Annotated[str, typer.Option(help="The full name.")]) -> None:
    """Let a person sign in. The password is asked for twice and not shown."""
    password = typer.prompt("Mật khẩu", hide_input=True, confirmation_prompt="Nhập lại mật khẩu")
    with _told():
        actions.create_login(
            by=SYSTEM, username=username, password=password, full_name=name, at=clock.now()
        )
    typer.echo(f"✓ {name} đăng nhập bằng {username}. Chưa có việc gì: giao bằng `thuphi login role`"
               " hoặc `thuphi login class`.")  # fmt: skip


@app.command()
def role(
    username: Username,
    role: Role,
    facility: Annotated[str, typer.Option(help="Over this facility, by its code.")] = "",
    place: Annotated[
        int | None, typer.Option(help="Over this unit and all below it, by its id of 14 digits.")
    ] = None,
    agency: Annotated[int | None, typer.Option(help="Over this agency, by its id.")] = None,
) -> None:
    """Give a person a role over one facility, one place or one agency."""
    if place is not None and not Place.objects.filter(pk=place).exists():
        raise _refuse(f"Không có đơn vị hành chính mang số {place}.")
    if agency is not None and not Agency.objects.filter(pk=agency).exists():
        raise _refuse(f"Không có cơ quan mang số {agency}.")
    with _told():
        actions.assign(
            by=SYSTEM,
            user_id=queries.login(username).pk,
            role=role,
            facility_id=facilities.facility_by_code(facility).pk if facility else None,
            place_id=place,
            agency_id=agency,
            at=clock.now(),
        )
    typer.echo(f"✓ {username}: {role.value}.")


@app.command("class")
def give_class(username: Username, facility: FacilityCode, class_name: ClassName) -> None:
    """Let a teacher look after one class: tick its meals, see how many have paid."""
    with _told():
        where = facilities.facility_by_code(facility)
        actions.give_class(
            by=SYSTEM,
            facility_id=where.pk,
            user_id=queries.login(username).pk,
            class_name=class_name,
            at=clock.now(),
        )
    typer.echo(f"✓ {username}: lớp {class_name.strip()}, {where.name}.")


@app.command("end-class")
def end_class(username: Username, facility: FacilityCode, class_name: ClassName) -> None:
    """Take a class from a teacher, from this moment on."""
    with _told(), transaction.atomic():
        where = facilities.facility_by_code(facility)
        held = _held(where.pk, username, class_name)
        actions.end_class(by=SYSTEM, facility_id=where.pk, assignment_id=held.pk, at=clock.now())
    typer.echo(f"✓ {username} thôi lớp {class_name.strip()}, {where.name}.")


def _held(facility_id: int, username: str, class_name: str) -> Assignment:
    for one in queries.teachers(facility_id):
        if (one.user.username, one.class_name) == (username, class_name.strip()):
            return one
    raise errors.NotATeacherHere


@app.command("list")
def list_logins(facility: FacilityCode) -> None:
    """Who works at a facility, with each role and class."""
    with _told():
        where = facilities.facility_by_code(facility)
    for one in queries.staff_of(where.pk):
        of_class = f" lớp {one.class_name}" if one.class_name else ""
        typer.echo(f"{one.user.username:20} {one.role}{of_class:12} {one.user.get_full_name()}")


@contextmanager
def _told() -> Iterator[None]:
    """Say what is refused in a sentence, and end with 2."""
    try:
        yield
    except FacilityNotFound as refused:
        raise _refuse("Không có đơn vị mang mã này.") from refused
    except errors.PasswordTooWeak as weak:
        raise _refuse(" ".join(weak.reasons)) from weak
    except errors.StaffRefused as refused:
        raise _refuse(WORDS[type(refused)]) from refused


WORDS: dict[type[errors.StaffRefused], str] = {
    errors.UsernameTaken: "Tên đăng nhập này đã có người dùng.",
    errors.UsernameNotPlain: "Tên đăng nhập chỉ gồm chữ, số và các dấu @ . + - _",
    errors.FullNameMissing: "Chưa có họ tên. Họ tên in trên biên nhận.",
    errors.PersonNotFound: "Không ai đăng nhập bằng tên này. Tạo bằng `thuphi login add`.",
    errors.BranchNotOne: "Nêu đúng một trong ba: --facility, --place, --agency.",
    errors.RoleIsOfOneFacility: "Việc này là của một đơn vị: nêu --facility.",
    errors.RoleHeldAlready: "Người này đã có việc đó ở đây.",
    errors.ClassMissing: "Giáo viên giữ một lớp: `thuphi login class` với tên lớp.",
    errors.NotATeacherHere: "Người này không giữ lớp đó ở đơn vị này.",
}


def _refuse(words: str) -> typer.Exit:
    typer.echo(f"✗ {words}", err=True)
    return typer.Exit(REFUSED)
