"""Response URLs: the way back to whoever commanded or tapped, five times in half an hour."""

from aiohttp import web

from bot.sandbox import messages
from bot.sandbox.arguments import flag_of, read_arguments
from bot.sandbox.blocks import Json
from bot.sandbox.calls import Call
from bot.sandbox.errors import RefusedError
from bot.sandbox.faults import Faults, suffer
from bot.sandbox.model import Message
from bot.sandbox.passes import ExpiredPassError, PassError, SpentPassError
from bot.sandbox.workspace import Reply, Workspace

# What its calls and faults are filed under.
METHOD = "respond"

_WORN_OUT: dict[type[PassError], str] = {
    ExpiredPassError: "expired_url",
    SpentPassError: "used_url",
}


class ResponseUrls:
    """Everything under /respond/."""

    def __init__(self, workspace: Workspace, faults: Faults) -> None:
        self._workspace = workspace
        self._faults = faults

    async def respond(self, request: web.Request) -> web.Response:
        """Return Slack's answer: "ok", or the name of what is wrong."""
        key = request.match_info["key"]
        with self._workspace.activity.ongoing():
            try:
                arguments = await read_arguments(request)
            except RefusedError as error:
                return self._noted({}, error)
            fault = self._faults.take(METHOD)
            return await suffer(fault, request, lambda: self._perform(key, arguments))

    def _perform(self, key: str, arguments: Json) -> web.Response:
        try:
            reply = self._use(key)
            answer(self._workspace, reply, arguments)
        except RefusedError as error:
            return self._noted(arguments, error)
        return self._noted(arguments, None)

    def _use(self, key: str) -> Reply:
        try:
            return self._workspace.replies.use(key)
        except PassError as error:
            code = _WORN_OUT.get(type(error), "no_such_url")
            raise RefusedError(code, "A response URL works five times.") from error

    def _noted(self, arguments: Json, refused: RefusedError | None) -> web.Response:
        told = refused.answer() if refused else {"ok": True}
        self._workspace.calls.note(Call(METHOD, arguments, told), refused=refused is not None)
        if refused is None:
            return web.Response(text="ok")
        status = 404 if refused.code.endswith("_url") else 400
        return web.Response(status=status, text=refused.code)


def answer(workspace: Workspace, reply: Reply, arguments: Json) -> None:
    """Do what the bot asks for: a new message, another wording of the original, or none."""
    original = _original(workspace, reply)
    if flag_of(arguments, "delete_original"):
        if original is not None:
            messages.delete(workspace, original)
        return
    draft = messages.read_draft(arguments)
    channel, person = workspace.channels[reply.channel], workspace.people[reply.person]
    if flag_of(arguments, "replace_original") and original is not None:
        messages.reword(workspace, original, draft)
    elif arguments.get("response_type", "ephemeral") == "in_channel":
        messages.post(workspace, channel, draft)
    else:
        messages.whisper(workspace, channel, person, draft)


def _original(workspace: Workspace, reply: Reply) -> Message | None:
    whispers = workspace.people[reply.person].whispers
    posted = [*workspace.channels[reply.channel].messages, *whispers]
    return next((message for message in posted if message.ts == reply.ts), None)
