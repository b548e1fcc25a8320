from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.rules import asks, forms, questions
from bot.rules.asks import Ask, NewTrainers, NotUnderstoodError
from bot.rules.forms import FieldsError, NewCohort
from bot.rules.questions import Question
from bot.rules.roles import Act

TODAY = date(2026, 11, 2)
SITES = ["riverbend", "hillside"]
COHORTS = ["Spring", "Spring 2027", "Infusion nurses"]
# What somebody might type where it does not belong.
SECRET = "Zoe-in-room-12"

FILLED = {
    "name": "Spring 2027",
    "site": "riverbend",
    "people": ["U0NIA", "U0OLA"],
    "day1": "2026-11-10",
    "day2": "2026-11-11",
    "day3": "2026-11-12",
    "starts_at": "08:30",
    "channel": None,
    "second_trainer": None,
    "confirmed": ["confirmed"],
}

PIECES = [
    *Act, "cohort", "last", "at", "for", "weeks", "days", "4", "99", "000", "\u0663", "²", '"', "'",
    "\u201c", "\u201d", "\u201e", "\u2018", "\u2019", "<@U1>", "<@U0NIA|nia>", "<@", "|", ">", "&",
    "&amp;", "Spring", "riverbend", "\n", "\t", "\u00a0", "\u200b", "\0", "\u0130", "\u017f",
    "\U0001f642", "(", "[", "\\", "*", "%", "{", "x" * 200,
]  # fmt: skip
# Up to 3,000 characters, as a slash command may hold.
anything = st.text(max_size=3000) | st.lists(st.sampled_from(PIECES), max_size=300).flatmap(
    lambda pieces: st.sampled_from([" ".join(pieces)[:3000], "".join(pieces)[:3000]])
)
names = st.lists(
    st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12),
    min_size=1,
    max_size=4,
).map(" ".join)


def participation(typed: str, act: Act, cohorts: list[str]) -> Question:
    return questions.participation(typed, act, cohorts, TODAY)


def problem(read: Callable[..., object], *given_: Any) -> str:
    """What is said when `read` does not understand."""
    with pytest.raises(NotUnderstoodError) as error:
        read(*given_)
    return str(error.value)


def problems(**changed: Any) -> dict[str, str]:
    with pytest.raises(FieldsError) as error:
        forms.new_cohort(FILLED | changed, TODAY)
    return dict(error.value.problems)


def understood_at_most(read: Callable[..., object], *given_: Any) -> bool:
    """Whether `read` understood; any other error than the one it names goes through."""
    try:
        read(*given_)
    except NotUnderstoodError:
        return False
    return True


@pytest.mark.parametrize("act", Act)
def test_every_act_is_asked_for_by_its_name(act: Act) -> None:
    assert asks.read(act) == Ask(act, "")


@pytest.mark.parametrize("act", Act)
def test_capitals_and_spaces_do_not_matter(act: Act) -> None:
    typed = "  " + act.upper().replace(" ", "\u00a0 \t") + "   Spring   2027 "
    assert asks.read(typed) == Ask(act, "Spring 2027")


@pytest.mark.parametrize("act", Act)
def test_a_capital_first_letter_as_phones_make_it_is_understood(act: Act) -> None:
    assert asks.read(act.capitalize()) == Ask(act, "")


@pytest.mark.parametrize("typed", ["", " ", "\n", "\u00a0"])
def test_nothing_at_all_is_a_call_for_help(typed: str) -> None:
    assert asks.read(typed) == Ask(Act.HELP, "")


@pytest.mark.parametrize(
    "typed", ["helpme", "cohortnew", "trainerz", "new cohort", "i am tired", "stopp", "."]
)
def test_what_is_no_subcommand_is_none(typed: str) -> None:
    assert asks.read(typed) is None


def test_the_words_after_a_subcommand_keep_their_capitals_and_get_straight_quotes() -> None:
    typed = "participation cohort \u201cNia\u2019s Spring\u201d Last 4 weeks"
    assert asks.read(typed) == Ask(Act.PARTICIPATION, 'cohort "Nia\'s Spring" Last 4 weeks')


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("paus", Act.PAUSE, id="a letter short"),
        pytest.param("Resme now", Act.RESUME, id="one word off, one too many"),
        pytest.param("trainrs", Act.TRAINERS, id="a letter missing"),
        pytest.param("cohortt", Act.COHORT, id="a letter too many"),
        pytest.param("cohrt nwe", Act.COHORT_NEW, id="two words off"),
        pytest.param("trainer add", Act.TRAINERS_ADD, id="the singular"),
    ],
)
def test_a_slip_gets_the_nearest_act_as_a_suggestion(typed: str, meant: Act) -> None:
    said = f"I do not know that one. Did you mean `/resiliency {meant}`?"
    assert asks.suggestion(typed, list(Act)) == said


