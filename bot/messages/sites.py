"""What the file of sites says of a hospital, and who can change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.messages.parts import HELP_BUTTON, Message, buttons, escaped, section, small

# One is away sometimes, and one leaves some day.
ENOUGH_COORDINATORS = 2

HOW_TO_CHANGE = (
    "This stands in a file, `sites.toml`, which whoever runs me can change; "
    "I read it when I start. Ask your coordinator."
)
NAME_ANOTHER = "Please name a second coordinator: one is away sometimes."


@dataclass(frozen=True, slots=True)
class Route:
    """A help route: what it is called, when it was tried, and whether that is long ago."""

    name: str
    checked_on: date | None
    is_old: bool


@dataclass(frozen=True, slots=True)
class SiteCard:
    """A hospital as its trainers and coordinators see it.

    `answers`, `registers` and `lists` are how many days each is kept.
    """

    name: str
    zone: str
    coordinators: Sequence[str]
    contact: str | None
    routes: Sequence[Route]
    keeper: str
    answers: int
    registers: int
    lists: int


def shown(cards: Sequence[SiteCard]) -> Message:
    """Return what is known of some hospitals."""
    told = [_lines(card) for card in cards]
    blocks = [section("\n".join(lines)) for lines in told]
    text = "\n".join([*("\n".join(lines) for lines in told), HOW_TO_CHANGE])
    return Message(text, (*blocks, small(HOW_TO_CHANGE), buttons(HELP_BUTTON)))


def _lines(card: SiteCard) -> list[str]:
    who = ", ".join(f"<@{slack_id}>" for slack_id in card.coordinators)
    lines = [
        f"*{escaped(card.name)}*",
        f"• Coordinators: {who}",
        f"• Contact: {escaped(card.contact) if card.contact else 'nobody is named yet'}",
        f"• Time zone: {card.zone}",
        *(f"• Help: {_route(route)}" for route in card.routes),
        f"• Keeper of the keys: {escaped(card.keeper)}",
        f"• Kept after the training: answers {_long(card.answers)}, who was there "
        f"{_long(card.registers)}, the list {_long(card.lists)}",
    ]
    if len(card.coordinators) < ENOUGH_COORDINATORS:
        lines.append(NAME_ANOTHER)
    return lines


def _long(days: int) -> str:
    """Return a length of time as people say it."""
    years = days // 365
    return f"about {years} years" if years > 1 else f"about {round(days / 30.4)} months"


def _route(route: Route) -> str:
    tried = f"{route.checked_on.day} {route.checked_on:%B %Y}" if route.checked_on else "never"
    old = "; please try it again" if route.is_old else ""
    return f"{escaped(route.name)}, last tried {tried}{old}"
