"""How the invented people live with the bot: what each does with whatever comes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox.acting import Actor
from bot.sandbox.clockwork import Bot
from bot.sandbox.seen import Seen


@dataclass(frozen=True, slots=True)
class Nurse:
    """One of the invented people: their hour, and which choice of a question they tap.

    An hour of None wants just the training; a choice of None answers nothing.
    """

    actor: Actor
    hour: str | None
    choice: int | None


class Habits:
    """Has a cohort's people deal with what has come to them, each once and in their own way."""

    def __init__(self, bot: Bot, nurses: Sequence[Nurse]) -> None:
        self._bot = bot
        self._nurses = nurses
        self._dealt_with: set[tuple[str, str]] = set()

    async def react(self, spared: Collection[str] = ()) -> bool:
        """Let everybody deal with what has come; return whether anybody had something to do.

        Whoever has an id in `spared` does nothing: somebody is being them. Nor do those who left.
        """
        others = (
            nurse
            for nurse in self._nurses
            if nurse.actor.slack_id not in spared and not nurse.actor.deleted
        )
        return any([await self._deal(nurse) for nurse in others])

    async def _deal(self, nurse: Nurse) -> bool:
        """Let one of them answer what asks them something; return whether anything did."""
        reacted = False
        for message in asking(nurse.actor):
            key = (message.channel, message.ts)
            if key not in self._dealt_with and nurse.choice is not None:
                self._dealt_with.add(key)
                await self._answer(nurse.actor, message, nurse.choice)
                reacted = True
        return reacted

    async def _answer(self, actor: Actor, message: Seen, choice: int) -> None:
        opener = _buttons(message.blocks, "checkin.open")
        if opener:
            await actor.tap(opener[0], message=message)
            await self._bot.idle()
            choices = _buttons(actor.modal["blocks"], "checkin.answer") if actor.modal else []
            if choices:
                await actor.tap(choices[min(choice, len(choices) - 1)])
        else:
            choices = _buttons(message.blocks, "checkin.answer")
            await actor.tap(choices[min(choice, len(choices) - 1)], message=message)
        await self._bot.idle()
        # When something went wrong, there is no window to close.
        if actor.modal:
            await actor.close()


def asking(actor: Actor) -> list[Seen]:
    """Return the messages that ask this person something, as they first stood."""
    return [
        message
        for message in actor.messages
        if _buttons(message.blocks, "checkin.") and not message.edited
    ]


def first_ticks(actor: Actor) -> dict[str, Any]:
    """Return what fills in the page before somebody: of each list the first, all else left out."""
    blocks = actor.modal["blocks"] if actor.modal else []
    return {
        block["block_id"]: [block["element"]["options"][0]["text"]["text"]]
        for block in blocks
        if block["type"] == "input" and block["element"]["type"] == "checkboxes"
    }


def _buttons(blocks: Sequence[Mapping[str, Any]], prefix: str) -> list[str]:
    """Return the action ids of the buttons that begin with `prefix`."""
    return [
        element["action_id"]
        for block in blocks
        for element in block.get("elements", ())
        if element.get("action_id", "").startswith(prefix)
    ]
