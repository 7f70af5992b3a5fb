"""Sets of admin views for records that are closed, never deleted."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from core.officials.forms import FoldedSearchForm
from core.officials.views import RegisterCreateView, RegisterEditView, RegisterIndexView, RegisterInspectView


class RegisterViewSet(ModelViewSet):
    """Lists, forms, pages and histories of a register's records. There is no view that deletes."""

    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = RegisterIndexView
    add_view_class = RegisterCreateView
    edit_view_class = RegisterEditView
    inspect_view_class = RegisterInspectView
    list_per_page = 50
    # Without a panel the form would have no fields: the records that are only looked at need none.
    form_fields: tuple[str, ...] = ()
    # Wagtail's views that this register does not have.
    closed: frozenset[str] = frozenset({"delete", "usage"})
    # What a list fetches along with each record.
    related: tuple[str, ...] = ()
    # What is done to one record, or without one: address part, name, view.
    record_actions: tuple[tuple[str, str, type[Any]], ...] = ()
    general_actions: tuple[tuple[str, str, type[Any]], ...] = ()

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Name no address that does not exist."""
        common: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        return common | {f"{name}_url_name": None for name in self.closed}

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the list fetches along."""
        view_kwargs: dict[str, Any] = super().get_index_view_kwargs(**kwargs)
        return view_kwargs | {"related": self.related}

    def get_inspect_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Take the view's own template."""
        return super().get_inspect_view_kwargs(**kwargs) | {"template_name": self.inspect_view_class.template_name}

    def get_urlpatterns(self) -> list[URLPattern]:
        """Leave out what is closed, add the actions."""
        patterns = [pattern for pattern in super().get_urlpatterns() if pattern.name not in self.closed]
        taken = {name for _part, name, _view in (*self.record_actions, *self.general_actions)}
        patterns = [pattern for pattern in patterns if pattern.name not in taken]
        patterns += [path(f"{part}/", self.construct_view(view), name=name) for part, name, view in self.general_actions]
        patterns += [path(f"<int:pk>/{part}/", self.construct_view(view), name=name) for part, name, view in self.record_actions]
        return patterns

    @property
    def url_finder_class(self) -> type[ModelAdminURLFinder]:
        """Lead to the record's page where there is no form."""
        name = "inspect" if "edit" in self.closed else "edit"
        return type("_RegisterURLFinder", (ModelAdminURLFinder,), {"edit_url_name": self.get_url_name(name)})


class OnlyForThoseWhoMaySee:
    """A window on records that are not public: for people with a permission on them."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse who may not see the list either."""
        policy = policy_registry.get_by_type(self.model_class)  # type: ignore[attr-defined]
        if not policy.user_has_any_permission(request.user, ["add", "change", "view"]):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class FoldedChooserViewSet(ChooserViewSet):
    """A window in which one record of very many is found by a few letters."""

    search_form: type[FoldedSearchForm] = FoldedSearchForm
    per_page = 20
    # Whether the records are only for people with a permission on them; otherwise whoever enters the admin may choose.
    guarded = False

    def construct_view(self, view_class: type[Any], **kwargs: Any) -> Any:
        """Search by our form, show our columns, and refuse whom the records do not concern."""
        attributes: dict[str, Any] = {}
        if hasattr(view_class, "filter_form_class"):
            attributes["filter_form_class"] = self.search_form
            attributes["columns"] = property(lambda view: [view.title_column, *self.columns()])
        bases = (OnlyForThoseWhoMaySee, view_class) if self.guarded else (view_class,)
        return super().construct_view(type(view_class.__name__, bases, attributes), **kwargs)

    def columns(self) -> list[Any]:
        """Give the columns that tell records of one name apart."""
        return []
