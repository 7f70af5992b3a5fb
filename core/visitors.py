"""Who is asking, known no better than needed."""

from __future__ import annotations

from datetime import date
from hashlib import blake2s

from django.conf import settings
from django.http import HttpRequest


def address(request: HttpRequest) -> str:
    """Give the visitor's network address: the one that our outermost trusted proxy saw.

    What a visitor writes into the header himself stands further left and is never believed.
    """
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return request.META.get("REMOTE_ADDR", "")


def axes_address(request: HttpRequest) -> str:
    """Give the address under the name by which the login guard asks for it."""
    return address(request)


def viewer_tag(request: HttpRequest, *, day: date) -> int:
    """Give a number that is the same for one phone during one day, and says nothing tomorrow.

    Units: 0 to 2**62 - 1, so that it fits every database's whole numbers.
    """
    who = f"{day.isoformat()}|{address(request)}|{request.META.get('HTTP_USER_AGENT', '')}"
    key = blake2s(settings.SECRET_KEY.encode(), person=b"viewer").digest()
    return int.from_bytes(blake2s(who.encode(), key=key, digest_size=8).digest()) >> 2
