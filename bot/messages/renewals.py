"""What is said in time of a certification that ends, to a trainer and to their coordinators."""

from datetime import date

from bot.messages.certifications import PEOPLE_DECIDE, day, keeps
from bot.messages.parts import HELP_BUTTON, Message, buttons, section, small
from content.certification import Ladder


def notice(ladder: Ladder, until: date, *, over: bool, trainer: str | None) -> Message:
    """Return the notice that a certification ends, or has ended.

    `trainer` is whose it is, for a coordinator; None writes to that trainer.
    """
    whose = f"The certification of <@{trainer}>" if trainer else "Your certification"
    if over:
        opening = f"{whose} ended on {day(until)}."
        then = (
            "No new cohort can be opened until a coordinator confirms it anew. Running groups go "
            "on with the second trainer. Where there is none, a coordinator hands them over."
        )
    else:
        opening = f"{whose} runs until {day(until)}."
        then = f"{keeps(ladder)} A refresher counts too, once a coordinator has recorded it."
    way = "`/resiliency certification` shows what is recorded."
    return Message(
        f"{opening}\n{then}\n{way}\n{PEOPLE_DECIDE}",
        (
            section(opening),
            section(then),
            section(way),
            small(PEOPLE_DECIDE),
            buttons(HELP_BUTTON),
        ),
    )
