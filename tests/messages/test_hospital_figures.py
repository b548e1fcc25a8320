from datetime import date

from bot.messages import hospital_words, retention, treatments
from bot.messages.parts import Message
from bot.messages.retention import Retention
from bot.messages.treatments import Reach
from bot.rules.hospital_figures import Year
from bot.rules.retention import Staff, Totals
from bot.rules.treatments import Caseload, Counted, Range, RoleGroup
from tests.messages.reading import labels

FIRST, LAST, TODAY = date(2025, 9, 1), date(2026, 8, 31), date(2026, 11, 2)
NURSES = Caseload(RoleGroup.NURSES, 120, 96, 80, 10, 20, Range(1000, 1400, 1500), "books", LAST)


def reach(today: date = TODAY, source: str = "books", counted: int | None = None) -> Message:
    nurses = Caseload(RoleGroup.NURSES, 120, 96, 80, 10, 20, Range(1000, 1400, 1500), source, LAST)
    found = {RoleGroup.NURSES: Counted(RoleGroup.NURSES, counted, source, LAST)} if counted else {}
    year = Year(FIRST, LAST, {RoleGroup.NURSES: nurses}, found)
    return treatments.answer([Reach("riverbend", "Riverbend (invented)", [year], today)])


def stayed(employed: int, left: int) -> Message:
    totals = Totals(Staff.TOOK_PART, FIRST, LAST, employed, left, "personnel", LAST)
    return retention.answer([Retention("riverbend", "Riverbend (invented)", [totals])])


def test_reach_is_a_range_that_is_called_projected() -> None:
    assert (
        "Projected: 77,800 to 117,000, most likely 109,000 treatment sessions, led by 120 people; "
        "96 of them trained all three days."
    ) in reach().text


def test_every_answer_says_that_sessions_are_not_people_and_that_nothing_was_caused() -> None:
    assert hospital_words.NOT_PATIENTS in reach().text
    assert hospital_words.LED_BY in reach().text


def test_before_the_twelve_months_are_over_nobody_is_offered_to_count() -> None:
    shown = {today: labels(reach(today).blocks) for today in (LAST, TODAY)}

    assert ["Type what was counted" in found for found in shown.values()] == [False, True]


def test_what_was_counted_stands_beside_what_was_projected() -> None:
    said = "• Nurses: 101,250 counted, 109,000 projected (books, 31 Aug 2026)"

    assert said in reach(counted=101_250).text


def test_a_source_is_shown_as_it_was_typed_and_does_nothing_in_slack() -> None:
    assert (
        "=1+1 &lt;!channel&gt; &amp; &lt;@U0NIA&gt;"
        in reach(source="=1+1 <!channel> & <@U0NIA>").text
    )


def test_a_rate_of_staff_who_stayed_has_all_it_takes_to_check_it() -> None:
    assert (
        "People who took part, 1 Sep 2025 to 31 Aug 2026: 88 of 100 stayed, 88.0 % "
        "(95 % interval 80.2 to 93.0) (personnel, 31 Aug 2026)"
    ) in stayed(100, 12).text


def test_it_is_never_said_that_somebody_was_retained_by_anything() -> None:
    said = stayed(100, 12).text

    assert ("stayed at this rate" in said, "retained by" in said) == (True, False)


def test_of_few_people_no_number_is_shown() -> None:
    said = stayed(49, 13).text.splitlines()[1]

    assert said == (
        "• People who took part, 1 Sep 2025 to 31 Aug 2026: "
        "Not shown: too few people to keep this private. (personnel, 31 Aug 2026)"
    )


def test_what_is_known_of_a_group_stands_in_its_form() -> None:
    year = Year(FIRST, LAST, {RoleGroup.NURSES: NURSES})
    form = treatments.form({"r": "R"}, "r", year, RoleGroup.NURSES, TODAY)
    initial = {
        block["block_id"]: block["element"].get("initial_value")
        for block in form["blocks"]
        if block["type"] == "input" and "initial_value" in block["element"]
    }

    assert initial == {
        "trained": "120",
        "all_days": "96",
        "post": "80",
        "leave": "10",
        "leaving": "20",
        "low": "1000",
        "likely": "1400",
        "high": "1500",
        "source": "books",
    }
