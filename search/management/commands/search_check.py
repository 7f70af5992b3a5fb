"""`manage.py search_check`: hold every copy of the documents against what it is made from."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.differences import Difference, Fault
from search.domain import checking
from search.engines.contract import EngineAway
from search.engines.elastic.client import is_configured

_SHOWN = (Fault.MISSING, Fault.DIFFERENT, Fault.EXTRA)


@dataclass(frozen=True)
class Comparison:
    """One comparison, and how to mend what it finds."""

    title: str
    find: Callable[[], Iterable[Difference]]
    repair: Callable[[list[Difference]], None]


class Command(BaseCommand):
    """Compare sources, documents, terms and cluster; fail when something differs and is not repaired."""

    help = (
        "Compare the search documents with what they are made from, the index of terms with the documents, and the cluster with "
        "the documents. Exit status 1 when something differs and was not repaired."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do with what differs."""
        parser.add_argument("--repair", action="store_true", help="write anew what differs")

    def handle(self, **options: Any) -> None:
        """Compare, mend if asked to, and print a table."""
        comparisons = [
            Comparison("documents with their sources", checking.documents_amiss, checking.repair_documents),
            Comparison("terms with the documents", checking.terms_amiss, checking.repair_terms),
        ]
        if is_configured():
            comparisons.append(Comparison("cluster with the documents", checking.cluster_amiss, checking.repair_cluster))
        self.stdout.write(f"{'':<30}{'missing':>10}{'different':>11}{'extra':>8}")
        is_amiss = False
        for comparison in comparisons:
            found = self._compare(comparison)
            if found and options["repair"]:
                comparison.repair(found)
                self.stdout.write("  repaired")
            is_amiss |= bool(found) and not options["repair"]
        if is_amiss:
            self.stdout.flush()
            self.stderr.write("Something differs: manage.py search_check --repair mends it.")
            sys.exit(1)

    def _compare(self, comparison: Comparison) -> list[Difference]:
        try:
            found = list(comparison.find())
        except EngineAway as error:
            raise CommandError(f"{comparison.title}: the cluster does not answer ({error}).") from error
        counts = Counter(one.fault for one in found)
        missing, other, extra = (counts[fault] for fault in _SHOWN)
        self.stdout.write(f"{comparison.title:<30}{missing:>10}{other:>11}{extra:>8}")
        for one in found[:5]:
            self.stdout.write(f"  {one.fault}: {one.kind} {one.object_id}")
        return found
