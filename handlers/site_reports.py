"""A coordinator asks for the page to print."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.flows import site_reports
from bot.flows.tools import Tools
from bot.messages import site_report as messages
from bot.rules.roles import Act
from handlers.answering import WRITING, Handler, Reply, sentence
from handlers.hearing import Heard


async def report(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator asks for the report; sending a file takes longer than an ack may."""
    found = await site_reports.asked(tools, heard.slack_id, heard.words, now)

    async def sent() -> Reply:
        await site_reports.send(tools, heard.slack_id, found)
        return sentence(messages.SENT)

    return replace(sentence(WRITING), later=sent)


COMMANDS: Mapping[Act, Handler] = {Act.REPORT: report}
