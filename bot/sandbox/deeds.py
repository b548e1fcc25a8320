"""What the control API lets a person do: JSON in, one method of Actor called, JSON out."""

from collections.abc import Awaitable, Callable

from bot.sandbox.acting import Actor
from bot.sandbox.blocks import Json
from bot.sandbox.seen import Seen


def _message(actor: Actor, body: Json) -> Seen | None:
    """Return the message that is meant; None when none is named."""
    return actor.seen(body["ts"]) if "ts" in body else None


async def _command(actor: Actor, body: Json) -> Json:
    return {"text": await actor.command(body["text"], body.get("channel"))}


async def _tap(actor: Actor, body: Json) -> Json:
    if body.get("home"):
        await actor.tap_home(body["name"])
    else:
        await actor.tap(body["name"], _message(actor, body))
    return {}


async def _pick(actor: Actor, body: Json) -> Json:
    name, value = body["name"], body["value"]
    if body.get("home"):
        await actor.pick_home(name, value)
    else:
        await actor.pick(name, value, _message(actor, body))
    return {}


async def _submit(actor: Actor, body: Json) -> Json:
    return {"errors": await actor.submit(body.get("values", {}))}


async def _fill(actor: Actor, body: Json) -> Json:
    await actor.fill(body["values"])
    return {}


async def _close(actor: Actor, body: Json) -> Json:
    await actor.close()
    return {}


async def _home(actor: Actor, body: Json) -> Json:
    await actor.open_home()
    return {}


async def _type(actor: Actor, body: Json) -> Json:
    await actor.type(body["text"])
    return {}


DEEDS: dict[str, Callable[[Actor, Json], Awaitable[Json]]] = {
    "command": _command,
    "tap": _tap,
    "pick": _pick,
    "submit": _submit,
    "fill": _fill,
    "close": _close,
    "home": _home,
    "type": _type,
}
