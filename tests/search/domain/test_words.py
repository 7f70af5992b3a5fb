from __future__ import annotations

import pytest

from search.domain.words import LONGEST_BEGINNING, add_new, beginnings_of, count_all, pieces_of
from search.models import SearchDocument, SearchEdition, SearchWord
from search.terms import terms_of

pytestmark = pytest.mark.django_db

THINGS = {"san-pham"}


def document(name, *, maker="", place=(), sort=(), text=(), values=(), **changed):
    return SearchDocument(
        **{
            "kind": "san-pham",
            "object_id": SearchDocument.objects.count() + 1,
            "title": name[:300],
            "name_terms": terms_of(name),
            "maker_terms": terms_of(maker),
            "place_terms": terms_of(*place),
            "sort_terms": terms_of(*sort, values=values),
            "text_terms": terms_of(*text),
            "edition": 1,
        }
        | changed
    )


def put(name, **changed):
    row = document(name, **changed)
    row.save()
    return row


def counted():
    return {row.text: (row.written, row.count, row.begins) for row in SearchWord.objects.all()}


# --- pieces of one document -----------------------------------------------------------------------------------------


def test_pieces_are_words_and_pairs_of_all_but_the_long_text():
    row = document("Cu đơ", maker="Bà Thu", place=["Kỳ Anh"], sort=["Kẹo"], text=["ngon"], values=["sao-4"])

    assert list(pieces_of(row)) == [
        *(("cu", "cu"), ("do", "đơ"), ("cu do", "cu đơ")),
        *(("ba", "bà"), ("thu", "thu"), ("ba thu", "bà thu")),
        *(("ki", "kì"), ("anh", "anh"), ("ki anh", "kì anh")),
        ("keo", "kẹo"),
    ]


def test_words_of_two_texts_are_no_pair():
    texts = [folded for folded, _written in pieces_of(document("Cu đơ", sort=["Kẹo", "Bánh"], values=["sao-4"]))]

    assert texts == ["cu", "do", "cu do", "keo", "banh"]


def test_a_name_begins_with_one_word_or_more():
    row = document("Gạo nếp cái hoa vàng Kinh Môn loại một")

    assert [folded for folded, _written in beginnings_of(row)] == [
        *("gao", "gao nep", "gao nep cai", "gao nep cai hoa", "gao nep cai hoa vang")
    ]
    assert len(list(beginnings_of(row))) == LONGEST_BEGINNING
    assert next(beginnings_of(row)) == ("gao", "gạo")


@pytest.mark.parametrize("name", ["", "–", "🍯"])
def test_a_name_without_words_has_no_pieces(name):
    row = document(name)

    assert (list(pieces_of(row)), list(beginnings_of(row))) == ([], [])


# --- counting all ---------------------------------------------------------------------------------------------------


def test_words_are_counted_with_how_names_begin():
    put("Cu đơ Nga")
    put("Cu đơ", maker="Nga")
    put("Cu", kind="chu-the")  # a producer: its name is no name of goods

    assert count_all(THINGS) == 5
    assert counted() == {
        "cu": ("cu", 3, 2),
        "do": ("đơ", 2, 0),
        "nga": ("nga", 2, 0),
        "cu do": ("cu đơ", 2, 2),
        "do nga": ("đơ nga", 1, 0),
    }


def test_a_word_is_kept_as_it_is_mostly_written():
    put("Cẩm")
    put("Cam")
    put("Cam")

    count_all(())

    assert counted() == {"cam": ("cam", 3, 0)}


def test_a_longer_beginning_counts_from_the_second_name_on():
    put("Bánh đa vừng đen")
    put("Bánh đa vừng Cẩm Xuyên")

    count_all(THINGS)

    longer = {text: row for text, row in counted().items() if text.count(" ") > 1}
    assert longer == {"banh da vung": ("bánh đa vừng", 1, 2)}


def test_what_is_deleted_is_not_counted():
    put("Cu đơ", is_deleted=True)

    assert count_all(THINGS) == 0


def test_counting_again_starts_anew_and_tells_every_process():
    put("Cu đơ")
    count_all(THINGS)
    SearchDocument.objects.all().delete()
    put("Mật")

    count_all(THINGS)

    assert counted() == {"mat": ("mật", 1, 1)}
    assert SearchEdition.objects.get().words == 2


def test_a_word_that_is_too_long_to_keep_is_left_out():
    put("a" * 121 + " Mật")
    put("b" * 60 + " " + "c" * 60)

    count_all(THINGS)

    assert {text[:3] for text in counted()} == {"mat", "bbb", "ccc"}
    assert max(map(len, counted())) == 60


def test_counting_takes_few_statements(statements):
    for number in range(30):
        put(f"Cu đơ {number}")

    with statements() as asked:
        count_all(THINGS)

    assert len(asked) <= 12


# --- adding what is new ---------------------------------------------------------------------------------------------


def test_new_words_are_added_and_known_ones_stay():
    put("Cu đơ")
    put("Cu đơ")
    count_all(THINGS)

    add_new([document("Cu đơ Nga"), document("Nga")], set())

    assert counted() == {
        "cu": ("cu", 2, 2),
        "do": ("đơ", 2, 0),
        "cu do": ("cu đơ", 2, 2),
        "nga": ("nga", 1, 0),
        "do nga": ("đơ nga", 1, 0),
    }


def test_adding_again_changes_nothing():
    add_new([document("Cu đơ")], set())
    before = counted()

    add_new([document("Cu đơ")], set())

    assert counted() == before
    assert set(before) == {"cu", "do", "cu do"}


@pytest.mark.parametrize("names", [[], [""], ["a" * 121]])
def test_nothing_new_is_added_as_nothing(names):
    add_new([document(name) for name in names], set())

    assert counted() == {}


def test_many_new_words_are_added_in_portions():
    add_new([document(" ".join(f"w{number}" for number in range(900)))], set())

    assert SearchWord.objects.count() == 900 + 899
