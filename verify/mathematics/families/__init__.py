"""The test matrices and vectors of the field, in exact rationals or as the floats they are.

Each family is a function of integers, numbers and words, and where a theorem gives them its inverse,
determinant or eigenvalues.
"""
