"""What everything in the files has in common, and what of it a clinician signs."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from content.fields import Kebab, Sha256, Text, Whole


class Shape(BaseModel):
    """What all shapes share: nobody changes them, unknown keys are refused, no text is empty."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_min_length=1)


class Signature(Shape):
    """Who has read an item and stands by it: a role and never a name, when, and which text."""

    by: Annotated[Text, Field(max_length=60)]
    on: date
    hash: Sha256


class Item(Shape):
    """What people are sent once a clinician has signed it; its file is named after its id."""

    id: Kebab
    version: Whole
    # Whether they fit the text is another question: `content.signing` answers it.
    signatures: tuple[Signature, ...] = ()

    @property
    def roles_needed(self) -> int:
        """Return how many different roles must sign this."""
        return 1
