"""Print runs in the admin: start one, follow it, cancel, retry, withdraw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import policy_registry

from core.officials.paging import Window
from core.officials.views import Action, ActionView, RegisterInspectView, Section, links_of, may
from traceability.domain.printing.manifests import name_of
from traceability.domain.printing.runs import cancel_run, retry_run, start_run, withdraw_run
from traceability.domain.roll_lists import last_roll
from traceability.enums import FileKind, OrderState, RunState, StampAction
from traceability.models import PrintPart, PrintRun, StampOrder
from traceability.officials.forms import ReasonForm
from traceability.officials.order_forms import ConfirmForm, PrintForm
from traceability.officials.progress import tell
from traceability.officials.sections import rolls_of_run, stamps_words
from traceability.queries.intervals import numbers_of

FILES_ON_A_PAGE = 50
_STOPPABLE = (RunState.QUEUED, RunState.RUNNING, RunState.FAILED)


def can_fetch(run: PrintRun) -> bool:
    """Tell whether the files of a run may be taken: it is released, and its order is not over, which removes them."""
    is_over = run.order.state in (OrderState.CANCELLED, OrderState.COMPLETED) or run.order.retired_at is not None
    return run.state == RunState.RELEASED and not is_over


def why_not_fetched(run: PrintRun) -> str:
    """Say why the files of a run cannot be taken."""
    if run.state == RunState.RELEASED:
        return _("The order has ended: its files are no longer handed out.")
    return _("These files cannot be taken: %(state)s.") % {"state": run.get_state_display()}


class StartRunView(ActionView):
    """Start a print run."""

    model = StampOrder
    form_class = PrintForm
    page_title = gettext_lazy("Print")
    submit_label = gettext_lazy("Start printing")
    log_action = "traceability.print"
    run: PrintRun

    @cached_property
    def last_roll(self) -> int:
        """The number of the last roll of the order; 0 while it has none."""
        numbers = numbers_of(self.object)
        return last_roll(numbers, roll_size=self.object.roll_size) if numbers else 0

    @property
    def lead(self) -> str:
        """Say what is printed, and how."""
        order = self.object
        said = _(
            "Rolls: 1 to %(last)s, of %(size)s stamps each; %(shape)s, QR of %(mm)s mm, on %(medium)s. Void stamps are left out. "
            "The files are made in the background, and every QR is read again before anybody can take them."
        )
        return said % {
            "last": localize(self.last_roll),
            "size": localize(order.roll_size),
            "shape": order.get_shape_display(),
            "mm": order.symbol_mm,
            "medium": order.get_medium_display(),
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say how many rolls there are."""
        return super().get_form_kwargs() | {"last_roll": self.last_roll}

    def perform(self, form: Any) -> str:
        """Put it into the queue."""
        self.run = start_run(
            order=self.object,
            kind=FileKind(form.cleaned_data["kind"]),
            rolls=form.rolls,
            by=self.person,
            at=timezone.now(),
        )
        return _("Print run #%(number)s is started.") % {"number": self.run.pk}

    def get_success_url(self) -> str:
        """Go to the page of the run."""
        return reverse("print-runs:run", args=(self.run.pk,))


