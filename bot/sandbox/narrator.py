"""Tells what happens in the workspace, one readable line after the other."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.sandbox.transcript import Happening

Say = Callable[[str], None]

# The column at which what was seen or done begins.
INDENT = 18
# What is longer than this is told in full once.
LONG = 6


class Narrator:
    """Tells happenings; what several people see or do alike at one moment is told once."""

    def __init__(self, say: Say, zone: str, people: Sequence[str]) -> None:
        self._say = say
        # Whoever comes first here is named, when several do the same.
        self._rank = {name: rank for rank, name in enumerate(people)}
        self._zone = ZoneInfo(zone)
        self._scene: list[Happening] = []
        self._told: set[tuple[str, ...]] = set()
        self._waits = True

    def __call__(self, happening: Happening) -> None:
        """Keep a happening until its moment is over, and then tell it."""
        if happening.verb == "closes":
            # It shows nothing new, and everybody does it in the end.
            return
        if self._scene and self._scene[0].at != happening.at:
            self.flush()
        self._scene.append(happening)
        if not self._waits:
            self.flush()

    def live(self) -> None:
        """Tell everything at once from here on: the calendar runs by itself."""
        self.flush()
        self._waits = False

    def chapter(self, moment: datetime, title: str) -> None:
        """Begin a new part of the story."""
        self.flush()
        self._say(f"\n== {self._clock(moment)}  {title}")

    def flush(self) -> None:
        """Tell the moment that is over, alike with alike."""
        alike: dict[tuple[str, tuple[str, ...]], list[Happening]] = {}
        for happening in self._scene:
            alike.setdefault((happening.verb, happening.lines), []).append(happening)
        for (verb, lines), happenings in alike.items():
            moment, who = self._clock(happenings[0].at), self._names(happenings)
            does = verb if who == happenings[0].who else verb.removesuffix("s")
            self._say("\n".join(_indented(f"{moment}  {who} {does}: ", self._new(lines))))
        self._scene = []

    def _new(self, lines: tuple[str, ...]) -> tuple[str, ...]:
        """Return the lines, or only how they begin when all of them were told before."""
        if lines in self._told:
            return (*lines[:2], "(and the rest as before)")
        if len(lines) > LONG:
            self._told.add(lines)
        return lines

    def _names(self, happenings: list[Happening]) -> str:
        names = {happening.who for happening in happenings}
        first, *others = sorted(names, key=lambda name: self._rank.get(name, len(self._rank)))
        if len(others) <= 1:
            return " and ".join([first, *others])
        return f"{first} and {len(others)} others"

    def _clock(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._zone):%a %d %b %H:%M}"


def _indented(opening: str, lines: tuple[str, ...]) -> list[str]:
    first, *rest = lines or ("",)
    return [opening + first, *(" " * INDENT + line for line in rest)]
