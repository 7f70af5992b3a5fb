from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from search.domain.indexing import refresh_all
from tests.factories.catalog import CertificateFactory, ProducerFactory, ProductSetFactory

pytestmark = pytest.mark.django_db

NAMES = ["Nước mắm Kỳ Ninh", "Nước mắm Cương Gián", "Cu đơ Phong Nga", "Cu đơ Thư Viện", "Mật ong Hương Sơn", "Bánh đa vừng"]
GOOD = [
    {"kind": "exact", "q": "nước mắm", "rel": {"Nước mắm Kỳ Ninh": 3, "Nước mắm Cương Gián": 3}},
    {"kind": "exact", "q": "cu đơ phong nga", "rel": {"Cu đơ Phong Nga": 3, "Cu đơ Thư Viện": 1}},
    {"kind": "no_marks", "q": "mat ong", "rel": {"Mật ong Hương Sơn": 3}},
]


@pytest.fixture
def products():
    """Certified products of one producer, found by the search."""
    producer, product_set = ProducerFactory(name="HTX Thử"), ProductSetFactory()
    for name in NAMES:
        CertificateFactory(product__name=name, product__producer=producer, product__product_set=product_set)
    refresh_all()


@pytest.fixture
def file(tmp_path):
    def write(content, name="shoppers.json"):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return str(path)

    return write


def judge(*files, **options):
    """Run the command; give what it prints, and what it warns of."""
    out, err = StringIO(), StringIO()
    call_command("search_judge", *files, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def figures(*files, **options):
    """Give the figures of the database's engine."""
    return json.loads(judge(*files, json=True, **options)[0])["database"]


def test_the_table_has_a_line_for_each_kind(products, file):
    out, err = judge(file(GOOD))

    lines = [line.split() for line in out.splitlines() if line]
    assert lines == [
        ["database", "queries", "nDCG@10", "MRR", "no", "result"],
        ["exact", "2", "1.000", "1.000", "0.0%"],
        ["no_marks", "1", "1.000", "1.000", "0.0%"],
        ["all", "3", "1.000", "1.000", "0.0%"],
    ]
    assert err == ""


def test_the_figures_are_given_as_json(products, file):
    out, _err = judge(file(GOOD), json=True)

    assert json.loads(out) == {
        "database": {
            "exact": {"queries": 2, "ndcg": pytest.approx(1.0), "mrr": 1.0, "zero": 0.0},
            "no_marks": {"queries": 1, "ndcg": pytest.approx(1.0), "mrr": 1.0, "zero": 0.0},
            "all": {"queries": 3, "ndcg": pytest.approx(1.0), "mrr": 1.0, "zero": 0.0},
        }
    }


def test_several_files_are_judged_together(products, file):
    found = figures(file(GOOD[:1], "one.json"), file(GOOD[1:], "two.json"))

    assert {kind: values["queries"] for kind, values in found.items()} == {"exact": 2, "no_marks": 1, "all": 3}


def test_the_files_of_the_tests_are_judged_without_others(products):
    found = figures(floor=0, most_zero=1)

    assert found["all"]["queries"] > len(GOOD)


# --- the floor ------------------------------------------------------------------------------------------------------

WRONG = {"kind": "exact", "q": "cu đơ", "rel": {"Mật ong Hương Sơn": 3}}
NOTHING = {"kind": "exact", "q": "xyzxyz", "rel": {"Mật ong Hương Sơn": 3}}


def test_below_the_floor_it_fails_and_still_prints(products, file):
    out = StringIO()

    with pytest.raises(CommandError, match=r"Below the floor \(nDCG@10 0\.95, without result 1%\): database"):
        call_command("search_judge", file([*GOOD, WRONG]), stdout=out, stderr=StringIO())

    assert [line.split()[:2] for line in out.getvalue().splitlines() if line][1:] == [
        ["exact", "3"],
        ["no_marks", "1"],
        ["all", "4"],
    ]


def test_the_floor_can_be_moved(products, file):
    assert figures(file([*GOOD, WRONG]), floor=0.7)["all"]["ndcg"] == pytest.approx(0.75)


def test_too_many_queries_without_a_result_fail(products, file):
    path = file([*GOOD, NOTHING])

    with pytest.raises(CommandError, match="Below the floor"):
        judge(path, floor=0)

    assert figures(path, floor=0, most_zero=0.25)["all"]["zero"] == 0.25


def test_the_worst_queries_are_shown(products, file):
    _out, err = judge(file([*GOOD, WRONG, NOTHING]), worst=2, floor=0, most_zero=1)

    assert "0.000 exact: cu đơ" in err
    assert "0.000 exact: xyzxyz" in err
    assert "judged {'Mật ong Hương Sơn': 3}" in err
    assert "nước mắm" not in err


# --- what is judged -------------------------------------------------------------------------------------------------


def test_a_broken_file_is_refused(products, file):
    with pytest.raises(CommandError, match=r"shoppers\.json: entry 1 must be"):
        judge(file([{"kind": "exact", "q": "a", "rel": {"A": 9}}]))


def test_a_file_that_is_not_there_is_refused(products, tmp_path):
    with pytest.raises(CommandError, match=r"absent\.json"):
        judge(str(tmp_path / "absent.json"))


def test_products_that_are_not_there_are_named_and_left_out(products, file):
    queries = [{"kind": "exact", "q": "cu đơ phong nga", "rel": {"Cu đơ Phong Nga": 3, "Cu đơ Lan": 3, "Bánh cu": 2}}]

    out, err = judge(file(queries), json=True)

    assert err.strip() == "No product is called: Bánh cu, Cu đơ Lan. Left out."
    assert json.loads(out)["database"]["all"]["ndcg"] == pytest.approx(1.0)


def test_what_is_not_in_force_is_not_expected_beside_what_is(products, file):
    CertificateFactory(product__name="Bánh gai", expired=True)
    refresh_all()

    found = figures(file([{"kind": "exact", "q": "cu đơ", "rel": {"Bánh gai": 3, "Cu đơ Phong Nga": 3, "Cu đơ Thư Viện": 3}}]))

    assert found["all"] == {"queries": 1, "ndcg": pytest.approx(1.0), "mrr": 1.0, "zero": 0.0}


def test_a_query_that_only_ended_certificates_answer_is_asked_with_them(products, file):
    CertificateFactory(product__name="Rượu nếp Cũ", expired=True)
    refresh_all()

    found = figures(file([{"kind": "exact", "q": "rượu nếp", "rel": {"Rượu nếp Cũ": 3}}]))

    assert found == {kind: {"queries": 1, "ndcg": pytest.approx(1.0), "mrr": 1.0, "zero": 0.0} for kind in ("exact", "all")}


# --- engines --------------------------------------------------------------------------------------------------------


def test_one_engine_can_be_asked_alone(products, file):
    assert list(json.loads(judge(file(GOOD), json=True, engine="database")[0])) == ["database"]


def test_elasticsearch_is_refused_where_it_is_not_configured(products, file):
    with pytest.raises(CommandError, match="Elasticsearch is not configured: ELASTICSEARCH_URL is empty"):
        judge(file(GOOD), engine="elasticsearch")


def test_an_unknown_engine_is_refused(products, file):
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("search_judge", file(GOOD), "--engine", "solr", stdout=StringIO(), stderr=StringIO())
