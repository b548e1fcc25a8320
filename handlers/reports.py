"""Progress for trainers, participation for coordinators."""

from collections.abc import Mapping
from datetime import datetime

from bot.flows import confirmations, reports
from bot.flows.tools import Tools
from bot.messages import confirmations as statements
from bot.messages import reports as messages
from bot.rules.roles import Act
from handlers.answering import Handler, Reply
from handlers.hearing import Heard


async def progress(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer asks how their cohorts are doing."""
    report = await reports.progress(tools, heard.slack_id, heard.words, now)
    missing = await confirmations.missing(tools, heard.slack_id, Act.PROGRESS)
    return Reply(statements.below(messages.table(report), missing), aside=True)


async def participation(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator asks who took part, as groups."""
    report = await reports.participation(tools, heard.slack_id, heard.words, now)
    missing = await confirmations.missing(tools, heard.slack_id, Act.PARTICIPATION)
    return Reply(statements.below(messages.table(report), missing), aside=True)


COMMANDS: Mapping[Act, Handler] = {Act.PROGRESS: progress, Act.PARTICIPATION: participation}
