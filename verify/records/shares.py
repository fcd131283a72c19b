"""The part of an error that a line makes, in words."""


def is_many(x: float) -> bool:
    """Is it many times the whole? Shares add up to 1, so others cancel most of it."""
    return abs(x) >= 10


def share_text(x: float | None, whole: str) -> str:
    if x is None:
        return whole
    return f"{x:.3g} times {whole}" if is_many(x) else f"{100 * x:.3g}% of {whole}"