def test_an_act_that_is_not_theirs_is_suggested_to_nobody() -> None:
    said = "I do not know that one. `/resiliency help` lists what you can do."
    assert asks.suggestion("trainer add", [Act.HELP, Act.JOIN, Act.PAUSE]) == said


@given(anything, st.sets(st.sampled_from(Act)))
def test_a_suggestion_is_one_of_the_allowed_acts_or_none(typed: str, acts: set[Act]) -> None:
    said = asks.suggestion(typed, acts)
    suggested = {act for act in Act if said.endswith(f"`/resiliency {act}`?")}
    assert suggested <= acts


@given(anything)
def test_anything_can_be_read(typed: str) -> None:
    ask = asks.read(typed)
    assert ask is None or ask.act in set(Act)


@given(anything)
def test_any_words_about_participation_are_understood_or_not(typed: str) -> None:
    understood_at_most(participation, typed, Act.PARTICIPATION, COHORTS)


@given(anything, st.sets(st.sampled_from(SITES)))
def test_any_words_about_trainers_are_understood_or_not(typed: str, sites: set[str]) -> None:
    understood_at_most(asks.trainers, typed, sites)


@given(anything)
def test_any_name_of_a_cohort_is_understood_or_not(typed: str) -> None:
    understood_at_most(asks.cohort_name, typed)


@given(anything)
def test_any_hour_is_understood_or_not(typed: str) -> None:
    understood_at_most(forms.hour, typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("", Question(None, weeks=8), id="nothing said"),
        pytest.param("last 4 weeks", Question(None, weeks=4), id="weeks"),
        pytest.param("last 1 week", Question(None, weeks=1), id="one week"),
        pytest.param("LAST 52 WEEKS", Question(None, weeks=52), id="a year, in capitals"),
        pytest.param("cohort Spring", Question("Spring", weeks=8), id="a cohort"),
        pytest.param(
            "Cohort SPRING last 4 weeks", Question("Spring", weeks=4), id="a cohort in capitals"
        ),
        pytest.param(
            "cohort Spring 2027", Question("Spring 2027", weeks=8), id="the longest match"
        ),
        pytest.param(
            "cohort spring 2027 last 4 weeks", Question("Spring 2027", weeks=4), id="and weeks"
        ),
        pytest.param('cohort "Spring"', Question("Spring", weeks=8), id="in quotes"),
        pytest.param(
            'cohort "spring 2027" last 4 weeks', Question("Spring 2027", weeks=4), id="and longer"
        ),
        pytest.param(
            'cohort"Spring"last 4 weeks', Question("Spring", weeks=4), id="quotes without spaces"
        ),
        pytest.param(
            "cohort   infusion nurses", Question("Infusion nurses", weeks=8), id="more spaces"
        ),
    ],
)
def test_a_question_about_participation_names_a_cohort_and_weeks(
    typed: str, expected: Question
) -> None:
    assert participation(typed, Act.PARTICIPATION, COHORTS) == expected


@pytest.mark.parametrize("weeks", [0, 53, 999, "long"])
def test_a_question_covers_one_to_fifty_two_weeks(weeks: int | str) -> None:
    said = "Ask for 1 to 52 weeks, for example: last 4 weeks"
    assert problem(participation, f"last {weeks} weeks", Act.PARTICIPATION, COHORTS) == said


@pytest.mark.parametrize(
    "typed",
    ["cohort Autumn", "cohort Springfield", "cohort", 'cohort "Spring 2028"', 'cohort "Spring',
     "cohort 'Spring'"],
)  # fmt: skip
def test_an_unknown_cohort_is_answered_with_those_there_are(typed: str) -> None:
    said = "I know no cohort of that name. There are: Infusion nurses, Spring, Spring 2027."
    assert problem(participation, typed, Act.PARTICIPATION, COHORTS) == said


def test_where_there_is_one_cohort_it_is_named() -> None:
    said = "I know no cohort of that name. There is: Spring."
    assert problem(participation, "cohort Autumn", Act.PROGRESS, ["Spring"]) == said


