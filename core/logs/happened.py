"""What happened, in one sentence: why a run failed, with the figures that the log gives for it."""

from core.logs.fact import bytes_of
from core.logs.log import Log
from core.units import TOKEN, TOKEN_PER_SEQUENCE, Quantity, whole
from core.wording.note import Bytes, Note, note


def happened(log: Log) -> Note:
    """A program that failed, or that says nothing of having failed."""
    program = program_of(log)
    if log.failure is None:
        return note("log.ran", program=program)
    match log.failure.kind:
        case "kv_too_small":
            return _kv_too_small(log, program)
        case "not_free":
            return _not_free(log, program)
        case "sampler":
            rows = log.most("max_num_seqs")
            if rows is not None:
                return note("log.sampler", program=program, rows=round(rows.magnitude))
            return note("log.out_of_memory", program=program, doing=(note("log_doing.profiling"),))
        case "heads":
            heads, ranks = log.most("attention_heads"), log.most("tensor_parallel_size")
            if heads is not None and ranks is not None:
                said = {"heads": round(heads.magnitude), "ranks": round(ranks.magnitude)}
                return note("log.heads", program=program, **said)
            return note("log.heads_unsaid", program=program)
        case "out_of_memory":
            return _out_of_memory(log, program)
        case "no_kv" | "static" | "host_memory":
            return note(f"log.{log.failure.kind}", program=program)


def program_of(log: Log) -> str:
    """ "vLLM 0.8.5" """
    version = log.name("version")
    return f"{log.program} {version}" if version else log.program


def _kv_too_small(log: Log, program: str) -> Note:
    length, held = log.most("max_model_len"), log.least("kv_tokens")
    needed, there = log.most("kv_needed"), log.least("kv_cache")
    if length is None:
        return note("log.kv_too_small", program=program)
    tokens = whole(length, TOKEN_PER_SEQUENCE)
    if needed is not None and there is not None:
        said = {"needed": _bytes(needed), "room": _bytes(there)}
        return note("log.kv_too_small_bytes", program=program, length=tokens, **said)
    if held is not None:
        room = whole(held, TOKEN)
        return note("log.kv_too_small_tokens", program=program, length=tokens, tokens=room)
    return note("log.kv_too_small", program=program)


def _not_free(log: Log, program: str) -> Note:
    free, total, budget = log.least("free"), log.most("total"), log.most("budget")
    if free is None or total is None or budget is None:
        return note("log.not_free_unsaid", program=program)
    said = {"free": _bytes(free), "total": _bytes(total), "budget": _bytes(budget)}
    return note("log.not_free", program=program, **said)


def _out_of_memory(log: Log, program: str) -> Note:
    during = log.failure.during if log.failure else ""
    doing = (note(f"log_doing.{during or 'unsaid'}"),)
    tried, free, total = log.most("tried_to_allocate"), log.least("free"), log.most("total")
    if tried is None:
        return note("log.out_of_memory", program=program, doing=doing)
    if free is None or total is None:
        said = {"tried": _bytes(tried)}
        return note("log.out_of_memory_for", program=program, doing=doing, **said)
    said = {"tried": _bytes(tried), "free": _bytes(free), "total": _bytes(total)}
    return note("log.out_of_memory_of", program=program, doing=doing, **said)


def _bytes(amount: Quantity) -> Bytes:
    return Bytes(bytes_of(amount))
