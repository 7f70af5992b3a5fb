"""`manage.py show_addresses`: where to look first on a demonstration."""

import io
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.urls import reverse
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from pages.models import ProvinceSettings
from pages.sample.people import ACCOUNTS, PASSWORD
from pages.sample.stamps import verdict_examples
from traceability.enums import VerdictKind

_WIDTH = 16


class Command(BaseCommand):
    """Print the addresses of the demonstration."""

    help = "Print the home page, the sample accounts, a stamp for each verdict, and a QR code to scan with a phone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address under which a browser reaches the site."""
        parser.add_argument("--base", metavar="URL", help="scheme and host to print instead of PUBLIC_URL")

    def handle(self, **options: Any) -> None:
        """Print them; passwords only while the site says that it is a demonstration."""
        base = (options["base"] or settings.PUBLIC_URL).rstrip("/")
        self._line("Home", f"{base}/")
        self._line("English", f"{base}/en/")
        self._line("Admin", base + reverse("wagtailadmin_home"))
        self._line("Producers", base + reverse("workspace:stamps"))
        if ProvinceSettings.objects.filter(is_demo=True).exists():
            self._accounts()
        examples = verdict_examples()
        self.stdout.write("\nA stamp for each verdict:")
        for kind in VerdictKind:
            code = examples.get(kind)
            self._line(kind.value, base + reverse("scan", args=[code]) if code else "(no sample stamp today)")
        if VerdictKind.FIRST_SCAN in examples:
            self._qr_code(base + reverse("scan", args=[examples[VerdictKind.FIRST_SCAN]]))

    def _line(self, label: str, text: str) -> None:
        self.stdout.write(f"{label:<{_WIDTH}}{text}")

    def _accounts(self) -> None:
        known = set(get_user_model().objects.values_list("username", flat=True))
        for account in ACCOUNTS:
            if account.username in known:
                self._line("", f"{account.username} / {PASSWORD}  ({account.last_name})")

    def _qr_code(self, address: str) -> None:
        self.stdout.write(f"\nScan it with a phone: {address}")
        symbol = QRCode(error_correction=ERROR_CORRECT_M, border=4)
        symbol.add_data(address)
        # Light modules are drawn, so that the code is dark on light where the terminal is dark.
        drawn = io.StringIO()
        symbol.print_ascii(out=drawn, invert=True)
        self.stdout.write(drawn.getvalue())
