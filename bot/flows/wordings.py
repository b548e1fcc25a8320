"""A trainer adds their own words to a training session: previewed, then told everybody once."""

from dataclasses import dataclass
from datetime import datetime

from bot.flows import audits, leading, outlooks, sessions
from bot.flows.leading import Led
from bot.flows.sessions import News, slot_of
from bot.flows.tools import Tools
from bot.rules import cadence
from bot.rules.notices import Day
from bot.rules.roles import Act
from storage import announcements
from storage.announcements import Words
from storage.transactions import Transaction


@dataclass(frozen=True, slots=True)
class Audience:
    """The session that a trainer speaks of, and who will read it."""

    found: Led
    day: Day
    listed: int


async def audience(tools: Tools, slack_id: str, session_id: str, now: datetime) -> Audience:
    """Return who would read a trainer's words about a session.

    Raises:
        NotAllowedError: They do not lead it, or it has begun.
        NotConfirmedError: They have not confirmed for its cohort yet.
    """

    def look(tx: Transaction) -> Audience:
        found = leading.changeable(tools, tx, slack_id, session_id, Act.SESSION_REMIND, now)
        return _audience(tx, found)

    return await tools.database.read(look)


async def send(
    tools: Tools, slack_id: str, session_id: str, words_id: str, says: str, now: datetime
) -> Audience:
    """Have everybody on the list told what a trainer says; sent off twice, it is told once.

    Raises:
        NotAllowedError, NotConfirmedError: As for `audience`.
    """

    def keep(tx: Transaction) -> Audience:
        found = leading.changeable(tools, tx, slack_id, session_id, Act.SESSION_REMIND, now)
        today = cadence.local_day(now, found.day.zone)
        if announcements.add(tx, Words(words_id, found.group.site_id, session_id, says, today)):
            starts_at = slot_of(found.day).starts_at
            urgent = starts_at <= now + sessions.URGENT
            news = News(now, starts_at, found.day.zone, urgent=urgent)
            occurrence = f"{session_id}/{words_id}"
            sessions.spread(tx, found.group, sessions.WORDS, occurrence, news)
            audits.note(tx, found.group.site_id, slack_id, Act.SESSION_REMIND, session_id, now)
        return _audience(tx, found)

    return await tools.database.run(keep)


def _audience(tx: Transaction, found: Led) -> Audience:
    days = outlooks.training_days(tx, found.group.id)
    day = next(day for day in days if day.id == found.day.id)
    return Audience(found, day, len(announcements.listed(tx, found.group.id)))
