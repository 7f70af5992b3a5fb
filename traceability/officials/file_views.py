"""Taking the files of a released print run, and the QR of one stamp: for people who may change orders. Each taking is noted."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from django.core.files.storage import storages
from django.db import transaction
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from core.archives import Entry, stream_zip
from traceability.domain.codes import StampNumber
from traceability.domain.events import Happening, record
from traceability.domain.printing.manifests import name_of
from traceability.domain.printing.runs import MANIFEST, files_of
from traceability.domain.qr import qr_png, qr_svg, url_of
from traceability.enums import StampAction
from traceability.models import PrintPart, PrintRun, StampOrder
from traceability.numbers import Interval
from traceability.officials.print_views import OfRun, can_fetch, why_not_fetched
from traceability.queries.intervals import parts_of


class _FetchView(OfRun, PermissionCheckedMixin, View):
    """Hand something of a released run out."""

    permission_required = "change"
    # A HEAD would note a taking that was none.
    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: int, **which: Any) -> HttpResponseBase:
        """Note who takes what, then give it; say why when there is nothing to take."""
        try:
            with transaction.atomic():
                # The lock keeps the run from being withdrawn between the look at its state and the note.
                run = get_object_or_404(PrintRun.objects.select_for_update(of=("self",)).select_related("order"), pk=pk)
                if not can_fetch(run):
                    messages.error(request, why_not_fetched(run))
                    return self.back(run)
                response, happening = self.take(run, **which)
                record(StampAction.FETCHED, [happening], by=request.user, at=timezone.now())  # type: ignore[arg-type]
        except FileNotFoundError as error:
            messages.error(
                request,
                _("A file is missing on the server: %(name)s. Tell the operator, or withdraw the files and print anew.")
                % {"name": str(error.filename).rpartition("/")[2]},
            )
            return self.back(run)
        response["Cache-Control"] = "private, no-store"
        return response

    def back(self, run: PrintRun) -> HttpResponse:
        """Go to the page of the run."""
        return HttpResponseRedirect(reverse("print-runs:run", args=(run.pk,)))

    def take(self, run: PrintRun, **which: Any) -> tuple[HttpResponseBase, Happening]:
        """Give the file, and what is to be noted.

        Raises: FileNotFoundError: it is not there.
        """
        raise NotImplementedError


class ManifestView(_FetchView):
    """The list of files with their codes and hashes."""

    def take(self, run: PrintRun, **which: Any) -> tuple[HttpResponseBase, Happening]:
        """Give the manifest."""
        name = _manifest_name(run)
        content = storages["private"].open(_manifest_path(run))
        return FileResponse(content, as_attachment=True, filename=name, content_type="application/json"), _taken(run, name)


class FileView(_FetchView):
    """One file."""

    def take(self, run: PrintRun, **which: Any) -> tuple[HttpResponseBase, Happening]:
        """Give the file of a position."""
        part = get_object_or_404(run.parts.exclude(file=""), position=which["position"])
        name = name_of(run, part)
        content = storages["private"].open(part.file)
        happening = Happening(run.order, Interval(run.key_letter, part.start, part.stop), reason=name)
        return FileResponse(content, as_attachment=True, filename=name), happening


class ArchiveView(_FetchView):
    """Manifest and files in one ZIP, made while it is sent."""

    def take(self, run: PrintRun, **which: Any) -> tuple[HttpResponseBase, Happening]:
        """Give the archive. The manifest is looked for at once, so that a folder that is gone is told in words."""
        storages["private"].open(_manifest_path(run)).close()
        name = f"tem-{run.order_id}-{run.pk}.zip"
        response = StreamingHttpResponse(stream_zip(_entries(run), at=timezone.localtime()), content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response, _taken(run, name)


def _entries(run: PrintRun) -> Iterator[Entry]:
    private = storages["private"]
    yield Entry(_manifest_name(run), None, lambda: private.open(_manifest_path(run)))
    for part in files_of(run):
        yield Entry(name_of(run, part), part.size, lambda part=part: _open(part))  # type: ignore[misc]


def _open(part: PrintPart) -> Any:
    return storages["private"].open(part.file)


def _taken(run: PrintRun, name: str) -> Happening:
    return Happening(run.order, Interval(run.key_letter, run.start, run.stop), reason=name)


def _manifest_path(run: PrintRun) -> str:
    return f"print/{run.pk}/{MANIFEST}"


def _manifest_name(run: PrintRun) -> str:
    return f"tem-{run.order_id}-{run.pk}-{MANIFEST}"


class QRView(PermissionCheckedMixin, View):
    """The QR of an order's first stamp that is not void, to be placed in a label of the producer's own."""

    model = StampOrder
    permission_required = "change"
    kind = "svg"
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """Give the picture as a file."""
        order = get_object_or_404(StampOrder.objects.select_related("product"), pk=pk)
        first = next((part for part in parts_of(order) if not part.is_void), None)
        if first is None:
            raise Http404
        text = url_of(StampNumber(first.key_letter, first.start), gtin=order.product.gtin)
        content, mime = (qr_svg(text), "image/svg+xml") if self.kind == "svg" else (qr_png(text), "image/png")
        return FileResponse(io.BytesIO(content), as_attachment=True, filename=f"tem-{pk}.{self.kind}", content_type=mime)


class PNGView(QRView):
    """The same as PNG."""

    kind = "png"
