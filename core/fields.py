"""Model fields that keep Vietnamese text in one normal form, whoever writes it."""

from __future__ import annotations

from typing import Any

from django.db import models

from core.text import nfc


class _ComposedMixin:
    """Compose (NFC) on the way into Python and on the way into the database."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)  # type: ignore[misc]
        return nfc(value).replace("\x00", "") if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)  # type: ignore[misc]
        return nfc(value) if isinstance(value, str) else value

    def pre_save(self, instance: models.Model, add: bool) -> Any:  # noqa: FBT001  Django's own signature
        value = super().pre_save(instance, add)  # type: ignore[misc]
        if isinstance(value, str):
            value = nfc(value)
            setattr(instance, self.attname, value)  # type: ignore[attr-defined]
        return value


class NFCCharField(_ComposedMixin, models.CharField):
    """A CharField whose text is always composed (NFC)."""


class NFCTextField(_ComposedMixin, models.TextField):
    """A TextField whose text is always composed (NFC)."""
