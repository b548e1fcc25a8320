"""The printable report of one hospital: a page that stands alone, for whoever gives the money.

It says the same to everybody, because nobody knows who will read it: of a week that anybody is
refused, because a participant is managed by them, it shows nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.messages import report_outcomes, report_reach, sheet, shown, svg
from bot.messages.asked import period
from bot.messages.hospital_words import day
from bot.messages.reports import MEANING, SILENCE, Line
from bot.messages.svg import Week
from bot.rules.hospital_figures import Year
from bot.rules.retention import Totals
from bot.rules.shown import Band, Mixed, Share, Shown
from bot.rules.spans import Span
from bot.rules.told import Told
from bot.rules.versions import DEFINITIONS

COMMENT = (
    "The report you asked for. Open it in a browser, and print it there. It stays here until you "
    "delete it, and has nothing in it that you may not hand on."
)
SENT = "The report is in our conversation, as a file that opens in your browser and prints."

NOT_CAUSED = (
    "There was no comparison group. Figures say what was seen, and never that the training "
    "brought it about."
)
LIMITS = (
    NOT_CAUSED,
    "Everything is what people said of themselves. Those who answer may differ from those who do "
    "not; people under most strain answer least.",
    "Whoever begins far from the average comes nearer to it without any training.",
    "Seasons, staffing and other events at the hospital change how people are, too.",
    "People of one cohort, and of one hospital, are more alike than people picked at random: "
    "intervals are a little too narrow.",
)
WITHHELD = (
    "Figures of few people are not shown, or only in words or bands: no part of a split below "
    "eleven people is told, and of a small group nothing.",
    "Counts of who stopped, paused, declined or was reminded are never told: they would be about "
    "persons. No question was asked in free words, so there is no report of single events.",
    "Each figure was decided once, when its week or its time point had closed, and is never "
    "counted anew; this report selects from what was released then.",
)
# What every training has need not be said.
USUAL_DAYS = 3
_RANGES: Mapping[Band, tuple[float, float]] = {
    Band.FEW: (0, 33.3),
    Band.LESS_THAN_HALF: (0, 50),
    Band.SOME: (33.3, 66.7),
    Band.HALF_OR_MORE: (50, 100),
    Band.MOST: (66.7, 100),
}


@dataclass(frozen=True, slots=True)
class CohortLine:
    """What everybody knows of a cohort: its name, its training days, and how long its list is."""

    name: str
    days: Sequence[date]
    listed: int
    # How many check-ins the calendar brought to everybody in it; None before it was asked any.
    asked: int | None = None
    # How many were there on each day, by its register, and on all of them; None while one is open.
    there: Sequence[int] | None = None
    all_days: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a report of one hospital says."""

    site: str
    span: Span
    made_on: date
    weeks: Sequence[Line] = ()
    cohorts: Sequence[CohortLine] = ()
    people: int = 0
    # By time point, in their order; None where it was too few people.
    points: Mapping[str, Told | None] = field(default_factory=dict)
    years: Sequence[Year] = ()
    totals: Sequence[Totals] = ()


def file_name(report: Report) -> str:
    """Return what the file of a report is called; neither a site nor anything typed is in it."""
    return f"resiliency-report-{report.span.starts_on}-to-{report.span.ends_on}.html"


def page(report: Report) -> str:
    """Return the report as one file that needs nothing else."""
    return sheet.page(
        f"Resiliency training, {report.site}",
        [
            *_head(report),
            *_flow(report),
            *report_reach.groups(report.years),
            *_dose(report),
            *report_outcomes.parts(report.points),
            *report_reach.sessions(report.years),
            *report_reach.stayed(report.totals),
            *_limits(),
        ],
    )


def _head(report: Report) -> Iterator[str]:
    yield sheet.heading(f"Resiliency training: {report.site}", 1)
    yield sheet.paragraph(
        f"{day(report.span.starts_on)} to {day(report.span.ends_on)}, in whole weeks. "
        f"Made on {day(report.made_on)}."
    )
    held = sum(on <= report.made_on for one in report.cohorts for on in one.days)
    yield sheet.box(
        [
            f"{_number(len(report.cohorts), 'cohort')} with {_number(held, 'training day')}; "
            f"{_number(report.people, 'person', 'people')} on their lists.",
            *report_reach.summary(report.years),
            *report_outcomes.summary(report.points),
            SILENCE,
        ]
    )


def _flow(report: Report) -> Iterator[str]:
    yield sheet.heading("1. Who was reached, and how far they came")
    yield sheet.table(
        "Cohorts whose training was in these weeks",
        (
            "Cohort",
            "Training days",
            "Listed ",
            "There, day by day ",
            "All days ",
            "Check-ins each ",
        ),
        [
            (
                one.name,
                _days(one.days),
                str(one.listed),
                "–" if one.there is None else ", ".join(map(str, one.there)),
                "–" if one.all_days is None else str(one.all_days),
                "–" if one.asked is None else str(one.asked),
            )
            for one in report.cohorts
        ],
    )
    yield from report_outcomes.flow(report.points)
    yield sheet.small(
        "Who is eligible and who was invited is known to the hospital, not to the bot. Who stopped "
        "or withdrew is never told. Somebody on two lists is counted once in the total. Who was "
        "there is by the register, once it is closed; check-ins are what the calendar brought."
    )


def _dose(report: Report) -> Iterator[str]:
    yield sheet.heading("3. What was offered, and how many took part")
    if not report.weeks:
        yield sheet.paragraph(
            "Of the hospital as a whole no week was released in this time. A hospital is released "
            "when two cohorts or more are asked in a week."
        )
        return
    yield sheet.figure(
        "How many of those who take part answered at least once, week by week",
        svg.weeks("Answered at least once, by week", [_week(line) for line in report.weeks]),
    )
    yield sheet.small(
        "A dot is a share to the nearest five per cent. A bar is a band: the share lies somewhere "
        "in it; several bars are several cohorts. A dash: too few people."
    )
    yield sheet.table(
        "The same in words",
        ("Week", "Answered at least once"),
        [
            (period(line.starts_on, line.ends_on), shown.words(line.figures.participation))
            for line in report.weeks
            if line.figures.participation
        ],
    )
    yield sheet.small(MEANING)


def _limits() -> Iterator[str]:
    yield sheet.heading("10. What no number here can show")
    yield sheet.bullets(LIMITS)
    yield sheet.heading("Definitions and their versions", 3)
    said = ", ".join(f"{name} {version}" for name, version in DEFINITIONS.items())
    yield sheet.paragraph(f"{said[0].upper()}{said[1:]}.")
    yield sheet.small(
        "The flow from list to last answer follows CONSORT in spirit, the rest TREND and SQUIRE "
        "for improvement work without a comparison group, and RE-AIM for reach."
    )
    yield sheet.heading("11. What is not shown")
    yield sheet.bullets(WITHHELD)


def _week(line: Line) -> Week:
    told: Shown | None = line.figures.participation
    label = f"{line.starts_on.day} {line.starts_on:%b}"
    words = shown.words(told) if told else "–"
    match told:
        case Share():
            return Week(label, words, share=told.percent)
        case Mixed():
            return Week(label, words, bands=[_RANGES[band] for band in told.bands])
        case Band():
            return Week(label, words, bands=[_RANGES[told]])
        case _:
            return Week(label, words)


def _days(days: Sequence[date]) -> str:
    """Return training days, first and last; how many, where it is not the usual three."""
    if len(days) == 1:
        return day(days[0])
    told = period(days[0], days[-1])
    return told if len(days) == USUAL_DAYS else f"{told}, {len(days)} days"


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
