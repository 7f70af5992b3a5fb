from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.conf import settings

from tests.factories.traceability import StampOrderFactory, code_of
from traceability.domain.codes import readable
from traceability.domain.printing.manifests import manifest_of, name_of
from traceability.enums import FileKind, LabelShape, PrintMedium, RunState
from traceability.models import PrintPart, PrintRun

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture
def run():
    return PrintRun.objects.create(
        order=StampOrderFactory(approved=True), key_letter="T", start=0, stop=30, kind=FileKind.PDF, shape=LabelShape.ROUND,
        symbol_mm=25, medium=PrintMedium.ROLL, stars=4, product_name="Nước mắm", producer_name="HTX", started_at=AT,
        state=RunState.RUNNING,
    )  # fmt: skip


def part_of(run, position, first, last, **values):
    return PrintPart.objects.create(
        run=run, position=position, start=first, stop=last + 1, made_at=AT, count=last - first + 1, first_number=first,
        last_number=last, file=f"print/{run.pk}/{position:05}-1.pdf", size=1000, sha256="a" * 64, **values,
    )  # fmt: skip


def test_manifest_lists_the_files_and_sums_them_up(run):
    first, second = part_of(run, 1, 0, 9), part_of(run, 2, 10, 19)
    PrintPart.objects.create(run=run, position=3, start=20, stop=30, made_at=AT, count=0)

    made = manifest_of(run, keys=settings.STAMP_KEYS)

    listed = json.loads(made.content)
    assert (made.count, made.sha256) == (20, sha256(made.content).hexdigest())
    assert (listed["count"], listed["first"], listed["last"]) == (20, readable(code_of(0)), readable(code_of(19)))
    assert [one["file"] for one in listed["files"]] == [name_of(run, first), name_of(run, second)]
    assert listed["files"][1] | {"file": ""} == {
        "roll": 2, "file": "", "count": 10, "first": readable(code_of(10)), "last": readable(code_of(19)), "bytes": 1000,
        "sha256": "a" * 64,
    }  # fmt: skip
    assert listed["product"] == "Nước mắm"


def test_same_run_gives_the_same_manifest(run):
    part_of(run, 1, 0, 9)

    assert manifest_of(run, keys=settings.STAMP_KEYS) == manifest_of(run, keys=settings.STAMP_KEYS)


def test_names_of_files_sort_like_the_rolls(run):
    names = [name_of(run, part_of(run, position, position * 1000, position * 1000 + 1)) for position in (1, 2, 10)]

    assert names == sorted(names)
    assert names[0] == f"tem-{run.order_id}-{run.pk}-00001.pdf"
