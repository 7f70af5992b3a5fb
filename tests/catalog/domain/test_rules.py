from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from catalog.domain.rules import NoRuleSet, ScoreOutOfRange, load_product_sets, rule_sets, rules_on
from catalog.enums import Authority, RevocationGround, Stars
from catalog.models import ProductSet

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "rule_set"),
    [
        (date(2018, 5, 7), "490-2018"),
        (date(2019, 8, 20), "490-2018"),
        (date(2019, 8, 21), "1048-2019"),
        (date(2023, 2, 23), "1048-2019"),
        (date(2023, 2, 24), "148-2023"),
        (date(2025, 7, 5), "148-2023"),
        (date(2025, 7, 6), "1489-2025"),
        (date(2026, 5, 21), "1489-2025"),
        (date(2026, 5, 22), "26-2026"),
        (date(2030, 1, 1), "26-2026"),
    ],
)
def test_rules_on_a_day(day, rule_set):
    assert rules_on(day).id == rule_set


def test_rules_before_the_programme_are_none():
    with pytest.raises(NoRuleSet):
        rules_on(date(2018, 5, 6))


# Decision 148/QĐ-TTg: district three, province four. Decision 1489/QĐ-TTg and 26/2026/QĐ-TTg: province three and four.
@pytest.mark.parametrize(
    ("day", "three", "four", "five"),
    [
        (date(2018, 6, 1), Authority.DISTRICT, Authority.PROVINCE, Authority.CENTRAL),
        (date(2020, 1, 1), Authority.PROVINCE, Authority.PROVINCE, Authority.CENTRAL),
        (date(2024, 1, 1), Authority.DISTRICT, Authority.PROVINCE, Authority.CENTRAL),
        (date(2025, 8, 1), Authority.PROVINCE, Authority.PROVINCE, Authority.CENTRAL),
        (date(2026, 6, 1), Authority.PROVINCE, Authority.PROVINCE, Authority.CENTRAL),
    ],
)
def test_who_recognises_which_star(day, three, four, five):
    assert rules_on(day).recognises == {3: three, 4: four, 5: five}


# Bands: 5 = 90 to 100; 4 = 70 to below 90; 3 = 50 to below 70; below that nothing is certified.
# Decision 26/2026/QĐ-TTg, articles 3 and 4.
@pytest.mark.parametrize("day", [date(2018, 6, 1), date(2020, 1, 1), date(2024, 1, 1), date(2025, 8, 1), TODAY])
@pytest.mark.parametrize(
    ("score", "stars"),
    [
        ("100", Stars.FIVE),
        ("90", Stars.FIVE),
        ("89.99", Stars.FOUR),
        ("70", Stars.FOUR),
        ("69.99", Stars.THREE),
        ("50", Stars.THREE),
        ("49.99", None),
        ("30", None),
        ("29.99", None),
        ("0", None),
    ],
)
def test_stars_for_score_table(day, score, stars):
    assert rules_on(day).stars_for_score(Decimal(score)) == stars


@pytest.mark.parametrize("score", ["-0.01", "100.01", "1000"])
def test_score_out_of_range_is_refused(score):
    with pytest.raises(ScoreOutOfRange):
        rules_on(TODAY).stars_for_score(Decimal(score))


def test_rule_sets_follow_one_another_without_gap_or_overlap():
    for earlier, later in zip(rule_sets(), rule_sets()[1:], strict=False):
        assert earlier.period.valid_to == later.period.valid_from
    assert rule_sets()[-1].period.valid_to is None


def test_every_rule_set_certifies_for_36_months_and_names_its_source():
    assert {rules.validity_months for rules in rule_sets()} == {36}
    assert all(rules.source and rules.title and rules.decision for rules in rule_sets())
    assert {rules.amends for rules in rule_sets()} == {"", "148-2023"}


# Decision 26/2026/QĐ-TTg, article 12.3 and article 6: filed 180 to 120 days before the end, extended 180 days at most.
def test_renewal_of_today():
    assert rules_on(TODAY).renewal == {
        "file_from_days": 180,
        "file_to_days": 120,
        "extension_max_days": 180,
        "result_max_days": 45,
    }
    assert rules_on(TODAY.replace(month=5, day=1)).renewal == {}


def test_grounds_of_revocation_are_the_six_of_the_law():
    assert len(RevocationGround) == 6


@pytest.mark.django_db
def test_load_product_sets_gives_the_26_of_today_in_their_order():
    load_product_sets()

    sets = ProductSet.objects.filter(taxonomy="26-2026").order_by("position")
    assert [row.number for row in sets] == [str(number) for number in range(1, 27)]
    assert list(ProductSet.objects.on(TODAY)) == list(sets)
    assert sets.get(number="9").name == "Tương, nước mắm, gia vị dạng lỏng khác"
    assert all(row.name_en and row.sector and row.slug for row in sets)


@pytest.mark.django_db
def test_older_groups_become_sets_of_today():
    load_product_sets()

    def becomes(taxonomy, number):
        return [int(row.number) for row in ProductSet.objects.get(taxonomy=taxonomy, number=number).becomes.order_by("position")]

    assert becomes("148-2023", "drinks") == [14, 15, 16, 17]
    assert becomes("490-2018", "d") == [22]
    assert becomes("1048-2019", "seafood-processed") == [8]
    assert becomes("1048-2019", "medical-devices") == []
    for old in ProductSet.objects.exclude(taxonomy="26-2026"):
        assert set(old.becomes.values_list("taxonomy", flat=True)) <= {"26-2026"}
        assert old.valid_to is not None


@pytest.mark.django_db
def test_groups_of_a_decision_cover_all_sets_of_today():
    load_product_sets()

    for taxonomy in ("148-2023", "1489-2025"):
        covered = ProductSet.objects.filter(came_from__taxonomy=taxonomy).distinct()
        assert covered.count() == 26


@pytest.mark.django_db
def test_load_product_sets_twice_changes_nothing():
    first = load_product_sets()
    before = list(ProductSet.objects.order_by("pk").values())

    assert load_product_sets() == first == ProductSet.objects.count()
    assert list(ProductSet.objects.order_by("pk").values()) == before
    assert first - 26 == ProductSet.objects.exclude(taxonomy="26-2026").count()


@pytest.mark.django_db
def test_command_says_how_many(capsys):
    call_command("load_rules")

    assert capsys.readouterr().out == f"{ProductSet.objects.count()} product sets.\n"
