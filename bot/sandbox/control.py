"""The control API: the sandbox for tests and load generators in other processes."""

import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta

from aiohttp import web

from bot.sandbox.acting import Actor
from bot.sandbox.blocks import Json
from bot.sandbox.deeds import DEEDS
from bot.sandbox.errors import NotAllowedError, NotSeenError, RefusedError
from bot.sandbox.exporting import in_json
from bot.sandbox.playing import Player
from bot.sandbox.seen import Seen
from bot.sandbox.stage import Stage

Answer = Callable[[web.Request, Json], Awaitable[Json]]

# What a wrong request may run into on its way through the workspace.
_WRONG = (ValueError, TypeError, NotAllowedError, NotSeenError, RefusedError)


class Control:
    """Everything under /control/."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def routes(self) -> Iterator[web.RouteDef]:
        """Yield where each request goes."""
        for method, path, answer in (
            ("GET", "people", self._people),
            ("POST", "people", self._add_person),
            ("POST", "channels", self._add_channel),
            ("GET", "people/{id}/screen", self._screen),
            ("POST", "people/{id}", self._set_account),
            ("POST", "people/{id}/{deed}", self._act),
            ("GET", "calendar", self._calendar),
            ("POST", "calendar", self._move_calendar),
            ("POST", "travel", self._travel),
            ("POST", "play", self._play),
            ("DELETE", "play", self._stop),
            ("POST", "faults", self._add_fault),
            ("DELETE", "faults", self._clear_faults),
            ("GET", "calls", self._calls),
            ("GET", "export", self._export),
            ("POST", "disconnect", self._disconnect),
        ):
            yield web.route(method, f"/control/{path}", _spoken(self._shown(answer)))

    def _shown(self, answer: Answer) -> Answer:
        """Return the same, after which every page looks again."""

        async def answered(request: web.Request, body: Json) -> Json:
            try:
                return await answer(request, body)
            finally:
                self._stage.workspace.pulse.beat()

        return answered

    async def _people(self, request: web.Request, body: Json) -> Json:
        return {"people": [_person(actor) for actor in self._stage.people]}

    async def _add_person(self, request: web.Request, body: Json) -> Json:
        name, rest = _named(body, "zone", "slack_id", "deleted", "guest", "note")
        return _person(self._stage.add_person(name, **rest))

    async def _set_account(self, request: web.Request, body: Json) -> Json:
        actor = self._actor(request)
        if "zone" in body:
            self._stage.move(actor.slack_id, body["zone"])
        if "deleted" in body:
            change = self._stage.deactivate if body["deleted"] else self._stage.reactivate
            change(actor.slack_id)
        return _person(actor)

    async def _add_channel(self, request: web.Request, body: Json) -> Json:
        name, rest = _named(body, "members", "private", "bot_is_member")
        return {"channel": self._stage.add_channel(name, **rest)}

    async def _screen(self, request: web.Request, body: Json) -> Json:
        actor = self._actor(request)
        return {
            "messages": [_message(seen) for seen in actor.messages],
            "whispers": [_message(seen) for seen in actor.whispers],
            "modal": actor.modal,
            "home": actor.home,
            "errors": actor.errors,
            "screen": actor.screen(),
        }

    async def _act(self, request: web.Request, body: Json) -> Json:
        deed = request.match_info["deed"]
        if deed not in DEEDS:
            raise ValueError(f"Nobody can {deed}: people can {', '.join(DEEDS)}.")
        if self._stage.programme.hands_off:
            raise NotAllowedError(self._stage.programme.hands_off)
        actor = self._actor(request)
        if "view" in body:
            _require_on_top(actor, body["view"])
        return await DEEDS[deed](actor, body)

    async def _calendar(self, request: web.Request, body: Json) -> Json:
        calendar = self._stage.calendar
        return {"now": calendar.now().isoformat(), "running": calendar.running}

    async def _move_calendar(self, request: web.Request, body: Json) -> Json:
        if "to" in body:
            self._stage.calendar.move_to(datetime.fromisoformat(body["to"]))
        else:
            self._stage.calendar.move_by(timedelta(seconds=body["by_seconds"]))
        return await self._calendar(request, body)

    async def _travel(self, request: web.Request, body: Json) -> Json:
        person = self._stage.workspace.person(body["person"])
        await self._stage.clockwork.move(body["to"], person)
        return await self._calendar(request, body)

    async def _play(self, request: web.Request, body: Json) -> Json:
        self._player().start()
        return {}

    async def _stop(self, request: web.Request, body: Json) -> Json:
        await self._player().stop()
        return {}

    async def _add_fault(self, request: web.Request, body: Json) -> Json:
        self._stage.faults.add(body)
        return {}

    async def _clear_faults(self, request: web.Request, body: Json) -> Json:
        self._stage.faults.clear(body.get("kind"))
        return {}

    async def _calls(self, request: web.Request, body: Json) -> Json:
        return {
            "calls": [asdict(call) for call in self._stage.calls],
            "refusals": [asdict(call) for call in self._stage.refusals],
        }

    async def _export(self, request: web.Request, body: Json) -> Json:
        return in_json(self._stage.export())

    async def _disconnect(self, request: web.Request, body: Json) -> Json:
        self._stage.disconnect(body.get("reason", "refresh_requested"), body.get("connections"))
        return {}

    def _player(self) -> Player:
        if self._stage.programme.player is None:
            raise NotAllowedError("Only a demo has a day to play.")
        return self._stage.programme.player

    def _actor(self, request: web.Request) -> Actor:
        return self._stage.person(request.match_info["id"])


def _spoken(answer: Answer) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Return a handler that reads and writes JSON, and says in one sentence what is wrong."""

    async def handle(request: web.Request) -> web.Response:
        try:
            body = json.loads(await request.text() or "{}")
            if not isinstance(body, dict):
                raise TypeError("The body must be a JSON object.")
            return web.json_response(await answer(request, body))
        except (KeyError, *_WRONG) as error:
            return web.json_response(_refusal(request, error), status=400)

    return handle


def _refusal(request: web.Request, error: Exception) -> Json:
    """Return what is wrong, in a sentence, and in which field of a form."""
    match error:
        case NotAllowedError():
            return {"error": str(error), "field": error.field}
        case KeyError():
            return {"error": f"The request lacks {error}."}
        # Only a browser names its page: people are not told what else stands there.
        case NotSeenError() if "Origin" in request.headers:
            return {"error": "That is no longer there."}
        case _:
            return {"error": str(error)}


def _require_on_top(actor: Actor, view_id: str) -> None:
    """Raise NotAllowedError unless this window is the one that can be touched."""
    if actor.modal is None or actor.modal["id"] != view_id:
        raise NotAllowedError("That window is no longer on top.")


def _named(body: Json, *known: str) -> tuple[str, Json]:
    """Return a name and what else is given; ValueError when nobody knows what that is for."""
    rest = dict(body)
    name = str(rest.pop("name"))
    for stray in rest.keys() - set(known):
        raise ValueError(f"The request has no use for {stray!r}.")
    return name, rest


def _person(actor: Actor) -> Json:
    return {
        "slack_id": actor.slack_id,
        "name": actor.name,
        "zone": actor.zone,
        "note": actor.note,
        "deleted": actor.deleted,
        "guest": actor.guest,
    }


def _message(seen: Seen) -> Json:
    return {
        "channel": seen.channel,
        "ts": seen.ts,
        "author": seen.author,
        "text": seen.text,
        "blocks": seen.blocks,
        "files": seen.files,
        "edits": len(seen.edited),
        "metadata": seen.metadata,
        "words": seen.words(),
    }
