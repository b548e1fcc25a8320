from handlers.middleware import MOST_EVENTS, Answered


def test_an_event_that_slack_delivers_again_was_answered_before() -> None:
    answered = Answered()

    assert [answered.before(event) for event in ("one", "two", "one", "one")] == [
        False,
        False,
        True,
        True,
    ]


def test_an_event_without_an_id_is_always_answered() -> None:
    answered = Answered()

    assert [answered.before(None), answered.before(None)] == [False, False]


def test_events_of_long_ago_are_forgotten() -> None:
    answered = Answered()
    for number in range(MOST_EVENTS + 1):
        answered.before(str(number))

    assert answered.before("0") is False
