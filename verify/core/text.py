"""Text of foreign origin (names, messages, what an object says of itself), escaped and cut to be shown.

A terminal obeys escape sequences, a table breaks at a newline, and a result may be a string of ten megabytes.
"""

import traceback
from pathlib import Path
from typing import Any

MOST = 300  # characters
PACKAGE = Path(__file__).resolve().parent.parent


def shown(text: str, most: int = MOST) -> str:
    """The text with all that is not printable escaped, and cut."""
    kept = text[:most]
    if not kept.isprintable():
        kept = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in kept)
    return kept if len(text) <= most else f"{kept}... ({len(text)} characters)"


def written(value: Any, most: int = MOST) -> str:
    """What an object says of itself; its type where even that fails."""
    try:
        return shown(repr(value), most)
    except BaseException:  # a __repr__ can do anything
        return f"a {kind(value)} that cannot be written"


def told(error: BaseException, most: int = MOST) -> str:
    """An exception by its type and message."""
    try:
        message = str(error)
    except BaseException:  # so can a __str__
        message = "(its message cannot be written)"
    return shown(f"{kind(error)}: {message}" if message else kind(error), most)


def placed(error: BaseException) -> str:
    """An exception with the innermost place that is not this package's own: NameError: name 'x' is not
    defined (area.py, line 3). What arithmetic refuses is a result and needs no place."""
    if isinstance(error, ArithmeticError | ValueError | RuntimeError):
        return told(error)
    frames = [f for f in traceback.extract_tb(error.__traceback__) if not _is_ours(f.filename)]
    where = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    return told(error) + shown(where)


def _is_ours(file: str) -> bool:
    path = Path(file).resolve()
    return path.is_relative_to(PACKAGE) and not path.is_relative_to(PACKAGE / "catalogue")


def kind(value: Any) -> str:
    """The name of an object's type."""
    return shown(str(type.__getattribute__(type(value), "__name__")), 80)
