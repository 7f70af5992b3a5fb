"""Who answers: the cluster when there is one and it answers, else the database. The visitor is told nothing of it."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from search.domain.breaker import State, cluster
from search.domain.tallies import FALLBACKS, answers_of, count
from search.engines.contract import Answer, Demand, Engine, EngineAway
from search.engines.database.engine import DatabaseEngine
from search.engines.elastic.client import is_configured
from search.engines.elastic.engine import ElasticEngine
from search.engines.elastic.feed import pending

logger = logging.getLogger(__name__)

_DATABASE = DatabaseEngine()
_CLUSTER = ElasticEngine()
# Their names, whether or not this site has both.
ENGINES = (_DATABASE.name, _CLUSTER.name)


@dataclass(frozen=True)
class Standing:
    """How the search stands: whether the database answers in place of a cluster, and what the breaker of this process says."""

    is_configured: bool
    is_fallback: bool
    breaker: State


def ask(demand: Demand) -> tuple[Answer, str]:
    """Answer a demand; give the name of the engine that did.

    Raises: EngineAway: not even the database.
    """
    if is_configured():
        answer = _ask_cluster(demand)
        if answer is not None:
            count(answers_of(_CLUSTER.name))
            return answer, _CLUSTER.name
        count(FALLBACKS)
    answer = _DATABASE.answer(demand)
    count(answers_of(_DATABASE.name))
    return answer, _DATABASE.name


def engines() -> dict[str, Engine]:
    """Give the engines that this site has, by name."""
    known: list[Engine] = [_DATABASE, *([_CLUSTER] if is_configured() else [])]
    return {engine.name: engine for engine in known}


def standing() -> Standing:
    """Tell how the search stands. The cluster is asked, unless it is known to be away."""
    if not is_configured():
        return Standing(is_configured=False, is_fallback=False, breaker=cluster.state)
    is_fallback = True
    if cluster.allows():
        try:
            _CLUSTER.ping()
        except EngineAway as error:
            note_failure(error)
        else:
            note_answer()
            is_fallback = False
    return Standing(is_configured=True, is_fallback=is_fallback, breaker=cluster.state)


def waiting() -> int:
    """Count the documents that the cluster does not have yet; 0 without a cluster."""
    return pending().count() if is_configured() else 0


def note_answer(seconds: float = 0.0) -> None:
    """Tell the breaker that the cluster has answered, and the log if that is news."""
    match cluster.succeeded(seconds):
        case State.CLOSED:
            logger.info("search: the cluster answers again")
        case State.OPEN:
            logger.warning("search: the cluster is too slow; the database answers")


def note_failure(error: EngineAway) -> None:
    """Tell the breaker that the cluster has not answered, and the log if that is news."""
    if cluster.failed() is State.OPEN:
        logger.warning("search: the cluster does not answer (%s); the database answers", error)


def _ask_cluster(demand: Demand) -> Answer | None:
    if not cluster.allows():
        return None
    started = time.monotonic()
    try:
        answer = _CLUSTER.answer(demand)
    except EngineAway as error:
        note_failure(error)
        return None
    note_answer(time.monotonic() - started)
    return answer
