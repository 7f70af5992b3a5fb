"""Noticing changes: who changes a synonym lets every process read the thesaurus anew."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from search.domain import lexicon
from search.models import Synonym


def forget_lexicon(**_: Any) -> None:
    """Have it read anew once the change stands."""
    transaction.on_commit(lexicon.forget)


post_save.connect(forget_lexicon, sender=Synonym, dispatch_uid="forget-lexicon-saved")
post_delete.connect(forget_lexicon, sender=Synonym, dispatch_uid="forget-lexicon-deleted")
