"""`manage.py open_team`: let people act for a producer."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from catalog.models import Producer
from pages.teams import open_team


class Command(BaseCommand):
    """Open a producer's team and add members; safe to repeat."""

    help = "Open the team of a producer (named by its address part) and add accounts to it. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the producer and the accounts."""
        parser.add_argument("producer", help="address part of the producer, as in /chu-the/<address part>/")
        parser.add_argument("members", nargs="*", help="user names of accounts that exist")

    def handle(self, **options: Any) -> None:
        """Open the team, or say who is not known; nothing is done by halves."""
        producer = Producer.objects.filter(slug=options["producer"]).first()
        if producer is None:
            raise CommandError(f"The register has no producer with the address part {options['producer']}.")
        users = get_user_model().objects
        members = list(users.filter(username__in=options["members"]))
        if unknown := sorted(set(options["members"]) - {member.get_username() for member in members}):
            raise CommandError(f"There is no account named {', '.join(unknown)}. Add it in the admin first.")
        group = open_team(producer, members=members)
        self.stdout.write(f"{group.name}: {group.user_set.count()} members.")
