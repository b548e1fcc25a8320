"""Messages, blocks and views as the plain words a person reads on the screen."""

from collections.abc import Callable, Iterator

from bot.sandbox.blocks import Json, elements_of
from bot.sandbox.element_words import element_words
from bot.sandbox.file_words import file_words
from bot.sandbox.files import as_payload
from bot.sandbox.model import Message, View
from bot.sandbox.report_words import chart_lines, table_lines
from bot.sandbox.texts import Names, plain_words, rich_lines


def message_words(message: Message, names: Names) -> list[str]:
    """Return the lines of a message: its blocks, or its text when it has none, and its files."""
    files = file_words([as_payload(file) for file in message.files])
    return [*wording_words(message.text, message.blocks, names), *files]


def wording_words(text: str, blocks: list[Json], names: Names) -> list[str]:
    """Return the lines of `blocks`, or of `text` when there are none."""
    return block_words(blocks, {}, names) if blocks else plain_words(text, names).splitlines()


def view_words(view: View, names: Names) -> list[str]:
    """Return the lines of a modal or a Home, with what has been entered in it."""
    content = view.content
    title = [content["title"]["text"]] if "title" in content else []
    buttons = [f"[{content[name]['text']}]" for name in ("submit", "close") if name in content]
    last = [" ".join(buttons)] if buttons else []
    return [*title, *block_words(content["blocks"], view.values, names), *last]


def block_words(blocks: list[Json], values: Json, names: Names) -> list[str]:
    """Return the lines of `blocks`, with what `values` hold."""
    lines: list[str] = []
    for block in blocks:
        entries = values.get(str(block.get("block_id")), {})
        lines += [
            *said_words(block, names),
            *_elements(block, entries, names),
            *_hint(block, names),
        ]
    return lines


def said_words(block: Json, names: Names) -> list[str]:
    """Return the lines of what a block says, without what can be touched in it."""
    return list(_WORDS[block["type"]](block, names))


def _elements(block: Json, entries: Json, names: Names) -> list[str]:
    lines: list[str] = []
    buttons: list[str] = []
    for element in elements_of(block):
        state = entries.get(str(element.get("action_id")))
        shown = element_words(element, state, names)
        # Buttons stand side by side.
        (buttons if element["type"] == "button" else lines).extend(shown)
    return [*lines, " ".join(buttons)] if buttons else lines


def _hint(block: Json, names: Names) -> list[str]:
    return [f"({plain_words(block['hint']['text'], names)})"] if "hint" in block else []


def _text(block: Json, names: Names) -> Iterator[str]:
    yield from plain_words(block["text"]["text"], names).splitlines()


def _section(block: Json, names: Names) -> Iterator[str]:
    for said in [block.get("text"), *block.get("fields", [])]:
        if said:
            yield from plain_words(said["text"], names).splitlines()


def _context(block: Json, names: Names) -> Iterator[str]:
    yield " ".join(
        f"({part['alt_text']})" if part["type"] == "image" else plain_words(part["text"], names)
        for part in block["elements"]
    )


def _image(block: Json, names: Names) -> Iterator[str]:
    if "title" in block:
        yield plain_words(block["title"]["text"], names)
    yield f"({block['alt_text']})"


def _input(block: Json, names: Names) -> Iterator[str]:
    optional = " (optional)" if block.get("optional") else ""
    yield plain_words(block["label"]["text"], names) + optional


def _rich_text(block: Json, names: Names) -> Iterator[str]:
    for line in rich_lines(block):
        yield plain_words(line, names)


def _markdown(block: Json, names: Names) -> Iterator[str]:
    yield from plain_words(block["text"], names).splitlines()


def _divider(block: Json, names: Names) -> Iterator[str]:
    yield "———"


def _nothing(block: Json, names: Names) -> Iterator[str]:
    yield from ()


_WORDS: dict[str, Callable[[Json, Names], Iterator[str]]] = {
    "section": _section,
    "header": _text,
    "alert": _text,
    "context": _context,
    "divider": _divider,
    "image": _image,
    "input": _input,
    "rich_text": _rich_text,
    "markdown": _markdown,
    "table": table_lines,
    "data_table": table_lines,
    "data_visualization": chart_lines,
    "actions": _nothing,
    "context_actions": _nothing,
}
