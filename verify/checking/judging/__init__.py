"""A subject judged at many inputs: at once where arrays or polynomials serve, else one after the other."""
