"""A coordinator shows figures in a channel: of hospitals as wholes, and what nobody is refused.

Nobody knows who reads them there.
"""

from dataclasses import replace
from datetime import datetime

from bot.flows import audits, outcomes, reports
from bot.flows.directories import seen_by
from bot.flows.tools import Tools
from bot.messages import points, sharing
from bot.messages import reports as participation
from bot.messages.parts import Message
from bot.rules.roles import Act

USUAL = "site last 8 weeks"


async def to_share(
    tools: Tools, slack_id: str, act: Act, words: str, now: datetime
) -> Message | None:
    """Return what may be shared of what was asked; None where that is nothing.

    Raises:
        NotAllowedError: They coordinate no site.
        NotConfirmedError: There is something to confirm first.
    """
    if act == Act.OUTCOMES:
        answer = await outcomes.asked(tools, slack_id, words, now)
        # Medians are of single cohorts.
        return points.message(replace(answer, medians=())) if answer.told else None
    report = await reports.to_share(tools, slack_id, words or USUAL, now)
    return participation.table(report) if report.weeks_shown else None


async def share(
    tools: Tools, slack_id: str, channel: str, act: Act, message: Message, now: datetime
) -> None:
    """Show in a channel what was previewed; that it was shared is kept.

    Raises:
        RefusedError: The bot may not write there.
        NotSentError, OutcomeUnknownError: It may not be there.
    """
    seen = await tools.database.read(lambda tx: seen_by(tools, tx, slack_id, act, now))
    shown = sharing.without_buttons(message)
    await tools.slack.post(channel, shown.text, shown.blocks)
    await audits.note_sites(tools, seen.sites, slack_id, f"share {act}", now)
