import pytest
from django.conf import settings

from tests.factories.traceability import code_of
from traceability.domain.codes import NotOurs, StampNumber, readable
from traceability.domain.readings import stamp_in

CODE = code_of(7)


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        readable(CODE),
        f"  {CODE.lower()} ",
        f"https://ocop.example/t/{CODE}",
        f"https://ocop.example/t/{CODE}/?lang=en",
        f"https://ocop.example/01/08934567000123/21/{CODE}#top",
        f"ocop.example/t/{readable(CODE)}",
    ],
)
def test_code_and_address_name_the_stamp(text):
    assert stamp_in(text, keys=settings.STAMP_KEYS) == StampNumber("T", 7)


@pytest.mark.parametrize(
    "text",
    ["", " ", "/", "?", "https://ocop.example/", f"{CODE}X", CODE[:-1], f"https://a.example/{CODE}/x", "x" * 5000, CODE * 40],
)
def test_other_texts_are_not_ours(text):
    with pytest.raises(NotOurs):
        stamp_in(text, keys=settings.STAMP_KEYS)
