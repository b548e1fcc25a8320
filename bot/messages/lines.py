"""Many lines as few paragraphs, none longer than Slack takes."""

from collections.abc import Iterable

from bot.messages.parts import Block, section

# Slack takes 3,000 characters in one.
LONGEST = 2_900


def sections(lines: Iterable[str]) -> list[Block]:
    """Return lines as paragraphs; a line is never parted."""
    texts: list[str] = []
    for line in lines:
        if texts and len(texts[-1]) + len(line) < LONGEST:
            texts[-1] += f"\n{line}"
        else:
            texts.append(line)
    return [section(text) for text in texts]
