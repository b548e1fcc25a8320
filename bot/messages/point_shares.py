"""Shares and counts of outcomes, as they are told: exactly, or as a band."""

from bot.rules.pooling import People, Share, Worse
from bot.rules.told import Classes


def worse(found: Worse) -> str:
    """Return how many got worse, as it may be told beside who got better."""
    if found.is_exact:
        return str(found.low)
    if found.high is not None:
        return f"{found.low} to {found.high}" if found.low else f"fewer than {found.high + 1}"
    return f"{found.low} or more" if found.low else "not told beside the share above"


def answered(share: Share) -> str:
    """Return what part of those who answered it is, with its interval."""
    low, high = share.interval
    if share.k is not None:
        return f"{share.k} of {share.people.number} ({share.low:.1f} %, {low:.1f} to {high:.1f})"
    band = f"{share.low:.0f} to {share.high:.0f} %"
    if share.high >= 100:
        band = f"{share.low:.0f} % or more"
    elif share.low <= 0:
        band = f"{share.high:.0f} % or fewer"
    return f"{band} of {count(share.people)} (95 % interval from {low:.0f} %)"


def everybody(share: Share) -> str:
    """Return what part of everybody on the lists it is, the missing counted as not improved."""
    if share.k is not None and (interval := share.of_everybody_interval):
        low, high = interval
        return f"{share.k} of {share.listed} ({share.of_everybody:.1f} %, {low:.1f} to {high:.1f})"
    return f"{share.of_everybody:.0f} % or more of {share.listed}"


def count(people: People | None) -> str:
    """Return how many people, as it may be told."""
    if people is None:
        return "fewer than 11 in some groups"
    return str(people.number) if people.exact else f"about {people.number}"


def reliably_worse(found: Classes) -> str:
    """Return how many got reliably worse, and of how many."""
    share = 100 * found.deteriorated / found.people
    return f"{found.deteriorated} of {found.people} ({share:.1f} %)"


def probability(p: float) -> str:
    """Return a p as it is printed; nobody reads more than three digits of one."""
    return "below 0.001" if p < 0.001 else f"{p:.3f}"
