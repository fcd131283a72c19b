"""Inputs with complex variables: by parts, by modulus and angle, on and beside the axes, about points where
functions have their zeros, poles and branch points. Zeros have a sign, and both signs are drawn."""

import cmath
import math
from collections.abc import Iterator, Sequence
from random import Random

from verify.checking.subjects.subject import Range
from verify.core import numbers

Pair = tuple[float, float]
NEAREST = 60  # binades below one, to a point of interest
FURTHEST = 8  # binades beyond one, of a modulus that is drawn evenly
CORNERS = (0.0, 1.0, -1.0, math.exp(-1), -math.exp(-1), 2.0, -2.0)
HALF_TURNS = 12  # multiples of pi/2, and integers, to either side


def _anchors() -> list[complex]:
    along = [*CORNERS, *(k * math.pi / 2 for k in range(-HALF_TURNS, HALF_TURNS + 1))]
    along += map(float, range(-HALF_TURNS, HALF_TURNS + 1))
    return [complex(x, 0.0) for x in along] + [complex(0.0, x) for x in along]


ANCHORS = _anchors()
PLAIN = (0.0, -0.0, 1.0, -1.0)


def pairs(re: Range, im: Range, count: int, random: Random) -> list[Pair]:
    """About so many points of a rectangle, in the format of its sides."""
    columns = [numbers.sample(*r.pieces[0], max(count // 2, 16), random, r.format) for r in (re, im)]
    share = max(count // 4, 4)
    drawn = [
        *((random.choice(columns[0]), random.choice(columns[1])) for _ in range(share)),
        *((a, b) for a in (*re.pieces[0], *PLAIN) for b in (*im.pieces[0], *PLAIN)),
        *_by_angle(re, im, share, random),
        *_about_axes(columns, share, random),
        *_about_points(re, im, share, random),
    ]
    fitted = ((re.format.nearest(x), im.format.nearest(y)) for x, y in drawn)
    return list({(x, y, _signs(x, y)): (x, y) for x, y in fitted if x in re and y in im}.values())


def _signs(*x: float) -> tuple[float, ...]:
    """What tells zeros of both signs apart, which are equal."""
    return tuple(math.copysign(1.0, v) for v in x)


def _by_angle(re: Range, im: Range, count: int, random: Random) -> Iterator[Pair]:
    """Moduli spread over the binades, angles over the circle and beside its eighths."""
    far = max(abs(complex(a, b)) for a in re.pieces[0] for b in im.pieces[0])
    high = min(math.log2(far), FURTHEST) if far else -FURTHEST
    for _ in range(count):
        moduli = far * random.random(), 2.0 ** random.uniform(-FURTHEST, high)
        angle = random.choice((random.uniform(-math.pi, math.pi), random.randint(-4, 4) * math.pi / 4))
        beside = random.choice((0.0, 1.0, -1.0)) * _small(random)
        modulus = random.choice(moduli)
        if math.isfinite(modulus):
            z = cmath.rect(modulus, angle + beside)
            yield z.real, z.imag


def _small(random: Random, below: float = 0.0) -> float:
    return float(2.0 ** random.uniform(-NEAREST, below))


def _about_axes(columns: Sequence[Sequence[float]], count: int, random: Random) -> Iterator[Pair]:
    """On an axis, with a zero of either sign, or very near to it: most branch cuts lie there."""
    for _ in range(count):
        k = random.randint(0, 1)
        small = random.choice((0.0, 0.0, _small(random, -4.0), 2.0 ** random.uniform(-1074, -NEAREST)))
        across, along = math.copysign(small, random.choice((1, -1))), random.choice(columns[k])
        yield (along, across) if k == 0 else (across, along)


def _about_points(re: Range, im: Range, count: int, random: Random) -> Iterator[Pair]:
    inside = [z for z in ANCHORS if z.real in re and z.imag in im]
    for _ in range(count if inside else 0):
        angle = random.choice((random.uniform(-math.pi, math.pi), random.randint(-2, 2) * math.pi / 2))
        z = random.choice(inside) + cmath.rect(_small(random), angle)
        yield z.real, z.imag
