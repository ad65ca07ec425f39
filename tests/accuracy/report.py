"""docs/accuracy.md from a result."""

from collections.abc import Mapping, Sequence

from core.memory.training.ranges import Kind
from tests.accuracy.calibration import Coverage
from tests.accuracy.families import LeftOut
from tests.accuracy.score import Result, by_quantity, summary
from tests.accuracy.tables import (
    Table,
    beyond_numbers,
    budgets_table,
    constants_table,
    coverage_table,
    doubtful_table,
    families_table,
    main_table,
    percent,
    reach_table,
    requirements_table,
    serving_ranges_table,
    spans_table,
    unmapped_table,
    worst_table,
)

INTRODUCTION = """\
# Accuracy

How far our figures are from what programs reported, over {rows} published figures. Written by
`make accuracy`; do not edit by hand. The rows, with their sources, are
[tests/accuracy/measured.jsonl](../tests/accuracy/measured.jsonl); any file of that form can be
compared with `python -m tests.accuracy FILE`.

Errors are absolute and relative: |ours / measured - 1|. *In range*: the measured figure lies
between our low and our high; *width* is the median of (high - low) / ours. Peers: the median error
on the rows (their number in brackets) that they have a figure for; an empty cell is no figure.
"""

SPEED = """
## Speed: which part of the ceiling is reached

Published throughput over our ceiling (docs/formulas.md), from the rows and sources of
[tests/accuracy/throughput.jsonl](../tests/accuracy/throughput.jsonl). A step is *long* from 5 ms
on: what an engine adds to each weighs more in a short one. No row is above the ceiling, which a
test holds. The runs of llama.cpp are of 2024 for the most part, those of vLLM of 0.6.3 and later,
on cards from an RTX 2080 to a B200; badly set up ones are among them. Prompts are told as a floor
of their time; engines take many times that, because no kernel computes at the peak rate.
"""

GOALS = """\
## Goals

| goal | found | |
| --- | --- | --- |
"""

PEERS = """\
The quick rule is parameters x bits / 8 x 1.2. hf-mem's weights come from the hub, so only its KV
cache function is compared, on its own terms: it counts DeepSeek's latent attention as 128 separate
heads. llmfit is asked `llmfit plan MODEL --context N --quant Q`; it plans for llama.cpp and has no
answer for formats or models that it does not list. vLLM's pools depend on the card, which neither
knows.
"""

TRAINING = """\
## Fine-tuning

Activations are counted from the modules, not fitted: [formulas-training.md](formulas-training.md).
Programs differ in habits that no formula foresees, which core/memory/training/recipe.py lists:
which layers get adapters, how many copies of the logits the loss holds, how much the allocator
keeps. Those of PEFT, LitGPT and torchtitan follow from their code; `slack` and the Trainer's
`logit_bytes` were chosen by hand on the families below. What is measured differs as well: torch's
allocated memory, what its allocator reserved, or all that nvidia-smi shows; each row is compared
with the same.

Full fine-tuning counts mixed precision (16 bytes a parameter) unless the program keeps everything
in 16 bits (PEFT's own loop, ms-swift, LitGPT, torchtune, Axolotl: 8 bytes).
"""

FITTED = """\
## Fitted constants, and each family left out

Each constant below was fitted on the rows that it decides about. *Fitted without it*: the constant
is chosen anew (between 0.6 and 1.6 of its value) on all other families, then the family is
predicted. *Program never seen*: the family is predicted with the Trainer's habits instead of those
of its own program.
"""


LATER = """\
## Rows that came after the constants

[measured2.jsonl](../tests/accuracy/measured2.jsonl): runs that were read after all constants but
the ranges were chosen. What was found on them at first: training 15 % in the median, 38 % for the
90th, 487 % for the worst, 83 of 144 rows in range. What changed since is how rows are read
(offload, DDP, adapters of the published files and on experts, losses of old torchtune, splits over
cards, flags in notes) and terms that were read in sources: LitGPT's FSDP makes all weights whole in
a buffer beside its shard; Megatron's gradients are float32; pipelines keep micro batches on their
way, and under FSDP their stage whole. LitGPT's checkpointing, which was taken for ineffective on
rows of batch 1, is what rows of batch 4 show (94 % off before, 1 % now).
"""

BUDGETS = """\
## How often it would have run out

For each measured total, first and later rows: the smallest card as they are sold that the figure
fits (tests/accuracy/budget.py). It ran out where the run took more than that card; otherwise the
rest of it is left over. `likely` of an answer is half of the way to the top of the range, which
held three in four. The quick rule and llmfit have figures for serving alone.
"""

SERVING_RANGES = """\
## Ranges of serving

First and later rows together, each family weighing the same. The range of weights (1 % below, 3 %
above) is the span of nine in ten logs of vLLM and SGLang over both; the others are as they were
chosen on the first rows. SGLang's caches, AutoAWQ's totals and what vLLM's older engine leaves for
the cache fall out: few rows of one family, whose settings are not all stated.
"""

