"""What is known of a hospital."""

from collections.abc import Mapping
from datetime import datetime

from bot.flows import sites
from bot.flows.tools import Tools
from bot.messages import sites as messages
from bot.rules.roles import Act
from handlers.answering import Handler, Reply
from handlers.hearing import Heard


async def site(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer or coordinator asks what the bot knows of their hospital."""
    return Reply(messages.shown(await sites.cards(tools, heard.slack_id, now)))


COMMANDS: Mapping[Act, Handler] = {Act.SITE: site}
