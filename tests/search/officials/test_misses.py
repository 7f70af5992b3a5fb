"""The list of what was searched and not found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from search.models import Miss
from tests.factories.search import MissFactory

pytestmark = pytest.mark.django_db


def days_ago(days: int) -> Any:
    return timezone.localdate() - timedelta(days=days)


def listed(editor: Client, **asked: str) -> list[tuple[str, int]]:
    rows = editor.get(reverse("misses:index"), asked).context["object_list"]
    return [(row["written"], row["times"]) for row in rows]


def page(editor: Client, **asked: str) -> str:
    return editor.get(reverse("misses:index"), asked).content.decode()


def test_misses_are_summed_up_over_thirty_days_the_most_frequent_first(editor: Client) -> None:
    MissFactory(text="yến sào", count=3)
    MissFactory(text="mật ong", count=2, day=days_ago(29))
    MissFactory(text="mật ong", count=5)
    MissFactory(text="mật ong", count=100, day=days_ago(30))

    assert listed(editor) == [("mật ong", 7), ("yến sào", 3)]


@pytest.mark.parametrize(("days", "expected"), [("7", 1), ("30", 11), ("90", 111), ("", 11), ("365", 11), ("x", 11)])
def test_the_period_is_chosen(editor: Client, days: str, expected: int) -> None:
    for count, ago in ((1, 6), (10, 29), (100, 89), (1000, 90)):
        MissFactory(text="mật ong", count=count, day=days_ago(ago))

    assert listed(editor, days=days) == [("mật ong", expected)]


def test_languages_stand_apart_and_are_chosen(editor: Client) -> None:
    MissFactory(text="mật ong", count=2)
    MissFactory(text="mật ong", language="en")

    assert listed(editor) == [("mật ong", 2), ("mật ong", 1)]
    assert listed(editor, language="en") == [("mật ong", 1)]
    assert "Tiếng Việt" in page(editor)


@pytest.mark.parametrize("text", ["nuoc mam", "NƯỚC mắm", "mam nuoc"])
def test_the_list_is_searched_without_marks(editor: Client, text: str) -> None:
    MissFactory(text="Nước mắm chay")
    MissFactory(text="mật ong")

    assert listed(editor, q=text) == [("Nước mắm chay", 1)]


@pytest.mark.parametrize(
    ("ordering", "expected"), [("times", ["b", "a"]), ("-last_day", ["b", "a"]), ("last_day", ["a", "b"]), ("x", ["a", "b"])]
)
def test_the_list_is_ordered_as_asked(editor: Client, ordering: str, expected: list[str]) -> None:
    MissFactory(text="a", count=2, day=days_ago(1))
    MissFactory(text="b", count=1)

    assert [text for text, _times in listed(editor, ordering=ordering)] == expected


def test_a_row_leads_to_a_form_that_is_filled_in(editor: Client) -> None:
    MissFactory(text="mật ong & sữa")
    address = f"{reverse('synonyms:add')}?words=m%E1%BA%ADt+ong+%26+s%E1%BB%AFa"

    assert f'href="{address}"' in page(editor)
    assert "Add a synonym for “mật ong &amp; sữa”" in page(editor)
    assert editor.get(address).context["form"].initial["words"] == "mật ong & sữa\n"


def test_what_visitors_wrote_is_shown_as_text(editor: Client) -> None:
    MissFactory(text="<b>mật ong</b>")

    assert "<b>mật ong</b>" not in page(editor)


def test_the_list_asks_as_much_for_thirty_as_for_one(editor: Client, statements: Any) -> None:
    counts = []
    for number in (1, 29):
        MissFactory.create_batch(number)
        page(editor)
        with statements() as asked:
            page(editor)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_the_list_comes_in_parts(editor: Client) -> None:
    MissFactory.create_batch(51)

    assert (len(listed(editor)), len(listed(editor, p="2"))) == (50, 1)


def test_the_list_is_exported_and_no_text_runs_as_a_formula(editor: Client) -> None:
    MissFactory(text="=HYPERLINK(mắm)", folded="hyperlink mam", count=3, found=2)
    MissFactory(text="mật ong", day=days_ago(60))

    exported = editor.get(reverse("misses:index"), {"export": "csv"})
    with translation.override("en"):
        lines = b"".join(exported.streaming_content).decode().splitlines()

    day = timezone.localdate().isoformat()
    assert lines == [
        "Searched,Language,Times,Last day,Found in part",
        f"'=HYPERLINK(mắm),vi,3,{day},2",
    ]


def test_the_page_says_what_is_kept_and_for_how_long(editor: Client) -> None:
    assert "for 90 days; nothing tells who searched" in " ".join(page(editor).split())


def test_an_empty_list_helps(editor: Client) -> None:
    assert "In this time every search found something." in page(editor)
    assert "Nothing in this list fits." in page(editor, q="mật ong")


def test_the_results_alone_are_given_as_well(editor: Client) -> None:
    MissFactory(text="mật ong")

    assert "mật ong" in editor.get(reverse("misses:index_results"), {"days": "7"}).content.decode()


def test_there_is_nothing_to_change_not_even_for_an_administrator(editor: Client) -> None:
    row = MissFactory()
    index = reverse("misses:index")

    for part in ("new/", f"edit/{row.pk}/", f"delete/{row.pk}/", f"inspect/{row.pk}/", f"history/{row.pk}/"):
        assert editor.post(f"{index}{part}").status_code == 404
    assert f"{index}new/" not in page(editor)
    assert Miss.objects.exists()
