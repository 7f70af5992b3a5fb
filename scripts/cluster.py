"""Start an Elasticsearch of our own, run a command against it, remove it.

    python scripts/cluster.py [--nodes 3] -- COMMAND...   a throw-away cluster, gone afterwards
    python scripts/cluster.py --keep                      one node for development under var/, until Ctrl-C; its data stays

The command finds the nodes in ELASTICSEARCH_URL, and in OCOP_TEST_ELASTICSEARCH_PIDS the process group of each, for tests
that take a node away. All listen on loopback, without passwords: whoever is on this machine may come in.

The server is the one that Elastic runs its own integration tests on; Maven Central has it. It lacks synonyms, scripts and
reindexing, so that an index which it accepts runs on every distribution. No checksum is published: ours is below.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from paths import VAR
from servers import (
    Unavailable,
    apt_install,
    can_enter,
    die_with_us,
    free_port,
    free_ports,
    give_away,
    may_install,
    port_is_free,
    run_command,
    server_user,
    signals_as_interrupt,
    stop_groups,
    temporary_folder,
    undisturbed,
    wait_for_interrupt,
)

VERSION = "8.19.8"
SHA256 = "8d943e94cef02cbceb6e39cd00175bb04e5f882fa32783a473880b8691a54376"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
MAVEN_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
# Not below .tools/: sync.py empties that folder when it installs uv.
DOWNLOADS = VAR / "downloads"
FETCH_SECONDS = 900

OLDEST_JAVA = 17
# Debian 13 and later have no Java 17; what the second name stands for is newer.
JAVA_PACKAGES = ("openjdk-17-jre-headless", "default-jre-headless")
# Below the root: Debian and Red Hat, Homebrew on either processor.
JAVA_FOLDERS = ("usr/lib/jvm/*/bin", "opt/homebrew/opt/openjdk*/bin", "usr/local/opt/openjdk*/bin")

START_SECONDS = 120
# Below the server's home, where the starter works.
STARTER_TMP = "tmp"
DEVELOPMENT_PORT = 9200
LAST_LINES = 4
# Tests start and end a cluster more than they use it: the quick compiler alone is ready sooner.
QUICK_JVM = "-Xms512m -Xmx512m -XX:TieredStopAtLevel=1"
DEVELOPMENT_JVM = "-Xms512m -Xmx512m"


# --- what it needs --------------------------------------------------------------------------------------------------


def java_settings(text: str) -> tuple[Path, int] | None:
    """Read the home and the major version from what `java -XshowSettings:properties -version` says; None from anything else."""
    words = (line.strip().partition(" = ") for line in text.splitlines())
    found = {name: value for name, _sign, value in words}
    version = found.get("java.specification.version", "").removeprefix("1.")  # Java 8 calls itself 1.8.
    if not version.isdigit() or "java.home" not in found:
        return None
    return Path(found["java.home"]), int(version)


def java_programs() -> list[str]:
    """Give the programs that may be a Java: the chosen one first, then the one on the PATH, then those that lie about."""
    chosen = [os.path.join(os.environ["JAVA_HOME"], "bin", "java")] if os.environ.get("JAVA_HOME") else []  # noqa: PTH118
    folders = (folder for pattern in JAVA_FOLDERS for folder in sorted(Path("/").glob(pattern)))
    every = [*chosen, "java", *(str(folder / "java") for folder in folders)]
    return [program for program in every if shutil.which(program)]


def find_java() -> Path | None:
    """Give the home of the first Java that is new enough, and that the user whom we start the server as can reach."""
    for program in java_programs():
        answer = subprocess.run(
            [program, "-XshowSettings:properties", "-version"], capture_output=True, text=True, check=False, errors="replace"
        )
        settings = java_settings(answer.stderr)
        if settings and settings[1] >= OLDEST_JAVA and (os.geteuid() != 0 or can_enter(settings[0])):
            return settings[0]
    return None


def need_java() -> Path:
    """Give the home of a Java; as root on Debian, install one when there is none.

    Raises: Unavailable.
    """
    home = find_java()
    for package in JAVA_PACKAGES if home is None and may_install() else ():
        print(f"No Java {OLDEST_JAVA} found: installing {package} ...", flush=True)
        apt_install(package)
        home = find_java()
        if home is not None:
            break
    if home is None:
        raise Unavailable(f"no Java {OLDEST_JAVA} or later; install one, on Debian with: sudo apt-get install {JAVA_PACKAGES[0]}")
    return home


def need_maven() -> str:
    """Give the program that fetches; as root on Debian, install it when there is none.

    Raises: Unavailable.
    """
    if not shutil.which("mvn") and may_install():
        print("No Maven found: installing it ...", flush=True)
        apt_install("maven")
    maven = shutil.which("mvn")
    if maven is None:
        raise Unavailable("no mvn to fetch it with; install it, on Debian with: sudo apt-get install maven")
    return maven


def check(file: Path, wanted: str = SHA256) -> None:
    """Compare a file with its checksum.

    Raises: Unavailable: it is another file. It is removed, so that the next run fetches it anew.
    """
    with file.open("rb") as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
    if found != wanted:
        file.unlink()
        raise Unavailable(f"{file.name} has the wrong checksum ({found}); it was removed, the next run fetches it anew")


def fetch(java: Path) -> Path:
    """Give the archive of the server, from an earlier run or from Maven.

    Raises: Unavailable.
    """
    archive = DOWNLOADS / f"elasticsearch-{VERSION}.zip"
    if not archive.exists():
        maven = need_maven()
        print(f"Fetching Elasticsearch {VERSION}, about 95 MB ...", flush=True)
        DOWNLOADS.mkdir(parents=True, exist_ok=True)
        # Put in its place when it is whole: two runs may fetch at once, and either may be broken off.
        with tempfile.TemporaryDirectory(dir=DOWNLOADS) as folder:
            _run_maven([maven, "-q", "-B", MAVEN_GOAL, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"], folder, java)
            check(Path(folder) / archive.name)
            (Path(folder) / archive.name).replace(archive)
    check(archive)
    return archive


def _run_maven(command: list[str], folder: str, java: Path) -> None:
    environment = {**os.environ, "JAVA_HOME": str(java)}
    try:
        answer = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=FETCH_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise Unavailable(f"Maven has not fetched it within {FETCH_SECONDS} seconds") from None
    if answer.returncode or not any(Path(folder).glob("*.zip")):
        raise Unavailable("Maven could not fetch it: " + last_words(answer.stdout))


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack the server into a folder and give its home."""
    with zipfile.ZipFile(archive) as content:
        content.extractall(folder)
    home = folder / f"elasticsearch-{VERSION}"
    (home / STARTER_TMP).mkdir()
    for program in (home / "bin").iterdir():
        program.chmod(0o755)  # Python's zipfile forgets what is a program.
    return home


