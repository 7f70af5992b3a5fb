"""What the script that starts Elasticsearch decides before it starts anything."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEBIAN_JAVA = """\
Property settings:
    file.encoding = UTF-8
    java.class.path = 
    java.home = /usr/lib/jvm/java-17-openjdk-amd64
    java.specification.version = 17
    java.version = 17.0.15

openjdk version "17.0.15" 2025-04-15
"""  # noqa: W291  Java writes the space


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    """The script; the folder of the scripts leaves the path again at once."""
    specification = importlib.util.spec_from_file_location("cluster_script", ROOT / "scripts" / "cluster.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, specification.name, module)  # Dataclasses look their module up there.
        with pytest.MonkeyPatch.context() as path:
            path.syspath_prepend(str(ROOT / "scripts"))
            specification.loader.exec_module(module)
        yield module


@pytest.fixture
def nodes(script: ModuleType, tmp_path: Path) -> list:
    return [script.Node(f"n{i}", tmp_path / f"n{i}", 9200 + i, 9300 + i) for i in (1, 2, 3)]


def settings_of(command: list[str]) -> dict[str, str]:
    """Give the settings of a command line, every second word of which is -E."""
    assert set(command[1::2]) == {"-E"}
    return dict(word.split("=", 1) for word in command[2::2])


# --- the archive ----------------------------------------------------------------------------------------------------


def test_right_checksum_is_accepted(script: ModuleType, tmp_path: Path) -> None:
    file = tmp_path / "server.zip"
    file.write_bytes(b"server")

    script.check(file, hashlib.sha256(b"server").hexdigest())

    assert file.exists()


def test_wrong_checksum_is_refused_and_the_file_removed(script: ModuleType, tmp_path: Path) -> None:
    file = tmp_path / "server.zip"
    file.write_bytes(b"another")

    with pytest.raises(script.Unavailable, match=r"server\.zip has the wrong checksum"):
        script.check(file)

    assert not file.exists()


def test_archive_of_an_earlier_run_is_checked_again(script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "DOWNLOADS", tmp_path)
    (tmp_path / f"elasticsearch-{script.VERSION}.zip").write_bytes(b"cut off")

    with pytest.raises(script.Unavailable, match="wrong checksum"):
        script.fetch(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_archive_survives_the_installation_of_uv(script: ModuleType) -> None:
    assert ROOT / ".tools" not in script.DOWNLOADS.parents


def test_what_fetches_is_named_when_it_is_missing(script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(script.Unavailable, match="no mvn"):
        script.need_maven()


# --- Java -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.8", 8), ("11", 11), ("17", 17), ("25", 25)],
)
def test_java_version_is_read(script: ModuleType, version: str, expected: int) -> None:
    text = DEBIAN_JAVA.replace("specification.version = 17", f"specification.version = {version}")

    assert script.java_settings(text) == (Path("/usr/lib/jvm/java-17-openjdk-amd64"), expected)


@pytest.mark.parametrize(
    "text",
    ["", "The operation couldn't be completed. Unable to locate a Java Runtime.", DEBIAN_JAVA.replace(" = 17", " = new")],
)
def test_what_is_no_java_has_no_version(script: ModuleType, text: str) -> None:
    assert script.java_settings(text) is None


def false_java(folder: Path, version: str) -> Path:
    """Make a Java that says its version and nothing else."""
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho '  java.home = {folder}' >&2\necho '  java.specification.version = {version}' >&2\n")
    program.chmod(0o755)
    return program


def test_chosen_java_comes_before_the_one_on_the_path(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen, other = false_java(tmp_path / "chosen", "21"), false_java(tmp_path / "other", "17")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "chosen"))
    monkeypatch.setenv("PATH", f"{other.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(script, "can_enter", lambda folder: True)

    assert script.java_programs()[:2] == [str(chosen), "java"]
    assert script.find_java() == tmp_path / "chosen"


def test_old_java_is_passed_over(script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    false_java(tmp_path / "old", "11")
    new = false_java(tmp_path / "new", "17")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "old"))
    monkeypatch.setenv("PATH", f"{new.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(script, "can_enter", lambda folder: True)

    assert script.find_java() == tmp_path / "new"


def test_missing_java_is_named(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "find_java", lambda: None)
    monkeypatch.setattr(script, "may_install", lambda: False)

    with pytest.raises(script.Unavailable, match="no Java 17 or later"):
        script.need_java()


# --- the command line of a node -------------------------------------------------------------------------------------


def test_single_node_looks_for_no_other(script: ModuleType, nodes: list) -> None:
    command = script.node_command(Path("home"), nodes[0], nodes[:1])

    assert command[0] == str(Path("home", "bin", "elasticsearch"))
    assert settings_of(command) == {
        "cluster.name": "ocop",
        "node.name": "n1",
        "path.data": str(nodes[0].folder / "data"),
        "path.logs": str(nodes[0].folder / "logs"),
        "network.host": "127.0.0.1",
        "http.port": "9201",
        "transport.port": "9301",
        "xpack.security.enabled": "false",
        "cluster.routing.allocation.disk.threshold_enabled": "false",
        "discovery.initial_state_timeout": "0s",
        "discovery.type": "single-node",
    }


def test_nodes_of_a_cluster_know_one_another(script: ModuleType, nodes: list) -> None:
    settings = [settings_of(script.node_command(Path("home"), node, nodes)) for node in nodes]

    assert {each["discovery.seed_hosts"] for each in settings} == {"127.0.0.1:9301,127.0.0.1:9302,127.0.0.1:9303"}
    assert {each["cluster.initial_master_nodes"] for each in settings} == {"n1,n2,n3"}
    assert [each for each in settings if "discovery.type" in each] == []


def test_nodes_of_a_cluster_share_no_folder_and_no_port(script: ModuleType, nodes: list) -> None:
    settings = [settings_of(script.node_command(Path("home"), node, nodes)) for node in nodes]

    for name in ("node.name", "path.data", "path.logs", "http.port", "transport.port"):
        assert len({each[name] for each in settings}) == 3, name


# --- what is said when it fails -------------------------------------------------------------------------------------


def test_last_words_leave_the_stack_of_calls_out(script: ModuleType) -> None:
    log = (
        "starting\nfatal exception\njava.lang.IllegalStateException: no\n\tat org.elasticsearch.A.b(A.java:1)\n\n\t... 11 more\n"
    )

    assert script.last_words(log) == "starting / fatal exception / java.lang.IllegalStateException: no"


def test_empty_log_is_said_to_be_empty(script: ModuleType) -> None:
    assert script.last_words("\n") == "it said nothing"


def test_silent_port_has_no_health(script: ModuleType) -> None:
    assert script.health(script.free_port()) == {}


# --- what all servers share -----------------------------------------------------------------------------------------


def test_free_ports_are_different(script: ModuleType) -> None:
    assert len(set(script.free_ports(6))) == 6


def test_folder_below_a_closed_one_cannot_be_entered(script: ModuleType, tmp_path: Path) -> None:
    inner = tmp_path / "closed" / "open"
    inner.mkdir(parents=True)
    inner.chmod(0o755)
    inner.parent.chmod(0o700)

    assert not script.can_enter(inner)
    assert script.can_enter(Path("/"))
