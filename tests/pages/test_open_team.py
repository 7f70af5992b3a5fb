"""`manage.py open_team`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories.catalog import ProducerFactory
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db


def test_command_opens_a_team_and_repeating_it_changes_nothing():
    producer, user = ProducerFactory(), UserFactory()
    for _time in range(2):
        out = StringIO()
        call_command("open_team", producer.slug, user.get_username(), stdout=out)

    producer.refresh_from_db()
    assert list(producer.team.user_set.all()) == [user]
    assert out.getvalue() == f"{producer.team.name}: 1 members.\n"


def test_unknown_producer_or_account_is_named_and_nothing_is_done():
    producer = ProducerFactory()

    with pytest.raises(CommandError, match="khong-co"):
        call_command("open_team", "khong-co")
    with pytest.raises(CommandError, match="nguoi-la"):
        call_command("open_team", producer.slug, "nguoi-la")
    producer.refresh_from_db()
    assert producer.team is None
