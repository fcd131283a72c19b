"""The cosine of an angle in degrees: first to radians, then a polynomial, with the error of each apart."""
