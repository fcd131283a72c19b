"""Numbers of a record as people read them: sizes rounded outward, floats in hex and decimal, commands."""

import decimal
import math
import re
import shlex
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from verify.report.rows import INFINITE, Algorithm, BadRecord, Point

WIDE = decimal.Context(prec=60, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)
TRUTH_DIGITS = 20
MOST_ENTRIES = 3
MOST_TYPED = 20  # characters of a decimal that is typed


def upward(x: Decimal | float | None, digits: int = 3) -> str:
    """A size, rounded up: 2.83e-7, 12.5, 0."""
    return _rounded(x, digits, decimal.ROUND_UP)


def downward(x: Decimal | float | None, digits: int = 3) -> str:
    """A count of correct digits, rounded down."""
    return _rounded(x, digits, decimal.ROUND_DOWN)


def _rounded(x: Decimal | float | None, digits: int, rounding: str) -> str:
    if x is None:
        return "–"
    if x == Decimal("Infinity"):
        return "∞"
    context = WIDE.copy()
    context.prec, context.rounding = digits, rounding
    value = context.plus(Decimal(x))
    if not value.is_finite() or value == 0:
        return "0" if value == 0 else str(value).lower()
    power = value.adjusted()
    if -3 <= power < 6:
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    mantissa = format(value.scaleb(-power, WIDE), "f")
    return f"{mantissa.rstrip('0').rstrip('.') if '.' in mantissa else mantissa}e{power}"


def ball_bound(text: str | None) -> Decimal | None:
    """The largest magnitude in a ball."""
    if text is None:
        return None
    if text == INFINITE:
        return Decimal("Infinity")
    middle, radius = _ball(text)
    return WIDE.add(abs(middle), radius)


def ball_ends(text: str) -> tuple[Decimal, Decimal]:
    """Both ends of a ball."""
    middle, radius = _ball(text)
    return WIDE.subtract(middle, radius), WIDE.add(middle, radius)


def truth(value: Any) -> str:
    """The midpoint to 20 digits where the ball is thinner than that, else the whole ball."""
    if value is None:
        return "not enclosed"
    if isinstance(value, list):
        return _entries(value, truth)
    real, plus, imaginary = str(value).partition("] + [")
    if plus:  # of a complex number: [m +/- r] + [m +/- r]j
        other = truth("[" + imaginary.removesuffix("j"))
        return f"{truth(real + ']')} {'-' if other.startswith('-') else '+'} {other.removeprefix('-')}j"
    try:
        middle, radius = _ball(value)
    except decimal.Overflow:  # e^(10^300), say
        return str(value)
    if radius and (not middle or radius.adjusted() > middle.adjusted() - TRUTH_DIGITS):
        return str(value)
    context = WIDE.copy()
    context.prec = TRUTH_DIGITS
    return str(context.plus(middle)).lower().replace("e+", "e")


def _ball(text: str) -> tuple[Decimal, Decimal]:
    try:
        middle, radius = text.strip("[]").split(" +/- ")
        return WIDE.create_decimal(middle), WIDE.create_decimal(radius)
    except (ValueError, AttributeError, decimal.InvalidOperation) as error:
        raise BadRecord(f"{text!r} is not a ball; write [m +/- r]") from error


def _entries(values: list[Any], text: Any) -> str:
    shown = [text(v) for v in values[:MOST_ENTRIES]]
    rest = [f"… {len(values)} entries"] if len(values) > MOST_ENTRIES else []
    return f"({', '.join(shown + rest)})"


_PART = r"(?:0x[0-9a-f.]+p[+-]\d+|inf|nan)"
COMPLEX = re.compile(rf"(-?{_PART})([+-])({_PART})j")  # as records write complex numbers


def hexadecimal(value: Any) -> str:
    """Hex floats without their trailing zeros."""
    if isinstance(value, list):
        return _entries(value, hexadecimal)
    if parts := COMPLEX.fullmatch(str(value)):
        return f"{hexadecimal(parts[1])}{parts[2]}{hexadecimal(parts[3])}j"
    mantissa, mark, power = _float(value).hex().partition("p")
    return (mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa) + mark + power


def shortest(value: Any) -> str:
    """The shortest decimals that read as these doubles."""
    if parts := COMPLEX.fullmatch(str(value)):
        return f"{shortest(parts[1])}{parts[2]}{shortest(parts[3])}j"
    return _entries(value, shortest) if isinstance(value, list) else repr(_float(value))


def _float(text: str) -> float:
    try:
        return float.fromhex(text)
    except (ValueError, TypeError, OverflowError) as error:
        raise BadRecord(f"{text!r} is not a hex float; write 0x1.8p+3") from error


def input_texts(name: str, text: str) -> tuple[str, str]:
    """An input in decimal, and in hex as float64 receives it: x = 652.34, fl(x) = 0x1.462b8p+9."""
    if "/" not in str(text):
        return f"{name} = {shortest(text).removesuffix('.0')}", f"{name} = {hexadecimal(text)}"
    try:
        exact = Fraction(text)
    except (ValueError, ZeroDivisionError) as error:
        raise BadRecord(f"{text!r} is not an input; write a hex float or p/q") from error
    try:
        near = hexadecimal(float(exact).hex())
    except OverflowError:
        near = "too large for float64"
    return f"{name} = {_decimal(exact)}", f"fl({name}) = {near}"


def _decimal(exact: Fraction) -> str:
    """The decimal itself where it ends, else the fraction; of what is long either way its first digits."""
    rest = exact.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    value = WIDE.divide(Decimal(exact.numerator), Decimal(exact.denominator))
    text = str(value).lower()
    if rest == 1 and len(text) <= WIDE.prec:
        return text
    quotient = f"{exact.numerator}/{exact.denominator}"
    return quotient if len(quotient) <= WIDE.prec else f"about {value:.17g}".replace("e+", "e")


def typed(fraction: str) -> str:
    """p/q as one types it: the decimal where that is short, which a command reads as the same number."""
    try:
        decimal = _decimal(Fraction(fraction))
    except (ValueError, ZeroDivisionError):
        return fraction
    return decimal if len(decimal) <= MOST_TYPED and set(decimal) <= set("-.0123456789") else fraction


def places(inputs: Mapping[str, str], parameters: Mapping[str, Any]) -> str:
    """Options of the command line that name a place."""
    given = [f"{k}={typed(v) if '/' in str(v) else hexadecimal(v)}" for k, v in inputs.items()]
    given += [f"{k}={v}" for k, v in parameters.items()]
    return "".join(f" --at {shlex.quote(text)}" for text in given)


def command(problem: str, algorithm: Algorithm, point: Point) -> str:
    """What measures this again."""
    name = shlex.quote(algorithm.name)
    where = places(point.row["inputs"], point.called)
    return f"verify run {shlex.quote(problem)} --algorithm {name}{where}"


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"


def axis_value(x: float) -> str:
    return "–" if math.isnan(x) else f"{x:.5g}"
