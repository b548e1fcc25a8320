"""Somebody says in private who manages them, and takes it back."""

from collections.abc import Mapping

from bot.messages import inputs
from bot.messages.names import Form, Tap
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    View,
    button,
    buttons,
    field,
    modal,
    section,
    sentence,
    small,
)

MANAGER = "manager"


def form(said: Mapping[str, str]) -> View:
    """Return the question who decides about somebody's job.

    `said` has whom they named before, each by an opaque name that takes it back.
    """
    return modal(
        [
            section(
                "Does somebody here decide about your job: hire, schedule, rate or discipline "
                "you? Then they need not see how your group is doing."
            ),
            field("This person manages me", MANAGER, inputs.person()),
            small(
                "From the next release on they see the hospital's figures only. I tell nobody. "
                "If trainers compare their screens, they could guess that somebody said so, "
                "never who. You can name anybody here."
            ),
            *_before(said),
            buttons(HELP_BUTTON),
        ],
        form=Form.MANAGER,
        submit="Save",
    )


def saved() -> View:
    """Return what is said to somebody who has named a manager, whoever that is."""
    return sentence(
        "Thank you. From the next release on they see the hospital's figures only. "
        "I tell nobody. You can take it back with `/resiliency manager`."
    )


def taken_back() -> View:
    """Return what is said to somebody who has taken it back."""
    return sentence(
        "Done, that is taken back. It counts from the next release on, and nobody is told."
    )


def _before(said: Mapping[str, str]) -> list[Block]:
    blocks: list[Block] = []
    for number, (name, manager) in enumerate(said.items()):
        back = button("Take it back", Tap.TAKE_BACK, name, about=str(number))
        blocks += [section(f"You have said this of <@{manager}>."), buttons(back)]
    return blocks
