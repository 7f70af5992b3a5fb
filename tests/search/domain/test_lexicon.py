from __future__ import annotations

import pytest

from search.domain.lexicon import forget, lexicon
from search.models import SearchWord, Synonym, SynonymKind
from search.terms import words_of
from tests.factories.catalog import ProductSetFactory
from tests.factories.places import CommuneFactory, DistrictFactory, ProvinceFactory

pytestmark = pytest.mark.django_db


def test_lexicon_is_kept_until_something_changes(put):
    put("Cu đơ Phong Nga")

    assert lexicon() is lexicon()


def test_new_words_are_added_without_reading_all_again(put):
    put("Cu đơ Phong Nga")
    before = lexicon()

    SearchWord.objects.create(text="keo lac", written="kẹo lạc")

    assert lexicon() is before
    assert before.vocabulary.knows("keo lac")


def test_synonym_is_known_after_forgetting(put):
    put("Mật ong")
    lexicon()
    Synonym.objects.create(kind=SynonymKind.SAME, words="mật ong, honey")
    forget()

    assert lexicon().thesaurus.knows(words_of("honey"))


def test_synonym_that_is_switched_off_is_not_known(put):
    Synonym.objects.create(kind=SynonymKind.SAME, words="mật ong, honey", is_active=False)
    forget()

    assert not lexicon().thesaurus.knows(words_of("honey"))


def test_product_set_is_known_once_it_is_saved(django_capture_on_commit_callbacks):
    lexicon()
    with django_capture_on_commit_callbacks(execute=True):
        ProductSetFactory(name="Mật ong", name_en="Honey", slug="mat-ong")

    (known,) = (one for one in lexicon().product_sets if one.slug == "mat-ong")
    assert known.names == {"vi": (("mat", "ong"), "Mật ong"), "en": (("honey",), "Honey")}


def test_places_know_what_they_lie_in():
    province = ProvinceFactory(name="Hà Tĩnh", slug="tinh-ha-tinh")
    district = DistrictFactory(name="Kỳ Anh", slug="huyen-ky-anh", parent=province)
    CommuneFactory(name="Kỳ Anh", slug="xa-ky-anh", parent=province)

    found = lexicon().gazetteer.find(words_of("ky anh"))

    assert [place.slug for place in found] == [district.slug, "xa-ky-anh"]
    assert [place.within for place in found] == [("tinh-ha-tinh",), ("tinh-ha-tinh",)]
    assert [place.is_ended for place in found] == [True, False]


def test_counting_of_words_bounds_what_it_counts(put):
    put("Cu đơ Phong Nga", "Cu đơ Thành Đạt")

    vocabulary = lexicon().vocabulary

    assert (vocabulary.is_beginning("cu do"), vocabulary.is_beginning("cu do phong")) == (True, False)
    assert vocabulary.written("cu do") == "cu đơ"
