"""A program of several classes, to be followed from outside."""

PROGRAM = """
import math


class Lens:
    def __init__(self, focus):
        self.focus = focus
        self.asked = []

    def thickness(self, x):
        self.asked.append(x)
        return self.focus - math.sqrt(self.focus * self.focus - x * x)

    @staticmethod
    def wide(x, *, factor=2.0):
        return (x + 1.0) - x * factor

    @classmethod
    def of(cls, x):
        return cls(x).thickness(x / 2)


class Thick(Lens):
    pass


def difference(a, b, c=0.1, *rest, d=1.0):
    return (a - b) * d + c


def factorial(n):
    return 1.0 if n == 0 else n * factorial(n - 1)


def numbers(x):
    yield x


async def later(x):
    return x


def fails(x):
    raise KeyError(x)


def loses(values):
    values.append(values.pop(0))
    return values[0] + values[1] - values[2]


def program():
    lens = Lens(2.0)
    return sum(lens.thickness(10.0**-k) for k in range(5))


VALUE = 1.0
"""
