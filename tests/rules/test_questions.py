from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import outcome_asks, phrases, questions
from bot.rules.asks import MOST_NAMED, NotUnderstoodError
from bot.rules.outcome_asks import Outcomes
from bot.rules.questions import By, Question
from bot.rules.roles import Act

# A Friday.
TODAY = date(2027, 11, 5)
SITES = {"riverbend": "Riverbend (invented)", "river": "River (invented)"}
COHORTS = [
    "Cohort 3",
    "Spring",
    "Riverbend 9",
    "=1+1",
    'The "night" crew | <!channel>',
    "\U0001f33b",
]
MEASURES = {"total": "total", "mood": "mood", "considered-leaving": "considered-leaving"} | {
    "reactions": "total"
}


def asked(typed: str, sites: dict[str, str] = SITES) -> Question:
    return questions.participation(typed, Act.PARTICIPATION, COHORTS, TODAY, sites)


def refused(typed: str) -> str:
    with pytest.raises(NotUnderstoodError) as error:
        asked(typed)
    return str(error.value)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("site Riverbend", Question(site="riverbend", site_only=True)),
        ("RIVERBEND site last 2 weeks", Question(site="riverbend", site_only=True, weeks=2)),
        ("at River last month", Question(site="river", weeks=4)),
        ("Riverbend (invented)", Question(site="riverbend")),
        ("riverbend cohort spring", Question("Spring", "riverbend")),
        ("cohort Riverbend 9", Question("Riverbend 9")),
        ("cohort 3", Question("Cohort 3")),
        ("cohort cohort 3 last week", Question("Cohort 3", weeks=1)),
        ("cohort =1+1", Question("=1+1")),
        ('cohort The "night" crew | <!channel> by week', Question(COHORTS[4])),
        ("cohort \U0001f33b", Question("\U0001f33b")),
    ],
)
def test_groups_are_named_as_people_name_them(typed: str, meant: Question) -> None:
    assert asked(typed) == meant


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("since 1.9.2027", date(2027, 9, 1), None),
        ("since 9/1/2027", date(2027, 9, 1), None),
        ("since last monday", date(2027, 11, 1), None),
        ("from August to October", date(2027, 8, 1), date(2027, 10, 31)),
        ("since September until end of october 2027", date(2027, 9, 1), None),
        ("from 2026-12-07 till 3 January", date(2026, 12, 7), date(2027, 1, 3)),
        ("this year", date(2027, 1, 1), None),
    ],
)
def test_days_are_read_as_people_write_them(typed: str, since: date, until: date | None) -> None:
    if "end of" in typed:
        assert refused(typed) == questions.NO_DAY
    else:
        assert (asked(typed).since, asked(typed).until) == (since, until)


@pytest.mark.parametrize(
    ("typed", "weeks"),
    [("last twelve weeks", 12), ("the past five weeks", 5), ("previous quarter", 13)],
)
def test_numbers_may_be_words(typed: str, weeks: int) -> None:
    assert asked(typed).weeks == weeks


@pytest.mark.parametrize(
    "typed", ["last 4 weeks since 1 October", "by week by cohort", "site site"]
)
def test_what_is_said_twice_is_not_passed_over_in_silence(typed: str) -> None:
    assert refused(typed).startswith("That says something twice. Ask like this: /resiliency ")


def test_an_end_that_comes_first_is_answered_with_years() -> None:
    # In November, December is last year's: that may have been meant, or not.
    assert refused("from 2 November to 20 December").endswith(
        "from 2 November 2026 to 20 December 2026"
    )


def test_of_many_cohorts_those_are_named_that_come_nearest() -> None:
    many = [f"Group {number}" for number in range(40)] + ["Winter"]
    with pytest.raises(NotUnderstoodError) as error:
        questions.participation("cohort wintr", Act.PARTICIPATION, many, TODAY)

    assert "Winter" in str(error.value)
    assert str(error.value).endswith(f" and {len(many) - MOST_NAMED} more.")


DAYS = st.dates(TODAY - timedelta(days=300), TODAY)


@given(
    st.sampled_from([None, *COHORTS]),
    st.sampled_from([None, *SITES]),
    st.integers(1, 52),
    st.none() | DAYS,
    st.none() | DAYS,
    st.sampled_from(By),
)
def test_a_button_asks_for_what_was_asked(
    cohort: str | None, site: str | None, weeks: int, since: date | None, until: date | None, by: By
) -> None:
    if since and until and until < since:
        since, until = until, since
    question = Question(cohort, site, False, 8 if since else weeks, since, until, by)
    words = question.words("0" * 32 if cohort else None)

    assert cohort is None or cohort not in words.replace("cohort", "") or cohort == "3"
    assert asked(words.replace(f"#{'0' * 32}", cohort or "")) == question


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Outcomes()),
        ("Riverbend", Outcomes("riverbend")),
        ("river TOTAL Month-6", Outcomes("river", "total", "month_6")),
        ("site riverbend reactions after 6 months", Outcomes("riverbend", "total", "month_6")),
        ("considered leaving pre to month_3", Outcomes(None, "considered-leaving", "month_3")),
        ("riverbend considered-leaving end", Outcomes("riverbend", "considered-leaving", "end")),
    ],
)
def test_outcomes_are_named_by_hospital_measure_and_time_point(typed: str, meant: Outcomes) -> None:
    found = outcome_asks.outcomes(typed, SITES, MEASURES)

    assert found == meant
    assert outcome_asks.outcomes(found.words, SITES, MEASURES) == meant


@pytest.mark.parametrize("typed", ["Seaside", "total mood", "month 12", "'; --"])
def test_other_outcomes_are_answered_with_what_there_is(typed: str) -> None:
    with pytest.raises(NotUnderstoodError) as error:
        outcome_asks.outcomes(typed, SITES, MEASURES)

    assert str(error.value) == (
        "I cannot read that. Hospitals: Riverbend (invented), River (invented). Measures, one at "
        "a time: total, mood, considered-leaving. Time points: month_1, month_3, month_6, end. "
        "Ask like this: /resiliency outcomes pre to month_1"
    )


@pytest.mark.parametrize("typed", ["cohort Spring", "by cohort", "by four weeks", "soon"])
def test_punctuality_is_told_by_hospital_and_week_alone(typed: str) -> None:
    with pytest.raises(NotUnderstoodError) as error:
        questions.ledger(typed, SITES, TODAY)

    assert str(error.value) == "I cannot read that. Ask like this: /resiliency ledger last 12 weeks"


def test_a_list_is_of_one_hospital_or_of_all() -> None:
    with pytest.raises(NotUnderstoodError) as error:
        phrases.hospital("soon", Act.COHORTS, SITES)

    assert phrases.hospital("site River", Act.COHORTS, SITES) == "river"
    assert phrases.hospital("", Act.COHORTS, SITES) is None
    assert str(error.value).endswith("/resiliency cohorts Riverbend (invented)")