# --- one node -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Node:
    """One node: where it keeps what is its own, and where it listens."""

    name: str
    folder: Path
    http_port: int
    transport_port: int

    @property
    def log(self) -> Path:
        """What it says until it ends."""
        return self.folder / "console.log"


def node_settings(node: Node, nodes: list[Node]) -> dict[str, str]:
    """Give the settings of one node of a cluster, by name."""
    settings = {
        "cluster.name": "ocop",
        "node.name": node.name,
        "path.data": str(node.folder / "data"),
        "path.logs": str(node.folder / "logs"),
        "network.host": "127.0.0.1",
        "http.port": str(node.http_port),
        "transport.port": str(node.transport_port),
        "xpack.security.enabled": "false",
        # A full disk of a developer is no reason to refuse a few megabytes.
        "cluster.routing.allocation.disk.threshold_enabled": "false",
        # We wait for the others ourselves: while a node does, it does not hear that it should end.
        "discovery.initial_state_timeout": "0s",
    }
    if len(nodes) == 1:
        return {**settings, "discovery.type": "single-node"}
    settings["discovery.seed_hosts"] = ",".join(f"127.0.0.1:{each.transport_port}" for each in nodes)
    settings["cluster.initial_master_nodes"] = ",".join(each.name for each in nodes)
    return settings


