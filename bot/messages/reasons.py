"""Why a message comes when it comes: the same words on Home and in the preview."""

from bot.messages.habits import SLOTS
from bot.rules.shifts import Routine


def why(kind: str, step: str, routine: Routine) -> str:
    """Return why a message of this kind and step comes at its moment."""
    if kind == "notice":
        return "everybody on the list gets it"
    if step.startswith("training/"):
        return "it is the evening of a training day"
    if kind == "assessment":
        return "the next time for your self-assessment begins"
    if routine.slot and routine.knows_shifts:
        return f"you want it {SLOTS[routine.slot].lower()}"
    return "it is your hour" if routine.preferred_at else "it is the usual hour; you chose none"
