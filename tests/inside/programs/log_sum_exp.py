"""The logarithm of a sum of exponentials that underflow.

Source: Blanchard, Higham, Higham, Accurately computing the log-sum-exp and softmax functions, IMA J. Numer.
Anal. 41 (2021).
"""

import math

AT = {"values": [-743.5, -744.125, -743.75, -742.9375]}


def f(values):
    total = 0.0
    for v in values:
        total += math.exp(v)  # makes
    return math.log(total)


def repaired(values):
    top = max(values)
    return top + math.log(sum(math.exp(v - top) for v in values))


def truth(values):
    from mpmath import mp

    with mp.workdps(60):
        return mp.log(sum(mp.exp(v) for v in values))
