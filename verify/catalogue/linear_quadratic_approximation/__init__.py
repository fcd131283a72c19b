"""Linear and quadratic approximation of five functions at any point: the tangent and the osculating"""
