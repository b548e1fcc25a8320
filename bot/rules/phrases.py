"""What questions of every kind share: how their words are read, and which hospital they name."""

import re
from collections.abc import Mapping
from html import unescape

from bot.rules.asks import STRAIGHT, NotUnderstoodError
from bot.rules.roles import Act

# A question is a line; whoever pastes a page has pasted something else.
LONGEST = 300
UNKNOWN = "I cannot read that. Ask like this: /resiliency {act} {example}"
TOO_LONG = "That is too long for a question. Ask like this: /resiliency {act} {example}"

EXAMPLES: Mapping[Act, str] = {
    Act.PARTICIPATION: "cohort NAME last 4 weeks",
    Act.PROGRESS: "cohort NAME last 4 weeks",
    Act.OUTCOMES: "pre to month_1",
    Act.EXPORT: "participation since 2 November",
    Act.LEDGER: "last 12 weeks",
}


def hospital(text: str, act: Act, sites: Mapping[str, str]) -> str | None:
    """Return the site in `[site NAME]`, by its id, asked by the command `act`; None for all.

    Raises:
        NotUnderstoodError: Anything else.
    """
    found, rest = site_named(plain(text, act), sites)
    if rest.replace(",", " ").split() not in ([], ["site"], ["hospital"], ["the", "hospital"]):
        example = next(iter(sites.values())) if len(sites) > 1 else ""
        raise NotUnderstoodError(unknown(act, example))
    return found


def unknown(act: Act, example: str | None = None) -> str:
    """Return the sentence for what cannot be read, with an example."""
    shown = EXAMPLES.get(act, "") if example is None else example
    return UNKNOWN.format(act=act, example=shown).rstrip()


def plain(text: str, act: Act) -> str:
    """Return a question as it is read: one line, with straight quotes.

    Raises:
        NotUnderstoodError: It is far too long.
    """
    line = " ".join(unescape(text.translate(STRAIGHT)).split())
    if len(line) > LONGEST:
        raise NotUnderstoodError(TOO_LONG.format(act=act, example=EXAMPLES.get(act, "")).rstrip())
    return line


def site_named(text: str, sites: Mapping[str, str]) -> tuple[str | None, str]:
    """Return the site that is named, by its id, and the rest; the longest name is looked for first.

    The word before the name stays: `site NAME` is of the hospital as a whole.
    """
    said = {
        known: site_id
        for site_id, name in sites.items()
        for known in (name, name.partition(" (")[0], site_id)
    }
    for known in sorted(said, key=len, reverse=True):
        one = rf"(?<!\w)(?:(?:at|of|for)\s+)?{re.escape(known)}(?!\w)"
        if found := re.search(one, text, re.IGNORECASE):
            return said[known], f"{text[: found.start()]} {text[found.end() :]}"
    return None, text
