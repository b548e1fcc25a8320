"""What is due is claimed; what of it is wanted still, and can be said, goes out.

What was true when a message was planned is asked again here, in the transaction that claims it.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.flows import askings, chances, letters, paces, tellings
from bot.flows.plans import NOT_SENT
from bot.flows.routines import COMPANION, TAKES_ROOM
from bot.flows.sessions import NEWS
from bot.flows.tools import Tools, failure
from bot.messages import parts
from bot.messages.reach import CLOSED
from bot.rules import assessments, cadence, pacing
from bot.rules.cadence import Window
from storage import claims as stored
from storage import people, reachability, recipients, registers, sendings
from storage.claims import Holder, Turn
from storage.dead_letters import OUTAGE
from storage.deliveries import Message
from storage.reachability import Unreachable
from storage.recipients import Recipient
from storage.sendings import Addressee
from storage.transactions import Transaction

log = logging.getLogger(__name__)

# What tells somebody something that can wait for a better hour.
LETTERS = (
    "invitation",
    "appointment",
    "digest",
    "errand",
    "certification",
    assessments.KIND,
)
# Of these, what comes at the hour somebody has chosen, and not just by day.
AT_THEIR_HOUR = ("digest", "errand", "certification", assessments.KIND)

# Many times later than a message ever is while the bot runs and Slack takes messages.
OUTAGE_AFTER = timedelta(minutes=10)

# Where Slack took nothing it is not asked again that day: each time would be refused.
TRIED_AGAIN_AFTER = timedelta(days=1)

# Slack takes a message a second in one conversation.
REST = timedelta(seconds=pacing.CONVERSATION_SECONDS)


@dataclass(frozen=True, slots=True)
class Ready:
    """A claimed message that is still wanted: to whom it goes (None: a channel), what it says.

    `doubtful` is one that goes where Slack took nothing the last time.
    """

    message: Message
    to: Addressee | None
    says: parts.Message
    doubtful: bool = False

    @property
    def opens(self) -> bool:
        """Whether Slack is to be asked for a conversation first."""
        return self.to is not None and self.to.dm_channel is None


def claim(
    tools: Tools, tx: Transaction, *, by: Holder, now: datetime, limit: int
) -> list[Ready | None]:
    """Take up to `limit` of what is due, at the pace of all processes together.

    None stands for a message that does not go out now. Claims come one after the other, in all
    processes: each begins with holding the pace, and sees what those before it took.
    """
    rest = REST if tools.paced else None

    def taken(turn: Turn, number: int) -> list[Ready | None]:
        at = tools.real_now()
        claimed = stored.claim(tx, by=by, now=now, claimed_at=at, limit=number, turn=turn)
        return _all_ready(tools, tx, claimed, by, now)

    pace = paces.held(tx, pacing.POST)
    ready = taken(Turn(rest), paces.room(tools, pace, limit))
    if waiting := _without_a_conversation(tools, tx, ready):
        for one in waiting:
            sendings.give_back(tx, one.message, by=by)
        # They are none of what was taken: whoever goes on as long as something is would not end.
        ready = [one for one in ready if one not in waiting]
        ready += taken(Turn(rest, opens=False), len(waiting))
    paces.spend(tools, tx, pacing.POST, pace, sum(one is not None for one in ready))
    return ready


def _without_a_conversation(
    tools: Tools, tx: Transaction, ready: Sequence[Ready | None]
) -> list[Ready]:
    """Return those for whom Slack opens no conversation now: it opens fewer than it takes posts."""
    those = [one for one in ready if one and one.opens]
    if not those:
        return []
    return those[paces.room(tools, paces.now(tx, pacing.OPEN), len(those)) :]


def _all_ready(
    tools: Tools, tx: Transaction, claimed: Sequence[Message], by: Holder, now: datetime
) -> list[Ready | None]:
    """Return what of these goes out now; what decides it is read for everybody together."""
    ready: list[Ready | None] = []
    for round_ in _rounds(claimed):
        person_ids = [one.person_id for one in round_ if one.person_id]
        to = recipients.recipients(tx, person_ids, TAKES_ROOM)
        ready += [_ready(tools, tx, one, to.get(one.person_id or ""), by, now) for one in round_]
    return ready


def _rounds(claimed: Sequence[Message]) -> list[list[Message]]:
    """Return these messages in rounds in which nobody has two.

    So what became of one is known when the next one to the same person is decided about.
    """
    rounds: list[list[Message]] = []
    had: Counter[str] = Counter()
    for message in claimed:
        addressee = message.person_id or message.channel_id or ""
        if had[addressee] == len(rounds):
            rounds.append([])
        rounds[had[addressee]].append(message)
        had[addressee] += 1
    return rounds


def _ready(
    tools: Tools,
    tx: Transaction,
    message: Message,
    recipient: Recipient | None,
    by: Holder,
    now: datetime,
) -> Ready | None:
    # Asked before anything about the person: it must be the same word whatever they chose.
    if _lost_to_an_outage(tx, message, by, now):
        sendings.drop(tx, message, by=by, reason=OUTAGE)
        return None
    to = recipient.to if recipient else None
    if to and (window := _better_hour(message, to, now)):
        sendings.postpone(tx, message, window.due_at, by=by)
        return None
    life = chances.life(message, recipient, now)
    wanted = _wanted(tx, message, recipient, now)
    moment = chances.moment(message, life, now) if wanted else None
    if moment and moment > now:
        sendings.postpone(tx, message, moment, by=by)
        return None
    says = _words(tools, tx, message, recipient) if moment else None
    if says is None:
        sendings.drop(tx, message, by=by, reason=NOT_SENT)
        return None
    closed = _unreachable(tx, message, to)
    if closed and now < closed.since + TRIED_AGAIN_AFTER:
        sendings.note_failure(tx, message, by=by, reason=closed.reason)
        return None
    return Ready(
        message, to, tellings.with_the_pace(tx, message, says, life), doubtful=closed is not None
    )


def _unreachable(tx: Transaction, message: Message, to: Addressee | None) -> Unreachable | None:
    """Return why nothing came through to where this goes; None where everything did."""
    if to is None:
        return reachability.channel(tx, message.cohort_id)
    if to.unreachable is None or to.unreachable_at is None:
        return None
    return Unreachable(to.unreachable, to.unreachable_at)


def _lost_to_an_outage(tx: Transaction, message: Message, by: Holder, now: datetime) -> bool:
    """Return whether a message is too late, or is not the one that catches up with an outage.

    Of what the companion could not say meanwhile, only the latest is said; notices and letters
    each tell something of their own.
    """
    if now > message.send_by:
        return True
    is_late = now > message.due_at + OUTAGE_AFTER
    return (
        is_late
        and message.kind in COMPANION
        and stored.has_later(tx, message, COMPANION, now, by=by)
    )


def _better_hour(message: Message, to: Addressee, now: datetime) -> Window | None:
    """Return when to send a letter that an outage has made late; None to send it now.

    By now it may be night where the person is.
    """
    if message.kind not in LETTERS or now <= message.due_at + cadence.CHECKIN_TOO_LATE:
        return None
    if message.kind in AT_THEIR_HOUR:
        window = cadence.letter(now, to.preferred_at, to.zone)
    else:
        window = cadence.invitation(now, to.zone)
    return window if now < window.due_at <= message.send_by else None


def _words(
    tools: Tools, tx: Transaction, message: Message, recipient: Recipient | None
) -> parts.Message | None:
    """Return what a message says; one that cannot be written keeps no other from its turn."""
    try:
        return letters.write(tools, tx, message, recipient)
    except Exception as error:
        if tx.is_over:
            raise
        log.error("delivery %s: %s", message.id, failure(error))  # noqa: TRY400 -- no words
        return None


def _wanted(tx: Transaction, message: Message, recipient: Recipient | None, now: datetime) -> bool:
    """Return whether a message is to be sent, by what is true now."""
    if recipient is None:
        return True
    # Slack takes messages to closed accounts, and nobody ever reads them.
    out_of_reach = recipient.to.out_of_reach
    if out_of_reach == CLOSED or (out_of_reach and message.kind in COMPANION):
        return False
    if message.kind == "notice":
        return message.cohort_id in recipient.cohorts and not _goes_by_calendar(tx, message)
    if message.kind == assessments.KIND and not askings.is_wanted(tx, message, now):
        return False
    return message.kind not in COMPANION or _keeps_companion(message, recipient, now)


def _goes_by_calendar(tx: Transaction, message: Message) -> bool:
    """Return whether somebody knows this from their own calendar; of changes all are told."""
    return message.step not in NEWS and registers.goes_by_calendar(
        tx, message.person_id or "", message.cohort_id or ""
    )


def _keeps_companion(message: Message, recipient: Recipient, now: datetime) -> bool:
    """Return whether somebody wants this of the companion, in the cohort they are in by now."""
    paused_until, decided = recipient.to.paused_until, recipient.decided
    if paused_until and paused_until > now:
        return False
    if decided is None or not decided.companion or not _wants(decided, message.kind):
        return False
    return recipient.cohorts[:1] == (message.cohort_id,)


def _wants(decided: people.Decision, kind: str) -> bool:
    wanted = {
        "check-in": decided.checkins,
        "exercise": decided.exercises,
        assessments.KIND: decided.assessments,
    }
    return wanted[kind]
