"""The weekly digest on demand, and the post that it suggests."""

from collections.abc import Mapping
from datetime import datetime

from bot.flows import confirmations, digests, reach
from bot.flows.tools import Tools
from bot.messages import confirmations as statements
from bot.messages import digests as messages
from bot.messages import reach as reaching
from bot.messages.names import Form, Tap
from bot.rules.roles import Act
from handlers.answering import Handler, Reply
from handlers.hearing import Heard


async def digest(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer wants to read how the week with their cohorts was, and what comes."""
    found, left_out = await digests.on_demand(tools, heard.slack_id, heard.words, now)
    unreached = await reach.unreached(tools, heard.slack_id, Act.PROGRESS, now)
    missing = await confirmations.missing(tools, heard.slack_id, Act.PROGRESS)
    shown = reaching.below(messages.digests(found, left_out), unreached)
    return Reply(statements.below(shown, missing))


async def preview(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer looks at the post that a digest suggests, before anybody else does."""
    offered = await digests.offer(tools, heard.slack_id, heard.about, now)
    if offered is None:
        return Reply(view=messages.too_old(), on_top=True)
    view = messages.preview(offered.idea, offered.channel, heard.about)
    return Reply(view=view, on_top=True, again=messages.look(heard.about))


async def post(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer has looked at the post, and sends it."""
    sent = await digests.send(tools, heard.slack_id, heard.value, now)
    if sent is None:
        return Reply(view=messages.too_old())
    channel, first = sent
    return Reply(view=messages.sent(channel, first=first))


COMMANDS: Mapping[Act, Handler] = {Act.DIGEST: digest}
TAPS: Mapping[str, Handler] = {Tap.LOOK_AT_POST: preview}
FORMS: Mapping[str, Handler] = {Form.POST: post}
