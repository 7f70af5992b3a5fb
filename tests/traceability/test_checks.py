from __future__ import annotations

from datetime import date

import pytest
from django.core.checks import Tags, run_checks

from tests.factories.traceability import StampRangeFactory
from traceability.checks import check_key_file_is_private, check_keys_of_issued_stamps
from traceability.domain.keys.keyfile import change_key_file
from traceability.models import StampSeries

pytestmark = pytest.mark.django_db


def ours(messages):
    return [message.id for message in messages if message.id.startswith("traceability.")]


@pytest.fixture
def key_file(settings, tmp_path):
    settings.STAMP_KEYS_FILE = tmp_path / "stamp-keys"
    tmp_path.chmod(0o700)
    change_key_file(settings.STAMP_KEYS_FILE, lambda ring: ring.add("T", b"t" * 32, on=date(2026, 11, 23)))
    return settings.STAMP_KEYS_FILE


def test_stamps_whose_key_is_missing_are_warned_of():
    StampSeries.objects.create(key_letter="T", next_number=10)
    StampSeries.objects.create(key_letter="X", next_number=10)
    StampRangeFactory(key_letter="Y")

    found = check_keys_of_issued_stamps(databases=["default"])

    assert [message.id for message in found] == ["traceability.W001"] * 2
    assert ["key X" in found[0].msg, "key Y" in found[1].msg] == [True, True]


def test_keys_are_held_against_the_database_only_when_it_may_be_asked():
    StampSeries.objects.create(key_letter="X", next_number=10)

    assert ours(run_checks(tags=[Tags.database], databases=["default"])) == ["traceability.W001"]
    assert ours(run_checks()) == []
    assert check_keys_of_issued_stamps() == []


def test_private_key_file_is_no_matter(key_file):
    assert ours(run_checks(tags=[Tags.security], include_deployment_checks=True)) == []
    assert check_key_file_is_private() == []


@pytest.mark.parametrize(("mode", "folder"), [(0o644, 0o700), (0o600, 0o777)])
def test_key_file_within_reach_of_others_is_warned_of(key_file, mode, folder):
    key_file.chmod(mode)
    key_file.parent.chmod(folder)

    assert ours(run_checks(tags=[Tags.security], include_deployment_checks=True)) == ["traceability.W002"]
    assert ours(run_checks()) == []


def test_keys_of_the_environment_and_a_file_to_come_are_no_matter(settings, tmp_path):
    settings.STAMP_KEYS_FILE = None
    assert check_key_file_is_private() == []

    settings.STAMP_KEYS_FILE = tmp_path / "stamp-keys"
    assert check_key_file_is_private() == []
