from __future__ import annotations

import logging

import pytest
from django.db.models import F

from search.engines.contract import EngineAway
from search.engines.elastic import feed
from search.engines.elastic.feed import NoIndex, pending, send, send_pending
from search.engines.elastic.schema import SCHEMA, document_id, live_alias, next_alias
from search.models import SearchDocument
from search.sources import Document


def row(number: int) -> SearchDocument:
    return SearchDocument.objects.get(object_id=number)


def edition_in(cluster, number: int) -> int | None:
    """Give the version that the cluster has of a document."""
    answer = cluster.options(ignore_status=404).get(index=live_alias(), id=document_id("hang", number))
    return answer["_version"] if answer["found"] else None


@pytest.mark.django_db
def test_all_that_the_cluster_does_not_have_waits(keep):
    keep("Cu đơ", "Kẹo lạc")
    SearchDocument.objects.filter(object_id=1).update(sent=F("edition"))

    assert [one.object_id for one in pending()] == [2]


@pytest.mark.django_db
def test_nothing_waiting_asks_nobody(settings):
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:1"]

    assert send_pending() == 0


@pytest.mark.django_db
def test_absent_cluster_leaves_everything_waiting(settings, keep):
    keep("Cu đơ")
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:1"]

    with pytest.raises(EngineAway):
        send_pending()

    assert pending().count() == 1


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        ({"index": {"status": 201}}, ""),
        ({"delete": {"status": 404, "result": "not_found"}}, ""),
        ({"index": {"status": 409, "error": {"type": "version_conflict_engine_exception"}}}, ""),
        ({"index": {"status": 404, "error": {"type": "index_not_found_exception"}}}, "index_not_found_exception"),
        ({"index": {"status": 503, "error": "gone"}}, "gone"),
    ],
)
def test_refusals_are_told_from_what_is_there_already(result, reason):
    assert feed._refusal(result) == reason


@pytest.mark.elasticsearch
def test_cluster_without_an_index_takes_nothing_and_gets_no_index(cluster, keep, settings):
    keep("Cu đơ")

    with pytest.raises(NoIndex):
        send_pending()
    assert send(list(pending()), [live_alias()], seconds=10) == []

    assert pending().count() == 1
    assert cluster.indices.get_alias(index=f"{settings.ELASTICSEARCH_INDEX}*").body == {}


@pytest.mark.elasticsearch
def test_changes_deletions_and_returns_arrive(cluster, keep, build, found):
    keep("Cu đơ", "Kẹo lạc", "Bưởi")
    build()

    keep(Document(1, "Cu đơ"), Document(3, "Bưởi Phúc Trạch"))
    assert send_pending() == 2
    assert (found(), edition_in(cluster, 3), pending().count()) == ([3, 1], row(3).edition, 0)

    keep("Cu đơ", "Kẹo lạc", "Bưởi Phúc Trạch")
    assert send_pending() == 1
    assert found() == [3, 1, 2]


@pytest.mark.elasticsearch
def test_tombstone_stays_for_other_processes_and_does_not_wait(cluster, keep, build):
    keep("Cu đơ", "Kẹo lạc")
    build()
    keep("Cu đơ")
    send_pending()

    # Processes learn of a deletion by its edition: the row must not go when the cluster knows.
    assert (row(2).is_deleted, row(2).sent) == (True, row(2).edition)


@pytest.mark.elasticsearch
def test_updates_in_the_wrong_order_leave_the_later(cluster, keep, build):
    keep("Cu đơ")
    build()
    keep("Cu đơ Phong Nga")
    older = row(1)
    keep("Cu đơ Thư Viện")
    newer = row(1)

    for one in (newer, older):
        assert [taken.pk for taken in send([one], [live_alias()], seconds=10)] == [newer.pk]

    held = cluster.get(index=live_alias(), id=document_id("hang", 1))
    assert (held["_version"], held["_source"]["terms"]["name"]) == (newer.edition, newer.name_terms)


@pytest.mark.elasticsearch
def test_deletion_is_not_undone_by_an_older_update(cluster, keep, build, found):
    keep("Cu đơ", "Kẹo lạc")
    build()
    late = row(2)
    keep("Cu đơ")
    send_pending()

    send([late], [live_alias()], seconds=10)

    assert found() == [1]


@pytest.mark.elasticsearch
def test_change_while_sending_goes_on_waiting(cluster, keep, build, monkeypatch):
    keep("Cu đơ")
    build()
    keep("Cu đơ Phong Nga")
    sent = feed.send

    def slowly(*arguments, **more):
        taken = sent(*arguments, **more)
        keep("Cu đơ Thư Viện")
        return taken

    monkeypatch.setattr(feed, "send", slowly)
    assert send_pending() == 1
    monkeypatch.undo()

    assert [one.title for one in pending()] == ["Cu đơ Thư Viện"]
    assert send_pending() == 1
    assert edition_in(cluster, 1) == row(1).edition


@pytest.mark.elasticsearch
def test_what_is_refused_waits_and_the_rest_arrives(cluster, keep, build, found, caplog):
    keep("Cu đơ", "Kẹo lạc")
    build()
    keep("Cu đơ Phong Nga", "Kẹo lạc Kỳ Anh")
    SearchDocument.objects.filter(object_id=1).update(price=2**63 - 1, stars=32767)
    bad = row(1)
    bad.stars = 2**40  # no short number

    with caplog.at_level(logging.ERROR):
        assert [one.object_id for one in send([bad, row(2)], [live_alias()], seconds=10)] == [2]

    assert "refused 1 documents" in caplog.text or "refuses 1 documents" in caplog.text
    assert "document_parsing_exception" in caplog.text


@pytest.mark.elasticsearch
def test_changes_go_to_an_index_that_is_being_filled_as_well(cluster, keep, build, settings):
    keep("Cu đơ")
    build()
    cluster.indices.create(index=f"{settings.ELASTICSEARCH_INDEX}-v{SCHEMA}-99", aliases={next_alias(): {}})
    keep("Cu đơ Phong Nga")

    assert send_pending() == 1

    for name in (live_alias(), next_alias()):
        assert cluster.get(index=name, id=document_id("hang", 1))["_version"] == row(1).edition
