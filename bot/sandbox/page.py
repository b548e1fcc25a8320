"""The page in the browser: be somebody in the workspace, without any script."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from urllib.parse import urlencode

from aiohttp import web

from bot.sandbox.acting import Actor
from bot.sandbox.blocks import Json
from bot.sandbox.errors import NotAllowedError, NotSeenError
from bot.sandbox.markup import Html
from bot.sandbox.page_layout import forms_of, people_page, screen_page
from bot.sandbox.stage import Stage

Sent = dict[str, list[str]]


class Page:
    """Everything a browser is shown, and what it sends."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def routes(self) -> Iterator[web.RouteDef]:
        """Yield where each request goes."""
        yield web.get("/", self._show)
        yield web.post("/calendar", self._move_calendar)
        yield web.post("/people/{id}/{deed}", self._act)

    async def _show(self, request: web.Request) -> web.Response:
        slack_id = request.query.get("person", "")
        if slack_id not in self._stage.workspace.people:
            return _html(people_page(self._stage))
        actor = self._stage.person(slack_id)
        return _html(screen_page(self._stage, actor, request.query.get("said", "")))

    async def _move_calendar(self, request: web.Request) -> web.Response:
        sent = await _sent(request)
        await self._stage.travel(
            self._stage.calendar.now() + timedelta(hours=int(sent["hours"][0]))
        )
        return _back(sent["person"][0], "")

    async def _act(self, request: web.Request) -> web.Response:
        deeds: dict[str, Callable[[Actor, Sent], Awaitable[str]]] = {
            "touch": self._touch,
            "type": self._type,
            "home": self._open_home,
        }
        slack_id, deed = request.match_info["id"], request.match_info["deed"]
        if slack_id not in self._stage.workspace.people or deed not in deeds:
            raise web.HTTPNotFound
        actor = self._stage.person(slack_id)
        errors = len(actor.errors)
        try:
            said = await deeds[deed](actor, await _sent(request))
        except (NotSeenError, NotAllowedError) as error:
            said = str(error)
        with suppress(TimeoutError):
            # What the bot shows after its ack should be on the page already.
            await self._stage.quiet()
        return _back(slack_id, said or "; ".join(actor.errors[errors:]))

    async def _type(self, actor: Actor, sent: Sent) -> str:
        text = sent["text"][0]
        if text.startswith("/"):
            await actor.command(text)
        else:
            await actor.type(text)
        return ""

    async def _open_home(self, actor: Actor, sent: Sent) -> str:
        await actor.open_home()
        return ""

    async def _touch(self, actor: Actor, sent: Sent) -> str:
        if sent.get("do") == ["close"]:
            await actor.close()
            return ""
        place = sent["place"][0]
        blocks = _blocks(actor, place)
        forms = forms_of(self._stage, actor)
        if place == "modal":
            await actor.fill(forms.entered(blocks, sent))
        if "do" in sent:
            return "; ".join((await actor.submit()).values())
        if "pick" in sent:
            await actor.pick(sent["pick"][0], forms.picked(blocks, sent, sent["pick"][0]))
        elif "tap" in sent:
            await _tap(actor, place, sent["tap"][0])
        return ""


async def _tap(actor: Actor, place: str, name: str) -> None:
    if place == "home":
        await actor.tap_home(name)
    elif place == "modal":
        await actor.tap(name)
    else:
        await actor.tap(name, message=actor.seen(place))


def _blocks(actor: Actor, place: str) -> list[Json]:
    view = {"modal": actor.modal, "home": actor.home}.get(place)
    if view is not None:
        blocks: list[Json] = view["blocks"]
        return blocks
    return actor.seen(place).blocks


async def _sent(request: web.Request) -> Sent:
    form = await request.post()
    return {name: [str(value) for value in form.getall(name)] for name in form}


def _html(page: Html) -> web.Response:
    return web.Response(text=page, content_type="text/html")


def _back(slack_id: str, said: str) -> web.Response:
    query = {"person": slack_id, **({"said": said} if said else {})}
    return web.Response(status=303, headers={"Location": f"/?{urlencode(query)}"})
