"""Which channel may have a cohort's notices."""

from dataclasses import dataclass

from bot.rules.cohorts import UNSPOKEN

INVITE_ME = "Type /invite @resiliency in it first, or choose no channel."
ARCHIVED = "That channel is archived. Choose another, or none."
LOUD = f"Choose a channel without “{UNSPOKEN}” in its name: colleagues read it in passing."
PUBLIC = (
    "That channel is public: its list of members tells colleagues who attends. "
    "Choose a private one, or tick the box below it."
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A channel, as Slack describes it to the bot."""

    name: str
    is_private: bool
    is_archived: bool
    is_ours: bool


def problem(seen: Seen | None, *, public_is_fine: bool) -> dict[str, str]:
    """Return what keeps notices out of a channel, by the field of the form; nothing when fine.

    None is a channel that the bot cannot see: it does not exist, or is somebody else's.
    """
    if seen is None:
        return {"channel": f"I cannot see that channel. {INVITE_ME}"}
    if seen.is_archived:
        return {"channel": ARCHIVED}
    if UNSPOKEN in seen.name.casefold():
        return {"channel": LOUD}
    if not seen.is_ours:
        return {"channel": f"I am not in that channel yet. {INVITE_ME}"}
    if not seen.is_private and not public_is_fine:
        return {"channel": PUBLIC, "public": "Tick this, or choose a private channel."}
    return {}
