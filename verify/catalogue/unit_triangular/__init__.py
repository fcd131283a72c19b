"""Systems with the unit upper triangular matrix of -1s above the diagonal."""