def test_where_there_is_no_cohort_it_says_so() -> None:
    assert (
        problem(participation, "cohort Spring", Act.PARTICIPATION, []) == "There is no cohort yet."
    )


@pytest.mark.parametrize("act", [Act.PARTICIPATION, Act.PROGRESS])
@pytest.mark.parametrize("typed", ["Spring", "weeks", "cohort Spring soon"])
def test_a_question_that_cannot_be_read_is_answered_with_how_this_act_asks(
    typed: str, act: Act
) -> None:
    said = f"I cannot read that. Ask like this: /resiliency {act} cohort NAME last 4 weeks"
    assert problem(participation, typed, act, COHORTS) == said


@given(names, st.integers(1, 52))
def test_a_cohort_is_found_under_every_name_it_can_have(name: str, weeks: int) -> None:
    assume(understood_at_most(asks.cohort_name, name))
    kept = asks.cohort_name(name)
    ask = asks.read(f"participation cohort {kept} last {weeks} weeks")
    assert participation(ask.rest if ask else "", Act.PARTICIPATION, [kept, *COHORTS]) == Question(
        kept, weeks=weeks
    )


@given(names.filter(lambda name: '"' not in name), st.integers(1, 52))
def test_a_cohort_is_found_by_its_name_in_quotes(name: str, weeks: int) -> None:
    assume(understood_at_most(asks.cohort_name, name))
    kept = asks.cohort_name(name)
    assume('"' not in kept)
    ask = asks.read(f"participation cohort \u201c{kept}\u201d last {weeks} weeks")
    assert participation(ask.rest if ask else "", Act.PARTICIPATION, [kept, *COHORTS]) == Question(
        kept, weeks=weeks
    )


@pytest.mark.parametrize("cohorts", [["Spring", "SPRING"], ["SPRING", "Spring"]])
@pytest.mark.parametrize("typed", ["cohort SPRING", 'cohort "SPRING"'])
def test_of_two_names_alike_but_for_capitals_the_one_as_written_is_meant(
    cohorts: list[str], typed: str
) -> None:
    assert participation(typed, Act.PARTICIPATION, cohorts) == Question("SPRING", weeks=8)


@pytest.mark.parametrize(
    ("typed", "sites", "expected"),
    [
        pytest.param("<@U0NIA>", SITES[:1], NewTrainers(("U0NIA",), "riverbend"), id="one"),
        pytest.param(
            "<@U0NIA|nia>", SITES[:1], NewTrainers(("U0NIA",), "riverbend"), id="with a name"
        ),
        pytest.param(
            "<@W0OLA>, <@U0NIA>", SITES[:1], NewTrainers(("W0OLA", "U0NIA"), "riverbend"), id="two"
        ),
        pytest.param(
            "<@U0NIA> <@U0NIA>", SITES[:1], NewTrainers(("U0NIA",), "riverbend"), id="each once"
        ),
        pytest.param(
            "<@U0NIA> at hillside", SITES, NewTrainers(("U0NIA",), "hillside"), id="at a site"
        ),
        pytest.param(
            "at hillside <@U0NIA>", SITES, NewTrainers(("U0NIA",), "hillside"), id="site first"
        ),
        pytest.param(
            "<@U0NIA> AT hillside", SITES, NewTrainers(("U0NIA",), "hillside"), id="AT in capitals"
        ),
    ],
)
def test_trainers_are_named_with_their_site(
    typed: str, sites: list[str], expected: NewTrainers
) -> None:
    assert asks.trainers(typed, sites) == expected


def test_a_site_with_a_capital_as_phones_make_it_is_understood() -> None:
    assert asks.trainers("<@U0NIA> at Hillside", SITES) == NewTrainers(("U0NIA",), "hillside")


@pytest.mark.parametrize("typed", ["", "Ada", "@Ada", "<@U0NIA> soon", "at hillside", "<#C0WARD>"])
def test_without_a_person_or_with_more_it_shows_how_to_name_one(typed: str) -> None:
    said = "Name people with @, for example: /resiliency trainers add @Ada"
    assert problem(asks.trainers, typed, SITES) == said


