"""A day on which everything happens that the sandbox can send, taken down as it arrives."""

import asyncio
from collections import defaultdict
from typing import Any

import aiohttp

from bot.sandbox import Sandbox
from tests.sandbox.kit import (
    Json,
    actions,
    button,
    field,
    home,
    modal,
    option,
    plain,
    section,
    text_field,
)

_TWO = [option("One"), option("Two")]
_HINT = {"placeholder": plain("Choose")}
_CONFIRM = {
    "title": plain("Sure?"),
    "text": plain("It counts."),
    "confirm": plain("Yes"),
    "deny": plain("No"),
}


def _element(kind: str, **more: Any) -> Json:
    return {"type": kind, "action_id": kind, **more}


# What is changed in a message, by its kind, and to what.
_CHOSEN: dict[str, Any] = {
    "static_select": "Two",
    "multi_static_select": ["One", "Two"],
    "radio_buttons": "Two",
    "checkboxes": ["Two"],
    "users_select": "Omar Sample",
    "multi_users_select": ["Omar Sample"],
    "channels_select": "cohort",
    "multi_channels_select": ["cohort"],
    "conversations_select": "cohort",
    "multi_conversations_select": ["cohort"],
    "datepicker": "2030-01-08",
    "timepicker": "08:30",
    "datetimepicker": "1894006800",
}
_MORE: dict[str, Json] = {
    "static_select": {"options": _TWO, "initial_option": _TWO[0], "confirm": _CONFIRM, **_HINT},
    "multi_static_select": {"options": _TWO, **_HINT},
    "radio_buttons": {"options": _TWO},
    "checkboxes": {"options": _TWO, "initial_options": [_TWO[0]]},
    "timepicker": {"timezone": "America/New_York", **_HINT},
    "datepicker": {"initial_date": "2030-01-07"},
}

_CHOOSERS = [_element(kind, **_MORE.get(kind, {})) for kind in _CHOSEN]
_TAPPED = ("button", "Two as a whole", "Good", "icon_button")
_MESSAGE = [
    section(
        "Everything at once",
        accessory=button("Help", "button", value="help", url="https://a.example/"),
    ),
    actions(*_CHOOSERS),
    actions(
        {
            **_element("overflow"),
            "options": [option("One as a whole"), option("Two as a whole")],
        },
        button("Sure", "sure", value="1", style="primary", confirm=_CONFIRM),
    ),
    {
        "type": "context_actions",
        "elements": [
            {
                **_element("feedback_buttons"),
                "positive_button": {"text": plain("Good"), "value": "+"},
                "negative_button": {"text": plain("Bad"), "value": "-"},
            },
            _element("icon_button", icon="trash", text=plain("Away"), value="1"),
        ],
    },
    {"type": "header", "text": plain("A header")},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "_small_"}]},
    {"type": "divider"},
]
_FORM = modal(
    text_field("Shift", "shift", dispatch_action=True),
    field(
        "Hours", _element("number_input", is_decimal_allowed=False), "hours", dispatch_action=True
    ),
    field(
        "Where",
        _element("conversations_select", response_url_enabled=True),
        "where",
    ),
    *(
        field(kind, element, kind, optional=True)
        for kind, element in zip(_CHOSEN, _CHOOSERS, strict=True)
        if kind != "conversations_select"
    ),
    section("Beside", accessory=button("Deeper", "deeper")),
    notify_on_close=True,
)


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

    async def _talk(self) -> None:
        sandbox = self._sandbox
        self.nia = sandbox.add_person("Nia Example")
        omar = sandbox.add_person("Omar Sample")
        self.cohort = sandbox.add_channel("cohort", [self.nia.slack_id, omar.slack_id])
        await self.call("auth.test")
        await self.call("users.info", user=omar.slack_id, include_locale=True)
        await self.call("users.info", user="UBOT000001")
        await self.call("conversations.open", users=omar.slack_id)
        await self.call("conversations.open", users=omar.slack_id)
        await self.nia.type("Hello")
        metadata = {"event_type": "due", "event_payload": {"row": "1"}}
        posted = await self.call(
            "chat.postMessage", channel=self.nia.slack_id, text="One", metadata=metadata
        )
        place = {"channel": posted["channel"], "ts": posted["ts"]}
        await self.call("chat.update", **place, text="Two")
        await self.call("chat.update", **place, text="Three", blocks=[section("*Three*")])
        await self.call("conversations.history", channel=posted["channel"], limit=1)
        everything = {"include_all_metadata": True}
        await self.call("conversations.history", channel=posted["channel"], **everything)
        await sandbox.quiet()

    async def _touch(self) -> None:
        nia = self.nia
        await self.call("chat.postMessage", channel=nia.slack_id, text="All", blocks=_MESSAGE)
        for kind, value in _CHOSEN.items():
            await nia.pick(kind, value)
        for name in _TAPPED:
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
        opened = await self.call("views.open", trigger_id=trigger, view=_FORM)
        await nia.pick("Shift", "nights")
        await nia.pick("Hours", "8")
        await nia.tap("Deeper")
        trigger = self._latest["trigger_id"]
        await self.call(
            "views.push", trigger_id=trigger, view=modal(section("Deep"), notify_on_close=True)
        )
        await nia.close()
        await self.call("views.update", view_id=opened["view"]["id"], view=_FORM)
        await nia.submit({"Where": "cohort"})

    async def _go_home(self) -> None:
        nia = self.nia
        await nia.open_home()
        view = home(section("Welcome", accessory=button("Begin", "begin")))
        await self.call("views.publish", user_id=nia.slack_id, view=view)
        await nia.open_home()
        await nia.tap_home("Begin")

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
