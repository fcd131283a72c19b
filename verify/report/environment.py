"""Where templates come from and how they are read: one place for pages, Markdown, sheets and scripts."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import jinja2


def environment(
    autoescape: bool,
    finalize: Callable[[Any], Any] | None = None,
    keep_trailing_newline: bool = False,
) -> "jinja2.Environment":
    """A line that holds nothing but a tag leaves no line, and a name that is not given is an error."""
    import jinja2  # here, and not above: an answer without a page does not pay for it

    return jinja2.Environment(
        loader=jinja2.PackageLoader("verify.report"),
        autoescape=autoescape,
        finalize=finalize,
        keep_trailing_newline=keep_trailing_newline,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


@cache
def inlined(name: str) -> str:
    """A sheet or a script, as pages and drawings hold it."""
    return environment(autoescape=False).get_template(name).render()
