"""e^x for x >= 0, e itself at x = 1, by Maclaurin's polynomials and by compound interest."""
