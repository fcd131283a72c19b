"""Taylor expansion to second order in one, two and n variables: gradient, Hessian, order of the remainder."""
