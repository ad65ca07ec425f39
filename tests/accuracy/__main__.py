"""
Compare our figures with measured ones.

    python -m tests.accuracy                     the project's own rows; writes docs/accuracy.md
    python -m tests.accuracy FILE [--json]       any file of the same form
"""

import argparse
import json
import sys
from pathlib import Path

from tests.accuracy.calibration import coverage, margin, ratios, shipped
from tests.accuracy.families import left_out
from tests.accuracy.report import goals, plain, report
from tests.accuracy.row import read
from tests.accuracy.score import Result, compare
from tests.accuracy.tables import (
    beyond_numbers,
    doubtful_table,
    families_table,
    main_table,
    numbers,
    requirements_table,
    unmapped_table,
)

OWN_ROWS = Path(__file__).with_name("measured.jsonl")
LATER_ROWS = Path(__file__).with_name("measured2.jsonl")
PAGE = Path(__file__).parents[2] / "docs" / "accuracy.md"


def main(arguments: list[str] | None = None) -> int:
    """Print the tables; 2 where the file cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="rows in JSON Lines")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    chosen = parser.parse_args(arguments)
    try:
        result = compare(read(chosen.file or OWN_ROWS))
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    if chosen.json:
        print(json.dumps(as_json(result), indent=1))
        return 0
    print(as_text(result))
    if chosen.file is None:
        later = compare(read(LATER_ROWS))
        print("\nRows that came later\n" + plain(main_table(later)))
        every = [*read(OWN_ROWS), *read(LATER_ROWS)]
        known = ratios(every, "whole")
        wider = margin(known)
        left = coverage(known, wider)
        families = left_out(result.scored)
        print("\nEach family left out (median errors)\n" + plain(families_table(families)))
        PAGE.write_text(
            report(result, later, families, left, shipped(every), margin(known)), "utf-8"
        )
        print(f"\nwritten: {PAGE.name}")
    return 0


def as_text(result: Result) -> str:
    """Every table for a terminal."""
    parts = ["Goals", *(line.strip("| ") for line in goals(result))]
    parts += ["", "All rows", plain(main_table(result))]
    for title, table in (
        ("Doubtful rows", doubtful_table(result)),
        ("Published requirements", requirements_table(result)),
        ("Not compared", unmapped_table(result)),
    ):
        if table[1]:
            parts += ["", title, plain(table)]
    return "\n".join(parts)


def as_json(result: Result) -> dict[str, object]:
    """The same numbers, and each row's."""
    return {
        "summary": numbers(result),
        "beyond_weights_and_cache": beyond_numbers(result),
        "rows": [
            {
                "id": each.row.id,
                "quantity": each.row.quantity,
                "engine": each.row.engine,
                "measured": each.measured,
                "ours": each.ours.value,
                "low": each.ours.low,
                "high": each.ours.high,
                "error": each.error,
                "counted": counted,
            }
            for counted, group in (
                (True, result.scored),
                (False, [*result.doubtful, *result.requirements]),
            )
            for each in group
        ],
        "unmapped": dict(result.unmapped),
    }


if __name__ == "__main__":
    sys.exit(main())
