from __future__ import annotations

from search.engines.lexemes import lexemes_for, lexemes_of

NOTHING = ("", "", "", "")


def test_terms_and_pairs_carry_the_letter_of_their_field():
    assert lexemes_of(("cu đơ | cu do", "", "", "", "kẹo")) == [
        "ncu", "nđơ", "n|", "ndo", "2n^_cu", "2ncu_đơ", "2nđơ_|", "2n|_cu", "2ncu_do",
        "tkẹo", "2t^_kẹo",
    ]  # fmt: skip


def test_words_of_a_look_are_among_those_of_a_document_that_holds_them():
    held = set(lexemes_of(("nước mắm kì ninh | nuoc mam ki ninh", *NOTHING)))

    assert held.issuperset(lexemes_for(("mam", "ki", "ninh"), "name"))
    assert held.issuperset(lexemes_for(("|", "nuoc", "mam"), "name"))
    assert held.issuperset(lexemes_for(("ninh",), "name"))
    assert not held.issuperset(lexemes_for(("ninh", "nuoc"), "name"))
    assert not held.issuperset(lexemes_for(("ninh",), "maker"))


def test_endless_words_are_cut_alike_in_documents_and_questions():
    endless = "ơ" * 3000
    held = set(lexemes_of((f"{endless} {endless}", *NOTHING)))

    assert held.issuperset(lexemes_for((endless,), "name"))
    assert held.issuperset(lexemes_for((endless, endless), "name"))
    assert max(len(lexeme.encode()) for lexeme in held) < 2046


def test_book_loses_the_last_pairs_of_its_text_and_nothing_else():
    book = " ".join(f"chữ{number}" for number in range(60_000))
    held = lexemes_of(("cu đơ", "", "", "", book))

    assert held[:5] == ["ncu", "nđơ", "2n^_cu", "2ncu_đơ", "tchữ0"]
    assert "tchữ59999" in held
    assert "2tchữ59998_chữ59999" not in held
    assert sum(len(lexeme.encode()) for lexeme in held) <= 1_000_000
