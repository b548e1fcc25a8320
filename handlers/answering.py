"""How the person who acted hears back: in the ack where it fits, else right after it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from bot.flows.tools import Tools
from bot.messages import parts, talk
from bot.messages.parts import Block, Message, View
from bot.slack import NotSentError, OutcomeUnknownError, RefusedError, Window
from handlers.hearing import Heard

log = logging.getLogger(__name__)

# What Slack says of a modal that somebody has closed, or moved on from.
LEFT = frozenset({"not_found", "hash_conflict"})

# As long as somebody looks at a screen on which nothing happens.
A_MOMENT = 1.0

# What is said at once, where the answer takes longer.
LOOKING_UP = "One moment, I am looking everybody up."
WRITING = "One moment, I am writing it."
TOO_SLOW = "That took a moment too long. Please open it once more."


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person who acted is told: a message, a modal, or what to fill in differently.

    A modal takes the place of the one that was tapped or sent off, unless `on_top`.
    `again` is the button that brings a modal later, should it come too late to be opened.
    `aside` keeps a message out of the ack, where Slack could not say that it refuses a block.
    `later` is what takes longer than an ack may; it returns the reply that counts.
    `hidden` takes the place of the modal when nobody taps for a while.
    `home_changed` has what the person sees on Home drawn anew.
    """

    message: Message | None = None
    view: View | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    on_top: bool = False
    aside: bool = False
    again: Block | None = None
    later: Callable[[], Awaitable["Reply"]] | None = None
    hidden: View | None = None
    home_changed: bool = False


Handler = Callable[[Heard, Tools, datetime], Awaitable[Reply]]


def sentence(text: str) -> Reply:
    """Return a reply of a sentence or two, with the help card in reach."""
    shown = parts.escaped(text)
    blocks = (parts.section(shown), parts.buttons(parts.HELP_BUTTON))
    return Reply(Message(shown, blocks), on_top=True)


def ack(heard: Heard, reply: Reply) -> dict[str, Any]:
    """Return what of the reply fits into the ack (docs.slack.dev, acknowledging)."""
    if heard.kind == "form":
        if reply.errors:
            return {"response_action": "errors", "errors": dict(reply.errors)}
        view = _as_view(reply)
        return {"response_action": "update", "view": view} if view else {}
    if heard.kind == "command" and reply.message and not reply.aside:
        shown = {"response_type": "ephemeral", "text": reply.message.text}
        blocks = list(reply.message.blocks)
        return shown | ({"blocks": blocks} if blocks else {})
    return {}


def fits_the_ack(heard: Heard, reply: Reply) -> bool:
    """Return whether the ack says all of the reply."""
    if heard.kind == "form":
        return True
    if reply.view or reply.aside:
        return False
    return heard.kind == "command" or not reply.message


async def say(tools: Tools, heard: Heard, reply: Reply) -> None:
    """Say what did not fit into the ack; what cannot be said any more is logged, without words."""
    try:
        await _say(tools, heard, reply)
    except (NotSentError, OutcomeUnknownError, RefusedError) as error:
        log.warning("a reply to a %s could not be shown: %s", heard.kind, error)


async def _say(tools: Tools, heard: Heard, reply: Reply) -> None:
    if heard.kind == "typed" and reply.message:
        await _write(tools, heard, reply.message)
    elif heard.kind == "home":
        view = reply.view or _home(reply)
        await tools.slack.publish_home(heard.slack_id, view)
    elif reply.view or not heard.response_url:
        await _show(tools, heard, reply)
    elif reply.message:
        await tools.slack.respond(heard.response_url, reply.message.text, reply.message.blocks)


async def is_first(tools: Tools, heard: Heard, view: View) -> bool:
    """Put `view` into the modal that was tapped; return whether no tap before this one did.

    Of two quick taps only the first finds what both have seen.
    """
    try:
        await _replace(tools, Window(heard.view_id, heard.view_hash), view)
    except RefusedError as refusal:
        if refusal.code in LEFT:
            return False
        raise
    return True


async def _write(tools: Tools, heard: Heard, message: Message) -> None:
    """Answer where somebody has typed; when Slack asks to wait, wait and try once more.

    Whatever is said, they are told that typing is kept by Slack.
    """
    message = talk.noted(message)
    thread = heard.thread or None
    try:
        await tools.slack.post(heard.channel, message.text, message.blocks, thread=thread)
    except NotSentError as error:
        await asyncio.sleep(error.wait)
        await tools.slack.post(heard.channel, message.text, message.blocks, thread=thread)


async def _show(tools: Tools, heard: Heard, reply: Reply) -> None:
    """Show a modal; when it comes too late, leave a button that brings it."""
    view = _as_view(reply)
    if view is None:
        return
    if reply.hidden:
        # So that Slack says when there is nothing left to hide.
        view = view | {"notify_on_close": True}
    try:
        window = await _put(tools, heard, view, on_top=reply.on_top and heard.kind != "form")
    except (NotSentError, OutcomeUnknownError, RefusedError):
        if not (reply.again and heard.response_url):
            raise
        blocks = (parts.section(TOO_SLOW), parts.buttons(reply.again, parts.HELP_BUTTON))
        await tools.slack.respond(heard.response_url, TOO_SLOW, blocks)
        return
    # Without a hash it could not be told whether the person has moved on.
    if reply.hidden and window.hash:
        hide = partial(_hide, tools, window, reply.hidden)
        tools.tasks.start_after(tools.hides_after, window.view_id, hide)


async def _put(tools: Tools, heard: Heard, view: View, *, on_top: bool) -> Window:
    """Show a modal: on top of the one that was tapped, in its place, or by itself."""
    if not heard.view_id:
        return await tools.slack.open_view(heard.trigger_id, view)
    if on_top:
        return await _lay_on_top(tools, heard, view)
    window = await _replace(tools, Window(heard.view_id, ""), view)
    tools.tasks.forget(heard.view_id)
    return window


async def _replace(tools: Tools, window: Window, view: View, patience: float = A_MOMENT) -> Window:
    """Put a modal in the place of another; doing it twice does no harm, so it is tried twice.

    When Slack asks to wait, `patience` is how long at most.
    """
    seen = window.hash or None
    try:
        return await tools.slack.update_view(window.view_id, view, seen)
    except NotSentError as error:
        await asyncio.sleep(min(error.wait, patience))
    except OutcomeUnknownError:
        await asyncio.sleep(A_MOMENT)
    return await tools.slack.update_view(window.view_id, view, seen)


async def _lay_on_top(tools: Tools, heard: Heard, view: View) -> Window:
    """Show a modal on top of another, or in its place when Slack stacks no more."""
    try:
        return await tools.slack.push_view(heard.trigger_id, view)
    except RefusedError:
        return await tools.slack.update_view(heard.view_id, view)


async def _hide(tools: Tools, window: Window, view: View) -> None:
    """Show something neutral in a modal, unless it is closed or shows something else by now."""
    try:
        await _replace(tools, window, view, patience=tools.hides_after)
    except RefusedError as refusal:
        if refusal.code not in LEFT:
            raise


def _as_view(reply: Reply) -> View | None:
    """Return the reply as a modal, because a modal is where the person is looking."""
    if reply.view or not reply.message:
        return reply.view
    return parts.modal(reply.message.blocks)


def _home(reply: Reply) -> View:
    return {"type": "home", "blocks": list(reply.message.blocks) if reply.message else []}
