"""The command, and the whole drill for a leaked key as docs/how-to/look-after-the-keys.md tells it."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from html import unescape

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from tests.factories.catalog import CertificateFactory
from tests.factories.core import UserFactory
from tests.factories.traceability import LotFactory, StampEventFactory, StampOrderFactory, StampRangeFactory, code_of
from traceability.domain.keys.key_leak import KeyLeak
from traceability.domain.keys.keyfile import read_key_file
from traceability.domain.orders import approve_order
from traceability.domain.stamps import activate_stamps
from traceability.enums import VerdictKind, VoidReason
from traceability.management.commands.void_key import Command
from traceability.models import StampEvent, StampRange

pytestmark = pytest.mark.django_db

# Half past eleven at night of the first in Hanoi is still the first, though in London it is half past four in the afternoon;
# half an hour after midnight in Hanoi is the second, and in London still the first.
LATE_ON_THE_FIRST = datetime(2026, 9, 1, 16, 30, tzinfo=UTC)
EARLY_ON_THE_SECOND = datetime(2026, 9, 1, 17, 30, tzinfo=UTC)


@pytest.fixture
def official():
    return UserFactory(username="can-bo")


def run(*words, name="void_key"):
    out, err = io.StringIO(), io.StringIO()
    call_command(name, *words, stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


def void(*words, letter="S", first="2026-09-01", last="2026-09-30", note="Máy chủ bị xâm nhập."):
    return run(letter, "--from", first, "--to", last, "--by", "can-bo", "--note", note, *words)


def issue(start, stop, *, at=LATE_ON_THE_FIRST, key_letter="S", **state):
    made = StampRangeFactory(start=start, stop=stop, key_letter=key_letter, **state)
    StampEventFactory(order=made.order, start=start, stop=stop, key_letter=key_letter, at=at)
    return made


def void_starts():
    return sorted(StampRange.objects.exclude(voided_at=None).values_list("start", flat=True))


# --- the command ----------------------------------------------------------------------------------------------------


def test_preview_says_how_many_and_changes_nothing(official):
    product = issue(0, 1_000).order.product
    issue(1_000, 3_000, order__product=product, activated=True)
    issue(3_000, 3_100, voided=True)

    said = void()

    assert "3,100 stamps were issued" in said
    assert "100 of them are void already" in said
    assert "3,000 would become void, 2,000 of them in use on 1 lots" in said
    assert "2 orders of 1 products" in said
    assert product.name in said
    for language in ("vi", "en"):
        with translation.override(language):
            assert f"[{language}] {VerdictKind.VOID.label}" in said
            assert str(VoidReason.KEY_LEAKED.label) in said
    assert "Nothing is changed" in said
    assert void_starts() == [3_000]
    assert StampEvent.objects.count() == 3


def test_days_are_those_of_the_province_and_both_count(official):
    issue(0, 10, at=LATE_ON_THE_FIRST)
    issue(10, 20, at=EARLY_ON_THE_SECOND)

    assert "10 stamps of key S are void now" in void("--yes", last="2026-09-01")
    assert void_starts() == [0]
    void("--yes", first="2026-09-02", last="2026-09-02")
    assert void_starts() == [0, 10]


def test_stamps_on_lots_can_be_left_alone(official):
    issue(0, 10)
    issue(10, 20, activated=True)

    assert "10 are on lots and are left alone" in void("--only-unused")
    void("--only-unused", "--yes")

    assert void_starts() == [0]


def test_voiding_under_the_key_that_still_issues_is_warned_of(official):
    issue(0, 10, key_letter="T")

    assert "WARNING: key T is still current" in void(letter="t")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"letter": "Z"}, "ever issued under a key Z"),
        ({"first": "2026-10-01"}, "--to 2026-09-30 comes before --from 2026-10-01"),
        ({"first": "1/9/2026"}, "'1/9/2026' is no day: write YYYY-MM-DD"),
        ({"first": "2026-12-01", "last": "2026-12-31"}, "nothing to void"),
        ({"note": "  "}, "--note must say"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(official, words, said):
    issue(0, 10)

    with pytest.raises(CommandError, match=said):
        void("--yes", **words)

    assert void_starts() == []


@pytest.mark.parametrize("active", [None, False])
def test_account_that_does_not_exist_or_may_not_act_is_refused(active):
    issue(0, 10)
    if active is not None:
        UserFactory(username="can-bo", is_active=active)

    with pytest.raises(CommandError, match="no active account named can-bo"):
        void("--yes")


def test_period_of_the_command_is_half_open_inside():
    issue(0, 10)
    leak = Command()._leak({"letter": "S", "first": datetime(2026, 9, 1), "last": datetime(2026, 9, 1), "only_unused": False})  # noqa: DTZ001

    assert leak == KeyLeak("S", datetime(2026, 8, 31, 17, tzinfo=UTC), datetime(2026, 9, 1, 17, tzinfo=UTC))


# --- the drill ------------------------------------------------------------------------------------------------------


@pytest.fixture
def restart(settings, tmp_path):
    """The site with its keys in a file; calling it does what a restart of the web processes does."""
    settings.STAMP_KEYS_FILE = tmp_path / "stamp-keys"
    settings.STAMP_KEYS, settings.STAMP_KEY_CURRENT = {}, ""

    def read_anew():
        ring = read_key_file(settings.STAMP_KEYS_FILE)
        settings.STAMP_KEYS, settings.STAMP_KEY_CURRENT = ring.secrets, ring.current.letter

    return read_anew


def issued_today(product, official, letter):
    """Let an order of ten stamps be approved, and its first five be put on a lot."""
    at = timezone.now()
    order = StampOrderFactory(product=product, quantity=10, ordered_at=at)
    stamps = approve_order(order=order, key_letter=letter, by=official, at=at)
    lot = LotFactory(product=product)
    first_half = type(stamps.interval)(letter, stamps.start, stamps.start + 5)
    activate_stamps(interval=first_half, lot=lot, by=official, at=at)
    return stamps


def scan(client, number, letter, language="vi"):
    response = client.get(f"/t/{code_of(number, letter)}", {"lang": language})
    return response.status_code, unescape(response.text)


def shows(page, kind, language):
    with translation.override(language):
        return str(kind.label) in page


def test_drill_for_a_leaked_key(client, settings, restart, official):
    product = CertificateFactory().product
    today = timezone.localdate().isoformat()
    run("new", name="stamp_keys")
    restart()
    old = issued_today(product, official, settings.STAMP_KEY_CURRENT)
    status, page = scan(client, old.start, "A")
    assert (status, shows(page, VerdictKind.FIRST_SCAN, "vi")) == (200, True)

    # 1. A new key; every process knows it before the first code is made under it. 2. It takes over. 3. The old one retires.
    run("new", name="stamp_keys")
    restart()
    run("rotate", "B", name="stamp_keys")
    restart()
    run("retire", "A", name="stamp_keys")
    assert settings.STAMP_KEY_CURRENT == "B"
    new = issued_today(product, official, settings.STAMP_KEY_CURRENT)

    # 4. The preview changes nothing.
    said = run("A", "--from", today, "--to", today, "--by", "can-bo", "--note", "Khóa bị lộ.")
    assert "10 would become void, 5 of them in use on 1 lots" in said
    assert shows(scan(client, old.start, "A")[1], VerdictKind.SCANNED_BEFORE, "vi")

    # 5. Voiding.
    run("A", "--from", today, "--to", today, "--by", "can-bo", "--note", "Khóa bị lộ.", "--yes")

    # 6. What consumers read, in both languages: on packages, on stamps in stock, and on what the thief makes.
    for number in (old.start, old.stop - 1):
        for language in ("vi", "en"):
            status, page = scan(client, number, "A", language)
            with translation.override(language):
                reason = str(VoidReason.KEY_LEAKED.label)
            assert status == 200
            assert shows(page, VerdictKind.VOID, language)
            assert reason in page
    assert scan(client, old.stop, "A")[0] == 404
    # 7. Stamps of the new key are as good as before.
    status, page = scan(client, new.start, "B")
    assert (status, shows(page, VerdictKind.FIRST_SCAN, "vi")) == (200, True)


def test_stamps_of_a_lost_key_look_forged_until_it_is_put_back(client, settings, restart, official):
    product = CertificateFactory().product
    run("new", name="stamp_keys")
    restart()
    old = issued_today(product, official, "A")
    copy = settings.STAMP_KEYS_FILE.read_bytes()
    code = code_of(old.start, "A")

    settings.STAMP_KEYS_FILE.unlink()
    settings.STAMP_KEYS = {}
    assert "key A" in run("new", name="stamp_keys")
    restart()
    assert client.get(f"/t/{code}").status_code == 404

    lines = copy.decode().splitlines()
    with settings.STAMP_KEYS_FILE.open("a") as file:
        file.write(lines[-1].replace("current", "verifying") + "\n")
    restart()
    assert client.get(f"/t/{code}").status_code == 200
    assert set(settings.STAMP_KEYS) == {"A", "B"}
