"""The models of NIST's nonlinear regressions, one text for floats, balls, jets, mpmath: (R, b, x) -> y.

b are the parameters, b1 the first; x the columns of predictors. A power with a real exponent is exp(c log x).
"""

from collections.abc import Callable, Sequence
from typing import Any

from verify.arithmetic.kinds import Arithmetic, Number

# Jets and power series, which are no full arithmetic, go through the models as well.
Model = Callable[[Any, Sequence[Any], Sequence[Any]], Any]


def power(R: Arithmetic[Number], base: Number, exponent: Number) -> Number:
    return R.exp(exponent * R.log(base))


def bennett5(R: Arithmetic[Number], b: Sequence[Number], x: Sequence[Number]) -> Number:
    return b[0] * power(R, b[1] + x[0], -1 / b[2])


def box_bod(R: Arithmetic[Number], b: Sequence[Number], x: Sequence[Number]) -> Number:
    return b[0] * (1 - R.exp(-b[1] * x[0]))


def chwirut(R: Arithmetic[Number], b: Sequence[Number], x: Sequence[Number]) -> Number:
    return R.exp(-b[0] * x[0]) / (b[1] + b[2] * x[0])


def danwood(R: Arithmetic[Number], b: Sequence[Number], x: Sequence[Number]) -> Number:
    return b[0] * power(R, x[0], b[1])


def enso(R: Arithmetic[Number], b: Sequence[Number], x: Sequence[Number]) -> Number:
    turn = 2 * R.pi() * x[0]

    def wave(period: Number, cosine: Number, sine: Number) -> Number:
        return cosine * R.cos(turn / period) + sine * R.sin(turn / period)

    return b[0] + wave(R(12), b[1], b[2]) + wave(b[3], b[4], b[5]) + wave(b[6], b[7], b[8])


def eckerle4(R: Arithmetic[Number], b: Sequence[Number], x: Sequence[Number]) -> Number:
    return (b[0] / b[1]) * R.exp(-(((x[0] - b[2]) / b[1]) ** 2) / 2)


def gauss(R: Arithmetic[Number], b: Sequence[Number], x: Sequence[Number]) -> Number:
    def peak(height: Number, place: Number, width: Number) -> Number:
        return height * R.exp(-(((x[0] - place) / width) ** 2))

    return b[0] * R.exp(-b[1] * x[0]) + peak(b[2], b[3], b[4]) + peak(b[5], b[6], b[7])


def cubics(R: Arithmetic[Number], b: Sequence[Number], x: Sequence[Number]) -> Number:
    t = x[0]
    return (b[0] + t * (b[1] + t * (b[2] + t * b[3]))) / (1 + t * (b[4] + t * (b[5] + t * b[6])))


def quadratics(R: Arithmetic[Number], b: Sequence[Number], x: Sequence[Number]) -> Number:
    t = x[0]
    return (b[0] + t * (b[1] + t * b[2])) / (1 + t * (b[3] + t * b[4]))


def lanczos(R: Arithmetic[Number], b: Sequence[Number], x: Sequence[Number]) -> Number:
    return b[0] * R.exp(-b[1] * x[0]) + b[2] * R.exp(-b[3] * x[0]) + b[4] * R.exp(-b[5] * x[0])


def mgh09(R: Arithmetic[Number], b: Sequence[Number], x: Sequence[Number]) -> Number:
    t = x[0]
    return b[0] * (t * (t + b[1])) / (t * (t + b[2]) + b[3])


def mgh10(R: Arithmetic[Number], b: Sequence[Number], x: Sequence[Number]) -> Number:
    return b[0] * R.exp(b[1] / (x[0] + b[2]))


def mgh17(R: Arithmetic[Number], b: Sequence[Number], x: Sequence[Number]) -> Number:
    return b[0] + b[1] * R.exp(-b[3] * x[0]) + b[2] * R.exp(-b[4] * x[0])


def misra1b(R: Arithmetic[Number], b: Sequence[Number], x: Sequence[Number]) -> Number:
    return b[0] * (1 - 1 / (1 + b[1] * x[0] / 2) ** 2)


def misra1c(R: Arithmetic[Number], b: Sequence[Number], x: Sequence[Number]) -> Number:
    return b[0] * (1 - power(R, 1 + 2 * b[1] * x[0], R(-1) / 2))


def misra1d(R: Arithmetic[Number], b: Sequence[Number], x: Sequence[Number]) -> Number:
    return b[0] * b[1] * x[0] / (1 + b[1] * x[0])


def nelson(R: Arithmetic[Number], b: Sequence[Number], x: Sequence[Number]) -> Number:
    """Of the logarithm of y."""
    return b[0] - b[1] * x[0] * R.exp(-b[2] * x[1])


def rat42(R: Arithmetic[Number], b: Sequence[Number], x: Sequence[Number]) -> Number:
    return b[0] / (1 + R.exp(b[1] - b[2] * x[0]))


def rat43(R: Arithmetic[Number], b: Sequence[Number], x: Sequence[Number]) -> Number:
    return b[0] * power(R, 1 + R.exp(b[1] - b[2] * x[0]), -1 / b[3])


def roszman1(R: Arithmetic[Number], b: Sequence[Number], x: Sequence[Number]) -> Number:
    return b[0] - b[1] * x[0] - R.atan(b[2] / (x[0] - b[3])) / R.pi()


MODELS: dict[str, Model] = {
    "Bennett5": bennett5,
    "BoxBOD": box_bod,
    "Chwirut1": chwirut,
    "Chwirut2": chwirut,
    "DanWood": danwood,
    "ENSO": enso,
    "Eckerle4": eckerle4,
    **{f"Gauss{k}": gauss for k in (1, 2, 3)},
    "Hahn1": cubics,
    "Kirby2": quadratics,
    **{f"Lanczos{k}": lanczos for k in (1, 2, 3)},
    "MGH09": mgh09,
    "MGH10": mgh10,
    "MGH17": mgh17,
    "Misra1a": box_bod,
    "Misra1b": misra1b,
    "Misra1c": misra1c,
    "Misra1d": misra1d,
    "Nelson": nelson,
    "Rat42": rat42,
    "Rat43": rat43,
    "Roszman1": roszman1,
    "Thurber": cubics,
}
