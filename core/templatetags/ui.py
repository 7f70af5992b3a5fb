"""Tags and filters that only format: icons, stars, money, dates, telephone links."""

import datetime as dt
import re
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.utils.safestring import SafeString, mark_safe

from core.money import format_vnd

register = template.Library()

ICON_NAME = re.compile(r"[a-z0-9-]+")


@cache
def _svg(name: str, css_class: str) -> SafeString:
    """This function will read one drawing of our own icon folder, ready to stand in a page.

    Raises: ValueError: a name that is not a plain file name. FileNotFoundError: no such drawing.
    """
    if not ICON_NAME.fullmatch(name):
        raise ValueError(f"not an icon name: {name!r}")
    path = finders.find(f"img/icons/{name}.svg")
    if path is None:
        raise FileNotFoundError(f"static/img/icons/{name}.svg")
    drawing = Path(path).read_text(encoding="utf-8").strip().replace(' xmlns="http://www.w3.org/2000/svg"', "")
    attributes = f'<svg class="{css_class}" aria-hidden="true" focusable="false" '
    return mark_safe(drawing.replace("<svg ", attributes, 1))  # noqa: S308 - our own files, read by checked name


@register.simple_tag
def icon(name: str) -> str:
    """This function will draw an icon inline, hidden from screen readers; an empty name draws nothing."""
    return _svg(name, "o-icon") if name else ""


@register.simple_tag
def star_row(stars: int | None) -> str:
    """This function will draw five stars with the first 3, 4 or 5 filled; other numbers draw nothing.

    Source: Decision 26/2026/QD-TTg knows no OCOP product below three stars.
    """
    return _svg(f"stars-{stars}", "o-stars__row") if stars in {3, 4, 5} else ""


@register.filter
def vnd(amount: int | None) -> str:
    """This function will write whole dong the Vietnamese way, 1.234.567 and the sign, never broken over two lines.

    Units: amount in whole dong. Returns: an empty text for None.
    """
    return "" if amount is None else format_vnd(amount)


@register.filter
def dmy(day: dt.date | None) -> str:
    """This function will write a date as 15/10/2027, in every language; an empty text for None."""
    return f"{day:%d/%m/%Y}" if day else ""


@register.filter
def tel(number: str) -> str:
    """This function will turn a telephone number as people write it into a link target: digits, and a leading plus."""
    return "tel:" + re.sub(r"(?!^\+)[^0-9]", "", str(number).strip())


@register.simple_tag
def pager_links(number: int, pages: int, base_query: str = "") -> dict[str, Any]:
    """This function will give the links of a pager: before, after, and steps to the first, the neighbouring and the last page.

    Shape: `steps` are dictionaries of number and url; a step without url stands for pages left out.
    """
    shown = sorted({1, pages, *(near for near in range(number - 1, number + 2) if 1 <= near <= pages)})
    steps: list[dict[str, Any]] = []
    for page in shown:
        if steps and page - steps[-1]["number"] == 2:  # noqa: PLR2004  a gap of one page is as wide as the page
            steps.append({"number": page - 1, "url": _page_url(page - 1, base_query)})
        elif steps and page - steps[-1]["number"] > 1:
            steps.append({"number": page - 1, "url": ""})
        steps.append({"number": page, "url": _page_url(page, base_query)})
    return {
        "steps": steps,
        "before": _page_url(number - 1, base_query) if number > 1 else "",
        "after": _page_url(number + 1, base_query) if number < pages else "",
    }


def _page_url(number: int, base_query: str) -> str:
    return f"?{base_query}page={number}" if number > 1 else f"?{base_query.removesuffix('&')}"
