"""What can be held against the container files without containers, and the production settings as a server meets them."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from ocop.settings.environment import VARIABLES

ROOT = Path(__file__).resolve().parents[1]
SITE_SERVICES = ("web", "worker", "printer", "feeder")
ALL_SERVICES = {*SITE_SERVICES, "postgres", "elasticsearch", "redis", "proxy"}
# Why a service may write to its root file system.
MAY_WRITE = {"elasticsearch": "writes its keystore and the settings of its virtual machine at its start"}
DOCKERFILES = ("Dockerfile", "docker/proxy.Dockerfile")
REQUIRED = [variable.name for variable in VARIABLES if variable.required]
REQUIRED_ALWAYS = [variable.name for variable in VARIABLES if variable.required and not variable.unless]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The compose file as Compose reads it, its anchors resolved."""
    content: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def production(monkeypatch_module: pytest.MonkeyPatch) -> ModuleType:
    """The script that makes secrets and runs the deployment checks."""
    monkeypatch_module.syspath_prepend(str(ROOT / "scripts"))
    specification = importlib.util.spec_from_file_location("production_script", ROOT / "scripts" / "production.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def monkeypatch_module() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def run_django(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a management command as a server would: nothing of our own environment but what a program needs to start."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SYSTEMROOT") if name in os.environ}
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *words],
        cwd=ROOT,
        env={**clean, "DJANGO_SETTINGS_MODULE": "ocop.settings.production", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


# --- the compose file -----------------------------------------------------------------------------------------------


def test_services_are_those_described(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == ALL_SERVICES


@pytest.mark.parametrize("service", SITE_SERVICES)
def test_site_gets_every_declared_variable_it_needs(compose: dict[str, Any], service: str) -> None:
    given = set(compose["services"][service]["environment"])
    # The image holds its static files where the default says.
    declared = {variable.name for variable in VARIABLES} - {"STATIC_ROOT"}

    assert given == declared


def test_required_variables_have_no_fallback(compose: dict[str, Any]) -> None:
    environment = compose["services"]["web"]["environment"]

    assert [name for name in REQUIRED_ALWAYS if not re.search(r"\$\{\w+:\?", environment[name])] == []
    # One of two ways is needed; Compose cannot say so, the settings do.
    assert {environment[name] for name in set(REQUIRED) - set(REQUIRED_ALWAYS)} == {"${STAMP_KEYS:-}", "${STAMP_KEY_CURRENT:-}"}


def test_no_secret_is_written_down(compose: dict[str, Any]) -> None:
    written = [
        f"{service}: {name}"
        for service, settings in compose["services"].items()
        for name, value in settings.get("environment", {}).items()
        if re.search(r"SECRET|PASSWORD|KEYS$", name) and not str(value).startswith("${")
    ]

    assert written == []


def test_env_file_gives_what_compose_asks_for(production: ModuleType) -> None:
    asked = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
    given = dict(re.findall(r"^(\w+)=(.+)$", production.env_file(), re.MULTILINE))

    assert set(given) == asked | {"STAMP_KEYS_FILE"}


def test_key_file_lies_in_a_volume(compose: dict[str, Any], production: ModuleType) -> None:
    named = re.search(r"^STAMP_KEYS_FILE=(.+)$", production.env_file(), re.MULTILINE)
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")

    assert named is not None
    folder = str(Path(named.group(1)).parent)
    assert [service for service in SITE_SERVICES if f"keys:{folder}" not in compose["services"][service]["volumes"]] == []
    assert re.search(rf"mkdir -p .*{folder}.* chown ocop:ocop .*{folder}.* chmod 700 {folder}", image)


def test_env_file_is_new_each_time(production: ModuleType) -> None:
    secret = re.compile(r"^(?:SECRET_KEY|\w+_PASSWORD)=(.+)$", re.MULTILINE)
    first, second = secret.findall(production.env_file()), secret.findall(production.env_file())

    assert len(first) == 4
    assert set(first) & set(second) == set()


@pytest.mark.parametrize("service", sorted(ALL_SERVICES))
def test_service_is_guarded(compose: dict[str, Any], service: str) -> None:
    settings = compose["services"][service]

    assert settings["healthcheck"]["test"]
    assert settings["cap_drop"] == ["ALL"]
    assert settings["security_opt"] == ["no-new-privileges:true"]
    assert settings["read_only"] is (service not in MAY_WRITE)
    assert str(settings["user"]).split(":")[0] not in {"", "0", "root"}
    assert {"privileged", "network_mode", "pid", "cap_add", "devices"} & set(settings) == set()
    assert settings["logging"]["options"]["max-size"]


@pytest.mark.parametrize("service", sorted(ALL_SERVICES))
def test_volumes_are_named_and_declared(compose: dict[str, Any], service: str) -> None:
    mounted = [volume.split(":")[0] for volume in compose["services"][service].get("volumes", [])]

    assert [name for name in mounted if name not in compose["volumes"]] == []


def test_only_the_proxy_opens_ports(compose: dict[str, Any]) -> None:
    assert [name for name, settings in compose["services"].items() if "ports" in settings] == ["proxy"]


def test_stores_are_not_reachable_from_outside(compose: dict[str, Any]) -> None:
    assert compose["networks"]["back"]["internal"] is True
    for service in ("postgres", "redis", "elasticsearch"):
        assert compose["services"][service]["networks"] == ["back"]


def test_images_are_pinned_to_a_version(compose: dict[str, Any]) -> None:
    images = {name: settings["image"] for name, settings in compose["services"].items() if "build" not in settings}

    assert [name for name, image in images.items() if not re.search(r":\d", image)] == []


def test_elasticsearch_waits_until_it_is_asked_for(compose: dict[str, Any]) -> None:
    waiting = {name for name, settings in compose["services"].items() if settings.get("profiles") == ["elasticsearch"]}

    assert waiting == {"elasticsearch", "feeder"}
    # Empty unless somebody says where it is: the database searches.
    assert compose["services"]["web"]["environment"]["ELASTICSEARCH_URL"] == "${ELASTICSEARCH_URL:-}"


# --- the images -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DOCKERFILES)
def test_image_runs_without_root(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    last_stage = max(number for number, line in enumerate(lines) if line.startswith("FROM "))
    users = [line.split()[1] for line in lines[last_stage:] if line.startswith("USER ")]

    assert users
    assert int(users[-1].split(":")[0]) > 0


@pytest.mark.parametrize("name", DOCKERFILES)
def test_image_user_is_that_of_the_compose_file(compose: dict[str, Any], name: str) -> None:
    user = re.findall(r"^USER (\S+)$", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)[-1]
    service = "web" if name == "Dockerfile" else "proxy"

    assert compose["services"][service]["user"] == user


def test_image_installs_the_pinned_uv() -> None:
    pinned = re.search(r'UV_VERSION = "([\d.]+)"', (ROOT / "scripts" / "sync.py").read_text(encoding="utf-8"))

    assert pinned is not None
    assert f"uv=={pinned.group(1)}" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_secrets_and_history_stay_out_of_the_image() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()

    assert {".env", ".git", "var", ".venv"} <= set(ignored)


def test_proxy_hides_documents_and_readiness() -> None:
    text = (ROOT / "docker" / "Caddyfile").read_text(encoding="utf-8")

    assert re.search(r"handle /media/\* \{\s+respond 404", text)
    assert re.search(r"handle /readyz \{\s+respond 404", text)
    assert re.search(r"handle /metrics \{\s+respond 404", text)
    assert "/media/documents" not in text


# --- the production settings ----------------------------------------------------------------------------------------


def test_production_names_everything_missing_at_once() -> None:
    result = run_django("check")

    assert result.returncode != 0
    assert [name for name in REQUIRED if name not in result.stderr] == []


def test_production_names_the_one_that_is_missing(production: ModuleType) -> None:
    environment = production.throw_away_environment()
    del environment["PUBLIC_URL"]

    result = run_django("check", **environment)

    assert result.returncode != 0
    assert "missing: PUBLIC_URL." in result.stderr


def test_production_never_prints_a_bad_key(production: ModuleType) -> None:
    environment = {**production.throw_away_environment(), "STAMP_KEYS": "A:abcdef0123"}

    result = run_django("check", **environment)

    assert result.returncode != 0
    assert "entry 1" in result.stderr
    assert "ImproperlyConfigured: STAMP_KEYS" in result.stderr
    assert "abcdef0123" not in result.stderr


def test_deployment_checks_find_nothing(production: ModuleType) -> None:
    result = run_django("check", "--deploy", "--fail-level", "WARNING", **production.throw_away_environment())

    assert result.returncode == 0, result.stderr