def node_command(home: Path, node: Node, nodes: list[Node]) -> list[str]:
    """Give the command line of one node of a cluster."""
    words = [word for name, value in node_settings(node, nodes).items() for word in ("-E", f"{name}={value}")]
    return [str(home / "bin" / "elasticsearch"), *words]


def last_words(log: str) -> str:
    """Give the last lines that say something to a person, without the stack of calls."""
    lines = [line.strip() for line in log.splitlines() if line.strip() and not line.startswith(("\t", "    "))]
    return " / ".join(line[:300] for line in lines[-LAST_LINES:]) or "it said nothing"


def health(port: int) -> dict[str, Any]:
    """Give what a node thinks of its cluster; nothing while it does not answer."""
    # The plain client: it asks no proxy, whatever the environment says.
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/_cluster/health?local=true")
        answer = connection.getresponse()
        content: dict[str, Any] = json.loads(answer.read()) if answer.status == http.client.OK else {}
    except (OSError, http.client.HTTPException, ValueError):
        return {}
    else:
        return content
    finally:
        connection.close()


# --- the cluster ----------------------------------------------------------------------------------------------------


class Cluster:
    """Nodes that know one another."""

    def __init__(self, home: Path, nodes: list[Node], java: Path, java_options: str) -> None:
        self.home = home
        self.nodes = nodes
        self._java = java
        self._java_options = java_options
        self._user = server_user("nobody")
        self._processes: list[subprocess.Popen[bytes]] = []

    @property
    def urls(self) -> list[str]:
        """The address of each node."""
        return [f"http://127.0.0.1:{node.http_port}" for node in self.nodes]

    @property
    def process_groups(self) -> list[int]:
        """The process group of each node: a signal must go to all of it, a node is a starter and the server proper."""
        return [process.pid for process in self._processes]

    @property
    def environment(self) -> dict[str, str]:
        """What a command is told of the cluster."""
        groups = ",".join(map(str, self.process_groups))
        return {"ELASTICSEARCH_URL": ",".join(self.urls), "OCOP_TEST_ELASTICSEARCH_PIDS": groups}

    def start(self) -> None:
        """Start all nodes and wait until they have found one another.

        Raises: Unavailable: they do not come up; the last lines of a log are in the message.
        """
        give_away(self.home, self._user)
        for node in self.nodes:
            self._processes.append(self._start_node(node))
        self._wait()

    def _start_node(self, node: Node) -> subprocess.Popen[bytes]:
        configuration = node.folder / "config"
        shutil.rmtree(configuration, ignore_errors=True)
        # Each has its own: a node writes its key store there when it starts.
        shutil.copytree(self.home / "config", configuration)
        for name in ("data", "logs", "tmp"):
            (node.folder / name).mkdir(exist_ok=True)
        give_away(node.folder, self._user)
        environment = {
            **{name: value for name, value in os.environ.items() if name not in {"JAVA_HOME", "JAVA_OPTS"}},
            "ES_JAVA_HOME": str(self._java),
            "ES_JAVA_OPTS": self._java_options,
            "ES_PATH_CONF": str(configuration),
            "ES_TMPDIR": str(node.folder / "tmp"),
            # The starter is a Java too, and would leave folders behind where everybody's temporary files are.
            "CLI_JAVA_OPTS": f"-Djava.io.tmpdir={STARTER_TMP}",
        }
        with node.log.open("wb") as log:
            # A session of its own: Ctrl-C reaches us alone, and one signal reaches the starter and the server proper.
            return subprocess.Popen(
                node_command(self.home, node, self.nodes),
                cwd=node.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_us(),  # noqa: PLW1509  we have no threads; the server ends when its starter does
                **self._user,
            )

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            for node, process in zip(self.nodes, self._processes, strict=True):
                if process.poll() is not None:
                    raise Unavailable(f"Elasticsearch does not start: {last_words(node.log.read_text(errors='replace'))}")
            if all(self._is_ready(node) for node in self.nodes):
                return
            time.sleep(0.2)
        words = last_words(self.nodes[0].log.read_text(errors="replace"))
        raise Unavailable(f"Elasticsearch is not ready after {START_SECONDS} seconds: {words}")

    def _is_ready(self, node: Node) -> bool:
        seen = health(node.http_port)
        return seen.get("status") in {"green", "yellow"} and seen.get("number_of_nodes") == len(self.nodes)

    def stop(self) -> None:
        """Stop all nodes: first politely, then not."""
        stop_groups(self._processes)


