"""Powers of 1/phi by differences, phi^-(n+1) = phi^-(n-1) - phi^-n, in a closure that remembers two.

Source: Gautschi, SIAM Review 9 (1967), on solutions that are dominated.
"""

import math

AT = {"n": 60}


def powers():
    before, now = 1.0, (math.sqrt(5) - 1) / 2  # makes

    def step():
        nonlocal before, now
        before, now = now, before - now  # magnifies
        return now

    return step


def f(n):
    step = powers()
    for _ in range(n - 1):
        value = step()
    return value


def repaired(n):
    fibonacci, after = 0, 1
    for _ in range(n):
        fibonacci, after = after, fibonacci + after
    return 2 / (2 * after - fibonacci + fibonacci * math.sqrt(5))


def truth(n):
    from mpmath import mp

    with mp.workdps(60):
        return ((mp.sqrt(5) - 1) / 2) ** n
