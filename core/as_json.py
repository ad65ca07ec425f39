"""
What `python -m core --json` prints. The keys are a contract: add, never rename.

Amounts are whole bytes, and say so in their key, because JSON has no units.
"""

from dataclasses import asdict
from typing import Any

from core.asked.question import Cards, Language, Question, Size, Training
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.errors import QuestionError
from core.memory.estimate import Estimate
from core.memory.parallelism import tensor_parallel_sizes
from core.planning.chance import chance
from core.planning.cost import Price
from core.planning.placement import Placement
from core.planning.result import Answer
from core.planning.speed_words import MILLION, per_token, reach_of_speed
from core.units import (
    BYTE,
    BYTE_PER_GPU,
    DIMENSIONLESS,
    GIB_PER_GPU,
    PARAMETER,
    SEQUENCE,
    TOKEN_PER_SECOND,
    TOKEN_PER_SECOND_PER_SEQUENCE,
    TOKEN_PER_SEQUENCE,
    USD_PER_HOUR,
    USD_PER_MONTH,
    USD_PER_TOKEN,
    Quantity,
    Unit,
    plain,
    whole,
)
from core.wording.say import say_formula, say_note

Json = dict[str, Any]

ONE_MACHINE = 16  # GPUs


def answer_as_json(answer: Answer) -> Json:
    """The object for an answer."""
    rule = answer.rule_of_thumb
    language = answer.question.language
    return {
        "question": _question(answer.question),
        "assumed": list(answer.assumed),
        "unused": list(answer.question.unused),
        "doubts": [
            {"typed": doubt.typed, "role": doubt.role, "other": doubt.other, "question": doubt.text}
            for doubt in answer.question.doubts
        ],
        "not_answered": list(answer.question.not_answered),
        "reported": [
            {"fact": one.fact, "amount": one.amount.magnitude, "unit": str(one.amount.units)}
            for one in answer.question.reported
        ],
        "rule_of_thumb": {"bytes": whole(rule.size, BYTE), "steps": list(rule.steps(language))}
        if rule
        else None,
        "estimates": [_estimate(estimate, language) for estimate in answer.estimates],
        "rejected_tensor_parallel": [
            rejected for estimate in answer.estimates for rejected in _rejected(estimate, language)
        ],
        "placements": [
            _placement(placement) | _price_and_speed(answer, placement)
            for placement in answer.placements
        ],
        "verdict": {
            "fits": answer.verdict.fits,
            "value": answer.verdict.value,
            "summary": answer.verdict.summary,
        },
        "safe": {"gpu": answer.safe.gpu.id, "count": answer.safe.count} if answer.safe else None,
        "caveats": list(answer.caveats),
        "changes": [
            {
                "what": say_note(language, change.what),
                "question": change.question,
                "gives_back_per_gpu_bytes": _per_gpu(change.gives_back),
                "command": change.command,
            }
            for change in answer.changes
        ],
        "command": answer.command,
    }


def error_as_json(error: QuestionError) -> Json:
    """The object for a mistake of the asker's."""
    return {
        "error": {
            "code": error.code,
            "message": error.message,
            "hint": error.hint,
            "span": list(error.span) if error.span else None,
            "suggestions": list(error.suggestions),
        }
    }


def _question(question: Question) -> Json:
    return {
        "text": question.text,
        "language": question.language,
        "intent": question.intent,
        "task": question.task,
        "models": [_model(model) for model in question.models],
        "precisions": [_precision(precision) for precision in question.precisions],
        "kv_precision": _precision(question.kv_precision) if question.kv_precision else None,
        "context_tokens": _whole(question.context_length, TOKEN_PER_SEQUENCE),
        "sequences": _whole(question.sequences, SEQUENCE),
        "gpus": [_cards(cards) for cards in question.gpus],
        "together": question.together,
        "overhead": None if question.overhead is None else plain(question.overhead, DIMENSIONLESS),
        "engine": question.engine.name if question.engine else None,
        "training": _training(question.training) if question.task != "serve" else None,
        "component": question.component,
        "per_gpu": question.per_gpu,
        "family": question.family,
        "compare": [_question(each) for each in question.compare],
        "not_answered": list(question.not_answered),
    }


def _model(model: Model | Size) -> Json:
    return {
        "name": model.name,
        "id": model.id if isinstance(model, Model) else None,
        "parameters": model.elements,
        "active_parameters": _whole(model.active_parameters, PARAMETER),
    }


def _precision(precision: Precision) -> Json:
    return {"name": precision.id, "bits": precision.plain_bits}


def _cards(cards: Cards) -> Json:
    return {
        "id": cards.gpu.id,
        "name": cards.gpu.name,
        "memory_gib": cards.gpu.memory.m_as(GIB_PER_GPU),
        "count": cards.count,
        "instance": cards.instance.name if cards.instance else None,
    }


