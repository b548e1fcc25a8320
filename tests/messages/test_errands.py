from bot.messages import errands
from tests.messages.errands import MATTERS


def test_each_matter_says_what_it_is_and_of_whom_or_which_day() -> None:
    assert errands.errand("Spring & Co", MATTERS).text.splitlines() == [
        "*Spring &amp; Co*: there is something that only you can put right.",
        "• Slack cannot reach <@U0NIA> (account closed). No notice comes to them.",
        "• Slack cannot reach <@U0NIA> (a guest by now). No notice comes to them.",
        "• Slack cannot reach <@U0NIA> (not found in Slack). No notice comes to them.",
        "• Slack cannot reach <@U0TARA> (account closed), who leads it. "
        "Please hand it over, so that somebody gets the room code.",
        "• Day 1, on Tuesday 10 November, has no room yet.",
        "• The register of day 2, on Wednesday 11 November, is not closed yet.",
        "• Day 3 waits for its new date.",
        "`/resiliency cohort` opens the group, with its list and its days.",
    ]


def test_what_is_too_much_for_a_message_is_counted() -> None:
    assert "• and 8 more" in errands.errand("Spring", MATTERS * 4).text
