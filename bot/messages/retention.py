"""Retention: how many of those employed on a day still were a year later; and its form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.messages import hospital_words, shown
from bot.messages.hospital_fields import choice_field, day_field, number_field, source_fields
from bot.messages.hospital_words import HOW_STAYED, STAFF, STAYED, day
from bot.messages.lines import sections
from bot.messages.names import Form, Tap
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    Message,
    View,
    button,
    buttons,
    escaped,
    header,
    modal,
    sentence,
    small,
)
from bot.rules import retention
from bot.rules.retention import Rate, Staff, Totals

# Older ones stay in the report.
MOST = 4
NOTHING = "Nothing is typed yet. Your personnel office has these totals."
TYPED = "These are totals that coordinators type. I look nobody up for them."


@dataclass(frozen=True, slots=True)
class Retention:
    """What was typed of one site, the latest first."""

    site_id: str
    site: str
    totals: Sequence[Totals]


def answer(found: Sequence[Retention]) -> Message:
    """Return the retention of every site somebody coordinates, with the way to type it."""
    text: list[str] = []
    blocks: list[Block] = []
    for one in found:
        title = f"Retention, {one.site}"
        lines = [escaped(line) for line in read_out(one.totals[:MOST])] or [NOTHING]
        text += [escaped(title), *lines]
        way = button("Type totals", Tap.TOTALS, about=one.site_id)
        blocks += [header(title[:150]), *sections(lines), buttons(way)]
    notes = [STAYED, HOW_STAYED, TYPED]
    return Message("\n".join([*text, *notes]), (*blocks, *map(small, notes), buttons(HELP_BUTTON)))


def form(sites: Mapping[str, str], site_id: str) -> View:
    """Return the modal in which the totals of a personnel office are typed."""
    return modal(
        [
            choice_field("Site", "site", sites, site_id),
            choice_field("Of whom", "staff", STAFF, Staff.TOOK_PART),
            day_field("First day", "starts_on"),
            day_field("Last day", "ends_on"),
            number_field("Employed on the first day", "employed", lowest=1),
            number_field("Of them gone by the last day", "left"),
            *source_fields(),
            small(HOW_STAYED),
            buttons(HELP_BUTTON),
        ],
        form=Form.TOTALS,
        submit="Save",
    )


def saved(typed: Totals) -> View:
    """Return what is said when totals were typed."""
    return sentence(f"Saved. {STAFF[typed.staff]}: {told(typed)}")


def read_out(totals: Sequence[Totals]) -> Iterator[str]:
    """Yield what was typed, line by line, as it may be told."""
    for one in totals:
        yield (
            f"• {STAFF[one.staff]}, {day(one.starts_on)} to {day(one.ends_on)}: {told(one)} "
            f"({one.source}, {day(one.source_on)})"
        )


def told(totals: Totals) -> str:
    """Return the rate of some totals, or that there is none."""
    found = retention.rate(totals)
    return hospital_words.rate(found) if isinstance(found, Rate) else shown.words(found)
