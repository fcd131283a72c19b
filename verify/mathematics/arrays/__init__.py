"""What functions of arrays compute: one truth for each operation, with the names that numpy and SciPy give
them.

An operation (`operation.Operation`) is a truth and what is known of how it moves. Its arguments are arrays of
exact numbers (float64, rationals) or of balls; what it gives is a ball or an array of balls at the precision
in force, so that a caller may ask again with more bits. One that gives several results has one entry for
each: `slogdet[0]`, `slogdet[1]`.

**How data move a result.** Let J be the Jacobian of the result by all numbers that went in, and s >= 0 a step
for each. `moved` gives |J| s, entry by entry: what entry k may move at most, to first order, where the data
move by at most s. It is attained, for the signs of the steps are free. From this one function follow

    s = |x|      kappa, componentwise  max_k (|J| |x|)_k / |y_k|
                 kappa, mixed          || |J| |x| || / ||y||    in the infinity norm
    s = ulp(x)/2 the envelope: (|J| s)_k in ulps of y_k for each entry, || |J| s || / ||y|| normwise

with no constant of a norm in between: the largest entry of |J| s is the largest that the infinity norm of the
change can be. For a system A x = b it is |A^-1| (S |x| + s), which is Bauer's and Skeel's; kappa of A in the
norms 1, 2 and infinity stands beside it. (For a matrix the result's norm in these quotients is the largest
row sum of |J| s, which bounds the change.)

**Backward errors** stand where theory has one that is attained: Rigal and Gaches, Oettli and Prager for
systems, the quotient |error| / (|J| |x|) for what is linear in its data, |residual| for eigenvalues of a
symmetric matrix.

**What is not unique** (eigenvectors, singular vectors, signs of a factor) is held against the right answer
that is nearest to the result, and its residual and the orthogonality of its columns are certified beside it;
where eigenvalues are not simple, columns are held against their invariant subspace.
"""
