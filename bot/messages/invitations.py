"""What became of everybody who was to be invited, and what they are told themselves."""

from collections.abc import Iterator, Mapping, Sequence

from bot.messages.names import Tap
from bot.messages.parts import HELP_BUTTON, Message, View, button, buttons, escaped, modal, section
from bot.messages.trainings import dates
from bot.rules.invitations import Answer, Outcome
from bot.rules.notices import Day

# A paragraph of Slack's takes 3,000 characters, and each line has up to a hundred.
LINES_OF_A_PARAGRAPH = 20

_BECAME: Mapping[Outcome, str] = {
    Outcome.INVITED: "invited",
    Outcome.WAITS: "on the waiting list: every place is taken",
    Outcome.ALREADY_IN: "already on the list",
    Outcome.ALREADY_WAITS: "already on the waiting list",
    Outcome.UNKNOWN: "unknown to Slack, or the account is closed",
    Outcome.GUEST: "not invited: a guest or a bot",
    Outcome.DEACTIVATED: "not invited: the account is closed",
    Outcome.NO_ADDRESS: "not an e-mail address",
}


def answered(cohort_id: str, cohort: str, answers: Sequence[Answer]) -> View:
    """Return what became of each line and each person picked."""
    invited = sum(answer.outcome == Outcome.INVITED for answer in answers)
    opening = f"*{escaped(cohort)}*: {invited} of {len(answers)} invited. Each gets one message."
    back = button("Back to the cohort", Tap.COHORT, cohort_id)
    return modal(
        [section(opening), *map(section, _paragraphs(answers)), buttons(back, HELP_BUTTON)]
    )


def waits(cohort: str, days: Sequence[Day]) -> Message:
    """Return what somebody is told who waits for a place."""
    return _told(
        f"Hello. You are on the waiting list for the resiliency training *{escaped(cohort)}*.",
        dates(days),
        "When a place is free I write to you. Until then you need not keep the days.",
    )


def moved(cohort: str, days: Sequence[Day]) -> Message:
    """Return what somebody is told whose place is in another cohort now."""
    return _told(
        f"Your place is in the resiliency training *{escaped(cohort)}* now.",
        dates(days),
        "Notices of these days come from here on. If that does not fit, tell your trainer.",
    )


def taken_off(cohort: str) -> Message:
    """Return what somebody is told who is on a list no more."""
    return _told(
        f"You are no longer on the list for the resiliency training *{escaped(cohort)}*.",
        "",
        "No more notices of its days come. If you did not expect this, ask your trainer.",
    )


def _told(*said: str) -> Message:
    lines = list(filter(None, said))
    return Message("\n".join(lines), (*map(section, lines), buttons(HELP_BUTTON)))


def _paragraphs(answers: Sequence[Answer]) -> Iterator[str]:
    for start in range(0, len(answers), LINES_OF_A_PARAGRAPH):
        yield "\n".join(map(_line, answers[start : start + LINES_OF_A_PARAGRAPH]))


def _line(answer: Answer) -> str:
    who = f"<@{answer.who}>" if answer.is_mention else escaped(answer.who)
    return f"• {who}: {_BECAME[answer.outcome]}"
