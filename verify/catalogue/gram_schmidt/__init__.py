"""The orthogonal factor of Lauchli's matrix: Gram and Schmidt's method in two forms, and Householder's."""
