"""Forms that every app may meet: the upload of a picture."""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.utils.translation import gettext as _
from PIL import Image as PillowImage
from PIL import ImageOps, UnidentifiedImageError
from wagtail.images.forms import BaseImageForm

# Larger pictures help nobody: the widest place on the site is 1,280 CSS pixels.
_LONGEST_SIDE = 2560


def reencode_picture(upload: Any) -> InMemoryUploadedFile:
    """Draw an uploaded picture anew, so that nothing but its pixels is kept.

    Position and camera data go, hidden payloads go, sideways photographs are turned upright, huge ones are made smaller.
    Raises: ValidationError: it is no picture that can be read.
    """
    try:
        upload.seek(0)
        with PillowImage.open(upload) as opened:
            picture = ImageOps.exif_transpose(opened)
            has_alpha = picture.mode in ("RGBA", "LA") or "transparency" in picture.info
            picture = picture.convert("RGBA" if has_alpha else "RGB")
            picture.info.clear()  # comments, colour profiles and the like would be written again
    except (UnidentifiedImageError, OSError, PillowImage.DecompressionBombError, SyntaxError, ValueError):
        raise ValidationError(_("This file is not a picture that can be read. Save it as JPEG or PNG and try again.")) from None
    picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    kind, ending, mime = ("PNG", ".png", "image/png") if has_alpha else ("JPEG", ".jpg", "image/jpeg")
    out = io.BytesIO()
    picture.save(out, kind, quality=88, optimize=True)
    name = PurePath(upload.name).stem + ending
    return InMemoryUploadedFile(out, "file", name, mime, out.tell(), None)


class PictureForm(BaseImageForm):
    """Wagtail's form for a picture, which keeps only the pixels of what is uploaded."""

    def clean_file(self) -> Any:
        """Draw a new upload anew; leave a file that stays as it is."""
        upload = self.cleaned_data.get("file")
        if upload is None or "file" not in self.changed_data:
            return upload
        clean = reencode_picture(upload)
        width, height = PillowImage.open(clean).size
        clean.seek(0)
        # Wagtail reads the size from the picture that the form field opened.
        clean.image = _Size(width, height)  # type: ignore[attr-defined]
        return clean


class _Size:
    """The size of a picture, in the words Wagtail asks for it."""

    def __init__(self, width: int, height: int) -> None:
        self.size = (width, height)

    def get_size(self) -> tuple[int, int]:
        return self.size
