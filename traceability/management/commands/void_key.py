"""`manage.py void_key`: void the stamps of a leaked key."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from traceability.domain.keys.key_leak import KeyLeak, LeakedStamps, stamps_of_key, void_key
from traceability.enums import VerdictKind, VoidReason
from traceability.models import StampEvent
from traceability.numbers import StampsRefused
from traceability.views.words import WORDS


class Command(BaseCommand):
    help = "Void the stamps that were issued under a leaked key in a time. Without --yes it shows what would happen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("letter", type=str.upper, help="the letter of the key: the first character of its codes")
        parser.add_argument(
            "--from", dest="first", type=_day, required=True, metavar="DATE", help="first day of issue, YYYY-MM-DD"
        )
        parser.add_argument("--to", dest="last", type=_day, required=True, metavar="DATE", help="last day of issue, included")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="the account that answers for it")
        parser.add_argument("--note", required=True, help="what happened, for the history of the stamps")
        parser.add_argument("--only-unused", action="store_true", help="leave stamps alone that are on a lot")
        parser.add_argument("--yes", action="store_true", help="do it")

    def handle(self, **options: Any) -> None:
        leak = self._leak(options)
        by = get_user_model().objects.filter(username=options["by"], is_active=True).first()
        if by is None:
            raise CommandError(f"There is no active account named {options['by']}. Name the official who answers for it.")
        if leak.key_letter == settings.STAMP_KEY_CURRENT:
            self.stderr.write(
                f"WARNING: key {leak.key_letter} is still current, and new stamps go on being issued under it. "
                "First: manage.py stamp_keys new, rotate, restart."
            )
        found = stamps_of_key(leak)
        if not options["yes"]:
            self._preview(leak, found, options)
            return
        if not found.to_void:
            raise CommandError("There is nothing to void: no such stamp was issued in this time, or all are void already.")
        if not options["note"].strip():
            raise CommandError("--note must say what happened to the key.")
        try:
            count = void_key(leak, note=options["note"], by=by, at=timezone.now())
        except StampsRefused as refused:
            raise CommandError(" ".join(refused.messages)) from None
        with translation.override("en"):
            self.stdout.write(f"{count:,} stamps of key {leak.key_letter} are void now: {VoidReason.KEY_LEAKED.label}.")

    def _leak(self, options: dict[str, Any]) -> KeyLeak:
        """Give what was asked for, days of the province made into moments."""
        letter, first, last = options["letter"], options["first"], options["last"]
        if not StampEvent.objects.filter(key_letter=letter).exists():
            raise CommandError(f"No stamp was ever issued under a key {letter}.")
        if last < first:
            raise CommandError(f"--to {last} comes before --from {first}.")
        return KeyLeak(letter, _midnight(first), _midnight(last + timedelta(days=1)), options["only_unused"])

    def _preview(self, leak: KeyLeak, found: LeakedStamps, options: dict[str, Any]) -> None:
        lots = {part.lot.pk for part in found.to_void if part.lot}
        say = self.stdout.write
        say(f"Key {leak.key_letter}, issued from {options['first']} to {options['last']}, both days included:")
        say(f"  {found.issued:>14,} stamps were issued")
        say(f"  {found.void_already:>14,} of them are void already and stay as they are")
        if leak.only_unused:
            kept = found.issued - found.void_already - found.to_void_count
            say(f"  {kept:>14,} are on lots and are left alone (--only-unused)")
        say(f"  {found.to_void_count:>14,} would become void, {found.in_use:,} of them in use on {len(lots):,} lots")
        self._preview_products(found)
        say("\nWho scans one of them would read:")
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                words = WORDS[VerdictKind.VOID]
                say(f"  [{language}] {VerdictKind.VOID.label}. {words.sentence} {words.advice} ({VoidReason.KEY_LEAKED.label})")
        say("\nNothing is changed. The same command with --yes voids them.")

    def _preview_products(self, found: LeakedStamps) -> None:
        stamps: Counter[tuple[str, str]] = Counter()
        orders: dict[tuple[str, str], set[int]] = {}
        for part in found.to_void:
            product = (str(part.order.product), part.order.product.slug)
            stamps[product] += part.count
            orders.setdefault(product, set()).add(part.order.pk)
        self.stdout.write(f"\n{sum(map(len, orders.values())):,} orders of {len(orders):,} products:")
        for product, count in sorted(stamps.items()):
            numbers = ", ".join(f"#{number}" for number in sorted(orders[product]))
            self.stdout.write(f"  {count:>14,}  {product[0]} (orders {numbers})")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day: write YYYY-MM-DD") from None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
