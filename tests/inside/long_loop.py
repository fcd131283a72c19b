"""A loop whose numbers are too many for balls alone: what test_contributions.py follows."""

STEPS = 110


def decaying(x: float, steps: int = STEPS) -> float:
    total = 0.0
    for _ in range(steps):
        x = x * 0.9 + 0.01
        total = total + x / 3 - x * x
    return total
