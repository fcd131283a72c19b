"""The measured quantities: each formula with its derivatives and the worst deviation by mpmath."""

from typing import Any

from flint import arb, fmpq

from verify.arithmetic.kinds import Arithmetic, Mpf, Mpmath, Number

G = fmpq(980665, 100000)  # standard gravity, m/s^2


# --- the diameter of a ball: its volume pi d^3/6 ------------------------------------------------------
def volume(d: arb) -> arb:
    return arb.pi() * d * d * d / 6


def volume_gradient(d: arb) -> list[arb]:
    return [arb.pi() * d * d / 2]


def volume_hessian(d: arb) -> list[list[Any]]:
    return [[arb.pi() * d]]


def volume_derivatives(R: Arithmetic[Number], d: Number) -> list[Number]:
    return [R.pi() * d * d / 2]


def volume_opinion(mp: Mpmath, d: Mpf, e: Mpf) -> Mpf:
    return mp.pi * e * (3 * d * (d + e) + e * e) / 6


# --- distance and time: the velocity s/t --------------------------------------------------------------
def velocity(s: arb, t: arb) -> arb:
    return s / t


def velocity_gradient(s: arb, t: arb) -> list[arb]:
    w = 1 / t  # of a wide ball narrower than 1/(t t)
    return [w, -s * w * w]


def velocity_hessian(s: arb, t: arb) -> list[list[Any]]:
    w = 1 / t
    return [[arb(0), -w * w], [-w * w, 2 * s * w * w * w]]


def velocity_derivatives(R: Arithmetic[Number], s: Number, t: Number) -> list[Number]:
    return [1 / t, -s / (t * t)]


def velocity_opinion(mp: Mpmath, s: Mpf, t: Mpf, e_s: Mpf, e_t: Mpf) -> Mpf:
    return (t * e_s + s * e_t) / (t * (t - e_t))


# --- distance and elevation: the height of a building, b tan(theta) -------------------------------------
def height(b: arb, theta: arb) -> arb:
    s, c = theta.sin_cos()
    return b * s / c


def height_gradient(b: arb, theta: arb) -> list[arb]:
    s, c = theta.sin_cos()
    return [s / c, b / (c * c)]


def height_hessian(b: arb, theta: arb) -> list[list[Any]]:
    s, c = theta.sin_cos()
    mixed = 1 / (c * c)
    return [[arb(0), mixed], [mixed, 2 * b * s / (c * c * c)]]


def height_derivatives(R: Arithmetic[Number], b: Number, theta: Number) -> list[Number]:
    t = R.tan(theta)
    return [t, b * (1 + t * t)]


def height_opinion(mp: Mpmath, b: Mpf, theta: Mpf, e_b: Mpf, e: Mpf) -> Mpf:
    h = b * mp.tan(theta)
    corners = [(b + i * e_b) * mp.tan(theta + j * e) for i in (-1, 1) for j in (-1, 1)]
    return max(abs(c - h) for c in corners)  # tan rises and b > 0: the largest is at a corner


# --- mass, diameter and length of a wire: its density 4m/(pi d^2 l) -------------------------------------
def density(m: arb, d: arb, length: arb) -> arb:
    i, j = 1 / d, 1 / length
    return 4 * m * i * i * j / arb.pi()


def density_gradient(m: arb, d: arb, length: arb) -> list[arb]:
    i, j = 1 / d, 1 / length
    by_mass = 4 * i * i * j / arb.pi()
    return [by_mass, -2 * m * by_mass * i, -m * by_mass * j]


def density_hessian(m: arb, d: arb, length: arb) -> list[list[Any]]:
    i, j = 1 / d, 1 / length
    p = 4 * i * i * j / arb.pi()
    m_d, m_l, d_l = -2 * p * i, -p * j, 2 * m * p * i * j
    return [[arb(0), m_d, m_l], [m_d, 6 * m * p * i * i, d_l], [m_l, d_l, 2 * m * p * j * j]]


def density_derivatives(R: Arithmetic[Number], m: Number, d: Number, length: Number) -> list[Number]:
    by_mass = 4 / (R.pi() * d * d * length)
    return [by_mass, -2 * m * by_mass / d, -m * by_mass / length]


def density_opinion(mp: Mpmath, m: Mpf, d: Mpf, length: Mpf, e_m: Mpf, e_d: Mpf, e_l: Mpf) -> Mpf:
    # rises with m, falls with d and l, and convex in those: furthest at the thin, short, heavy corner
    return 4 / mp.pi * ((m + e_m) / ((d - e_d) ** 2 * (length - e_l)) - m / (d * d * length))


# --- speed and angle of a throw: its range v^2 sin(2 theta)/g -------------------------------------------
def throw(v: arb, theta: arb) -> arb:
    s, c = theta.sin_cos()
    return 2 * v * v * s * c / G


def throw_gradient(v: arb, theta: arb) -> list[Any]:
    s, c = theta.sin_cos()
    return [4 * v * s * c / G, 2 * v * v * (c * c - s * s) / G]


def throw_hessian(v: arb, theta: arb) -> list[list[Any]]:
    s, c = theta.sin_cos()
    mixed = 4 * v * (c * c - s * s) / G
    return [[4 * s * c / G, mixed], [mixed, -8 * v * v * s * c / G]]


def throw_derivatives(R: Arithmetic[Number], v: Number, theta: Number) -> list[Any]:
    g = R(G)
    return [2 * v * R.sin(2 * theta) / g, 2 * v * v * R.cos(2 * theta) / g]


def throw_opinion(mp: Mpmath, v: Mpf, theta: Mpf, e_v: Mpf, e: Mpf) -> Mpf:
    # sin(2 theta) is concave on [0, pi/2]: least at an end, largest at pi/4 or at the end nearest to it
    g = mp.mpf(int(G.p)) / int(G.q)
    ends = [mp.sin(2 * (theta - e)), mp.sin(2 * (theta + e))]
    top = mp.mpf(1) if abs(theta - mp.pi / 4) <= e else max(ends)
    r = v * v * mp.sin(2 * theta)
    return max((v + e_v) ** 2 * top - r, r - (v - e_v) ** 2 * min(ends)) / g
