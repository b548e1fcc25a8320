"""What a person does in Slack's client, from the tap to what they see of the bot's ack."""

from uuid import uuid4

from bot.sandbox import messages, payloads, views
from bot.sandbox.blocks import Json
from bot.sandbox.calls import Call
from bot.sandbox.errors import NotAckedError, RefusedError
from bot.sandbox.model import Channel, Message, Person, View
from bot.sandbox.response_urls import answer
from bot.sandbox.socket_mode import Kind, SocketMode
from bot.sandbox.workspace import Reply, Workspace

# What Slack shows when the bot's ack to a submission makes no sense.
TROUBLE = "We had some trouble connecting. Try again?"
NOT_INTERACTIVE = "This app is not configured to handle interactive responses."


class Interactions:
    """Sends what people do, waits for the bot's ack as Slack's client does, and shows it."""

    def __init__(self, workspace: Workspace, socket: SocketMode) -> None:
        self._workspace = workspace
        self._socket = socket

    async def command(self, person: Person, channel: Channel, typed: str) -> str:
        """Return the text of the ack, which `person` alone sees; "" when there is none."""
        payload = payloads.command(self._workspace, person, channel, typed)
        ack = await self._ask(person, "slash_commands", payload)
        if ack:
            self._show(person, channel, ack)
        return str(ack.get("text", "")) if ack else ""

    async def act(self, person: Person, place: Message | View, action: Json) -> None:
        """Tell the bot of a tap, and the person when it did not answer."""
        payload = (
            payloads.message_action(self._workspace, person, place, action)
            if isinstance(place, Message)
            else payloads.view_action(self._workspace, person, place, action)
        )
        await self._ask(person, "interactive", payload)

    async def submit(self, person: Person, view: View) -> dict[str, str]:
        """Return the errors the bot shows beside the fields; {} when it shows none."""
        payload = payloads.submission(self._workspace, person, view)
        ack = await self._ask(person, "interactive", payload)
        if ack is None:
            return {}
        try:
            return self._follow(person, view, ack)
        except RefusedError as error:
            self._refuse("view_submission", ack, error)
            self._fail(person, TROUBLE)
            return {}

    async def close(self, person: Person, view: View) -> None:
        """Take the view away, with all others if it says so, and tell the bot if it asked."""
        cleared = bool(view.content.get("clear_on_close"))
        payload = payloads.closing(self._workspace, person, view, cleared=cleared)
        if cleared:
            views.clear_modal(self._workspace, person)
        else:
            views.close_view(self._workspace, person, view)
        if view.content.get("notify_on_close"):
            await self._mention(payload)

    async def open_home(self, person: Person) -> None:
        """Show the Home, and tell the bot that somebody is looking at it."""
        if "app_home_opened" in self._workspace.manifest.events:
            event = payloads.home_opened(self._workspace, person)
            await self._socket.tell(payloads.event(self._workspace, event))

    async def write(self, person: Person, text: str) -> None:
        """Post what `person` typed to the bot, and tell the bot."""
        channel = self._workspace.dm(person)
        draft = messages.Draft(text, [_rich_text(text)], client_msg_id=str(uuid4()))
        message = messages.post(self._workspace, channel, draft, author=person.slack_id)
        if "message.im" in self._workspace.manifest.events:
            event = payloads.direct_message(self._workspace, message)
            await self._socket.tell(payloads.event(self._workspace, event))

    async def _ask(self, person: Person, kind: Kind, payload: Json) -> Json | None:
        """Return the bot's ack; None when there was none and the person has been told."""
        if kind == "interactive" and not self._workspace.manifest.interactive:
            self._fail(person, NOT_INTERACTIVE)
            return None
        try:
            return await self._socket.ask(kind, payload)
        except NotAckedError as error:
            self._fail(person, error.shown)
            return None

    async def _mention(self, payload: Json) -> None:
        try:
            await self._socket.ask("interactive", payload)
        except NotAckedError:
            # The view is gone from the screen either way: nobody sees that the bot missed it.
            return

    def _show(self, person: Person, channel: Channel, ack: Json) -> None:
        try:
            answer(self._workspace, Reply(person.slack_id, channel.id, None), ack)
        except RefusedError as error:
            self._refuse("slash_commands", ack, error)
            self._fail(person, error.code)

    def _follow(self, person: Person, view: View, ack: Json) -> dict[str, str]:
        match ack.get("response_action"):
            case "errors":
                return self._field_errors(person, view, ack.get("errors"))
            case "update":
                content = views.read_view(ack.get("view"), "modal")
                views.update_view(self._workspace, person, view, content)
            case "push":
                content = views.read_view(ack.get("view"), "modal")
                views.open_modal(self._workspace, person, content)
            case "clear":
                views.clear_modal(self._workspace, person)
            case None:
                views.close_view(self._workspace, person, view)
            case unknown:
                raise RefusedError("invalid_arguments", f"There is no response_action {unknown}.")
        return {}

    def _field_errors(self, person: Person, view: View, errors: object) -> dict[str, str]:
        if not isinstance(errors, dict) or not errors:
            raise RefusedError("invalid_arguments", "errors must name at least one block")
        fields = {
            block["block_id"]: block["label"]["text"]
            for block in view.content["blocks"]
            if block["type"] == "input"
        }
        for block_id in errors:
            if block_id not in fields:
                raise RefusedError(
                    "invalid_arguments", f"errors: no input block has the id {block_id}"
                )
        lines = [f"{fields[block_id]}: {sentence}" for block_id, sentence in errors.items()]
        self._workspace.transcript.tell(person.name, "sees", lambda: lines)
        return {block_id: str(sentence) for block_id, sentence in errors.items()}

    def _refuse(self, method: str, ack: Json, error: RefusedError) -> None:
        self._workspace.calls.note(Call(method, ack, error.answer()), refused=True)

    def _fail(self, person: Person, shown: str) -> None:
        person.errors.append(shown)
        self._workspace.transcript.tell(person.name, "sees", lambda: [shown])


def _rich_text(text: str) -> Json:
    # Slack's composer sends whatever people type as rich text.
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}
