"""Start-up and questions, in processor time."""

import cProfile
import os
import pstats
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

ROUNDS = 200
QUESTIONS = (
    "70B at 16 bits?",
    "llama 3.1 70b fp8 32k context 16 users",
    "does deepseek v3 fit on 8xH200 with 64k context for 32 users?",
    "qwen3.5 35b a3b fp8 128k 8 users on L40S",
    "quantas H100 para o llama 3.1 70b em 8 bits?",
    "qlora llama 3.1 8b r=16 on a 4090",
)
STARTS = {
    "python alone": "pass",
    "pint": "import pint",
    "pint and pydantic": "import pint; from pydantic import BaseModel",
    "core with its tables": (
        "import core.answer; from core.catalog.load import load_catalog; load_catalog()"
    ),
    "first answer": "import core.answer; core.answer.answer('llama 3.1 8b fp8 on a 4090')",
}


def measure() -> None:
    """Print start-up, questions, and the share of pint."""
    print("Start-up, processor time of a new process")
    for name, code in STARTS.items():
        print(f"  {name:<28}{_start(code):8.0f} ms")

    from core.answer import answer
    from core.question.parser import parse

    print(f"\nQuestions, median of {ROUNDS} rounds")
    print(f"  {'parse':>8}{'whole':>9}   ms")
    parsed, whole = [], []
    for question in QUESTIONS:
        parsed.append(_median(lambda q=question: parse(q)))
        whole.append(_median(lambda q=question: answer(q)))
        print(f"  {parsed[-1]:8.3f}{whole[-1]:9.3f}   {question}")
    print(f"  {median(parsed):8.3f}{median(whole):9.3f}   median")
    print(f"\npint's share of an answer: {_share_of_pint(answer):.0%}")


def _median(work: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    work()
    times: list[float] = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return median(times) * 1000


def _start(code: str) -> float:
    """Milliseconds of processor time, the fastest of five: bytecode is cached by the first."""
    program = f"{code}\nimport time; print(time.process_time())"
    surroundings = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env=surroundings,
        )
        for _ in range(5)
    ]
    return min(float(run.stdout) for run in runs) * 1000


def _share_of_pint(answer: Callable[[str], object]) -> float:
    profile = cProfile.Profile()
    profile.enable()
    for question in QUESTIONS * 20:
        answer(question)
    profile.disable()
    rows = pstats.Stats(profile).stats.items()  # pyright: ignore[reportAttributeAccessIssue]
    spent = {place: own for place, (_, _, own, _, _) in rows}
    return sum(own for (file, _, _), own in spent.items() if "pint" in file) / sum(spent.values())
