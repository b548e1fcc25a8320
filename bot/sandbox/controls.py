"""What can be tapped: buttons, and each option of whatever offers options."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox.blocks import Json, elements_of, label_of, options_of
from bot.sandbox.errors import NotSeenError
from bot.sandbox.inputs import entry, held, initial_of, takes_several

_BUTTONS = {"button", "icon_button"}
_FACES = ("positive_button", "negative_button")


@dataclass(frozen=True, slots=True)
class Control:
    """One thing to tap: `part` is the button itself, or the option or face that is tapped."""

    block: Json
    element: Json
    part: Json

    @property
    def label(self) -> str:
        """What stands on it."""
        return label_of(self.part)

    @property
    def address(self) -> str:
        """A name that nothing else on the same screen has."""
        return f"{self.block['block_id']}:{self.element['action_id']}:{self.label}"

    @property
    def holds(self) -> bool:
        """Whether a tap leaves something chosen."""
        return self.part is not self.element and self.element["type"] not in _FIRES


# These only fire: nothing stays chosen in them.
_FIRES = {"overflow", "feedback_buttons"}


def controls_of(blocks: list[Json]) -> Iterator[Control]:
    """Yield everything that can be tapped in `blocks`, in reading order."""
    for block in blocks:
        for element in elements_of(block):
            yield from controls_in(block, element)


def controls_in(block: Json, element: Json) -> Iterator[Control]:
    """Yield everything that can be tapped in one element of `block`."""
    for part in _parts(element):
        yield Control(block, element, part)


def find_control(blocks: list[Json], name: str) -> Control | None:
    """Return what is called `name`: by label, by action_id, or by address; None when nothing is.

    Raises:
        NotSeenError: Several things are called so, and nobody could tell which is meant.
    """
    controls = list(controls_of(blocks))
    labelled = [control for control in controls if name in (control.label, control.address)]
    found = labelled or [control for control in controls if control.element["action_id"] == name]
    if len(found) > 1:
        addresses = ", ".join(control.address for control in found)
        raise NotSeenError(f"{len(found)} things are called {name}. Call one of them {addresses}.")
    return found[0] if found else None


def choice(control: Control, state: Json | None) -> Json:
    """Return the entry of `state.values` after a tap.

    Where several can be chosen, a tap on what is chosen takes it away again.
    """
    if not takes_several(control.element):
        return entry(control.element, control.part)
    before = held(state) if state else []
    chosen = list(before) if isinstance(before, list) else []
    if control.part in chosen:
        chosen.remove(control.part)
    else:
        chosen.append(control.part)
    return entry(control.element, chosen)


def action_of(block: Json, element: Json, state: Json) -> Json:
    """Return one of a payload's `actions`: what was touched, how it was made, what it says."""
    around = {name: element[name] for name in ("placeholder", "confirm") if name in element}
    # Of a field for text, Slack tells only what stands in it.
    made = {} if element["type"].endswith("_input") else initial_of(element) | around
    return {**made, **state, "action_id": element["action_id"], "block_id": block["block_id"]}


def fired(control: Control) -> Json:
    """Return what an element says that only fires."""
    element = control.element
    if element["type"] == "overflow":
        return {"type": "overflow", "selected_option": control.part}
    action: Json = {"type": element["type"]}
    said = ("text", "value", "style", "url", "icon")
    return action | {name: control.part[name] for name in said if name in control.part}


def _parts(element: Json) -> list[Json]:
    if element["type"] in _BUTTONS:
        return [element]
    if element["type"] == "feedback_buttons":
        return [element[face] for face in _FACES]
    return options_of(element)
