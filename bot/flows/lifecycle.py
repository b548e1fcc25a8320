"""Somebody leaves Slack, comes back, or moves: heard of as it happens, and looked for each night.

Nothing that was missed is sent later: the planner begins with what comes next.
"""

from datetime import datetime

from bot.flows.tools import Tools
from bot.messages.reach import CLOSED, GUEST
from bot.rules import cadence
from bot.slack import Member, NotSentError, OutcomeUnknownError, RefusedError
from storage import people, reach
from storage.transactions import Transaction


async def changed(tools: Tools, slack_id: str, member: Member, now: datetime) -> None:
    """Follow what has changed of somebody in Slack; nothing happens with whom the bot has not met.

    Slack tells of everybody in the workspace, with each change of a status.
    """
    if await tools.database.read(lambda tx: people.find(tx, slack_id)):
        await tools.database.run(lambda tx: _follow(tx, slack_id, member, now))


async def look_at(tools: Tools, slack_id: str, now: datetime) -> None:
    """Follow what Slack says of somebody now; where it says nothing, the nightly look will."""
    try:
        member = await tools.slack.member(slack_id)
    except (NotSentError, OutcomeUnknownError, RefusedError):
        return
    await changed(tools, slack_id, member, now)


def _follow(tx: Transaction, slack_id: str, member: Member, now: datetime) -> None:
    known = people.find(tx, slack_id)
    if known is None:
        return
    reason = _reason(member)
    is_back = reach.note(tx, known.id, reason) and reason is None
    # Of somebody who has left, Slack need not know where they are.
    zone = cadence.usable_zone(member.zone, known.zone) if member.is_active else known.zone
    if people.follow_zone(tx, known.id, zone) or is_back:
        people.plan_again(tx, known.id, now)


def _reason(member: Member) -> str | None:
    """Return why somebody cannot be reached, or None."""
    if not member.is_active:
        return CLOSED
    return None if member.is_person else GUEST
