"""Many small terms added to a large one, one after the other.

Source: Higham, The accuracy of floating point summation, SIAM J. Sci. Comput. 14 (1993).
"""

import math
from fractions import Fraction

AT = {"values": [9007199254740992.0] + [0.75] * 300}


def f(values):
    total = 0.0
    for value in values:
        total += value  # makes
    return total


def repaired(values):
    return math.fsum(sorted(values))


def truth(values):
    return sum(map(Fraction, values))
