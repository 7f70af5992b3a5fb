"""Where the keys of the stamps come from: a key file, or two variables of the environment."""

from __future__ import annotations

import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from ocop.settings import environment as env

# Settings are read before any app is loaded. These two modules know no model and no setting (see there).
from traceability.domain.keys.keyfile import read_key_file
from traceability.domain.keys.keyring import KeysRefused


def stamp_keys(file: Path | None) -> tuple[dict[str, bytes], str]:
    """Give the keys by letter, and the letter of the current one: from the file if one is named, else from the environment.

    Raises: ImproperlyConfigured: saying what is wrong with the file or the variables, never with a key in it.
    """
    if file is None or is_being_made(file):
        return env.read_stamp_keys("STAMP_KEYS"), (env.read("STAMP_KEY_CURRENT") or "").upper()
    try:
        ring = read_key_file(file)
    except KeysRefused as refused:
        raise ImproperlyConfigured(f"STAMP_KEYS_FILE: {refused}") from None
    assert ring.current is not None  # a file that can be read has one
    return ring.secrets, ring.current.letter


def is_being_made(file: Path | None) -> bool:
    """Tell whether this is the command that makes the file. It alone starts without; a site would call true stamps forged."""
    return file is not None and sys.argv[1:2] == ["stamp_keys"] and not file.exists()
