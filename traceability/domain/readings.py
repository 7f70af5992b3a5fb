"""What people and scanners hand in for a stamp: the code as printed, or the whole address behind the QR."""

from __future__ import annotations

from collections.abc import Mapping

from traceability.domain.codes import LONGEST_INPUT, NotOurs, StampNumber, read_code

# An address of ours is far shorter; what is longer is not looked at.
LONGEST_ADDRESS = 500


def stamp_in(text: str, *, keys: Mapping[str, bytes]) -> StampNumber:
    """Read a code as typed, or an address that ends with one; what follows "?" or "#" is not of it.

    Raises: NotOurs: no code of ours is in it.
    """
    if len(text) > LONGEST_ADDRESS:
        raise NotOurs("too long")
    code = text.strip().split("?")[0].split("#")[0].rstrip("/").rpartition("/")[2]
    return read_code(code[: LONGEST_INPUT + 1], keys=keys)
