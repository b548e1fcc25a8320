"""What coordinators ask: outcomes, cohorts, trainers, training days, roles, punctuality, acts."""

from collections.abc import Mapping
from datetime import datetime

from bot.flows import acts, directories, outcomes
from bot.flows.tools import Tools
from bot.messages import acts as of_acts
from bot.messages import directories as messages
from bot.messages import points, sharing
from bot.rules.roles import Act
from handlers.answering import Handler, Reply
from handlers.hearing import Heard


async def ask_outcomes(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator asks whether people are better off than before."""
    answer = await outcomes.asked(tools, heard.slack_id, heard.words, now)
    return Reply(points.message(answer, sharing.below_outcomes(answer.asked)), aside=True)


async def ask_cohorts(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator asks which cohorts there are."""
    return Reply(
        messages.cohorts(await directories.cohorts(tools, heard.slack_id, heard.words, now)),
        aside=True,
    )


async def ask_trainers(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator asks who trains."""
    found = await directories.trainers(tools, heard.slack_id, heard.words, now)
    return Reply(messages.trainers(found), aside=True)


async def ask_sessions(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator asks which training days there are."""
    found = await directories.sessions(tools, heard.slack_id, heard.words, now)
    return Reply(messages.sessions(found), aside=True)


async def ask_people(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator asks who has which role."""
    return Reply(
        messages.people(await directories.people(tools, heard.slack_id, heard.words, now)),
        aside=True,
    )


async def ask_ledger(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator asks how punctual messages were."""
    found = await acts.ledger(tools, heard.slack_id, heard.words, now)
    taken = sharing.export(Act.LEDGER, found.wanted.words())
    return Reply(of_acts.ledger(found, [taken]), aside=True)


async def ask_audit(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator asks who asked what."""
    return Reply(
        of_acts.audit(await acts.audit(tools, heard.slack_id, heard.words, now)), aside=True
    )


COMMANDS: Mapping[Act, Handler] = {
    Act.OUTCOMES: ask_outcomes,
    Act.COHORTS: ask_cohorts,
    Act.TRAINERS: ask_trainers,
    Act.SESSIONS: ask_sessions,
    Act.PEOPLE: ask_people,
    Act.LEDGER: ask_ledger,
    Act.AUDIT: ask_audit,
}
