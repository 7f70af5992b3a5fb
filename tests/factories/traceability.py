"""Lots and stamps."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory
from django.conf import settings
from factory.django import DjangoModelFactory

from tests.factories.catalog import ProductFactory
from traceability.domain.codes import StampNumber, make_code
from traceability.enums import OrderState, StampAction, Unit, VoidReason
from traceability.models import Lot, Recall, StampEvent, StampOrder, StampRange

ORDERED_AT = datetime(2026, 9, 1, 2, tzinfo=UTC)
ACTIVATED_AT = datetime(2026, 10, 1, 2, tzinfo=UTC)
VOIDED_AT = datetime(2026, 11, 1, 2, tzinfo=UTC)


def code_of(number: int, key_letter: str = "T") -> str:
    """Give the code of a stamp under the keys of the tests."""
    return make_code(StampNumber(key_letter, number), keys=settings.STAMP_KEYS)


class LotFactory(DjangoModelFactory):
    """A lot of bottles; `recalled=True` for one that is called back."""

    class Meta:
        model = Lot
        skip_postgeneration_save = True

    product = factory.SubFactory(ProductFactory)
    code = factory.Sequence("L-{:04}".format)
    made_date = date(2026, 9, 15)
    best_before_date = date(2036, 9, 15)
    quantity = 500
    unit = Unit.BOTTLE

    @factory.post_generation
    def recalled(obj: Lot, create: bool, extracted: bool | None, **_kwargs: object) -> None:  # noqa: N805
        """Call the lot back."""
        if extracted:
            RecallFactory(lot=obj)


class RecallFactory(DjangoModelFactory):
    """An open recall."""

    class Meta:
        model = Recall

    lot = factory.SubFactory(LotFactory)
    reason = "Vượt ngưỡng histamin"
    advice = "Không sử dụng, mang trả lại nơi mua."
    issued_at = VOIDED_AT


class StampOrderFactory(DjangoModelFactory):
    """An order that waits for a decision; `approved=True` for one that has its numbers."""

    class Meta:
        model = StampOrder

    class Params:
        approved = factory.Trait(state=OrderState.APPROVED, decided_at=ORDERED_AT)

    product = factory.SubFactory(ProductFactory)
    quantity = 1000
    ordered_at = ORDERED_AT


class StampRangeFactory(DjangoModelFactory):
    """A thousand issued stamps; `activated=True` on a lot of the same product, `voided=True` as misprinted."""

    class Meta:
        model = StampRange

    class Params:
        activated = factory.Trait(
            lot=factory.SubFactory(LotFactory, product=factory.SelfAttribute("..order.product")), activated_at=ACTIVATED_AT
        )
        voided = factory.Trait(voided_at=VOIDED_AT, void_reason=VoidReason.MISPRINT)

    order = factory.SubFactory(StampOrderFactory, approved=True)
    key_letter = "T"
    start = factory.Sequence(lambda number: number * 1000)
    stop = factory.LazyAttribute(lambda made: made.start + 1000)


class StampEventFactory(DjangoModelFactory):
    """That a thousand stamps were issued."""

    class Meta:
        model = StampEvent

    order = factory.SubFactory(StampOrderFactory, approved=True)
    action = StampAction.ISSUED
    key_letter = "T"
    start = 0
    stop = 1000
    at = ORDERED_AT
