"""From a query to its result: understand, ask an engine, put right or widen where that helps, and rank."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from search.domain.answering import ask
from search.domain.lexicon import Lexicon, lexicon
from search.domain.meaning import Meaning, Plan
from search.domain.ranking import Judged, Order, rank
from search.domain.understanding import decode_keyboard, put_right, understand
from search.domain.widening import begun, plan_of, wider
from search.engines.contract import Answer, Candidate, Demand
from search.moment import one_moment
from search.query import MOST_HITS, MOST_WORDS, Hit, Query, Result, Sort
from search.sources import thing_kinds
from search.terms import words_of

# So many of the engine's best are ranked anew; pages beyond keep the engine's own order.
RANKED = 48
# With fewer hits, what fits only in part is shown behind them.
ENOUGH = 10
# Below this the best hit holds the words in its long text only, or not as they were meant.
GOOD_FIT = 0.5
_CLEARLY_BETTER = 0.12

Ask = Callable[[Demand], tuple[Answer, str]]


@dataclass
class Outcome:
    """One way to understand a query, and what it gave."""

    meaning: Meaning
    answer: Answer
    engine: str
    demand: Demand
    ranked: list[tuple[Candidate, Judged]] = field(default_factory=list)
    start: int = 0

    @property
    def exact(self) -> int:
        """How many hits fit in every word; beyond what was ranked, the engine's word for it is taken."""
        if self.answer.total > len(self.ranked):
            return self.answer.total
        return sum(judged.is_exact for _candidate, judged in self.ranked)

    @property
    def fit(self) -> float:
        """How well the best hit fits."""
        return max((judged.fit for _candidate, judged in self.ranked), default=0.0)


