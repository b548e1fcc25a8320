"""What happened in the workspace, told to whoever watches."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.sandbox.calendar import Calendar

Verb = Literal["sees", "taps", "types", "submits", "opens", "closes", "commands"]


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that somebody saw or did.

    `who` is a person's display name, or the channel's name for what everybody in it sees.
    """

    at: datetime
    who: str
    verb: Verb
    lines: tuple[str, ...]


class Transcript:
    """The list of those who watch."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._watchers: list[Callable[[Happening], None]] = []

    def watch(self, callback: Callable[[Happening], None]) -> None:
        """Call `callback` with everything that happens from here on."""
        self._watchers.append(callback)

    def tell(self, who: str, verb: Verb, words: Callable[[], Sequence[str]]) -> None:
        """Tell every watcher; `words` is not asked when there is none."""
        if not self._watchers:
            return
        happening = Happening(self._calendar.now(), who, verb, tuple(words()))
        for callback in self._watchers:
            callback(happening)
