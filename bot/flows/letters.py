"""What a delivery says when it is sent: written then, from what is true then."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.flows import confirmations, outlooks, readings
from bot.flows.tools import Tools
from bot.messages import assessments, checkins, reports
from bot.messages import confirmations as statements
from bot.messages import people as invitations
from bot.messages import trainings as notices
from bot.messages.parts import Message as Words
from bot.rules.assessments import KIND
from bot.rules.confirmations import NotConfirmedError
from storage import sendings, trainings
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


def _invitation(tools: Tools, tx: Transaction, message: Message) -> Words | None:
    cohort = trainings.cohort(tx, message.cohort_id or "")
    days = outlooks.training_days(tx, message.cohort_id or "")
    return invitations.invitation(cohort.name, days) if cohort and days else None


def _appointment(tools: Tools, _tx: Transaction, message: Message) -> Words | None:
    site = tools.sites.get(message.site_id)
    return notices.appointment(site.id, site.name) if site else None


def _notice(_tools: Tools, tx: Transaction, message: Message) -> Words | None:
    cohort = trainings.cohort(tx, message.cohort_id or "")
    session_id, _, revision = message.occurrence.partition("/")
    days = outlooks.training_days(tx, message.cohort_id or "")
    told = [day for day in days if day.id == session_id and str(day.revision) == revision]
    if cohort is None or not told:
        return None
    if message.step != "notice/2-hours":
        told = [day for day in days if day.on >= told[0].on]
    return notices.notice(message.step, cohort.name, told)


def _digest(tools: Tools, tx: Transaction, message: Message) -> Words | None:
    cohort = trainings.cohort(tx, message.cohort_id or "")
    to = sendings.addressee(tx, message.person_id or "")
    if cohort is None or to is None:
        return None
    try:
        sight = confirmations.for_cohort(tools, tx, to.slack_id, cohort)
    except NotConfirmedError as error:
        return statements.request(error.missing)
    return reports.digest(cohort.name, readings.latest(tx, cohort, sight))


_WRITERS: Mapping[str, Callable[[Tools, Transaction, Message], Words | None]] = MappingProxyType(
    {
        "exercise": _exercise,
        KIND: _assessment,
        "invitation": _invitation,
        "appointment": _appointment,
        "notice": _notice,
        "digest": _digest,
    }
)
