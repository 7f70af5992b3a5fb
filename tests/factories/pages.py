"""The tree of pages, as small as it can be."""

from __future__ import annotations

from typing import Any

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Page, Site

from pages.models import HomePage, ProducerIndexPage, ProductIndexPage, ProvinceSettings, StandardPage, StoryIndexPage, StoryPage


class _PageFactory(DjangoModelFactory):
    """Puts a page below its `parent`; without one below the root (home) or below a new home page."""

    class Meta:
        abstract = True

    class Params:
        draft = factory.Trait(live=False)

    title = factory.Sequence("Trang {}".format)

    @classmethod
    def _create(cls, model_class: type[Page], *args: Any, parent: Page | None = None, **kwargs: Any) -> Page:
        page: Page = (parent or cls.default_parent()).add_child(instance=model_class(*args, **kwargs))
        return page

    @classmethod
    def default_parent(cls) -> Page:
        """Give the page under which this kind stands."""
        return HomePage.objects.first() or HomePageFactory()


class HomePageFactory(_PageFactory):
    """A front door, made the root of the only site."""

    class Meta:
        model = HomePage

    title = "OCOP Hà Tĩnh"
    hero_title = "Đặc sản có sao, có nguồn gốc"

    @classmethod
    def _create(cls, model_class: type[Page], *args: Any, **kwargs: Any) -> Page:
        page = super()._create(model_class, *args, **kwargs)
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "testserver", "port": 80, "root_page": page, "site_name": "OCOP"}
        )
        return page

    @classmethod
    def default_parent(cls) -> Page:
        """Give the root of the tree."""
        root: Page = Page.objects.get(depth=1)
        return root


class ProductIndexPageFactory(_PageFactory):
    """The list of products."""

    class Meta:
        model = ProductIndexPage

    title = "Sản phẩm"
    slug = ProductIndexPage.PATH


class ProducerIndexPageFactory(_PageFactory):
    """The list of producers."""

    class Meta:
        model = ProducerIndexPage

    title = "Chủ thể"
    slug = ProducerIndexPage.PATH


class StoryIndexPageFactory(_PageFactory):
    """The list of stories."""

    class Meta:
        model = StoryIndexPage

    title = "Câu chuyện"
    slug = "cau-chuyen"


class StandardPageFactory(_PageFactory):
    """A plain page."""

    class Meta:
        model = StandardPage


class StoryPageFactory(_PageFactory):
    """A published story; `draft=True` for one that is not."""

    class Meta:
        model = StoryPage

    title = factory.Sequence("Chuyện làng nước mắm {}".format)
    lead = "Một làng, một nghề, bốn đời người."

    @classmethod
    def default_parent(cls) -> Page:
        """Give the list of stories."""
        return StoryIndexPageFactory._meta.model.objects.first() or StoryIndexPageFactory()


class ProvinceSettingsFactory(DjangoModelFactory):
    """The identity of the default site."""

    class Meta:
        model = ProvinceSettings
        django_get_or_create = ("site",)

    site = factory.LazyFunction(lambda: Site.objects.get(is_default_site=True))
    site_name = "OCOP Hà Tĩnh"
    site_name_en = "OCOP Ha Tinh"
    hotline = "02393851234"
