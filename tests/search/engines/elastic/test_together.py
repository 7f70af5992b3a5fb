"""Facets counted as one give what each of them gives when it is counted alone."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from search.engines.elastic.together import TOGETHER, sums, words_of
from search.facets import FACETS

values = st.lists(st.sampled_from(["thuc-pham", "0-50000", "4", "co"]), max_size=3)
documents = st.lists(st.dictionaries(st.sampled_from([facet.name for facet in FACETS]), values), max_size=20)


@given(documents)
def test_sums_are_what_each_value_counts(held):
    for group, names in TOGETHER.items():
        words = Counter(words_of(facets)[group] for facets in held)

        found = sums(group, [{"key": word, "doc_count": count} for word, count in words.items()], names)

        assert found == {name: Counter(value for facets in held for value in set(facets.get(name, ()))) for name in names}


def test_only_what_is_wanted_is_given():
    assert sums("area", [{"key": "tinh-ha-tinh|", "doc_count": 2}], {"tinh", "sao"}) == {"tinh": {"tinh-ha-tinh": 2}}
    assert sums("area", [{"key": "tinh-ha-tinh|", "doc_count": 2}], {"huyen"}) == {"huyen": {}}


def test_every_facet_is_counted_once():
    names = [name for group in TOGETHER.values() for name in group]

    assert len(names) == len(set(names))
    assert set(names) <= {facet.name for facet in FACETS if facet.is_shown}
