"""What editors tend: synonyms, promoted products; and what was not found."""

from __future__ import annotations

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from search.models import Miss, Promotion, Synonym, SynonymKind
from search.terms import folded_words
from tests.factories.catalog import CertificateFactory


class SynonymFactory(DjangoModelFactory):
    """Words that mean the same; `concept` and `stop` for the other kinds, `shipped` for a row that came with the site."""

    class Meta:
        model = Synonym

    class Params:
        concept = factory.Trait(kind=SynonymKind.CONCEPT, words="quà biếu", means="bánh\nkẹo\ntrà")
        stop = factory.Trait(kind=SynonymKind.STOP, words="mua, ngon")
        shipped = factory.Trait(key=factory.LazyAttribute(lambda made: made.words.splitlines()[0]))

    kind = SynonymKind.SAME
    words = factory.Sequence("từ {0}\nchữ {0}".format)


class PromotionFactory(DjangoModelFactory):
    """A certified product that is put first since yesterday."""

    class Meta:
        model = Promotion

    words = factory.Sequence("quà tết {}".format)
    product = factory.LazyFunction(lambda: CertificateFactory().product)
    valid_from = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1))


class MissFactory(DjangoModelFactory):
    """Something that was searched today and not found."""

    class Meta:
        model = Miss

    day = factory.LazyFunction(timezone.localdate)
    text = factory.Sequence("mật ong bạc hà {}".format)
    folded = factory.LazyAttribute(lambda made: " ".join(folded_words(made.text)))
    language = "vi"
