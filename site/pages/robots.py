"""What crawlers are asked to leave alone."""

from django.http import HttpRequest, HttpResponse


def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers off scan pages (each visit would count as a scan) and off the rooms of those who sign in."""
    lines = [
        "User-agent: *",
        "Disallow: /t/",
        "Disallow: /T/",
        "Disallow: /01/",
        "Disallow: /quan-ly/",
        "Disallow: /khong-gian/",
        "Disallow: /en/khong-gian/",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
