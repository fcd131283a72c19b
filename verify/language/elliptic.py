"""Rows of elliptic integrals (of the parameter m = k^2) and Carlson's symmetric forms (DLMF 19.2, 19.16).

Where the integrand has a pole within the range the integral is Cauchy's principal value, as in DLMF.
"""

from collections.abc import Callable

from flint import acb, arb

from verify.arithmetic.precision import every, less, some
from verify.language.domains import Answer, at_most, below, everywhere, nonnegative, nonzero, positive
from verify.language.rows import real, row


def quarter(phi: arb) -> Answer:
    """|phi| < pi/2"""
    return less(abs(phi), arb.pi() / 2)


def first_incomplete(phi: arb, m: arb) -> Answer:
    """1 - m sin^2 is positive from 0 to phi."""
    return some([less(m, 1), every([quarter(phi), less(m * phi.sin() ** 2, 1)])])


def second_incomplete(phi: arb, m: arb) -> Answer:
    return some([nonnegative(1 - m), every([quarter(phi), nonnegative(1 - m * phi.sin() ** 2)])])


def third_complete(n: arb, m: arb) -> arb:
    if n > 1:
        # The principal value: Pi(n, m) = K(m) - Pi(m/n, m), with m/n < 1 (DLMF 19.7.9 at phi = pi/2)
        return real(acb(m).elliptic_k()) - real(acb.elliptic_pi(m / n, m))
    return real(acb.elliptic_pi(n, m))


def carlson(*always: int) -> Callable[..., Answer]:
    """No argument below 0, at most one of them zero, those of `always` positive."""

    def domain(*x: arb) -> Answer:
        pairs = [positive(x[i] + x[j]) for i in range(len(x)) for j in range(i)]
        return every([*map(nonnegative, x), *pairs, *(positive(x[k]) for k in always)])

    return domain


def elliprc(x: arb, y: arb) -> arb:
    if y < 0:  # the principal value, DLMF 19.2.20
        return (x / (x - y)).sqrt() * real(acb.elliptic_rc(x - y, -y))
    return real(acb.elliptic_rc(x, y))


def elliprj_domain(x: arb, y: arb, z: arb, p: arb) -> Answer:
    return every([carlson()(x, y, z), nonzero(p)])


def elliprj(x: arb, y: arb, z: arb, p: arb) -> arb:
    if not p < 0:
        return real(acb.elliptic_rj(x, y, z, p))
    # The principal value, DLMF 19.20.14, which holds for every z >= x, y >= 0: with q = -p and
    # r = (z (x + y + q) - x y)/(z + q) > 0,
    # (q + z) R_J(x, y, z, -q) = (r - z) R_J(x, y, z, r) - 3 R_F(x, y, z)
    #                            + 3 (x y z/(x y + r q))^(1/2) R_C(x y + r q, r q)
    x, y, z = x.min(y), x.max(y), z
    y, z = y.min(z), y.max(z)
    q = -p
    r = (z * (x + y + q) - x * y) / (z + q)
    last = 3 * (x * y * z / (x * y + r * q)).sqrt() * real(acb.elliptic_rc(x * y + r * q, r * q))
    first = (r - z) * real(acb.elliptic_rj(x, y, z, r)) - 3 * real(acb.elliptic_rf(x, y, z))
    return (first + last) / (q + z)


def carlson_ball(function: Callable[..., acb]) -> Callable[..., arb]:
    return lambda *x: real(function(*x))


ROWS = (
    row("ellipk(m)", lambda m: real(acb(m).elliptic_k()), "pi/8*hyp2f1(1.5, 1.5, 2, m)",
        where="m < 1", domain=below(1)),
    row("ellipe(m)", lambda m: real(acb(m).elliptic_e()), "-pi/8*hyp2f1(0.5, 1.5, 2, m)",
        where="m <= 1", domain=at_most(1)),
    row("ellipf(phi, m)", lambda phi, m: real(acb.elliptic_f(phi, m)), "1/sqrt(1 - m*sin(phi)^2)",
        "ellipeinc(phi, m)/(2*m*(1 - m)) - ellipf(phi, m)/(2*m)"
        " - sin(2*phi)/(4*(1 - m)*sqrt(1 - m*sin(phi)^2))",
        where="m < 1, or |phi| < pi/2 and m sin(phi)^2 < 1", domain=first_incomplete),
    row("ellipeinc(phi, m)", lambda phi, m: real(acb.elliptic_e_inc(phi, m)), "sqrt(1 - m*sin(phi)^2)",
        "(ellipeinc(phi, m) - ellipf(phi, m))/(2*m)",
        where="m <= 1, or |phi| < pi/2 and m sin(phi)^2 <= 1", domain=second_incomplete),
    row("ellippi(n, m)", third_complete,
        "(ellipe(m) + (m - n)*ellipk(m)/n + (n^2 - m)*ellippi(n, m)/n)/(2*(m - n)*(n - 1))",
        "(ellipe(m)/(m - 1) + ellippi(n, m))/(2*(n - m))",
        where="m < 1, n != 1 (a principal value for n > 1)",
        domain=everywhere(lambda n: nonzero(n - 1), below(1))),
    row("elliprc(x, y)", elliprc,
        where="x >= 0, y != 0 (a principal value for y < 0)", domain=everywhere(nonnegative, nonzero)),
    row("elliprd(x, y, z)", carlson_ball(acb.elliptic_rd),
        where="x, y >= 0, not both zero; z > 0", domain=carlson(2)),
    row("elliprf(x, y, z)", carlson_ball(acb.elliptic_rf),
        "-elliprd(y, z, x)/6", "-elliprd(x, z, y)/6", "-elliprd(x, y, z)/6",
        where="x, y, z >= 0, at most one of them zero", domain=carlson()),
    row("elliprg(x, y, z)", carlson_ball(acb.elliptic_rg),
        where="x, y, z >= 0", domain=everywhere(nonnegative, nonnegative, nonnegative)),
    row("elliprj(x, y, z, p)", elliprj,
        where="x, y, z >= 0, at most one of them zero; p != 0 (a principal value for p < 0)",
        domain=elliprj_domain),
    row("agm(x, y)", lambda x, y: x.agm(y),
        where="x >= 0, y >= 0", domain=everywhere(nonnegative, nonnegative)),
)  # fmt: skip
