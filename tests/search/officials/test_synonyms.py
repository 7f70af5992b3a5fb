"""Synonyms in the admin: found, added, changed, deleted or switched off."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from search.domain import lexicon
from search.models import Synonym, SynonymKind
from tests.factories.search import SynonymFactory

pytestmark = pytest.mark.django_db


def listed(editor: Client, **asked: str) -> list[Synonym]:
    return list(editor.get(reverse("synonyms:index"), asked).context["object_list"])


def entered(**changed: Any) -> dict[str, Any]:
    return {"kind": "SAME", "words": "nước mắm\r\nmắm nhĩ", "means": "", "is_active": "on"} | changed


def errors(response: Any) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


@pytest.mark.parametrize("text", ["nuoc mam", "NƯỚC MẮM", "mam nhi", "nhi nuoc"])
def test_the_list_is_searched_without_marks(editor: Client, text: str) -> None:
    row = SynonymFactory(words="nước mắm\nmắm nhĩ")
    SynonymFactory(words="chè\ntrà")

    assert listed(editor, q=text) == [row]


@pytest.mark.parametrize("text", ["mỹ phẩm", "mĩ phẩm", "my pham", "mi pham"])
def test_the_list_knows_both_spellings_of_i(editor: Client, text: str) -> None:
    row = SynonymFactory(words="mỹ phẩm\nđồ trang điểm")

    assert listed(editor, q=text) == [row]


def test_a_concept_is_found_by_what_it_asks_for(editor: Client) -> None:
    row = SynonymFactory(concept=True)

    assert listed(editor, q="banh") == [row]


def test_the_list_is_narrowed_by_kind_and_state(editor: Client) -> None:
    same, concept, off = SynonymFactory(), SynonymFactory(concept=True), SynonymFactory(is_active=False)

    assert set(listed(editor, kind="SAME")) == {same, off}
    assert listed(editor, kind="CONCEPT") == [concept]
    assert listed(editor, is_active="false") == [off]


def test_the_list_says_where_a_row_is_from_and_whether_it_is_in_use(editor: Client) -> None:
    SynonymFactory(words="chè\ntrà", shipped=True, is_active=False)

    page = editor.get(reverse("synonyms:index")).content.decode()

    assert all(words in page for words in ("chè, trà", "the site", "switched off"))


def test_long_rows_are_cut_short_in_the_list(editor: Client) -> None:
    SynonymFactory(stop=True, words="\n".join(f"từ số {number}" for number in range(50)))

    column = editor.get(reverse("synonyms:index")).context["table"].columns["__str__"]

    assert len(column.get_value(Synonym.objects.get())) == 120


def test_the_list_asks_as_much_for_thirty_as_for_one(editor: Client, statements: Any) -> None:
    counts = []
    for number in (1, 29):
        SynonymFactory.create_batch(number)
        editor.get(reverse("synonyms:index"))
        with statements() as asked:
            editor.get(reverse("synonyms:index"))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_the_list_is_exported(editor: Client) -> None:
    SynonymFactory(concept=True, words="quà biếu")

    exported = editor.get(reverse("synonyms:index"), {"export": "csv"})

    assert "CONCEPT,quà biếu," in b"".join(exported.streaming_content).decode()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"words": "mật ong bạc hà"}, {"words": "mật ong bạc hà\n"}),
        ({"words": "  mật\x00\r\nong  "}, {"words": "mật ong\n"}),
        ({"words": "x" * 500}, {"words": "x" * 200 + "\n"}),
        ({"words": "  "}, {}),
        ({}, {}),
    ],
)
def test_the_form_is_filled_in_with_words_from_the_address(
    editor: Client, asked: dict[str, str], expected: dict[str, str]
) -> None:
    response = editor.get(reverse("synonyms:add"), asked)

    assert response.context["form"].initial.get("words", "") == expected.get("words", "")


def test_a_row_is_added(editor: Client) -> None:
    response = editor.post(reverse("synonyms:add"), entered())

    assert response["Location"] == reverse("synonyms:index")
    row = Synonym.objects.get()
    assert (row.kind, row.word_list, row.key, row.folded) == (SynonymKind.SAME, ["nước mắm", "mắm nhĩ"], "", "nuoc mam mam nhi")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"words": "nước mắm"}, "words"),
        ({"words": ""}, "words"),
        ({"kind": "CONCEPT"}, "means"),
        ({"kind": "SAME", "means": "bánh"}, "means"),
        ({"kind": "STOP", "means": "bánh"}, "means"),
        ({"kind": "OTHER"}, "kind"),
    ],
)
def test_a_row_that_says_nothing_is_refused_at_its_field(editor: Client, changed: dict[str, str], field: str) -> None:
    response = editor.post(reverse("synonyms:add"), entered(**changed))

    assert list(errors(response)) == [field]
    assert not Synonym.objects.exists()


def test_a_row_that_came_with_the_site_may_be_changed_but_stays_of_its_kind(editor: Client) -> None:
    row = SynonymFactory(words="chè\ntrà", shipped=True)

    editor.post(reverse("synonyms:edit", args=[row.pk]), entered(kind="STOP", words="chè\ntrà\ntrà mạn"))

    row.refresh_from_db()
    assert (row.kind, row.word_list, row.key) == (SynonymKind.SAME, ["chè", "trà", "trà mạn"], "chè")


def test_a_row_of_an_editor_is_deleted_after_a_confirmation(editor: Client) -> None:
    row = SynonymFactory()
    address = reverse("synonyms:delete", args=[row.pk])

    page = editor.get(address).content.decode()
    assert "Are you sure" in page
    assert Synonym.objects.exists()
    editor.post(address)

    assert not Synonym.objects.exists()
    assert ModelLogEntry.objects.get().action == "wagtail.delete"


def test_a_row_that_came_with_the_site_is_switched_off_instead(editor: Client) -> None:
    row = SynonymFactory(words="chè\ntrà", shipped=True)
    address = reverse("synonyms:delete", args=[row.pk])

    page = editor.get(address).content.decode()
    assert "it would come back" in page
    assert "Switch it off" in page
    said = editor.post(address, follow=True).content.decode()

    row.refresh_from_db()
    assert not row.is_active
    assert "“chè, trà” is switched off." in said
    assert ModelLogEntry.objects.get().message == "Đã tắt"


def test_what_is_switched_off_is_taken_into_use_again(editor: Client) -> None:
    row = SynonymFactory(words="chè\ntrà", shipped=True, is_active=False)

    editor.post(reverse("synonyms:edit", args=[row.pk]), entered(words="chè\r\ntrà"))

    assert Synonym.objects.in_use().filter(pk=row.pk).exists()


@pytest.mark.parametrize("action", ["add", "edit", "delete"])
def test_processes_notice(
    editor: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any, action: str
) -> None:
    row = SynonymFactory(shipped=True)
    times: list[int] = []
    monkeypatch.setattr(lexicon, "forget", lambda: times.append(1))

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(reverse(f"synonyms:{action}", args=[] if action == "add" else [row.pk]), entered())

    assert times == [1]


def test_a_row_has_a_page(editor: Client) -> None:
    row = SynonymFactory(concept=True)

    page = editor.get(reverse("synonyms:inspect", args=[row.pk])).content.decode()

    assert "quà biếu" in page
    assert reverse("synonyms:delete", args=[row.pk]) in page
