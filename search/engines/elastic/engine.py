"""The cluster as an engine: one search for each demand, within a deadline."""

from __future__ import annotations

from search.engines.contract import Answer, Demand, EngineAway
from search.engines.elastic.asking import body_of, read_answer
from search.engines.elastic.client import client, errors_as_away, within
from search.engines.elastic.schema import live_alias

# Units: seconds. A visitor waits so long for the cluster, and then for the database.
DEADLINE = 0.8
# A node that is silent for so long is left, and one more is asked.
FOR_EACH_NODE = 0.38
_NODES = 2


class ElasticEngine:
    """Answers from the Elasticsearch cluster."""

    name = "elasticsearch"

    def answer(self, demand: Demand) -> Answer:
        """Answer one demand.

        Raises: EngineAway: the cluster is away, too slow, has no index of our schema, or could give a part of the answer only.
        """
        body = body_of(demand)

        def search() -> Answer:
            with errors_as_away():
                found = client(seconds=FOR_EACH_NODE, tries=_NODES).search(
                    index=live_alias(),
                    body={**body, "timeout": f"{int(FOR_EACH_NODE * 1000)}ms"},
                    allow_partial_search_results=False,
                    # Hits too, not only counts: many people look for the same, until something has changed.
                    request_cache=True,
                )
            if found["timed_out"] or found["_shards"]["failed"]:
                raise EngineAway("a part of the answer is missing")
            return read_answer(found.body, demand)

        return within(DEADLINE, search)

    def ping(self) -> None:
        """Ask whether there is an index that could answer.

        Raises: EngineAway: there is none, or nobody to say so.
        """

        def look() -> None:
            with errors_as_away():
                if not client(seconds=FOR_EACH_NODE, tries=_NODES).indices.exists_alias(name=live_alias()):
                    raise EngineAway("there is no index of this schema")

        within(DEADLINE, look)
