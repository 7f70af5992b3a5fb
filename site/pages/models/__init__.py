"""Page types and the settings of a site."""

from pages.models.home import HomePage
from pages.models.producer import ProducerIndexPage, ProducerPage
from pages.models.product import ProductIndexPage, ProductPage
from pages.models.settings import ProvinceSettings
from pages.models.standard import StandardPage
from pages.models.story import StoryIndexPage, StoryPage, StoryProduct

__all__ = [
    "HomePage",
    "ProducerIndexPage",
    "ProducerPage",
    "ProductIndexPage",
    "ProductPage",
    "ProvinceSettings",
    "StandardPage",
    "StoryIndexPage",
    "StoryPage",
    "StoryProduct",
]
