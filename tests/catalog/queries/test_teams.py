from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, Group

from catalog.queries.teams import producers_of
from tests.factories.catalog import ProducerFactory
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def producer():
    return ProducerFactory(team=Group.objects.create(name="Chủ thể: một"))


def member_of(*producers, **values):
    user = UserFactory(**values)
    user.groups.add(*(producer.team for producer in producers))
    return user


def test_member_acts_for_the_producer_of_the_team(producer):
    ProducerFactory(team=Group.objects.create(name="Chủ thể: hai"))
    ProducerFactory()

    assert list(producers_of(member_of(producer))) == [producer]


def test_member_of_two_teams_acts_for_both(producer):
    other = ProducerFactory(team=Group.objects.create(name="Chủ thể: hai"), name="A trước")

    assert list(producers_of(member_of(producer, other))) == [other, producer]


@pytest.mark.parametrize("values", [{"superuser": True}, {"is_staff": True}, {}])
def test_nobody_acts_without_being_in_the_team(producer, values):
    user = UserFactory(**values)
    user.groups.add(Group.objects.create(name="Cán bộ"))

    assert list(producers_of(user)) == []


def test_who_is_not_signed_in_or_not_active_acts_for_nobody(producer):
    assert list(producers_of(AnonymousUser())) == []
    assert list(producers_of(member_of(producer, is_active=False))) == []
