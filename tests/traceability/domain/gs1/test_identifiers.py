import pytest

from traceability.domain.gs1.identifiers import AI_LENGTHS, CSET_82, FORMATS, BadLink, Part, checked_value, full_gtin


def test_there_are_eighty_two_characters():
    assert len(CSET_82) == 82
    assert not CSET_82 & set(" #$@[]\\^`{|}~ạ")


@pytest.mark.parametrize(
    ("ai", "parts"),
    [
        ("01", (Part(True, 14, True),)),
        ("10", (Part(False, 20, False),)),
        ("17", (Part(True, 6, True),)),
        ("235", (Part(False, 28, False),)),
        ("3103", (Part(True, 6, True),)),
        ("3920", (Part(True, 15, False),)),
        ("3930", (Part(True, 3, True), Part(True, 15, False))),
        ("7003", (Part(True, 10, True),)),
        ("7030", (Part(True, 3, True), Part(False, 27, False))),
    ],
)
def test_formats_are_those_of_the_dictionary(ai, parts):
    assert FORMATS[ai] == parts


@pytest.mark.parametrize("ai", ["04", "14", "18", "3106", "3170", "3500x", "9", "100", "3799"])
def test_what_is_no_ai_has_no_format(ai):
    assert ai not in FORMATS


def test_first_two_digits_tell_the_length():
    assert {ai[:2]: len(ai) for ai in FORMATS} == AI_LENGTHS
    assert all(AI_LENGTHS[ai[:2]] == len(ai) for ai in FORMATS)


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("95212340", "00000095212340"),
        ("614141123452", "00614141123452"),
        ("8934567000123", "08934567000123"),
        ("08934567000123", "08934567000123"),
        ("18934567000120", "18934567000120"),
    ],
)
def test_gtin_of_every_length_gets_its_fourteen_digits(text, full):
    assert full_gtin(text) == full


@pytest.mark.parametrize(
    "text", ["8934567000129", "08934567000129", "", "893456700012", "0893456700012x", "٠٨٩٣٤٥٦٧٠٠٠١٢٣", "8934567-000123"]
)
def test_wrong_gtin_is_refused(text):
    with pytest.raises(BadLink):
        full_gtin(text)


@pytest.mark.parametrize(
    ("ai", "value"), [("10", "L-2026/01"), ("10", "x" * 20), ("21", "%"), ("235", "y" * 28), ("22", "?a=b&c")]
)
def test_value_that_fits_is_given_back(ai, value):
    assert checked_value(ai, value) == value


@pytest.mark.parametrize(
    ("ai", "value"), [("10", ""), ("10", "x" * 21), ("21", "a b"), ("22", "Lô"), ("235", "y" * 29), ("10", "a\n")]
)
def test_value_that_does_not_fit_is_refused_with_its_ai(ai, value):
    with pytest.raises(BadLink, match=rf"\({ai}\)"):
        checked_value(ai, value)
