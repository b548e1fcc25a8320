"""Everything that coordinators read when they ask, and what they share."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from bot.messages import acts, directories, points, reports, sharing, spreadsheets
from bot.messages.acts import ActLine, Punctuality, WeekLine
from bot.messages.certifications import Stands
from bot.messages.directories import CohortLine, PersonLine, SessionLine, TrainerLine
from bot.messages.parts import Message, View, sentence
from bot.messages.points import Answer, Waiting
from bot.rules.certifications import Standing
from bot.rules.cohorts import Stage
from bot.rules.point_figures import Changed, Figures, Rated, Summary, Switched
from bot.rules.questions import By, Question
from bot.rules.shown import Band, Share
from bot.rules.splits import About, AtLeast, Between, Exactly, Fewer, Split
from bot.rules.told import told
from bot.rules.trends import Change
from tests.messages.values import EVERYTHING_SHOWN, NEW_YORK, four_weeks, line, week

# As long, and as hostile, as a cohort's name may be.
LONGEST = "&" * 60
SITE = "Riverbend (invented)"
NOW = datetime(2026, 11, 2, 14, tzinfo=UTC)
SPREAD = Summary(7.25, 2.5, 7.0)
CLUSTERS = ("total", "intrusion", "avoidance", "mood", "alertness")
ITEMS = ("effectiveness-compromised", "considered-leaving")


def exact(point: str = "month_1") -> Figures:
    """Return a lot of which everything is told."""
    people = Exactly(200)
    yes = Split(people, {"yes": Exactly(90)})
    changed = Changed(
        Split(people, {"better": Exactly(120), "worse": Exactly(30)}),
        SPREAD,
        SPREAD,
        Summary(-1.5, 3.0, -1.0),
        {"any_decrease": 120, "reliable_improvement": 80, "mcid_improvement": 95},
        15,
    )
    return Figures(
        point,
        ("a", "b"),
        260,
        dict.fromkeys(("following", "pre", "later", "pairs"), Exactly(220)),
        dict.fromkeys(CLUSTERS, changed),
        Split(people, {"self_reported_improvement": Exactly(150)}),
        dict.fromkeys(ITEMS, Switched(yes, yes, 40, 15)),
        {
            name: Rated(90, Split(people, {"at_maximum": Exactly(70)}))
            for name in ("relevance", "impact")
        },
    )


def banded(worse: Fewer | AtLeast | None, low: int, high: int) -> Figures:
    """Return a lot of which bands are told."""
    band, people = Between(low, high), About(45)
    parts = {"better": band} | ({"worse": worse} if worse else {})
    switched = Switched(Split(people, {"yes": band}), Split(people, {"yes": Between(0, 20)}))
    return replace(
        exact(),
        flow={"following": About(50), "pre": About(50), "later": About(45), "pairs": Fewer(11)},
        changes={"total": Changed(Split(people, parts))},
        said_better=Split(people, {"self_reported_improvement": band}),
        switched=dict.fromkeys(ITEMS, switched),
        ratings={"impact": Rated(60, Split(people, {"at_maximum": band}))},
    )


def _answers() -> Iterator[tuple[str, Answer]]:
    lots = {
        "exact": [exact()],
        "two exact lots": [exact(), exact()],
        "the highest band": [banded(Fewer(11), 80, 100)],
        "the lowest band": [banded(AtLeast(11), 0, 20)],
        "bands": [banded(None, 40, 50), banded(Fewer(11), 60, 70), exact()],
    }
    for name, found in lots.items():
        yield name, Answer(SITE, "month_1", told("month_1", found), refused=False, days_held=9)
    medians = [(LONGEST, {"relevance": 90, "impact": None})] * 20
    end = Answer(SITE, "end", told("end", [exact("end")]), refused=False, medians=medians)
    yield "the end", end
    yield "one measure", replace(end, measure="mood")
    yield "one question", replace(end, measure="impact")
    yield "what is not asked then", replace(end, measure="total", is_asked=False)
    yield "too few", Answer(SITE, "month_6", None, refused=True)
    yield "nothing yet", Answer(SITE, "month_3", None, False, waiting=Waiting(NOW, NEW_YORK))
    yield "nothing", Answer(SITE, "month_3", None, refused=False)


def report(**wanted: object) -> reports.Report:
    """Return an answer about participation."""
    shown = EVERYTHING_SHOWN
    lines = [line(SITE, week(n), one) for n, one in enumerate(shown)]
    changes = [
        Change(SITE, week(0), Share(40), week(1), Share(65), is_clear=True),
        Change(LONGEST, week(0), Band.SOME, week(1), Band.SOME, is_clear=False),
    ]
    fours = [four_weeks(one, one) for one in (Band.FEW, Band.MOST)]
    return reports.Report(
        None,
        8,
        lines,
        fours,
        [],
        Question(**wanted),
        changes * 10,  # type: ignore[arg-type]
    )


def question_messages() -> Iterator[tuple[str, Message]]:
    for name, answer in _answers():
        yield f"outcomes, {name}", points.message(answer, sharing.below_outcomes(answer.asked))
    since, until = week(0), week(3)
    for number, asked in enumerate(
        (
            {"site_only": True},
            {"since": since},
            {"since": since.replace(day=4), "until": until},
            {"until": until, "by": By.COHORT},
            {"by": By.FOUR_WEEKS},
        )
    ):
        found = report(**asked)
        offered = sharing.below_participation(found.wanted, "0" * 32)
        yield f"participation, {number}", reports.table(found, offered)
    yield from _directories()


def _directories() -> Iterator[tuple[str, Message]]:
    cohort = CohortLine(
        LONGEST, SITE, [week(0), week(1)], Stage.FOLLOW_UP, 24, ["U0TARA", "U0TESS"]
    )
    for number in (0, 1, 150):
        yield (
            f"{number} cohorts",
            directories.cohorts([cohort, replace(cohort, days=[], leaders=[])][:number] * number),
        )
    stands = Stands(Standing("lapsed", week(1)), "Certified")
    trainer = TrainerLine("U0TARA", SITE, week(0), stands, [LONGEST] * 12)
    new = replace(trainer, stands=None, cohorts=[])
    yield "trainers", directories.trainers([trainer, new])
    session = SessionLine(LONGEST, SITE, 1, week(0))
    closed = replace(session, has_begun=True, is_over=True, present=18, listed=20)
    others = [
        replace(session, day=None),
        replace(session, is_cancelled=True),
        replace(session, is_open=True),
        replace(session, has_begun=True, is_over=True),
    ]
    yield "training days", directories.sessions([session, closed, *others])
    person = PersonLine("U0TARA", "trainer", SITE, LONGEST)
    yield "roles", directories.people([person, replace(person, role="coordinator", about="")])
    act = ActLine(NOW, NEW_YORK, "U0CORA", "participation", "<@U0TARA>")
    operator = replace(act, actor="operator", about=LONGEST)
    yield "acts", acts.audit([act, operator])
    yield (
        "punctuality",
        acts.ledger(Punctuality(Question(), [WeekLine(SITE, week(0), {"sent": 40, "lost": 1})])),
    )
    yield "no punctuality", acts.ledger(Punctuality(Question(since=week(0).replace(day=4)), []))
    for name, said in (("files", spreadsheets.SENT), ("nothing to share", sharing.NOTHING)):
        yield f"what is said of {name}", Message(said, tuple(sentence(said)["blocks"]))


def question_views() -> Iterator[tuple[str, View]]:
    for name, answer in _answers():
        yield (
            f"sharing outcomes, {name}",
            sharing.preview(points.message(answer), f"outcomes {answer.asked.words}"),
        )
    shared = reports.table(report(site_only=True))
    yield "sharing participation", sharing.preview(shared, "participation site last 8 weeks")
    for said in (sharing.SHARED, sharing.NOT_THERE, sharing.NOTHING):
        yield f"said after sharing: {said}", sentence(said)
