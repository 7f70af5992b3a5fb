from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from stdnum import ean

from core.validators import ListOf, format_phone, tidy_phone, validate_gtin, validate_phone, validate_tax_code
from places.enums import Facility


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("0912345678", "0912 345 678"),
        ("+84 912.345.678", "0912 345 678"),
        ("0084 912-345-678", "0912 345 678"),
        ("+84 0912 345 678", "0912 345 678"),
        ("(0239) 385 1234", "0239 385 1234"),
        ("0239\u00a03851234", "0239 385 1234"),
        ("1900 1234", "1900 1234"),
        ("18001234", "1800 1234"),
    ],
)
def test_phone_is_accepted_and_shown_in_groups(typed, shown):
    validate_phone(typed)
    assert format_phone(typed) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0",
        "091234567",
        "09123456789",
        "0112345678",
        "0612345678",
        "912345678",
        "+1 912345678",
        "091234567a",
        "023938512",
        "1900123",
        "\u0660912345678",
        "091234567\u0668",
    ],
)
def test_phone_is_refused(typed):
    with pytest.raises(ValidationError):
        validate_phone(typed)


def test_tidy_phone_keeps_digits_only():
    assert tidy_phone("+84 (0)239 385.1234") == "02393851234"


@pytest.mark.parametrize("code", ["0100233488", "0314409058", "0100233488-001", "0100 233 488", "042099000123"])
def test_tax_code_is_accepted(code):
    validate_tax_code(code)


@pytest.mark.parametrize(
    "code", ["", "0100233480", "010023348", "0100233488001a", "142099000123", "04209900012", "MST0100233488"]
)
def test_tax_code_is_refused(code):
    with pytest.raises(ValidationError):
        validate_tax_code(code)


@pytest.mark.parametrize("body", ["8934567", "89345670001", "893456700012", "1893456700012"])
def test_gtin_is_accepted_in_each_length(body):
    validate_gtin(body + ean.calc_check_digit(body))


def test_gtin_with_a_wrong_check_digit_is_told_the_right_one():
    with pytest.raises(ValidationError) as refused:
        validate_gtin("4006381333930")

    assert refused.value.params == {"text": "4006381333930", "body": "400638133393", "digit": "1"}


@pytest.mark.parametrize("text", ["", "123", "4006381333931 ", "400638133393a", "\u0664006381333931", "400638133393100"])
def test_gtin_of_other_form_is_refused(text):
    with pytest.raises(ValidationError):
        validate_gtin(text)


@pytest.mark.parametrize("chosen", [[], ["CHILLER"], ["CHILLER", "PARKING"]])
def test_list_of_accepts_known_values(chosen):
    ListOf(Facility)(chosen)


@pytest.mark.parametrize("chosen", [["SAUNA"], ["CHILLER", "CHILLER"], "CHILLER", {"CHILLER": 1}, None, [1]])
def test_list_of_refuses_anything_else(chosen):
    with pytest.raises(ValidationError):
        ListOf(Facility)(chosen)


@pytest.mark.parametrize("chosen", [[{}], [[]], [["CHILLER"]]])
def test_list_of_refuses_nested_values(chosen):
    with pytest.raises(ValidationError):
        ListOf(Facility)(chosen)


def test_list_of_writes_values_into_migrations():
    validator = ListOf(Facility)
    path, arguments, options = validator.deconstruct()

    assert (path, options) == ("core.validators.ListOf", {})
    assert ListOf(*arguments) == validator
    assert hash(ListOf(*arguments)) == hash(validator)
    assert validator != ListOf(["CHILLER"])
