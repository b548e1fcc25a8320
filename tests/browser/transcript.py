"""What the JavaScript clients and the people said, to read along with `-s` or afterwards."""

import sys
from pathlib import Path

FILE = Path(__file__).with_name("transcript.txt")


def begin() -> None:
    """Start with an empty page."""
    FILE.write_text("", encoding="utf-8")


def write(who: str, words: str) -> None:
    """Add one line, to the file and to what pytest shows with `-s`."""
    line = f"{who:<17} {words}\n"
    sys.stdout.write(line)
    with FILE.open("a", encoding="utf-8") as page:
        page.write(line)
