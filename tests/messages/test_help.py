from datetime import UTC, datetime

from bot.messages import help as cards
from tests.messages.reading import shown
from tests.messages.values import HILLSIDE, LIBRARY, MONDAY, RIVERBEND, card, site

# Saturday, eleven in the evening in New York.
SATURDAY_NIGHT = datetime(2026, 11, 8, 4, 0, tzinfo=UTC)

EMERGENCY = f"*{LIBRARY.help.emergency.name}:* {LIBRARY.help.emergency.reach}"
(LIFELINE,) = LIBRARY.help.national
NATIONAL = f"\u2022 *{LIFELINE.name}* (open now; day and night): {LIFELINE.reach}"
PEERS, LISTENER = (f"\u2022 *{route.name}*" for route in RIVERBEND.help_routes)
PEERS_REACH, LISTENER_REACH = (route.reach for route in RIVERBEND.help_routes)
PEERS_HOURS, LISTENER_HOURS = (str(route.hours) for route in RIVERBEND.help_routes)


def test_by_day_the_card_names_the_emergency_number_and_then_who_answers_now() -> None:
    assert shown(card(RIVERBEND).blocks) == [
        "People who can help",
        EMERGENCY,
        cards.NOBODY_WATCHES,
        "\n".join(
            [
                f"{PEERS} (open now; {PEERS_HOURS}): {PEERS_REACH}",
                NATIONAL,
                f"{LISTENER} (closed now; {LISTENER_HOURS}): {LISTENER_REACH}",
            ]
        ),
    ]


def test_at_night_the_card_begins_with_who_is_awake() -> None:
    assert shown(card(RIVERBEND, now=SATURDAY_NIGHT).blocks)[3] == "\n".join(
        [
            f"{LISTENER} (open now; {LISTENER_HOURS}): {LISTENER_REACH}",
            NATIONAL,
            f"{PEERS} (closed now; {PEERS_HOURS}): {PEERS_REACH}",
        ]
    )


def test_the_text_of_the_card_is_the_card() -> None:
    message = card(RIVERBEND, HILLSIDE)
    assert message.text == "\n".join(shown(message.blocks))


def test_a_site_is_named_only_where_there_are_several() -> None:
    assert [
        [f"*{site.name}*" in card(*sites).text for site in (RIVERBEND, HILLSIDE)]
        for sites in ([RIVERBEND], [RIVERBEND, HILLSIDE])
    ] == [[False, False], [True, True]]


def test_the_card_says_that_nobody_watches_and_nobody_is_told() -> None:
    assert cards.NOBODY_WATCHES == (
        "Nobody is watching this chat, and nobody is told that you opened this card."
    )


def test_words_of_distress_are_met_with_warmth_the_card_and_what_slack_keeps() -> None:
    message = cards.distress(LIBRARY.help, [RIVERBEND], MONDAY)
    said = shown(message.blocks)
    # The card first: a locked screen shows how it begins.
    assert said == [
        *shown(card(RIVERBEND).blocks),
        "That sounds very hard. Please talk to a person now; here is who answers.",
        cards.TYPING,
    ]


def test_the_text_for_distress_says_all_of_it() -> None:
    message = cards.distress(LIBRARY.help, [RIVERBEND], MONDAY)
    assert message.text == "\n".join(shown(message.blocks))


def test_the_names_of_sites_are_shown_as_they_are_written() -> None:
    east, west = site("east", "Mercy & Grace <East>"), site("west", "Mercy & Grace <West>")
    said = shown(card(east, west).blocks)[3:]
    assert [site_said.splitlines()[0] for site_said in said] == [
        "*Mercy &amp; Grace &lt;East&gt;*",
        "*Mercy &amp; Grace &lt;West&gt;*",
    ]
