"""Ten thousand wrong codes from one address: slowed, cheap to refuse, and no harm to a neighbour who scans a true one."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.db import connection

from tests.factories.traceability import StampRangeFactory, code_of
from traceability.models import Scan
from traceability.views.scan import WRONG_CODES

pytestmark = pytest.mark.django_db

GUESSES = 10_000


def test_guesser_is_slowed_and_the_neighbour_is_not(client, django_assert_num_queries):
    if connection.vendor != "sqlite":
        pytest.skip("No guess reaches the database, so one database is enough: this takes 20 seconds")
    StampRangeFactory(start=0, activated=True)
    client.get(f"/t/{code_of(1)}")
    with django_assert_num_queries(0):
        statuses = [client.get(f"/t/T{number:015}").status_code for number in range(GUESSES)]

    assert statuses.count(HTTPStatus.NOT_FOUND) == WRONG_CODES.count
    assert statuses.count(HTTPStatus.TOO_MANY_REQUESTS) == GUESSES - WRONG_CODES.count
    neighbour = client.get(f"/t/{code_of(7)}")
    assert neighbour.status_code == HTTPStatus.OK
    assert Scan.objects.count() == 2
