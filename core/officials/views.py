"""Views of the admin that Wagtail does not have: a list that folds, a page with sections, an action with a confirmation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib.admin.utils import quote
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, Table
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import log
from wagtail.log_actions import registry as log_registry
from wagtail.permissions import policy_registry

from core.officials.forms import add_errors
from core.officials.searching import search_folded

# The whole log has a page of its own.
MOST_LOG_ENTRIES = 20
# What still fits into the number of a record.
LONGEST_NUMBER = 18
_NOTHING = "—"


def may(user: Any, action: str, model: type[Model]) -> bool:
    """Tell whether a user may do something with the records of a model."""
    return bool(policy_registry.get_by_type(model).user_has_permission(user, action))


def number_from(request: HttpRequest, name: str) -> dict[str, int]:
    """Give the number of a record that an address names, as the first value of a form; nothing when it is no number."""
    text = request.GET.get(name, "")
    return {name: int(text)} if text.isdecimal() and len(text) <= LONGEST_NUMBER else {}


@dataclass(frozen=True)
class Link:
    """A way to another page."""

    label: Any
    url: str


@dataclass(frozen=True)
class Action:
    """A button that leads to what can be done with a record. `permission` is an action on `model`.

    The address names the record, or `target` in its place; with a `query` it names none.
    """

    label: Any
    url_name: str
    model: type[Model]
    permission: str = "change"
    icon: str = "cog"
    query: str = ""
    target: Model | None = None

    def button(self, request: HttpRequest, record: Model, *, in_header: bool) -> Button | HeaderButton | None:
        """Give the button, or None when the person may not."""
        if not may(request.user, self.permission, self.model):
            return None
        address = (
            reverse(self.url_name) + f"?{self.query}"
            if self.query
            else reverse(self.url_name, args=(quote((self.target or record).pk),))
        )
        return (HeaderButton if in_header else Button)(self.label, url=address, icon_name=self.icon)


def buttons(actions: Iterable[Action], request: HttpRequest, record: Model, *, in_header: bool) -> list[Any]:
    """Give the buttons of the actions that the person may take."""
    found = (action.button(request, record, in_header=in_header) for action in actions)
    return [button for button in found if button is not None]


def links_of(actions: Iterable[Action], request: HttpRequest, record: Model) -> list[Link]:
    """Give the actions that the person may take as links, for the part of the page that they belong to."""
    return [Link(button.label, button.url) for button in buttons(actions, request, record, in_header=False)]


class RegisterIndexView(generic.IndexView):
    """A list that is searched without marks."""

    related: tuple[str, ...] = ()

    def get_base_queryset(self) -> QuerySet[Any]:
        """Fetch along what the columns show."""
        return super().get_base_queryset().select_related(*self.related)

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Search word by word."""
        return search_folded(queryset, self.search_query, self.search_fields) if self.is_searching else queryset


class _MeetsOthersMixin:
    """Two people who save the same at once: the second is told so instead of seeing a failure."""

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except IntegrityError:
            form.add_error(None, _("Somebody else has just saved the same. Look at the list before you try again."))
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]


class RegisterCreateView(_MeetsOthersMixin, generic.CreateView):
    """Adding a record."""


class RegisterEditView(_MeetsOthersMixin, generic.EditView):
    """Changing a record, with the actions that it knows in the header."""

    def record_actions(self) -> Sequence[Action]:
        """Give what can be done beside editing."""
        return ()

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Add the actions to Wagtail's own buttons."""
        return [*super().header_more_buttons, *buttons(self.record_actions(), self.request, self.object, in_header=False)]


@dataclass(frozen=True)
class Section:
    """A part of a record's page: a heading and a table, or a sentence when there is nothing.

    `name` is where links of the page lead. `note` and `actions` stand above the table, `links` to other rows below it. With
    `jump`, a person may ask for the row of a number, up to that many.
    """

    heading: Any
    table: Table
    empty: Any
    name: str = ""
    note: Any = ""
    actions: Sequence[Link] = ()
    links: Sequence[Link] = ()
    jump: int = 0

    @classmethod
    def of(cls, heading: Any, columns: list[BaseColumn], rows: Iterable[Any], *, empty: Any, **more: Any) -> Section:
        """Make a table of rows."""
        return cls(heading, Table(columns, list(rows)), empty, **more)


