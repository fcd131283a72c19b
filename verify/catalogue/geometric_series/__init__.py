"""1/(1-x) by its series: inside the radius of convergence, at its edge and outside."""
