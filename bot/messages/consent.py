"""The consent to the companion: what it is, who sees what, and two buttons of equal weight."""

from bot.messages.names import Tap
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    View,
    button,
    buttons,
    escaped,
    header,
    modal,
    option,
    section,
)

# Raised whenever a word of the consent changes, because everybody's decision is kept with
# the version they read; a test compares the words with the version.
CONSENT_VERSION = 5

SWITCHES = "switches"

_CHOICES = (
    option("Check-ins", "checkins", "One short question, answered with one tap"),
    option("Exercises", "exercises", "One to five minutes each"),
    option(
        "Self-assessments", "assessments", "Two minutes, before and after; you see what changes"
    ),
    option("Use in evaluation", "evaluation", "I count in group figures; nobody sees mine"),
)


# The consent, heading by heading.
_WORDS = (
    (
        "What for.",
        "Short check-ins and exercises, at your hour, that may help you keep what you learned.",
    ),
    (
        "How long.",
        "One message before the training, one on each evening of it. Then two a week for five "
        "weeks, the third quiet; then two every other week, later every four, to month six. "
        "Self-assessments: before it, after it, and after one, three and six months.",
    ),
    (
        "It is up to you.",
        "Yes or no changes nothing about your job, your pay, your shifts or your place in "
        "the training. Nobody is told what you chose.",
    ),
    (
        "What your colleagues and managers see.",
        "Nothing. Nobody at work can learn what you answered, from this bot or from Slack. "
        "The one exception stands under “How answers are kept”.",
    ),
    (
        "What trainers see.",
        "That you are on the list for the training. Of the companion only how the whole "
        "group does, in words such as “a third to two thirds”: how many have it and "
        "answered, how most are. Nothing of a small group, never who. If one decides about "
        "your job, use `/resiliency manager`.",
    ),
    (
        "What coordinators see.",
        "The same, and in some weeks a percentage of the hospital. Never you.",
    ),
    (
        "What Slack shows.",
        "Your hospital's Slack owners could, with a formal export, see that I wrote to you, "
        "and anything you type. They do not see which buttons you press.",
    ),
    (
        "How answers are kept.",
        "Sealed, apart from your name: confidential, not anonymous. The keys are kept by "
        "{key_keeper}. With them and the database, answers could be opened. Whoever runs the "
        "database can see on which days you answered. `/resiliency my-data` shows and deletes "
        "your answers. After eight months nobody finds them, not even you; after thirteen they "
        "are deleted. Group figures already shown stay.",
    ),
    (
        "What changes what I send.",
        "Your choices here, your hours, a pause, a hard shift. Never what you answer. An open "
        "self-assessment brings reminders, silence fewer messages: an export could show that you "
        "did not answer.",
    ),
    (
        "What I am not.",
        "Not therapy, not monitoring, and not for emergencies: nobody watches your answers. "
        "The help card is on every message.",
    ),
    (
        "How to stop.",
        "Type `/resiliency stop` or `/resiliency pause`. You can skip any question.",
    ),
)


def form(key_keeper: str) -> View:
    """Return the consent: what it is, who sees what, and two buttons of equal weight."""
    return modal(
        [
            header("Shall I keep you company?"),
            *(section(f"*{title}* {said}") for title, said in words(key_keeper)),
            _switches(),
            buttons(
                button("Yes, keep me company", Tap.ACCEPT),
                button("Just the training", Tap.DECLINE),
            ),
            buttons(HELP_BUTTON),
        ]
    )


def words(key_keeper: str) -> tuple[tuple[str, str], ...]:
    """Return the consent, heading by heading."""
    keeper = escaped(key_keeper)
    return tuple((title, said.replace("{key_keeper}", keeper)) for title, said in _WORDS)


def _switches() -> Block:
    return {
        "type": "section",
        "block_id": SWITCHES,
        "text": {"type": "mrkdwn", "text": "*If yes, which parts?* Untick what you do not want."},
        "accessory": {
            "type": "checkboxes",
            "action_id": SWITCHES,
            "options": list(_CHOICES),
            # Ticked is what "keep me company" means by itself.
            "initial_options": list(_CHOICES),
        },
    }
