"""The chance that the best class is wrong, as one minus its softmax.

Source: Blanchard, Higham, Higham, Accurately computing the log-sum-exp and softmax functions, IMA J. Numer.
Anal. 41 (2021).
"""

import math

AT = {"scores": [31.5, 2.25, -1.75, 3.0]}


def softmax(scores):
    top = max(scores)
    weights = [math.exp(s - top) for s in scores]
    total = sum(weights)  # makes
    return [w / total for w in weights]


def f(scores):
    return 1 - softmax(scores)[0]  # magnifies


def repaired(scores):
    top = max(scores)
    weights = [math.exp(s - top) for s in scores]
    return sum(weights[1:]) / sum(weights)


def truth(scores):
    from mpmath import mp

    with mp.workdps(60):
        weights = [mp.exp(s) for s in scores]
        return sum(weights[1:]) / sum(weights)