@contextlib.contextmanager
def _running(home: Path, nodes: list[Node], java: Path, java_options: str) -> Iterator[Cluster]:
    cluster = Cluster(home, nodes, java, java_options)
    try:
        cluster.start()
        yield cluster
    finally:
        with undisturbed():
            cluster.stop()


@contextlib.contextmanager
def _workplace() -> Iterator[Path]:
    folder = temporary_folder("ocop-elasticsearch-")
    try:
        give_away(folder, server_user("nobody"))
        yield folder
    finally:
        with undisturbed():
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def temporary_cluster(nodes: int, java_options: str = QUICK_JVM) -> Iterator[Cluster]:
    """Give a running throw-away cluster; stop it and remove its folder whatever happens.

    Raises: Unavailable.
    """
    with signals_as_interrupt():
        java = need_java()
        archive = fetch(java)
        with _workplace() as folder:
            ports = free_ports(2 * nodes)
            members = [Node(f"n{i + 1}", folder / f"n{i + 1}", ports[2 * i], ports[2 * i + 1]) for i in range(nodes)]
            for member in members:
                member.folder.mkdir()
            with _running(unpack(archive, folder), members, java, java_options) as cluster:
                yield cluster


@contextlib.contextmanager
def development_cluster(port: int) -> Iterator[Cluster]:
    """Give one running node whose data stays under var/; stop it whatever happens.

    Raises: Unavailable.
    """
    with signals_as_interrupt():
        if not port_is_free(port):
            raise Unavailable(f"port {port} is taken by another program")
        java = need_java()
        archive = fetch(java)
        folder = VAR / "elasticsearch"
        folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0 and not can_enter(folder.parent):
            raise Unavailable("root cannot run it, and no other user may enter var/; use an account of your own")
        node = Node("development", folder, port, free_port())
        # The program is unpacked anew each time, elsewhere: what stays is data alone.
        with _workplace() as place, _running(unpack(archive, place), [node], java, DEVELOPMENT_JVM) as cluster:
            print("Elasticsearch is running; its data stays in var/elasticsearch. Ctrl-C stops it.")
            print(f"\n    export ELASTICSEARCH_URL={cluster.urls[0]}\n", flush=True)
            try:
                yield cluster
            except KeyboardInterrupt:
                print("\nStopping Elasticsearch.", flush=True)
                raise


def serve_development(port: int) -> int:
    """Run the node for development until Ctrl-C."""
    with contextlib.suppress(KeyboardInterrupt), development_cluster(port):
        wait_for_interrupt()
    return 0


def main() -> int:
    """Read the arguments and do it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="one node for development, kept under var/")
    parser.add_argument("--port", type=int, default=DEVELOPMENT_PORT, help="port of the node for development")
    parser.add_argument("--nodes", type=int, default=1, help="how many nodes the throw-away cluster has")
    parser.add_argument("command", nargs="*", help="what to run against a throw-away cluster, after --")
    arguments = parser.parse_args()
    try:
        if arguments.keep:
            return serve_development(arguments.port)
        if not arguments.command or arguments.nodes < 1:
            parser.error("give a command after -- and one node or more, or --keep")
        with temporary_cluster(arguments.nodes) as cluster:
            return run_command(arguments.command, {**os.environ, **cluster.environment})
    except Unavailable as error:
        print(f"Elasticsearch is not available: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
