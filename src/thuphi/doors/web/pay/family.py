"""The way in and out of a family's page: a phone, a code that was sent to it, signing out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from thuphi.doors.web.pay import family_page, proof
from thuphi.doors.web.pay.choosing import see_other
from thuphi.doors.web.pay.family_forms import (
    CODE_WRONG,
    FACT_WRONG,
    TOO_MANY_ASKED,
    TOO_MANY_WRONG,
    BirthForm,
    CodeForm,
    PhoneForm,
)
from thuphi.doors.web.pay.family_session import (
    ASKED,
    DEVICE,
    SESSION,
    SignedIn,
    caller,
    family_only,
    forget,
    new_device,
    signed_in,
    tell,
    told,
)
from thuphi.doors.web.pay.marks import personal
from thuphi.doors.web.shared.access import open_to_all, see_facilities
from thuphi.ground.kit import clock
from thuphi.money.families import actions, errors


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def family(request: HttpRequest) -> HttpResponse:
    """The family's page to who is signed in; to all others the question for the phone.

    A phone that nobody is paid for by gets the same answer as any other, and no message.
    """
    if request.method != "POST":
        here = signed_in(request)
        if here is not None:
            return _home(request, here)
        return _phone_page(request, PhoneForm())
    form = PhoneForm(request.POST)
    if not form.is_valid():
        return _phone_page(request, form)
    try:
        asker = actions.ask(
            phone=form.cleaned_data["phone"], caller=caller(request), at=clock.now()
        )
    except errors.TooManyAsked:
        form.add_error(None, TOO_MANY_ASKED)
        return _phone_page(request, form, status=429)
    response = see_other(reverse("pay:family_code"))
    tell(response, ASKED, asker)
    return response


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def code(request: HttpRequest) -> HttpResponse:
    """The code that was sent; one sentence for every code that does not open."""
    if signed_in(request) is not None:
        return see_other(reverse("pay:family"))
    asker = told(request, ASKED)
    if not asker and request.method != "POST":
        return see_other(reverse("pay:family"))
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _code_page(request, form)
    device = told(request, DEVICE) or new_device()
    try:
        session = actions.enter(
            asker=asker,
            said=form.cleaned_data["code"],
            device=device,
            caller=caller(request),
            at=clock.now(),
        )
    except errors.CodeWrong:
        form.add_error("code", CODE_WRONG)
        return _code_page(request, form)
    except errors.TooManyWrong:
        form.add_error(None, TOO_MANY_WRONG)
        return _code_page(request, form, status=429)
    # What an earlier user of this browser had opened is not shown to this one, nor to them what
    # this one opens.
    proof.take_back(request)
    proof.renew(request)
    response = see_other(reverse("pay:family"))
    tell(response, SESSION, session)
    tell(response, DEVICE, device)
    forget(response, ASKED)
    return response


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
@personal
@family_only
def prove(request: HttpRequest, here: SignedIn) -> HttpResponse:
    """Open those whose birth date is said; who is still hidden is not named, not even by place."""
    if request.method != "POST":
        return see_other(reverse("pay:family"))
    form = BirthForm(request.POST)
    if form.is_valid():
        # To be compared, rows of the hidden have to be visible; none of them is shown.
        see_facilities({member.facility_id for member in here.family.members})
        try:
            actions.prove(
                session=here.token,
                said=form.cleaned_data["fact"],
                caller=caller(request),
                at=clock.now(),
            )
        except errors.SessionOver:
            return see_other(reverse("pay:family"))
        except errors.FactWrong:
            form.add_error("fact", FACT_WRONG)
        except errors.TooManyWrong:
            form.add_error(None, TOO_MANY_WRONG)
        else:
            return see_other(reverse("pay:family"))
        see_facilities({member.facility_id for member in here.family.known})
    return _home(request, here, form)


@open_to_all
@require_POST
@personal
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out: the token is dead wherever it was copied to, and the names are hidden again."""
    token = told(request, SESSION)
    if token:
        actions.leave(session=token)
    proof.take_back(request)
    response = see_other(reverse("pay:family"))
    forget(response, SESSION)
    forget(response, ASKED)
    return response


def _home(request: HttpRequest, here: SignedIn, form: BirthForm | None = None) -> HttpResponse:
    see_facilities({member.facility_id for member in here.family.known})
    context = family_page.context(here.family)
    context["birth_form"] = form or BirthForm()
    return render(request, "pay/family.html", context)


def _phone_page(request: HttpRequest, form: PhoneForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "action": reverse("pay:family"), "find_url": reverse("pay:find")}
    return render(request, "pay/family_phone.html", context, status=status)


def _code_page(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "action": reverse("pay:family_code"),
        "again_url": reverse("pay:family"),
        "find_url": reverse("pay:find"),
    }
    return render(request, "pay/family_code.html", context, status=status)
