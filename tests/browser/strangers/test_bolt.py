"""Bolt for JavaScript, as the npm registry has it, runs a small app against the sandbox."""

from bot.sandbox import Actor, Sandbox
from tests.browser.strangers.stranger import Stranger


async def test_a_command_is_answered_by_its_ack_and_by_respond(
    sandbox: Sandbox, nia: Actor, bolt: Stranger
) -> None:
    assert await nia.command("/ask sleep") == "You asked about sleep."
    await bolt.says("respond: 200 ok")

    # They come on two ways, a socket and a request: Slack too promises no order.
    whispers = [seen.text for seen in nia.whispers]
    assert sorted(whispers) == ["Here is more.", "You asked about sleep."]
    assert sandbox.refusals == []


async def test_a_modal_is_opened_with_the_trigger_of_a_command(nia: Actor, bolt: Stranger) -> None:
    await nia.command("/ask form")
    await bolt.says("views.open: a first view")

    assert nia.screen().splitlines() == ["A form", "Your shift", "[      ]", "[More]", "[Save]"]


async def test_errors_stand_beside_the_fields_and_the_modal_stays(
    nia: Actor, bolt: Stranger
) -> None:
    await nia.command("/ask form")
    await bolt.says("views.open")

    assert await nia.submit({"Your shift": "?"}) == {"shift": "Say which shift."}
    assert nia.screen().startswith("A form")


async def test_a_submission_updates_then_pushes_then_is_accepted(
    sandbox: Sandbox, nia: Actor, bolt: Stranger
) -> None:
    await nia.command("/ask form")
    await bolt.says("views.open")

    titles = []
    for value in ("update", "push", "nights"):
        assert await nia.submit({"Your shift": value}) == {}
        titles.append(nia.screen().partition("\n")[0])
    await sandbox.quiet()

    # The last submission closes what was pushed: what was updated lies under it.
    assert titles == ["Updated", "Pushed", "Updated"]
    assert nia.messages[-1].text == "Saved: nights"


async def test_a_submission_can_clear_every_view(nia: Actor, bolt: Stranger) -> None:
    await nia.command("/ask form")
    await bolt.says("views.open")
    await nia.submit({"Your shift": "push"})
    await nia.submit({"Your shift": "clear"})

    assert nia.modal is None


async def test_a_tap_in_a_modal_pushes_a_view_whose_closing_is_told(
    sandbox: Sandbox, nia: Actor, bolt: Stranger
) -> None:
    await nia.command("/ask form")
    await bolt.says("views.open")

    await nia.tap("More")
    await sandbox.quiet()
    assert nia.screen().startswith("More")
    await nia.close()

    await bolt.says("closed: one view")
    assert nia.screen().startswith("A form")


async def test_a_button_replaces_its_message_through_its_response_url(
    sandbox: Sandbox, nia: Actor, bolt: Stranger
) -> None:
    await nia.type("hello")
    await bolt.says("say: posted")

    await nia.tap("Yes")
    await bolt.says("respond: 200 ok")

    message = nia.messages[-1]
    assert (message.words(), [before.words() for before in message.edited]) == (
        "Well done.",
        ["Are you done?\n[Yes]"],
    )
    assert sandbox.refusals == []


async def test_a_home_is_published_when_somebody_opens_it(nia: Actor, bolt: Stranger) -> None:
    await nia.open_home()
    await bolt.says("views.publish: home")

    assert nia.home is not None
    assert [block["text"]["text"] for block in nia.home["blocks"]] == ["Good to see you."]


async def test_a_refreshed_socket_is_connected_anew_and_goes_on_answering(
    sandbox: Sandbox, nia: Actor, bolt: Stranger
) -> None:
    assert await nia.command("/ask before") == "You asked about before."

    sandbox.disconnect("refresh_requested")
    await bolt.says("socket: connecting anew")
    await sandbox.wait_connected(timeout=30)

    assert await nia.command("/ask after") == "You asked about after."
    assert nia.errors == []


async def test_bolt_logs_neither_a_warning_nor_an_error(
    sandbox: Sandbox, nia: Actor, bolt: Stranger
) -> None:
    await nia.command("/ask sleep")
    await nia.open_home()
    await nia.type("hello")
    await bolt.says("say: posted")
    await sandbox.quiet()

    assert [words for words in bolt.heard() if words.startswith(("warn", "error"))] == []
