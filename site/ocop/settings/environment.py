"""Every variable that the site reads from its environment, declared once.

`docs/settings.md` and `docker-compose.yml` are held against this list by a test.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Variable:
    """One variable: its type word, its default outside production, and whether production must be given it.

    `default` is the text that would stand in the environment; None means "not set". A required variable may be left out when the
    one that `unless` names is given.
    """

    name: str
    type: str
    default: str | None
    help: str
    required: bool = False
    unless: str = ""


VARIABLES: tuple[Variable, ...] = (
    Variable("SECRET_KEY", "text", None, "Django's signing key, 50 random characters or more.", required=True),
    Variable(
        "STAMP_KEYS_FILE",
        "file",
        None,
        "File with the keys of the stamps, made by `manage.py stamp_keys`. It replaces the two variables that follow.",
    ),
    Variable(
        "STAMP_KEYS",
        "stamp keys",
        None,
        "Keys of the stamps, `letter:hex` with 32 bytes each, joined by commas.",
        required=True,
        unless="STAMP_KEYS_FILE",
    ),
    Variable(
        "STAMP_KEY_CURRENT",
        "text",
        None,
        "The letter of the key that new stamps are issued under.",
        required=True,
        unless="STAMP_KEYS_FILE",
    ),
    Variable(
        "DATABASE_URL",
        "url",
        "sqlite:///var/demo.sqlite3",
        "Database, for example `postgres://user:password@host/name`.",
        required=True,
    ),
    Variable(
        "PUBLIC_URL",
        "url",
        "http://127.0.0.1:8000",
        "Scheme and host that are printed in stamps. It outlives the site: choose it once.",
        required=True,
    ),
    Variable(
        "ALLOWED_HOSTS", "list", "127.0.0.1,localhost", "Host names that the site answers to, joined by commas.", required=True
    ),
    Variable("REDIS_URL", "url", None, "Cache shared by several web processes. Without it each process has its own."),
    Variable(
        "ELASTICSEARCH_URL",
        "addresses",
        None,
        "Search in this Elasticsearch cluster: one address, or one of each node. Without it the database searches.",
    ),
    Variable("ELASTICSEARCH_API_KEY", "text", None, "The site's key to the cluster; or user and password stand in each address."),
    Variable(
        "ELASTICSEARCH_CA",
        "file",
        None,
        "Certificate of the authority that the cluster's own are signed by (PEM), where no public one signs them.",
    ),
    Variable("ELASTICSEARCH_INDEX", "text", "ocop", "What the names of the site's indexes begin with."),
    Variable("ELASTICSEARCH_SHARDS", "number", "1", "Into how many shards a new index is divided; one holds any register."),
    Variable(
        "ELASTICSEARCH_REPLICAS",
        "auto | number",
        "auto",
        "How many more copies of each shard there are; `auto` keeps one as soon as there are two nodes.",
    ),
    Variable("MEDIA_ROOT", "path", "var/media", "Folder of uploaded files."),
    Variable("PRIVATE_ROOT", "path", "var/private", "Folder of files for signed-in people only: print files of stamps."),
    Variable("STATIC_ROOT", "path", "var/static", "Folder that `collectstatic` fills."),
    Variable("S3_BUCKET", "text", None, "Keep uploads in this S3 bucket instead of MEDIA_ROOT (needs the extra `s3`)."),
    Variable("S3_ENDPOINT_URL", "url", None, "Address of an S3 service other than Amazon's."),
    Variable("EMAIL_URL", "url", "consolemail://", "Outgoing mail, for example `smtp+tls://user:password@host:587`."),
    Variable("DEFAULT_FROM_EMAIL", "text", "ocop@localhost", "Sender of the site's mail."),
    Variable("TASKS_BACKEND", "immediate | database", "immediate", "`database` leaves background work to `manage.py db_worker`."),
    Variable(
        "SECOND_FACTOR", "optional | required", "optional", "Whether officials and editors must sign in with a second factor."
    ),
    Variable("HSTS_SECONDS", "number", "31536000", "How long browsers remember to use TLS only; production."),
    Variable(
        "TRUSTED_PROXIES",
        "number",
        "0",
        "How many proxies of ours stand before the site; decides which address is the visitor's.",
    ),
    Variable("UPLOAD_MAX_MB", "number", "10", "Largest picture that may be uploaded, in megabytes."),
    Variable("LOG_LEVEL", "text", "INFO", "Least severe log line that is written."),
)

STAMP_KEY_BYTES = 32

_BY_NAME = {variable.name: variable for variable in VARIABLES}
_env = environ.Env()


def read(name: str, *, or_default: bool = True) -> str | None:
    """Give the text of a declared variable, or its default.

    Raises: KeyError: the variable is not declared above.
    """
    variable = _BY_NAME[name]
    value: str = _env.str(name, default="")
    return value or (variable.default if or_default else None)


def read_int(name: str) -> int:
    """Give a declared variable as a whole number."""
    value = read(name)
    try:
        return int(value or 0)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}") from None


def read_list(name: str) -> list[str]:
    """Give a declared variable as a list; commas separate, spaces do not count."""
    return [item.strip() for item in (read(name) or "").split(",") if item.strip()]


def read_addresses(name: str) -> list[str]:
    """Give a declared variable as addresses of servers, each with scheme, host and port: 9200 for http, 443 for https.

    Raises: ImproperlyConfigured: naming the entry that is none, never its content: it may hold a password.
    """
    addresses = [_address(item) for item in read_list(name)]
    if "" in addresses:
        raise ImproperlyConfigured(f"{name}: entry {addresses.index('') + 1} must be http:// or https:// and a host")
    return addresses


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
        port = parts.port or {"http": 9200, "https": 443}.get(parts.scheme)
    except ValueError:
        return ""
    if port is None or not parts.hostname:
        return ""
    place = parts.netloc if parts.port else f"{parts.netloc.removesuffix(':')}:{port}"
    return f"{parts.scheme}://{place}{parts.path.rstrip('/')}"


def read_authority(name: str) -> str | None:
    """Give a declared variable as the path of a file with certificates of an authority; None when it is not set.

    Raises: ImproperlyConfigured: there is no such file, or it holds no certificate.
    """
    path = read(name)
    if path:
        try:
            ssl.create_default_context(cafile=path)
        except (OSError, ValueError) as error:
            raise ImproperlyConfigured(f"{name} must name a file with a certificate (PEM): {error}") from None
    return path


def read_replicas(name: str) -> int | None:
    """Give a declared variable as a number of copies; None is "auto"."""
    return None if read(name) == "auto" else read_int(name)


def read_database(name: str) -> dict[str, Any]:
    """Give a declared variable as a Django database setting."""
    return environ.Env.db_url_config(read(name))


def read_email(name: str) -> dict[str, Any]:
    """Give a declared variable as Django's EMAIL_ settings."""
    return environ.Env.email_url_config(read(name))


def read_stamp_keys(name: str) -> dict[str, bytes]:
    """Give the stamp keys by letter.

    Shape: `{"A": 32 bytes, ...}`, from `A:hex,B:hex`.
    Raises: ImproperlyConfigured: naming the entry that cannot be read, never its content.
    """
    keys: dict[str, bytes] = {}
    for position, item in enumerate(read_list(name), start=1):
        letter, _, text = item.partition(":")
        try:
            key = bytes.fromhex(text)
        except ValueError:
            key = b""
        if len(letter) != 1 or len(key) != STAMP_KEY_BYTES:
            raise ImproperlyConfigured(f"{name}: entry {position} must be one letter, a colon and 64 hexadecimal digits")
        keys[letter.upper()] = key
    return keys


def missing_in_production() -> list[str]:
    """Name every variable that production needs and does not have."""
    return [
        variable.name
        for variable in VARIABLES
        if variable.required and not read(variable.name, or_default=False) and not (variable.unless and read(variable.unless))
    ]
