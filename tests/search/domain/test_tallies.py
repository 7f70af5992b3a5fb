from __future__ import annotations

from search.domain.tallies import FALLBACKS, answers_of, count, tallies


def test_tallies_are_counted_by_name():
    for name in (FALLBACKS, answers_of("database"), FALLBACKS):
        count(name)

    assert tallies([FALLBACKS, answers_of("database"), answers_of("elasticsearch")]) == {
        "fallbacks": 2,
        "answers:database": 1,
        "answers:elasticsearch": 0,
    }


def test_cache_that_is_away_costs_the_count_only(settings):
    settings.CACHES = {"default": {"BACKEND": "tests.core.broken_cache.BrokenCache"}}

    count(FALLBACKS)

    assert tallies([FALLBACKS]) == {}
