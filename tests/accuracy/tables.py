"""A result as rows of tables: the same numbers for the terminal, JSON and docs/accuracy.md."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

import rtoml

from core.memory.training.ranges import SPANS, Kind
from tests.accuracy.budget import budgets
from tests.accuracy.calibration import Coverage
from tests.accuracy.families import CONSTANTS, LeftOut
from tests.accuracy.peers import PEERS
from tests.accuracy.score import (
    Result,
    Scored,
    Summary,
    by_quantity,
    errors_of_peer,
    grouped,
    quantile,
    summary,
)
from tests.accuracy.throughput import bands, prompts, reached, rows

Table = tuple[tuple[str, ...], list[tuple[str, ...]]]  # head, rows
JsonRow = dict[str, str | int | float | None]


WHY = Path(__file__).with_name("why.toml")


def main_table(result: Result) -> Table:
    """Each quantity and engine: our errors and ranges, and the peers' median on the same rows."""
    peers = tuple(peer.name for peer in PEERS)
    head = ("quantity", "engine", "rows", "median", "90th", "worst", "in range", "width", *peers)
    return head, [_line(row) for row in numbers(result)]


def numbers(result: Result) -> list[JsonRow]:
    """One object for each quantity and engine."""
    found: list[JsonRow] = []
    for (quantity, engine), scored in grouped(result.scored, by_quantity).items():
        found.append(_numbers(quantity, engine, scored))
    for quantity in ("weights", "KV cache", "training peak"):
        same = [each for each in result.scored if by_quantity(each.row)[0] == quantity]
        if same:
            found.append(_numbers(quantity, "all", same))
    if result.scored:
        found.append(_numbers("all", "all", result.scored))
    return found


def beyond_numbers(result: Result) -> JsonRow | None:
    """What vLLM holds beyond weights and cache: absolute errors in GiB."""
    errors = sorted(abs(ours - measured) for _, measured, ours in result.beyond)
    if not errors:
        return None
    return {
        "rows": len(errors),
        "median_gib": round(median(errors), 3),
        "ninetieth_gib": round(quantile(errors, 0.9), 3),
        "worst_gib": round(errors[-1], 3),
    }


def constants_table() -> Table:
    """The fitted constants and the rows that they were fitted on."""
    head = ("constant", "value", "decides")
    rows = [
        (
            f"{c.module.__name__.removeprefix('core.memory.')}.{c.name}: {c.what}",
            f"{c.value / c.unit:,.4g}",
            f"{'training' if c.workload == 'train' else 'serving'} rows of {c.engine or 'all'}",
        )
        for c in CONSTANTS
    ]
    return head, rows


def families_table(lines: Sequence[LeftOut]) -> Table:
    """Median error of each family: as shipped, without itself, never seen."""
    head = ("family", "rows", "as shipped", "fitted without it", "program never seen")
    rows = [
        (
            each.family,
            str(each.rows),
            percent(each.shipped),
            percent(each.without),
            "" if each.unseen is None else percent(each.unseen),
        )
        for each in lines
    ]
    return head, rows


def spans_table(shipped: Mapping[Kind, tuple[int, int]]) -> Table:
    """The span of each kind of run, and how many of its rows lie in it."""
    names = {
        "whole": "all but these",
        "spread": "experts divided over GPUs",
    }
    lines = [
        (names[kind], f"{SPANS[kind][0]} to {SPANS[kind][1]}", f"{inside} of {rows}")
        for kind, (rows, inside) in shipped.items()
    ]
    return ("runs of", "times what we say", "in it"), lines


def coverage_table(lines: Sequence[Coverage]) -> Table:
    """Each family against the range that the others give, and all of them."""
    head = ("family", "rows", "in range", "least", "most")
    rows = [
        (
            each.family,
            str(each.rows),
            f"{each.inside} of {each.rows}",
            f"{each.least:.2f}",
            f"{each.most:.2f}",
        )
        for each in lines
    ]
    inside, total = sum(each.inside for each in lines), sum(each.rows for each in lines)
    mean = sum(each.inside / each.rows for each in lines) / max(1, len(lines))
    rows.append(("all", str(total), f"{inside} of {total}; {percent(mean)} by family", "", ""))
    return head, rows


def worst_table(result: Result, count: int = 15) -> Table:
    """The rows that we are furthest from."""
    head = ("row", "model", "engine", "quantity", "measured", "ours", "error", "why")
    worst = sorted(result.scored, key=lambda each: -abs(each.error))[:count]
    why = rtoml.loads(WHY.read_text("utf-8"))["why"]
    return head, [(*_row(each), why[each.row.id]) for each in worst]


