"""Start both servers of our own: PostgreSQL, and Elasticsearch where it can be had.

    python scripts/services.py                              for development under var/, until Ctrl-C; their data stays
    python scripts/services.py --temporary -- COMMAND...    throw-away servers for one command, gone afterwards

The command finds them in DATABASE_URL and ELASTICSEARCH_URL; the second is absent where there is no Elasticsearch.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from contextlib import AbstractContextManager, ExitStack

import postgres
from cluster import DEVELOPMENT_PORT, Cluster, development_cluster, temporary_cluster
from servers import Unavailable, run_command, wait_for_interrupt

# Who measures wants the full compiler, and memory enough that it is not the collector that is measured.
MEASURED_JVM = "-Xms2g -Xmx2g"


def enter_if_available(stack: ExitStack, cluster: AbstractContextManager[Cluster]) -> Cluster | None:
    """Start Elasticsearch until the stack is left; where it cannot be had, say why and go on."""
    print("Starting Elasticsearch ...", file=sys.stderr, flush=True)
    try:
        return stack.enter_context(cluster)
    except Unavailable as error:
        print(f"Going on without Elasticsearch: {error}", file=sys.stderr, flush=True)
        return None


def serve_development() -> int:
    """Run both servers for development until Ctrl-C."""
    with contextlib.suppress(KeyboardInterrupt), ExitStack() as stack:
        stack.enter_context(postgres.development_server(postgres.DEVELOPMENT_PORT))
        enter_if_available(stack, development_cluster(DEVELOPMENT_PORT))
        wait_for_interrupt()
    return 0


def run_temporary(command: list[str]) -> int:
    """Run a command against throw-away servers.

    Raises: Unavailable: there is no PostgreSQL.
    """
    with ExitStack() as stack:
        server = stack.enter_context(postgres.temporary_server())
        cluster = enter_if_available(stack, temporary_cluster(1, MEASURED_JVM))
        environment = {name: value for name, value in os.environ.items() if name != "ELASTICSEARCH_URL"}
        environment["DATABASE_URL"] = server.url
        if cluster is not None:
            environment["ELASTICSEARCH_URL"] = ",".join(cluster.urls)
        return run_command(command, environment)


def main() -> int:
    """Read the arguments and do it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--temporary", action="store_true", help="throw-away servers for one command")
    parser.add_argument("command", nargs="*", help="what to run against throw-away servers, after --")
    arguments = parser.parse_args()
    if arguments.temporary != bool(arguments.command):
        parser.error("--temporary and a command after -- belong together")
    try:
        return run_temporary(arguments.command) if arguments.temporary else serve_development()
    except Unavailable as error:
        print(f"PostgreSQL is not available: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
