"""A producer's member at work."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from tests.factories.catalog import CertificateFactory, ProducerFactory
from tests.factories.core import UserFactory


@pytest.fixture
def producer(db):
    """A producer with a team."""
    return ProducerFactory(name="HTX Nhà Mình", team=Group.objects.create(name="Chủ thể: HTX Nhà Mình"))


@pytest.fixture
def member(producer):
    """Somebody of the team."""
    user = UserFactory(username="nguoi-nha", first_name="Hoa", last_name="Trần")
    user.groups.add(producer.team)
    return user


@pytest.fixture
def product(producer):
    """Its product with a certificate in force."""
    return CertificateFactory(product__producer=producer, product__name="Cu đơ nhà").product


@pytest.fixture
def work(client, member):
    """The member's browser."""
    client.force_login(member)
    return client
