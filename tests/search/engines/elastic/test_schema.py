from __future__ import annotations

from datetime import date

import pytest

from search.engines.elastic import schema
from search.engines.lexemes import lexemes_of
from search.facets import FACETS
from search.models import SearchDocument
from search.query import MOST_HITS


@pytest.fixture(autouse=True)
def _prefix(settings):
    settings.ELASTICSEARCH_INDEX = "shop.one"


def test_names_hold_the_schema(monkeypatch):
    monkeypatch.setattr(schema, "SCHEMA", 7)

    assert (schema.live_alias(), schema.next_alias()) == ("shop.one-v7", "shop.one-v7-next")
    assert schema.new_index_name(["shop.one-v7-9", "shop.one-v6-10", "shop.one-v7-x", "other-v7-99"]) == "shop.one-v7-11"
    assert schema.new_index_name([]) == "shop.one-v7-1"


@pytest.mark.parametrize(
    ("name", "is_ours"),
    [
        ("shop.one-v1-1", True),
        ("shop.one-v12-345", True),
        ("shopXone-v1-1", False),
        ("shop.one-v1", False),
        ("shop.one-v1-1-copy", False),
        ("my-shop.one-v1-1", False),
    ],
)
def test_indexes_of_others_are_not_ours(name, is_ours):
    assert schema.is_ours(name) is is_ours


def test_document_says_what_its_row_says():
    row = SearchDocument(
        kind="hang",
        object_id=3,
        language="vi",
        name_terms="cu đơ | cu do",
        text_terms="kẹo | keo",
        facets={"sao": ["4"], "of-another-version": ["x"]},
        points=[[18.3, 105.9]],
        price=45_000,
        stars=4,
        fresh=date(2026, 1, 2),
        sort_key="c",
        current_to=date(2027, 1, 1),
        edition=17,
    )

    assert schema.source_of(row) == {
        "kind": "hang",
        "object_id": 3,
        "language": "vi",
        "terms": {"name": "cu đơ | cu do", "maker": "", "place": "", "sort": "", "text": "kẹo | keo"},
        "lexemes": " ".join(lexemes_of(["cu đơ | cu do", "", "", "", "kẹo | keo"])),
        "facets": {"sao": ["4"]},
        "together": {"goods": "||4|", "offer": "||", "norms": "", "area": "|"},
        "points": [{"lat": 18.3, "lon": 105.9}],
        "price": 45_000,
        "stars": 4,
        "fresh": "2026-01-02",
        "sort_key": "c",
        "length": 1,
        "current_from": "0001-01-01",
        "current_to": "2027-01-01",
        "edition": 17,
    }


def test_layout_is_strict_and_knows_every_facet():
    mapping = schema.mappings()

    assert (mapping["dynamic"], mapping["properties"]["facets"]["dynamic"]) == ("strict", "strict")
    assert set(mapping["properties"]["facets"]["properties"]) == {facet.name for facet in FACETS}
    assert set(mapping["properties"]) == set(schema.source_of(SearchDocument(edition=1)))
    # Nothing that only a full distribution has.
    assert {field.get("analyzer", "whitespace") for field in mapping["properties"].values()} == {"whitespace"}


@pytest.mark.parametrize(
    ("replicas", "expected"),
    [(None, {"auto_expand_replicas": "0-1"}), (0, {"number_of_replicas": 0}), (2, {"number_of_replicas": 2})],
)
def test_copies_are_as_the_settings_say(settings, replicas, expected):
    settings.ELASTICSEARCH_REPLICAS, settings.ELASTICSEARCH_SHARDS = replicas, 3

    assert schema.settings_when_full() == {"refresh_interval": "1s", "translog.durability": "request", **expected}
    assert schema.settings_while_filling()["number_of_shards"] == 3
    assert schema.settings_while_filling()["max_result_window"] >= MOST_HITS
