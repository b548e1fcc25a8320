"""Everything that assessments show, from our own measure as it is shipped."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from bot.messages import assessments as words
from bot.messages import own_assessments as own
from bot.messages import own_history, own_results
from bot.messages.names import Tap
from bot.messages.own_assessments import Line, State
from bot.messages.parts import Message, View
from bot.rules import assessments, results, sheets
from bot.rules.assessments import CORE, POINTS, Opening, Point
from bot.rules.results import Filled
from bot.rules.sheets import Ref, Sheet
from content.model import Exercise
from tests.messages.values import DAYS, DELIVERY, LIBRARY, NEW_YORK, RIVERBEND, card
from tests.messages.values import own as answer

INSTRUMENT = LIBRARY.instruments[CORE]
OUTWARD: list[Exercise] = list(LIBRARY.exercises.values())
OPENINGS = {one.point: one for one in assessments.openings(DAYS, date(2026, 10, 28))}
STATES: tuple[State, ...] = ("done", "declined", "off", "ahead", "open", "late")


def answered(point: Point, ticked: int, *, late: bool = False) -> Filled:
    """An assessment of which the first so many reactions were ticked, and the rest said low."""
    asked = [item for one in INSTRUMENT.questions(point) for item in one.items]
    answers = {
        item.id: int(number < ticked) if item.scale == "ticked" else 0
        for number, item in enumerate(asked)
    }
    return Filled(point, answers, INSTRUMENT.scoring_version, late=late)


def page(point: Point, number: int = 0) -> Sheet:
    """One page of the questions of a time point."""
    pages = sheets.sheets(INSTRUMENT.questions(point))
    ref = Ref(DELIVERY, point, INSTRUMENT.version, number)
    return Sheet(ref, INSTRUMENT, pages[number], len(pages), {})


def assessment_messages() -> Iterator[tuple[str, Message]]:
    """Yield what stands in the conversation."""
    for point in POINTS:
        yield f"asked at {point}", words.asks(assessments.step(point), DELIVERY)
    yield "asked in the room", words.asks(assessments.DAY_ONE, DELIVERY)
    yield "reminded", words.asks(assessments.step("month_1", 1), DELIVERY)


def assessment_views() -> Iterator[tuple[str, View]]:
    """Yield every window."""
    yield from _sheets()
    for point in ("pre", "end"):
        ref = Ref(DELIVERY, point)
        yield f"finished at {point}", words.finished(ref, late=False)
    helped = card(RIVERBEND).blocks
    yield "finished late", words.finished(Ref(DELIVERY, "pre"), late=True, help_card=helped)
    yield "done before", words.done_before(Ref(DELIVERY, "pre"))
    yield "not this time", words.not_this_time()
    yield "assessments are off", words.off()
    yield "an assessment is not open yet", words.not_yet()
    yield "an assessment that is not there", words.unavailable()
    yield from _own()


def _sheets() -> Iterator[tuple[str, View]]:
    for point in POINTS:
        count = len(sheets.sheets(INSTRUMENT.questions(point)))
        for number in range(count):
            shown = page(point, number)
            yield f"page {number} of {point}", words.sheet(shown)
            for ticked in (0, 20):
                before = answered(point, ticked).answers
                filled = Sheet(shown.ref, INSTRUMENT, shown.questions, count, before, resumed=True)
                yield f"page {number} of {point}, {ticked} ticked", words.sheet(filled)
    first = page("pre")
    for why in ("changed", "late"):
        shown = Sheet(first.ref, INSTRUMENT, first.questions, 3, {}, **{why: True})
        yield f"a page, {why}", words.sheet(shown)


def _own() -> Iterator[tuple[str, View]]:
    lines = [_line(point, state) for point in POINTS for state in STATES]
    for state in STATES:
        some = [line for line in lines if line.state == state]
        yield f"own assessments, {state}", own.mine(some)
    chosen = (date(2026, 12, 12), time(19))
    month = OPENINGS["month_1"]
    yield (
        "a moment was chosen",
        own.mine([Line(Ref(DELIVERY, "month_1"), "ahead", month, NEW_YORK, chosen)]),
    )
    yield "no assessments", own.mine([])
    yield from _results()
    yield "an empty history", own_history.history([])
    filled = [answered("pre", 16), answered("month_1", 3), answered("month_6", 4, late=True)]
    many = [answer(number % 10) for number in range(40)]
    yield "a history of weeks", own_history.history([], many)
    yield "a history", own_history.history([results.history(INSTRUMENT, filled)])
    yield "a result, hidden", own.hidden(Tap.RESULT, str(Ref(DELIVERY, "pre")))
    yield "a history, hidden", own.hidden(Tap.HISTORY)
    yield "a moment to choose", own.moment(Ref(DELIVERY, "month_1"), month, None, NEW_YORK)
    yield "a moment is kept", own.moment_saved(datetime(2026, 12, 12, 19, tzinfo=UTC), NEW_YORK)


def _results() -> Iterator[tuple[str, View]]:
    for point in POINTS:
        for before, now in ((16, 2), (8, 8), (2, 16), (0, 0)):
            filled = [answered("pre", before)] if point != "pre" else []
            filled.append(answered(point, now, late=now == 2))
            found = results.result(INSTRUMENT, filled, point, OUTWARD)
            yield f"{point}: {now} after {before}", own_results.result(found, Ref(DELIVERY, point))
    left_out = Filled("pre", {}, INSTRUMENT.scoring_version)
    nothing = results.result(INSTRUMENT, [left_out], "pre", OUTWARD)
    yield "a result of nothing", own_results.result(nothing, Ref(DELIVERY, "pre"))
    former = Filled("pre", answered("pre", 4).answers, INSTRUMENT.scoring_version + 1)
    old = results.result(INSTRUMENT, [former], "pre", OUTWARD)
    yield "a result of former rules", own_results.result(old, Ref(DELIVERY, "pre"))
    yield "a result nobody finds", own_results.result(None, Ref(DELIVERY, "pre"))


def _line(point: Point, state: State) -> Line:
    opening: Opening = OPENINGS.get(point, OPENINGS["pre"])
    return Line(Ref(DELIVERY, point), state, opening, NEW_YORK)