class RegisterInspectView(generic.InspectView):
    """A record's page: its fields, its sections, its actions."""

    template_name = "core/admin/inspect.html"
    history_url_name: str | None = None

    def record_actions(self) -> Sequence[Action]:
        """Give what can be done with the record now."""
        return ()

    def more_actions(self) -> Sequence[Action]:
        """Give what is done seldom: it stands behind the three dots."""
        return ()

    def sections(self) -> Sequence[Section]:
        """Give what stands below the fields."""
        return ()

    def get_page_title(self) -> str:
        """Name the kind of record."""
        return str(capfirst(self.model._meta.verbose_name))

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """Give moments in the time of the place, yes and no in words, and a dash for nothing."""
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, datetime):
            return date_format(timezone.localtime(value), "H:i d/m/Y")
        if isinstance(value, date):
            return date_format(value, "d/m/Y")
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return _NOTHING if value is None or value == "" else value

    @cached_property
    def header_buttons(self) -> list[Any]:
        """Show the actions that the person may take."""
        return buttons(self.record_actions(), self.request, self.object, in_header=True)

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Add the history to Wagtail's own buttons."""
        more = [*super().header_more_buttons, *buttons(self.more_actions(), self.request, self.object, in_header=False)]
        if self.history_url_name and may(self.request.user, "change", self.model):
            address = reverse(self.history_url_name, args=(quote(self.object.pk),))
            more.append(Button(_("History of changes"), url=address, icon_name="history", priority=40))
        return more

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the sections, the last of them the log of changes."""
        return super().get_context_data(**kwargs) | {"sections": [*self.sections(), log_section(self.object)]}


def log_section(record: Model) -> Section:
    """Give who changed a record in the admin, and when."""
    return Section.of(
        _("Log of changes"),
        [
            Column("message", label=_("what"), accessor=lambda entry: entry.message),
            Column("comment", label=_("reason"), accessor=lambda entry: entry.comment),
            Column("user", label=_("by"), accessor=lambda entry: entry.user_display_name),
            DateColumn("timestamp", label=_("at")),
        ],
        log_registry.get_logs_for_instance(record).select_related("user")[:MOST_LOG_ENTRIES],
        empty=_("Nothing has been changed here."),
    )


class ActionView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Something that is done to a record, or that makes one: a form, a confirmation where it matters, one call of the domain.

    A refusal of the domain is shown in the form; nothing has happened then.
    """

    model: type[Model]
    index_url_name: str | None = None
    inspect_url_name: str | None = None
    permission_required = "change"
    # Whose permission counts, when it is not the record's own.
    permission_model: type[Model] | None = None
    template_name = "core/admin/action.html"
    confirm_template_name = "core/admin/action_confirm.html"
    submit_label: Any = gettext_lazy("Save")
    # What the confirmation's button says, when there is one to give.
    confirm_label: Any = None
    lead: Any = ""
    log_action = ""
    # Other pages that do the same in another way.
    links: Any = ()

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the record, if the address names one."""
        super().setup(request, *args, **kwargs)
        self.object: Any = get_object_or_404(self.model._default_manager.all(), pk=kwargs["pk"]) if "pk" in kwargs else None

    @cached_property
    def permission_policy(self) -> Any:
        """Give the policy that decides who may."""
        return policy_registry.get_by_type(self.permission_model or self.model)

    @property
    def person(self) -> Any:
        """Give who acts; Wagtail has let nobody in who is not signed in."""
        return self.request.user

    def perform(self, form: Any) -> str:
        """Do it, and give the sentence that says so.

        Raises: ValidationError: it is refused; the message says why and what to do.
        """
        raise NotImplementedError

    def foresee(self, form: Any) -> Sequence[Any]:
        """Give the sentences that the confirmation says.

        Raises: ValidationError: it would be refused.
        """
        return ()

    def form_valid(self, form: Any) -> Any:
        """Ask for the confirmation, or act."""
        try:
            if self.confirm_label and not self.is_confirmed(form):
                return self.ask(form, self.foresee(form))
            with transaction.atomic():
                said = self.perform(form)
                if self.log_action and self.object is not None:
                    log(instance=self.object, action=self.log_action, user=self.person)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, said)
        return HttpResponseRedirect(self.get_success_url())

    def is_confirmed(self, form: Any) -> bool:
        """Tell whether the person has seen what would happen, and said yes."""
        return "confirmed" in self.request.POST

    def ask(self, form: Any, sentences: Sequence[Any]) -> HttpResponse:
        """Show what would happen, with a button to do it and one to go back to the form."""
        if "back" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        context = self.get_context_data(form=form) | {
            "sentences": sentences,
            "hidden": self.carried(form),
            "confirm_label": self.confirm_label,
        }
        return self.response_class(self.request, self.confirm_template_name, context, using=self.template_engine)

    def carried(self, form: Any) -> list[tuple[str, str]]:
        """Give what the confirmation sends again: name and value of each field."""
        return [(name, value) for name in form.fields for value in self.request.POST.getlist(form.add_prefix(name))]

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show what is wrong."""
        messages.error(self.request, _("Nothing was done: see what the form says."))
        return super().form_invalid(form)

    def get_success_url(self) -> str:
        """Go to the record's page."""
        if self.object is not None and self.inspect_url_name:
            return reverse(self.inspect_url_name, args=(quote(self.object.pk),))
        return reverse(self.index_url_name)

    def get_page_subtitle(self) -> str:
        """Name the record."""
        return "" if self.object is None else str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list and the record."""
        items = [{"url": reverse(self.index_url_name), "label": capfirst(self.model._meta.verbose_name_plural)}]
        if self.object is not None and self.inspect_url_name:
            items.append({"url": reverse(self.inspect_url_name, args=(quote(self.object.pk),)), "label": str(self.object)})
        return [*self.breadcrumbs_items, *items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the template says."""
        context = super().get_context_data(**kwargs)
        return context | {
            "action_url": self.request.get_full_path(),
            "submit_button_label": self.submit_label,
            "lead": self.lead,
            "links": self.links,
            "media": context["form"].media,
            "object": self.object,
        }
