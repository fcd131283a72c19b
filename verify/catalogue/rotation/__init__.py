"""The rotation matrix of a rotation vector: the exponential of a skew matrix by its series, by Rodrigues'"""
