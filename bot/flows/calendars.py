"""Somebody gets their training days as a calendar file, into the conversation with them."""

from datetime import datetime

from bot.flows import outlooks, replies
from bot.flows.tools import Tools
from bot.messages import calendars as messages
from bot.messages.calendars import Entry
from storage import trainings
from storage.trainings import PLANNED
from storage.transactions import Transaction


async def send(tools: Tools, slack_id: str, session_id: str, now: datetime) -> None:
    """Put the calendar file of a training into the conversation with somebody.

    Raises:
        NotAllowedError: They are not on its list, nor lead it.
        NotSentError, OutcomeUnknownError, RefusedError: Slack did not take it.
    """
    contents = await tools.database.read(lambda tx: _file(tools, tx, slack_id, session_id, now))
    channel = await tools.slack.conversation_with(slack_id)
    upload = await tools.slack.begin_upload(messages.FILE_NAME, len(contents))
    await tools.slack.upload(upload, contents)
    await tools.slack.share(upload, channel, messages.TITLE, messages.BESIDE)


def _file(tools: Tools, tx: Transaction, slack_id: str, session_id: str, now: datetime) -> bytes:
    group = replies.group_of(tools, tx, slack_id, session_id)
    every = trainings.every_day(tx, group.id)
    entries = [Entry(outlooks.rule_of(day), day.state == PLANNED) for day in every]
    return messages.file(group.name, entries, now)
