"""The rules of `core.constraints` as real tables keep them, whoever writes: the database is asked directly."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest
from django.apps.registry import Apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.writer import MigrationWriter
from django.utils import timezone
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import Certificate, CertificateEvent
from core.constraints import AppendOnly, NoOverlap
from tests.factories.catalog import CertificateFactory
from tests.factories.traceability import StampEventFactory, StampOrderFactory, StampRangeFactory
from traceability.models import StampRange

pytestmark = pytest.mark.django_db

IN_FORCE = {"valid_from": date(2024, 10, 15), "valid_to": date(2027, 10, 16)}


def refused():
    """Expect the database's own refusal, in a savepoint so that the test can go on."""
    return _Refused()


class _Refused:
    def __enter__(self):
        self.atomic = transaction.atomic()
        self.expected = pytest.raises(DatabaseError)
        self.expected.__enter__()
        self.atomic.__enter__()

    def __exit__(self, *details):
        self.atomic.__exit__(*details)
        return self.expected.__exit__(*details)


# --- NoOverlap over dates with a generated end: certificates --------------------------------------------------------


@pytest.mark.parametrize(
    ("valid_from", "valid_to"),
    [
        (date(2024, 10, 15), date(2027, 10, 16)),
        (date(2027, 10, 15), date(2028, 1, 1)),  # one day shared
        (date(2020, 1, 1), date(2024, 10, 16)),
        (date(2025, 1, 1), date(2025, 1, 2)),
        (date(2020, 1, 1), date(2030, 1, 1)),
    ],
)
def test_bulk_create_of_an_overlap_is_refused_by_the_database(valid_from, valid_to):
    product = CertificateFactory(**IN_FORCE).product

    with refused():
        Certificate.objects.bulk_create([CertificateFactory.build(product=product, valid_from=valid_from, valid_to=valid_to)])

    assert product.certificates.count() == 1


@pytest.mark.parametrize(
    ("valid_from", "valid_to"), [(date(2027, 10, 16), date(2030, 1, 1)), (date(2020, 1, 1), date(2024, 10, 15))]
)
def test_ranges_that_only_touch_are_accepted(valid_from, valid_to):
    product = CertificateFactory(**IN_FORCE).product

    CertificateFactory(product=product, valid_from=valid_from, valid_to=valid_to)

    assert product.certificates.count() == 2


def test_the_same_time_for_another_product_is_accepted():
    CertificateFactory.create_batch(2, **IN_FORCE)

    assert Certificate.objects.count() == 2


