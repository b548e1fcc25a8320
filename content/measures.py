"""The rules of instruments: that what a file says of items, scales and scores fits together."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from content.draft import Draft, name
from content.examples import problems as examples
from content.files import Problem
from content.instruments import Algorithm, Instrument, InstrumentItem, Scale, Subscale
from content.scoring import limits

# What Slack writes beside a box to tick.
LONGEST_TICKED = 75


def problems(draft: Draft) -> Iterator[Problem]:
    """Return what is wrong with each instrument, when its file could be read."""
    for instrument in draft.instruments.values():
        file = name("instruments", instrument.id)
        broken = list(_parts(instrument))
        found = chain(
            broken,
            _words(instrument),
            _licence(instrument, is_packed=file in draft.packed),
            # What does not fit together cannot be scored.
            () if broken else chain(_bands(instrument), examples(instrument)),
        )
        yield from ((file, what) for what in found)


def _parts(instrument: Instrument) -> Iterator[str]:
    for kind in ("scales", "checklists", "items", "subscales", "algorithms"):
        for one in twice(part.id for part in getattr(instrument, kind)):
            yield f'{kind}: the id "{one}" is there twice; give each its own'
    # Both are what people see as one question, and are found by its id.
    for one in {item.id for item in instrument.items} & {one.id for one in instrument.checklists}:
        yield f'items: the id "{one}" is that of a checklist, too; give each its own'
    yield from chain(
        *map(_scale, instrument.scales),
        *(_item(item, instrument) for item in instrument.items),
        *(_subscale(subscale, instrument) for subscale in instrument.subscales),
        *(_algorithm(algorithm, instrument) for algorithm in instrument.algorithms),
    )


def _scale(scale: Scale) -> Iterator[str]:
    if scale.highest <= scale.lowest or (scale.highest - scale.lowest) % scale.step:
        yield (
            f'scale "{scale.id}": does not go from {scale.lowest} to {scale.highest} in steps of '
            f"{scale.step}; let the highest be one or more steps above the lowest"
        )
    elif scale.labels and len(scale.labels) not in {2, len(scale.values)}:
        yield (
            f'scale "{scale.id}": has {len(scale.labels)} labels for {len(scale.values)} answers; '
            "give one for each, or two for the ends"
        )


def _item(item: InstrumentItem, instrument: Instrument) -> Iterator[str]:
    scale = instrument.scale(item.scale)
    if scale is None:
        yield f'item "{item.id}": no scale is called "{item.scale}"; use one of the file'
        return
    if item.support_from is not None and item.support_from not in scale.values:
        yield f'item "{item.id}": support_from is no answer of its scale; use one that is'
    if item.checklist is not None:
        yield from _ticked(item, scale, instrument)


def _ticked(item: InstrumentItem, scale: Scale, instrument: Instrument) -> Iterator[str]:
    if item.checklist not in {one.id for one in instrument.checklists}:
        yield f'item "{item.id}": no checklist is called "{item.checklist}"; use one of the file'
    if list(scale.values) != [0, 1]:
        yield f'item "{item.id}": is ticked or not, so its scale must go from 0 to 1'
    if item.text is not None and len(item.text) > LONGEST_TICKED:
        yield (
            f'item "{item.id}": has {len(item.text)} characters beside its box; '
            f"say it in at most {LONGEST_TICKED}"
        )


def _subscale(subscale: Subscale, instrument: Instrument) -> Iterator[str]:
    field = f'subscale "{subscale.id}"'
    items = {item.id: item for item in instrument.items}
    for item_id in subscale.items:
        if item_id not in items:
            yield f'{field}: no item is called "{item_id}"; use one of the file'
    if len({items[one].scale for one in subscale.items if one in items}) > 1:
        yield f"{field}: its items have several scales; a score has items of one"
    if not len(subscale.items) / 2 <= subscale.needs <= len(subscale.items):
        yield (
            f"{field}: needs {subscale.needs} of {len(subscale.items)} items; "
            "let it need at least half of them, and no more than there are"
        )


def _algorithm(algorithm: Algorithm, instrument: Instrument) -> Iterator[str]:
    sizes = {subscale.id: len(subscale.items) for subscale in instrument.subscales}
    for subscale_id, needed in algorithm.needs.items():
        if needed > sizes.get(subscale_id, 0):
            yield (
                f'algorithm "{algorithm.id}": needs {needed} of "{subscale_id}", '
                f"which has {sizes.get(subscale_id, 0)}; correct one of them"
            )


def _words(instrument: Instrument) -> Iterator[str]:
    if instrument.lock_screen:
        yield "lock_screen: an instrument never stands on a lock screen; write lock_screen = false"
    texts = [item.text for item in instrument.items]
    labels = [scale.labels for scale in instrument.scales]
    if not instrument.is_worded and any([*texts, *labels]):
        yield "has words for some items and answers and not for others; give all, or none"


def _licence(instrument: Instrument, *, is_packed: bool) -> Iterator[str]:
    if instrument.licence == "ours":
        if not instrument.is_worded:
            yield "licence: is ours, and has no words; write them"
        if any(subscale.bands for subscale in instrument.subscales):
            yield "bands: are for published measures; nobody knows yet what ours would mean"
    elif instrument.is_worded and not is_packed:
        yield (
            "licence: its words belong to others and cannot be in the library; "
            "put this file into a pack of the site that may use them"
        )


def _bands(instrument: Instrument) -> Iterator[str]:
    for subscale in instrument.subscales:
        starts = [band.at_least for band in subscale.bands]
        lowest, highest = limits(instrument, subscale)
        if any(after <= before for before, after in pairwise(starts)):
            yield f'subscale "{subscale.id}": its bands do not rise; put the lowest first'
        if starts and (min(starts) != lowest or max(starts) > highest):
            yield (
                f'subscale "{subscale.id}": its bands must begin at {lowest}, '
                f"the lowest there can be, and none above {highest}"
            )
    if instrument.bands_source is None and any(one.bands for one in instrument.subscales):
        yield "bands_source: is missing; say who has published the bands"


def twice(values: Iterable[str]) -> list[str]:
    """Return what stands among these values more than once."""
    return [value for value, times in Counter(values).items() if times > 1]
