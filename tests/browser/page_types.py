"""Every kind of page that a visitor can come to. `prepare.py` says where one of each is."""

from __future__ import annotations

from traceability.enums import VerdictKind

BILINGUAL = (
    "home",
    "products",
    "products narrowed down",
    "products near",
    "products without hits",
    "product with a story",
    "product without a story",
    "expired product",
    "revoked product",
    "retired product",
    "producers",
    "producer",
    "producer without a page",
    "stories",
    "story",
    "standard page",
    "register",
    "certificate",
    "revoked certificate",
    "sale points",
    "former district",
    "commune of today",
    "former commune",
    "sale point",
    "check",
    "lot",
    "recalled lot",
    "retired stamps",
    "search",
    "search with hits",
    "search with a slip",
    "search without hits",
    "not found",
)
# What they answer, when it is not 200.
STATUS = {"not found": 404, "retired product": 410, "bad digital link": 400}
VIETNAMESE_ONLY = ("style guide", "sign in", "new password", "bad digital link")
PAGES = (*BILINGUAL, *VIETNAMESE_ONLY)
SCANS = tuple(str(kind) for kind in VerdictKind)


def in_language(path: str, language: str) -> str:
    """Give the same address in a language; Vietnamese has no prefix."""
    return path if language == "vi" else f"/{language}{path}"
