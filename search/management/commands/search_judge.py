"""`manage.py search_judge`: ask judged queries and print how good the answers are."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from search.domain.answering import engines
from search.domain.finding import Finder
from search.domain.judging import AT, Judgement, NotJudgements, Scores, judge_all, read_judgements, scores_by_kind
from search.domain.lexicon import lexicon
from search.engines.contract import Answer, Demand, Engine, EngineAway
from search.models import SearchDocument
from search.query import Query
from search.sources import sources, thing_kinds


class Command(BaseCommand):
    """Judge the search by queries whose right answers are known; fail below the floor."""

    help = (
        "Ask judged queries of each engine and print nDCG@10, MRR and the share without a result, by kind. Fails below the floor."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take files, engine, floor and form."""
        parser.add_argument("files", nargs="*", metavar="FILE", help='JSON lists of {"kind", "q", "rel": {product name: grade}}.')
        parser.add_argument(
            "--engine", choices=["database", "elasticsearch"], help="Only this one; all that are there by default."
        )
        parser.add_argument("--json", action="store_true", help="The figures as JSON.")
        parser.add_argument("--floor", type=float, default=0.95, help="Least nDCG@10 over all queries (0.95).")
        parser.add_argument("--most-zero", type=float, default=0.01, help="Largest share of queries without a result (0.01).")
        parser.add_argument("--worst", type=int, default=0, metavar="N", help="Show the N queries that were answered worst.")

    def handle(self, **options: Any) -> None:
        """Judge, print, and fail where an engine is below the floor."""
        try:
            judgements = [one for file in options["files"] or _own_files() for one in read_judgements(Path(file))]
        except NotJudgements as error:
            raise CommandError(str(error)) from None
        if not judgements:
            raise CommandError("There is nothing to judge: the files hold no query.")
        there = engines()
        if options["engine"] and options["engine"] not in there:
            raise CommandError("Elasticsearch is not configured: ELASTICSEARCH_URL is empty.")
        figures = {
            name: self._judge(engine, judgements, options) for name, engine in there.items() if options["engine"] in (None, name)
        }
        if options["json"]:
            self.stdout.write(
                json.dumps({name: {kind: one.values() for kind, one in found.items()} for name, found in figures.items()})
            )
        else:
            for name, found in figures.items():
                self._print(name, found)
        below = [
            name
            for name, found in figures.items()
            if found["all"].ndcg < options["floor"] or found["all"].zero > options["most_zero"]
        ]
        if below:
            raise CommandError(
                f"Below the floor (nDCG@{AT} {options['floor']}, without result {options['most_zero']:.0%}): {', '.join(below)}"
            )

    def _judge(self, engine: Engine, judgements: list[Judgement], options: dict[str, Any]) -> dict[str, Scores]:
        kind = next(source.kind for source in sources() if source.is_thing)
        today = timezone.localdate()
        documents = SearchDocument.objects.filter(kind=kind, is_deleted=False)
        names = dict(documents.values_list("object_id", "title"))
        current = set(documents.filter(current_from__lte=today, current_to__gt=today).values_list("title", flat=True))
        every = set(names.values())
        if unknown := sorted({name for one in judgements for name in one.grades} - every):
            self.stderr.write(f"No product is called: {', '.join(unknown)}. Left out.")
        finder = Finder(lexicon(), today, lambda demand: _ask(engine, demand), things=thing_kinds())

        def asked(judgement: Judgement) -> list[str]:
            # What is not in force is found on request only, and certificates end from day to day. A query is judged by what is in
            # force; one that is only answered by ended certificates is asked with them.
            query = Query(judgement.text, kind=kind, lapsed=judgement.kind.endswith(_WITH_LAPSED), size=50)
            return [names[hit.object_id] for hit in finder.find(query).hits if hit.object_id in names]

        # A query that is answered by nothing that is there says nothing about the search.
        prepared = [_of_the_day(one, current, every) for one in judgements if every & set(one.grades)]
        judged = judge_all(prepared, asked)
        judged = [
            replace(one, judgement=replace(one.judgement, kind=one.judgement.kind.removesuffix(_WITH_LAPSED))) for one in judged
        ]
        for one in sorted(judged, key=lambda one: one.ndcg)[: options["worst"]]:
            self.stderr.write(f"{one.ndcg:.3f} {one.judgement.kind}: {one.judgement.text}\n      found {list(one.found)}")
            self.stderr.write(f"      judged {dict(sorted(one.judgement.grades.items(), key=lambda pair: -pair[1])[:12])}")
        return scores_by_kind(judged)

    def _print(self, name: str, found: dict[str, Scores]) -> None:
        self.stdout.write(f"\n{name:<16}{'queries':>8}{'nDCG@10':>9}{'MRR':>8}{'no result':>11}")
        for kind, one in found.items():
            self.stdout.write(f"{kind:<16}{one.queries:>8}{one.ndcg:>9.3f}{one.mrr:>8.3f}{one.zero:>10.1%}")


_WITH_LAPSED = "\0lapsed"
_TRIES = 5


def _of_the_day(judgement: Judgement, current: set[str], every: set[str]) -> Judgement:
    """Leave out what a visitor is not shown today, unless nothing else is judged; then mark the query as one to ask with it."""
    grades = {name: grade for name, grade in judgement.grades.items() if name in every}
    in_force = {name: grade for name, grade in grades.items() if name in current}
    if any(in_force.values()):
        return replace(judgement, grades=in_force)
    return replace(judgement, grades=grades, kind=judgement.kind + _WITH_LAPSED)


def _ask(engine: Engine, demand: Demand) -> tuple[Answer, str]:
    """Ask with more patience than a visitor has: a cluster that has just started is slow at first.

    Raises: CommandError: it does not answer.
    """
    for attempt in range(_TRIES):
        try:
            return engine.answer(demand), engine.name
        except EngineAway as away:
            reason = away
            time.sleep(attempt)
    raise CommandError(f"{engine.name} does not answer: {reason}")


def _own_files() -> list[Path]:
    return sorted((Path(settings.BASE_DIR) / "tests/search/judgements").glob("*.json"))
