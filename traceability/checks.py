"""What `manage.py check` says about the keys of the stamps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004  Django's own word

from traceability.domain.keys.keyfile import others_may_read
from traceability.queries.keys import key_file, use_of_keys


@register(Tags.database)
def check_keys_of_issued_stamps(databases: Sequence[str] | None = None, **_more: Any) -> list[CheckMessage]:
    """Warn of letters that stamps were issued under and that have no key: to consumers these stamps look forged.

    Asks the database, so it runs with `check --database default` and before each `migrate`.
    """
    if not databases:
        return []
    return [
        Warning(
            f"Stamps were issued under key {letter}, and it is not among the keys.",
            hint="Put the key back from your copy: docs/how-to/look-after-the-keys.md.",
            id="traceability.W001",
        )
        for letter in use_of_keys()
        if letter not in settings.STAMP_KEYS
    ]


@register(Tags.security, deploy=True)
def check_key_file_is_private(app_configs: Sequence[AppConfig] | None = None, **_more: Any) -> list[CheckMessage]:
    """Warn of a key file that others can read, or whose folder others can write."""
    file = key_file()
    if file is None or not file.exists() or not others_may_read(file):
        return []
    return [
        Warning(
            f"Others than its owner may read {file}, or write its folder: who has the keys can forge stamps.",
            hint=f"chmod 600 {file}; chmod 700 {file.parent}",
            id="traceability.W002",
        )
    ]
