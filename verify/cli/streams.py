"""Standard streams that refuse no letter: what their encoding lacks is written as JSON escapes it."""

import codecs
import io
import sys

ESCAPED = "verify.escaped"


def escaped(error: UnicodeError) -> tuple[str, int]:
    r"""\u03bb for a Greek letter, two such for what is beyond sixteen bits: valid in JSON, and legible."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[k : k + 4]}" for k in range(0, len(units), 4)), error.end


def refuse_nothing() -> None:
    """Source code and names of files are printed, and a terminal need not have their letters (cp1252)."""
    codecs.register_error(ESCAPED, escaped)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors in ("strict", "surrogateescape"):
            stream.reconfigure(errors=ESCAPED)
