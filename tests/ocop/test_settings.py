"""The production settings as a server meets them: in a process of its own, with an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from ocop.settings import environment
from ocop.settings.environment import VARIABLES
from ocop.settings.keys import is_being_made, stamp_keys

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = [variable.name for variable in VARIABLES if variable.required]
COMPLETE = {
    "SECRET_KEY": "s" * 60,
    "STAMP_KEYS": f"A:{'0a' * 32},B:{'0b' * 32}",
    "STAMP_KEY_CURRENT": "B",
    "DATABASE_URL": "postgres://ocop:secret@db.example/ocop",
    "PUBLIC_URL": "https://ocop.example",
    "ALLOWED_HOSTS": "ocop.example, www.ocop.example",
}
SHOWN = [
    *("DEBUG", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS"),
    *("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE"),
    *("CSRF_COOKIE_SAMESITE", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "ALLOWED_HOSTS"),
    *("CSRF_TRUSTED_ORIGINS", "SECOND_FACTOR_REQUIRED", "STAMP_KEY_CURRENT", "SECURE_CONTENT_TYPE_NOSNIFF"),
    *("SECURE_PROXY_SSL_HEADER", "SECURE_REDIRECT_EXEMPT", "TRUSTED_PROXIES"),
]


def start(**environment_: str) -> subprocess.CompletedProcess[str]:
    code = f"import json; from ocop.settings import production as p; print(json.dumps({{n: getattr(p, n) for n in {SHOWN!r}}}))"
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**clean, "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]), **environment_},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_production_without_anything_names_all_that_is_missing():
    started = start()

    assert started.returncode != 0
    assert ", ".join(REQUIRED) in started.stderr
    assert set(COMPLETE) == set(REQUIRED)


@pytest.mark.parametrize("name", REQUIRED)
def test_production_without_one_names_that_one_and_no_secret(name):
    started = start(**{key: value for key, value in COMPLETE.items() if key != name})

    assert started.returncode != 0
    assert f"are missing: {name}." in started.stderr
    assert "0a" * 32 not in started.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("STAMP_KEY_CURRENT", "C", "STAMP_KEY_CURRENT must be the letter of one of STAMP_KEYS"),
        ("STAMP_KEYS", "A:abc", "entry 1 must be one letter"),
        ("STAMP_KEYS", f"A:{'0a' * 32},BB:{'0b' * 32}", "entry 2 must be one letter"),
        ("TRUSTED_PROXIES", "two", "TRUSTED_PROXIES must be a whole number"),
    ],
)
def test_production_with_a_wrong_value_says_what_is_wrong(name, value, said):
    started = start(**{**COMPLETE, name: value})

    assert started.returncode != 0
    assert said in started.stderr
    assert "0a" * 32 not in started.stderr


def test_production_is_secure():
    started = start(**COMPLETE)

    assert started.returncode == 0, started.stderr
    settings = json.loads(started.stdout)
    assert settings.pop("SECURE_REDIRECT_EXEMPT") == ["^healthz$", "^readyz$", "^metrics$"]
    assert settings == {
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "ALLOWED_HOSTS": ["ocop.example", "www.ocop.example"],
        "CSRF_TRUSTED_ORIGINS": ["https://ocop.example"],
        "SECOND_FACTOR_REQUIRED": True,
        "STAMP_KEY_CURRENT": "B",
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "TRUSTED_PROXIES": 0,
    }


# --- keys in a file -------------------------------------------------------------------------------------------------

WITHOUT_KEYS = {name: value for name, value in COMPLETE.items() if not name.startswith("STAMP_KEY")}
TWO_KEYS = f"A {'0a' * 32} verifying 2025-01-01\nB {'0b' * 32} current 2026-01-01\n"


@pytest.fixture
def key_file(tmp_path):
    file = tmp_path / "stamp-keys"
    file.write_text(TWO_KEYS)
    file.chmod(0o600)
    return file


@pytest.mark.parametrize("more", [{}, {"STAMP_KEYS": f"Z:{'0c' * 32}", "STAMP_KEY_CURRENT": "Z"}])
def test_production_takes_its_keys_from_the_file(key_file, more):
    started = start(**WITHOUT_KEYS, **more, STAMP_KEYS_FILE=str(key_file))

    assert started.returncode == 0, started.stderr
    assert json.loads(started.stdout)["STAMP_KEY_CURRENT"] == "B"


def test_production_says_that_a_file_would_do():
    assert "STAMP_KEYS_FILE can stand in for STAMP_KEYS" in start(**WITHOUT_KEYS).stderr


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda file: file.chmod(0o644), "Run: chmod 600"),
        (lambda file: file.unlink(), "does not exist"),
        (lambda file: file.write_text(TWO_KEYS.replace("current", "verifying")), "Exactly one key must be current"),
        (lambda file: file.write_text(TWO_KEYS.replace("B ", "")), "Line 2"),
    ],
)
def test_production_with_a_bad_key_file_says_what_is_wrong_and_no_key(key_file, spoil, said):
    spoil(key_file)

    started = start(**COMPLETE, STAMP_KEYS_FILE=str(key_file))

    assert started.returncode != 0
    assert "ImproperlyConfigured: STAMP_KEYS_FILE: " in started.stderr
    assert said in started.stderr
    assert str(key_file) in started.stderr
    assert "0b0b" not in started.stderr


@pytest.mark.parametrize(("words", "starts"), [(["manage.py", "stamp_keys", "new"], True), (["manage.py", "migrate"], False)])
def test_only_the_command_that_makes_the_file_starts_without_it(monkeypatch, tmp_path, words, starts):
    file = tmp_path / "stamp-keys"
    monkeypatch.setattr(sys, "argv", words)
    monkeypatch.delenv("STAMP_KEYS", raising=False)
    monkeypatch.delenv("STAMP_KEY_CURRENT", raising=False)

    assert is_being_made(file) is starts
    if starts:
        assert stamp_keys(file) == ({}, "")
    else:
        with pytest.raises(ImproperlyConfigured):
            stamp_keys(file)


def test_required_variables_have_no_secret_default():
    secrets = {
        variable.name: variable.default
        for variable in VARIABLES
        if variable.name in ("SECRET_KEY", "STAMP_KEYS", "STAMP_KEY_CURRENT")
    }

    assert secrets == dict.fromkeys(("SECRET_KEY", "STAMP_KEYS", "STAMP_KEY_CURRENT"))


def test_undeclared_variable_is_an_error():
    with pytest.raises(KeyError):
        environment.read("NO_SUCH_VARIABLE")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (f"A:{'00' * 32}", {"A": b"\x00" * 32}),
        (f"a:{'00' * 32}, B:{'FF' * 32}", {"A": b"\x00" * 32, "B": b"\xff" * 32}),
        ("", {}),
    ],
)
def test_stamp_keys_are_read(monkeypatch, text, keys):
    monkeypatch.setenv("STAMP_KEYS", text)

    assert environment.read_stamp_keys("STAMP_KEYS") == keys


@pytest.mark.parametrize("text", ["A", "A:", ":00", f"AB:{'00' * 32}", f"A:{'00' * 31}", f"A:{'zz' * 32}"])
def test_stamp_keys_of_other_form_are_refused_without_their_content(monkeypatch, text):
    monkeypatch.setenv("STAMP_KEYS", f"K:{'12' * 32},{text}")

    with pytest.raises(ImproperlyConfigured) as said:
        environment.read_stamp_keys("STAMP_KEYS")

    assert "entry 2" in str(said.value)
    assert "12" * 32 not in str(said.value)


def test_numbers_and_lists_are_read(monkeypatch):
    monkeypatch.setenv("TRUSTED_PROXIES", "2")
    monkeypatch.setenv("ALLOWED_HOSTS", " a.example,, b.example ")

    assert environment.read_int("TRUSTED_PROXIES") == 2
    assert environment.read_list("ALLOWED_HOSTS") == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("", []),
        ("http://127.0.0.1:9200", ["http://127.0.0.1:9200"]),
        ("http://es1, https://es2.example/search/", ["http://es1:9200", "https://es2.example:443/search"]),
        ("http://site:s%40cret@es1:9201", ["http://site:s%40cret@es1:9201"]),
        ("http://[::1]:9200,http://[::1]", ["http://[::1]:9200", "http://[::1]:9200"]),
    ],
)
def test_addresses_are_read(monkeypatch, text, addresses):
    monkeypatch.setenv("ELASTICSEARCH_URL", text)

    assert environment.read_addresses("ELASTICSEARCH_URL") == addresses


@pytest.mark.parametrize(
    "text", ["es1:9200", "//es1", "ftp://site:secret@es1", "http://", "http://site:secret@:9200", "http://es1:port"]
)
def test_addresses_of_other_form_are_refused_without_their_content(monkeypatch, text):
    monkeypatch.setenv("ELASTICSEARCH_URL", f"http://site:secret@es0,{text}")

    with pytest.raises(ImproperlyConfigured) as said:
        environment.read_addresses("ELASTICSEARCH_URL")

    assert str(said.value) == "ELASTICSEARCH_URL: entry 2 must be http:// or https:// and a host"


@pytest.mark.parametrize(("text", "replicas"), [("", None), ("auto", None), ("0", 0), ("2", 2)])
def test_replicas_are_a_number_or_left_to_the_cluster(monkeypatch, text, replicas):
    monkeypatch.setenv("ELASTICSEARCH_REPLICAS", text)

    assert environment.read_replicas("ELASTICSEARCH_REPLICAS") == replicas


def test_no_authority_is_none(monkeypatch):
    monkeypatch.setenv("ELASTICSEARCH_CA", "")

    assert environment.read_authority("ELASTICSEARCH_CA") is None


@pytest.mark.parametrize("content", [None, "", "-----BEGIN CERTIFICATE-----\nnothing\n-----END CERTIFICATE-----\n"])
def test_file_without_an_authority_is_refused_at_the_start(monkeypatch, tmp_path, content):
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content)
    monkeypatch.setenv("ELASTICSEARCH_CA", str(path))

    with pytest.raises(ImproperlyConfigured, match="ELASTICSEARCH_CA must name a file with a certificate"):
        environment.read_authority("ELASTICSEARCH_CA")