class OfRun:
    """A view of a print run: whoever may see or change its order may see or change it."""

    model: Any = PrintRun
    object: Any

    @cached_property
    def permission_policy(self) -> Any:
        """Give the policy of orders."""
        return policy_registry.get_by_type(StampOrder)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list of orders, the order and the run."""
        run = self.object
        label = _("Print run #%(number)s") % {"number": run.pk}
        address = reverse("print-runs:run", args=(run.pk,))
        is_run_itself = self.request.path == address  # type: ignore[attr-defined]
        items: list[dict[str, Any]] = [
            {"url": reverse("stamp-orders:index"), "label": capfirst(StampOrder._meta.verbose_name_plural)},
            {"url": reverse("stamp-orders:inspect", args=(run.order_id,)), "label": str(run.order)},
            {"url": "" if is_run_itself else address, "label": label},
        ]
        if not is_run_itself:
            items.append({"url": "", "label": self.get_page_title()})  # type: ignore[attr-defined]
        above: list[dict[str, Any]] = self.breadcrumbs_items  # type: ignore[attr-defined]
        return [*above, *items]


def _run_action(label: Any, name: str, icon: str) -> Action:
    return Action(label, f"print-runs:{name}", StampOrder, icon=icon)


class RunView(OfRun, RegisterInspectView):
    """The page of a run: how far it is; when it is released, its files."""

    template_name = "traceability/admin/print_run.html"
    fields = [
        "order", "state", "problem", "kind", "rolls", "shape", "symbol_mm", "medium", "started_at", "started_by", "finished_at",
        "count", "digest",
    ]  # fmt: skip

    def get_object(self, queryset: Any = None) -> Model:
        """Fetch along what the page names."""
        return get_object_or_404(PrintRun.objects.select_related("order__product", "started_by"), pk=self.pk)

    def get_page_title(self) -> str:
        """Name the run."""
        return _("Print run #%(number)s") % {"number": self.object.pk}

    def get_page_subtitle(self) -> str:
        """Name the order."""
        return str(self.object.order)

    def get_field_label(self, field_name: str, field: Any) -> str:
        """Name what is no field of the model."""
        return str(capfirst(_("rolls"))) if field_name == "rolls" else str(super().get_field_label(field_name, field))

    def get_rolls_display_value(self) -> str:
        """Say which rolls of the order are printed."""
        numbers = numbers_of(self.object.order)
        first = numbers.start if numbers else 0
        return rolls_of_run(self.object, first=first, roll_size=self.object.order.roll_size)

    def get_symbol_mm_display_value(self) -> str:
        """Say the unit."""
        return f"{self.object.symbol_mm} mm"

    def get_digest_display_value(self) -> str:
        """Let a telephone break the line; what is copied stays in one piece."""
        digest = self.object.digest
        return format_html_join(mark_safe("<wbr>"), "{}", ((digest[at : at + 16],) for at in range(0, len(digest), 16))) or "—"

    def record_actions(self) -> Sequence[Action]:
        """Give what can be done with a run that is not over."""
        state = self.object.state
        if state == RunState.FAILED:
            return (_run_action(_("Try again"), "retry", "rotate"),)
        return (_run_action(_("Cancel the run"), "cancel", "cross"),) if state in _STOPPABLE else ()

    def more_actions(self) -> Sequence[Action]:
        """Give what is done seldom."""
        if self.object.state == RunState.FAILED:
            return (_run_action(_("Cancel the run"), "cancel", "cross"),)
        if can_fetch(self.object) and self.object.order.state in (OrderState.APPROVED, OrderState.PRINTED):
            return (_run_action(_("Withdraw the files"), "withdraw", "undo"),)
        return ()

    def sections(self) -> Sequence[Section]:
        """Give the files, when they can be taken."""
        if self.object.state != RunState.RELEASED:
            return ()
        may_fetch = can_fetch(self.object) and may(self.request.user, "change", StampOrder)
        files = self.object.parts.exclude(file="").order_by("position")
        window = Window.of(self.request, "file", size=FILES_ON_A_PAGE, total=files.count())
        taking = (
            _run_action(_("All files as ZIP"), "archive", "download"),
            _run_action(_("Manifest"), "manifest", "list-ul"),
        )
        return (
            Section.of(
                _("Files"),
                self._file_columns(may_fetch=may_fetch),
                files[window.rows],
                empty=_("There are none: all stamps were void."),
                name=window.name,
                note=f"{self._words(may_fetch=may_fetch)} {window.words}".strip(),
                actions=links_of(taking, self.request, self.object) if may_fetch else (),
                links=window.links(),
            ),
        )

    def _words(self, *, may_fetch: bool) -> str:
        if may_fetch:
            return _("Give the print house all files and the manifest. Each taking is noted in the history of the order.")
        return "" if can_fetch(self.object) else why_not_fetched(self.object)

    def _file_columns(self, *, may_fetch: bool) -> list[Any]:
        run = self.object

        def name(part: PrintPart) -> str:
            return name_of(run, part)

        def address(part: PrintPart) -> str | None:
            return reverse("print-runs:file", args=(run.pk, part.position)) if may_fetch else None

        return [
            TitleColumn("file", label=_("file"), accessor=name, get_url=address, classname="w-whitespace-nowrap"),
            Column("count", label=_("stamps"), accessor=lambda part: localize(part.count)),
            Column("read_twice", label=_("read by a second decoder"), accessor=lambda part: localize(part.read_twice)),
            Column("size", label=_("kB"), accessor=lambda part: localize(-(-(part.size or 0) // 1024))),
            Column("sha256", label="SHA-256", accessor=lambda part: f"{part.sha256[:12]}…"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how far the run is."""
        told = tell(self.object, at=timezone.now()) if self.object.state in (RunState.QUEUED, RunState.RUNNING) else None
        return super().get_context_data(**kwargs) | {"told": told}


