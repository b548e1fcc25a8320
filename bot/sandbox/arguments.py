"""What the bot sent with a call: form fields, JSON or a query, all made into one mapping."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.sandbox.blocks import Json
from bot.sandbox.errors import RefusedError

# Form fields that carry JSON, and what Slack says when it cannot be read.
_NESTED = {
    "blocks": "invalid_blocks_format",
    "files": "invalid_arguments",
    "attachments": "invalid_attachments",
    "metadata": "invalid_metadata_format",
    "view": "invalid_arguments",
}


async def read_arguments(request: web.Request) -> Json:
    """Return the arguments of a call; refused when they cannot be read."""
    arguments: Json = {**request.query, **await _body(request)}
    for name, code in _NESTED.items():
        if isinstance(arguments.get(name), str):
            arguments[name] = _nested(arguments[name], name, code)
    return arguments


def token_of(request: web.Request, arguments: Json) -> str | None:
    """Return the token of a call, and take it out of its arguments."""
    given = arguments.pop("token", None)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme == "Bearer" else given


def text_of(arguments: Mapping[str, Any], name: str) -> str:
    """Return the argument `name`; refused when it is missing."""
    value = arguments.get(name)
    if not isinstance(value, str) or not value:
        raise RefusedError("invalid_arguments", f"missing required field: {name}")
    return value


def flag_of(arguments: Mapping[str, Any], name: str) -> bool:
    """Return whether `name` is set, in any of the ways in which clients write it."""
    return arguments.get(name) in (True, 1, "1", "true", "True")


async def _body(request: web.Request) -> Json:
    if request.content_type != "application/json":
        return dict(await request.post())
    try:
        body = await request.json()
    except json.JSONDecodeError as error:
        raise RefusedError("invalid_json", "The body is not JSON.") from error
    if not isinstance(body, dict):
        raise RefusedError("json_not_object", "The body is not a JSON object.")
    return body


def _nested(text: str, name: str, code: str) -> Any:
    try:
        return json.loads(text) if text else None
    except json.JSONDecodeError as error:
        raise RefusedError(code, f"{name} is not JSON") from error
