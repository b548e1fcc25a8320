"""The words for outcomes on paper: those of the answer in Slack, and what a table needs besides."""

from bot.messages.point_shares import answered, count, everybody
from bot.messages.point_words import DEFINITIONS, POINTS, name_of
from bot.rules.outcomes.definitions import Definition
from bot.rules.pooling import Scores, Worse
from bot.rules.told import Improved

__all__ = ["answered", "change", "clear", "count", "everybody", "improved", "measure", "when"]

HOW_CHANGED = (
    "A bar is the 95 % interval, the dot the share; a bar without a dot is the band in which the "
    "share lies. Of everybody: whoever did not answer counts as not improved. Before and after: "
    "mean, SD, median. Mean change: later minus earlier, with its 95 % interval. Effect: g_av, the "
    "mean change over the mean of the two SDs, corrected for small groups. Fewer reactions are "
    "better."
)
PAIRED = (
    "p: McNemar's exact test of those who changed one way against those who changed the other. It "
    "is computed where all four groups are large enough to be told."
)


def when(point: str) -> str:
    """Return a time point as it begins a line."""
    return _capital(POINTS[point])


def measure(name: str) -> str:
    """Return a measure, or what was asked, as it begins a line."""
    return _capital(name_of(name))


def improved(one: Improved) -> str:
    """Return who improved; whoever only says so reports it, and nothing more is made of it."""
    said = one.definition == Definition.SELF_REPORTED
    return f"{answered(one.share)} {'report improvement' if said else DEFINITIONS[one.definition]}"


def worse(found: Worse) -> str:
    """Return how many got worse."""
    if found.is_exact:
        return str(found.low)
    if found.high is not None:
        return f"fewer than {found.high + 1}" if not found.low else f"{found.low} to {found.high}"
    return f"{found.low} or more" if found.low else "not told"


def change(scores: Scores) -> str:
    """Return a mean change with its interval."""
    low, high = scores.interval
    return f"{scores.change.mean:+.1f} ({low:+.1f} to {high:+.1f})"


def clear(*, is_clear: bool | None) -> str:
    """Return whether a difference could be chance."""
    if is_clear is None:
        return "–"
    return "clear" if is_clear else "within chance"


def _capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"
