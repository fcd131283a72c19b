"""The remainder of Taylor's polynomial of degree n about a, at x, for e^x, cos x and ln(1+x)."""
