"""What several problems share: linear algebra, lattice points, roots, extrema, sampling."""
