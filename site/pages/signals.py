"""Refreshing what is derived: the cached identity of a site. The search index has its own file."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Site

from pages.identity import forget_identities
from pages.models import ProvinceSettings

for sender in (ProvinceSettings, Site):
    post_save.connect(forget_identities, sender=sender, dispatch_uid=f"forget-identities-{sender.__name__}-saved")
    post_delete.connect(forget_identities, sender=sender, dispatch_uid=f"forget-identities-{sender.__name__}-deleted")
