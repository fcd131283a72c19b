"""The part of an error that a line makes, in words."""


def share_text(x: float | None, whole: str) -> str:
    """A part of an error in words. Shares add up to 1: others cancel what is many times the whole."""
    if x is None:
        return whole
    return f"{100 * x:.3g}% of {whole}" if abs(x) < 10 else f"{x:.3g} times {whole}"
