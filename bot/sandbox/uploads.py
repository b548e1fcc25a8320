"""The two doors files go through: the upload address, and the page's download."""

from urllib.parse import quote

from aiohttp import BodyPartReader, web

from bot.sandbox import files
from bot.sandbox.blocks import Json
from bot.sandbox.calls import Call
from bot.sandbox.errors import RefusedError
from bot.sandbox.faults import Faults, suffer
from bot.sandbox.model import File
from bot.sandbox.passes import ExpiredPassError, PassError, SpentPassError
from bot.sandbox.workspace import Workspace

# What uploads and their faults are filed under.
METHOD = "upload"

# Slack takes files of up to 1 GB.
_LARGEST = 1_000_000_000

_WORN_OUT: dict[type[PassError], str] = {
    ExpiredPassError: "expired_url",
    SpentPassError: "used_url",
}


class Uploads:
    """Everything under /upload/.

    Slack promises 200 for bytes it took and anything else for others; it names no errors here, so
    these names are ours.
    """

    def __init__(self, workspace: Workspace, faults: Faults) -> None:
        self._workspace = workspace
        self._faults = faults

    async def respond(self, request: web.Request) -> web.Response:
        """Return "OK" with how many bytes came, or the name of what is wrong."""
        key = request.match_info["key"]
        with self._workspace.activity.ongoing():
            contents = await _contents(request)
            fault = self._faults.take(METHOD)
            return await suffer(fault, request, lambda: self._perform(key, contents))

    def _perform(self, key: str, contents: bytes) -> web.Response:
        # The record says how many bytes there were, never which.
        told: Json = {"bytes": len(contents)}
        try:
            file = self._use(key)
            told["file"] = file.id
            _keep(file, contents)
        except RefusedError as error:
            self._workspace.calls.note(Call(METHOD, told, error.answer()), refused=True)
            status = 404 if error.code.endswith("_url") else 400
            return web.Response(status=status, text=error.code)
        self._workspace.calls.note(Call(METHOD, told, {"ok": True}), refused=False)
        return web.Response(text=f"OK - {len(contents)}")

    def _use(self, key: str) -> File:
        try:
            return self._workspace.uploads.use(key)
        except PassError as error:
            code = _WORN_OUT.get(type(error), "no_such_url")
            raise RefusedError(code, "An upload URL works once, for a while.") from error


class Downloads:
    """Everything under /files/.

    Slack asks who is there before it gives a file; the sandbox's page is everybody's.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def serve(self, request: web.Request) -> web.Response:
        """Return a file to be kept, not shown; 404 and a sentence when there is none."""
        try:
            file = files.find(self._workspace, request.match_info["id"])
        except RefusedError as error:
            return web.Response(status=404, text=_MISSING[error.code])
        return web.Response(
            body=file.contents,
            content_type=files.kind_of(file).mimetype,
            headers={
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "no-store",
            },
        )


_MISSING = {
    "file_not_found": "There is no such file.",
    "file_deleted": "This file was deleted.",
}


def _keep(file: File, contents: bytes) -> None:
    if not contents:
        raise RefusedError("no_bytes", "Nothing was sent.")
    if len(contents) != file.size:
        raise RefusedError("wrong_length", f"{file.size} bytes were promised.")
    file.contents = contents


async def _contents(request: web.Request) -> bytes:
    """Return the bytes of a file, sent by themselves or in a form's first field that is a file."""
    # The server takes no more than 1 MiB elsewhere.
    roomy = request.clone(client_max_size=_LARGEST)
    if roomy.content_type != "multipart/form-data":
        return await roomy.read()
    async for part in await roomy.multipart():
        if isinstance(part, BodyPartReader) and part.filename:
            return bytes(await part.read())
    return b""
