"""What `/v1/openapi.json` says of `/v1/estimate`."""

from typing import Any

from pydantic import BaseModel, Field

from bot.mcp.schema import Sizing

ESTIMATE, DESCRIBED = "/v1/estimate", "/v1/openapi.json"
_REF = "#/components/schemas/{model}"
_REFUSED = {
    "400": "no question, two questions, or something beside it",
    "401": "no token, from beyond the machine that answers",
    "422": "the question was not understood; the error says how to mend it",
    "429": "too many in a minute",
}


class Mistake(BaseModel):
    """What was not understood."""

    code: str
    message: str
    hint: str
    span: tuple[int, int] | None = Field(description="where it stands in the question")
    suggestions: tuple[str, ...] = Field(description="what to ask instead")


class Refused(BaseModel):
    """Instead of an answer."""

    error: Mistake


def described() -> dict[str, Any]:
    """The description, as OpenAPI 3.1 wants it."""
    answer = {"description": "the answer; more keys may come", "content": _content(Sizing)}
    refused = {
        status: {"description": why, "content": _content(Refused)}
        for status, why in _REFUSED.items()
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "gpumem", "version": "1"},
        "paths": {
            ESTIMATE: {
                "get": {
                    "summary": "How much GPU memory a language model needs, and how many GPUs",
                    "operationId": "estimate",
                    "security": [{}, {"token": []}],
                    "parameters": [
                        {
                            "name": "q",
                            "in": "query",
                            "required": True,
                            "schema": {"type": "string"},
                            "example": "llama 3.1 70b fp8 32k context 16 users on H100?",
                        },
                        {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}},
                    ],
                    "responses": {
                        "200": answer,
                        "304": {"description": "the answer with this ETag still holds"},
                        **refused,
                    },
                }
            }
        },
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _content(model: type[BaseModel]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REF.format(model=model.__name__)}}}


def _schemas() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for model in (Sizing, Refused):
        schema = model.model_json_schema(ref_template=_REF, mode="serialization")
        found |= schema.pop("$defs", {}) | {model.__name__: schema}
    return found
