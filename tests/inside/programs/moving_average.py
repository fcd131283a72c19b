"""A moving average that is updated, after a spike has passed through the window.

Source: Higham, Accuracy and Stability of Numerical Algorithms (2002), section 1.7, on cancellation.
"""

from collections import deque
from fractions import Fraction

AT = {"signal": [0.31, 0.42, 0.17, 3.3e9, 0.25, 0.38, 0.2713, 0.33, 0.41, 0.27], "width": 4}


def averages(signal, width):
    window, total = deque(), 0.0
    for value in signal:
        window.append(value)
        total += value  # makes
        if len(window) > width:
            total -= window.popleft()  # makes, magnifies
        yield total / len(window)


def f(signal, width):
    *_, last = averages(signal, width)
    return last


def repaired(signal, width):
    return sum(signal[-width:]) / width


def truth(signal, width):
    return sum(map(Fraction, signal[-width:])) / width
