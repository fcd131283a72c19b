"""Float literals of instrumented code: the decimal that was typed, and the float that Python makes of it."""

from fractions import Fraction
from typing import Any

from flint import fmpq

from verify.inside.values.followed import Recorder


class Literals(dict[int, Any]):
    """Literal number -> its followed number, made when first asked for."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__()
        self.recorder = recorder
        self.says: dict[int, tuple[float, Fraction]] = {}

    def __missing__(self, site: int) -> Any:
        value, says = self.says[site]
        made = self.recorder.rational(site, value, fmpq(says.numerator, says.denominator))
        self[site] = made
        return made

    def __getattr__(self, name: str) -> Any:
        """By a name, as a pattern has it: plus_7 or minus_7 of literal 7."""
        sign, _, site = name.partition("_")
        if sign not in ("plus", "minus") or not site.isdecimal():
            raise AttributeError(name)
        return (
            self[int(site)] if sign == "plus" else self.recorder.operators["neg"](self[int(site)], int(site))
        )
