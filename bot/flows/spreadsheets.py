"""A coordinator takes an answer away as a file: what they may see, and nothing that was not shown.

No file has a row for a person, and none is made of anything but releases, what coordinators typed,
and how punctual the messages were that everybody gets.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.flows import acts, audits, hospital_figures, outcomes, reports
from bot.flows.directories import seen_by
from bot.flows.tools import Tools
from bot.messages import spreadsheets as messages
from bot.rules import questions
from bot.rules.roles import Act

# Spreadsheets take a file without it for one of their own old tables of characters.
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table, what it means, and what it is called."""

    name: str
    rows: str
    meaning: str


Asking = Callable[[Tools, str, str, datetime], Awaitable[tuple[str, str]]]


async def asked(tools: Tools, slack_id: str, text: str, now: datetime) -> Sheet:
    """Return what this person asks to take away; that they asked is kept.

    Raises:
        NotAllowedError: They coordinate no site.
        NotConfirmedError: There is something to confirm first.
        NotUnderstoodError: The question cannot be read.
    """
    seen = await tools.database.read(lambda tx: seen_by(tools, tx, slack_id, Act.EXPORT, now))
    what, rest = questions.export(text)
    rows, meaning = await _WHAT[what](tools, slack_id, rest, now)
    await audits.note_sites(tools, seen.sites, slack_id, f"{Act.EXPORT} {what}", now)
    return Sheet(f"{what}-{seen.today}.csv", rows, meaning)


async def send(tools: Tools, slack_id: str, sheet: Sheet) -> None:
    """Send a table and its meaning to whoever asked, as files in their conversation.

    Raises:
        NotSentError, OutcomeUnknownError, RefusedError: The files may not be there.
    """
    channel = await tools.slack.conversation_with(slack_id)
    files = {sheet.name: _BOM + sheet.rows, messages.DEFINED: sheet.meaning}
    for name, text in files.items():
        contents = text.encode()
        upload = await tools.slack.begin_upload(name, len(contents))
        await tools.slack.upload(upload, contents)
        await tools.slack.share(upload, channel, name, messages.COMMENT)


async def _participation(tools: Tools, slack_id: str, text: str, now: datetime) -> tuple[str, str]:
    return messages.participation(await reports.participation(tools, slack_id, text, now))


async def _outcomes(tools: Tools, slack_id: str, text: str, now: datetime) -> tuple[str, str]:
    return messages.outcomes(await outcomes.asked(tools, slack_id, text, now))


async def _ledger(tools: Tools, slack_id: str, text: str, now: datetime) -> tuple[str, str]:
    return messages.ledger(await acts.ledger(tools, slack_id, text, now))


async def _reach(tools: Tools, slack_id: str, text: str, now: datetime) -> tuple[str, str]:
    return messages.reach(await hospital_figures.reach(tools, slack_id, text, now))


_WHAT: Mapping[str, Asking] = {
    Act.PARTICIPATION: _participation,
    Act.OUTCOMES: _outcomes,
    Act.LEDGER: _ledger,
    Act.REACH: _reach,
}
