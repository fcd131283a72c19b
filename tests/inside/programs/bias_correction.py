"""Adam's correction of a moving average for its start, 1 - beta^t, with a beta that was formed as 1 - alpha.

Source: Kingma, Ba, Adam: a method for stochastic optimization (2015), algorithm 1.
"""

import math

AT = {"gradients": [0.7, 0.9, 0.4, 0.8], "alpha": 3e-11}


def f(gradients, alpha):
    beta = 1 - alpha  # makes
    average = 0.0
    for gradient in gradients:
        average = beta * average + alpha * gradient
    return average / (1 - beta ** len(gradients))  # magnifies


def repaired(gradients, alpha):
    average = 0.0
    for gradient in gradients:
        average += alpha * (gradient - average)
    return average / -math.expm1(len(gradients) * math.log1p(-alpha))


def truth(gradients, alpha):
    from fractions import Fraction

    alpha, average = Fraction(alpha), Fraction(0)
    for gradient in gradients:
        average = (1 - alpha) * average + alpha * Fraction(gradient)
    return average / (1 - (1 - alpha) ** len(gradients))
