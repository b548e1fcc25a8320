"""HTML in which everything is escaped unless it is HTML already."""

from html import escape


class Html(str):
    """A piece of a page, safe to put into another."""

    __slots__ = ()


def tag(name: str, /, *content: str, **attributes: object) -> Html:
    """Return an element; an attribute that is False is left out, `class_` means `class`."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not False
    )
    return Html(f"<{name}{given}>{joined(*content)}</{name}>")


def joined(*content: str) -> Html:
    """Return pieces of a page side by side, escaped where they are not HTML."""
    return Html("".join(part if isinstance(part, Html) else escape(part) for part in content))


def void(name: str, /, **attributes: object) -> Html:
    """Return an element that has no content, such as an input."""
    return Html(tag(name, **attributes).removesuffix(f"</{name}>"))
