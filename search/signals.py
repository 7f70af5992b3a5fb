"""Noticing changes: who changes a synonym or a product set lets every process read the lexicon anew."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from catalog.models import ProductSet
from search.domain import lexicon
from search.models import Synonym


def forget_lexicon(**_: Any) -> None:
    """Have it read anew once the change stands."""
    transaction.on_commit(lexicon.forget)


for _model in (Synonym, ProductSet):
    post_save.connect(forget_lexicon, sender=_model, dispatch_uid=f"forget-lexicon-{_model.__name__}-saved")
    post_delete.connect(forget_lexicon, sender=_model, dispatch_uid=f"forget-lexicon-{_model.__name__}-deleted")
