"""People and pictures."""

from __future__ import annotations

import io
from typing import Any

import factory
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from PIL import Image

from core.models import Picture


def picture_bytes(kind: str = "PNG", *, size: tuple[int, int] = (640, 480), mode: str = "RGB", **options: Any) -> bytes:
    """Draw a plain picture; `options` go to Pillow's writer."""
    out = io.BytesIO()
    Image.new(mode, size, "green" if mode == "RGB" else None).save(out, kind, **options)
    return out.getvalue()


class UserFactory(DjangoModelFactory):
    """An official; `superuser=True` may do everything in the admin."""

    class Meta:
        model = get_user_model()

    class Params:
        superuser = factory.Trait(is_superuser=True, is_staff=True)

    username = factory.Sequence("can-bo-{}".format)


class PictureFactory(DjangoModelFactory):
    """A picture with a file."""

    class Meta:
        model = Picture

    title = factory.Sequence("Ảnh {}".format)
    description = "Một hũ nước mắm trên nền xanh"

    @factory.lazy_attribute
    def file(self) -> ContentFile:
        return ContentFile(picture_bytes(), name="anh.png")
