"""Progress for trainers, participation for coordinators."""

from collections.abc import Mapping
from datetime import datetime

from bot.flows import confirmations, reach, reports
from bot.flows.tools import Tools
from bot.messages import confirmations as statements
from bot.messages import reach as reaching
from bot.messages import reports as messages
from bot.messages import sharing
from bot.messages.parts import Message
from bot.rules.roles import Act
from handlers.answering import Handler, Reply
from handlers.hearing import Heard


async def progress(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer asks how their cohorts are doing."""
    report = await reports.progress(tools, heard.slack_id, heard.words, now)
    return await _with_what_is_missing(heard, tools, messages.table(report), Act.PROGRESS, now)


async def participation(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator asks who took part, as groups."""
    report = await reports.participation(tools, heard.slack_id, heard.words, now)
    table = messages.table(report, sharing.below_participation(report.wanted, report.cohort_id))
    return await _with_what_is_missing(heard, tools, table, Act.PARTICIPATION, now)


async def _with_what_is_missing(
    heard: Heard, tools: Tools, table: Message, act: Act, now: datetime
) -> Reply:
    """Return figures with whom Slack cannot reach, and what is to be confirmed, below them."""
    unreached = await reach.unreached(tools, heard.slack_id, act, now)
    missing = await confirmations.missing(tools, heard.slack_id, act)
    return Reply(statements.below(reaching.below(table, unreached), missing), aside=True)


COMMANDS: Mapping[Act, Handler] = {Act.PROGRESS: progress, Act.PARTICIPATION: participation}
