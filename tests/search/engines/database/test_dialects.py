"""What the index of terms answers, on whichever database the tests run; how each is asked stands beside it."""

from __future__ import annotations

import pytest
from django.db import connection

from search.engines.database.dialects import TABLE, PostgreSQL, Row, SQLite, dialect
from search.engines.looking import Every, Look

COLD = (("cu đơ | cu do", "phong", "", "", "kẹo"), ("kẹo cu đơ | keo cu do", "", "", "", ""), ("ơ", "", "cu", "", ""))


@pytest.fixture
def index(db):
    dialect().clear()
    dialect().put([Row(number, terms) for number, terms in enumerate(COLD, start=1)])
    return dialect()


def name(*words: str, is_prefix: bool = False) -> Look:
    return Look(words, "name", is_prefix)


QUESTIONS = [
    (name("cu", "do"), [1, 2]),
    (name("cu", "đơ"), [1, 2]),
    (name("|", "cu"), [1]),
    (name("^", "cu"), [1]),
    (name("đơ", "cu"), []),
    (name("ke", is_prefix=True), [2]),
    (name("cu", "d", is_prefix=True), [1, 2]),
    (Look(("cu",), "place"), [3]),
    (Every(((name("cu"),), (Look(("kẹo",), "text"), Look(("keo",), "maker")))), [1]),
    (Every(((name("cu", "do"), name("ơ")), (name("ke", is_prefix=True),))), [2]),
]


@pytest.mark.parametrize(("question", "expected"), QUESTIONS)
def test_questions_find_what_has_the_words(index, question, expected):
    (found,) = index.holders([question])

    assert sorted(found.tolist()) == expected


def test_answers_come_in_the_order_of_the_questions(index):
    found = index.holders([question for question, _expected in QUESTIONS] * 60)

    assert [sorted(numbers.tolist()) for numbers in found] == [expected for _question, expected in QUESTIONS] * 60
    assert index.holders([]) == []


def test_what_is_put_again_replaces_and_what_is_removed_is_gone(index):
    index.put([Row(1, ("bưởi", "", "", "", ""))])
    index.remove([2])

    assert [numbers.tolist() for numbers in index.holders([name("cu"), name("bưởi")])] == [[], [1]]


def parts_of_the_index() -> int:
    """Count what a question has to look into beside the index itself; of SQLite, its parts."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [f"{TABLE}_vector"])
        else:
            cursor.execute(f"SELECT count(DISTINCT segid) FROM {TABLE}_idx")  # noqa: S608  our own names
        return cursor.fetchone()[0]


def test_settled_index_has_nothing_else_to_look_into_and_finds_the_same(index):
    for number in range(4, 9):
        index.put([Row(number, ("cu đơ | cu do", "", "", "", ""))])

    index.settle()

    assert parts_of_the_index() == (0 if connection.vendor == "postgresql" else 1)
    assert sorted(index.holders([name("cu", "do")])[0].tolist()) == [1, 2, *range(4, 9)]


@pytest.mark.postgres
def test_what_is_written_never_waits_to_be_sorted_in(index):
    index.put([Row(4, ("cu đơ | cu do", "", "", "", ""))])

    assert parts_of_the_index() == 0


@pytest.mark.postgres
def test_role_that_does_not_own_the_index_writes_all_the_same(index):
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE ocop_visitor")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE ON {TABLE} TO ocop_visitor")
        cursor.execute("SET LOCAL ROLE ocop_visitor")
        index.put([Row(4, ("cu đơ | cu do", "", "", "", ""))])
        found = index.holders([name("cu", "do")])
        cursor.execute("RESET ROLE")

    assert sorted(found[0].tolist()) == [1, 2, 4]


def test_letters_of_every_script_are_letters(index):
    # New Tai Lue vowels: some tokenizers part a word at them.
    index.put([Row(9, ("a\u19b0b c", "", "", "", " ".join(f"x{number}" for number in range(60_000))))])

    assert [numbers.tolist() for numbers in index.holders([name("a\u19b0b"), name("a\u19b0b", "c"), name("a")])] == [[9], [9], []]


@pytest.mark.parametrize(
    ("question", "in_sqlite", "in_postgresql"),
    [
        (name("a"), '"na"', "'na'"),
        (name("a", "b", "c", is_prefix=True), '"2na_b" AND "2nb_c"*', "'2na_b' & '2nb_c':*"),
        (Every(((name("a"), name("b")), (name("c"),))), '(("na") OR ("nb")) AND (("nc"))', "(('na') | ('nb')) & (('nc'))"),
        (name('"'), '"n"', "'n\"'"),
        (name("\\'"), '"n\\\'"', "'n\\\\'''"),
    ],
)
def test_questions_are_written_in_the_language_of_the_database(question, in_sqlite, in_postgresql):
    assert (SQLite().expression(question), PostgreSQL().expression(question)) == (in_sqlite, in_postgresql)
