"""What can go wrong in the workspace: what Slack refuses, and what a person cannot do."""

from collections.abc import Sequence

from bot.sandbox.blocks import Json
from bot.sandbox.shapes import Problem


class PortTakenError(Exception):
    """Nobody can listen there; the message says what to do."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} cannot be had: leave it out, and a free one is taken.")


class RefusedError(Exception):
    """A call that Slack answers with `ok: false`."""

    def __init__(
        self, code: str, detail: str = "", problems: Sequence[Problem] = (), **extra: str
    ) -> None:
        self.code = code
        self.messages = [f"[ERROR] {at.sentence} [json-pointer:{at.pointer}]" for at in problems]
        self.detail = detail or "; ".join(f"{at.pointer} {at.sentence}" for at in problems)
        self.extra = extra
        super().__init__(f"{code}: {self.detail}")

    def answer(self) -> Json:
        """Return Slack's answer to the call."""
        body: Json = {"ok": False, "error": self.code, **self.extra}
        if self.detail:
            body["detail"] = self.detail
        if self.messages:
            body["response_metadata"] = {"messages": self.messages}
        return body


class NotAckedError(Exception):
    """The bot did not answer in time, or was not there."""

    def __init__(self, shown: str) -> None:
        # What Slack shows to the person who waited.
        self.shown = shown
        super().__init__(shown)


class NotSeenError(Exception):
    """Somebody wants to touch what is not on their screen."""


class NotAllowedError(Exception):
    """Somebody wants to do what Slack's own client would not let them do.

    `field` is the address of the input it is about; "" when it is about none.
    """

    field: str = ""
