from __future__ import annotations

import unicodedata

import pytest

from search.domain.gazetteer import Gazetteer, Place
from search.terms import words_of

PLACES = [
    Place("xa-ky-anh", "Kỳ Anh", "xã", 2, within=("ha-tinh",)),
    Place("huyen-ky-anh", "Kỳ Anh", "huyện", 1, is_ended=True, within=("ha-tinh",)),
    Place("thi-xa-ky-anh", "Kỳ Anh", "thị xã", 1, is_ended=True, within=("ha-tinh",)),
    Place("ha-tinh", "Hà Tĩnh", "tỉnh", 0),
    Place("thanh-pho-ha-tinh", "Hà Tĩnh", "thành phố", 1, is_ended=True, within=("ha-tinh",)),
    Place("hue", "Huế", "thành phố", 0),
    Place("can-tho", "Cần Thơ", "thành phố", 0),
    Place("xa-phuong-my", "Phương Mỹ", "xã", 2),
    Place("tinh-gia", "Tĩnh Gia", "huyện", 1, is_ended=True),
    Place("xa-xuan", "Xuân", "xã", 2),
    Place("tt-xuan-an", "Xuân An", "thị trấn", 2, is_ended=True),
    Place("con-dao", "Côn Đảo", "đặc khu", 2),
    Place("hoa-hai", "Hòa Hải", "xã", 2),
    Place("phu-quy", "Phú Quý", "đặc khu", 2),
    Place("phu-qui", "Phủ Quì", "xã", 2),
]


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer(PLACES)


def slugs(gazetteer, text):
    return [place.slug for place in gazetteer.find(words_of(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # the name alone: every reading, the larger first
        ("Kỳ Anh", ["huyen-ky-anh", "thi-xa-ky-anh", "xa-ky-anh"]),
        ("ky anh", ["huyen-ky-anh", "thi-xa-ky-anh", "xa-ky-anh"]),
        ("KÌ ANH", ["huyen-ky-anh", "thi-xa-ky-anh", "xa-ky-anh"]),
        # with the word for its kind: that kind
        ("huyện Kỳ Anh", ["huyen-ky-anh"]),
        ("huyen ky anh", ["huyen-ky-anh"]),
        ("h. Kỳ Anh", ["huyen-ky-anh"]),
        ("xã Kỳ Anh", ["xa-ky-anh"]),
        ("xa ky anh", ["xa-ky-anh"]),
        ("x. ky anh", ["xa-ky-anh"]),
        ("thị xã Kỳ Anh", ["thi-xa-ky-anh"]),
        ("TX Kỳ Anh", ["thi-xa-ky-anh"]),
        ("phường Kỳ Anh", []),
        # provinces before districts of the same name
        ("Hà Tĩnh", ["ha-tinh", "thanh-pho-ha-tinh"]),
        ("tỉnh Hà Tĩnh", ["ha-tinh"]),
        ("tp ha tinh", ["thanh-pho-ha-tinh"]),
        ("TP. Hà Tĩnh", ["thanh-pho-ha-tinh"]),
        ("thành phố Huế", ["hue"]),
        ("Huế", ["hue"]),
        ("đặc khu Côn Đảo", ["con-dao"]),
        ("thị trấn Xuân An", ["tt-xuan-an"]),
        ("tt xuan an", ["tt-xuan-an"]),
        # a word for a kind that is part of a name
        ("Phương Mỹ", ["xa-phuong-my"]),
        ("xã Phương Mỹ", ["xa-phuong-my"]),
        ("phuong my", ["xa-phuong-my"]),
        ("Tĩnh Gia", ["tinh-gia"]),
        ("huyen tinh gia", ["tinh-gia"]),
        ("xa xuan", ["xa-xuan"]),
        # typed marks must be those of the name
        ("Kỷ Anh", []),
        ("Cân Thơ", []),
        ("Cần Tho", []),
        ("can tho", ["can-tho"]),
        ("phu quy", ["phu-quy", "phu-qui"]),
        ("Phú Quý", ["phu-quy"]),
        ("Phủ Quỳ", ["phu-qui"]),
        # either place of the tone
        ("Hoà Hải", ["hoa-hai"]),
        ("Hòa Hải", ["hoa-hai"]),
        (unicodedata.normalize("NFD", "Hòa Hải"), ["hoa-hai"]),
        # no place
        ("Kỳ", []),
        ("Kỳ Anh Hà Tĩnh", []),
        ("xã", []),
        ("thị xã", []),
        ("Đà Lạt", []),
        ("", []),
    ],
)
def test_places_by_what_was_typed(gazetteer, text, found):
    assert set(slugs(gazetteer, text)) == set(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kỳ Anh", ["huyen-ky-anh", "thi-xa-ky-anh", "xa-ky-anh"]),
        ("ha tinh", ["ha-tinh", "thanh-pho-ha-tinh"]),
    ],
)
def test_the_larger_stand_first(gazetteer, text, found):
    assert slugs(gazetteer, text) == found


def test_of_two_of_a_size_the_existing_stands_first():
    gazetteer = Gazetteer([Place("a-old", "Sơn Tây", "xã", 2, is_ended=True), Place("b-new", "Sơn Tây", "xã", 2)])

    assert slugs(gazetteer, "son tay") == ["b-new", "a-old"]


def test_a_place_is_known_by_its_address_part(gazetteer):
    assert gazetteer.by_slug["xa-ky-anh"].within == ("ha-tinh",)
    assert "nowhere" not in gazetteer.by_slug


@pytest.mark.parametrize(
    ("start", "found"),
    [
        ("ha", ["ha-tinh", "thanh-pho-ha-tinh"]),
        ("ki a", ["huyen-ky-anh", "thi-xa-ky-anh", "xa-ky-anh"]),
        ("xuan", ["xa-xuan", "tt-xuan-an"]),
        ("zz", []),
    ],
)
def test_beginnings_are_completed_the_larger_first(gazetteer, start, found):
    assert [place.slug for place in gazetteer.beginning_with(start)] == found


def test_an_empty_gazetteer_knows_nothing():
    assert slugs(Gazetteer(), "Kỳ Anh") == []
    assert Gazetteer().beginning_with("k") == []
