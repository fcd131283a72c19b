"""The Hilbert system H_n x = b with b = H_n (1, ..., 1): elimination, Cholesky, and numpy's solver."""
