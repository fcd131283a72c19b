"""The discrete Fourier transform by its definition, by halving, and by numpy."""
