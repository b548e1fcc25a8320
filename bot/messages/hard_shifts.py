"""What holds somebody right after a hard shift: one thing to do, then quiet, and people."""

from collections.abc import Sequence

from bot.messages.checkins import another, exercise_blocks
from bot.messages.parts import HELP_BUTTON, Block, View, buttons, modal, section, small
from content.model import Exercise

HELD = "That sounds like a lot to carry. Here is one thing to hold on to."
NOTHING_READY = "That sounds like a lot to carry. Below are people who answer."
QUIET = (
    "For the next three days nothing comes from me but this, and help, whenever you ask. "
    "Notices about training sessions still come. I note until when, not why."
)
# What is promised must be kept; what could not be noted yet is said.
NOT_NOTED = (
    "I could not note yet that you want three quiet days. Please say *hard shift* once more in a "
    "while. All the rest works."
)


def grounding(
    shown: Exercise | None,
    help_card: Sequence[Block],
    calls: Sequence[Block] = (),
    *,
    noted: bool = True,
) -> View:
    """Return something to hold on to, who answers now, and a call where somebody offers one.

    Three days of quiet are promised where they are `noted`.
    """
    row = [another(shown, "hard-shift")] if shown else []
    return modal(
        [
            section(HELD if shown else NOTHING_READY),
            *(exercise_blocks(shown) if shown else ()),
            buttons(*row, HELP_BUTTON),
            small(QUIET if noted else NOT_NOTED),
            *calls,
            *help_card,
        ]
    )
