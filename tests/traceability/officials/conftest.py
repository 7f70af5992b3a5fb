"""What the tests of the officials' screens share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.factories.catalog import CertificateFactory
from tests.factories.traceability import StampOrderFactory, StampRangeFactory
from traceability.domain.printing.runs import claim_part, make_part, release_finished, start_run
from traceability.enums import FileKind
from traceability.models import PrintRun, StampOrder, StampRange


@pytest.fixture(autouse=True)
def private(settings: Any, tmp_path: Path) -> Path:
    """Private files go into a folder of the test's own."""
    settings.STORAGES = settings.STORAGES | {
        "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }
    return tmp_path


@pytest.fixture
def official(client: Client, db: None) -> Client:
    """A signed-in administrator."""
    client.force_login(User.objects.create_superuser("can-bo"))
    return client


@pytest.fixture
def waiting(db: None) -> StampOrder:
    """An order that waits for a decision."""
    return StampOrderFactory(product=CertificateFactory().product, quantity=100, ordered_at=timezone.now())


@pytest.fixture
def issued(db: None) -> StampRange:
    """The stamps 1000 to 1999 of a certified product, on rolls of a hundred."""
    return StampRangeFactory(order__product=CertificateFactory().product, order__roll_size=100, start=1000, stop=2000)


@pytest.fixture
def small(db: None) -> StampOrder:
    """An approved order of seventy stamps on three rolls, numbers 0 to 69."""
    order: StampOrder = StampOrderFactory(product=CertificateFactory().product, approved=True, quantity=70, roll_size=30)
    StampRangeFactory(order=order, start=0, stop=70)
    return order


@pytest.fixture
def start() -> Callable[..., PrintRun]:
    """Put an order into the queue of the printing workers."""

    def run(order: StampOrder, **more: Any) -> PrintRun:
        return start_run(order=order, kind=FileKind.CSV, by=None, at=timezone.now(), **more)

    return run


@pytest.fixture
def work() -> Callable[[], None]:
    """Do what a printing worker does until nothing is left."""

    def make_all() -> None:
        while part := claim_part(at=timezone.now()):
            assert make_part(part, keys=site_settings.STAMP_KEYS, now=timezone.now)
        release_finished(keys=site_settings.STAMP_KEYS, at=timezone.now())

    return make_all


@pytest.fixture
def released(small: StampOrder, start: Callable[..., PrintRun], work: Callable[[], None]) -> PrintRun:
    """A released run of three files and seventy stamps."""
    run = start(small)
    work()
    return PrintRun.objects.get(pk=run.pk)
