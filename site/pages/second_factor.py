"""The second factor of officials and editors: a code from their telephone beside the password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_otp
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from pages.roles import is_staff_member
from traceability.domain.qr import qr_svg

RECOVERY_CODES = 8


class CodeForm(forms.Form):
    """The six digits of the telephone, or a recovery code."""

    token = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )

    def clean_token(self) -> str:
        """Forgive spaces."""
        return str(self.cleaned_data["token"]).replace(" ", "")


class SecondFactorMiddleware:
    """Let officials and editors into the admin and the workspace only with their second factor, where the settings ask for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send to the second factor who has not shown it."""
        if self._lets_pass(request):
            return self.get_response(request)
        door = "second-factor-verify" if django_otp.user_has_device(request.user) else "second-factor-enrol"
        return redirect(f"{reverse(door)}?{urlencode({'next': request.get_full_path()})}")

    def _lets_pass(self, request: HttpRequest) -> bool:
        # The workspace is asked for in the language of the moment, which is that of the request's path.
        guarded = (reverse("wagtailadmin_home"), reverse("workspace:door"))
        if not request.path.startswith(guarded) or request.path in _doors():
            return True
        user = request.user
        if not user.is_authenticated or user.is_verified():  # type: ignore[union-attr, attr-defined, unused-ignore]
            return True
        # Who has set a second factor up is always asked for it; officials must have one where the settings say so.
        return not (django_otp.user_has_device(user) or (settings.SECOND_FACTOR_REQUIRED and is_staff_member(user)))


@login_required
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the code after the password."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        device = django_otp.match_token(request.user, form.cleaned_data["token"])
        if device is not None:
            django_otp.login(request, device)
            return _onwards(request)
        form.add_error("token", ValidationError(_("This code is wrong or used up. Wait for the next one and try again.")))
    return render(request, "pages/second_factor_verify.html", {"form": form}, status=400 if form.errors else 200)


@login_required
def enrol(request: HttpRequest) -> HttpResponse:
    """Set the second factor up: show a QR for the telephone's app, and take its first code."""
    if django_otp.user_has_device(request.user) and not request.user.is_verified():  # type: ignore[union-attr, attr-defined, unused-ignore]
        return redirect("second-factor-verify")
    device, _created = TOTPDevice.objects.get_or_create(user=request.user, confirmed=False, defaults={"name": "app"})
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if device.verify_token(form.cleaned_data["token"]):
            codes = _confirm(device)
            django_otp.login(request, device)
            return render(request, "pages/second_factor_codes.html", {"codes": codes, "onwards": _next(request)})
        form.add_error("token", ValidationError(_("This code is wrong. Is the clock of the telephone right? Try the next one.")))
    drawing = qr_svg(device.config_url).decode().partition("?>")[2]
    context = {"form": form, "drawing": mark_safe(drawing), "secret": device.config_url}  # noqa: S308  drawn by our own QR code
    return render(request, "pages/second_factor_enrol.html", context, status=400 if form.errors else 200)


@transaction.atomic
def _confirm(device: TOTPDevice) -> list[str]:
    """Make the device the user's only one and give new recovery codes, each good for one use."""
    TOTPDevice.objects.filter(user=device.user, confirmed=True).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    StaticDevice.objects.filter(user=device.user).delete()
    spare = StaticDevice.objects.create(user=device.user, name="recovery")
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create([StaticToken(device=spare, token=code) for code in codes])
    return codes


def _doors() -> set[str]:
    return {
        reverse("second-factor-verify"),
        reverse("second-factor-enrol"),
        reverse("wagtailadmin_logout"),
        reverse("wagtailadmin_login"),
        reverse("wagtailadmin_javascript_catalog"),
    }


def _next(request: HttpRequest) -> str:
    wish: Any = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wish, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return wish if safe else reverse("wagtailadmin_home")


def _onwards(request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(_next(request))