def serving_ranges_table(scored: Sequence[Scored]) -> Table:
    """By quantity and engine, each family weighing the same: how many rows our range holds."""
    of_serving = [each for each in scored if each.row.workload != "train"]
    lines: list[tuple[str, ...]] = []
    for (quantity, engine), some in grouped(of_serving, by_quantity).items():
        families: dict[str, list[bool]] = {}
        for each in some:
            families.setdefault(each.row.family, []).append(each.inside)
        shares = [sum(one) / len(one) for one in families.values()]
        inside = sum(each.inside for each in some)
        width = percent(median(each.ours.width for each in some))
        held = percent(sum(shares) / len(shares))
        counts = (str(len(families)), f"{inside} of {len(some)}", held, width)
        lines.append((quantity, engine, *counts))
    return ("quantity", "engine", "families", "in range", "by family", "width"), lines


def budgets_table(scored: Sequence[Scored]) -> Table:
    """Each way to say a total, on cards as they are sold."""
    lines = [
        (each.name, str(each.rows), f"{each.ran_out} ({percent(each.ran_out / each.rows)})",
         percent(each.wasted))
        for each in budgets(scored)
    ]  # fmt: skip
    return ("a card by", "totals", "ran out", "left over, median"), lines


def doubtful_table(result: Result) -> Table:
    """Rows that the collector doubts, with the reason."""
    head = ("row", "measured", "ours", "error", "doubt")
    rows = [
        (*(_row(each)[i] for i in (0, 4, 5, 6)), each.row.doubt or "no usable figure")
        for each in result.doubtful
    ]
    return head, rows


def requirements_table(result: Result) -> Table:
    """Published requirements beside our figure."""
    head = ("row", "published", "ours", "error")
    return head, [tuple(_row(each)[i] for i in (0, 4, 5, 6)) for each in result.requirements]


def unmapped_table(result: Result) -> Table:
    """Why rows were not compared, and which."""
    head = ("reason", "rows", "which")
    rows = [
        (reason, str(len(ids)), ", ".join(ids)) for reason, ids in sorted(result.unmapped.items())
    ]
    return head, rows


def percent(share: float) -> str:
    """
    Two digits that matter.

    >>> percent(0.0009), percent(0.0234), percent(0.25), percent(23.9)
    ('0.09 %', '2.3 %', '25 %', '2390 %')
    """
    value = 100 * share
    if abs(value) < 1:
        return f"{value:.2f} %"
    return f"{value:.1f} %" if abs(value) < 10 else f"{value:.0f} %"


def _numbers(quantity: str, engine: str, scored: Sequence[Scored]) -> JsonRow:
    own: Summary = summary(scored)
    line: JsonRow = {
        "quantity": quantity,
        "engine": engine,
        "rows": own.rows,
        "median": round(own.median, 5),
        "ninetieth": round(own.ninetieth, 5),
        "ninety_fifth": round(own.ninety_fifth, 5),
        "worst": round(own.worst, 5),
        "inside": own.inside,
        "width": round(own.width, 4),
    }
    for peer in PEERS:
        errors = errors_of_peer(peer, scored)
        line[peer.name] = round(median(errors), 5) if errors else None
        line[f"{peer.name} rows"] = len(errors)
    return line


def _line(row: JsonRow) -> tuple[str, ...]:
    peers = []
    for peer in PEERS:
        error, rows = row[peer.name], row[f"{peer.name} rows"]
        peers.append("" if error is None else f"{percent(float(error))} ({rows})")
    return (
        str(row["quantity"]),
        str(row["engine"]),
        str(row["rows"]),
        *(percent(float(row[name] or 0)) for name in ("median", "ninetieth", "worst")),
        f"{row['inside']} of {row['rows']}",
        percent(float(row["width"] or 0)),
        *peers,
    )


def _row(each: Scored) -> tuple[str, ...]:
    return (
        each.row.id,
        each.row.text("model"),
        each.row.engine,
        by_quantity(each.row)[0],
        f"{each.measured:,.2f}",
        f"{each.ours.value:,.2f}",
        ("+" if each.error > 0 else "") + percent(each.error),
    )


def reach_table() -> Table:
    """Which part of the ceiling published runs reach, by engine and length of a step."""
    found = list(reached(rows()))
    decode = {f"{engine}, {step} steps": some for (engine, step), some in bands(found).items()}
    prompt = {f"{engine}, prompts": some for engine, some in prompts(found).items()}
    lines = [
        (name, str(len(some)), *(percent(quantile(some, share)) for share in (0.1, 0.5, 0.9, 1.0)))
        for name, some in (decode | prompt).items()
    ]
    return ("runs of", "rows", "10th", "median", "90th", "most"), lines
