"""What trainers and coordinators confirm, for their role and for each group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.messages import inputs
from bot.messages.names import Form, Tap
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    Message,
    View,
    button,
    buttons,
    escaped,
    field,
    modal,
    option,
    section,
    sentence,
    small,
)
from bot.rules.confirmations import Missing

# Raised whenever a word of the statements changes, because each confirmation is kept with
# the version that was read; a test compares the words with the version.
VERSION = 1

COHORTS = "cohorts"
CONFIRMED = "confirmed"
# Slack takes so many checkboxes in one field.
OF_A_FIELD = 10
# Fields enough for a large hospital's decade, in a modal of 100 blocks and 250 kB.
MOST = 30 * OF_A_FIELD

OF_A_GROUP = "I do not hire, schedule, rate or discipline anyone in this group."
OF_THE_ROLE = (
    "I will look only at groups in which I do not hire, schedule, rate or discipline anyone."
)
WHY = (
    "People answer more freely when nobody who decides about their job looks at their group. "
    "I ask again for each group: leave out those where it is not true."
)
TICK_THE_TRUE = (
    "Tick each group where this is true, and untick it when it no longer is. Of groups without "
    "a tick you see the hospital's figures only."
)

CONFIRM_GROUPS = button("Confirm", Tap.CONFIRM_GROUPS)
MY_GROUPS = button("My groups", Tap.CONFIRM_GROUPS)


@dataclass(frozen=True, slots=True)
class Group:
    """A cohort to be confirmed, the site it is at, and whether it is confirmed already."""

    id: str
    name: str
    site: str
    confirmed: bool = False


def statement(site: str) -> str:
    """Return what is to be confirmed for a role at a site."""
    return f"For *{escaped(site)}*, please confirm first: “{OF_THE_ROLE}”"


def confirm(site_id: str) -> Block:
    """Return the button that confirms for a role at a site."""
    return button("Confirm", Tap.CONFIRM, about=site_id)


def request(missing: Missing) -> Message:
    """Return what somebody is to confirm before anything else is shown to them."""
    said, blocks = _asked(missing)
    return Message("\n".join([*said, WHY]), (*blocks, small(WHY), buttons(HELP_BUTTON)))


def below(message: Message, missing: Missing) -> Message:
    """Return an answer with what is still to be confirmed below it, and the way to the groups."""
    said, blocks = _asked(missing)
    *shown, last = message.blocks
    # There is one way to the groups: to those that wait, or else to those that are confirmed.
    ways = [] if missing.cohorts else [MY_GROUPS]
    row = last | {"elements": [*ways, *last["elements"]]}
    return Message("\n".join([message.text, *said]), (*shown, *blocks, row))


def form(groups: Sequence[Group]) -> View:
    """Return the modal in which the groups are ticked of which the statement is true.

    Those that are confirmed are ticked already.
    """
    return modal(
        [
            section(f"“{OF_A_GROUP}”"),
            section(TICK_THE_TRUE),
            *_fields(groups[:MOST]),
            buttons(HELP_BUTTON),
        ],
        form=Form.CONFIRM_GROUPS,
        submit="Save",
    )


def ticked(filled: Mapping[str, Sequence[str] | None]) -> frozenset[str]:
    """Return the groups that are ticked in the fields of the form, whichever they stand in."""
    return frozenset(chain.from_iterable(chosen or () for chosen in filled.values()))


def tick() -> Block:
    """Return the field in which whoever makes a cohort confirms for it."""
    hint = "If it is not true, a colleague can make this cohort."
    return field("Please confirm", CONFIRMED, inputs.boxes([option(OF_A_GROUP, CONFIRMED, hint)]))


def thanks() -> Message:
    """Return what is said to somebody who has confirmed for their role."""
    words = "Thank you, that is noted. Please send your command once more."
    return Message(words, (section(words), buttons(HELP_BUTTON)))


def thanks_for_groups() -> View:
    """Return what is said to somebody who has ticked some groups, or none."""
    return sentence(
        "Thank you, that is noted. Of groups without a tick you see the hospital's figures only."
    )


def no_groups() -> View:
    """Return what is said to somebody who has no group to confirm."""
    return sentence("There is no group here for you to confirm.")


def _fields(groups: Sequence[Group]) -> list[Block]:
    """Return the checkboxes of the groups, in as many fields as Slack needs."""
    return [
        _field(groups[start : start + OF_A_FIELD], start, len(groups))
        for start in range(0, len(groups), OF_A_FIELD)
    ]


def _field(groups: Sequence[Group], start: int, total: int) -> Block:
    """Return one field of checkboxes, whose first group is number `start` of them all."""
    first, last = start + 1, start + len(groups)
    which = f"Groups {first} to {last}" if first < last else f"Group {last}"
    label = f"{which} of {total}" if total > OF_A_FIELD else "Groups"
    # The hint below an option may be as long as the option itself.
    hints = [option(one.name, one.id, one.site[: inputs.LONGEST_OPTION]) for one in groups]
    confirmed = {group.id for group in groups if group.confirmed}
    return field(label, f"{COHORTS}-{start}", inputs.boxes(hints, confirmed), optional=True)


def _asked(missing: Missing) -> tuple[list[str], list[Block]]:
    """Return what is to be confirmed, as sentences and as blocks with their buttons."""
    said, blocks = [], []
    for site_id, name in missing.sites.items():
        said.append(statement(name))
        blocks += [section(said[-1]), buttons(confirm(site_id))]
    if missing.cohorts:
        groups = "1 more group" if missing.cohorts == 1 else f"{missing.cohorts} more groups"
        said.append(f"You can see {groups} once you have confirmed.")
        blocks += [section(said[-1]), buttons(CONFIRM_GROUPS)]
    return said, blocks
