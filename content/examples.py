"""The rule that an instrument scores its own worked examples as its file says."""

from collections.abc import Iterator
from math import isclose

from content.instruments import MISSING, Example, Instrument
from content.scoring import AnswerError, Scored, in_order, score


def problems(instrument: Instrument) -> Iterator[str]:
    """Return which examples come to something else, and which scores none of them shows."""
    shown: set[str] = set()
    for number, example in enumerate(instrument.examples, 1):
        try:
            scored = score(instrument, in_order(instrument, example.answers))
        except AnswerError as error:
            yield f"example {number}: {error}"
            continue
        yield from (f"example {number}: {what}" for what in _differences(example, scored))
        shown |= {one for one, value in scored.scores.items() if value is not None}
    for subscale in instrument.subscales:
        if subscale.id not in shown:
            yield f'examples: none has a number for "{subscale.id}"; add one'


def _differences(example: Example, scored: Scored) -> Iterator[str]:
    for one in sorted({*scored.scores, *example.scores}):
        said, found = example.scores.get(one), scored.scores.get(one)
        if not _is_same(said, found):
            come, say = (MISSING if value is None else value for value in (found, said))
            yield f'"{one}" comes to {come}, and the file says {say}; correct one of them'
    if sorted(example.flags) != list(scored.flags):
        yield (
            f"comes to the flags {_row(scored.flags)}, and the file says {_row(example.flags)}; "
            "correct one of them"
        )


def _row(flags: tuple[str, ...]) -> str:
    return ", ".join(sorted(flags)) or MISSING


def _is_same(said: float | str | None, found: float | None) -> bool:
    if said is None or isinstance(said, str) or found is None:
        return said == MISSING and found is None
    return isclose(said, found)
