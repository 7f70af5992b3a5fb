"""`make bench`: measurements as ratios in one run. `make bench ARGS="printing"` runs one part."""

from __future__ import annotations

import argparse
import sys

import bench.environment  # noqa: F401  first: paths and settings

import django  # isort: skip

django.setup()

from django.db import connection  # noqa: E402

from bench import printing, scale, scan_page, search  # noqa: E402

PARTS = ("scan", "scale", "printing", "search")
# Too long for every day: these run when they are named.
LONG_PARTS = ("search-million",)


def main() -> None:
    """Run the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="part",
        help=f"which of {', '.join(PARTS)}, all of these when none is named; or {', '.join(LONG_PARTS)}",
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5.0)
    options = parser.parse_args()
    parts = options.parts or list(PARTS)
    if unknown := set(parts) - {*PARTS, *LONG_PARTS}:
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    if connection.vendor != "postgresql":
        sys.exit("The bench measures on PostgreSQL: run it as `make bench`.")
    if "printing" in parts:
        print(printing.measure_printing())
    if "scan" in parts:
        scan_page.run(rounds=options.rounds, seconds=options.seconds)
    if "scale" in parts:
        scale.run(rounds=options.rounds, seconds=options.seconds)
    if "search" in parts:
        search.run(rounds=options.rounds)
    if "search-million" in parts:
        search.run_million(rounds=options.rounds)


if __name__ == "__main__":
    main()
