"""The sum over the cubic lattice of 1/(n^2 - q^2) less the integral that it approximates."""
