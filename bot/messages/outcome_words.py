"""The words for outcomes on paper: every share with its definition, its people and its interval."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.rules.outcomes.definitions import Definition
from bot.rules.pooling import People, Scores, Share, Worse

POINTS: Mapping[str, str] = MappingProxyType(
    {
        "end": "End of the training",
        "month_1": "One month later",
        "month_3": "Three months later",
        "month_6": "Six months later",
    }
)
MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "total": "All reactions",
        "intrusion": "Moments that return",
        "avoidance": "Keeping away",
        "mood": "Thoughts and mood",
        "alertness": "Being on alert",
    }
)
SAID: Mapping[str, str] = MappingProxyType(
    {
        "effectiveness-compromised": "Stress made it harder to do the job well",
        "considered-leaving": "Thought about leaving this kind of work",
        "relevance": "How well it fits the work",
        "impact": "How much it has helped so far",
    }
)
DEFINITIONS: Mapping[str, str] = MappingProxyType(
    {
        Definition.SELF_REPORTED: "report improvement",
        Definition.ANY: "have fewer reactions than before, by however few",
        Definition.RELIABLE: "have fewer reactions by more than measurement error",
        Definition.MCID: "have fewer reactions by at least the smallest change that matters",
        Definition.CLINICAL: "have reliably fewer reactions, and crossed the cut-off",
    }
)


def count(people: People | None) -> str:
    """Return how many people, as exactly as it is told."""
    if people is None:
        return "fewer than 11"
    return str(people.number) if people.exact else f"about {people.number}"


def share(found: Share) -> str:
    """Return a share of those who answered."""
    low, high = found.interval
    if found.k is not None and high is not None:
        return (
            f"{found.k} of {found.people.number}, {found.low:.0f} % "
            f"(95 % interval {low:.0f} to {high:.0f})"
        )
    told = f"{_band(found)} of {count(found.people)}"
    return f"{told} (95 % interval: {low:.0f} % or more)" if low else told


def everybody(found: Share) -> str:
    """Return the same of everybody on the lists: whoever is missing counts as not improved."""
    interval = found.of_everybody_interval
    if found.k is not None and interval is not None:
        return (
            f"{found.k} of {found.listed}, {found.of_everybody:.0f} % "
            f"(95 % interval {interval[0]:.0f} to {interval[1]:.0f})"
        )
    return f"{found.of_everybody:.0f} % or more of {found.listed}"


def worse(found: Worse) -> str:
    """Return how many got worse."""
    if found.is_exact:
        return str(found.low)
    if found.high is None:
        return f"{found.low} or more" if found.low else "not told"
    return f"fewer than {found.high + 1}" if not found.low else f"{found.low} to {found.high}"


def change(scores: Scores) -> str:
    """Return a mean change with its interval."""
    low, high = scores.interval
    return f"{scores.change.mean:+.1f} ({low:+.1f} to {high:+.1f})"


def clear(is_clear: bool | None) -> str:
    """Return whether a difference could be chance."""
    if is_clear is None:
        return "–"
    return "clear" if is_clear else "within chance"


def _band(found: Share) -> str:
    if found.high >= 100:
        return f"{found.low:.0f} % or more"
    return (
        f"{found.low:.0f} % to {found.high:.0f} %" if found.low else f"{found.high:.0f} % or less"
    )
