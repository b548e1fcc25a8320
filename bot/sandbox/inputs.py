"""What stands in the inputs of a view or a message: `state.values`, as Slack keeps them."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox.blocks import Json, elements_of, label_of
from bot.sandbox.errors import NotSeenError

# By element type: the field of its value, the field it starts from.
_FIELDS = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
_SEVERAL = {"checkboxes"} | {name for name in _FIELDS if name.startswith("multi_")}


@dataclass(frozen=True, slots=True)
class Input:
    """An element that holds a value, and the block it stands in."""

    block: Json
    element: Json

    @property
    def label(self) -> str:
        """What a person calls it: its label, else what it says while it is empty."""
        if "label" in self.block:
            return str(self.block["label"]["text"])
        return str(self.element.get("placeholder", {}).get("text", ""))

    @property
    def address(self) -> str:
        """A name that nothing else on the same screen has."""
        return f"{self.block['block_id']}:{self.element['action_id']}"

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it answers to: label, block_id, action_id, address."""
        return self.label, self.block["block_id"], self.element["action_id"], self.address

    def state(self, values: Json) -> Json | None:
        """Return its entry in `values`; None when there is none."""
        entries: dict[str, Json] = values.get(self.block["block_id"], {})
        return entries.get(self.element["action_id"])

    def value(self, values: Json) -> object:
        """Return what stands in it according to `values`; None when nothing does."""
        state = self.state(values)
        return held(state) if state else None

    def keep(self, values: Json, state: Json) -> None:
        """Make `state` its entry in `values`."""
        values.setdefault(self.block["block_id"], {})[self.element["action_id"]] = state

    @property
    def required(self) -> bool:
        """Whether a form cannot be submitted while it is empty."""
        return self.block["type"] == "input" and not self.block.get("optional", False)

    @property
    def tells(self) -> bool:
        """Whether Slack tells the bot as soon as it is changed."""
        return self.block["type"] != "input" or bool(self.block.get("dispatch_action", False))


def inputs_of(blocks: list[Json]) -> Iterator[Input]:
    """Yield everything in `blocks` that holds a value, in reading order."""
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in _FIELDS:
                yield Input(block, element)


def find_input(blocks: list[Json], name: str) -> Input | None:
    """Return the input called `name`, by any of its names; None when none is.

    Raises:
        NotSeenError: Several are called so, and nobody could tell which is meant.
    """
    found = [item for item in inputs_of(blocks) if name in item.names]
    if len(found) > 1:
        addresses = ", ".join(item.address for item in found)
        raise NotSeenError(f"{len(found)} inputs are called {name}. Call one of them {addresses}.")
    return found[0] if found else None


def entry(element: Json, value: object) -> Json:
    """Return the entry in `state.values` of an element that holds `value`."""
    kind = element["type"]
    zone = {"timezone": element["timezone"]} if "timezone" in element else {}
    return {"type": kind, _FIELDS[kind][0]: value, **zone}


def held(state: Json) -> object:
    """Return the value inside an entry of `state.values`."""
    value: object = state[_FIELDS[state["type"]][0]]
    return value


def takes_several(element: Json) -> bool:
    """Return whether more than one thing can be chosen in `element`."""
    return element["type"] in _SEVERAL


def initial_values(blocks: list[Json], kept: Json | None = None) -> Json:
    """Return the `state.values` of `blocks` as they first appear.

    What stands in `kept` under the same block_id and action_id stays, as it does in Slack when
    a view is updated under somebody's hands.
    """
    values: Json = {}
    for item in inputs_of(blocks):
        before = item.state(kept or {}) or {"type": None}
        same = before["type"] == item.element["type"]
        item.keep(values, before if same else _initial(item.element))
    return values


def _initial(element: Json) -> Json:
    nothing: object = [] if takes_several(element) else None
    return entry(element, element.get(_FIELDS[element["type"]][1], nothing))


def initial_of(element: Json) -> Json:
    """Return what `element` says it starts from, under the name it has there; {} when nothing."""
    name = _FIELDS.get(element["type"], ("", ""))[1]
    return {name: element[name]} if name in element else {}


def shown_options(state: Json) -> list[str]:
    """Return the labels of what is chosen in an entry that holds options."""
    value = held(state)
    chosen = value if isinstance(value, list) else [value]
    return [label_of(option) for option in chosen if isinstance(option, dict)]
