"""The rotation vector of a rotation matrix: the logarithm by its series, and by the angle, two ways."""
