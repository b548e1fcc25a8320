"""The Web API methods that show views: views.*."""

from bot.sandbox import views
from bot.sandbox.arguments import text_of
from bot.sandbox.blocks import Json
from bot.sandbox.errors import RefusedError
from bot.sandbox.model import Person, View
from bot.sandbox.passes import ExpiredPassError, PassError, SpentPassError, UnknownPassError
from bot.sandbox.workspace import Workspace


def open_view(workspace: Workspace, arguments: Json) -> Json:
    """views.open: a modal for whoever pulled the trigger."""
    content = views.read_view(arguments.get("view"), "modal")
    person, inside = _triggered(workspace, arguments)
    if not inside:
        # A modal covers everything else, so whoever acted elsewhere has left it.
        views.clear_modal(workspace, person)
    return _shown(views.open_modal(workspace, person, content))


def push(workspace: Workspace, arguments: Json) -> Json:
    """views.push: a further view on top of an open modal."""
    content = views.read_view(arguments.get("view"), "modal")
    person, inside = _triggered(workspace, arguments)
    if not inside or not person.modals:
        raise RefusedError("not_found", "Only what is done in an open modal can push onto it.")
    return _shown(views.open_modal(workspace, person, content))


def update(workspace: Workspace, arguments: Json) -> Json:
    """views.update: other content for a view somebody is looking at."""
    person, view = views.find_view(
        workspace,
        view_id=str(arguments.get("view_id", "")),
        external_id=str(arguments.get("external_id", "")),
    )
    content = views.read_view(arguments.get("view"), str(view.content["type"]))
    views.check_hash(view, arguments.get("hash"))
    views.update_view(workspace, person, view, content)
    return _shown(view)


def publish(workspace: Workspace, arguments: Json) -> Json:
    """views.publish: the Home of one person."""
    person = workspace.person(text_of(arguments, "user_id"))
    if not workspace.manifest.home_tab:
        raise RefusedError("not_enabled", "The manifest has no Home tab.")
    content = views.read_view(arguments.get("view"), "home")
    views.check_hash(person.home, arguments.get("hash"))
    return _shown(views.publish_home(workspace, person, content))


_WORN_OUT: dict[type[PassError], str] = {
    UnknownPassError: "invalid_trigger_id",
    ExpiredPassError: "expired_trigger_id",
    SpentPassError: "exchanged_trigger_id",
}


def _triggered(workspace: Workspace, arguments: Json) -> tuple[Person, bool]:
    try:
        trigger = workspace.triggers.use(text_of(arguments, "trigger_id"))
    except PassError as error:
        detail = f"A trigger lasts {workspace.timing.trigger:g} s and is used once."
        raise RefusedError(_WORN_OUT[type(error)], detail) from error
    return workspace.person(trigger.person), trigger.inside


def _shown(view: View) -> Json:
    return {"view": views.as_payload(view)}
