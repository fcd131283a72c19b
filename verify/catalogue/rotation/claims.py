"""What the source says about it, each statement with its proof."""

from typing import Any

import numpy as np
from flint import Ordering, fmpq_mpoly_ctx

from verify.arithmetic.arrays import mapped
from verify.catalogue.rotation.problem import problem
from verify.catalogue.sources import WEBLOG
from verify.claims.declare import Claims
from verify.claims.forms import both, identity
from verify.core.claim import Reach
from verify.mathematics.linear import array

D2 = Claims(problem, WEBLOG.at("on exp(phi^)"), "D-2")


a_, b_, c_, C_ = fmpq_mpoly_ctx.get(("a", "b", "c", "C"), Ordering.lex).gens()


K_ = array([0 * a_, -c_, b_, c_, 0 * a_, -a_, -b_, a_, 0 * a_], (3, 3))
SQUARE = a_ * a_ + b_ * b_ + c_ * c_


def collected() -> list[tuple[Any, Any]]:
    # K^3 = -theta^2 K for K = phi^: so K^(2m+1) = (-theta^2)^m K and K^(2m+2) = (-theta^2)^m K^2 for every m,
    # and the series is I + s K + t K^2 with s = sum of (-1)^m theta^(2m)/(2m+1)! = sin(theta)/theta and
    # t = sum of (-1)^m theta^(2m)/(2m+2)! = (1 - cos theta)/theta^2.
    return list(zip((K_ @ K_ @ K_).flat, mapped(lambda x: -SQUARE * x, K_).flat, strict=True))


def a_rotation() -> list[tuple[Any, Any]]:
    # K^T = -K, so R^T R = (I - sK + tK^2)(I + sK + tK^2) = I + (2t - s^2) K^2 + t^2 K^4, which is
    # I + (2t - s^2 - t^2 theta^2) K^2. With theta^2 = T, cos theta = C: t = (1-C)/T and s^2 = (1-C^2)/T, so T
    # times the bracket is 0. The determinant is +-1, is 1 at phi = 0 and is continuous. K phi = 0, so
    # R phi = phi; tr K = 0 and tr K^2 = -2T, so tr R = 3 - 2(1 - C) = 1 + 2C: the angle is theta.
    return [
        (2 * (1 - C_) - (1 - C_ * C_) - (1 - C_) * (1 - C_), 0 * C_),
        *zip((K_.T).flat, (-K_).flat, strict=True),
        *((sum(row * array([a_, b_, c_], (3,)), 0 * a_), 0 * a_) for row in K_),
        (sum(np.diag(K_ @ K_), 0 * a_), -2 * SQUARE),
        (3 - 2 * (1 - C_), 1 + 2 * C_),
    ]


CLAIMS_D2 = (
    D2.law(
        "c",
        says="exp(phi^) is the sum of (phi^)^n/n! over all n >= 0, for every phi^ in so(3).",
        reading="For every real phi the series converges, and its sum is the rotation about phi by "
        "the angle |phi|.",
        check=both(
            identity(collected, "(phi^)^3 = -|phi|^2 phi^, which sums the series in sin and cos"),
            identity(a_rotation, "R^T R = I, R phi = phi, tr R = 1 + 2 cos |phi|"),
        ),
        reach=Reach.THEOREM,
    ),
)
