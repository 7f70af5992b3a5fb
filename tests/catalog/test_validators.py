from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from catalog.validators import validate_ocop_code


# Decision 26/2026/QĐ-TTg, annex II; before July 2025 with the district.
@pytest.mark.parametrize("code", ["42-18652-7-2026", "42-18652-12345-2025", "83-832-28882-2-2022", "42-445-18652-7-2024"])
def test_code_in_either_layout_is_accepted(code):
    validate_ocop_code(code)


@pytest.mark.parametrize(
    "code",
    [
        *("", "42-18652-7", "42-18652-7-1999", "42-1865-7-2026", "42-18652-123456-2026", "42-18652--2026", "4-18652-7-2026"),
        *("42-18652-7-2026 ", "42-18652-7-2026\n", "42/18652/7/2026", "42-44-18652-7-2024", "\u0664\u0662-18652-7-2026"),
    ],
)
def test_code_of_other_form_is_refused(code):
    with pytest.raises(ValidationError):
        validate_ocop_code(code)
