"""The Web API: who may call which method, and what Slack answers."""

from collections.abc import Callable
from typing import NamedTuple

from aiohttp import web

from bot.sandbox import chat_methods, file_methods, team_methods, view_methods
from bot.sandbox.arguments import read_arguments, token_of
from bot.sandbox.blocks import Json
from bot.sandbox.calls import Call
from bot.sandbox.errors import RefusedError
from bot.sandbox.faults import Faults, suffer
from bot.sandbox.workspace import Workspace


class Method(NamedTuple):
    """One Web API method, and the scope it needs."""

    run: Callable[[Workspace, Json], Json]
    scope: str | None = None
    with_app_token: bool = False


METHODS = {
    "auth.test": Method(team_methods.test_token),
    "apps.connections.open": Method(team_methods.open_connection, with_app_token=True),
    "users.info": Method(team_methods.user_info, "users:read"),
    "users.lookupByEmail": Method(team_methods.look_up_by_email, "users:read.email"),
    "conversations.info": Method(chat_methods.channel_info),
    "conversations.open": Method(chat_methods.open_conversation, "im:write"),
    "conversations.history": Method(chat_methods.history, "im:history"),
    "chat.postMessage": Method(chat_methods.post_message, "chat:write"),
    "chat.update": Method(chat_methods.update, "chat:write"),
    "chat.postEphemeral": Method(chat_methods.post_ephemeral, "chat:write"),
    "files.getUploadURLExternal": Method(file_methods.get_upload_url, "files:write"),
    "files.completeUploadExternal": Method(file_methods.complete_upload, "files:write"),
    "files.info": Method(file_methods.info, "files:read"),
    "files.delete": Method(file_methods.delete, "files:write"),
    "views.open": Method(view_methods.open_view),
    "views.push": Method(view_methods.push),
    "views.update": Method(view_methods.update),
    "views.publish": Method(view_methods.publish),
}


class WebApi:
    """Everything under /api/."""

    def __init__(self, workspace: Workspace, faults: Faults) -> None:
        self._workspace = workspace
        self._faults = faults

    async def respond(self, request: web.Request) -> web.Response:
        """Return Slack's answer to one call, or the trouble somebody asked for."""
        name = request.match_info["method"]
        with self._workspace.activity.ongoing():
            try:
                arguments = await read_arguments(request)
            except RefusedError as error:
                return self._noted(name, {}, error.answer())
            fault = self._faults.take(name)
            token = token_of(request, arguments)
            return await suffer(fault, request, lambda: self._perform(name, token, arguments))

    def _perform(self, name: str, token: str | None, arguments: Json) -> web.Response:
        try:
            answer = {"ok": True, **self._run(name, token, arguments)}
        except RefusedError as error:
            answer = error.answer()
        noted = self._noted(name, arguments, answer)
        if token == self._workspace.tokens.bot:
            # Slack tells a token's scopes in a header alone; its own clients read them there:
            # docs.slack.dev/tools/node-slack-sdk/reference/web-api/interfaces/WebAPICallResult
            noted.headers["x-oauth-scopes"] = self._workspace.manifest.named_scopes
        return noted

    def _run(self, name: str, token: str | None, arguments: Json) -> Json:
        if name not in METHODS:
            raise RefusedError("unknown_method", f"The sandbox does not know {name}.")
        method = METHODS[name]
        self._check_token(method, token)
        if method.scope:
            self._workspace.manifest.require(method.scope)
        return method.run(self._workspace, arguments)

    def _check_token(self, method: Method, token: str | None) -> None:
        if not token:
            raise RefusedError("not_authed", "There is no token.")
        tokens = self._workspace.tokens
        if token not in tokens:
            raise RefusedError("invalid_auth", "The workspace does not know this token.")
        if token != (tokens.app if method.with_app_token else tokens.bot):
            raise RefusedError("not_allowed_token_type", "This is the other of the two tokens.")

    def _noted(self, name: str, arguments: Json, answer: Json) -> web.Response:
        self._workspace.calls.note(Call(name, arguments, answer), refused=not answer["ok"])
        return web.json_response(answer)
