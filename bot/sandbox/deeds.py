"""What the control API lets a person do: JSON in, one method of Actor called, JSON out."""

from collections.abc import Awaitable, Callable

from bot.sandbox.acting import Actor
from bot.sandbox.blocks import Json


async def _command(actor: Actor, body: Json) -> Json:
    return {"text": await actor.command(body["text"], body.get("channel"))}


async def _tap(actor: Actor, body: Json) -> Json:
    if body.get("home"):
        await actor.tap_home(body["name"])
    else:
        await actor.tap(body["name"], actor.seen(body["ts"]) if "ts" in body else None)
    return {}


async def _pick(actor: Actor, body: Json) -> Json:
    await actor.pick(body["name"], body["value"])
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