def test_raw_insert_of_an_overlap_is_refused_by_the_database():
    certificate = CertificateFactory(**IN_FORCE)
    columns = ", ".join(field.column for field in Certificate._meta.local_concrete_fields if field.name not in ("id", "ends_on"))

    with refused(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO catalog_certificate ({columns}) SELECT {columns} FROM catalog_certificate")  # noqa: S608

    assert list(Certificate.objects.all()) == [certificate]


def test_update_into_an_overlap_is_refused_by_the_database():
    product = CertificateFactory(**IN_FORCE).product
    later = CertificateFactory(product=product, valid_from=date(2027, 10, 16), valid_to=date(2030, 1, 1))

    with refused():
        Certificate.objects.filter(pk=later.pk).update(valid_from=date(2027, 10, 15))


def test_prolonging_the_generated_end_into_a_neighbour_is_refused_by_the_database():
    product = CertificateFactory(**IN_FORCE).product
    CertificateFactory(product=product, valid_from=date(2027, 10, 16), valid_to=date(2030, 1, 1))

    with refused():
        product.certificates.filter(valid_from=date(2024, 10, 15)).update(extended_to=date(2027, 11, 1))


def test_a_replaced_certificate_leaves_room_for_the_next():
    product = CertificateFactory(**IN_FORCE, superseded_on=date(2026, 1, 1)).product

    CertificateFactory(product=product, valid_from=date(2026, 1, 1), valid_to=date(2029, 1, 2))

    assert product.certificates.count() == 2


def test_an_unchanged_row_may_be_saved_again():
    certificate = CertificateFactory(**IN_FORCE)

    certificate.save()
    certificate.full_clean()


def test_full_clean_says_the_overlap_in_words():
    product = CertificateFactory(**IN_FORCE).product

    with pytest.raises(ValidationError) as said:
        CertificateFactory.build(product=product, **IN_FORCE).full_clean()

    assert said.value.messages == [gettext("This product already has a certificate in force in that time.")]


def test_full_clean_without_one_of_the_columns_leaves_the_rule_to_the_database():
    product = CertificateFactory(**IN_FORCE).product

    CertificateFactory.build(product=product, **IN_FORCE).full_clean(exclude=["product"])


@pytest.mark.parametrize("left_out", ["extended_to", "superseded_on", "revoked_on"])
def test_full_clean_without_what_the_end_is_made_from_leaves_the_rule_to_the_database(left_out):
    product = CertificateFactory(**IN_FORCE).product

    CertificateFactory.build(product=product, **IN_FORCE).full_clean(exclude=[left_out])


# --- NoOverlap over numbers: stamp ranges ---------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "stop"), [(100, 200), (199, 300), (0, 101), (150, 151), (0, 1000)])
def test_overlapping_numbers_are_refused_by_the_database(start, stop):
    StampRangeFactory(start=100, stop=200)

    with refused():
        StampRange.objects.bulk_create([StampRangeFactory.build(order=StampOrderFactory(approved=True), start=start, stop=stop)])


def test_neighbouring_numbers_and_other_keys_are_accepted():
    StampRangeFactory(start=100, stop=200)

    StampRangeFactory(start=200, stop=300)
    StampRangeFactory(start=0, stop=100)
    StampRangeFactory(start=100, stop=200, key_letter="S")

    assert StampRange.objects.count() == 4


def test_full_clean_of_overlapping_numbers_is_refused():
    StampRangeFactory(start=100, stop=200)

    with pytest.raises(ValidationError):
        StampRangeFactory.build(order=StampOrderFactory(approved=True), start=150, stop=250).full_clean()


# --- AppendOnly -----------------------------------------------------------------------------------------------------


def certificate_event():
    return CertificateEvent.objects.create(
        certificate=CertificateFactory(), action="ISSUED", on=date(2026, 1, 1), at=timezone.now()
    )


@pytest.mark.parametrize("make", [StampEventFactory, certificate_event])
def test_event_cannot_be_changed(make):
    event = make()

    with refused():
        type(event).objects.filter(pk=event.pk).update(reason="khác")
    with refused():
        event.save()

    event.refresh_from_db()
    assert event.reason == ""


@pytest.mark.parametrize("make", [StampEventFactory, certificate_event])
def test_event_cannot_be_deleted(make):
    event = make()

    with refused():
        event.delete()
    with refused(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {event._meta.db_table}")  # noqa: S608

    assert type(event).objects.get() == event


def test_event_that_stands_is_refused_by_full_clean():
    event = StampEventFactory()

    with pytest.raises(ValidationError):
        event.full_clean()

    StampEventFactory.build(order=event.order).full_clean(exclude=["by", "lot"])


# --- in migrations --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rule",
    [NoOverlap(name="a_rule", same=["product"], start="valid_from", end="ends_on", message="No"), AppendOnly(name="a_rule")],
)
def test_rule_is_written_into_migrations_and_read_again(rule):
    path, arguments, options = rule.deconstruct()
    again = type(rule)(*arguments, **options)

    assert again == rule
    assert hash(again) == hash(rule)
    assert path == f"core.constraints.{type(rule).__name__}"
    assert "violation_error_message" not in MigrationWriter.serialize(rule)[0]


def test_rules_of_other_names_or_columns_differ():
    rule = NoOverlap(name="a_rule", same=["product"], start="valid_from", end="ends_on")

    assert rule != NoOverlap(name="a_rule", same=["product"], start="valid_from", end="valid_to")
    assert rule != AppendOnly(name="a_rule")
    assert AppendOnly(name="a_rule") != AppendOnly(name="another")


# A registry of its own, so that no other test meets a model whose table is not there.
ELSEWHERE = Apps()


class Widget(models.Model):
    """A table that stands only while a test looks at it."""

    code = models.CharField(max_length=5)
    first = models.IntegerField()
    past = models.IntegerField(null=True)

    class Meta:
        app_label = "core"
        apps = ELSEWHERE
        managed = False

    def __str__(self):
        return self.code


RULES = [NoOverlap(name="core_widget_once", same=["code"], start="first", end="past"), AppendOnly(name="core_widget_append_only")]


@pytest.fixture
def widgets(transactional_db):
    with connection.schema_editor() as editor:
        editor.create_model(Widget)
    yield Widget.objects
    Widget._meta.constraints = []
    with connection.schema_editor() as editor:
        editor.delete_model(Widget)


def add(rule):
    # As in the state of a migration: the model has the rule already.
    Widget._meta.constraints = [*Widget._meta.constraints, rule]
    with connection.schema_editor() as editor:
        editor.add_constraint(Widget, rule)


def remove(rule):
    Widget._meta.constraints = [other for other in Widget._meta.constraints if other != rule]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Widget, rule)


