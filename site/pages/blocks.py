"""The blocks that stories are written in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class QuoteBlock(blocks.StructBlock):
    """What somebody says."""

    text = blocks.TextBlock(label=_("Words"))
    who = blocks.CharBlock(label=_("Who says it"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "pages/blocks/quote_block.html"


class StepsBlock(blocks.StructBlock):
    """How something is made, step after step."""

    title = blocks.CharBlock(label=_("Heading"), required=False)
    steps = blocks.ListBlock(blocks.TextBlock(label=_("Step")), label=_("Steps"), min_num=2)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "pages/blocks/steps_block.html"


class GalleryBlock(blocks.ListBlock):
    """Some pictures side by side. Each needs a description for who cannot see it."""

    def __init__(self, **kwargs: object) -> None:
        """Hold pictures, eight at most."""
        super().__init__(ImageBlock(required=True), max_num=8, **kwargs)

    class Meta:
        icon = "image"
        label = _("Gallery")
        template = "pages/blocks/gallery_block.html"


class StoryBlock(blocks.StreamBlock):
    """What a story may hold."""

    heading = blocks.CharBlock(
        label=_("Heading"), form_classname="title", icon="title", max_length=120, template="pages/blocks/heading_block.html"
    )
    paragraph = blocks.RichTextBlock(
        label=_("Paragraph"), features=["bold", "italic", "link", "ul", "ol"], template="pages/blocks/paragraph_block.html"
    )
    quote = QuoteBlock()
    picture = ImageBlock(label=_("Picture"), template="pages/blocks/picture_block.html")
    gallery = GalleryBlock()
    steps = StepsBlock()
