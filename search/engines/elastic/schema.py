"""What an index is called, how it is laid out, and what of a document stands in it.

Only what every distribution of Elasticsearch has is used: no plug-in, no script, and the one analyzer that parts at spaces. What
words meet are the lexemes of `search.engines.lexemes`, the same as in the other engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from search.domain.meaning import FIELDS
from search.engines.elastic import together
from search.engines.lexemes import lexemes_of
from search.facets import BY_NAME, FACETS, PLACE
from search.models import SearchDocument
from search.query import MOST_HITS

# To be raised with every change of the layout or of `source_of`: an index of another number is not asked any more.
SCHEMA = 3
# What is kept as it is: what a candidate is made of, and nothing more.
_KEPT = (
    "kind",
    "object_id",
    "terms",
    f"facets.{PLACE.name}",
    "stars",
    "fresh",
    "price",
    "sort_key",
    "current_from",
    "current_to",
)


def live_alias() -> str:
    """The name under which the index that answers is asked. It holds the schema, so no index of another one ever is."""
    return f"{settings.ELASTICSEARCH_INDEX}-v{SCHEMA}"


def next_alias() -> str:
    """The name of the index that a rebuild is filling; changes go there too."""
    return f"{live_alias()}-next"


def new_index_name(existing: Iterable[str]) -> str:
    """Give the name of one more index."""
    numbers = [int(name.rpartition("-")[2]) for name in existing if is_ours(name)]
    return f"{live_alias()}-{max(numbers, default=0) + 1}"


def is_ours(index: str) -> bool:
    """Tell whether an index, of whatever schema, belongs to this site and to nothing else in the cluster."""
    return re.fullmatch(rf"{re.escape(settings.ELASTICSEARCH_INDEX)}-v\d+-\d+", index) is not None


def document_id(kind: str, object_id: int) -> str:
    """Give the key of a document in the index."""
    return f"{kind}-{object_id}"


def source_of(row: SearchDocument) -> dict[str, Any]:
    """Give what the index holds of a document."""
    terms = {name: getattr(row, f"{name}_terms") for name in FIELDS}
    facets = {name: values for name, values in row.facets.items() if name in BY_NAME}
    return {
        "kind": row.kind,
        "object_id": row.object_id,
        "language": row.language,
        "terms": terms,
        "lexemes": " ".join(lexemes_of(list(terms.values()))),
        "facets": facets,
        "together": together.words_of(facets),
        "points": [{"lat": latitude, "lon": longitude} for latitude, longitude in row.points],
        "price": row.price,
        "stars": row.stars,
        "fresh": row.fresh.isoformat() if row.fresh else None,
        "sort_key": row.sort_key,
        "length": len(row.sort_key),
        "current_from": row.current_from.isoformat(),
        "current_to": row.current_to.isoformat(),
        "edition": row.edition,
    }


def mappings() -> dict[str, Any]:
    """Give the layout of the fields."""
    from elasticsearch import dsl  # noqa: PLC0415  slow import

    mapping = dsl.Mapping()
    mapping.meta("dynamic", "strict")
    mapping.meta("_source", includes=list(_KEPT))
    mapping.field("terms", dsl.Object(enabled=False))
    # Which document has a lexeme, and nothing else: the score comes from the question.
    mapping.field("lexemes", dsl.Text(analyzer="whitespace", index_options="docs", norms=False))
    # Counted in every answer, so what counting needs is prepared when something has changed, not by the first visitor after that.
    counted = dsl.Keyword(eager_global_ordinals=True)
    mapping.field("facets", dsl.Object(dynamic="strict", properties={facet.name: counted for facet in FACETS}))
    mapping.field("together", dsl.Object(dynamic="strict", properties=dict.fromkeys(together.TOGETHER, counted)))
    for name in ("kind", "language", "sort_key"):
        mapping.field(name, dsl.Keyword())
    mapping.field("points", dsl.GeoPoint(ignore_malformed=True))
    mapping.field("object_id", dsl.Long())
    mapping.field("edition", dsl.Long())
    mapping.field("price", dsl.Long())
    for name in ("stars", "length"):
        mapping.field(name, dsl.Short())
    mapping.field("fresh", dsl.Date(format="strict_date"))
    for name in ("current_from", "current_to"):
        mapping.field(name, dsl.Date(format="strict_date"))
    return mapping.to_dict()


def settings_while_filling() -> dict[str, Any]:
    """Give the settings of a new index: nothing is shown and nothing copied before it is full."""
    return {
        "number_of_shards": settings.ELASTICSEARCH_SHARDS,
        "number_of_replicas": 0,
        "refresh_interval": "-1",
        # What a falling node forgets is seen by the comparison at the end.
        "translog.durability": "async",
        "max_result_window": MOST_HITS,
        # A deletion is remembered so long, that a rebuild which had stood still cannot bring the document back.
        "gc_deletes": "1h",
    }


def settings_when_full() -> dict[str, Any]:
    """Give what changes before an index answers."""
    replicas = settings.ELASTICSEARCH_REPLICAS
    copies = {"auto_expand_replicas": "0-1"} if replicas is None else {"number_of_replicas": replicas}
    return {"refresh_interval": "1s", "translog.durability": "request", **copies}