@dataclass(frozen=True)
class Finder:
    """Answers queries with the words that are known, on a day, by an engine."""

    known: Lexicon
    today: date
    ask: Ask
    facets: tuple[str, ...] = ()
    things: frozenset[str] = frozenset()

    def find(self, query: Query) -> Result:
        """Answer one query."""
        query = replace(query, page=max(1, min(query.page, MOST_HITS)), size=max(1, min(query.size, RANKED)))
        meaning = understand(query.bounded_text, self.known, literal=query.literal)
        if query.bounded_text and not (meaning.groups or meaning.understood or words_of(query.bounded_text)):
            return Result(meaning=meaning)
        outcome, suggestion = self._best(query, meaning)
        dropped = False
        if not outcome.answer.total and outcome.meaning.filters and not outcome.answer.lapsed:
            outcome, dropped = self._look(query, replace(outcome.meaning, filters={})), True
        exact = outcome.exact
        lapsed = outcome.answer.lapsed
        if exact < ENOUGH and outcome.meaning.groups and not query.literal:
            outcome = self._widened(query, outcome)
        return self._result(query, outcome, exact, lapsed, suggestion, dropped=dropped)

    def _best(self, query: Query, meaning: Meaning) -> tuple[Outcome, str]:
        """Take the words as typed if that finds something good; else the better of what they may have been meant to be."""
        typed = self._look(query, meaning)
        # What ended certificates answer was typed right, too.
        if query.literal or not meaning.groups or typed.fit >= GOOD_FIT or (typed.answer.lapsed and not typed.answer.total):
            return typed, ""
        best, suggestion = typed, ""
        for other, text in self._other_meanings(query, meaning):
            outcome = self._look(query, other)
            if outcome.answer.total + outcome.answer.lapsed and outcome.fit > best.fit + (
                _CLEARLY_BETTER if best.answer.total else 0.0
            ):
                best, suggestion = outcome, text
        return best, suggestion

    def _other_meanings(self, query: Query, meaning: Meaning) -> list[tuple[Meaning, str]]:
        others: list[tuple[Meaning, str]] = []
        if half := begun(meaning):
            others.append((half, ""))
        words = decode_keyboard(words_of(query.bounded_text)[:MOST_WORDS], self.known)
        if right := put_right(words, self.known):
            text = " ".join(self._written(word.written, word.folded) for word in right)
            others.append(
                (replace(understand(text, self.known), filters=meaning.filters or understand(text, self.known).filters), text)
            )
        return others

    def _written(self, written: str, folded: str) -> str:
        return written if written != folded else self.known.vocabulary.written(folded)

    def _look(self, query: Query, meaning: Meaning, plan: Plan | None = None) -> Outcome:
        demand = Demand(
            on=self.today,
            plan=plan or plan_of(meaning),
            kind=query.kind,
            language=query.language,
            filters=_both(query.filters, meaning.filters),
            near=query.near,
            lapsed=query.lapsed,
            sort=query.sort,
            facets=self.facets,
            is_counted=False,
        )
        start, size = _window(query)
        demand = replace(demand, start=start, size=size)
        answer, engine = self.ask(demand)
        outcome = Outcome(meaning, answer, engine, demand, start=start)
        if demand.plan is not None:
            order = Order(meaning.groups, self.today, self.things)
            is_ranked = demand.sort == Sort.RELEVANCE and demand.start == 0
            outcome.ranked = (
                rank(answer.candidates, order)
                if is_ranked
                else [(candidate, order.judge(candidate)) for candidate in answer.candidates]
            )
        else:
            outcome.ranked = [(candidate, Judged(0.0, 1.0, is_exact=True, matched=())) for candidate in answer.candidates]
        return outcome

    def _widened(self, query: Query, outcome: Outcome) -> Outcome:
        """Add what fits in part, if that adds anything."""
        if query.sort != Sort.RELEVANCE and outcome.answer.total:
            return outcome
        exact = [candidate for candidate, judged in outcome.ranked if judged.is_exact]
        if not exact and outcome.answer.lapsed and not query.lapsed:
            # What has ended is not shown, but tells what is related.
            ended = self._look(replace(query, lapsed=True), outcome.meaning)
            exact = [candidate for candidate, judged in ended.ranked if judged.is_exact]
        for meaning, plan in wider(outcome.meaning, self.known, exact):
            wide = self._look(query, meaning, plan)
            if wide.answer.total > outcome.answer.total:
                return wide
        return outcome

    def _result(self, query: Query, outcome: Outcome, exact: int, lapsed: int, suggestion: str, *, dropped: bool) -> Result:
        answer = outcome.answer
        pages = max(1, math.ceil(min(answer.total, MOST_HITS) / query.size))
        page = min(query.page, pages)
        if page != query.page:  # a page that does not exist any more is answered with the last
            return self.find(replace(query, page=page))
        start = (page - 1) * query.size - outcome.start
        # Counted only once, for what is shown; a cluster answers this from its memory when others have just looked for the same.
        counted, _engine = self.ask(replace(outcome.demand, start=0, size=0, is_counted=True))
        return Result(
            hits=tuple(_hit(candidate, judged) for candidate, judged in outcome.ranked[start : start + query.size]),
            total=answer.total,
            exact=exact if exact or not outcome.meaning.groups else 0,
            lapsed=lapsed,
            counts=counted.counts,
            facets=counted.facets,
            page=page,
            pages=pages,
            meaning=outcome.meaning,
            suggestion=suggestion,
            is_corrected=bool(suggestion),
            dropped_filters=dropped,
            engine=outcome.engine,
        )


def find(query: Query, *, today: date, facets: tuple[str, ...] = ()) -> Result:
    """Answer a query with whichever engine answers; `facets` names those to count.

    Order: what fits in every word first, then what fits in part.
    """
    with one_moment():
        return Finder(lexicon(), today, ask, facets, thing_kinds()).find(query)


def _both(asked: Mapping[str, tuple[str, ...]], understood: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Join filters; one that a visitor has chosen outweighs what the text says about the same."""
    return {**understood, **{name: values for name, values in asked.items() if values}}


def _window(query: Query) -> tuple[int, int]:
    """Give start and size of the hits to fetch: the first ones, to be ranked, or the page alone where no ranking is done."""
    first = (query.page - 1) * query.size
    # Whole pages: what is ranked and stands on none of them would be shown nowhere.
    ranked = RANKED - RANKED % query.size
    is_ranked = query.sort == Sort.RELEVANCE and bool(query.bounded_text)
    if is_ranked and first + query.size <= ranked:
        return 0, ranked
    return first, query.size


def _hit(candidate: Candidate, judged: Judged) -> Hit:
    return Hit(candidate.kind, candidate.object_id, judged.matched, judged.is_exact, candidate.is_current, round(judged.score, 4))
