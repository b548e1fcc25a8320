"""What a doctor says of the content: what is signed and may be sent, and what is not."""

from collections import Counter
from collections.abc import Iterator

from bot.flows.findings import Finding, Health
from bot.flows.tools import Tools
from bot.rules import curriculum
from content import signing
from content.signing import Standing

ADVICE = "have clinicians read and sign them: python -m content sign --help"


def findings(tools: Tools) -> Iterator[Finding]:
    """Yield what is signed altogether, what cannot be sent for want of it, and each unit's part."""
    yield _altogether(tools)
    yield from _steps(tools)
    units = signing.by_unit(tools.written)
    for number, unit in enumerate(tools.written.curriculum.units, 1):
        yield _part(tools, f"unit {number}, {unit.key}", units.get(unit.key, Counter()))
    # They belong to no unit.
    yield _part(tools, "instruments", signing.of_instruments(tools.written))


def _altogether(tools: Tools) -> Finding:
    counts = Counter(signing.standings(tools.written).values())
    signed, texts = counts[Standing.SIGNED], counts.total()
    if signed == texts:
        return Finding("content", Health.GOOD, f"{texts} texts, all of them signed")
    if _sends_all(tools):
        return Finding("content", Health.GOOD, f"{texts} texts; all are sent, {signed} are signed")
    if signed == 0:
        words = f"none of {texts} texts is signed, so none of them is sent: {ADVICE}"
        return Finding("content", Health.CARE, words)
    words = f"of {texts} texts {signed} are signed and sent, and the others are not: {ADVICE}"
    return Finding("content", Health.CARE, words)


def _steps(tools: Tools) -> Iterator[Finding]:
    """Yield the steps for which nothing may be sent."""
    sendable = curriculum.sendable(tools.library)
    steps = tools.library.curriculum.steps
    if empty := [step.id for step in steps if step not in sendable]:
        words = f"nothing signed to send for {', '.join(empty)}: these are not planned"
        yield Finding("steps", Health.CARE, words)


def _part(tools: Tools, what: str, counts: Counter[Standing]) -> Finding:
    words = ", ".join(f"{counts[standing]} {standing}" for standing in Standing if counts[standing])
    done = counts[Standing.SIGNED] == counts.total() or _sends_all(tools)
    return Finding(what, Health.GOOD if done else Health.CARE, words or "no texts")


def _sends_all(tools: Tools) -> bool:
    return tools.library is tools.written
