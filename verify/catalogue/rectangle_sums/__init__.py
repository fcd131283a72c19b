"""A definite integral by an antiderivative and by rectangle sums: the distance travelled at speed 2t, and"""
