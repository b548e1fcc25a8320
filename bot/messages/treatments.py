"""Reach: treatment sessions led by people who took part, projected and counted; and its forms."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from bot.messages.hospital_fields import choice_field, day_field, number_field, source_fields
from bot.messages.hospital_words import (
    GROUPS,
    HOW_PROJECTED,
    LED_BY,
    NOT_PATIENTS,
    about,
    day,
    number,
)
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
    section,
    sentence,
    small,
)
from bot.messages.sharing import export
from bot.rules import treatments
from bot.rules.hospital_figures import Year
from bot.rules.roles import Act
from bot.rules.treatments import Caseload, Counted, RoleGroup

# Older ones stay in the report.
MOST_YEARS = 2
NOTHING = "Nothing is typed yet. Begin with the group in which most people were trained."
TYPED = "These figures are typed by coordinators. I count nobody for them."
_NUMBERS = {
    "trained": "People trained, from the register",
    "all_days": "Of them on all three days",
    "post": "Average post, in per cent of full time",
    "leave": "Away in a year, in per cent",
    "leaving": "Expected to leave in the year, in per cent",
    "low": "Treatment sessions of a full-time post in a year: low",
    "likely": "The same: likely",
    "high": "The same: high",
}
WHICH = "Choose a group to type its figures or to change them:"


@dataclass(frozen=True, slots=True)
class Reach:
    """What was typed of one site, the latest twelve months first."""

    site_id: str
    site: str
    years: Sequence[Year]
    today: date


def answer(reaches: Sequence[Reach]) -> Message:
    """Return the reach of every site somebody coordinates, with the way to type it."""
    text: list[str] = []
    blocks: list[Block] = []
    for reach in reaches:
        for said, shown in _of_site(reach):
            text.append(said)
            blocks += shown
    notes = [LED_BY, NOT_PATIENTS, HOW_PROJECTED, TYPED]
    return Message(
        "\n".join([*text, *notes]),
        (*blocks, *map(small, notes), buttons(export(Act.REACH), HELP_BUTTON)),
    )


def form(
    sites: Mapping[str, str], site_id: str, year: Year | None, group: RoleGroup, today: date
) -> View:
    """Return the modal in which the figures of a role group are typed; known ones stand there."""
    known = year.caseloads.get(group) if year else None
    numbers = asdict(known) | asdict(known.sessions) if known else {}
    return modal(
        [
            choice_field("Site", "site", sites, site_id),
            choice_field("Role group", "group", GROUPS, group),
            day_field("The twelve months begin on", "starts_on", year.starts_on if year else today),
            *(
                number_field(label, name, numbers.get(name), lowest=int(name == "post"))
                for name, label in _NUMBERS.items()
            ),
            *source_fields(known),
            small(HOW_PROJECTED),
            buttons(HELP_BUTTON),
        ],
        form=Form.CASELOAD,
        submit="Save",
    )


def counted_form(sites: Mapping[str, str], site_id: str, year: Year) -> View:
    """Return the modal in which is typed what was counted, once the twelve months are over."""
    return modal(
        [
            section("What your own books say of the twelve months, for one role group."),
            choice_field("Site", "site", sites, site_id),
            choice_field(
                "Role group", "group", GROUPS, next(iter(year.caseloads), RoleGroup.NURSES)
            ),
            day_field("The twelve months began on", "starts_on", year.starts_on),
            number_field("Treatment sessions they led", "sessions", None),
            *source_fields(),
            buttons(HELP_BUTTON),
        ],
        form=Form.COUNTED,
        submit="Save",
    )


def saved(typed: Caseload) -> View:
    """Return what is said when the figures of a role group were typed."""
    range_ = about(treatments.projected(typed).sessions)
    return sentence(f"Saved. {GROUPS[typed.group]}: {range_} treatment sessions, projected.")


def counted_saved(typed: Counted) -> View:
    """Return what is said when it was typed what a role group led."""
    return sentence(
        f"Saved. {GROUPS[typed.group]}: {typed.sessions:,} treatment sessions, counted."
    )


def _of_site(reach: Reach) -> Iterator[tuple[str, list[Block]]]:
    title = f"Reach, {reach.site}"
    yield escaped(title), [header(title[:150])]
    if not reach.years:
        yield NOTHING, [section(NOTHING)]
    for year in reach.years[:MOST_YEARS]:
        yield from _of_year(reach, year)
    groups = [
        button(name, Tap.CASELOAD, about=f"{reach.site_id}/{group}")
        for group, name in GROUPS.items()
    ]
    yield WHICH, [section(WHICH), buttons(*groups)]


def _of_year(reach: Reach, year: Year) -> Iterator[tuple[str, list[Block]]]:
    lines = [f"*Twelve months from {day(year.starts_on)} to {day(year.ends_on)}*"]
    lines += map(escaped, read_out(year))
    ways = [button("Type what was counted", Tap.COUNTED, about=f"{reach.site_id}/{year.starts_on}")]
    # Before the twelve months are over there is nothing to count.
    yield (
        "\n".join(lines),
        [*sections(lines), *([buttons(*ways)] if year.ends_on < reach.today else [])],
    )


def read_out(year: Year) -> Iterator[str]:
    """Yield what was typed for twelve months, line by line."""
    parts = {group: treatments.projected(one) for group, one in year.caseloads.items()}
    if parts:
        total = treatments.together(parts.values())
        yield (
            f"Projected: {about(total.sessions)} treatment sessions, led by {total.trained:,} "
            f"people; {total.all_days:,} of them trained all three days."
        )
    for group in RoleGroup:
        if one := year.caseloads.get(group):
            yield _projected(one, about(parts[group].sessions))
    for group, counted in year.counted.items():
        likely = f", {number(parts[group].sessions.likely)} projected" if group in parts else ""
        yield (
            f"• {GROUPS[group]}: {counted.sessions:,} counted{likely} "
            f"({counted.source}, {day(counted.source_on)})"
        )


def _projected(one: Caseload, range_: str) -> str:
    sessions = one.sessions
    return (
        f"• {GROUPS[one.group]}: {range_}. {one.trained:,} trained, {one.all_days:,} on all three "
        f"days. Posts {one.post} %, away {one.leave} %, expected to leave {one.leaving} %. "
        f"Sessions of a full-time post: {sessions.low:,} / {sessions.likely:,} / "
        f"{sessions.high:,} ({one.source}, {day(one.source_on)})"
    )