@pytest.mark.parametrize("typed", ["<@U0NIA>", "<@U0NIA> at lakeside"])
def test_an_unclear_site_is_asked_for_with_those_of_the_speaker(typed: str) -> None:
    said = "Say at which site: at hillside or at riverbend."
    assert problem(asks.trainers, typed, SITES) == said


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        pytest.param("Spring 2027", "Spring 2027", id="as it is"),
        pytest.param("  Spring \n 2027 ", "Spring 2027", id="spaces"),
        pytest.param('"Spring 2027"', "Spring 2027", id="in quotes"),
        pytest.param("\u201cSpring 2027\u201d", "Spring 2027", id="in curly quotes"),
        pytest.param("Nia\u2019s group", "Nia's group", id="a curly apostrophe"),
        pytest.param("x" * 60, "x" * 60, id="sixty characters"),
    ],
)
def test_a_cohort_is_named_without_quotes_around_it(typed: str, name: str) -> None:
    assert asks.cohort_name(typed) == name


@pytest.mark.parametrize("typed", ["", "  ", '""', "\u201c \u201d"])
def test_a_cohort_needs_a_name(typed: str) -> None:
    said = "Give the cohort a name, for example: Spring 2027"
    assert problem(asks.cohort_name, typed) == said


def test_a_name_has_sixty_characters_at_most() -> None:
    said = "That name is too long; 60 characters are enough."
    assert problem(asks.cohort_name, "x" * 61) == said


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        pytest.param("14:30", time(14, 30), id="afternoon"),
        pytest.param("00:00", time(0), id="midnight"),
        pytest.param("23:59", time(23, 59), id="the last minute"),
    ],
)
def test_an_hour_is_a_time_of_day(typed: str, at: time) -> None:
    assert forms.hour(typed) == at


@pytest.mark.parametrize("typed", [None, "", "24:00", "12:60", "half past two", "14:30:00", "2 pm"])
def test_an_hour_that_is_none_is_answered_with_an_example(typed: str | None) -> None:
    assert problem(forms.hour, typed) == "Choose a time of day, for example 14:30."


def test_a_filled_form_is_a_cohort() -> None:
    more = {"channel": "C0WARD", "second_trainer": "U0SAM", "people": ["U0NIA", "U0OLA", "U0NIA"]}
    assert forms.new_cohort(FILLED | more, TODAY) == NewCohort(
        name="Spring 2027",
        people=("U0NIA", "U0OLA"),
        days=(date(2026, 11, 10), date(2026, 11, 11), date(2026, 11, 12)),
        starts_at=time(8, 30),
        channel="C0WARD",
        site="riverbend",
        second_trainer="U0SAM",
    )


def test_everything_wrong_with_a_form_is_said_at_once() -> None:
    assert problems(name=" ", people=[], day1="2026-11-02", day2=None, day3="2026-11-01",
                    starts_at=None, confirmed=[]) == {
        "name": "Give the cohort a name, for example: Spring 2027",
        "day1": "Choose a date after today.",
        "day2": "Choose a date.",
        "day3": "Choose a date after today.",
        "starts_at": "Choose a time of day, for example 14:30.",
        "confirmed": "Tick this, or let a colleague make this cohort.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("days", "said"),
    [
        pytest.param({"day1": "2026-11-01"}, {"day1": "Choose a date after today."}, id="past"),
        pytest.param({"day1": "2026-11-02"}, {"day1": "Choose a date after today."}, id="today"),
        pytest.param({"day2": "2026-11-10"}, {"day2": "Choose a later date."}, id="twice a day"),
        pytest.param({"day3": "2026-11-09"}, {"day3": "Choose a later date."}, id="out of order"),
        pytest.param(
            {"day1": "2026-12-01"},
            {"day2": "Choose a later date.", "day3": "Choose a later date."},
            id="the first after the others",
        ),
    ],
)
def test_training_days_come_after_today_and_after_each_other(
    days: dict[str, str], said: dict[str, str]
) -> None:
    assert problems(**days) == said


def test_an_empty_form_is_told_every_field_that_is_needed() -> None:
    with pytest.raises(FieldsError) as error:
        forms.new_cohort({}, TODAY)
    assert set(error.value.problems) == {"name", "day1", "day2", "day3", "starts_at",
                                         "confirmed"}  # fmt: skip


