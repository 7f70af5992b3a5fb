from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db.models import F

from search import sources
from search.differences import Difference, Fault
from search.domain.checking import cluster_amiss, repair_cluster
from search.engines.contract import EngineAway
from search.engines.database.dialects import dialect
from search.engines.elastic import check
from search.engines.elastic.check import compare, last_edition, remove
from search.engines.elastic.feed import pending, send_pending
from search.engines.elastic.schema import document_id, live_alias
from search.models import SearchDocument, SearchEdition

pytestmark = pytest.mark.elasticsearch


def put(cluster, number: int, *, edition: int) -> None:
    """Write a document into the cluster behind the site's back."""
    document = {"kind": "hang", "object_id": number, "edition": edition}
    cluster.index(
        index=live_alias(), id=document_id("hang", number), document=document, version=edition, version_type="external_gte"
    )


def test_same_on_both_sides_gives_nothing(cluster, keep, build):
    keep("Cu đơ", "Kẹo lạc")
    keep("Chuyện làng", kind="chuyen")
    build()

    assert list(compare()) == []


def test_every_kind_of_difference_is_named(cluster, keep, build, monkeypatch):
    monkeypatch.setattr(check, "_PAGE", 2)
    keep("Cu đơ", "Kẹo lạc", "Bưởi", "Mật ong", "Trà")
    build()
    keep("Cu đơ", "Kẹo lạc", "Bưởi", "Mật ong rừng", "Trà")
    cluster.delete(index=live_alias(), id=document_id("hang", 2))
    put(cluster, 3, edition=10**6)
    put(cluster, 77, edition=5)

    assert list(compare()) == [
        Difference("hang", 2, Fault.MISSING),
        Difference("hang", 3, Fault.DIFFERENT),
        Difference("hang", 4, Fault.WAITING),
        Difference("hang", 77, Fault.EXTRA),
    ]


def test_kind_that_only_one_side_has_is_found(cluster, keep, build):
    keep("Cu đơ")
    keep("Chuyện làng", kind="chuyen")
    build()
    SearchDocument.objects.filter(kind="chuyen").delete()
    keep("Chợ", kind="diem")
    SearchDocument.objects.filter(kind="diem").update(sent=F("edition"))

    assert list(compare()) == [Difference("chuyen", 1, Fault.EXTRA), Difference("diem", 1, Fault.MISSING)]


def test_last_edition_and_removal(cluster, keep, build):
    keep("Cu đơ")
    build()
    put(cluster, 77, edition=5000)
    cluster.indices.refresh(index=live_alias())
    assert last_edition() == 5000

    remove([Difference("hang", 77, Fault.EXTRA)], edition=5001)

    assert list(compare()) == []


def test_without_an_index_there_is_nothing_to_compare(cluster):
    with pytest.raises(EngineAway):
        list(compare())


def test_differences_are_repaired(cluster, keep, build, found):
    keep("Cu đơ", "Kẹo lạc", "Bưởi")
    build()
    cluster.delete(index=live_alias(), id=document_id("hang", 2))
    # As after a restore: the cluster has seen an edition that the database will not reach for long.
    put(cluster, 3, edition=10**6)
    put(cluster, 77, edition=5)

    repair_cluster(list(cluster_amiss()))

    assert (list(cluster_amiss()), sorted(found()), pending().count()) == ([], [1, 2, 3], 0)
    assert SearchEdition.objects.get().number > 10**6
    keep("Cu đơ", "Kẹo lạc", "Bưởi Phúc Trạch")
    send_pending()
    assert list(compare()) == []


def test_what_waits_is_not_amiss(cluster, keep, build):
    keep("Cu đơ", "Kẹo lạc")
    build()
    keep("Cu đơ Phong Nga")

    assert {one.fault for one in compare()} == {Fault.WAITING}
    assert list(cluster_amiss()) == []


def test_command_compares_the_cluster_too(cluster, keep, build, monkeypatch, capsys):
    monkeypatch.setattr(sources, "_sources", {})
    SearchDocument.objects.all().delete()
    dialect().clear()
    build()
    put(cluster, 77, edition=5)

    with pytest.raises(SystemExit):
        call_command("search_check")
    call_command("search_check", repair=True)
    call_command("search_check")

    said = capsys.readouterr().out
    counts = [line.split()[-3:] for line in said.splitlines() if line.startswith("cluster with")]
    assert counts == [["0", "0", "1"], ["0", "0", "1"], ["0", "0", "0"]]
