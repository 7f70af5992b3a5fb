"""The thesaurus that comes with the site, and what editors make of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from search.domain import lexicon
from search.domain.thesaurus_file import VOCABULARY, BrokenVocabulary, load_vocabulary, read_vocabulary
from search.models import Synonym, SynonymKind
from tests.factories.search import SynonymFactory

FIRST = """
stop = ["mua", "ở đâu"]

[[synonym]]
words = ["chè", "trà"]

[[synonym]]
words = ["heo", "lợn"]

[[concept]]
words = ["quà biếu", "quà tết"]
means = ["bánh", "kẹo"]
"""
Write = Callable[[str], Path]


@pytest.fixture
def file(tmp_path: Path) -> Write:
    def write(text: str) -> Path:
        path = tmp_path / "vocabulary.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def rows() -> list[tuple[str, str, list[str], list[str]]]:
    found = Synonym.objects.order_by("pk")
    return [(row.kind, row.key, row.word_list, row.means_list) for row in found]


@pytest.mark.django_db
def test_rows_are_loaded_once(file: Write) -> None:
    path = file(FIRST)

    assert load_vocabulary(path) == 4
    assert load_vocabulary(path) == 0
    assert rows() == [
        (SynonymKind.STOP, "stop", ["mua", "ở đâu"], []),
        (SynonymKind.SAME, "chè", ["chè", "trà"], []),
        (SynonymKind.SAME, "heo", ["heo", "lợn"], []),
        (SynonymKind.CONCEPT, "quà biếu", ["quà biếu", "quà tết"], ["bánh", "kẹo"]),
    ]
    assert Synonym.objects.get(key="quà biếu").folded == "qua bieu qua tet banh keo"


@pytest.mark.django_db
def test_rows_that_nobody_changed_follow_the_file(file: Write) -> None:
    load_vocabulary(file(FIRST))
    # Somebody opened the form and saved it as it was: the browser sends other ends of lines.
    row = Synonym.objects.get(key="chè")
    row.words = "chè\r\ntrà\r\n"
    row.save()

    changed = (
        FIRST.replace('["chè", "trà"]', '["chè", "trà", "chè xanh"]')
        .replace('"mua", ', "")
        .replace('"heo", "lợn"', '"lợn", "heo"')
    )
    count = load_vocabulary(file(changed))

    assert count == 4
    assert {(row.key, *row.word_list) for row in Synonym.objects.exclude(kind=SynonymKind.CONCEPT)} == {
        ("chè", "chè", "trà", "chè xanh"),
        ("stop", "ở đâu"),
        ("lợn", "lợn", "heo"),
    }
    assert Synonym.objects.get(key="chè").folded == "che tra che xanh"


@pytest.mark.django_db
def test_what_an_editor_has_changed_stays(file: Write) -> None:
    load_vocabulary(file(FIRST))
    row = Synonym.objects.get(key="chè")
    row.words = "chè, trà, trà mạn"
    row.save()

    load_vocabulary(file(FIRST.replace('["chè", "trà"]', '["chè", "trà", "chè xanh"]')))
    load_vocabulary(file(FIRST.replace('words = ["chè", "trà"]', 'words = ["sen", "hoa sen"]')))

    assert Synonym.objects.get(key="chè").word_list == ["chè", "trà", "trà mạn"]


@pytest.mark.django_db
def test_what_an_editor_has_switched_off_stays_off_and_does_not_come_back(file: Write) -> None:
    load_vocabulary(file(FIRST))
    Synonym.objects.filter(key="heo").update(is_active=False)

    load_vocabulary(file(FIRST.replace('["heo", "lợn"]', '["heo", "lợn", "trư"]')))
    load_vocabulary(file(FIRST.replace('words = ["heo", "lợn"]', 'words = ["sen", "hoa sen"]')))
    load_vocabulary(file(FIRST))

    assert [row.is_active for row in Synonym.objects.filter(key="heo")] == [False]
    assert "heo" not in {row.key for row in Synonym.objects.in_use()}


@pytest.mark.django_db
def test_rows_of_editors_are_left_alone(file: Write) -> None:
    own = SynonymFactory(words="chè, trà")

    load_vocabulary(file(FIRST))
    load_vocabulary(file(""))

    assert list(Synonym.objects.all()) == [own]


@pytest.mark.django_db
def test_processes_notice_a_loading_that_changed_something(
    file: Write, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    times: list[int] = []
    monkeypatch.setattr(lexicon, "forget", lambda: times.append(1))

    for text in (FIRST, FIRST, ""):
        with django_capture_on_commit_callbacks(execute=True):
            load_vocabulary(file(text))

    # The last one deletes rows one by one, and each says so as well.
    assert times[0] == 1
    assert len(times) > 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[synonym]]\nwords = ["chè"]', "SAME chè: "),
        ("[[synonym]]\nmeans = []", "SAME : "),
        ('[[synonym]]\nwords = ["chè", "trà"]\nmeans = ["sen"]', "SAME chè: words, and for a concept"),
        ('[[synonym]]\nwords = ["chè, trà", "sen"]', "SAME chè, trà: words, and for a concept"),
        ('[[synonym]]\nwords = ["chè ", "trà"]', "SAME chè : words"),
        ('[[concept]]\nwords = ["quà"]', "CONCEPT quà: words"),
        ('[[synonym]]\nwords = ["chè", "trà"]\n[[synonym]]\nwords = ["chè", "sen"]', "SAME chè: it stands there twice"),
    ],
)
@pytest.mark.django_db
def test_a_broken_row_is_named_and_nothing_is_loaded(file: Write, text: str, words: str) -> None:
    with pytest.raises(BrokenVocabulary, match=f"^{words}"):
        load_vocabulary(file(text))

    assert not Synonym.objects.exists()


def test_a_synonym_and_a_concept_may_begin_with_the_same_word(file: Write) -> None:
    text = '[[synonym]]\nwords = ["quà", "quà cáp"]\n[[concept]]\nwords = ["quà"]\nmeans = ["bánh"]'

    assert [row.kind for row in read_vocabulary(file(text))] == [SynonymKind.SAME, SynonymKind.CONCEPT]


def test_the_vocabulary_of_the_site_can_be_read() -> None:
    assert {row.kind for row in read_vocabulary(VOCABULARY)} == set(SynonymKind)
