"""Trainers and coordinators confirm, for their role and for groups."""

from collections.abc import Mapping
from datetime import datetime

from bot.flows import confirmations
from bot.flows.tools import Tools
from bot.messages import confirmations as messages
from bot.messages.names import Form, Tap
from handlers.answering import Handler, Reply
from handlers.hearing import Heard


async def confirm_role(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody confirms for their role at a site."""
    await confirmations.confirm_role(tools, heard.slack_id, heard.about, now)
    return Reply(messages.thanks())


async def open_groups(heard: Heard, tools: Tools, _now: datetime) -> Reply:
    """Somebody wants to confirm for groups, or to see for which they have."""
    groups = await confirmations.groups(tools, heard.slack_id)
    view = messages.form(groups) if groups else messages.no_groups()
    return Reply(view=view, on_top=True, again=messages.CONFIRM_GROUPS)


async def confirm_groups(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody has ticked the groups of which the statement is true, and unticked others.

    What was not touched stays as it is, whatever has become of it since the form was opened.
    """
    before, after = messages.ticked(heard.preset), messages.ticked(heard.filled)
    await confirmations.tick_groups(tools, heard.slack_id, after - before, before - after, now)
    return Reply(view=messages.thanks_for_groups())


TAPS: Mapping[str, Handler] = {Tap.CONFIRM: confirm_role, Tap.CONFIRM_GROUPS: open_groups}
FORMS: Mapping[str, Handler] = {Form.CONFIRM_GROUPS: confirm_groups}
