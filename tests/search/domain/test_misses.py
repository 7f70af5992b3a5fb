"""Counting what was searched and not found."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection

from search.domain import misses
from search.domain.misses import KEPT_DAYS, forget_misses, may_be_kept, record_miss
from search.models import Miss
from tests.factories.search import MissFactory

DAY = date(2026, 11, 23)


def miss(text: str = "Mật ong bạc hà", **changed: Any) -> None:
    record_miss(**{"text": text, "language": "vi", "found": 0, "day": DAY} | changed)


def kept() -> list[tuple[str, str, int, int]]:
    return list(Miss.objects.order_by("pk").values_list("text", "language", "count", "found"))


@pytest.mark.django_db
def test_the_same_words_are_counted_once_a_day_and_language_however_they_are_written() -> None:
    miss("Mật  ong bạc hà", found=3)
    miss("mat ong bac ha", found=5)
    miss("Mật ong bạc hà", language="en")
    miss("Mật ong bạc hà", day=DAY + timedelta(days=1))

    assert kept() == [("Mật ong bạc hà", "vi", 2, 5), ("Mật ong bạc hà", "en", 1, 0), ("Mật ong bạc hà", "vi", 1, 0)]
    assert set(Miss.objects.values_list("folded", flat=True)) == {"mat ong bac ha"}


@pytest.mark.django_db
def test_a_known_text_is_counted_in_one_statement(statements: Any) -> None:
    miss()

    with statements() as asked:
        miss()

    assert len(asked) == 1


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "5 !",
        "",
        "   ",
        "mắm " * 25,
        "nguyen.van.a@example.vn",
        "0912345678 bán mắm",
        "gọi 0912 345 678",
        "gọi 09.12.34.56.78",
        "gọi +84 (91) 234-5678",
        "gọi 0912 - 345 - 678",
        "căn cước 042_085",
        "số ٠٩١٢٣٤٥",
        "https://mam.example/a",
        "www.mam",
        "mam-ngon.vn",
        "xem shop.com/mam",
        "nước\x00mắm",
        "nước\x1bmắm",
        "nước\nmắm",
        "nước\u202emắm",
        "nước\ud800mắm",
    ],
)
@pytest.mark.django_db
def test_what_may_name_a_person_or_is_no_word_is_not_kept(text: str) -> None:
    miss(text)

    assert not may_be_kept(text)
    assert kept() == []


@pytest.mark.parametrize(
    "text", ["mỳ", "nước mắm 40 độ đạm", "mật ong 500ml dưới 200k", "cu đơ Hà Tĩnh, 5 sao", "đặc sản TP. Vinh", "x" * 80, "蜂蜜"]
)
@pytest.mark.django_db
def test_what_people_search_is_kept(text: str) -> None:
    miss(text)

    assert kept() == [(text, "vi", 1, 0)]


@pytest.mark.django_db
def test_letters_that_take_more_room_when_folded_are_kept() -> None:
    miss("ß" * 80)

    assert Miss.objects.get().folded == "s" * 80


@pytest.mark.django_db
def test_a_day_holds_so_many_texts_and_goes_on_counting_those(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(misses, "MOST_TEXTS_A_DAY", 2)
    for text in ("mắm một", "mắm hai", "mắm ba", "mắm một"):
        miss(text)
    miss("mắm ba", day=DAY + timedelta(days=1))

    assert kept() == [("mắm một", "vi", 2, 0), ("mắm hai", "vi", 1, 0), ("mắm ba", "vi", 1, 0)]


@pytest.mark.django_db
def test_a_new_text_takes_what_is_older_than_ninety_days_along() -> None:
    old, young = (MissFactory(day=DAY - timedelta(days=days)) for days in (KEPT_DAYS + 1, KEPT_DAYS))

    miss()

    assert set(Miss.objects.values_list("pk", flat=True)) == {young.pk, Miss.objects.latest("pk").pk}
    assert old.pk != young.pk


@pytest.mark.django_db
def test_forgetting_counts_what_it_deletes() -> None:
    MissFactory.create_batch(2, day=DAY)
    MissFactory(day=DAY + timedelta(days=1))

    assert forget_misses(before=DAY + timedelta(days=1)) == 2
    assert Miss.objects.count() == 1


@pytest.mark.django_db
def test_the_visitor_never_feels_a_database_that_refuses(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(misses, "_COUNT", "SELECT %(day)s FROM nowhere")

    miss("mật ong bạc hà")

    assert [record.message for record in caplog.records] == ["A search without result was not counted."]
    # What comes after in the same transaction still goes through.
    assert kept() == []


@pytest.mark.django_db
def test_only_the_database_is_forgiven(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: Any) -> int:
        raise RuntimeError

    monkeypatch.setattr(misses, "forget_misses", fail)

    with pytest.raises(RuntimeError):
        miss()


@pytest.mark.django_db
def test_the_database_holds_a_text_once_a_day_and_language() -> None:
    row = MissFactory()

    with pytest.raises(IntegrityError, match="search_miss"):
        MissFactory(day=row.day, text=row.text)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_miss_the_same_at_once_are_both_counted() -> None:
    ready = threading.Barrier(8)

    def search(_visitor: int) -> None:
        try:
            ready.wait(timeout=10)
            for _round in range(5):
                miss()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as visitors:
        list(visitors.map(search, range(8)))

    assert kept() == [("Mật ong bạc hà", "vi", 40, 0)]
