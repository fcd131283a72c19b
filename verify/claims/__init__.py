"""Statements: the forms they take, and the laws every algorithm obeys."""
