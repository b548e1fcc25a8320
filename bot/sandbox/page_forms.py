"""Blocks as forms in a browser: everything a person can read, fill and tap."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.blocks import Json, elements_of, options_of
from bot.sandbox.controls import controls_in
from bot.sandbox.inputs import Input, inputs_of, shown_options
from bot.sandbox.markup import Html, joined, tag
from bot.sandbox.page_inputs import Reader, drawn, read
from bot.sandbox.texts import Names
from bot.sandbox.words import said_words

# Blocks whose words stand in columns.
_ALIGNED = {"table", "data_table", "data_visualization"}


class Forms:
    """How blocks look to one person, and what their browser sends back."""

    def __init__(self, names: Names, reader: Reader) -> None:
        self._names = names
        self._reader = reader

    def draw(self, blocks: Sequence[Json], values: Json) -> Html:
        """Return what the blocks say, with everything that can be touched in them."""
        return joined(*(self._block(block, values) for block in blocks))

    def entered(self, blocks: list[Json], sent: Mapping[str, list[str]]) -> dict[str, Any]:
        """Return what was sent for the inputs that wait to be submitted, by address."""
        waiting = [field for field in inputs_of(blocks) if not field.tells]
        return {
            field.address: read(field, sent.get(field.address, []), self._reader)
            for field in waiting
        }

    def picked(self, blocks: list[Json], sent: Mapping[str, list[str]], address: str) -> Any:
        """Return what was sent for the one input at `address`."""
        field = next(field for field in inputs_of(blocks) if field.address == address)
        return read(field, sent.get(address, []), self._reader)

    def _block(self, block: Json, values: Json) -> Html:
        lines = said_words(block, self._names)
        aligned = block["type"] in _ALIGNED
        said = [tag("pre", "\n".join(lines))] if aligned else [tag("p", line) for line in lines]
        fields = {field.address: field for field in inputs_of([block])}
        touched = [self._element(block, element, values, fields) for element in elements_of(block)]
        hint = [tag("small", block["hint"]["text"])] if "hint" in block else []
        return tag("div", *said, *touched, *hint)

    def _element(
        self, block: Json, element: Json, values: Json, fields: Mapping[str, Input]
    ) -> Html:
        if element["type"] == "image":
            return tag("p", f"({element['alt_text']})")
        field = fields.get(f"{block['block_id']}:{element['action_id']}")
        if field is None or (field.tells and options_of(element)):
            return _buttons(block, element, field.state(values) if field else None)
        choose = [tag("button", "Choose", name="pick", value=field.address)] if field.tells else []
        return joined(drawn(field, values, self._reader), *choose)


def _buttons(block: Json, element: Json, state: Json | None) -> Html:
    chosen = shown_options(state) if state else []
    return joined(
        *(
            tag(
                "button",
                f"✓ {control.label}" if control.label in chosen else control.label,
                name="tap",
                value=control.address,
            )
            for control in controls_in(block, element)
        )
    )
