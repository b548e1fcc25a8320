"""What a demo tells whoever opens its page: where to begin, and what is going on."""

from collections import Counter, deque
from dataclasses import dataclass, field

from bot.sandbox.playing import Player

# More is not read on a page; the terminal has it all.
_REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Whom a newcomer may be, and what is worth trying as them."""

    slack_id: str
    title: str
    tries: str


@dataclass(slots=True, eq=False)
class Programme:
    """What stands on the page beside Slack's own things.

    While `hands_off` says something, nobody can touch anything: it is the reason.
    """

    suggestions: tuple[Suggestion, ...] = ()
    hands_off: str = ""
    # Who is being somebody on an open page, by id, and on how many.
    watched: Counter[str] = field(default_factory=Counter)
    # The latest of what the narrator told.
    told: deque[str] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    # Plays a day before the eyes of whoever watches; None where there is no demo.
    player: Player | None = None

    @property
    def playing(self) -> bool:
        """Whether a day is being played."""
        return self.player is not None and self.player.playing