def test_no_overlap_is_set_up_and_taken_away(widgets):
    widgets.create(code="A", first=0, past=None)
    add(RULES[0])
    with refused():
        widgets.create(code="A", first=5, past=6)

    remove(RULES[0])

    widgets.create(code="A", first=5, past=6)
    assert widgets.count() == 2


def test_append_only_is_set_up_and_taken_away(widgets):
    row = widgets.create(code="A", first=0)
    add(RULES[1])
    with refused():
        row.delete()

    remove(RULES[1])

    row.delete()
    assert widgets.count() == 0


def test_rules_survive_when_a_table_is_rebuilt(widgets):
    for rule in RULES:
        add(rule)
    widgets.create(code="A", first=0, past=10)
    wider = models.CharField(max_length=50)
    wider.set_attributes_from_name("code")
    wider.model = Widget
    with connection.schema_editor() as editor:
        editor.alter_field(Widget, Widget._meta.get_field("code"), wider)

    with refused():
        widgets.create(code="A", first=5, past=6)
    with refused():
        widgets.all().delete()
    for rule in RULES:
        remove(rule)


# --- NoOverlap on SQLite looks at the neighbours alone ---------------------------------------------------------------

NUMBERS_OR_NONE = st.one_of(st.none(), st.integers(0, 9))
RANGES = st.tuples(st.sampled_from(["a", "b", None]), st.integers(0, 9), NUMBERS_OR_NONE)


def shares(one, other):
    (key, start, end), (other_key, other_start, other_end) = one, other
    return (
        key is not None and key == other_key and (end is None or other_start < end) and (other_end is None or start < other_end)
    )


@given(st.lists(st.tuples(RANGES, NUMBERS_OR_NONE), max_size=25))
def test_sqlite_refuses_what_the_plain_rule_refuses(changes):
    """Each change adds a row, or gives the row of that number other values; empty and inverted ranges are among them."""
    table = sqlite3.connect(":memory:")
    table.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, k TEXT, s INTEGER, e INTEGER)")
    rule = NoOverlap(name="rule", same=["k"], start="s", end="e")
    for event, when in rule._clashes(["k"], "s", "e").items():
        refuse = "BEGIN SELECT RAISE(ABORT, 'refused'); END"
        table.execute(f"CREATE TRIGGER {event}_ AFTER {event} ON t WHEN {when % {'table': 't'}} {refuse}")
    rows = {}
    for new, number in changes:
        me = number if number in rows else None
        clash = any(shares(new, other) for other_number, other in rows.items() if other_number != me) and rows.get(me) != new
        try:
            if me is None:
                me = table.execute("INSERT INTO t (k, s, e) VALUES (?, ?, ?)", new).lastrowid
            else:
                table.execute("UPDATE t SET k = ?, s = ?, e = ? WHERE id = ?", (*new, me))
        except sqlite3.IntegrityError:
            refused_now = True
        else:
            refused_now, rows[me] = False, new

        assert refused_now is clash
    table.close()
