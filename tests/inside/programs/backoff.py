"""Exponential backoff that gives up at a deadline: three waits of 0.1, 0.2 and 0.4 s come to a little more
than 0.7 s.

Source: Goldberg (1991), on comparing computed numbers.
"""

AT = {"limit": 7}


def waits():
    wait = 0.1  # makes
    while True:
        yield wait
        wait *= 2


def f(limit):
    elapsed, deadline = 0.0, limit / 10  # makes
    for wait in waits():
        if elapsed + wait > deadline:  # branch
            break
        elapsed += wait  # makes
    return elapsed


def repaired(limit):
    """In tenths."""
    elapsed, wait = 0, 1
    while elapsed + wait <= limit:
        elapsed, wait = elapsed + wait, 2 * wait
    return elapsed / 10


def truth(limit):
    from fractions import Fraction

    elapsed, wait = 0, 1
    while elapsed + wait <= limit:
        elapsed, wait = elapsed + wait, 2 * wait
    return Fraction(elapsed, 10)