def test_what_is_wrong_with_a_form_can_also_be_said_in_one_line() -> None:
    error = FieldsError({"name": "Give a name.", "day1": "Choose a date."})
    assert str(error) == "Give a name.; Choose a date."


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(lambda: asks.suggestion(f"paus {SECRET}", list(Act)), id="a suggestion"),
        pytest.param(lambda: asks.suggestion(SECRET, list(Act)), id="no suggestion"),
        pytest.param(lambda: problem(forms.hour, SECRET), id="an hour"),
        pytest.param(lambda: problem(asks.trainers, SECRET, SITES), id="trainers"),
        pytest.param(lambda: problem(asks.trainers, f"<@U1> {SECRET}", SITES), id="trainer, more"),
        pytest.param(lambda: problem(asks.trainers, f"<@U1> at {SECRET}", SITES), id="a site"),
        pytest.param(
            lambda: problem(participation, SECRET, Act.PARTICIPATION, COHORTS), id="a question"
        ),
        pytest.param(
            lambda: problem(participation, f"cohort {SECRET}", Act.PARTICIPATION, COHORTS),
            id="a cohort",
        ),
        pytest.param(
            lambda: problem(participation, f'cohort "{SECRET}"', Act.PARTICIPATION, COHORTS),
            id="in quotes",
        ),
        pytest.param(
            lambda: problem(participation, f"cohort Spring {SECRET}", Act.PARTICIPATION, COHORTS),
            id="more",
        ),
        pytest.param(lambda: problem(asks.cohort_name, SECRET * 9), id="a long name"),
        pytest.param(
            lambda: str(problems(name=SECRET * 9, starts_at=SECRET, people=None)), id="a form"
        ),
    ],
)
def test_what_was_typed_is_never_repeated(said: Callable[[], str]) -> None:
    assert SECRET.lower() not in said().lower()


def test_a_date_that_is_none_is_asked_for_again() -> None:
    with pytest.raises(FieldsError) as refused:
        forms.new_cohort(FILLED | {"day2": "the day after"}, TODAY)

    assert refused.value.problems == {"day2": "Choose a date."}


@pytest.mark.parametrize("places", ["17", "25", "many", "-1"])
def test_a_list_has_eighteen_to_twenty_four_places(places: str) -> None:
    assert problems(places=places) == {"places": "Choose 18 to 24 places."}


def test_a_room_is_no_longer_than_a_link() -> None:
    assert problems(room="x" * 201) == {"room": "That is too long; 200 characters are enough."}


def test_a_room_of_spaces_is_none() -> None:
    assert forms.new_cohort(FILLED | {"room": "  "}, TODAY).room is None


@pytest.mark.parametrize("name", ["Trauma", "Secondary TRAUMA 2027", "posttraumatic"])
def test_a_name_that_phones_show_says_no_trauma(name: str) -> None:
    assert problems(name=name) == {
        "name": "Choose a name without “trauma”: phones show it when locked."
    }


def test_an_hour_that_the_clocks_skip_is_no_hour_to_begin_at() -> None:
    spring_forward = {"day3": "2027-03-14", "starts_at": "02:15"}
    with pytest.raises(FieldsError) as error:
        forms.new_cohort(FILLED | spring_forward, TODAY, "America/New_York")
    assert error.value.problems == {
        "starts_at": "The clocks skip 02:15 on 14 March. Choose 03:15 or another hour."
    }


def test_an_hour_that_the_clocks_show_twice_is_as_good_as_any() -> None:
    fall_back = {"day3": "2027-11-07", "starts_at": "01:30"}
    assert forms.new_cohort(FILLED | fall_back, TODAY, "America/New_York").starts_at == time(1, 30)


def test_a_change_of_a_cohort_says_all_that_is_wrong_at_once() -> None:
    with pytest.raises(FieldsError) as error:
        forms.cohort_change({"name": " ", "places": "3"})
    assert set(error.value.problems) == {"name", "places"}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", None),
        ("Spring", "Spring"),
        ("“spring 2027”", "Spring 2027"),
        ("SPRING 2027", "Spring 2027"),
    ],
)
def test_a_cohort_is_named_in_quotes_or_not(typed: str, found: str | None) -> None:
    assert asks.cohort(typed, ["Spring", "Spring 2027"]) == found


@pytest.mark.parametrize("typed", ["Winter", "Spring and more", '"Spring" more'])
def test_a_cohort_that_is_none_of_theirs_is_answered_with_those_that_are(typed: str) -> None:
    said = "I know no cohort of that name. There are: Autumn, Spring."
    assert problem(asks.cohort, typed, ["Spring", "Autumn"]) == said