class ProgressView(OfRun, PermissionCheckedMixin, View):
    """How far a run is, for the page that asks every other second."""

    any_permission_required = ["add", "change", "view"]
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        """Say it."""
        told = tell(get_object_or_404(PrintRun, pk=pk), at=timezone.now())
        answer = {"percent": told.percent, "words": told.words, "notice": told.notice, "is_over": told.is_over}
        return JsonResponse(answer, headers={"Cache-Control": "private, no-store"})


class _RunActionView(OfRun, ActionView):
    """Something that is done to a run."""

    def get_success_url(self) -> str:
        """Go to the page of the run."""
        return reverse("print-runs:run", args=(self.object.pk,))


class CancelRunView(_RunActionView):
    """Cancel a run. The page says what that means, and its button does it."""

    form_class = ConfirmForm
    page_title = gettext_lazy("Cancel the run")
    submit_label = gettext_lazy("Cancel the run for good")
    log_action = "traceability.print_cancel"

    @property
    def lead(self) -> str:
        """Say what is lost."""
        made = self.object.parts.filter(made_at__isnull=False).count()
        return _("Files that are made already are removed: %(count)s. The same stamps can then be printed by another run.") % {
            "count": localize(made)
        }

    def perform(self, form: Any) -> str:
        """Cancel it."""
        self.object = cancel_run(run=self.object, at=timezone.now())
        return _("The print run is cancelled.")


class RetryRunView(_RunActionView):
    """Let a failed run go on."""

    form_class = ConfirmForm
    page_title = gettext_lazy("Try again")
    submit_label = gettext_lazy("Try again")
    log_action = "traceability.print_retry"

    @property
    def lead(self) -> str:
        """Say what was wrong."""
        return _("It stopped with file %(problem)s. What is made already stays; the rest is tried again.") % {
            "problem": self.object.problem or "—"
        }

    def perform(self, form: Any) -> str:
        """Let it go on."""
        self.object = retry_run(run=self.object)
        return _("The print run goes on.")


class WithdrawRunView(_RunActionView):
    """Take released files back, after a confirmation."""

    form_class = ReasonForm
    page_title = gettext_lazy("Withdraw the files")
    submit_label = gettext_lazy("Go on")
    confirm_label = gettext_lazy("Withdraw the files for good")
    lead = gettext_lazy(
        "Only when nothing was printed from these files: the same stamps are printed anew then. "
        "If labels left the press, void them instead; two labels of one code would accuse each other."
    )
    log_action = "traceability.print_withdraw"

    def foresee(self, form: Any) -> Sequence[Any]:
        """Say what is removed, and who has it already."""
        run: PrintRun = self.object
        said = [
            _("Files that are removed: %(files)s, with %(stamps)s.")
            % {"files": localize(run.parts.exclude(file="").count()), "stamps": stamps_words(run.count or 0)},
            _("The order is approved again, and these stamps can be printed by another run."),
        ]
        taken = run.order.events.filter(
            action=StampAction.FETCHED, start__gte=run.start, stop__lte=run.stop, at__gte=run.started_at
        )
        last = taken.select_related("by").last()
        if last:
            said.append(
                _("The files were taken; the last time by %(person)s at %(at)s. Have every copy deleted.")
                % {"person": last.by or "—", "at": date_format(timezone.localtime(last.at), "H:i d/m/Y")}
            )
        return said

    def perform(self, form: Any) -> str:
        """Withdraw them."""
        self.object = withdraw_run(run=self.object, reason=form.cleaned_data["reason"], by=self.person, at=timezone.now())
        return _("The files are withdrawn.")