def _training(training: Training | None) -> Json:
    return asdict(training or Training())


def _estimate(estimate: Estimate, language: Language) -> Json:
    return {
        "model": estimate.model.name,
        "precision": estimate.precision.id,
        "components": {name: whole(size, BYTE) for name, size in estimate.sizes().items()},
        "total_bytes": whole(estimate.total, BYTE),
        "low_bytes": whole(estimate.low, BYTE),
        "high_bytes": whole(estimate.high, BYTE),
        "method": estimate.method,
        "provenance": {
            part.name: {
                "known": part.known.value,
                "formula": say_formula(language, part.formula),
                "source": say_note(language, part.source),
            }
            for part in estimate.components
        },
    }


def _rejected(estimate: Estimate, language: Language) -> list[Json]:
    """Sizes up to a machine of 16 GPUs that an engine refuses for this model, and why."""
    if not isinstance(estimate.model, Model):
        return []
    return [
        {
            "model": estimate.model.name,
            "size": choice.size,
            "reason": say_note(language, choice.reason),
        }
        for choice in tensor_parallel_sizes(estimate.model, estimate.precision, ONE_MACHINE)
        if choice.reason is not None
    ]


def _placement(placement: Placement) -> Json:
    return {
        "estimate": placement.estimate,
        "gpu": placement.gpu.id,
        "count": placement.count,
        "tensor_parallel": placement.tensor_parallel,
        "pipeline_parallel": placement.pipeline_parallel,
        "data_parallel": placement.data_parallel,
        "expert_parallel": placement.expert_parallel,
        "nodes": placement.nodes,
        "zero_stage": placement.zero_stage,
        "fits": placement.fits,
        "chance": chance(placement).value,
        "role": "+".join(role.name.lower() for role in placement.role if role.name),
        "needed_per_gpu_bytes": _per_gpu(placement.needed),
        "needed_high_per_gpu_bytes": _per_gpu(placement.needed_high),
        "reserved_per_gpu_bytes": _per_gpu(placement.reserved),
        "capacity_per_gpu_bytes": _per_gpu(placement.capacity),
        "budget_per_gpu_bytes": _per_gpu(placement.budget),
        "headroom_per_gpu_bytes": _per_gpu(placement.headroom),
        "per_gpu_components": {name: _per_gpu(size) for name, size in placement.parts.items()},
        "max_context_tokens": _whole(placement.max_context, TOKEN_PER_SEQUENCE),
        "max_sequences": _whole(placement.max_sequences, SEQUENCE),
        "valid_tensor_parallel": list(placement.valid_tensor_parallel),
    }


def _price_and_speed(answer: Answer, placement: Placement) -> Json:
    price = answer.price_of(placement)
    return {
        "price": price_as_json(price, answer.question.language),
        "speed": speed_as_json(answer, placement, price) if placement.fits else None,
    }


def price_as_json(price: Price | None, language: Language) -> Json | None:
    """What all cards of a placement cost; None where no price is known."""
    if price is None:
        return None
    return {
        "usd_per_hour": round(plain(price.per_hour, USD_PER_HOUR), 4),
        "usd_per_month": round(plain(price.per_month, USD_PER_MONTH), 2),
        "own": price.is_own,
        "cloud": price.cloud,
        "region": price.region,
        "instance": price.instance,
        "instances": price.instances,
        "gpus": price.cards,
        "checked": price.day,
        "formula": say_formula(language, price.formula),
        "source": price.source,
    }


def speed_as_json(answer: Answer, placement: Placement, price: Price | None) -> Json | None:
    """How fast it can be at most, and what a token costs then; None where that cannot be told."""
    speed = answer.speed_of(placement)
    if speed is None:
        return None
    language, scenario = answer.question.language, answer.scenarios[placement.estimate]
    reach = reach_of_speed(scenario, speed)
    million = plain(per_token(price, speed), USD_PER_TOKEN) * MILLION if price else None
    return {
        "tokens_per_second_per_user": plain(speed.per_user, TOKEN_PER_SECOND_PER_SEQUENCE),
        "tokens_per_second_in_all": plain(speed.in_all, TOKEN_PER_SECOND),
        "users": speed.users,
        "bound": speed.step.bound,
        "prompt_tokens": speed.prompt_tokens,
        "first_token_seconds": speed.prompt.seconds if speed.prompt else None,
        "usd_per_million_output_tokens": None if million is None else round(million, 4),
        "reached": list(reach[:3]) if reach else None,
        "known": speed.known.value,
        "formula": say_formula(language, speed.step.formula),
        "first_token_formula": say_formula(language, speed.prompt.formula)
        if speed.prompt
        else None,
        "source": speed.source,
    }


def _whole(quantity: Quantity | None, unit: Unit) -> int | None:
    return None if quantity is None else whole(quantity, unit)


def _per_gpu(amount: Quantity) -> int:
    return whole(amount, BYTE_PER_GPU)
