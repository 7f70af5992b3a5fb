"""Old addresses that editors send elsewhere, and those that are never looked up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from wagtail.contrib.redirects.middleware import RedirectMiddleware

# A code that is not ours costs no query (decision 0004), so nobody can load the database by guessing.
_NEVER_MOVED = ("/t/", "/T/", "/01/")


class MovedPagesMiddleware(RedirectMiddleware):
    """Wagtail's redirects, except where stamps are answered."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Look for a redirect when nothing was found."""
        if request.path.startswith(_NEVER_MOVED):
            return response
        return super().process_response(request, response)