RANGES = """\
## Ranges of training

Activations, and what the program holds beside them, lie in nine of ten runs between these times
what we say; the high end is never below what a loss of 26 bytes a logit holds, the largest that may
run where program and version do not tell which one does (core/memory/training/ranges.py). It is the
span of measured over modelled, each family weighing the same (tests/accuracy/calibration.py).
Weights, gradients and optimizer states are exact and not widened. The width of the total is {width}
in the median.
"""

LEFT_OUT = """\
Each family left out and the others asked; their span is widened by {margin} on either side (by 1.0:
as it is), the least with which nine in ten rows are held. Experts divided over GPUs are two runs of
one family (Megatron), of which nothing can be left out.
"""


def report(
    result: Result,
    later: Result,
    families: Sequence[LeftOut],
    left: Sequence[Coverage],
    shipped: Mapping[Kind, tuple[int, int]],
    wider: float,
) -> str:
    """The whole page."""
    rows = len(result.scored) + len(result.doubtful) + len(result.requirements)
    rows += sum(len(ids) for ids in result.unmapped.values())
    training = [each for each in (*result.scored, *later.scored) if each.row.workload == "train"]
    width = percent(summary(training).width)
    return "\n".join(
        (
            INTRODUCTION.format(rows=rows),
            GOALS + "\n".join(goals(result)) + "\n",
            "## All rows\n\n" + markdown(main_table(result)) + "\n\n" + PEERS,
            LATER + "\n" + markdown(main_table(later)) + "\n",
            BUDGETS + "\n" + markdown(budgets_table([*result.scored, *later.scored])) + "\n",
            SERVING_RANGES
            + "\n"
            + markdown(serving_ranges_table([*result.scored, *later.scored]))
            + "\n",
            TRAINING,
            RANGES.format(width=width)
            + "\n"
            + markdown(spans_table(shipped))
            + "\n\n"
            + LEFT_OUT.format(margin=wider)
            + "\n"
            + markdown(coverage_table(left))
            + "\n",
            FITTED
            + "\n"
            + markdown(constants_table())
            + "\n\n"
            + markdown(families_table(families)),
            SPEED + "\n" + markdown(reach_table()),
            "\n## Furthest off\n\n" + markdown(worst_table(result)),
            "\n## Furthest off, of the later rows\n\n" + markdown(worst_table(later)),
            "\n## Doubtful rows, not counted above\n\n" + markdown(doubtful_table(result)),
            "\n## Published requirements, not measurements\n\n"
            + markdown(requirements_table(result)),
            "\n## Not compared\n\n" + markdown(unmapped_table(result)) + "\n",
            "## Not compared, of the later rows\n\n" + markdown(unmapped_table(later)) + "\n",
        )
    )


def goals(result: Result) -> list[str]:
    """What the project set itself, and what came out."""

    def of(quantity: str, engine: str | None = None):
        rows = [
            each
            for each in result.scored
            if by_quantity(each.row)[0] in quantity.split("|") and engine in (None, each.row.engine)
        ]
        return summary(rows) if rows else None

    lines: list[str] = []

    def add(goal: str, found: str, reached: bool) -> None:
        lines.append(f"| {goal} | {found} | {'reached' if reached else 'not reached'} |")

    if weights := of("weights"):
        found = f"{percent(weights.median)}, {percent(weights.ninety_fifth)}"
        reached = weights.median <= 0.005 and weights.ninety_fifth <= 0.03
        add("weights: median 0.5 %, 95th 3 %", found, reached)
    if cache := of("tokens in a given pool"):
        add("KV per token within 0.5 % everywhere", percent(cache.worst), cache.worst <= 0.005)
    if beyond := beyond_numbers(result):
        middle, ninetieth = float(beyond["median_gib"] or 0), float(beyond["ninetieth_gib"] or 0)
        found = f"{middle:.2f} GiB, {ninetieth:.2f} GiB ({beyond['rows']} runs)"
        goal = "vLLM beyond weights and KV: median 0.2 GiB, 90th 1 GiB"
        add(goal, found, middle <= 0.2 and ninetieth <= 1)
    if totals := of("peak|allocated", "transformers"):
        add("Transformers, totals: median 3 %", percent(totals.median), totals.median <= 0.03)
    if train := of("training peak"):
        found = f"{percent(train.median)}, {percent(train.ninetieth)}"
        reached = train.median <= 0.1 and train.ninetieth <= 0.25
        add("training: median 10 %, 90th 25 %", found, reached)
    if result.scored:
        every = summary(result.scored)
        share = every.inside / every.rows
        found = f"{percent(share)} at {percent(every.width)}"
        add("in range: 90 % at a width of 20 %", found, share >= 0.9 and every.width <= 0.2)
    return lines


def markdown(table: Table) -> str:
    """A table of GitHub's Markdown."""
    head, rows = table
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def plain(table: Table) -> str:
    """The same for a terminal, in columns."""
    head, rows = table
    every = [head, *rows]
    widths = [max(len(row[i]) for row in every) for i in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in every
    )
