"""What a delivery says when it is sent: written then, from what is true then."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.flows import digests, errands, outlooks, places, registers, renewals, sessions
from bot.flows.tools import Tools
from bot.messages import assessments, checkins, successions
from bot.messages import invitations as places_told
from bot.messages import people as invitations
from bot.messages import registers as books
from bot.messages import sessions as news
from bot.messages import trainings as notices
from bot.messages.parts import Message as Words
from bot.rules.assessments import KIND
from storage import announcements, cohorts, rosters, trainings, waiting
from storage.deliveries import Message
from storage.recipients import Recipient
from storage.transactions import Transaction


def write(
    tools: Tools, tx: Transaction, message: Message, recipient: Recipient | None
) -> Words | None:
    """Return what a delivery says, or None when there is nothing left to say."""
    if message.kind == "check-in":
        return _checkin(tools, message, recipient)
    return _WRITERS[message.kind](tools, tx, message)


def _checkin(tools: Tools, message: Message, recipient: Recipient | None) -> Words | None:
    checkin = tools.library.checkins.get(message.content_id or "")
    if checkin is None or recipient is None:
        return None
    hidden = recipient.past.habits.hides_questions
    return checkins.question(checkin, message.id, hidden=hidden)


def _exercise(tools: Tools, _tx: Transaction, message: Message) -> Words | None:
    exercise = tools.library.exercises.get(message.content_id or "")
    return checkins.exercise_offer(exercise, message.id) if exercise else None


def _assessment(_tools: Tools, _tx: Transaction, message: Message) -> Words | None:
    return assessments.asks(message.step, message.id)


def _invitation(_tools: Tools, tx: Transaction, message: Message) -> Words | None:
    """Return what somebody is told about their place, if it is still so by now."""
    person_id, cohort_id = message.person_id or "", message.cohort_id or ""
    cohort = trainings.cohort(tx, cohort_id)
    if cohort is None or not _still_so(tx, message.step, person_id, cohort_id):
        return None
    days = outlooks.training_days(tx, cohort_id)
    if message.step == places.TAKEN_OFF:
        return places_told.taken_off(cohort.name)
    told = {places.WAITS: places_told.waits, places.MOVED: places_told.moved}
    return told.get(message.step, invitations.invitation)(cohort.name, days)


def _still_so(tx: Transaction, step: str, person_id: str, cohort_id: str) -> bool:
    if step == places.WAITS:
        return any(one.person_id == person_id for one in waiting.in_line(tx, cohort_id))
    return rosters.is_on(tx, person_id, cohort_id) != (step == places.TAKEN_OFF)


def _appointment(tools: Tools, tx: Transaction, message: Message) -> Words | None:
    """Return what a trainer is told who was named, or leads a cohort now, or does no more."""
    if message.cohort_id:
        return _leading(tx, message.cohort_id, message.person_id or "")
    site = tools.sites.get(message.site_id)
    return notices.appointment(site.id, site.name) if site else None


def _leading(tx: Transaction, cohort_id: str, person_id: str) -> Words | None:
    cohort = trainings.cohort(tx, cohort_id)
    if cohort is None:
        return None
    trainers = {one.person_id: one.slack_id for one in cohorts.leaders(tx, cohort_id)}
    others = [slack_id for one, slack_id in trainers.items() if one != person_id]
    if person_id not in trainers:
        return successions.leads_no_more(cohort.name, others)
    return successions.leads(cohort.name, others, outlooks.training_days(tx, cohort_id))


def _notice(_tools: Tools, tx: Transaction, message: Message) -> Words | None:
    cohort = trainings.cohort(tx, message.cohort_id or "")
    session_id, _, rest = message.occurrence.partition("/")
    found = trainings.session(tx, session_id)
    if cohort is None or found is None:
        return None
    # What changed before it was closed is news all the same, to whoever has not heard it yet.
    if message.step not in _NEWS and _is_closed(tx, cohort.id):
        return None
    here = message.channel_id is not None
    if message.step == sessions.WORDS:
        return _own_words(tx, cohort.name, rest, found[0], here)
    if rest != str(found[0].revision):
        return None
    if message.step in _NEWS:
        return _NEWS[message.step](cohort.name, found[0], here)
    return _reminder(tx, cohort.name, message, found[0])


def _own_words(
    tx: Transaction, cohort: str, words_id: str, session: trainings.TrainingDay, in_channel: bool
) -> Words | None:
    told = announcements.find(tx, words_id)
    # Of a day that is called off by now, everybody is told just that.
    if told is None or session.state != trainings.PLANNED:
        return None
    return news.in_own_words(cohort, outlooks.rule_of(session), told.says, in_channel=in_channel)


def _reminder(
    tx: Transaction, cohort: str, message: Message, session: trainings.TrainingDay
) -> Words | None:
    days = outlooks.training_days(tx, message.cohort_id or "")
    told = [day for day in days if day.id == session.id]
    if not told:
        return None
    if message.step != "notice/2-hours":
        told = [day for day in days if day.on >= told[0].on]
    return notices.notice(message.step, cohort, told, in_channel=message.channel_id is not None)


def _moved(cohort: str, session: trainings.TrainingDay, in_channel: bool) -> Words:
    day = outlooks.rule_of(session)
    return news.moved(cohort, day, session.moved_from, in_channel=in_channel)


def _added(cohort: str, session: trainings.TrainingDay, in_channel: bool) -> Words:
    return news.added(cohort, outlooks.rule_of(session), in_channel=in_channel)


def _called_off(cohort: str, session: trainings.TrainingDay, _in_channel: bool) -> Words:
    follows = session.state == trainings.POSTPONED
    day = outlooks.rule_of(session)
    # Of a move that nobody has heard of they know the date before it.
    known = session.moved_from or day.starts_at
    return news.called_off(cohort, day, known, follows=follows)


def _register(tools: Tools, tx: Transaction, message: Message) -> Words | None:
    """Return what a trainer is told of a register; None for one who does not lead any more."""
    cohort = trainings.cohort(tx, message.cohort_id or "")
    session_id, _, revision = message.occurrence.partition("/")
    days = outlooks.training_days(tx, message.cohort_id or "")
    told = [day for day in days if (day.id, str(day.revision)) == (session_id, revision)]
    leads = (
        any(one.person_id == message.person_id for one in trainings.leaders(tx, cohort.id))
        if cohort
        else False
    )
    if cohort is None or not told or not leads:
        return None
    if message.step == sessions.STEP_OUT:
        return books.step_out(cohort.name, told[0])
    code = registers.code_of(tx, cohort, told[0], message.due_at)
    return books.opens(cohort.name, told[0], code)


def _is_closed(tx: Transaction, cohort_id: str) -> bool:
    standing = cohorts.standing(tx, cohort_id)
    return standing is not None and standing.closed_at is not None


_WRITERS: Mapping[str, Callable[[Tools, Transaction, Message], Words | None]] = MappingProxyType(
    {
        "exercise": _exercise,
        KIND: _assessment,
        "invitation": _invitation,
        "appointment": _appointment,
        "notice": _notice,
        "digest": digests.letter,
        digests.POST: digests.post,
        renewals.KIND: renewals.letter,
        errands.KIND: errands.letter,
        sessions.REGISTER: _register,
    }
)
_NEWS: Mapping[str, Callable[[str, trainings.TrainingDay, bool], Words]] = MappingProxyType(
    {sessions.NEW: _added, sessions.MOVED: _moved, sessions.CANCELLED: _called_off}
)
