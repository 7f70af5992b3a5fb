"""The pages of the sample data, in both languages: products, producers, stories, and the story at the front door."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import translation
from wagtail.models import Locale, Page

from catalog.models import Producer, Product
from pages.models import HomePage, ProducerIndexPage, ProducerPage, ProductIndexPage, ProductPage, StoryIndexPage, StoryPage
from pages.models.story import StoryProduct
from pages.sample.art import DRAWINGS
from pages.sample.goods import picture_key
from pages.sample.loading import Load, toml_rows
from pages.setup import ENGLISH, VIETNAMESE, publish, translate_page
from pages.texts import Block, in_language, paragraph, story_blocks

FEATURED = "cu-do-ha-tinh"
_STORY_PICTURES = {
    "cu-do-ha-tinh": ("cu-do", "market"),
    "nuoc-mam-ky-anh": ("coast", "fish-sauce"),
    "buoi-phuc-trach": ("pomelo", "hills"),
    "nhung-huou-huong-son": ("antler", "hills"),
    "banh-gai-tu-tru": ("leaf-cakes", "market"),
    "my-chu-luc-ngan": ("noodles", "rice"),
}
_COAST = {"fish-sauce", "dried-fish"}
# Producers that have a page beside those of the products with stories.
_MORE_PRODUCERS = ("htx-huou-sao-ngoc-linh", "htx-luong-can", "nguyen-hang", "ho-kinh-doanh-luu-van-anh")
_WORDS = {
    VIETNAMESE: {
        "lead": "Chủ thể của {products}.",
        "place": "Địa chỉ đã công bố: {old}. Từ ngày 1 tháng 7 năm 2025, nơi này thuộc {today}.",
        "open": "Đoạn này do nhóm dự án viết từ những gì đã công bố. Chủ thể có thể kể câu chuyện của mình ở đây.",
        "and": " và ",
    },
    ENGLISH: {
        "lead": "The producer of {products}.",
        "place": "Published address: {old}. Since 1 July 2025 the place belongs to {today}.",
        "open": "We wrote this from what is published. The producer can tell its own story here.",
        "and": " and ",
    },
}


def load_pages(load: Load, home: HomePage) -> dict[str, int]:
    """Make the pages that are missing, live in both languages, and give their numbers by kind."""
    english = Locale.objects.get(language_code=ENGLISH)
    stories = _load_stories(load, home, english)
    products = _load_product_pages(load, home, english)
    producers = _load_producer_pages(load, home, english)
    _feature(home, english)
    return {"stories": stories, "product pages": products, "producer pages": producers}


def picture_block(load: Load, key: str, language: str) -> Block:
    """Give a drawing as a block, described in the language of its page."""
    return "picture", _described(load, key, language)


def _described(load: Load, key: str, language: str) -> Any:
    # What a block says of a picture hangs on the picture itself, so each block gets a copy of its own.
    picture: Any = copy.copy(load.pictures[key])
    picture.contextual_alt_text = DRAWINGS[key].description(language)
    picture.decorative = False
    return picture


def _load_stories(load: Load, home: HomePage, english: Locale) -> int:
    index = StoryIndexPage.objects.child_of(home).get()
    count = 0
    # The first of the file is published last: the newest story stands first.
    for row in reversed(toml_rows("stories")):
        if index.get_children().filter(slug=row["key"]).exists():
            continue
        main, _second = _STORY_PICTURES[row["key"]]
        products = {product.slug: product for product in Product.objects.filter(slug__in=row["product_keys"])}
        story = StoryPage(
            slug=row["key"],
            picture=load.pictures[main],
            place=load.units[row.get("commune_key") or row["district_key"]],
            **_story_words(load, row, VIETNAMESE),
        )
        for place, key in enumerate(key for key in row["product_keys"] if key in products):
            story.story_products.add(StoryProduct(product=products[key], sort_order=place))
        _publish_both(index, story, english, _story_words(load, row, ENGLISH))
        count += 1
    return count


def _story_words(load: Load, row: Mapping[str, Any], language: str) -> dict[str, Any]:
    body = story_blocks(row["body"], language)
    # After the opening and the first chapter the eye wants a rest.
    body.insert(3, picture_block(load, _STORY_PICTURES[row["key"]][1], language))
    return {
        "title": in_language(row, "title", language),
        "kicker": load.units[row.get("commune_key") or row["district_key"]].name,
        "lead": in_language(row, "lead", language),
        "body": body,
    }


def _load_product_pages(load: Load, home: HomePage, english: Locale) -> int:
    index = ProductIndexPage.objects.child_of(home).get()
    stories = toml_rows("stories")
    count = 0
    for row in toml_rows("product_stories"):
        product = Product.objects.get(slug=row["product_key"])
        if product.pages.exists():
            continue
        story = next((story for story in stories if product.slug in story["product_keys"]), None)
        page = ProductPage(
            product=product, title=product.name, is_sample=True, **_product_words(load, product, row, story, VIETNAMESE)
        )
        _publish_both(index, page, english, _product_words(load, product, row, story, ENGLISH))
        count += 1
    return count


def _product_words(
    load: Load, product: Product, row: Mapping[str, Any], story: Mapping[str, Any] | None, language: str
) -> dict[str, Any]:
    first, *others = [paragraph(text) for text in row[f"paragraphs_{language}"]]
    kept = [part for part in story["body"] if part["type"] in ("steps", "quote")] if story else []
    between = story_blocks(kept, language) if kept else [_gallery(load, product, language)]
    return {"lead": product.summary_en if language == ENGLISH else product.summary, "body": [first, *between, *others]}


def _gallery(load: Load, product: Product, language: str) -> Block:
    main = picture_key(product.name)
    return "gallery", [_described(load, key, language) for key in (main, "coast" if main in _COAST else "hills", "market")]


def _load_producer_pages(load: Load, home: HomePage, english: Locale) -> int:
    index = ProducerIndexPage.objects.child_of(home).get()
    flagships = Producer.objects.filter(
        products__slug__in=[row["product_key"] for row in toml_rows("product_stories")], is_sample=False
    )
    producers = flagships | Producer.objects.filter(slug__in=_MORE_PRODUCERS)
    count = 0
    for producer in producers.select_related("commune__parent").distinct().order_by("sort_key"):
        if producer.pages.exists():
            continue
        products = list(producer.products.order_by("sort_key"))
        page = ProducerPage(
            producer=producer,
            title=producer.name,
            picture=load.pictures[picture_key(products[0].name)],
            is_sample=True,
            **_producer_words(producer, products, VIETNAMESE),
        )
        _publish_both(index, page, english, _producer_words(producer, products, ENGLISH))
        count += 1
    return count


def _producer_words(producer: Producer, products: Iterable[Product], language: str) -> dict[str, Any]:
    words = _WORDS[language]
    *names, last = [product.name for product in products]
    listed = words["and"].join(filter(None, [", ".join(names), last]))
    texts = [words["open"]]
    if producer.commune:
        with translation.override(language):
            today = ", ".join(unit.full_name for unit in (producer.commune, producer.commune.parent) if unit)
        texts.insert(0, words["place"].format(old=producer.old_address, today=today))
    return {"lead": words["lead"].format(products=listed), "body": [paragraph(text) for text in texts]}


def _feature(home: HomePage, english: Locale) -> None:
    """Put a story at the front door of both languages, where no editor has chosen one."""
    story = StoryPage.objects.get(slug=FEATURED, locale=home.locale)
    for front, featured in ((home, story), (home.get_translation(english), story.get_translation(english))):
        if front.featured_story_id is None:
            front.featured_story = featured
            publish(front)


def _publish_both(index: Page, page: Page, english: Locale, words: Mapping[str, Any]) -> None:
    page.locale = index.locale
    index.add_child(instance=page)
    publish(page)
    translate_page(page, english, words)
