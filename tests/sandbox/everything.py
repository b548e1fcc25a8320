"""A day on which everything happens that the sandbox can send, taken down as it arrives."""

import asyncio
from collections import defaultdict
from typing import Any

import aiohttp

from bot.sandbox import Actor, Sandbox
from tests.sandbox.elements import CHOSEN, FORM, MESSAGE, TAPPED
from tests.sandbox.kit import Json, button, home, modal, section


class Day:
    """The bot's end of a sandbox: it acks everything and keeps it, by kind."""

    def __init__(self, sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
        self._sandbox = sandbox
        self._http = http
        self.sent: dict[str, list[Json]] = defaultdict(list)
        self._latest: Json = {}

    async def live(self) -> None:
        """Let it all happen."""
        opened = await self.call("apps.connections.open")
        async with self._http.ws_connect(opened["url"]) as socket:
            listening = asyncio.create_task(self._listen(socket))
            await self._sandbox.wait_connected()
            await self._talk()
            await self._touch()
            await self._fill_in()
            await self._go_home()
            await self._share_a_file()
            await self._move()
            await self._be_refused()
            self._sandbox.disconnect()
            await listening

    async def call(self, method: str, **arguments: Any) -> Json:
        """Return and keep Slack's answer to one call."""
        tokens = self._sandbox.workspace.tokens
        token = tokens.app if method.startswith("apps.") else tokens.bot
        headers = {"Authorization": f"Bearer {token}"}
        address = self._sandbox.api_url + method
        async with self._http.post(address, json=arguments, headers=headers) as response:
            answer: Json = await response.json()
        self.sent[method if answer["ok"] else "refusal"].append(answer)
        return answer

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in socket:
            said = frame.json()
            if "envelope_id" not in said:
                self.sent[said["type"]].append(said)
                if said["type"] == "disconnect":
                    return
                continue
            self._keep(said)
            await socket.send_json({"envelope_id": said["envelope_id"]})

    def _keep(self, envelope: Json) -> None:
        payload = self._latest = envelope["payload"]
        self.sent[f"envelope of {envelope['type']}"].append(envelope)
        if envelope["type"] == "events_api":
            self.sent["event"].append(payload)
            self.sent[_event_kind(payload["event"])].append(payload["event"])
        else:
            self.sent[_interaction_kind(payload)].append(payload)

    async def _look_up(self, who: Actor) -> None:
        await self.call("users.info", user=who.slack_id, include_locale=True)
        await self.call("users.info", user="UBOT000001")
        await self.call("users.lookupByEmail", email="omar.sample@hospital.example")
        await self.call("conversations.info", channel=self.cohort)

    async def _talk(self) -> None:
        sandbox = self._sandbox
        self.nia = sandbox.add_person("Nia Example")
        omar = sandbox.add_person("Omar Sample")
        self.cohort = sandbox.add_channel("cohort", [self.nia.slack_id, omar.slack_id])
        await self.call("auth.test")
        await self._look_up(omar)
        await self.call("conversations.open", users=omar.slack_id)
        await self.call("conversations.open", users=omar.slack_id)
        await self.nia.type("Hello")
        metadata = {"event_type": "due", "event_payload": {"row": "1"}}
        posted = await self.call(
            "chat.postMessage", channel=self.nia.slack_id, text="One", metadata=metadata
        )
        self.direct = posted["channel"]
        place = {"channel": posted["channel"], "ts": posted["ts"]}
        await self.call("chat.update", **place, text="Two")
        await self.call("chat.update", **place, text="Three", blocks=[section("*Three*")])
        await self.call("conversations.history", channel=posted["channel"], limit=1)
        everything = {"include_all_metadata": True}
        await self.call("conversations.history", channel=posted["channel"], **everything)
        await sandbox.quiet()

    async def _touch(self) -> None:
        nia = self.nia
        await self.call("chat.postMessage", channel=nia.slack_id, text="All", blocks=MESSAGE)
        for kind, value in CHOSEN.items():
            await nia.pick(kind, value)
        for name in TAPPED:
            await nia.tap(name)
        # What was tapped in a message can take the message away.
        url = self._latest["response_url"]
        await self._http.post(url, json={"delete_original": True})
        asked = [section("Here?", accessory=button("Here", "here"))]
        whisper = {"channel": self.cohort, "user": nia.slack_id, "text": "Psst", "blocks": asked}
        await self.call("chat.postEphemeral", **whisper)
        await nia.tap("Here")
        await self._sandbox.quiet()

    async def _fill_in(self) -> None:
        nia = self.nia
        await nia.command("/ask <@U1> and more", channel=self.cohort)
        trigger = self._latest["trigger_id"]
        opened = await self.call("views.open", trigger_id=trigger, view=FORM)
        await nia.pick("Shift", "nights")
        await nia.pick("Hours", "8")
        await nia.tap("Deeper")
        trigger = self._latest["trigger_id"]
        await self.call(
            "views.push", trigger_id=trigger, view=modal(section("Deep"), notify_on_close=True)
        )
        await nia.close()
        await self.call("views.update", view_id=opened["view"]["id"], view=FORM)
        await nia.submit({"Where": "cohort"})

    async def _go_home(self) -> None:
        nia = self.nia
        await nia.open_home()
        view = home(section("Welcome", accessory=button("Begin", "begin")))
        await self.call("views.publish", user_id=nia.slack_id, view=view)
        await nia.open_home()
        await nia.tap_home("Begin")

    async def _share_a_file(self) -> None:
        contents = b"hello"
        promised = {"filename": "note.txt", "length": len(contents)}
        upload = await self.call("files.getUploadURLExternal", **promised)
        async with self._http.post(upload["upload_url"], data=contents) as response:
            assert response.ok
        file = upload["file_id"]
        shared = {"files": [{"id": file}], "channels": f"{self.direct},{self.cohort}"}
        await self.call("files.completeUploadExternal", **shared, initial_comment="Yours")
        await self.call("files.info", file=file)
        await self.call("conversations.history", channel=self.direct, limit=1)
        await self.call("files.delete", file=file)
        await self.call("conversations.history", channel=self.direct, limit=1)
        await self._sandbox.quiet()

    async def _move(self) -> None:
        self._sandbox.move(self.nia.slack_id, "Europe/Paris")
        await self._sandbox.quiet()

    async def _be_refused(self) -> None:
        wrong = [section("x" * 3001)]
        await self.call("chat.postMessage", channel=self.nia.slack_id, text="x", blocks=wrong)
        await self.call("chat.postMessage", channel="C404", text="x")
        await self.call("conversations.open", users="U1,U2")


def _event_kind(event: Json) -> str:
    kind = str(event.get("subtype", event["type"]))
    return "message of the bot" if kind == "message" and "bot_id" in event else kind


def _interaction_kind(payload: Json) -> str:
    if "command" in payload:
        return "slash command"
    if payload["type"] != "block_actions":
        return str(payload["type"])
    if payload["container"]["type"] == "view":
        return "block_actions in a view"
    ephemeral = payload["container"]["is_ephemeral"]
    return f"block_actions in {'an ephemeral' if ephemeral else 'a message'}"
