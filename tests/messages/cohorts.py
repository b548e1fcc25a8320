"""What trainers and those on their lists can be shown of a cohort."""

from collections.abc import Iterator
from datetime import date

from bot.messages import cohort_forms, cohorts, invitations, reach, sites, successions
from bot.messages.cohort_forms import Choice
from bot.messages.cohorts import Entry, Person, Window
from bot.messages.parts import Message, View
from bot.messages.sites import Route, SiteCard
from bot.rules.cohorts import MAY, Changed, Deed, Stage
from bot.rules.invitations import MOST_LINES, Answer, Outcome
from tests.messages.values import COHORT, DAYS, LONGEST_NAME

# Of which cohort a button is, and which revision of it was seen.
COHORT_IDS = tuple(f"c{number}" for number in range(1, 7))
SEEN = "c1/3"
ABOUT_COHORTS = {*COHORT_IDS, SEEN}
PEOPLE = tuple(Person(f"U0PERSON{number:02}") for number in range(24))
CARD = SiteCard(
    name="Riverbend (invented)",
    zone="America/New_York",
    coordinators=["U0CORA"],
    contact=None,
    routes=[Route("Staff line", date(2026, 7, 1), is_old=True)],
    keeper="the IT service desk",
    answers=376,
    registers=365,
    lists=2392,
)


def window(stage: Stage, **different: object) -> Window:
    """Return a cohort as it is in a stage."""
    values: dict[str, object] = {
        "id": "c1",
        "revision": 3,
        "name": COHORT,
        "stage": stage,
        "deeds": MAY[stage],
        "days": DAYS,
        "trainers": (Person("U0TARA"), Person("U0THEO", reach.CLOSED)),
        "people": PEOPLE[:17],
        "waiting": (),
        "places": 24,
        "channel_id": None,
    }
    return Window(**(values | different))  # type: ignore[arg-type]


def cohort_messages() -> Iterator[tuple[str, Message]]:
    """Yield every message about a cohort."""
    entries = [
        Entry(cohort_id, LONGEST_NAME, stage, date(2026, 11, 3))
        for cohort_id, stage in zip(COHORT_IDS, Stage, strict=True)
    ]
    yield "no cohort yet", cohorts.listing([])
    yield "somebody's cohorts", cohorts.listing(entries)
    yield "a cohort is led", successions.leads(COHORT, ["U0THEO"], DAYS)
    yield "a cohort is led alone", successions.leads(COHORT, [], [])
    yield "a cohort is led no more", successions.leads_no_more(COHORT, ["U0THEO"])
    yield "waiting for a place", invitations.waits(COHORT, DAYS)
    yield "a place has moved", invitations.moved(COHORT, DAYS)
    yield "off the list", invitations.taken_off(COHORT)
    yield "a hospital", sites.shown([CARD])


def cohort_views() -> Iterator[tuple[str, View]]:
    """Yield every window of a cohort."""
    for stage in Stage:
        yield f"a cohort that is {stage}", cohorts.shown(window(stage))
    full = window(Stage.RECRUITING, people=PEOPLE, waiting=PEOPLE, name=LONGEST_NAME, days=())
    yield "a cohort that is full", cohorts.shown(full, cohorts.moved("U0NIA", COHORT, ["U0OLA"]))
    yield "the list is complete", cohorts.shown(window(Stage.READY), cohorts.COMPLETED)
    yield "the list is open again", cohorts.shown(window(Stage.RECRUITING), cohorts.REOPENED)
    yield "a cohort is closed", cohorts.shown(window(Stage.CLOSED), cohorts.IS_CLOSED)
    yield (
        "a cohort is changed",
        cohorts.shown(window(Stage.READY), cohorts.changed(["U0OLA", "U0P"])),
    )
    yield "handed over", cohorts.handed_over(COHORT, "U0THEO")
    changes = [Changed("U0THEO", f"cohort {deed}") for deed in Deed]
    yield "changed meanwhile", cohorts.stale("c1", changes)
    yield "not now", cohorts.not_now("c1", "This cohort is closed. Copy it for a new group.")
    yield from _form_views()


def _form_views() -> Iterator[tuple[str, View]]:
    longest = "x" * 60
    answers = [Answer(longest, outcome, is_mention=False) for outcome in Outcome]
    yield "invited", invitations.answered("c1", COHORT, (answers * MOST_LINES)[:MOST_LINES])
    yield "the form of a cohort", cohort_forms.cohort_form({"a": "A"}, {}, {})
    problems = {"channel": "I cannot see that channel.", "public": "Tick this."}
    yield "the form, come back", cohort_forms.cohort_form({"a": "A"}, {"name": "Spring"}, problems)
    yield "a change", cohort_forms.change_form(SEEN, {"name": COHORT, "places": "20"}, problems)
    yield "whom to invite", cohort_forms.invite_form(SEEN, COHORT, 1)
    yield "whom to move", cohort_forms.move_form(SEEN, COHORT, [Choice("Autumn (3 free)", "c2")])
    yield "who leads", cohort_forms.hand_over_form(SEEN, COHORT, PEOPLE[:1], may_add=True)
