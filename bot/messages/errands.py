"""What those who lead a cohort are told to put right, because nobody else can."""

from collections.abc import Sequence

from bot.messages import reach
from bot.messages.names import Tap
from bot.messages.parts import HELP_BUTTON, Block, Message, button, buttons, escaped, section
from bot.rules.errands import Matter, Unreached
from bot.rules.notices import Day

WAYS = "`/resiliency cohort` opens the group, with its list and its days."
# More would bury what can be done.
MOST = 20
# A training has three days; Slack takes 25 buttons in a row.
MOST_REGISTERS = 5


def errand(cohort: str, matters: Sequence[Matter]) -> Message:
    """Return what is to be put right in a cohort."""
    opening = f"*{escaped(cohort)}*: there is something that only you can put right."
    lines = [f"• {_said(matter)}" for matter in matters[:MOST]]
    more = len(matters) - MOST
    if more > 0:
        lines.append(f"• and {more} more")
    said = "\n".join(lines)
    row = buttons(*_registers(matters), HELP_BUTTON)
    return Message(
        f"{opening}\n{said}\n{WAYS}", (section(opening), section(said), section(WAYS), row)
    )


def _registers(matters: Sequence[Matter]) -> list[Block]:
    """Return a button for each register that is to be closed."""
    days = [matter.of for matter in matters if matter.kind == "register"]
    return [
        button(f"Register of day {day.number}", Tap.REGISTER, day.id, about=str(day.number))
        for day in days[:MOST_REGISTERS]
        if isinstance(day, Day)
    ]


def _said(matter: Matter) -> str:
    match matter.of:
        case Unreached() as one if matter.kind == "leader":
            return (
                f"Slack cannot reach <@{one.slack_id}> ({reach.why(one.reason)}), who leads it. "
                "Please hand it over, so that somebody gets the room code."
            )
        case Unreached() as one:
            why = reach.why(one.reason)
            return f"Slack cannot reach <@{one.slack_id}> ({why}). No notice comes to them."
        case Day() as day if matter.kind == "room":
            return f"Day {day.number}, on {_on(day)}, has no room yet."
        case Day() as day:
            return f"The register of day {day.number}, on {_on(day)}, is not closed yet."
        case number:
            return f"Day {number} waits for its new date."


def _on(day: Day) -> str:
    return f"{day.on:%A} {day.on.day} {day.on:%B}"
