"""Naming a stretch of stamps in steps: the first stamp, then the last one or the whole roll.

What is named travels in the address and in the form, never in the session, and is checked anew at every step:
`first` and `last` are codes, `reach` is "one", "roll" or "end"; `order` and `roll` name a roll that nobody can scan any more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.limits import Limit
from traceability.domain.codes import NotOurs, make_code, readable
from traceability.domain.readings import stamp_in
from traceability.domain.stretches import Stretch, find_stamp_of, rest_of_roll, roll_of, up_to, whole_roll
from traceability.forms.stamps import StampForm
from traceability.numbers import StampNumber, StampsRefused
from traceability.queries.workspace import orders_of
from traceability.views.scan import WRONG_CODES
from traceability.views.workspace.access import Member, show
from traceability.views.workspace.words import lies, stamps

# A cooperative of some people behind one address, each with a photo for the first and the last stamp of many rolls.
PHOTOS = Limit("stamp-photo", count=120, seconds=600)
_NAMES = ("first", "last", "reach", "order", "roll")
_MOST_DIGITS = 18
_BAD_REQUEST, _TOO_MANY = 400, 429

Check = Callable[[Stretch], object]


@dataclass(frozen=True)
class Named:
    """How far the naming is: nothing, the first stamp, or the whole stretch. `query` is what names it."""

    query: dict[str, str]
    first: Stretch | None = None
    stretch: Stretch | None = None


@dataclass(frozen=True)
class Task:
    """What the stamps are named for: its title, what the first and the last stamp are among its steps, the pages above.

    `check` raises StampsRefused for a stamp that cannot be meant; it is asked as soon as the first one is named.
    """

    title: str
    about: str
    check: Check
    steps: tuple[str, str]
    crumbs: tuple[tuple[str, str], ...] = ()


def read_named(data: Mapping[str, str], member: Member) -> Named:
    """Read what is named so far.

    Raises: StampsRefused: a code is none of ours, a stamp is not the member's, or the two do not belong together.
    """
    query = {name: data[name] for name in _NAMES if data.get(name)}
    if "order" in query:
        return Named(query, stretch=_roll_by_number(query, member))
    if "first" not in query:
        return Named({})
    first = find_stamp_of(member.producers, _stamp(query["first"]))
    reaches: dict[str, Callable[[Stretch], Stretch]] = {
        "one": lambda one: one,
        "roll": whole_roll,
        "end": rest_of_roll,
    }
    if reach := reaches.get(query.get("reach", "")):
        return Named(query, first, reach(first))
    if "last" in query:
        return Named(query, first, up_to(first, _stamp(query["last"])))
    return Named(query, first)


def ask_stamp(request: HttpRequest, member: Member, task: Task, refused: StampsRefused | None = None) -> HttpResponse:
    """Ask for the first stamp or, when that is known, for the last one; a stamp that fits leads on to the next step."""
    named = Named({})
    try:
        named = read_named({"first": _sent(request, "first")}, member)
        if named.first:
            task.check(named.first)
    except StampsRefused as wrong:
        named, refused = Named({}), refused or wrong
    form, status = StampForm(), _BAD_REQUEST if refused else 200
    if request.method == "POST":
        form = StampForm(request.POST, request.FILES, may_read_photos=not request.FILES or PHOTOS.spend(request))
        if onwards := _accepted(form, named, member, task):
            return redirect(f"{request.path}?{urlencode(onwards)}")
        too_many = form.too_many_photos or (form.is_strange and not WRONG_CODES.spend(request))
        status = _TOO_MANY if too_many else _BAD_REQUEST
    context = {
        "title": task.title,
        "step": task.steps[1 if named.first else 0],
        "about": task.about,
        "form": form,
        "first": code_of(named.first.first) if named.first else "",
        "lies": lies(named.first) if named.first else "",
        "shortcuts": _shortcuts(named.first, named.query) if named.first else [],
        "refused": " ".join(refused.messages) if refused else "",
    }
    return show(request, "stamp_step.html", context, crumbs=list(task.crumbs), status=status)


def code_of(stamp: StampNumber) -> str:
    """Give the readable code of a stamp."""
    return readable(make_code(stamp, keys=settings.STAMP_KEYS))


def _sent(request: HttpRequest, name: str) -> str:
    return str((request.POST if request.method == "POST" else request.GET).get(name, ""))


def _accepted(form: StampForm, named: Named, member: Member, task: Task) -> dict[str, str] | None:
    """Give what names the stamps with this one added; None when the form has errors, also those found only here."""
    if not form.is_valid():
        return None
    stamp: StampNumber = form.cleaned_data["stamp"]
    try:
        if named.first:
            up_to(named.first, stamp)
            return {**named.query, "last": code_of(stamp)}
        task.check(find_stamp_of(member.producers, stamp))
    except ValidationError as wrong:
        form.add_error("photo" if form.files.get("photo") else "code", wrong.messages)
        return None
    return {"first": code_of(stamp)}


def _shortcuts(first: Stretch, query: dict[str, str]) -> list[tuple[str, str]]:
    """Offer what needs no second stamp, each with its number of stamps: the whole roll, the rest of it, this one alone."""
    whole, rest = whole_roll(first), rest_of_roll(first)
    offers = [("roll", _("The whole roll: %(stamps)s"), whole)]
    if 1 < rest.count < whole.count:
        offers.append(("end", _("From this stamp to the end of the roll: %(stamps)s"), rest))
    offers.append(("one", _("Only this stamp"), first))
    return [
        (words % {"stamps": stamps(reached.count)}, f"?{urlencode({**query, 'reach': reach})}")
        for reach, words, reached in offers
    ]


def _stamp(code: str) -> StampNumber:
    try:
        return stamp_in(code, keys=settings.STAMP_KEYS)
    except NotOurs:
        raise StampsRefused(
            _("This is no code of our stamps. Compare each of the 16 letters and digits with the stamp.")
        ) from None


def _roll_by_number(query: dict[str, str], member: Member) -> Stretch:
    number, roll = _whole_number(query["order"]), _whole_number(query.get("roll", ""))
    order: Any = orders_of(member.producers).filter(pk=number).first()
    if order is None:
        raise StampsRefused(_("There is no such order of yours."))
    return roll_of(order, roll)


def _whole_number(text: str) -> int:
    """Give the number, or 0 for what is none that a record could have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0
