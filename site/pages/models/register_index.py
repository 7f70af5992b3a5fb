"""What the lists of products and of producers have in common."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.url_routing import RouteResult


class RegisterIndexMixin:
    """A list page below which every record of the register has an address, written page or not."""

    record_model: ClassVar[type[Model]]
    record_template: ClassVar[str]

    def record_context(self, record: Any) -> dict[str, Any]:
        """Give what the page of a record shows; each list says it."""
        raise NotImplementedError  # pragma: no cover - both lists have it

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Serve a record that has no page of its own from the register alone."""
        try:
            return super().route(request, path_components)  # type: ignore[misc]
        except Http404:
            record = self.record_model._default_manager.filter(slug=path_components[0]).first() if path_components else None
            if record is None or len(path_components) != 1:
                raise
            return RouteResult(self, kwargs={"record": record})

    def serve(self, request: HttpRequest, *args: Any, record: Any = None, **kwargs: Any) -> HttpResponse:
        """Show the list, or one record from the register."""
        if record is None:
            return super().serve(request, *args, **kwargs)  # type: ignore[misc]
        context: dict[str, Any] = {"page": self, "self": self, "request": request} | self.record_context(record)
        return TemplateResponse(request, self.record_template, context, status=context.get("http_status"))
