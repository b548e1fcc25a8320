import pytest

from bot.rules import acts
from bot.rules.acts import About, Kind, Known

KNOWN = Known(
    {"north": "North (invented)", "south": "South (invented)"},
    {"c0ffee": "Spring", "facade": "=1+1"},
    {"5e5510": "Spring, day 2"},
)


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        pytest.param("site", "North (invented)", id="a question about the hospital"),
        pytest.param("cohort c0ffee", "Spring", id="a question about a cohort"),
        pytest.param("cohort c0ffee/3", "Spring", id="the third change of one"),
        pytest.param("c0ffee", "Spring", id="a new cohort"),
        pytest.param("cohort facade", "=1+1", id="a name that looks like a formula"),
        pytest.param("cohort dead", "a cohort", id="a cohort of another hospital"),
        pytest.param("5e5510", "Spring, day 2", id="a day that was moved"),
        pytest.param("U0TARA", "<@U0TARA>", id="a trainer who was named"),
        pytest.param("W0TARA certified", "<@W0TARA>", id="a step that was confirmed"),
        pytest.param("2027Q3", "2027Q3", id="a quarter that was let go"),
        pytest.param("Under way", "North (invented)", id="a word with the letter of a person"),
    ],
)
def test_an_act_is_told_by_what_it_was_about(subject: str, words: str) -> None:
    assert acts.about("north", subject, KNOWN).words == words


def test_an_act_of_an_operator_is_about_everything_that_is_kept() -> None:
    assert acts.about("*", "database", KNOWN).words == "everything that is kept"


@pytest.mark.parametrize(
    ("about", "said"),
    [
        pytest.param(["site"], "North (invented)", id="one"),
        pytest.param(["cohort c0ffee", "cohort facade"], "2 cohorts", id="two cohorts"),
        pytest.param(["U0A", "U0B", "U0C", "U0A"], "3 people", id="people, one of them twice"),
        pytest.param(["site", "cohort c0ffee", "cohort facade"], "3 groups", id="of several kinds"),
    ],
)
def test_one_act_about_several_things_is_told_in_one_line(about: list[str], said: str) -> None:
    assert acts.together([acts.about("north", one, KNOWN) for one in about]) == said


def test_two_hospitals_are_two_though_both_are_asked_about_as_a_whole() -> None:
    both = [acts.about(site, "site", KNOWN) for site in KNOWN.hospitals]

    assert both[0] == About(Kind.HOSPITAL, "North (invented)")
    assert acts.together(both) == "2 hospitals"
