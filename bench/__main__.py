"""`make bench`: measurements as ratios in one run. `make bench ARGS="printing"` runs one part."""

from __future__ import annotations

import argparse
import sys

import bench.environment  # noqa: F401  first: paths and settings

import django  # isort: skip

django.setup()

from django.db import connection  # noqa: E402

from bench import printing, scale, scan_page  # noqa: E402

PARTS = ("scan", "scale", "printing")


def main() -> None:
    """Run the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"which of {', '.join(PARTS)}; all when none is named")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5.0)
    options = parser.parse_args()
    parts = options.parts or list(PARTS)
    if unknown := set(parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    if connection.vendor != "postgresql":
        sys.exit("The bench measures on PostgreSQL: run it as `make bench`.")
    if "printing" in parts:
        print(printing.measure_printing())
    if "scan" in parts:
        scan_page.run(rounds=options.rounds, seconds=options.seconds)
    if "scale" in parts:
        scale.run(rounds=options.rounds, seconds=options.seconds)


if __name__ == "__main__":
    main()
