from __future__ import annotations

import unicodedata

import pytest

from core.fields import NFCCharField, NFCTextField
from places.models import AdministrativeUnit
from tests.factories.catalog import ProducerFactory, ProductFactory
from tests.factories.places import CommuneFactory, SalePointFactory

NAME = "Nước mắm Kỳ Ninh"
DECOMPOSED = unicodedata.normalize("NFD", NAME)


@pytest.mark.django_db
def test_text_is_composed_in_the_instance_and_in_the_database():
    unit = CommuneFactory(name=DECOMPOSED)

    assert unit.name == NAME
    assert AdministrativeUnit.objects.values_list("name", flat=True).get(pk=unit.pk) == NAME
    assert unit.folded == "nuoc mam ky ninh"


@pytest.mark.django_db
def test_bulk_create_and_update_compose_too():
    unit = CommuneFactory()
    AdministrativeUnit.objects.filter(pk=unit.pk).update(name=DECOMPOSED)
    unit.refresh_from_db()

    assert unit.name == NAME


@pytest.mark.django_db
def test_lookup_by_a_decomposed_text_finds():
    unit = CommuneFactory(name=NAME)

    assert AdministrativeUnit.objects.get(name=DECOMPOSED, pk=unit.pk) == unit


@pytest.mark.parametrize("field", [NFCCharField(max_length=40), NFCTextField()])
def test_form_value_is_composed_and_rid_of_nul(field):
    assert field.clean(DECOMPOSED + "\x00", None) == NAME
    assert field.to_python(None) is None
    assert field.get_prep_value(None) is None


@pytest.mark.django_db
@pytest.mark.parametrize("factory", [ProductFactory, ProducerFactory, SalePointFactory])
def test_longest_name_is_stored_with_its_sort_key(factory):
    name = "Ước" * 66 + "Ưu"
    record = factory(name=name)

    record.refresh_from_db()

    assert (len(record.name), record.name) == (200, name)
    assert record.sort_key


@pytest.mark.django_db
def test_longest_name_of_a_unit_is_stored_with_its_sort_key():
    unit = CommuneFactory(name="Đ" * 100)

    unit.refresh_from_db()

    assert unit.folded == "d" * 100
