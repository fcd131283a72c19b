"""The field's test matrices: what theorems say of each, and a system with each of order 8."""
