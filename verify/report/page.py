"""One page that opens from disk: its template, and the sheet and scripts that its policy lets in."""

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from verify.report import claims, prose
from verify.report.environment import environment, inlined
from verify.report.formula import mathml
from verify.report.plot import SHAPES
from verify.report.raised import raised
from verify.report.words import WORDS

if TYPE_CHECKING:
    import jinja2


def comment(words: str) -> str:
    """Text that cannot end an HTML comment."""
    return " ".join(words.split()).replace("<", "&lt;").replace(">", "&gt;")


def page(template: str, **content: Any) -> str:
    return templates().get_template(template).render(**content)


@cache
def templates() -> "jinja2.Environment":
    made = environment(autoescape=True)
    made.filters["drawing"] = Markup  # made by `plot`, which escapes
    made.filters["mathml"] = mathml
    made.filters["raised"] = raised
    made.globals.update(
        says=prose.SAYS,
        shapes=SHAPES,
        marks=claims.MARKS,
        words=list(WORDS.items()),
        style=admitted("style.css"),
    )
    return made


@cache
def admitted(*names: str) -> dict[str, Markup]:
    """Sheets or scripts as one text, with the hash by which a page's policy lets it in, and nothing else."""
    text = "\n".join(map(inlined, names))
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return {"text": Markup(text), "hash": Markup(f"sha256-{digest}")}
