"""What trainers are told who lead a cohort now, or do no more."""

from collections.abc import Sequence

from bot.messages import confirmations
from bot.messages.cohorts import named
from bot.messages.parts import HELP_BUTTON, Message, buttons, escaped, section
from bot.messages.trainings import dates
from bot.rules.notices import Day


def leads(cohort: str, others: Sequence[str], days: Sequence[Day]) -> Message:
    """Return what a trainer is told who leads a cohort from here on."""
    beside = f" together with {named(others)}" if others else ""
    opening = f"You lead the cohort *{escaped(cohort)}* now{beside}."
    asked = f"For this group, please confirm: “{confirmations.OF_A_GROUP}”"
    then = "`/resiliency cohort` shows the list and the days."
    ahead = dates(days)
    return Message(
        "\n".join([opening, ahead, asked, then]),
        (
            section(opening),
            section(ahead),
            section(asked),
            buttons(confirmations.CONFIRM_GROUPS, HELP_BUTTON),
            section(then),
        ),
    )


def leads_no_more(cohort: str, others: Sequence[str]) -> Message:
    """Return what a trainer is told who leads a cohort no more."""
    words = f"The cohort *{escaped(cohort)}* is led by {named(others)} now. Thank you for yours."
    return Message(words, (section(words), buttons(HELP_BUTTON)))
